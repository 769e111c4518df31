"""From pyoxigraph's terms to rdflib's: its parsers are fast, strict and never touch the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg.graph.terms import Triple

STRING = "http://www.w3.org/2001/XMLSchema#string"


def triples_of(quads: Iterable[ox.Quad | ox.Triple]) -> Iterator[Triple]:
    """The triples of all graphs together; spellings of literals stay as they are.

    Raises ValueError for a triple used as a term, which rdflib cannot hold.
    """
    for quad in quads:
        yield term(quad.subject), term(quad.predicate), term(quad.object)


@lru_cache(maxsize=10_000)
def _iri(value: str) -> URIRef:
    return URIRef(value)


def term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """The rdflib term for a pyoxigraph term."""
    if isinstance(value, ox.NamedNode):
        return _iri(value.value)
    if isinstance(value, ox.BlankNode):
        return BNode(value.value)
    if isinstance(value, ox.Triple):
        raise ValueError("a triple used as a term")
    if value.language:
        return Literal(value.value, lang=value.language)
    datatype = value.datatype.value
    return Literal(value.value, datatype=None if datatype == STRING else _iri(datatype), normalize=False)
