"""Every format: what was stored comes out, once, in one order, readable by others."""

from __future__ import annotations

import csv
import io
import random
import warnings
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.export.tables import CLAIMS
from kg.store import Snapshot, Store
from tests.store.samples import BASE, DOCUMENTS, Says, document, put_all, reference

RDF = {
    "turtle": (ox.RdfFormat.TURTLE, "turtle"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "ntriples": (ox.RdfFormat.N_TRIPLES, "nt"),
    "nquads": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}


def snapshot_of(path: Path, order: list[str] | None = None) -> Snapshot:
    with Store.open(path, base_iri=BASE) as store:
        put_all(store, order)
    return Snapshot.open(path)


def written(view: Snapshot, format: str, *, reference: bool = False) -> bytes:
    out = io.BytesIO()
    export(view, format, out, reference=reference)
    return out.getvalue()


def expected(*, with_reference: bool) -> Graph:
    """The sample documents (and the reference graph with the store's mark) merged."""
    merged = Graph()
    for graph in [*DOCUMENTS.values(), *([reference()] if with_reference else [])]:
        merged += graph
    return Graph().parse(data=merged.serialize(format="nt"), format="nt")


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with snapshot_of(tmp_path_factory.mktemp("export") / "store") as view:
        yield view


@pytest.mark.parametrize("format", RDF)
class TestRdf:
    def test_holds_what_the_documents_say(self, view: Snapshot, format: str) -> None:
        data = written(view, format)
        triples = {quad.triple for quad in ox.parse(data, RDF[format][0])}
        wanted = {
            quad.triple
            for quad in view.quads
            if quad.graph_name != ox.NamedNode("https://w3id.org/conflict-kg/reference")
        }
        assert triples == wanted

    def test_rdflib_reads_the_same(self, view: Snapshot, format: str) -> None:
        data = written(view, format)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use its own deprecated classes
            parsed = Dataset(default_union=True).parse(data=data, format=RDF[format][1])
        flat = Graph()
        for s, p, o, _ in parsed.quads():
            flat.add((s, p, o))
        assert isomorphic(flat, expected(with_reference=False))

    def test_reference_is_a_choice(self, view: Snapshot, format: str) -> None:
        with_reference = {quad.triple for quad in ox.parse(written(view, format, reference=True), RDF[format][0])}
        assert len(with_reference) == len(expected(with_reference=True)) + 1  # the mark of the reference graph

    def test_every_triple_once(self, view: Snapshot, format: str) -> None:
        quads = list(ox.parse(written(view, format, reference=True), RDF[format][0]))
        assert len(quads) == len(set(quads))


class TestOrder:
    @pytest.mark.parametrize("format", FORMATS)
    def test_equal_content_gives_equal_bytes(self, tmp_path: Path, format: str) -> None:
        files = set()
        for seed in range(3):
            order = random.Random(seed).sample(list(DOCUMENTS), len(DOCUMENTS))
            with snapshot_of(tmp_path / str(seed), order) as view:
                files.add(written(view, format, reference=True))
        assert len(files) == 1

    @pytest.mark.parametrize("format", ["ntriples", "nquads"])
    def test_lines_are_sorted(self, view: Snapshot, format: str) -> None:
        lines = written(view, format, reference=True).splitlines()
        assert lines == sorted(lines)

    def test_nquads_rebuild_the_store(self, view: Snapshot) -> None:
        copy = ox.Store()
        copy.load(written(view, "nquads", reference=True), ox.RdfFormat.N_QUADS)
        assert set(copy) == set(view.quads)

    def test_trig_keeps_the_graphs(self, view: Snapshot) -> None:
        copy = ox.Store()
        copy.load(written(view, "trig", reference=True), ox.RdfFormat.TRIG)
        assert set(copy) == set(view.quads)

    def test_turtle_has_prefixes(self, view: Snapshot) -> None:
        text = written(view, "turtle").decode()
        assert "@prefix ck: <https://w3id.org/conflict-kg/ontology#> ." in text
        assert "ck:supplier state:DEU" in text and "document:a1" in text


class TestCsv:
    def rows(self, view: Snapshot) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(written(view, "csv").decode("utf-8"), newline="")))

    def test_one_row_a_transfer_claim(self, view: Snapshot) -> None:
        rows = self.rows(view)
        assert list(rows[0]) == list(CLAIMS.columns) and len(rows) == 6
        assert rows[0] == {
            "supplier": "Germany", "recipient": "Ukraine", "system": "IRIS-T SLM", "category": "air-defence",
            "quantity_min": "1", "quantity_max": "1", "status": "delivered", "claimer": "", "date": "2022-10-12",
            "confidence": "0.875", "quote": "Germany has delivered the first IRIS-T SLM to Ukraine.",
            "document": "a1", "title": "Title of a1", "url": "https://news.example/a1", "source": "Daily", "lang": "en",
            "earliest": "2022-10-11", "latest": "2022-10-11", "authorizer": "", "supplier_id": "state/DEU",
            "recipient_id": "state/UKR", "system_id": "system/iris-t-slm", "claim": f"{BASE}claim/a1-0",
        }  # fmt: skip

    @pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
    def test_formulas_are_neutralised(self, tmp_path: Path, evil: str) -> None:
        with Store.open(tmp_path / "s", base_iri=BASE) as store:
            says = Says(f"{evil} was said.", {"supplier": "state/DEU"}, "delivered", words={"supplier": evil})
            store.put("x", "1", document("x", "2024-01-01", [says], title=evil))
            out = io.BytesIO()
            export(store, "csv", out)
        (row,) = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
        assert row["title"] == f"'{evil}" and row["quote"] == f"'{evil} was said."

    def test_leaves_the_file_open(self, view: Snapshot) -> None:
        out = io.BytesIO()
        export(view, "csv", out)
        assert not out.closed


def test_unknown_format(view: Snapshot) -> None:
    with pytest.raises(UsageError, match=r"^xlsx: no such format; there are turtle, trig, "):
        export(view, "xlsx", io.BytesIO())
