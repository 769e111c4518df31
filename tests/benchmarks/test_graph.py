"""The generated graph is one graph, whether as rows or as quads, and the store takes it for one of its own."""

from itertools import islice
from pathlib import Path

from benchmarks.graph import BASE, articles, ensure, fill_index, fill_store, quads, rows
from kg.graph.reference import reference_graph
from kg.index import FILE, Index, project, state
from kg.store import Snapshot
from tests.index.tables import contents


def test_rows_are_the_projection_of_the_quads() -> None:
    for article in articles(22, seed=3):
        written = {table: sorted(set(found), key=repr) for table, found in rows(article).items()}
        assert written == project(quads(article), BASE)


def test_a_seed_gives_one_graph_and_another_seed_another() -> None:
    assert list(articles(9, seed=1)) == list(articles(9, seed=1)) != list(articles(9, seed=2))
    assert [len(article.claims) for article in articles(9)] == [4, 4, 1]


def test_the_start_of_a_larger_graph_is_the_same() -> None:
    assert list(islice(articles(1000), 3)) == list(articles(12))


def test_quotes_stand_where_they_are_said_to(tmp_path: Path) -> None:
    for article in articles(40):
        for claim in article.claims:
            assert article.text[claim.start : claim.start + len(claim.quote)] == claim.quote
            assert claim.category is None or claim.category in map(str, reference_graph().subjects())


def test_store_and_read_model_are_in_step(tmp_path: Path) -> None:
    fill_store(tmp_path / "store", articles(30))
    fill_index(tmp_path / "store" / FILE, articles(30))
    with Snapshot.open(tmp_path / "store") as snapshot:
        assert state(tmp_path / "store" / FILE, snapshot).in_step
        with Index.open(tmp_path / FILE, base_iri=BASE) as index:
            index.rebuild(snapshot)
    assert contents(tmp_path / "store" / FILE) == contents(tmp_path / FILE)
    assert ensure(8, tmp_path) == tmp_path / "graph-8"
