"""Entities as RDF: what no reference table knows is described in the graph of the document that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef

from kg.claim import Entity, Kind
from kg.graph.iris import path, reference_iri
from kg.graph.reference import is_reference
from kg.graph.terms import CLASS, TYPE, Triple
from kg.graph.vocabulary import CK, SKOS


def entity_iri(base: str, entity_id: str) -> URIRef:
    """Below the reference namespace where a table knows the entity, else below ``base``."""
    return reference_iri(entity_id) if is_reference(entity_id) else URIRef(base + path(entity_id))


def category_iri(category: str) -> URIRef:
    """A concept of the category scheme: ``"tank"``."""
    return reference_iri(f"category/{category}")


def descriptions(entities: Iterable[Entity], base: str, lang: str) -> Iterator[Triple]:
    """Type, labels and links of every entity that is not reference data, each id once.

    An id's first label is the preferred one, its other forms are alternative labels; kind, category and state
    come from the first mention that has them.
    """
    same: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.kind in CLASS and not is_reference(entity.id):
            same.setdefault(entity.id, []).append(entity)
    for identifier, group in same.items():
        node, first = URIRef(base + path(identifier)), group[0]
        yield node, TYPE, CLASS[first.kind]
        yield node, SKOS.prefLabel, Literal(first.label, lang=lang)
        names = dict.fromkeys(name for entity in group for name in (entity.label, *entity.names))
        for name in names.keys() - {first.label}:
            yield node, SKOS.altLabel, Literal(name, lang=lang)
        category = next((entity.category for entity in group if entity.category), None)
        key = next((entity.key for entity in group if entity.key), None)
        yield from _links(node, first.kind, category, key)


def _links(node: URIRef, kind: Kind, category: str | None, key: str | None) -> Iterator[Triple]:
    if category:
        yield node, SKOS.broader, category_iri(category)
    if key and kind is Kind.STATE:
        yield node, CK.alpha3, Literal(key)
    elif key:
        yield node, CK.country if kind is Kind.PLACE else CK.actsFor, reference_iri(f"state/{key}")
