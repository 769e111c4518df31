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

    The first label of an id becomes the preferred one; other forms are alternative labels.
    """
    preferred: dict[str, str] = {}
    for entity in entities:
        if entity.kind not in CLASS or is_reference(entity.id):
            continue
        node = URIRef(base + path(entity.id))
        if entity.id not in preferred:
            preferred[entity.id] = entity.label
            yield node, TYPE, CLASS[entity.kind]
            yield node, SKOS.prefLabel, Literal(entity.label, lang=lang)
            yield from _links(node, entity)
        for name in (entity.label, *entity.names):
            if name != preferred[entity.id]:
                yield node, SKOS.altLabel, Literal(name, lang=lang)


def _links(node: URIRef, entity: Entity) -> Iterator[Triple]:
    if entity.category:
        yield node, SKOS.broader, category_iri(entity.category)
    if not entity.key:
        return
    if entity.kind is Kind.STATE:
        yield node, CK.alpha3, Literal(entity.key)
    else:
        yield node, CK.country if entity.kind is Kind.PLACE else CK.actsFor, reference_iri(f"state/{entity.key}")
