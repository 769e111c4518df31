"""Each named question has one answer, whether it is asked in SPARQL or in GraphQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.config import load
from kg.index import FILE, Index, SqliteReader
from kg.query.named import ask, questions
from kg.serve.graphql.page import examples
from kg.serve.graphql.schema import execute
from kg.store import Snapshot, Store
from tests.serve.graphql import disputed
from tests.store import samples

Data = dict[str, Any]
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Snapshot, SqliteReader]]:
    folder = tmp_path_factory.mktemp("questions") / "store"
    with Store.open(folder, base_iri=samples.BASE) as store:
        disputed.put_all(store)
        with Index.open(folder / FILE, base_iri=samples.BASE) as index:
            index.repair(store)
    reader = SqliteReader(folder / FILE)
    with Snapshot.open(folder) as snapshot:
        yield snapshot, reader
    reader.close()


def label(node: Data | None) -> Any:
    return node and node["label"]


def quotes(node: Data) -> frozenset[str]:
    """SPARQL joins them in any order."""
    return frozenset(evidence["quote"] for evidence in node["evidence"])


def by_column(record: Data, column: str) -> Any:
    if column == "status" and "disagree_on" in record:
        return frozenset(record[column].split(", "))
    return frozenset(record[column].split(" […] ")) if column == "quote" else record[column]


def claim(node: Data, *more: Any) -> Row:
    quantity = (node["quantity"] or {}).get("text")
    return (node["iri"], quotes(node), node["document"]["identifier"], quantity, node["claimerWords"], *more)


def transfers(data: Data) -> set[Row]:
    return {
        claim(n, label(n["supplier"]), label(n["recipient"]), label(n["system"]), n["status"].lower(), n["claimDate"])
        for n in data["transfers"]["nodes"]
    }


TRANSFER = ("claim", "quote", "document", "quantity", "claimer", "supplier", "recipient", "system", "status", "date")
# a lambda like those that stand beside it in the table of questions
OWN: Callable[[Data], set[Row]] = lambda data: {  # noqa: E731
    claim(
        n, voice, label(n["supplier"]), label(n["recipient"]), label(n["system"]), n["status"].lower(), n["claimDate"]
    )
    for field, voice in (("ownWord", "own word"), ("others", "others"))
    for n in data[field]["nodes"]
}

ANSWERS: dict[str, tuple[tuple[str, ...], Callable[[Data], set[Row]]]] = {
    "who-supplied-what": (TRANSFER, transfers),
    "air-defence-before": (
        ("claim", "quote", "document", "quantity", "claimer", "supplier", "system", "date"),
        lambda data: {
            claim(n, label(n["supplier"]), label(n["system"]), (n["date"] or {}).get("earliest") or n["claimDate"])
            for n in data["transfers"]["nodes"]
        },
    ),
    "how-many-delivered": (
        ("recipient", "system", "source", "minimum", "maximum", "claims", "latest"),
        lambda data: {
            (label(g["recipient"]), label(g["system"]), g["source"], g["largestMin"], g["quantityMax"], g["claims"],
             g["lastDate"])
            for g in data["transferStats"]["groups"]
        },
    ),
    "single-source": (
        ("supplier", "recipient", "system", "reason", "sources", "claims", "date"),
        lambda data: {
            (label(g["supplier"]), label(g["recipient"]), label(g["system"]),
             "one source" if g["sources"] == 1 else "one party's word", g["sources"], g["claims"], g["firstDate"])
            for g in data["transferStats"]["groups"]
        },
    ),
    "own-word-against-others": (("claim", "quote", "document", "quantity", "claimer", "voice", *TRANSFER[5:]), OWN),
    "denied": (
        ("claim", "quote", "document", "supplier", "recipient", "system", "denied_by", "date"),
        lambda data: {
            (n["iri"], quotes(n), n["document"]["identifier"], label(n["supplier"]),
             label(n["recipient"]), label(n["system"]), label(n["claimer"]) or n["claimerWords"], n["claimDate"])
            for n in data["transfers"]["nodes"]
        },
    ),
    "office-holder": (
        ("person", "basis", "start", "end", "day", "document"),
        lambda data: {
            (label(n["person"]), "office table" if n["isReference"] else "document", n["start"], n["end"],
             n["claimDate"], (n["document"] or {}).get("identifier"))
            for n in data["offices"]["nodes"]
        },
    ),
    "linked-to-person": (
        ("other", "linked", "relation", "from", "to", "documents"),
        lambda data: {
            (n["entity"]["iri"], label(n["entity"]), n["relation"], n["firstDate"], n["lastDate"], n["documents"])
            for n in data["personLinks"]
        },
    ),
    "deployments": (
        ("claim", "quote", "document", "quantity", "claimer", "actor", "deployed", "place", "date"),
        lambda data: {
            claim(n, label(n["actor"]), label(n["system"]) or n["troops"], label(n["place"]), n["claimDate"])
            for n in data["deployments"]["nodes"]
        },
    ),
    "third-party": (
        (*TRANSFER, "origin", "authorizer"),
        lambda data: {
            (*row, label((n["system"] or {}).get("origin")), label(n["authorizer"]))
            for n in data["transfers"]["nodes"] for row in transfers({"transfers": {"nodes": [n]}})
        },
    ),
    "hedged": (
        (*TRANSFER, "hedge", "certainty"),
        lambda data: {
            (*row, "status" if n["status"] in ("REQUESTED", "CONSIDERED") else "confidence", n["confidence"])
            for n in data["transfers"]["nodes"] for row in transfers({"transfers": {"nodes": [n]}})
        },
    ),
    "known-on": (TRANSFER, transfers),
    "top-suppliers": (
        ("category", "quarter", "supplier", "announced", "delivered", "latest"),
        lambda data: {
            (label(g["category"]), g["quarter"], label(g["supplier"]), g["announced"], g["delivered"], g["lastDate"])
            for g in data["transferStats"]["groups"]
        },
    ),
    "disagreements": (
        ("disagree_on", "recipient", "system", "status", "quarter", "minimum", "maximum", "suppliers", "claims"),
        lambda data: {
            (kind, label(g["recipient"]), label(g["system"]), frozenset(map(str.lower, g["statuses"])), g["quarter"],
             g["quantityMin"], g["quantityMax"], g["suppliers"], g["claims"])
            for kind in ("quantity", "status", "supplier") for g in data[kind]["groups"]
        },
    ),
}  # fmt: skip

ASKED: list[tuple[str, dict[str, str]]] = [
    ("who-supplied-what", {}),
    ("who-supplied-what", {"supplier": "Germany", "category": "battle tanks"}),
    ("who-supplied-what", {"recipient": "UKR", "system": "Leopard 2", "status": "delivered"}),
    ("air-defence-before", {}),
    ("air-defence-before", {"date": "2022-10-12"}),
    ("air-defence-before", {"category": "drones", "recipient": "Russia"}),
    ("how-many-delivered", {"supplier": "Berlin"}),
    ("how-many-delivered", {"supplier": "Iran", "system": "Shahed-136"}),
    ("single-source", {}),
    ("single-source", {"recipient": "Ukraine"}),
    ("own-word-against-others", {"government": "Germany"}),
    ("own-word-against-others", {"government": "Iran", "category": "uav"}),
    ("denied", {}),
    ("denied", {"recipient": "Ukraine"}),
    ("office-holder", {"role": "defence minister", "of": "Germany", "date": "2022-10-20"}),
    ("office-holder", {"role": "defence-minister", "of": "DEU", "date": "2023-01-19"}),
    ("linked-to-person", {"person": "Boris Pistorius"}),
    ("linked-to-person", {"person": "Jane Doe"}),
    ("deployments", {}),
    ("deployments", {"place": "Ukraine", "actor": "RUS"}),
    ("third-party", {}),
    ("third-party", {"supplier": "United States"}),
    ("third-party", {"system": "IRIS-T SLM", "recipient": "Iran"}),
    ("hedged", {}),
    ("hedged", {"confidence": "0.501", "category": "tank"}),
    ("hedged", {"confidence": "1", "supplier": "Germany"}),
    ("known-on", {"date": "2022-10-19"}),
    ("known-on", {"date": "2023-02-03", "recipient": "Ukraine", "status": "delivered"}),
    ("top-suppliers", {}),
    ("top-suppliers", {"category": "battle tanks", "supplier": "Germany"}),
    ("disagreements", {"system": "Leopard 2"}),
    ("disagreements", {"system": "Leopard 2A6", "recipient": "Ukraine"}),
    ("disagreements", {"system": "IRIS-T SLM"}),
    ("disagreements", {"system": "Shahed-136"}),
]


@pytest.mark.parametrize(("name", "given"), ASKED)
def test_both_languages_agree(sides: tuple[Snapshot, SqliteReader], name: str, given: dict[str, str]) -> None:
    snapshot, reader = sides
    columns, rows = ANSWERS[name]
    records = ask(name, given, snapshot).records()
    by_sparql = {tuple(by_column(record, column) for column in columns) for record in records}
    typed: dict[str, Callable[[str], Any]] = {"status": str.upper, "confidence": float}
    variables = {key: typed.get(key, str)(value) for key, value in given.items()}
    result = execute(load(), reader, examples()[name], variables)
    assert result.errors is None and result.data is not None
    assert rows(dict(result.data)) == by_sparql
    assert by_sparql or given in ({"date": "2022-10-12"}, {"recipient": "Ukraine"})


@pytest.fixture(scope="module")
def corpus(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Snapshot, SqliteReader]]:
    path = tmp_path_factory.mktemp("corpus") / FILE
    with Snapshot.open(corpus_store) as snapshot:
        with Index.open(path, base_iri=snapshot.base_iri) as index:
            index.rebuild(snapshot)
        reader = SqliteReader(path)
        yield snapshot, reader
        reader.close()


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_both_languages_agree_on_the_corpus(corpus: tuple[Snapshot, SqliteReader], name: str) -> None:
    needed = {
        "how-many-delivered": {"supplier": "Germany"},
        "own-word-against-others": {"government": "Germany"},
        "office-holder": {"role": "defence minister", "of": "Germany", "date": "2023-01-25"},
        "linked-to-person": {"person": "Boris Pistorius"},
        "known-on": {"date": "2023-06-30"},
        "disagreements": {"system": "Leopard 2"},
    }
    given: dict[str, Any] = needed.get(name, {})
    snapshot, reader = corpus
    columns, rows = ANSWERS[name]
    by_sparql = {tuple(by_column(r, column) for column in columns) for r in ask(name, given, snapshot).records()}
    result = execute(load(page_size=1000, graphql_cost=1_000_000), reader, examples()[name], {**given, "first": 1000})
    assert result.errors is None and result.data is not None
    assert rows(dict(result.data)) == by_sparql != set()


def test_every_question_is_asked() -> None:
    assert {name for name, _ in ASKED} == set(ANSWERS) == set(questions()) == set(examples())


class TestWhatIsAnswered:
    def rows(self, sides: tuple[Snapshot, SqliteReader], name: str, given: dict[str, str]) -> list[dict[str, Any]]:
        return [dict(record) for record in ask(name, given, sides[0]).records()]

    def test_third_parties(self, sides: tuple[Snapshot, SqliteReader]) -> None:
        found = {
            (r["supplier"], r["recipient"], r["system"], r["origin"], r["authorizer"], r["status"])
            for r in self.rows(sides, "third-party", {})
        }
        assert found == {  # neither those at home in a state of origin nor those whose system has none
            ("United States", "Ukraine", "Leopard 2A6", None, None, "announced"),
            ("United States", "Ukraine", "Leopard 2A6", None, "Germany", "announced"),
            ("United States", "Ukraine", "Leopard 2A6", None, None, "denied"),
            ("Jane Doe", "Ukraine", "Leopard 2A6", None, None, "requested"),
            ("Germany", "Ukraine", "Leopard 2A6", None, "Jane Doe", "delivered"),
            ("Russia", "Iran", "Leopard 2A6", None, None, "denied"),
            ("Russia", "Iran", "IRIS-T SLM", "Germany", None, "considered"),
            ("NATO", "Ukraine", "IRIS-T SLM", "Germany", None, "announced"),
        }

    def test_hedges(self, sides: tuple[Snapshot, SqliteReader]) -> None:
        rows = self.rows(sides, "hedged", {})
        assert sorted((r["document"], r["hedge"], r["status"], r["certainty"]) for r in rows) == [
            ("b1", "status", "requested", 0.875), ("b2", "status", "considered", 0.875),
            ("b4", "confidence", "announced", 0.499), ("b4", "confidence", "delivered", 0.499),
        ]  # fmt: skip

    def test_nothing_is_known_before_it_was_said(self, sides: tuple[Snapshot, SqliteReader]) -> None:
        assert {r["document"] for r in self.rows(sides, "known-on", {"date": "2022-10-13"})} == {"a1", "a2"}
        assert self.rows(sides, "known-on", {"date": "2022-10-11"}) == []
        assert all(r["document"] != "b5" for r in self.rows(sides, "known-on", {"date": "2030-01-01"}))

    def test_announced_against_delivered(self, sides: tuple[Snapshot, SqliteReader]) -> None:
        rows = self.rows(sides, "top-suppliers", {"supplier": "Germany", "category": "tank"})
        found = [(r["quarter"], r["supplier"], r["announced"], r["delivered"]) for r in rows]
        assert found == [
            ("2023-Q1", "Germany", 1, 2), ("2023-Q1", "Boris Pistorius", 0, 1), ("2023-Q4", "Germany", 1, 0),
        ]  # fmt: skip

    def test_disagreements(self, sides: tuple[Snapshot, SqliteReader]) -> None:
        def disagree(system: str) -> list[tuple[Any, ...]]:
            rows = self.rows(sides, "disagreements", {"system": system, "recipient": "Ukraine"})
            return [(r["disagree_on"], r["supplier"], r["quarter"], r["minimum"], r["maximum"]) for r in rows]

        found = disagree("Leopard 2")
        assert ("quantity", "United States", None, 5, 10) in found  # 5 to 10 against at least 12
        assert ("quantity", "Germany", None, 14, 14) in found  # 14 against at most 3
        assert [row[1] for row in found if row[0] == "status"] == ["United States"]
        assert {row[2] for row in found if row[0] == "supplier"} == {"2023-Q1"}
        assert not any(row[:2] == ("quantity", "Germany") and row[3] == 18 for row in found)  # 18 fits 18 to 20
        assert ("quantity", "Germany", None, 1, 2) in disagree("IRIS-T SLM")
