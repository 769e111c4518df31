"""Strangers at the door: every attack gets a 4xx within a second of the deadline, and the next client its answer."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, cycle
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.config import load
from kg.index import FILE, Index
from kg.store import Store
from tests.serve.conftest import built, running
from tests.serve.graphql.hostile import strings
from tests.store.samples import BASE, DOCUMENTS

DEADLINE = 1.0


@pytest.fixture(scope="module")
def door(store: Path) -> Iterator[httpx.Client]:
    with running(store, load(query_seconds=DEADLINE, graphql_seconds=DEADLINE)) as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200  # a worker is up
        yield client


# "%" where the text itself is full of braces
SPARQL = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "1,000 patterns": "SELECT * { %s }" % " ".join(f"?s{i} ?p{i} ?s{i + 1} ." for i in range(1000)),  # noqa: UP031
    "deep brackets": "SELECT * " + "{" * 8000 + "}" * 8000,
    "many unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 3000) + " }",
    "long path": "SELECT * { ?s " + "/".join(["<a:b>"] * 4000) + " ?o }",
    "path closure": "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:a>)* ?b . ?c (<x:a>|!<x:a>)* ?d . ?e (<x:b>|!<x:b>)* ?f }",
    "product in order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
    "product of values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {'1 ' * 100} }}" for i in range(20))
    + " }",
    "negated closure": "SELECT (COUNT(*) AS ?n) { ?a !(<x:a>|^<x:b>)* ?b . ?b !(<x:a>|^<x:b>)* ?c . ?c !(<x:a>)* ?d }",
    "doubled strings": 'SELECT * { BIND("x" AS ?a0) %s }'  # noqa: UP031
    % " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40)),
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


@contextmanager
def canary() -> Iterator[str]:
    """An address that must not be called."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND(<{0}> AS ?where) SERVICE ?where {{ ?s ?p ?o }} }}",
        "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "LOAD <{0}>",
        "DESCRIBE <{0}>",
        "SELECT * {{ GRAPH <{0}> {{ ?s ?p ?o }} }}",
    ],
)
def test_nobody_is_called(door: httpx.Client, query: str) -> None:
    with canary() as url:
        assert door.post("/sparql", data={"query": query.format(url)}).status_code < 500
        assert door.get("/sparql", params={"query": "ASK {}", "default-graph-uri": url}).status_code < 500


def test_nobody_is_called_elsewhere(door: httpx.Client) -> None:
    with canary() as url:
        for path in ("/", "/sparql", "/graphql", "/rdf-graph-store", "/claim/x", "/document/x", "/.well-known/void"):
            given = dict.fromkeys(("graph", "supplier", "text", "after", "url", "query"), url)
            headers = {"host": url[7:-1], "x-forwarded-host": url[7:-1], "forwarded": f"host={url[7:-1]}", "link": url}
            assert door.get(path, params=given, headers=headers).status_code < 500, path
        for path in (url, f"{url}a/../x"):
            assert door.get(f"/document/{path}").status_code == door.get(f"/claim/{path}").status_code == 404
        query = "query ($u: String!, $id: ID!) { search(text: $u) { totalCount } node(id: $id) { id } }"
        assert door.post("/graphql", json={"query": query, "variables": {"u": url, "id": url}}).status_code < 500


UPDATES = (
    "INSERT DATA { <x:s> <x:p> <x:o> }",
    "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> <x:o> } }",
    "DELETE DATA { <x:s> <x:p> <x:o> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "CLEAR ALL",
    "DROP SILENT ALL",
    "CREATE GRAPH <x:g>",
    "ADD DEFAULT TO <x:g>",
    "MOVE DEFAULT TO <x:g>",
    "COPY DEFAULT TO <x:g>",
)


@pytest.mark.parametrize("update", UPDATES)
def test_nobody_writes(door: httpx.Client, update: str) -> None:
    everything = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
    before = door.get("/sparql", params=everything).json()
    direct = {"content-type": "application/sparql-update"}
    given: list[dict[str, Any]] = [{"data": {"update": update}}, {"data": {"query": update}}]
    for options in [*given, {"content": update, "headers": direct}]:
        assert door.post("/sparql", **options).status_code in (400, 403), options
    assert door.get("/sparql", params={"update": update}).status_code == 400
    assert door.get("/sparql", params=everything).json() == before


