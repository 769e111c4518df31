"""Every question has one answer in SPARQL and in GraphQL, on graphs made at random from awkward parts."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from kg.config import load
from kg.index import FILE, Index, SqliteReader
from kg.query.named import ask, questions
from kg.serve.graphql.page import examples
from kg.serve.graphql.schema import execute
from kg.store import Snapshot, Store
from tests.serve.graphql import disputed
from tests.serve.graphql.test_questions import ANSWERS, by_column
from tests.store import samples
from tests.store.samples import CK, Says

STATES = ["state/DEU", "state/UKR", "state/USA", "state/IRN", "state/RUS"]
ACTORS = [*STATES, "organization/nato", "organization/works", "person/boris-pistorius", "~person/jane-doe"]
SYSTEMS = {
    "system/leopard-2": "tank", "system/leopard-2a6": "tank", "system/iris-t-slm": "air-defence",
    "system/shahed-136": "uav",
}  # fmt: skip
STATUSES = ["requested", "considered", "announced", "delivered", "delivered", "denied"]
GIVEN: dict[str, list[dict[str, str]]] = {
    "how-many-delivered": [{"supplier": state} for state in ("Germany", "USA", "Iran")],
    "own-word-against-others": [{"government": state} for state in ("Germany", "Russia")],
    "office-holder": [{"role": "defence minister", "of": "Germany", "date": "2023-01-19"}],
    "linked-to-person": [{"person": "Boris Pistorius"}, {"person": "Jane Doe"}],
    "known-on": [{"date": "2023-02-15"}, {"date": "2023-01-01", "recipient": "Ukraine"}],
    "disagreements": [{"system": name} for name in ("Leopard 2", "Leopard 2A6", "IRIS-T SLM", "Shahed-136")],
    "air-defence-before": [
        {"date": "2023-03-10", "recipient": recipient, "category": category}
        for recipient in ("Ukraine", "Germany") for category in ("air defence", "tank", "uav")
    ],
    "who-supplied-what": [{}, {"supplier": "Berlin", "category": "tank"}, {"system": "Leopard 2"}],
    "third-party": [{}, {"supplier": "Germany"}],
    "hedged": [{}, {"confidence": "0.9"}],
    "deployments": [{}, {"actor": "Russia"}],
}  # fmt: skip


def transfer(chance: random.Random, number: int) -> Says:
    few = chance.choice([STATES[:2], ACTORS])  # so that some tell of the same
    roles = {"supplier": chance.choice(few), "recipient": chance.choice(few), "claimer": chance.choice(ACTORS)}
    system = chance.choice(list(SYSTEMS))
    roles = {role: actor for role, actor in roles.items() if chance.random() < 0.8} | {"system": system}
    low = chance.choice([None, 1, 2, 14])
    quantity = (low, chance.choice([None, (low or 0) + 4]), "some") if chance.random() < 0.6 else None
    day = f"2023-0{chance.randint(1, 3)}-{chance.randint(10, 28)}"
    return Says(
        f"Claim {number} {' '.join(roles.values())}.", roles, chance.choice(STATUSES), quantity=quantity,
        time=(day, day) if chance.random() < 0.4 else None, category=SYSTEMS[system] if chance.random() < 0.8 else None,
    )  # fmt: skip


def other(chance: random.Random, number: int) -> Says:
    quote = f"Other {number}."
    if chance.random() < 0.5:
        roles = {"actor": chance.choice(STATES), "deployed": chance.choice(list(SYSTEMS)), "place": "state/UKR"}
        return Says(quote, roles, kind="DeploymentClaim", quantity=(None, 3, "three"))
    people = ["person/boris-pistorius", "person/christine-lambrecht", "~person/jane-doe"]
    roles = {"person": chance.choice(people), "role": "role/defence-minister", "officeOf": chance.choice(STATES)}
    return Says(quote, roles, kind="OfficeClaim")


def documents(seed: int) -> dict[str, Graph]:
    chance, made = random.Random(seed), {}
    for number in range(20):
        says = [transfer(chance, claim) for claim in range(chance.randint(0, 4))] + [other(chance, 9)]
        date = f"2023-0{chance.randint(1, 3)}-{chance.randint(10, 28)}"
        graph = samples.document(f"g{number}", date, says, source=chance.choice(["Daily", "Weekly"]))
        if chance.random() < 0.1:
            graph.remove((None, CK.claimDate, None))
        made[f"g{number}"] = graph
    return made


@pytest.mark.parametrize("seed", range(2))
def test_both_languages_agree_on_a_generated_graph(seed: int, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", base_iri=samples.BASE) as store:
        store.load_reference(disputed.reference())
        for key, graph in documents(seed).items():
            store.put(key, "0", graph)
        with Index.open(tmp_path / FILE, base_iri=samples.BASE) as index:
            index.rebuild(store)
    reader = SqliteReader(tmp_path / FILE)
    typed: dict[str, Callable[[str], Any]] = {"confidence": float}
    settings, answered = load(page_size=1000, graphql_cost=1_000_000), set[str]()
    with Snapshot.open(tmp_path / "store") as snapshot:
        for name, (columns, rows) in ANSWERS.items():
            for given in GIVEN.get(name, [{}]):
                records = ask(name, given, snapshot).records()
                by_sparql = {tuple(by_column(record, column) for column in columns) for record in records}
                variables = {key: typed.get(key, str)(value) for key, value in given.items()}
                result = execute(settings, reader, examples()[name], {**variables, "first": 1000})
                assert result.errors is None and result.data is not None, (name, given)
                assert rows(dict(result.data)) == by_sparql, (name, given)
                answered |= {name} if by_sparql else set()
    assert answered == set(questions())
    reader.close()
