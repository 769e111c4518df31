"""The short cuts of our executor change no answer: random selections, errors and nulls, against graphql-core's own."""

import random
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from kg.config import load
from kg.index import SqliteReader
from kg.serve.graphql.executor import Executor
from kg.serve.graphql.query import Context, Query
from kg.serve.graphql.schema import TYPES, schema

STOCK = strawberry.Schema(query=Query, types=TYPES)
OURS = schema(load(graphql_cost=10**9, graphql_aliases=10**6, graphql_tokens=10**6))
ROOTS = ("transfers", "offices", "deployments", "documents", "states", "people", "weaponSystems")


def selection(chance: random.Random, kind: Any, depth: int) -> str:
    """Some fields of a type, some of them twice, under another name or in a fragment."""
    parts = ["__typename"] if chance.random() < 0.2 else []
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if chance.random() < 0.5:
            continue
        alias = f"x_{name}: " if chance.random() < 0.2 else ""
        if is_leaf_type(below):
            parts.append(f"{alias}{name}")
        elif isinstance(below, GraphQLObjectType) and depth:
            parts.append(f"{alias}{name} {selection(chance, below, depth - 1)}")
            if not alias and chance.random() < 0.3:  # fields of both are merged
                parts.append(f"... on {kind.name} {{ {name} {selection(chance, below, depth - 1)} }}")
    return "{ %s }" % (" ".join(parts) or "__typename")


@pytest.mark.parametrize("seed", range(60))
def test_random_selections(reader: SqliteReader, seed: int) -> None:
    chance = random.Random(seed)
    root = chance.choice(ROOTS)
    kind = get_named_type(OURS._schema.query_type.fields[root].type)
    query = f"{{ {root}(first: 50) {selection(chance, kind, 4)} }}"
    with reader.session() as session:
        answers = [
            one.execute_sync(query, context_value=Context(session, reader.base_iri, load())) for one in (OURS, STOCK)
        ]
    assert answers[0].errors is None and answers[1].errors is None, answers
    assert answers[0].data == answers[1].data
    assert list(answers[0].data) == list(answers[1].data)


@strawberry.type
class Leaf:
    number: int
    text: str
    maybe: str | None


@strawberry.type
class Tree:
    leaf: Leaf | None
    leaves: list[Leaf]

    @strawberry.field
    def failing(self) -> Leaf | None:
        return Leaf(number="none", text="a", maybe=None)


SHARED = Leaf(number=1, text="shared", maybe=None)
BROKEN = Leaf(number=2**40, text=None, maybe="x")
MISSING = SimpleNamespace(number=1)


@strawberry.type
class Root:
    @strawberry.field
    def trees(self) -> list[Tree]:
        return [Tree(leaf=SHARED, leaves=[SHARED, SHARED]), Tree(leaf=BROKEN, leaves=[]), Tree(leaf=BROKEN, leaves=[])]

    @strawberry.field
    def missing(self) -> Tree:
        return Tree(leaf=MISSING, leaves=[SHARED])


@pytest.mark.parametrize(
    "fields", ["maybe", "text", "number", "number text maybe", "b: number n: number", "__typename"]
)
@pytest.mark.parametrize("place", ["trees { leaf %s }", "trees { leaves %s leaf %s }", "trees { failing %s }",
                                   "missing { leaf %s leaves %s }"])  # fmt: skip
def test_nulls_and_errors(fields: str, place: str) -> None:
    query = "{{ {} }}".format(place.replace("%s", f"{{ {fields} }}"))
    ours = strawberry.Schema(Root, execution_context_class=Executor).execute_sync(query)
    stock = strawberry.Schema(Root).execute_sync(query)
    assert ours.data == stock.data
    assert [e.formatted for e in ours.errors or ()] == [e.formatted for e in stock.errors or ()]
