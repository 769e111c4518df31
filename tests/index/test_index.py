import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDF, Literal, URIRef

from kg.config import load
from kg.errors import QueryTimeoutError, StoreError
from kg.graph.build import document_graph
from kg.graph.reference import reference_graph
from kg.index import FILE, Index, SqliteReader
from kg.store import Store
from tests.graph.extraction import DOCUMENT, EXTRACTION
from tests.index.tables import contents
from tests.store import samples
from tests.store.samples import BASE, CK, DCTERMS, DOCUMENTS, KG, SKOS, Says, document, reference

JANE = URIRef(BASE + "person/jane-doe")


def fill(index: Index, order: list[str]) -> None:
    index.load_reference(reference())
    for key in order:
        index.put(key, DOCUMENTS[key])


def test_the_order_of_documents_leaves_no_trace_and_a_rebuild_gives_the_same(
    store: Store, index: Index, tmp_path: Path
) -> None:
    fill(index, sorted(DOCUMENTS))
    first = contents(index.path)
    assert all(
        first[table] for table in ("document", "transfer", "office", "deployment", "evidence", "closure", "words")
    )
    with Index.open(tmp_path / "other.sqlite", base_iri=BASE) as other:
        for key in sorted(DOCUMENTS, reverse=True):
            other.put(key, DOCUMENTS[key])
        other.load_reference(reference())  # entities were met before the reference data described them
        assert contents(other.path) == first
    assert index.rebuild(store) == len(DOCUMENTS)
    assert contents(index.path) == first


def variant(key: str, number: int) -> object:
    """A document in one of three states; in state 2 it describes what others describe too, in another way."""
    graph = DOCUMENTS[key]
    if number == 1:
        graph = document(
            key, "2021-01-01", [Says("Jane Doe spoke.", {"person": "~person/jane-doe"}, kind="OfficeClaim")]
        )
    if number == 2:
        graph = document(
            key, "2021-01-01", [Says("Jane Doe spoke.", {"person": "~person/jane-doe"}, kind="OfficeClaim")]
        )
        graph.add((JANE, SKOS.altLabel, Literal(f"Miss {key}", lang="de")))
        graph.add((JANE, CK.actsFor, KG["state/USA" if key < "a3" else "state/DEU"]))
        rocket = URIRef(BASE + "system-class/rockets")
        graph += [
            (rocket, RDF.type, CK.WeaponClass),
            (rocket, SKOS.broader, KG["category/uav" if key < "a3" else "category/tank"]),
        ]
    return graph


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 3)), max_size=8))
def test_any_history_leaves_the_same_as_its_last_state(tmp_path: Path, history: list[tuple[str, int]]) -> None:
    for name in ("long", "short"):
        for file in tmp_path.glob(f"{name}*"):
            file.unlink()
    with Index.open(tmp_path / "long", base_iri=BASE) as index:
        index.load_reference(reference())
        for key, number in history:
            index.withdraw(key) if number == 3 else index.put(key, variant(key, number))
    with Index.open(tmp_path / "short", base_iri=BASE) as index:
        index.load_reference(reference())
        for key, number in dict(history).items():
            if number != 3:
                index.put(key, variant(key, number))
    assert contents(tmp_path / "long") == contents(tmp_path / "short")


def test_drift_is_noticed_and_repaired(store: Store, index: Index) -> None:
    assert index.drift(store) == (sorted(DOCUMENTS), [])
    assert index.repair(store) == len(DOCUMENTS)
    level = contents(index.path)
    assert index.drift(store) == ([], []) and index.repair(store) == 0

    changed = document("a2", "2022-10-14", [Says("Nothing new.", {"supplier": "state/USA", "recipient": "state/UKR"})])
    store.put("a2", samples.sha256("a2", "Nothing new."), changed)
    store.withdraw("a4")
    index.put("ghost", document("ghost", "2022-01-01", []))
    assert index.drift(store) == (["a2"], ["a4", "ghost"])
    assert index.repair(store) == 3
    assert contents(index.path) != level
    after = contents(index.path)
    index.rebuild(store)
    assert contents(index.path) == after


def test_graphs_that_changed_without_a_mark_are_followed(store: Store, index: Index) -> None:
    """As over HTTP: the digest of the document stays, what it says does not."""
    index.repair(store)
    one, two, three = (f"{BASE}graph/{key}" for key in ("a1", "a2", "a3"))
    status = f"GRAPH <{two}> {{ ?c <{CK.status}> ?s }}"
    store.quads.update(
        f"DROP GRAPH <{one}>; DELETE {{ {status} }} WHERE {{ {status} }}; "
        f"DELETE WHERE {{ GRAPH <{three}> {{ ?d <{DCTERMS.identifier}> ?i }} }}; "
        "INSERT DATA { GRAPH <x:g> { <x:s> <x:p> 1 } }"
    )
    before = index.generation
    assert index.follow(store, [one, two, three, "x:g"]) == 3 and index.generation == before + 3
    found = contents(index.path)
    index.rebuild(store)
    assert contents(index.path) == found and len(found["document"]) == len(DOCUMENTS) - 2


