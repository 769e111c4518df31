"""Claims as RDF: one node a claim, its role fillers with their words, its evidence, quantity and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Literal, URIRef

from kg.claim import Claim, DeploymentClaim, Evidence, Mention, OfficeClaim, Quantity, TimeSpan, TransferClaim
from kg.document import Document
from kg.graph.entities import category_iri, entity_iri
from kg.graph.iris import digest, reference_iri
from kg.graph.terms import TYPE, Triple, confidence, date, integer, number
from kg.graph.vocabulary import CK, OA, PROV, SCHEMA, TIME

CONTEXT = 32
"""Characters before and after a quote that are kept with it, to find it again in a changed text."""

CLASSES: dict[type[Claim], URIRef] = {
    TransferClaim: CK.TransferClaim,
    OfficeClaim: CK.OfficeClaim,
    DeploymentClaim: CK.DeploymentClaim,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where claims come from: the document, its node, the run, and the namespace of the data."""

    document: Document
    node: URIRef
    run: URIRef
    base: str


def claim_iri(claim: Claim, origin: Origin) -> URIRef:
    """Hash of document, kind of claim, evidence and everything the claim says."""
    spans = sorted((e.start, e.end) for e in claim.evidence)
    fillers = [(role, mention.entity.id) for role, _, mention in _roles(claim)]
    key = digest(origin.document.id, type(claim).__name__, spans, fillers, *_distinctions(claim))
    return URIRef(f"{origin.base}claim/{key}")


def _distinctions(claim: Claim) -> tuple[object, ...]:
    """What beside evidence and role fillers makes two claims of one document different."""
    match claim:
        case TransferClaim():
            return claim.status, claim.quantity, claim.date
        case OfficeClaim():
            return (claim.role,)
        case DeploymentClaim():
            return claim.quantity, claim.troops
        case _:
            raise TypeError(f"no RDF for {type(claim).__name__}")


def _roles(claim: Claim) -> list[tuple[URIRef, URIRef, Mention]]:
    """The filled roles: property of the entity, property of its words, mention."""
    roles: list[tuple[URIRef, URIRef, Mention | None]] = [(CK.claimer, CK.claimerWords, claim.claimer)]
    match claim:
        case TransferClaim():
            roles += [
                (CK.supplier, CK.supplierWords, claim.supplier),
                (CK.recipient, CK.recipientWords, claim.recipient),
                (CK.system, CK.systemWords, claim.system),
                (CK.authorizer, CK.authorizerWords, claim.authorizer),
            ]
        case OfficeClaim():
            roles += [(CK.person, CK.personWords, claim.person), (CK.officeOf, CK.officeOfWords, claim.of)]
        case DeploymentClaim():
            roles += [
                (CK.actor, CK.actorWords, claim.actor),
                (CK.deployed, CK.deployedWords, claim.what),
                (CK.place, CK.placeWords, claim.place),
            ]
    return [(role, words, mention) for role, words, mention in roles if mention]


def claim_triples(claim: Claim, node: URIRef, origin: Origin) -> Iterator[Triple]:
    """Everything about one claim."""
    yield node, TYPE, CK.Claim
    yield node, TYPE, CLASSES[type(claim)]
    yield node, PROV.wasDerivedFrom, origin.node
    yield node, PROV.wasGeneratedBy, origin.run
    yield node, CK.confidence, confidence(round(claim.confidence * 1000))
    yield node, CK.rule, Literal(claim.rule)
    if origin.document.date:
        yield node, CK.claimDate, date(origin.document.date)
    for role, words, mention in _roles(claim):
        yield node, role, entity_iri(origin.base, mention.entity.id)
        yield node, words, Literal(mention.words)
    yield from _details(claim, node)
    for evidence in claim.evidence:
        yield from _evidence(evidence, node, origin)


def _details(claim: Claim, node: URIRef) -> Iterator[Triple]:
    match claim:
        case TransferClaim():
            yield node, CK.status, reference_iri(f"status/{claim.status}")
            yield from _category(claim.system, node)
            yield from _quantity(claim.quantity, node)
            yield from _time(claim.date, node)
        case OfficeClaim():
            yield node, CK.role, reference_iri(f"role/{claim.role}")
            if claim.title:
                yield node, CK.title, Literal(claim.title)
        case DeploymentClaim():
            yield from _category(claim.what, node)
            yield from _quantity(claim.quantity, node)
            if claim.troops:
                yield node, CK.troops, Literal(claim.troops)


def _category(system: Mention | None, node: URIRef) -> Iterator[Triple]:
    if system and system.entity.category:
        yield node, CK.category, category_iri(system.entity.category)


def _quantity(quantity: Quantity | None, claim: URIRef) -> Iterator[Triple]:
    if quantity is None:
        return
    node = URIRef(f"{claim}/quantity")
    yield claim, CK.quantity, node
    yield node, TYPE, CK.Quantity
    yield node, TYPE, SCHEMA.QuantitativeValue
    yield node, CK.words, Literal(quantity.words)
    if quantity.min is not None:
        yield node, SCHEMA.minValue, number(quantity.min)
    if quantity.max is not None:
        yield node, SCHEMA.maxValue, number(quantity.max)


def _time(span: TimeSpan | None, claim: URIRef) -> Iterator[Triple]:
    if span is None:
        return
    node = URIRef(f"{claim}/time")
    yield claim, CK.time, node
    yield node, TYPE, CK.TimeSpan
    yield node, TYPE, TIME.ProperInterval
    yield node, CK.earliest, date(span.earliest)
    yield node, CK.latest, date(span.latest)
    yield node, CK.precision, Literal(span.precision)
    yield node, CK.words, Literal(span.words)


def _evidence(evidence: Evidence, claim: URIRef, origin: Origin) -> Iterator[Triple]:
    """A Web Annotation target with position and quote (https://www.w3.org/TR/annotation-model/#selectors)."""
    text, start, end = origin.document.text, evidence.start, evidence.end
    node = URIRef(f"{origin.base}evidence/{digest(origin.document.id, start, end)}")
    position, quote = URIRef(f"{node}/position"), URIRef(f"{node}/quote")
    yield claim, OA.hasTarget, node
    yield node, TYPE, OA.SpecificResource
    yield node, OA.hasSource, origin.node
    yield node, OA.hasSelector, position
    yield node, OA.hasSelector, quote
    yield position, TYPE, OA.TextPositionSelector
    yield position, OA.start, integer(start)
    yield position, OA.end, integer(end)
    yield quote, TYPE, OA.TextQuoteSelector
    yield quote, OA.exact, Literal(evidence.quote)
    if start:
        yield quote, OA.prefix, Literal(text[max(0, start - CONTEXT) : start])
    if text[end:]:
        yield quote, OA.suffix, Literal(text[end : end + CONTEXT])
