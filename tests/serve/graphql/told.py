"""Documents that tell of hostile strings: as names of all kinds, in words, as rules, as fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib import RDF

from tests.serve.graphql.hostile import strings
from tests.store.samples import BASE, CK, DCTERMS, DOCUMENTS, KG, OA, PROV, SCHEMA, SKOS

Triple = tuple[str, str, str]

KINDS = (
    ("person", CK.Person), ("system", CK.WeaponSystem), ("category", CK.Category), ("role", CK.Role),
    ("place", CK.Place), ("organization", CK.Organization),
)  # fmt: skip
GROUP = len(KINDS)
FIELDS = (DCTERMS.title, DCTERMS.source, SCHEMA.url, DCTERMS.language)
CLAIMS = {"transfer": CK.TransferClaim, "office": CK.OfficeClaim, "deployment": CK.DeploymentClaim}


def node(number: int) -> str:
    """The entity that a string names."""
    return f"{BASE}{KINDS[number % GROUP][0]}/hostile-{number}"


TOLD = strings()[::2]
ASKED = (
    *strings(), *(f"claim/{n}" for n in range(3)), f"{BASE}claim/3", "document/h0", node(0), "Germany", "Kyiv", "tank",
    "leopard-2", "defence-minister", "Leopard 2A6",
)  # fmt: skip
"""The strings, and some that mean what is in the samples or are ids."""


def document(group: int) -> Iterator[Triple]:
    """A document that tells of six strings and what they name."""
    numbers = range(group * GROUP, min((group + 1) * GROUP, len(TOLD)))
    texts = [TOLD[number] for number in numbers]
    source = f"{BASE}document/h{group}"
    yield from ((source, RDF.type, CK.Document), (source, DCTERMS.identifier, (texts[4:] or [f"h{group}"])[0]))
    yield from ((source, SCHEMA.datePublished, "2024-01-01"), (source, SCHEMA.text, "\n".join(texts)))
    yield from ((source, field, text) for field, text in zip(FIELDS, texts, strict=False))
    for number, text in zip(numbers, texts, strict=True):
        entity, kind = node(number), KINDS[number % GROUP][1]
        yield from ((entity, RDF.type, kind), (entity, SKOS.prefLabel, text), (entity, SKOS.altLabel, text + text))
        if kind in (CK.Person, CK.WeaponSystem):  # acts for the organization, is of the category
            other = number + (GROUP - 1 if kind == CK.Person else 1)
            yield (entity, CK.actsFor if kind == CK.Person else SKOS.broader, node(other))
    person, system, category, role, place, organization = (node(group * GROUP + n) for n in range(GROUP))
    ukraine = str(KG["state/UKR"])
    for number, text in zip(numbers, texts, strict=True):
        kind = ("transfer", "office", "deployment")[number % 3]
        filled: dict[Any, str] = {CK.claimer: organization if number % 2 else person}
        if kind == "transfer":
            filled |= {CK.supplier: person, CK.recipient: ukraine if number % 2 else organization, CK.system: system}
            filled |= {CK.authorizer: organization} | ({CK.category: category} if number % 2 else {})
        elif kind == "office":
            filled |= {CK.person: person, CK.role: role, CK.officeOf: organization}
        else:
            filled |= {CK.actor: organization, CK.deployed: system, CK.category: category, CK.place: place}
        yield from claim(source, number, kind, filled, text)


def claim(source: str, number: int, kind: str, filled: dict[Any, str], text: str) -> Iterator[Triple]:
    own, target, quote = (f"{BASE}{part}/{number}" for part in ("claim", "evidence", "quote"))
    yield from ((own, RDF.type, CK.Claim), (own, RDF.type, CLAIMS[kind]), (own, PROV.wasDerivedFrom, source))
    yield from ((own, CK.claimDate, "2024-01-01"), (own, CK.rule, text), (own, CK.claimerWords, text))
    yield from ((own, predicate, entity) for predicate, entity in filled.items())
    yield from ((own, OA.hasTarget, target), (target, OA.hasSelector, quote), (quote, RDF.type, OA.TextQuoteSelector))
    yield (quote, OA.exact, f"Before {text} after.")


def documents() -> dict[str, list[Triple]]:
    """All documents by id, those of the samples too."""
    found = {str(key): [(str(s), str(p), str(o)) for s, p, o in graph] for key, graph in DOCUMENTS.items()}
    groups = [list(document(group)) for group in range(-(-len(TOLD) // GROUP))]
    return found | {f"h{n}": [(str(s), str(p), str(o)) for s, p, o in group] for n, group in enumerate(groups)}
