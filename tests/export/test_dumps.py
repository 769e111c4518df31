"""Tables, networks and entities: every claim comes out once, and other programs read what was written."""

from __future__ import annotations

import builtins
import csv
import io
import json
import sqlite3
import tracemalloc
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.export.network import EDGE, NODE, UNKNOWN
from kg.export.tables import CLAIMS, TRANSFERS
from kg.graph.vocabulary import CK
from kg.index import FILE, Index, SqliteReader
from kg.store import Snapshot, Store
from tests.index.tables import contents
from tests.serve.graphql import graphs
from tests.store import samples
from tests.store.samples import BASE, Says, document, put_all, reference

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
OUR_OWN = {"csv", "csv-transfers", "parquet", "parquet-transfers", "graphml", "gexf", "ftm", "sqlite", "void"}


def written(view: Snapshot | Store, format: str, *, reference: bool = False) -> bytes:
    out = io.BytesIO()
    export(view, format, out, reference=reference)
    return out.getvalue()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The samples, and documents whose texts are hostile to every format."""
    path = tmp_path_factory.mktemp("dumps") / "store"
    with Store.open(path, base_iri=BASE) as store:
        store.load_reference(reference())
        for key, graph in graphs.documents().items():
            store.put(key, "1", graph)
    with Snapshot.open(path) as view:
        yield view


@pytest.fixture(scope="module")
def claims() -> list[str]:
    return [str(claim) for claim in graphs.claims()]


class TestReadModel:
    def fill(self, path: Path) -> Snapshot:
        with Store.open(path, base_iri=BASE) as store, Index.open(path / FILE, base_iri=BASE) as index:
            put_all(store)
            index.repair(store)
        return Snapshot.open(path)

    @pytest.mark.parametrize("format", sorted(OUR_OWN))
    def test_one_in_step_is_used_and_one_that_drifts_is_not(self, tmp_path: Path, format: str) -> None:
        with self.fill(tmp_path / "store") as view:
            right = written(view, format)
            db = sqlite3.connect(tmp_path / "store" / FILE)
            db.execute("UPDATE entity SET label = 'Deutschland' WHERE id = 'state/DEU'")
            db.commit()
            assert format == "void" or written(view, format) != right, "the store's own read model was not read"
            db.execute("UPDATE document SET sha256 = 'x'")
            db.commit()
            db.close()
            assert written(view, format) == right
            (tmp_path / "store" / FILE).write_bytes(b"junk" * 1000)
            assert written(view, format) == right
            (tmp_path / "store" / FILE).unlink()
            assert written(view, format) == right

    def test_a_copy_of_sqlite_can_take_the_place_of_the_read_model(self, tmp_path: Path) -> None:
        with self.fill(tmp_path / "store") as view:
            copy = tmp_path / "copy.sqlite"
            copy.write_bytes(written(view, "sqlite"))
        assert contents(copy) == contents(tmp_path / "store" / FILE)
        reader = SqliteReader(copy)
        with reader.session() as session:
            assert session.select("SELECT count(*) AS n FROM search WHERE search MATCH 'Odesa'") == [{"n": 2}]
        reader.close()

    def test_the_history_of_the_read_model_leaves_no_trace(self, tmp_path: Path) -> None:
        with self.fill(tmp_path / "one") as view:
            once = written(view, "sqlite")
        with (
            Store.open(tmp_path / "two", base_iri=BASE) as store,
            Index.open(tmp_path / "two" / FILE, base_iri=BASE) as index,
        ):
            for key in reversed(samples.DOCUMENTS):
                index.put(key, samples.DOCUMENTS[key])
                index.withdraw(key)
            put_all(store, list(reversed(samples.DOCUMENTS)))
            index.repair(store)
            index.rebuild(store)
            assert written(store, "sqlite") == once


class TestTables:
    def both(self, view: Snapshot, name: str) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
        pq = pytest.importorskip("pyarrow.parquet", reason="Parquet is an extra")
        rows = csv.DictReader(io.StringIO(written(view, name).decode(), newline=""))
        parquet = name.replace("csv", "parquet")
        return list(rows), pq.read_table(io.BytesIO(written(view, parquet))).to_pylist()

    def test_one_row_a_claim(self, hostile: Snapshot, claims: list[str]) -> None:
        rows, records = self.both(hostile, "csv")
        assert sorted(row["claim"] for row in rows) == sorted(record["claim"] for record in records) == claims
        assert list(records[0]) == list(CLAIMS.columns)
        (first,) = (record for record in records if record["claim"] == f"{BASE}claim/a3-0")
        assert (first["quantity_min"], first["date"].isoformat(), first["status"]) == (14.0, "2023-01-25", "announced")

    def test_one_row_a_transfer(self, hostile: Snapshot) -> None:
        parts = ("supplier_id", "recipient_id", "system_id", "status")
        by_claims, _ = self.both(hostile, "csv")
        rows, records = self.both(hostile, "csv-transfers")
        assert list(records[0]) == list(TRANSFERS.columns)
        wanted = Counter(tuple(row[part] for part in parts) for row in by_claims)
        assert {tuple(row[part] for part in parts): int(row["claims"]) for row in rows} == wanted
        assert {tuple(r[part] or "" for part in parts): r["claims"] for r in records} == wanted
        (iris,) = (r for r in records if r["system"] == "IRIS-T SLM")
        assert (iris["claims"], iris["documents"], iris["sources"]) == (2, 2, 2)
        assert (iris["first_date"].isoformat(), iris["last_date"].isoformat()) == ("2022-10-12", "2022-10-13")

    def test_no_cell_is_a_formula(self, hostile: Snapshot) -> None:
        for name in ("csv", "csv-transfers"):
            for row in self.both(hostile, name)[0]:
                assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())

    def test_parquet_says_what_to_install(self, hostile: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
        real = builtins.__import__

        def without(name: str, *more: Any) -> Any:
            if name.startswith("pyarrow"):
                raise ImportError(name)
            return real(name, *more)

        monkeypatch.setattr(builtins, "__import__", without)
        with pytest.raises(UsageError, match=r"pip install 'conflict-kg\[parquet\]'"):
            written(hostile, "parquet")

    def test_a_day_that_does_not_exist_is_none(self, tmp_path: Path) -> None:
        with Store.open(tmp_path / "store", base_iri=BASE) as store:
            store.put("x", "1", document("x", "2023-02-31", [Says("Berlin sent it.", {"supplier": "state/DEU"})]))
        with Snapshot.open(tmp_path / "store") as view:
            _, (record,) = self.both(view, "csv")
        assert record["date"] is None


class TestNetworks:
    def ends(self, hostile: Snapshot) -> dict[str, tuple[str, str, str | None]]:
        """Source, target and date by claim, as the store has them."""
        query = """SELECT ?claim ?from ?to ?day WHERE { ?claim a ck:TransferClaim
            OPTIONAL { ?claim ck:supplier ?from } OPTIONAL { ?claim ck:recipient ?to }
            OPTIONAL { ?claim ck:claimDate ?day } }"""
        return {
            row["claim"].value: (
                row["from"].value if row["from"] else UNKNOWN,
                row["to"].value if row["to"] else UNKNOWN,
                row["day"].value if row["day"] else None,
            )
            for row in hostile.select(query)[1]
        }

    def test_graphml(self, hostile: Snapshot) -> None:
        root = ET.fromstring(written(hostile, "graphml"))
        nodes, edges = root.findall(f".//{GRAPHML}node"), root.findall(f".//{GRAPHML}edge")
        keys = {key.attrib["id"]: key.attrib["attr.name"] for key in root.findall(f"{GRAPHML}key")}
        found = {}
        for edge in edges:
            data = {keys[part.attrib["key"]]: part.text for part in edge}
            assert data.keys() <= EDGE.keys()
            found[edge.attrib["id"]] = (edge.attrib["source"], edge.attrib["target"], data.get("date"))
        assert found == self.ends(hostile) and len(edges) == len(found)
        ids = [node.attrib["id"] for node in nodes]
        assert set(ids) == {end for ends in found.values() for end in ends[:2]} and len(ids) == len(set(ids))
        assert {keys[part.attrib["key"]] for node in nodes for part in node} <= NODE.keys()

    def test_gexf_has_the_day_of_each_claim(self, hostile: Snapshot) -> None:
        root = ET.fromstring(written(hostile, "gexf"))
        edges = root.findall(f".//{GEXF}edge")
        found = {e.attrib["id"]: (e.attrib["source"], e.attrib["target"], e.attrib.get("start")) for e in edges}
        assert found == self.ends(hostile) and len(edges) == len(found)
        ids = [node.attrib["id"] for node in root.findall(f".//{GEXF}node")]
        assert set(ids) == {end for ends in found.values() for end in ends[:2]} and len(ids) == len(set(ids))
        graph = root.find(f"{GEXF}graph")
        assert graph is not None and (graph.attrib["mode"], graph.attrib["timeformat"]) == ("dynamic", "date")

    @pytest.mark.parametrize("format", ["graphml", "gexf"])
    def test_words_survive(self, hostile: Snapshot, format: str) -> None:
        root = ET.fromstring(written(hostile, format))
        texts = {part.text for part in root.iter()} | {v for part in root.iter() for v in part.attrib.values()}
        assert {"<script>alert(1)</script>", "\r\n", "👩‍👩‍👧", "a\ufffdb"} <= texts

    @pytest.mark.parametrize("format", ["graphml", "gexf"])
    def test_a_claim_without_a_party_is_not_lost(self, tmp_path: Path, format: str) -> None:
        with Store.open(tmp_path / "store", base_iri=BASE) as store:
            store.put("x", "1", document("x", "2023-02-03", [Says("It got tanks.", {"recipient": "state/UKR"})]))
            root = ET.fromstring(written(store, format))
        name = GRAPHML if format == "graphml" else GEXF
        (edge,) = root.findall(f".//{name}edge")
        assert edge.attrib["source"] == UNKNOWN
        assert UNKNOWN in {node.attrib["id"] for node in root.findall(f".//{name}node")}


class TestFollowTheMoney:
    def test_every_claim_is_an_event_that_names_known_things(self, hostile: Snapshot, claims: list[str]) -> None:
        lines = written(hostile, "ftm").decode().split("\n")
        assert lines.pop() == ""
        things = {thing["id"]: thing for thing in map(json.loads, lines)}
        assert len(things) == len(lines)
        kinds = Counter(thing["schema"] for thing in things.values())
        assert kinds["Event"] == len(claims) and kinds["Article"] == len(graphs.documents())
        events = [thing["properties"] for thing in things.values() if thing["schema"] == "Event"]
        assert sorted(event["recordId"][0] for event in events) == claims
        for thing in things.values():
            properties = thing["properties"]
            assert all(values and all(isinstance(v, str) and v for v in values) for values in properties.values())
            for name in ("involved", "proof", "subject", "object"):
                assert all(other in things for other in properties.get(name, ()))
            assert all(url.startswith(("http://", "https://")) for url in properties.get("sourceUrl", ()))

    def test_a_transfer_in_full(self, hostile: Snapshot) -> None:
        things = [json.loads(line) for line in written(hostile, "ftm").decode().split("\n")[:-1]]
        of_claim = {t["schema"]: t for t in things if t["properties"].get("recordId") == [f"{BASE}claim/a3-0"]}
        event, link = of_claim["Event"]["properties"], of_claim["UnknownLink"]["properties"]
        by_id = {thing["id"]: thing for thing in things}
        germany, ukraine = (by_id[id] for id in event["involved"])
        assert germany["schema"] == "PublicBody" and germany["properties"]["country"] == ["de"]
        assert germany["properties"]["name"] == ["Germany", "Deutschland"]
        assert (link["subject"], link["object"]) == ([germany["id"]], [ukraine["id"]])
        assert (link["role"], link["status"], link["date"]) == (["supplies Leopard 2A6"], ["announced"], ["2023-01-25"])
        assert event["name"] == ["Germany → Ukraine: Leopard 2A6 (announced)"]
        assert by_id[event["proof"][0]]["properties"]["language"] == ["eng"]


class TestDescription:
    @pytest.mark.parametrize("reference", [False, True])
    def test_counts_are_those_of_the_dump(self, hostile: Snapshot, reference: bool) -> None:
        dump = ox.Store()
        dump.load(written(hostile, "turtle", reference=reference), ox.RdfFormat.TURTLE)
        described = ox.Store()
        described.load(written(hostile, "void", reference=reference), ox.RdfFormat.TURTLE)
        void = "PREFIX void: <http://rdfs.org/ns/void#> "
        (size,) = described.query(void + "SELECT ?n { ?d a void:Dataset ; void:triples ?n }")
        assert int(size["n"].value) == len(dump)
        parts = described.query(void + "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }")
        found = {row["c"].value: int(row["n"].value) for row in parts}
        counted = dump.query("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
        wanted = {row["c"].value: int(row["n"].value) for row in counted}
        assert found[str(CK.TransferClaim)] > 50 and found == {kind: wanted[kind] for kind in found}
        ours = {kind for kind in wanted if kind.startswith(str(CK.Claim).removesuffix("Claim"))}
        parts_only = {str(CK.Claim), str(CK.Quantity), str(CK.TimeSpan)}
        assert ours - parts_only == set(found)
        assert described.query(
            "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/> "
            'ASK { ?d a dcat:Dataset ; dcterms:temporal [ dcat:startDate ?s ] FILTER(STR(?s) = "2022-10-12") }'
        )


SIZES = (1, 100, 500)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Stores with so many documents."""
    paths = [tmp_path_factory.mktemp("sizes") / str(size) for size in SIZES]
    for size, path in zip(SIZES, paths, strict=True):
        with Store.open(path, base_iri=BASE) as store, Index.open(path / FILE, base_iri=BASE) as index:
            for number in range(size):
                sentence = f"Germany sent {number} tanks. " + "x" * 2000
                says = Says(sentence, {"supplier": "state/DEU", "recipient": "state/UKR"}, "delivered")
                graph = document(f"d{number}", "2023-01-01", [says])
                store.put(f"d{number}", samples.sha256(f"d{number}", sentence), graph)
                index.put(f"d{number}", graph)
    return paths


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_memory_does_not_grow_with_the_store(
    stores: list[Path], tmp_path: Path, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Peak memory of Python for five times the documents; the first export loads what is loaded once."""
    if format.startswith("parquet"):
        pytest.importorskip("pyarrow", reason="Parquet is an extra")
    monkeypatch.setattr("kg.export.parquet.GROUP", 40)
    monkeypatch.setattr("kg.export.ordered.IN_MEMORY", 20)
    peaks = []
    for path in stores:
        with Snapshot.open(path) as view, (tmp_path / "out").open("wb") as out:
            tracemalloc.start()
            export(view, format, out)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[2] - peaks[1] < 150 * (SIZES[2] - SIZES[1]), peaks
