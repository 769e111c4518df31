"""Graphs are checked against the shapes before they are stored; files from elsewhere can be checked too."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from kg.validate.context import with_context
from kg.validate.files import read_graph
from kg.validate.grounding import check_grounding
from kg.validate.shapes import Report, Violation, run

__all__ = ["Report", "Violation", "check_grounding", "validate_document", "validate_file"]


def validate_document(graph: Graph) -> Report:
    """SHACL report on one document's graph; the graph is not changed."""
    return run(with_context(graph))


def validate_file(path: Path) -> Report:
    """SHACL report on an RDF file: .ttl .nt .trig .nq .jsonld .rdf.

    Raises ReadError for a file that cannot be read, ValidationError for one that does not parse.
    """
    return run(with_context(read_graph(path)))
