from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.serve.sparql.using import with_dataset

G, H = "http://g.example/", "http://h.example/"


def test_without_graphs_nothing_changes() -> None:
    update = "WITH <http://g.example/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert with_dataset(update, (), ()) == update


def test_every_operation_gets_the_dataset() -> None:
    update = "CLEAR SILENT ALL ; INSERT { ?s a <x:y> } WHERE { ?s ?p 'WHERE' } ; DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    using = f" USING <{G}> USING NAMED <{H}> WHERE"
    assert with_dataset(update, [G], [H]) == update.replace(" WHERE", f" {using}")


def test_delete_where_is_written_out() -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ GRAPH <{G}> {{ <x:s> <x:p> 1 , 2 }} <x:s> <x:p> 1 }}")
    store.update(with_dataset("DELETE WHERE { <x:s> ?p ?o }", [G], []))
    assert {quad.object.value for quad in store} == {"1", "2"}  # gone from the default graph, which USING reads G for
    assert not any(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


@pytest.mark.parametrize("update", ["CLEAR GRAPH <x:g>", "drop graph<x:g>", "DROP SILENT GRAPH <x:g>; CLEAR NAMED"])
def test_a_missing_graph_is_as_good_as_an_empty_one(update: str) -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <x:s> <x:p> 1 }} ; {with_dataset(update, (), ())}")
    assert len(store) == 1


def test_names_that_look_like_keywords() -> None:
    update = "PREFIX with: <x:> PREFIX where: <x:> INSERT { with:where where:using ?o } WHERE { ?s where:with ?o }"
    ox.Store().update(with_dataset(update, [G], []))


@pytest.mark.parametrize(
    "update",
    [
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p ?o } using NAMED <x:g> WHERE { ?s ?p ?o }",
    ],
)
def test_conflict(update: str) -> None:
    with pytest.raises(QueryError, match="together"):
        with_dataset(update, [G], [])


@pytest.mark.parametrize("graph", ["no iri", "x:> INSERT", ""])
def test_no_iri(graph: str) -> None:
    with pytest.raises(QueryError, match="is no IRI"):
        with_dataset("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", [graph], [])


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:9/>",
        "load silent<http://127.0.0.1:9/> into graph <x:g>",
        "CLEAR ALL;LOAD<http://127.0.0.1:9/>",
        "# a comment\nLOAD <http://127.0.0.1:9/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s<?o)SERVICE<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { ?a ?p ?b FILTER(?a<?b)SERVICE?c#>\n { ?s ?p ?o } }",
    ],
)
def test_nothing_is_fetched(update: str) -> None:
    with pytest.raises(QueryError, match="is not allowed"):
        with_dataset(update, (), ())


def test_words_in_strings_and_names_are_no_keywords() -> None:
    with_dataset("PREFIX load: <x:> INSERT DATA { <x:load> load:service 'LOAD <x:y> SERVICE' }", (), ())


@pytest.mark.parametrize("update", ["INSERT DATA { 'open }", "\x00", "DELETE WHERE { ?s ?p ?o"])
def test_what_cannot_be_read(update: str) -> None:
    with pytest.raises(QueryError):
        with_dataset(update, [G], [])