def test_new_reference_data_are_taken_over(store: Store, index: Index) -> None:
    index.repair(store)
    more = reference()
    more.add((KG["state/DEU"], SKOS.altLabel, Literal("Teutonia", lang="en")))
    assert store.load_reference(more)
    index.repair(store)
    names = sqlite3.connect(index.path)
    assert names.execute("SELECT count(*) FROM name WHERE folded = 'teutonia'").fetchone() == (1,)
    names.close()
    assert index.load_reference(more) is False


def test_a_shared_entity_stays_while_a_document_names_it(index: Index) -> None:
    one = document("x1", "2022-01-01", [Says("Jane spoke.", {"person": "~person/jane-doe"}, kind="OfficeClaim")])
    two = document("x2", "2022-01-02", [Says("Jane spoke.", {"person": "~person/jane-doe"}, kind="OfficeClaim")])
    index.put("x1", one)
    index.put("x2", two)
    index.withdraw("x1")
    assert any("Jane Doe" in row for row in contents(index.path)["entity"])
    index.withdraw("x2")
    assert not any(contents(index.path)[table] for table in ("entity", "name", "fact", "closure", "passage", "words"))


@pytest.mark.parametrize("damage", [b"this is no database, but long enough to look like one" * 100, b""])
def test_a_broken_file_is_started_anew(store: Store, tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / FILE
    path.write_bytes(damage)
    with Index.open(path, base_iri=BASE) as index:
        assert index.repair(store) == len(DOCUMENTS)


def test_another_base_iri_or_version_is_started_anew(store: Store, tmp_path: Path) -> None:
    path = tmp_path / FILE
    with Index.open(path, base_iri="https://elsewhere.example/") as index:
        index.put("a1", DOCUMENTS["a1"])
    with Index.open(path, base_iri=BASE) as index:
        assert index.drift(store)[1] == []
        index.repair(store)
        good = contents(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with Index.open(path, base_iri=BASE) as index:
        assert contents(path)["document"] == []
        index.repair(store)
    assert contents(path) == good


def test_the_generation_grows_with_every_change(store: Store, index: Index) -> None:
    before = index.generation
    index.put("a1", DOCUMENTS["a1"])
    assert index.generation == before + 1
    index.withdraw("a1")
    assert index.generation == before + 2


def test_a_failed_put_changes_nothing(store: Store, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.repair(store)
    before = contents(index.path)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("kg.index.entities.refresh", fail)
    with pytest.raises(StoreError, match="disk full"):
        index.put("a1", document("a1", "2020-01-01", []))
    monkeypatch.undo()
    assert contents(index.path) == before
    index.put("a1", DOCUMENTS["a1"])
    assert contents(index.path) == before


def test_readers_see_one_state_for_a_session_and_the_new_one_in_the_next(store: Store, index: Index) -> None:
    index.repair(store)
    reader = SqliteReader(index.path)
    count = "SELECT count(*) AS n FROM transfer"
    with reader.session() as session:
        assert session.select(count) == [{"n": 6}]
        index.withdraw("a5")
        assert session.select(count) == [{"n": 6}]
    with reader.session() as session:
        assert session.select(count) == [{"n": 4}]
    reader.close()


def test_readers_cannot_write_and_are_stopped(store: Store, index: Index) -> None:
    index.repair(store)
    reader = SqliteReader(index.path, seconds=0.05)
    with reader.session() as session, pytest.raises(sqlite3.OperationalError, match="readonly"):
        session.select("DELETE FROM transfer RETURNING key")
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTimeoutError), reader.session() as session:
        session.select(endless)
    with reader.session() as session:
        assert session.select("SELECT 1 AS one") == [{"one": 1}]
    reader.close()


def test_no_read_model_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no read model"):
        SqliteReader(tmp_path / "nothing.sqlite")
    (tmp_path / "junk.sqlite").write_bytes(b"junk" * 1000)
    with pytest.raises(StoreError, match="unreadable"):
        SqliteReader(tmp_path / "junk.sqlite")


def test_a_read_model_can_be_copied_and_read(store: Store, tmp_path: Path) -> None:
    with Index.open(tmp_path / FILE, base_iri=BASE) as index:
        index.repair(store)
    shutil.copy(tmp_path / FILE, tmp_path / "copy.sqlite")
    assert contents(tmp_path / "copy.sqlite") == contents(tmp_path / FILE)


def test_a_graph_of_the_graph_stage_gives_the_same_before_and_after_the_store(tmp_path: Path) -> None:
    """The store normalises literals (0.930 and 200.50) and language tags; that must leave no trace here."""
    chosen = load(base_iri=BASE)
    graph = document_graph(EXTRACTION, chosen)
    with Store.open(tmp_path / "store", base_iri=BASE) as store, Index.open(tmp_path / FILE, base_iri=BASE) as index:
        store.load_reference(reference_graph())
        store.put(DOCUMENT.id, DOCUMENT.sha256, graph)
        index.load_reference(reference_graph())
        index.put(DOCUMENT.id, graph)
        assert index.drift(store) == ([], [])
        before = contents(index.path)
        assert len(before["transfer"]) == 2 and len(before["deployment"]) == 1 and "200.5" in before["deployment"][0]
        index.rebuild(store)
        assert contents(index.path) == before
