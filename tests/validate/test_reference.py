"""The reference data keeps to the same shapes as the documents that refer to it."""

from rdflib import Graph, Literal

from kg.graph.reference import reference_graph
from kg.graph.vocabulary import SKOS
from kg.validate import validate_document


def test_reference_graph_conforms_and_would_not_if_a_label_were_doubled():
    graph = reference_graph()
    report = validate_document(graph)
    assert report.conforms, report.text[:2000]
    state = next(node for node in graph.subjects(SKOS.prefLabel) if "/state/" in node)
    broken = Graph()
    for triple in (*graph, (state, SKOS.prefLabel, Literal("Another name", lang="en"))):
        broken.add(triple)
    assert [v.focus for v in validate_document(broken).violations] == [str(state)]
