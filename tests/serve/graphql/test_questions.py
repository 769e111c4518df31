"""Each named question has one answer, whether it is asked in SPARQL or in GraphQL."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kg.config import load
from kg.index import FILE, Index, SqliteReader
from kg.query.named import ask
from kg.serve.graphql.page import examples
from kg.serve.graphql.schema import execute
from kg.store import Snapshot, Store
from tests.store import samples

Data = dict[str, Any]
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Snapshot, SqliteReader]]:
    folder = tmp_path_factory.mktemp("questions") / "store"
    with Store.open(folder, base_iri=samples.BASE) as store:
        samples.put_all(store)
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
]


@pytest.mark.parametrize(("name", "given"), ASKED)
def test_both_languages_agree(sides: tuple[Snapshot, SqliteReader], name: str, given: dict[str, str]) -> None:
    snapshot, reader = sides
    columns, rows = ANSWERS[name]
    records = ask(name, given, snapshot).records()
    by_sparql = {tuple(by_column(record, column) for column in columns) for record in records}
    variables = given | ({"status": given["status"].upper()} if "status" in given else {})
    result = execute(load(), reader, examples()[name], variables)
    assert result.errors is None and result.data is not None
    assert rows(dict(result.data)) == by_sparql
    assert by_sparql or given in ({"date": "2022-10-12"}, {"recipient": "Ukraine"})


def test_every_question_is_asked() -> None:
    assert {name for name, _ in ASKED} == set(ANSWERS) <= set(examples())
