"""An extraction as one JSON object, in the field names that ``kg extract`` and the gold format share."""

from __future__ import annotations

from typing import Any

from kg.claim import (
    Claim,
    DeploymentClaim,
    Entity,
    Extraction,
    Kind,
    Mention,
    OfficeClaim,
    Quantity,
    TimeSpan,
    TransferClaim,
)

ORGANIZATIONS = frozenset({Kind.ORGANIZATION, Kind.ARMED_GROUP})


def as_json(extraction: Extraction) -> dict[str, Any]:
    """The document's identity, its claims and the entities named in it; offsets in code points, half-open."""
    document = extraction.document
    return {
        "id": document.id,
        "lang": document.lang,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
        "title": document.title,
        "transfers": [transfer(claim) for claim in extraction.transfers],
        "offices": [office(claim) for claim in extraction.offices],
        "deployments": [deployment(claim) for claim in extraction.deployments],
        "states": list(extraction.states),
        "people": named(extraction, frozenset({Kind.PERSON})),
        "organizations": named(extraction, ORGANIZATIONS),
        "weapons": named(extraction, frozenset({Kind.SYSTEM})),
        "warnings": list(extraction.warnings),
    }


def named(extraction: Extraction, kinds: frozenset[Kind]) -> list[list[str]]:
    """The entities of some kinds, each once, as its names: the fullest form in the text first.

    A government ("Biden administration") stands for its state and is no organization.
    """
    forms: dict[str, list[Mention]] = {}
    for mention in extraction.mentions:
        if mention.entity.kind in kinds and mention.form != "government":
            forms.setdefault(mention.entity.id, []).append(mention)
    return [
        list(dict.fromkeys([max((m.words for m in found), key=len), *(n for m in found for n in names(m, m.entity))]))
        for found in forms.values()
    ]


def transfer(claim: TransferClaim) -> dict[str, Any]:
    """A transfer claim in the gold format's field names."""
    return {
        "supplier": actor(claim.supplier),
        "recipient": actor(claim.recipient),
        "system": system(claim.system),
        "quantity": quantity(claim.quantity),
        "status": claim.status.value,
        "date": time(claim.date),
        **common(claim),
    }


def office(claim: OfficeClaim) -> dict[str, Any]:
    """An office claim."""
    return {
        "person": actor(claim.person),
        "role": claim.role,
        "of": actor(claim.of),
        "title": claim.title,
        **common(claim),
    }


def deployment(claim: DeploymentClaim) -> dict[str, Any]:
    """A deployment claim."""
    return {
        "actor": actor(claim.actor),
        "what": system(claim.what),
        "troops": claim.troops,
        "quantity": quantity(claim.quantity),
        "place": actor(claim.place),
        **common(claim),
    }


def common(claim: Claim) -> dict[str, Any]:
    """What all claims carry."""
    return {
        "claimer": claim.claimer.words if claim.claimer else None,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in claim.evidence],
    }


def actor(mention: Mention | None) -> dict[str, Any] | None:
    """A role filler: ``key`` is the state it is or acts for; ``names`` the words of the text and its other names."""
    if mention is None:
        return None
    entity = mention.entity
    return {"id": entity.id, "key": entity.key, "label": entity.label, "names": names(mention, entity)}


def system(mention: Mention | None) -> dict[str, Any] | None:
    """A system filler; ``named`` tells a designation from a class."""
    if mention is None:
        return None
    entity = mention.entity
    return {
        "id": entity.id,
        "label": entity.label,
        "names": names(mention, entity),
        "category": entity.category,
        "named": entity.named,
    }


def names(mention: Mention, entity: Entity) -> list[str]:
    """The words of the text first, then the other names."""
    return list(dict.fromkeys([mention.words, entity.label, *entity.names]))


def quantity(value: Quantity | None) -> dict[str, Any] | None:
    """Bounds and words; whole numbers as integers."""
    if value is None:
        return None
    low, high = (int(n) if n is not None and n.is_integer() else n for n in (value.min, value.max))
    return {"min": low, "max": high, "text": value.words}


def time(value: TimeSpan | None) -> dict[str, Any] | None:
    """First and last day, with the words."""
    if value is None:
        return None
    return {
        "earliest": value.earliest.isoformat(),
        "latest": value.latest.isoformat(),
        "precision": value.precision,
        "text": value.words,
    }
