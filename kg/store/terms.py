"""From rdflib's graphs to pyoxigraph's quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from kg.errors import ValidationError


def quads(graph: rdflib.Graph, name: ox.NamedNode) -> list[ox.Quad]:
    """The triples of ``graph`` as quads of the named graph ``name``.

    Raises ValidationError for what has no place in a store: blank nodes, malformed IRIs, lone surrogates.
    """
    try:
        return [ox.Quad(_node(s), _node(p), _term(o), name) for s, p, o in graph]
    except ValueError as error:
        raise ValidationError(name.value, f"the graph cannot be stored: {error}") from error


def digest(quads: Iterable[ox.Quad]) -> str:
    """SHA-256 over the triples, whatever their order."""
    lines = sorted(str(quad.triple) for quad in quads)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _node(term: Node) -> ox.NamedNode:
    if not isinstance(term, rdflib.URIRef):
        raise ValueError(f"{term!r} is not an IRI")
    return ox.NamedNode(str(term))


def _term(term: Node) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, rdflib.Literal):
        return _node(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))
