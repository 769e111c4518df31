"""Pages, single nodes, counts, and how many statements they take."""

from collections import Counter
from typing import Any

import pytest

from kg.config import Settings
from kg.index import SqliteReader
from kg.serve.graphql.schema import execute
from tests.serve.graphql.conftest import Ask
from tests.serve.graphql.graphs import claims, everything, short
from tests.store.samples import BASE, CK

DEEP = """
query ($first: Int!) {
  transfers(first: $first) {
    totalCount
    nodes { id ...Roles evidence { quote document { id title text } } document { title } }
    edges { cursor node { recipient { label altLabels actsFor { label } } } }
    pageInfo { hasNextPage endCursor }
    explain { sql }
  }
}
fragment Roles on Transfer {
  supplier { label labels { en de } kind alpha3 altLabels actsFor { label country { label } } }
  claimer { label actsFor { alpha3 } }
  system { label category { label } broader { label category { notation } } origin { label } }
  category { label }
}
"""


def test_the_number_of_statements_does_not_grow_with_the_page(ask: Ask) -> None:
    counts = {first: len(ask(DEEP, first=first)["transfers"]["explain"]) for first in (1, 10, 100)}
    assert counts[100] <= 8
    assert counts[100] - counts[1] <= 1  # a level of linked entities that the first node does not have


def test_only_what_is_wanted_is_read(ask: Ask) -> None:
    data = ask("{transfers {nodes {id status supplierWords} explain {sql parameters}}}")
    (only,) = data["transfers"]["explain"]
    assert only["sql"].startswith("SELECT t.*") and only["parameters"] == ["21"]
    assert ask("{transfers {totalCount explain {sql}}}")["transfers"]["totalCount"] == len(claims())


