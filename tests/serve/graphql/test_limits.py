"""Queries that ask for too much are refused before they cost anything."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from kg.config import load
from kg.index import SqliteReader
from kg.serve.graphql.schema import execute

Refused = Callable[..., str]


def deep(levels: int) -> str:
    return "{weaponSystems {nodes " + "{broader " * levels + "{id}" + "}" * levels + "}}"


def test_depth(refused: Refused, ask: Callable[..., Any]) -> None:
    assert "graphql_depth" in refused(deep(20))
    ask(deep(12))


def test_aliases(refused: Refused) -> None:
    query = "{" + " ".join(f"a{n}: stats {{documents}}" for n in range(31)) + "}"
    assert "graphql_aliases" in refused(query)


def test_directives(refused: Refused) -> None:
    assert "graphql_directives" in refused("{stats {documents " + "@include(if: true) " * 21 + "}}")


def test_tokens(refused: Refused) -> None:
    assert "token" in refused("{stats {" + "documents " * 3000 + "}}").lower()


def test_page(refused: Refused, ask: Callable[..., Any]) -> None:
    for asked in (101, 2**31 - 1, -1):
        assert "at most 100 a page" in refused(f"{{transfers(first: {asked}) {{nodes {{id}}}}}}") or asked > 10_000
    assert "only one" in refused("{transfers(first: 1, last: 1) {nodes {id}}}")
    assert ask("{transfers(first: 0) {nodes {id} totalCount}}")["transfers"]["nodes"] == []
    assert ask("{transfers(last: 0) {nodes {id}}}")["transfers"]["nodes"] == []


def test_cost(refused: Refused) -> None:
    leaves = "id iri status rule claimDate supplier {id iri label} recipient {id iri label alpha3 kind isReference} "
    leaves += "system {id iri label named maker isReference}"
    query = "{" + " ".join(f"a{n}: transfers(first: $n) {{nodes {{{leaves}}}}}" for n in range(30)) + "}"
    assert "graphql_cost" in refused(f"query ($n: Int = 20) {query}", n=100)
    assert "graphql_cost" in refused(
        "{__schema {types {name}} " + " ".join(f"a{n}: __schema {{types {{name}}}}" for n in range(15)) + "}"
    )


def test_fragments_that_multiply_are_refused_at_once(refused: Refused) -> None:
    bomb = "query {transfers {nodes {...f0}}}" + "".join(
        f"fragment f{n} on Transfer {{supplierWords ...f{n + 1} ...f{n + 1} ...f{n + 1}}}" for n in range(60)
    )
    bomb += "fragment f60 on Transfer {id}"
    start = time.process_time()
    assert "graphql_cost" in refused(bomb)
    assert time.process_time() - start < 1
    assert "contains itself" in refused(
        "{transfers {nodes {...a}}} fragment a on Transfer {...b} fragment b on Transfer {...a}"
    )


@pytest.mark.parametrize(
    "query",
    [
        "{transfers(where: " + "{not: " * 400 + "{}" + "}" * 400 + ") {totalCount}}",
        "{transfers(where: " + "{and: [" * 200 + "]}" * 200 + ") {totalCount}}",
        "{node(id: " + "[" * 900 + "]" * 900 + ") {id}}",
        "{" + "a{" * 900 + "}" * 900 + "}",
        "query ($v: " + "[" * 900 + "Int" + "]" * 900 + ") {stats {documents}}",
        "query ($v: Int = " + "[" * 100 + "]" * 100 + ") {stats {documents}}",
    ],
)
def test_nested_values_in_the_query(refused: Refused, query: str) -> None:
    assert refused(query)


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"not": value}
    return value


def test_nested_variables(refused: Refused, ask: Callable[..., Any]) -> None:
    query = "query ($w: TransferFilter) {transfers(where: $w) {totalCount}}"
    assert ask(query, w=nested(10))
    assert "variables: nested" in refused(query, w=nested(20))
    assert "variables: nested" in refused(query, w=nested(100_000))
    assert "not valid Unicode" in refused(query, w={"text": "\ud800"})


def test_wide_filters_do_not_fail(ask: Callable[..., Any], refused: Refused) -> None:
    query = "query ($w: TransferFilter) {transfers(where: $w) {totalCount}}"
    assert ask(query, w={"supplier": {"in": ["Germany"] * 900}})["transfers"]["totalCount"] == 4
    assert ask(query, w={"id": [f"claim/{n}" for n in range(900)]})["transfers"]["totalCount"] == 0
    assert refused(query, w={"id": [f"claim/{n}" for n in range(100_000)]})
    assert refused(query, w={"or": [{"rule": {"eq": str(n)}} for n in range(1_100)]}) == "or: more than 1000 values"
    start = time.process_time()
    assert refused(query, w={"or": [{}] * 300_000}) == "variables: more than 10000 values"
    assert time.process_time() - start < 1


@pytest.mark.parametrize("times", [500, 1900])
def test_many_equal_fields_stay_cheap(reader: SqliteReader, times: int) -> None:
    """Comparing every two of them is quadratic; the validator gives up on very many."""
    start = time.process_time()
    result = execute(load(), reader, "{transfers(first: 1) {nodes {" + "id " * times + "}}}")
    assert result.data or result.errors
    assert time.process_time() - start < 5


def test_introspection_is_a_setting(reader: SqliteReader) -> None:
    query = "{__schema {queryType {name}}}"
    assert execute(load(introspection=True), reader, query).errors is None
    closed = execute(load(introspection=False), reader, query)
    assert closed.errors and "introspection" in closed.errors[0].message.lower()
    assert execute(load(introspection=False), reader, "{__typename stats {documents}}").errors is None


def test_introspection_cannot_be_nested(refused: Refused) -> None:
    assert refused("{__schema {types " + "{fields {type " * 5 + "{name}" + "}}" * 5 + "}}")
