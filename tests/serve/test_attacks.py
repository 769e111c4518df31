"""Strangers at the door: every attack gets a 4xx within a second of the deadline, and the next client its answer."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.config import load
from tests.serve.conftest import running

DEADLINE = 1.0
ANY = "?s ?p ?o"


@pytest.fixture(scope="module")
def door(store: Path) -> Iterator[httpx.Client]:
    with running(store, load(query_seconds=DEADLINE, graphql_seconds=DEADLINE)) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200  # a worker is up
        yield client


SPARQL = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "1,000 patterns": "SELECT * { %s }" % " ".join(f"?s{i} ?p{i} ?s{i + 1} ." for i in range(1000)),  # noqa: UP031
    "deep brackets": "SELECT * " + "{" * 8000 + "}" * 8000,
    "many unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + " }",
    "long path": "SELECT * { ?s " + "/".join(["<a:b>"] * 4000) + " ?o }",
    "path closure": "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b . ?c (<x:a>|!<x:a>)* ?d . ?e (<x:b>|!<x:b>)* ?f }",
    "huge": "ASK { " + "?s ?p ?o . " * 20_000 + "}",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "two updates": "INSERT DATA { <a:b> <a:b> <a:b> } ; CLEAR ALL",
    "no text": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
}


@pytest.mark.parametrize("name", SPARQL)
def test_sparql(door: httpx.Client, name: str) -> None:
    started = time.monotonic()
    answer = door.post("/sparql", data={"query": SPARQL[name]})
    assert time.monotonic() - started < DEADLINE + 1
    assert 400 <= answer.status_code < 500, answer.text
    assert door.get("/sparql", params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{0}> AS ?where) SERVICE ?where {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "LOAD <{0}>",
    ],
)
def test_nobody_is_called(door: httpx.Client, query: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.1)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        assert door.post("/sparql", data={"query": query.format(url)}).status_code < 500
        assert door.get("/sparql", params={"query": "ASK {}", "default-graph-uri": url}).status_code < 500
        with pytest.raises(TimeoutError):
            canary.accept()


GRAPHQL = {
    "depth": "{ weaponSystems { nodes " + "{ broader " * 40 + "{ id }" + " }" * 40 + " } }",
    "aliases": "{ %s }" % " ".join(f"a{i}: __typename" for i in range(500)),  # noqa: UP031
    "directives": "{ __typename " + "@skip(if: false) " * 200 + "}",
    "tokens": "{ " + "__typename " * 5000 + "}",
    "page": "{ transfers(first: 100000) { nodes { id } } }",
    "fragments in a circle": "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
    "brackets": "{" * 3000,
    "list in list": "{ node(id: " + "[" * 3000 + "]" * 3000 + ") { id } }",
    "unknown filter": '{ transfers(where: {nobody: {eq: "x"}}) { totalCount } }',
    "mutation": "mutation { __typename }",
}


@pytest.mark.parametrize("name", GRAPHQL)
def test_graphql(door: httpx.Client, name: str) -> None:
    started = time.monotonic()
    headers = {"accept": "application/graphql-response+json"}
    answer = door.post("/graphql", json={"query": GRAPHQL[name]}, headers=headers)
    assert time.monotonic() - started < DEADLINE + 1
    if name == "page":  # refused by the resolver: the query itself was right, so HTTP has nothing to complain of
        assert "at most" in answer.json()["errors"][0]["message"] or answer.status_code == 400
    else:
        assert 400 <= answer.status_code < 500, answer.text
    assert door.post("/graphql", json={"query": "{ __typename }"}).json() == {"data": {"__typename": "Query"}}


def test_bodies(door: httpx.Client) -> None:
    nested = '{"query": "{ __typename }", "variables": ' + '{"a": ' * 5000 + "1" + "}" * 5000 + "}"
    for body in (nested, "[" * 100_000, "x" * 2_000_000, b"\xff\xfe", '{"query": 1}', ""):
        answer = door.post("/graphql", content=body, headers={"content-type": "application/json"})
        assert 400 <= answer.status_code < 500, answer.text
