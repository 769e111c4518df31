"""The IRIs that the store itself has to know, as pyoxigraph nodes; everything else in a graph is opaque to it."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.graph import iris
from kg.graph.vocabulary import CK, DCTERMS

REFERENCE = NamedNode(iris.REFERENCE_GRAPH)
SHA256 = NamedNode(CK.sha256)
CONFIGURATION = NamedNode(CK.configurationHash)
CLAIM = NamedNode(CK.Claim)
IDENTIFIER = NamedNode(DCTERMS.identifier)


def document_node(base_iri: str, document_id: str) -> NamedNode:
    """The IRI of a document."""
    return NamedNode(iris.document_iri(base_iri, document_id))


def graph_node(base_iri: str, document_id: str) -> NamedNode:
    """The named graph that holds all that one document says."""
    return NamedNode(iris.graph_iri(base_iri, document_id))
