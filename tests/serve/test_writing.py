"""What is written over HTTP conforms to the shapes, and the read model follows with what has changed."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.config import load
from kg.graph.build import document_graph
from kg.graph.iris import graph_iri
from kg.graph.reference import reference_graph
from kg.index import FILE, Index, state
from kg.serve.readmodel import CHANGING, TAKEN, level
from kg.serve.snapshots import Snapshots
from kg.serve.sparql.touched import as_update, changed, named
from kg.serve.sparql.writer import Writer
from kg.store import Snapshot, Store
from tests.graph.extraction import DOCUMENT, EXTRACTION
from tests.index.tables import contents
from tests.serve.conftest import running
from tests.store.samples import BASE

GRAPH = str(graph_iri(BASE, DOCUMENT.id))
PATH, WHERE = "/rdf-graph-store", {"graph": GRAPH}
TURTLE, UPDATE = {"content-type": "text/turtle"}, {"content-type": "application/sparql-update"}
CK = "https://w3id.org/conflict-kg/ontology#"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one document that conforms to the shapes."""
    path = tmp_path_factory.mktemp("writing") / "store"
    with Store.open(path, base_iri=BASE) as store:
        store.load_reference(reference_graph())
        store.put(DOCUMENT.id, DOCUMENT.sha256, document_graph(EXTRACTION, load(base_iri=BASE)))
    return path


@pytest.fixture(scope="module")
def server(path: Path) -> Iterator[httpx.Client]:
    with running(path, load(query_seconds=60), writable=True) as client:
        yield client


def turtle(server: httpx.Client) -> str:
    return server.get(PATH, params=WHERE, headers={"accept": "application/n-triples"}).raise_for_status().text


def transfers(server: httpx.Client) -> list[str]:
    answer = server.post("/graphql", json={"query": "{transfers {nodes {id status}} stats {generation}}"}).json()
    return [str(node["status"]) for node in answer["data"]["transfers"]["nodes"]]


def eventually(server: httpx.Client, wanted: list[str]) -> None:
    deadline = time.monotonic() + 20
    while transfers(server) != wanted:
        assert time.monotonic() < deadline, transfers(server)
        time.sleep(0.1)


STATUS = "https://w3id.org/conflict-kg/status/"
BAD = f"<{BASE}claim/bad> a <{CK}TransferClaim>, <{CK}Claim> ; <{CK}status> <{STATUS}sent> ."


@pytest.mark.parametrize("way", ["put", "post", "update", "variable"])
def test_what_violates_the_shapes_is_refused_with_the_report(server: httpx.Client, way: str) -> None:
    before = turtle(server)
    updates = {
        "update": f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {BAD} }} }}",
        "variable": f"INSERT {{ GRAPH ?g {{ {BAD} }} }} WHERE {{ GRAPH ?g {{ ?d a <{CK}Document> }} }}",
    }
    if way in updates:
        answer = server.post("/sparql", content=updates[way], headers=UPDATE)
    else:
        answer = server.request(way.upper(), PATH, params=WHERE, content=BAD, headers=TURTLE)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert GRAPH in answer.json()["detail"] and "Constraint Violation" in answer.json()["detail"]
    assert turtle(server) == before


def test_a_valid_change_is_taken_and_the_read_model_follows(server: httpx.Client, path: Path) -> None:
    eventually(server, statuses := transfers(server))
    assert len(statuses) == 2
    whole = turtle(server)
    old = f"{{ ?c <{CK}status> ?old }}"
    rename = f"WITH <{GRAPH}> DELETE {old} INSERT {{ ?c <{CK}status> <{STATUS}denied> }} WHERE {old}"
    assert server.post("/sparql", content=rename, headers=UPDATE).status_code == 204
    eventually(server, ["DENIED", "DENIED"])
    assert server.delete(PATH, params=WHERE).status_code == 204
    eventually(server, [])
    put = server.put(PATH, params=WHERE, content=whole, headers={"content-type": "application/n-triples"})
    assert put.status_code == 201, put.text
    eventually(server, statuses)
    with Snapshot.open(path) as snapshot:
        assert state(path / FILE, snapshot).in_step


