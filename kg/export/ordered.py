"""The content of a store in one order, whatever the order in which it came in. Memory: the subjects, not the quads."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.store import View
from kg.store.names import REFERENCE


def triples(view: View, *, reference: bool) -> Iterator[ox.Triple]:
    """The triples of all graphs merged, each once, sorted by subject, predicate and object."""
    for subject in _subjects(view, reference):
        found = {quad.triple for quad in view.quads.quads_for_pattern(subject, None, None) if _wanted(quad, reference)}
        yield from sorted(found, key=str)


def quads(view: View, *, reference: bool) -> Iterator[ox.Quad]:
    """The quads in the order of canonical N-Quads (https://www.w3.org/TR/rdf-canon/): by subject first."""
    for subject in _subjects(view, reference):
        found = (quad for quad in view.quads.quads_for_pattern(subject, None, None) if _wanted(quad, reference))
        yield from sorted(found, key=str)


def graphs(view: View, *, reference: bool) -> Iterator[ox.Quad]:
    """The quads graph by graph, sorted within each; memory: one graph."""
    for graph in view.graphs():
        if reference or graph != REFERENCE:
            yield from sorted(view.quads.quads_for_pattern(None, None, None, graph), key=str)


def _wanted(quad: ox.Quad, reference: bool) -> bool:
    return reference or quad.graph_name != REFERENCE


def _subjects(view: View, reference: bool) -> list[ox.NamedNode | ox.BlankNode | ox.Triple]:
    return sorted({quad.subject for quad in view.quads if _wanted(quad, reference)}, key=str)