# "%" where the text itself is full of braces
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
    "cost": "{ "
    + " ".join(f"a{i}: transfers(first: 100) {{ nodes {{ {'id iri status rule ' * 5} }} }}" for i in range(30))
    + " }",
    "fragments that multiply": "{ transfers { nodes { ...f0 } } }"
    + "".join(f" fragment f{i} on Transfer {{ id ...f{i + 1} ...f{i + 1} }}" for i in range(60))
    + " fragment f60 on Transfer { id }",
    "introspection": "{ __schema { types " + "{ fields { type " * 6 + "{ name }" + " } }" * 6 + " } }",
    "wide filter": "{ transfers(where: {or: [%s]}) { totalCount } }" % ("{rule: {eq: 1}}" * 2000),
}


@pytest.mark.parametrize("name", GRAPHQL)
def test_graphql(door: httpx.Client, name: str) -> None:
    started = time.monotonic()
    headers = {"accept": "application/graphql-response+json"}
    answer = door.post("/graphql", json={"query": GRAPHQL[name]}, headers=headers)
    assert time.monotonic() - started < DEADLINE + 1
    assert 400 <= answer.status_code < 500, answer.text[:500]
    assert door.post("/graphql", json={"query": "{ __typename }"}).json() == {"data": {"__typename": "Query"}}


def test_bodies(door: httpx.Client) -> None:
    nested = '{"query": "{ __typename }", "variables": ' + '{"a": ' * 5000 + "1" + "}" * 5000 + "}"
    for body in (nested, "[" * 100_000, "x" * 2_000_000, b"\xff\xfe", '{"query": 1}', ""):
        answer = door.post("/graphql", content=body, headers={"content-type": "application/json"})
        assert 400 <= answer.status_code < 500, answer.text


def test_variables(door: httpx.Client) -> None:
    nested: dict[str, Any] = {}
    for _ in range(200):
        nested = {"not": nested}
    wide = {"or": [{"rule": {"eq": str(number)}} for number in range(15_000)]}
    query = "query ($w: TransferFilter) { transfers(where: $w) { totalCount } }"
    refused: tuple[Any, ...] = (nested, wide, {"text": "\ud800"}, {"nobody": 1}, [[[]]], 10**400)
    for where in refused:
        started = time.monotonic()
        body = json.dumps({"query": query, "variables": {"w": where}})
        headers = {"accept": "application/graphql-response+json", "content-type": "application/json"}
        answer = door.post("/graphql", content=body, headers=headers)
        assert time.monotonic() - started < DEADLINE + 1
        assert answer.json()["errors"] and answer.status_code in (200, 400), where


def test_no_string_breaks_anything(door: httpx.Client) -> None:
    """A thousand strings, each in one of the places where strangers may write what they like."""
    ways = cycle([
        *(("/", name) for name in ("supplier", "recipient", "system", "status", "text", "after", "before")),
        *(("/sparql", name) for name in ("query", "update", "default-graph-uri", "format")),
        *(("/graphql", name) for name in ("query", "variables", "operationName", "extensions")),
        ("/rdf-graph-store", "graph"),
    ])  # fmt: skip
    for (path, name), text in zip(ways, strings(), strict=False):
        given = {"query": "{ __typename }" if path == "/graphql" else "ASK {}", name: text}
        response = door.get(path, params=given, headers={"accept": "text/html" if path == "/" else "*/*"})
        assert response.status_code < 500, (path, name, text, response.text)


def test_load_while_the_data_change(tmp_path: Path) -> None:
    """Every answer is one of 200 or 404 while documents come and go."""
    path, seen, stop = built(tmp_path / "store"), set[tuple[str, int]](), threading.Event()
    asked = ("/", "/claim/a1-0", "/document/a2", "/readyz", "/graphql?query={transfers{totalCount}}",
             "/sparql?query=SELECT * { ?s a ck:TransferClaim }")  # fmt: skip

    def ask(client: httpx.Client) -> None:
        for number in count():
            if stop.is_set():
                return
            way = asked[number % len(asked)]
            seen.add((way, client.get(way).status_code))

    with running(path, load()) as client, Index.open(path / FILE, base_iri=BASE) as index:
        threads = [threading.Thread(target=ask, args=(client,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        with Store.open(path, base_iri=BASE) as store:
            for number in range(20):
                key = sorted(DOCUMENTS)[number % len(DOCUMENTS)]
                if number % 2:
                    store.withdraw(key)
                    index.withdraw(key)
                else:
                    store.put(key, "0", DOCUMENTS[key])
                    index.put(key, DOCUMENTS[key])
                store.quads.flush()
                time.sleep(0.1)
        stop.set()
        for thread in threads:
            thread.join()
    assert {way for way, _ in seen} == set(asked)
    assert {status for _, status in seen} <= {200, 404}, seen
