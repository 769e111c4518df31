"""RDF files from anywhere, parsed without network access."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from kg.errors import ReadError, ValidationError
from kg.graph.convert import triples_of

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_graph(path: Path) -> Graph:
    """The triples of a file, of all its named graphs together.

    Raises ReadError for a file that cannot be read or has an unknown suffix, ValidationError for one that does
    not parse. RDF/XML must be UTF-8 without a document type: declarations can blow up to gigabytes.
    """
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise ReadError(path, f"not one of {' '.join(FORMATS)}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or str(error)) from error
    if rdf_format is ox.RdfFormat.RDF_XML:
        _refuse_declarations(path, data)
    graph = Graph(bind_namespaces="none")
    try:
        with _quiet_about_literals():
            for triple in triples_of(ox.parse(data, format=rdf_format, base_iri=path.resolve().as_uri())):
                graph.add(triple)
    except (SyntaxError, ValueError) as error:
        raise ValidationError(path, str(error)) from error
    return graph


def _refuse_declarations(path: Path, data: bytes) -> None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValidationError(path, "RDF/XML that is not UTF-8") from error
    if DECLARATION.search(data):
        raise ValidationError(path, "RDF/XML with a document type is refused")


@contextmanager
def _quiet_about_literals() -> Iterator[None]:
    """Keeps rdflib from logging a traceback for each ill-typed literal: the report names them."""
    logger = logging.getLogger("rdflib.term")
    logger.addFilter(_not_about_literals)
    try:
        yield
    finally:
        logger.removeFilter(_not_about_literals)


def _not_about_literals(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Failed to convert Literal")
