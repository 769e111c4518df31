"""What every field of every filter that takes text means, in Python."""

from __future__ import annotations

from collections.abc import Callable

from kg.serve.graphql import inputs
from tests.serve.graphql.world import Nodes, World, by_id, folded
from tests.store.samples import CK, DCTERMS, PROV, SCHEMA

ACTORS = (CK.State, CK.Organization, CK.ArmedGroup, CK.Person, CK.Group)
SYSTEMS, CATEGORIES = (CK.WeaponSystem, CK.WeaponClass), (CK.Category,)

Matcher = Callable[[World, str, str], Nodes]
"""From kind of row, operator and text to the rows that fit."""


def actor(*roles: str) -> Matcher:
    """Who fills the role, or acts for it."""

    def match(world: World, operator: str, text: str) -> Nodes:
        found = world.entities(operator, text, *ACTORS)
        found |= world.leading(found, CK.actsFor) if operator != "contains" else frozenset()
        return world.leading(found, *roles)

    return match


def spoken_for(world: World, operator: str, text: str) -> Nodes:
    """Claims of the actor, or of who held an office of it on that day."""
    terms = world.leading(world.entities(operator, text, *ACTORS), CK.officeOf) & world.of(CK.OfficeTerm)
    claims = set(actor(CK.claimer)(world, operator, text))
    for term in terms:
        first, last = world.one(term, CK.start), world.one(term, CK.end) or "9"
        for own in world.leading([world.one(term, CK.person)], CK.claimer):
            claims |= {own} if first <= world.one(own, CK.claimDate) <= last else set()
    return frozenset(claims)


def itself(role: str, *kinds: str) -> Matcher:
    """Who or what fills the role."""
    return lambda world, operator, text: world.leading(world.entities(operator, text, *kinds), role)


def below(kind: tuple[str, ...], *roles: str) -> Matcher:
    """What fills one of the roles or is broader than that; ``contains`` looks at no families."""

    def match(world: World, operator: str, text: str) -> Nodes:
        found = world.entities(operator, text, *kind)
        found = found if operator == "contains" else world.below(found)
        return world.leading(found, *roles) if roles else found

    return match


def literal(predicate: str) -> Matcher:
    """What says so in words."""

    def match(world: World, operator: str, text: str) -> Nodes:
        values = world.having[str(predicate)]
        if operator == "contains":
            part = folded(text)
            return frozenset(s for value, found in values.items() if part in folded(value) for s in found)
        return frozenset(values.get(text, ()))

    return match


def of_documents(match: Matcher) -> Matcher:
    """Claims of the documents that fit."""
    return lambda world, operator, text: world.leading(match(world, operator, text), PROV.wasDerivedFrom)


def mentioning(world: World, operator: str, text: str) -> Nodes:
    found = world.entities(operator, text, *ACTORS, CK.Place)
    return frozenset(own for one in found for own in world.mentioned[one])


def bearing(world: World, operator: str, text: str) -> Nodes:
    return frozenset(one[2] for one in world.bearers().get(folded(text), ()))


def words(world: World, operator: str, text: str) -> Nodes:
    return world.words(text)


def ids(world: World, operator: str, text: str) -> Nodes:
    return by_id(text)


def containing(world: World, operator: str, text: str) -> Nodes:
    return world.containing(folded(text))


DOCUMENT: dict[str, Matcher] = {
    "id": ids, "identifier": literal(DCTERMS.identifier), "title": literal(DCTERMS.title),
    "source": literal(DCTERMS.source), "url": literal(SCHEMA.url), "lang": literal(DCTERMS.language), "text": words,
    "mentions": mentioning,
}  # fmt: skip
CLAIM: dict[str, Matcher] = {
    "id": ids, "claimer": actor(CK.claimer), "text": words,
    **{f"document.{name}": of_documents(match) for name, match in DOCUMENT.items()},
}  # fmt: skip
TABLES: dict[str, tuple[type, str, dict[str, Matcher]]] = {
    "transfer": (inputs.TransferFilter, "transfer", CLAIM | {
        "supplier": actor(CK.supplier), "recipient": actor(CK.recipient), "authorizer": actor(CK.authorizer),
        "party": actor(CK.supplier, CK.recipient), "spoken_for": spoken_for,
        "system": below(SYSTEMS, CK.system), "category": below(CATEGORIES, CK.category, CK.system),
        "rule": literal(CK.rule),
    }),
    "office": (inputs.OfficeFilter, "office", CLAIM | {
        "person": itself(CK.person, CK.Person), "role": itself(CK.role, CK.Role), "of": itself(CK.officeOf, *ACTORS),
    }),
    "deployment": (inputs.DeploymentFilter, "deployment", CLAIM | {
        "actor": actor(CK.actor), "system": below(SYSTEMS, CK.deployed),
        "category": below(CATEGORIES, CK.category, CK.deployed), "place": itself(CK.place, CK.Place, CK.State),
    }),
    "document": (inputs.DocumentFilter, "document", DOCUMENT),
    "names": (inputs.NameFilter, "entity", {
        "id": ids, "name": bearing, "contains": containing,
        "category": below(CATEGORIES),
    }),
}  # fmt: skip
"""Of each kind of filter: its type, its table, and what its fields mean."""
