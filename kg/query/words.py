"""From the words of a question's parameter ("Ukraine", "UKR", "Leopard 2") to what they mean in the store."""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.iris import ROOT
from kg.query.worker import Term
from kg.store import View
from kg.store.prefixes import PREFIXES

CLASSES = {
    "state": ("State",),
    "person": ("Person",),
    "actor": ("State", "Organization", "ArmedGroup", "Person", "Group"),
    "system": ("WeaponSystem", "WeaponClass"),
    "category": ("Category",),
    "status": ("Status",),
    "role": ("Role",),
    "place": ("Place", "State"),
}
"""The types of parameters that name an entity, with the classes that are looked through."""

TYPES = (*CLASSES, "date", "number")

_NAMED = """
SELECT DISTINCT ?entity ?rank ?wanted ?class WHERE {
  VALUES (?property ?rank) { (skos:prefLabel 1) (ck:alpha3 1) (skos:notation 1) (skos:altLabel 2) }
  ?entity a ?class ; ?property ?name .
  FILTER(REPLACE(LCASE(STR(?name)), "-", " ") = ?wanted)
}
"""
_LABEL = """
SELECT (MIN(STR(?label)) AS ?text) ?entity WHERE { ?entity skos:prefLabel ?label } GROUP BY ?entity
"""


def resolve(view: View, type: str, value: str) -> ox.NamedNode | ox.Literal:
    """The entity of the given type that ``value`` names: by label, alpha-3 code, notation, id or IRI; or a literal.

    A preferred name wins over an alternative one, reference data over what documents brought.
    Raises QueryError when nothing or more than one thing bears the name.
    """
    if type in _LITERALS:
        return _LITERALS[type](value)
    storable = value.isprintable()
    found = storable and (_by_iri(view, type, value) or _by_name(view, type, value))
    if not found:
        raise QueryError(value, f"no {type} of that name in the store")
    if len(found) > 1:
        named = ", ".join(sorted(f"{_label(view, node)} ({local(view, node)})" for node in found))
        raise QueryError(value, f"may be any of: {named}")
    return found[0]


def local(view: View, node: ox.NamedNode) -> str:
    """The short form of an entity's IRI that ``resolve`` takes as well: "state/UKR"."""
    return node.value.removeprefix(view.base_iri).removeprefix(ROOT)


def _date(value: str) -> ox.Literal:
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        raise QueryError(value, "is no date; write 2023-01-31") from None
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def _number(value: str) -> ox.Literal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise QueryError(value, "is no number; write 0.5")
    return ox.Literal(f"{number:f}", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))


_LITERALS = {"date": _date, "number": _number}


def _by_iri(view: View, type: str, value: str) -> list[ox.NamedNode]:
    if "/" not in value:
        return []
    try:
        nodes = [ox.NamedNode(start + value) for start in ("", ROOT, view.base_iri) if start or ":" in value]
    except ValueError:
        return []
    a = ox.NamedNode(PREFIXES["rdf"] + "type")
    classes = [ox.NamedNode(PREFIXES["ck"] + name) for name in CLASSES[type]]
    return [node for node in nodes if any(any(view.quads.quads_for_pattern(node, a, c)) for c in classes)][:1]


def _by_name(view: View, type: str, value: str) -> list[ox.NamedNode]:
    wanted = ox.Literal(" ".join(value.lower().replace("-", " ").split()))
    ranks: dict[ox.NamedNode, tuple[int, bool]] = {}
    for name in CLASSES[type]:
        values: dict[str, Term] = {"wanted": wanted, "class": ox.NamedNode(PREFIXES["ck"] + name)}
        for row in view.select(_NAMED, values)[1]:
            node, rank = row["entity"], row["rank"]
            if isinstance(node, ox.NamedNode) and isinstance(rank, ox.Literal):
                key = int(rank.value), not node.value.startswith(ROOT) or node.value.startswith(view.base_iri)
                ranks[node] = min(key, ranks.get(node, key))
    best = min(ranks.values(), default=None)
    return [node for node, rank in ranks.items() if rank == best]


def _label(view: View, node: ox.NamedNode) -> str:
    _, rows = view.select(_LABEL, {"entity": node})
    return " ".join(row["text"].value for row in rows if isinstance(row["text"], ox.Literal)) or node.value