def test_what_was_noted_but_not_followed_is_followed_later(path: Path, tmp_path: Path) -> None:
    """A server was killed after a change, or while it was bringing the read model level."""
    with Store.open(tmp_path / "store", base_iri=BASE) as store:
        store.load_reference(reference_graph())
        store.put(DOCUMENT.id, DOCUMENT.sha256, document_graph(EXTRACTION, load(base_iri=BASE)))
        with Index.open(tmp_path / "store" / FILE, base_iri=BASE) as index:
            index.rebuild(store)
        store.quads.update(f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?c <{CK}status> ?s }} }}")
    for note in (CHANGING, TAKEN):
        (tmp_path / "store" / note).write_text(f"{GRAPH}\n", "utf-8")
    assert level(tmp_path / "store", Snapshots(tmp_path / "store")) == 1
    assert not (tmp_path / "store" / CHANGING).exists() and not (tmp_path / "store" / TAKEN).exists()
    found = contents(tmp_path / "store" / FILE)
    with Snapshot.open(tmp_path / "store") as snapshot, Index.open(tmp_path / "store" / FILE, base_iri=BASE) as index:
        index.rebuild(snapshot)
    assert contents(tmp_path / "store" / FILE) == found


@pytest.mark.parametrize(
    ("update", "graphs"),
    [
        ("INSERT DATA { <x:s> <x:p> 1 }", set()),
        (
            "INSERT DATA { GRAPH <x:a> { <x:s> <x:p> 1 } }; with<x:b> delete { ?s ?p ?o } where { ?s ?p ?o }",
            {"x:a", "x:b"},
        ),
        ("COPY SILENT DEFAULT TO GRAPH <x:a>; MOVE <x:a> TO <x:b>; CLEAR SILENT GRAPH <x:c>", {"x:a", "x:b", "x:c"}),
        ('INSERT DATA { <x:s> <x:p> "GRAPH ?g" } # GRAPH ?g', set()),
        ("INSERT { GRAPH ?g { ?s ?p 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }", None),
        ("PREFIX a: <x:> INSERT DATA { GRAPH a:b { <x:s> <x:p> 1 } }", None),
        ("BASE <x:/> INSERT DATA { GRAPH <b> { <x:s> <x:p> 1 } }", None),
        ("INSERT DATA { GRAPH <x:\\u0061> { <x:s> <x:p> 1 } }", None),
        ("INSERT DATA { GRAPH <http://x/a/../b> { <x:s> <x:p> 1 } }", None),
        ("CLEAR ALL", None),
        ("DROP NAMED", None),
    ],
)
def test_graphs_that_an_update_names(update: str, graphs: set[str] | None) -> None:
    assert named(update) == graphs


OPERATIONS = (
    "INSERT DATA {{ GRAPH <x:{a}> {{ <x:s> <x:p> {n} }} }}", "INSERT DATA {{ <x:s> <x:p> {n} }}", "CLEAR GRAPH <x:{a}>",
    "WITH <x:{a}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "COPY <x:{a}> TO <x:{b}>", "CLEAR NAMED",
    "MOVE GRAPH <x:{a}> TO DEFAULT", "INSERT {{ GRAPH ?g {{ <x:s> <x:q> {n} }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(OPERATIONS), st.sampled_from("ab"), st.sampled_from("abc"), st.integers(1, 2))


@given(st.lists(STEP))
def test_every_graph_that_changes_is_found(steps: list[tuple[str, str, str, int]]) -> None:
    """The differences, made in the store as it was, give the store as the update left it."""
    before, after = ox.Store(), ox.Store()
    for store in (before, after):
        store.update("INSERT DATA { GRAPH <x:a> { <x:s> <x:p> 0 } GRAPH <x:b> { <x:s> <x:p> 0 } }")
    update = "; ".join(operation.format(a=a, b=b, n=n) for operation, a, b, n in steps)
    after.update(
        update.replace("CLEAR ", "CLEAR SILENT ").replace("COPY", "COPY SILENT").replace("MOVE", "MOVE SILENT")
    )
    found = list(changed(before, after, named(update)))
    assert found == list(changed(before, after, None))
    same = as_update(found)
    assert same is not None
    before.update(same)
    assert set(before) == set(after) and set(before.named_graphs()) == set(after.named_graphs())


def test_an_update_is_run_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn by chance is in the store as it was checked; hostile terms come through."""
    checked: list[ox.Quad] = []
    monkeypatch.setattr("kg.serve.sparql.writer.check", lambda graph, quads: checked.extend(quads))
    text = "\\u0001 '\\\\\\\"\\n} ; DROP ALL \\u2028"
    chance = f'<x:s> <x:p> ?r, ?u, "{text}"@de-x-y'
    insert = f"INSERT {{ {chance} GRAPH ?u {{ {chance} }} }} WHERE {{ BIND(RAND() AS ?r) BIND(UUID() AS ?u) }}"
    request = {"base_iri": BASE, "prefixes": {}, "changing": str(tmp_path / CHANGING)}
    assert Writer(tmp_path / "quads", request).update(insert.encode())
    found = ox.Store(str(tmp_path / "quads"))
    assert set(found) == set(checked) and len(checked) == 6
    (graph,) = found.named_graphs()
    assert set((tmp_path / CHANGING).read_text().split()) == {graph.value}
