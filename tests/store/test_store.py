"""The writer and its snapshots: replace, withdraw, mark as done, survive other folders and other processes."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.errors import StoreError, ValidationError
from kg.store import Snapshot, Store, generation
from tests.store.samples import BASE, CONFIGURATION, DOCUMENTS, Says, document, put_all, reference, sha256


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, base_iri=BASE) as store:
        yield store


def content(path: Path) -> bytes:
    with Snapshot.open(path) as snapshot:
        return b"".join(sorted(f"{quad}\n".encode() for quad in snapshot.quads))


def files(folder: Path) -> dict[str, bytes]:
    """All files but RocksDB's own log and lock."""
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(("LOG", "LOCK")))
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}


class TestPut:
    def test_what_was_put_is_read_back(self, store: Store) -> None:
        put_all(store)
        found = Graph()
        for quad in store.quads.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}graph/a3")):
            found.parse(data=f"{quad.triple} .", format="nt")
        assert isomorphic(found, DOCUMENTS["a3"])

    def test_order_makes_no_difference(self, tmp_path: Path) -> None:
        contents = set()
        for seed in range(3):
            order = random.Random(seed).sample(list(DOCUMENTS), len(DOCUMENTS))
            with Store.open(tmp_path / str(seed), base_iri=BASE) as store:
                put_all(store, order)
            contents.add(content(tmp_path / str(seed)))
        assert len(contents) == 1

    def test_putting_again_replaces(self, store: Store) -> None:
        put_all(store)
        before = store.status()
        put_all(store)
        assert store.status().quads == before.quads
        small = document("a5", "2022-10-20", [])
        store.put("a5", sha256("a5", "Nothing."), small)
        graph = ox.NamedNode(f"{BASE}graph/a5")
        assert len(list(store.quads.quads_for_pattern(None, None, None, graph))) == len(small)

    def test_control_characters_and_escapes_survive_replacing(self, store: Store) -> None:
        text = "".join(map(chr, range(1, 48))) + "\\u0022 } \\ ''' \"\"\" \u2028\ufeff😀 #"
        for _ in range(2):  # the first is an insertion, the second a replacement
            store.put("x", "1", document("x", "2024-01-01", [], text=text))
            _, rows = store.select("SELECT ?t WHERE { ?d <https://schema.org/text> ?t }")
            assert [row["t"].value for row in rows] == [text]

    @pytest.mark.parametrize("bad", [BNode("b"), URIRef("http://a b"), Literal("\ud800")])
    def test_what_cannot_be_stored_changes_nothing(self, store: Store, bad: BNode | URIRef | Literal) -> None:
        put_all(store)
        before = store.status()
        graph = document("a1", "2022-10-12", [])
        graph.add((URIRef("http://s"), URIRef("http://p"), bad))
        with pytest.raises(ValidationError, match="cannot be stored"):
            store.put("a1", "1", graph)
        assert store.status().quads == before.quads

    def test_replacing_is_one_transaction(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        put_all(store)
        store.quads.add_graph(ox.NamedNode("x:a"))
        before = {str(quad) for quad in store.quads}
        serialize = ox.serialize
        last_step_fails = b"} }; CREATE GRAPH <x:a> #"
        monkeypatch.setattr(ox, "serialize", lambda *a, **k: (serialize(*a, **k) or b"") + last_step_fails)
        with pytest.raises(RuntimeError, match="already exists"):
            store.put("a1", "1", document("a1", "2022-10-12", []))
        assert {str(quad) for quad in store.quads} == before


class TestHas:
    def test_done_unchanged_same_configuration(self, store: Store) -> None:
        store.put("a", "1", document("a", "2024-01-01", []))
        assert store.has("a", "1", CONFIGURATION)
        assert not store.has("a", "2", CONFIGURATION)
        assert not store.has("a", "1", "other")
        assert not store.has("b", "1", CONFIGURATION)

    def test_withdrawn_takes_only_its_own(self, store: Store) -> None:
        put_all(store)
        others = {q for q in store.quads if q.graph_name != ox.NamedNode(f"{BASE}graph/a1")}
        assert store.withdraw("a1")
        assert set(store.quads) == others
        assert "a1" not in store.documents()
        assert not store.withdraw("a1")


class TestReference:
    def test_loaded_once(self, store: Store) -> None:
        assert store.load_reference(reference())
        assert not store.load_reference(reference())

    def test_changed_reference_replaces_the_old(self, store: Store) -> None:
        store.load_reference(reference())
        changed = reference()
        changed.remove((URIRef("https://w3id.org/conflict-kg/state/IRN"), None, None))
        assert store.load_reference(changed)
        assert len(store.quads) == len(changed) + 1


class TestStatus:
    def test_counts(self, store: Store) -> None:
        put_all(store)
        status = store.status()
        assert status.documents == len(DOCUMENTS)
        assert status.claims == {"DeploymentClaim": 1, "OfficeClaim": 2, "TransferClaim": 6}
        assert status.quads == sum(map(len, DOCUMENTS.values())) + len(reference()) + 1
        assert status.bytes > 1000

    def test_graphs(self, store: Store) -> None:
        put_all(store)
        assert [graph.value.rpartition("/")[2] for graph in store.graphs()] == [*sorted(DOCUMENTS), "reference"]


class TestSnapshot:
    def test_no_store(self, path: Path) -> None:
        with pytest.raises(StoreError, match="no store there; build one with kg build") as error:
            Snapshot.open(path)
        assert error.value.exit_code == 3
        assert not path.exists()

    def test_reads_while_a_writer_goes_on(self, store: Store, path: Path) -> None:
        put_all(store)
        with Snapshot.open(path) as snapshot:
            before = snapshot.status()
            for number in range(200):
                says = [Says(f"Quote {n}.", {"supplier": "state/DEU"}, "delivered") for n in range(20)]
                store.put(f"n{number}", "1", document(f"n{number}", "2024-01-01", says))
            store.optimize()
            assert snapshot.documents() == sorted(DOCUMENTS)
            assert snapshot.status().quads == before.quads
        with Snapshot.open(path) as snapshot:
            assert len(snapshot.documents()) == len(DOCUMENTS) + 200

    def test_does_not_write(self, store: Store, path: Path) -> None:
        with Snapshot.open(path) as snapshot, pytest.raises(RuntimeError):
            snapshot.quads.update("INSERT DATA { <x:a> <x:b> <x:c> }")

    def test_generation_changes_with_the_data_only(self, store: Store, path: Path) -> None:
        put_all(store)
        store.close()
        first = generation(path)
        Snapshot.open(path).close()
        assert generation(path) == first
        with Store.open(path, base_iri=BASE) as again:
            opened = generation(path)
            again.withdraw("a1")
            assert generation(path) not in (first, opened)

    def test_closed(self, store: Store) -> None:
        store.close()
        with pytest.raises(StoreError, match="is closed"):
            store.status()


class TestFolders:
    def test_second_writer(self, store: Store, path: Path) -> None:
        code = (
            "import sys; from kg.errors import StoreError; from kg.store import Store\n"
            "try: Store.open(sys.argv[1], base_iri=sys.argv[2])\n"
            "except StoreError as error: print(error); sys.exit(error.exit_code)"
        )
        done = subprocess.run([sys.executable, "-c", code, path, BASE], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (3, f"{path}: is open in another process\n"), done.stderr
        with pytest.raises(StoreError, match="is open in another process"):
            Store.open(path, base_iri=BASE)
        store.close()
        Store.open(path, base_iri=BASE).close()

    def test_other_base_iri(self, store: Store, path: Path) -> None:
        store.close()
        with pytest.raises(StoreError, match="was built with the base IRI"):
            Store.open(path, base_iri="https://example.org/other/")

    def test_folder_with_other_things(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
        with pytest.raises(StoreError, match="is not a store"):
            Store.open(tmp_path, base_iri=BASE)
        assert files(tmp_path) == {"thesis.txt": b"years of work"}

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", "utf-8")
        with pytest.raises(StoreError):
            Store.open(tmp_path / "file", base_iri=BASE)

    @pytest.mark.parametrize(
        "damage", ["no CURRENT", "garbled CURRENT", "garbled MANIFEST", "garbled marker", "format"]
    )
    def test_broken_store_is_refused_and_left_alone(self, store: Store, path: Path, damage: str) -> None:
        put_all(store)
        store.optimize()
        store.close()
        quads = path / "quads"
        if damage == "no CURRENT":
            (quads / "CURRENT").unlink()
        elif damage == "garbled CURRENT":
            (quads / "CURRENT").write_bytes(b"garbage")
        elif damage == "garbled MANIFEST":
            next(quads.glob("MANIFEST*")).write_bytes(random.Random(1).randbytes(2000))
        else:
            (path / "kg.json").write_text("{" if damage == "garbled marker" else '{"format": 99, "base_iri": "x:"}')
        before = files(path)
        with pytest.raises(StoreError):
            Store.open(path, base_iri=BASE)
        with pytest.raises(StoreError):
            Snapshot.open(path, attempts=1)
        after = files(path)
        assert {name: after.get(name) for name in before if not name.endswith(".dbtmp")} == before

    def test_interrupted_creation_goes_on(self, path: Path) -> None:
        path.mkdir()
        (path / "kg.json.new").write_text("{")
        with Store.open(path, base_iri=BASE) as store:
            put_all(store)
            assert len(store.documents()) == len(DOCUMENTS)
