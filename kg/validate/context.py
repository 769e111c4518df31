"""What a document's graph refers to but does not say itself: types, labels and categories of reference data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

import pyoxigraph
from rdflib import RDFS, Graph, URIRef

from kg import resources
from kg.graph.convert import triples_of
from kg.graph.iris import ROOT
from kg.graph.reference import reference_graph
from kg.graph.terms import TYPE, Triple
from kg.graph.vocabulary import CK, SKOS

SHOWN = (TYPE, SKOS.prefLabel, CK.alpha3)
"""What shapes ask of reference data; ``skos:broader`` is followed besides."""


def with_context(graph: Graph) -> Graph:
    """A copy of the graph with the class hierarchy and the reference nodes that it points to.

    A node that the graph itself gives a type is taken as the graph describes it.
    """
    whole = Graph(bind_namespaces="none")
    for triple in graph:
        whole.add(triple)
    for triple in hierarchy():
        whole.add(triple)
    for node in set(graph.objects()):
        if isinstance(node, URIRef) and node.startswith(ROOT) and (node, TYPE, None) not in graph:
            for triple in description(node):
                whole.add(triple)
    return whole


@cache
def hierarchy() -> tuple[Triple, ...]:
    """The ``rdfs:subClassOf`` triples between the ontology's own classes: validators need them for sh:class."""
    turtle = resources.text("ontology/conflict.ttl")
    triples = triples_of(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE))
    return tuple(t for t in triples if t[1] == RDFS.subClassOf and str(t[2]).startswith(ROOT))


@lru_cache(maxsize=10_000)
def description(node: URIRef) -> tuple[Triple, ...]:
    """Type, labels and code of a reference node and of everything broader than it; nothing for other nodes."""
    return tuple(_description(node, set()))


def _description(node: URIRef, seen: set[URIRef]) -> Iterator[Triple]:
    if node in seen:
        return
    seen.add(node)
    reference = reference_graph()
    for predicate in SHOWN:
        yield from reference.triples((node, predicate, None))
    for triple in reference.triples((node, SKOS.broader, None)):
        yield triple
        if isinstance(triple[2], URIRef):
            yield from _description(triple[2], seen)