ORDERS = [
    "[{field: DATE}]",
    "[{field: DATE, direction: DESC}, {field: CONFIDENCE}]",
    "[{field: QUANTITY, direction: DESC}]",
    "[{field: SUPPLIER}, {field: STATUS, direction: DESC}]",
    "[{field: SYSTEM}, {field: TIME, direction: DESC}]",
    "[{field: RECIPIENT}, {field: RECIPIENT, direction: DESC}]",
    "null",
]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_are_complete_and_never_overlap(ask: Ask, order: str, size: int) -> None:
    whole = f"{{transfers(orderBy: {order}, first: 100) {{nodes {{id}} edges {{cursor node {{id}}}}}}}}"
    nodes = [node["id"] for node in ask(whole)["transfers"]["nodes"]]
    assert sorted(nodes) == sorted(map(short, claims()))
    for start, stop, ahead in (("first", "after", True), ("last", "before", False)):
        found: list[str] = []
        cursor = None
        for _ in range(len(nodes) // size + 2 if size > 1 else 12):
            more, end = ("hasNextPage", "endCursor") if ahead else ("hasPreviousPage", "startCursor")
            page = ask(
                f"query ($c: String) {{transfers(orderBy: {order}, {start}: {size}, {stop}: $c) "
                f"{{nodes {{id}} pageInfo {{{more} {end}}}}}}}",
                **({"c": cursor} if cursor else {}),
            )["transfers"]
            ids = [node["id"] for node in page["nodes"]]
            found = found + ids if ahead else ids + found
            if not page["pageInfo"][more]:
                break
            cursor = page["pageInfo"][end]
        assert found == (nodes[: len(found)] if ahead else nodes[len(nodes) - len(found) :])
        assert size == 1 or len(found) == len(nodes)


CONNECTIONS = ("transfers", "offices", "deployments", "documents", "states", "people", "organizations", "weaponSystems")


@pytest.mark.parametrize("name", CONNECTIONS)
def test_every_connection_counts_and_pages(ask: Ask, name: str) -> None:
    every = ask(f"{{{name}(first: 100) {{totalCount nodes {{id iri}} edges {{cursor}}}}}}")[name]
    assert every["totalCount"] == len(every["nodes"]) == len(every["edges"]) > 0
    if len(every["nodes"]) > 1:
        cursor = every["edges"][0]["cursor"]
        rest = ask(f"query ($c: String) {{{name}(after: $c, first: 100) {{nodes {{id}}}}}}", c=cursor)[name]
        assert [node["id"] for node in rest["nodes"]] == [node["id"] for node in every["nodes"][1:]]


@pytest.mark.parametrize("name", CONNECTIONS)
def test_every_node_is_found_by_id_and_by_iri(ask: Ask, name: str) -> None:
    nodes = ask(f"{{{name}(first: 3) {{nodes {{__typename id iri}}}}}}")[name]["nodes"]
    for node in nodes:
        for wanted in (node["id"], node["iri"]):
            assert ask("query ($id: ID!) {node(id: $id) {__typename id iri}}", id=wanted)["node"] == node
    assert ask('{node(id: "state/XXX") {id}}') == {"node": None}
    assert (
        ask('{node(id: "category/tank") {... on Category {notation label labels {de}}}}')["node"]["notation"] == "tank"
    )


def test_counts_in_groups(ask: Ask) -> None:
    data = ask(
        "{transferStats(groupBy: [SUPPLIER, STATUS], first: 100) {truncated groups "
        "{supplier {id} status claims documents sources quantityMin quantityMax latest {id}}}}"
    )["transferStats"]
    found = {(g["supplier"]["id"], g["status"].lower()): g["claims"] for g in data["groups"]}
    pairs = [tuple(short(everything().value(c, p)) for p in (CK.supplier, CK.status)) for c in claims()]
    assert found == Counter((supplier, status.removeprefix("status/")) for supplier, status in pairs)
    assert not data["truncated"]
    one = next(g for g in data["groups"] if g["supplier"]["id"] == "state/DEU" and g["status"] == "DELIVERED")
    assert one == {
        "supplier": {"id": "state/DEU"},
        "status": "DELIVERED",
        "claims": 3,
        "documents": 3,
        "sources": 2,
        "quantityMin": 1.0,
        "quantityMax": 18.0,
        "latest": {"id": "claim/a4-0"},
    }
    whole = ask("{transferStats(groupBy: []) {groups {claims supplier {id} quarter}}}")["transferStats"]["groups"]
    assert whole == [{"claims": len(claims()), "supplier": None, "quarter": None}]
    cut = ask("{transferStats(groupBy: [CLAIMER], first: 1) {truncated groups {claims}}}")["transferStats"]
    assert cut["truncated"] and len(cut["groups"]) == 1


def test_kept_facets_equal_counted_ones(ask: Ask) -> None:
    dimensions = "[SUPPLIER, RECIPIENT, SYSTEM, CATEGORY, STATUS, CLAIMER, YEAR, QUARTER, SOURCE, DOCUMENT]"
    fields = "{dimension values {value label claims}}"
    kept = ask(f"{{facets(dimensions: {dimensions}, first: 100) {fields}}}")["facets"]
    counted = ask(f"{{facets(dimensions: {dimensions}, first: 100, where: {{not: {{or: []}}}}) {fields}}}")["facets"]

    def tally(facet: dict[str, Any]) -> dict[object, object]:
        return {(value["value"], value["label"]): value["claims"] for value in facet["values"]}

    assert list(map(tally, kept)) == list(map(tally, counted))
    assert {v["value"]: v["claims"] for v in kept[4]["values"]}["delivered"] == 4


def test_stats(ask: Ask) -> None:
    found = ask(
        "{stats {documents transfers offices deployments states people weaponSystems firstDate lastDate generation}}"
    )
    assert found["stats"]["transfers"] == len(claims()) and found["stats"]["deployments"] == 1
    assert found["stats"]["states"] == 7 and found["stats"]["firstDate"] == "2022-10-12"


def test_what_ties_others_to_a_person(ask: Ask) -> None:
    query = '{personLinks(person: "Boris Pistorius") {relation entity {id} firstDate lastDate documents quote}}'
    links = {(link["relation"], link["entity"]["id"]): link for link in ask(query)["personLinks"]}
    assert links[("defence-minister", "state/DEU")]["firstDate"] == "2023-01-19"
    assert links[("same transfer", "state/UKR")]["documents"] == 1
    assert ("named in the same document", "organization/nato") in links
    assert not any(entity == "person/boris-pistorius" for _, entity in links)


def test_an_unexpected_failure_says_nothing_of_the_inside(
    reader: SqliteReader, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("secret path /srv/data")

    monkeypatch.setattr("kg.serve.graphql.stats.stats", fail)
    result = execute(settings, reader, "{stats {documents}}")
    assert [error.message for error in result.errors or ()] == ["internal error"]
    assert "secret" not in str(result.errors[0].formatted) and "secret" in caplog.text
    assert reader.base_iri == BASE
