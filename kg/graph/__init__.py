"""Claims become RDF under the conflict ontology, with deterministic IRIs."""

from kg.graph.build import configuration_hash, document_graph
from kg.graph.reference import is_reference, reference_graph

__all__ = ["configuration_hash", "document_graph", "is_reference", "reference_graph"]
