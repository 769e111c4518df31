"""RDF files from elsewhere: every format, and every way to be no good."""

import logging
import socket

import pyoxigraph as ox
import pytest

from kg.errors import ReadError, ValidationError
from kg.graph.build import document_graph
from kg.validate import validate_file
from kg.validate.files import FORMATS, read_graph
from tests.graph.extraction import EXTRACTION
from tests.graph.test_build import SETTINGS, ntriples

TURTLE = "@prefix ck: <https://w3id.org/conflict-kg/ontology#> . <https://a.example/q> a ck:Quantity ."
RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://a.example/">
<rdf:Description rdf:about="https://a.example/s"><e:p>&x;</e:p></rdf:Description></rdf:RDF>"""


def written(tmp_path, name: str, content: str | bytes):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_graph_and_verdict(tmp_path, suffix):
    graph = document_graph(EXTRACTION, SETTINGS)
    store = ox.Store()
    store.load(graph.serialize(format="ntriples").encode(), format=ox.RdfFormat.N_TRIPLES)
    name = None if FORMATS[suffix].supports_datasets else ox.DefaultGraph()
    path = tmp_path / f"document{suffix}"
    store.dump(path, format=FORMATS[suffix], from_graph=name)
    assert ntriples(read_graph(path)) == ntriples(graph)
    assert validate_file(path).conforms


def test_named_graphs_are_taken_together(tmp_path):
    ck = "https://w3id.org/conflict-kg/ontology#"
    path = written(
        tmp_path,
        "two.trig",
        f'<x:g> {{ <x:q> a <{ck}Quantity> }} <x:h> {{ <x:q> <{ck}words> "two" }}',
    )
    assert validate_file(path).conforms


def test_a_file_that_breaks_a_shape(tmp_path):
    report = validate_file(written(tmp_path, "q.ttl", TURTLE))
    assert [v.shape.rpartition("#")[2] for v in report.violations] == ["QuantityShape-words"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("broken.ttl", "<x:s> <x:p>", "broken.ttl: "),
        ("latin.nt", b'<x:s> <x:p> "\xfc" .', "latin.nt: "),
        ("star.ttl", "<x:s> <x:p> <<( <x:a> <x:b> <x:c> )>> .", "a triple used as a term"),
        ("bomb.rdf", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x "boom">]>' + RDF_XML, "document type"),
        ("bomb16.rdf", ("<!DOCTYPE x>" + RDF_XML).encode("utf-16"), "not UTF-8"),
        ("remote.jsonld", '{"@context": "https://a.example/context", "@id": "x:s", "p": 1}', "remote.jsonld: "),
    ],
)
def test_refused(tmp_path, name, content, reason):
    with pytest.raises(ValidationError, match=reason):
        validate_file(written(tmp_path, name, content))


@pytest.mark.parametrize("name", ["missing.ttl", "table.csv"])
def test_no_such_file_or_format(tmp_path, name):
    with pytest.raises(ReadError, match=name):
        validate_file(tmp_path / name)


def test_no_network(tmp_path, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    content = "<x:s> <http://www.w3.org/2002/07/owl#imports> <https://a.example/ontology> ; a <https://a.example/C> ."
    assert validate_file(written(tmp_path, "imports.ttl", content)).conforms


def test_bad_literals_are_reported_not_logged(tmp_path, caplog):
    number = "<https://schema.org/minValue> 'x'^^<http://www.w3.org/2001/XMLSchema#integer>"
    span = f"{TURTLE} <https://a.example/q> ck:words 'two' ; {number} ."
    with caplog.at_level(logging.WARNING):
        report = validate_file(written(tmp_path, "q.ttl", span))
    assert not report.conforms
    assert not caplog.records
