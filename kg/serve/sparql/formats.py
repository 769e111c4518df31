"""Media types of the formats that ``kg.query.sparql`` writes and that a graph can be given in."""

from __future__ import annotations

from kg.query.sparql import GRAPHS, SOLUTIONS

HTML = "text/html"

SOLUTION_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    HTML: "html",
}
GRAPH_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/x-turtle": "turtle",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
"""By preference of the server; the first is what a client gets that does not care."""

ALL_TYPES = tuple(dict.fromkeys((*SOLUTION_TYPES, *GRAPH_TYPES)))

assert {*SOLUTION_TYPES.values()} == {*SOLUTIONS, "html"} and {*GRAPH_TYPES.values()} == {*GRAPHS}


def media_type(format: str) -> str:
    """The media type of a format, of both kinds."""
    types = {name: media for table in (GRAPH_TYPES, SOLUTION_TYPES) for media, name in reversed(table.items())}
    return types[format]


def content_type(media: str) -> str:
    """With the charset where the media type leaves it open."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
