"""GraphQL for 100 nested transfers: ``python -m benchmarks.nested [CLAIMS] [FOLDER]``.

The same read model, types and query, resolved in three ways that give the same answer: as kg does it, by one statement
for each field of each node, and by strawberry's DataLoader for each kind of related things.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.schema.config import StrawberryConfig
from strawberry.types import Info

from benchmarks.graph import FOLDER, ensure
from benchmarks.timing import TimedReader, rates, table
from kg.config import load
from kg.index import FILE, SqliteReader
from kg.index.sql import marks
from kg.serve.graphql.schema import execute

QUERY = """{ transfers(first: 100) { nodes {
  iri status
  supplier { label alpha3 labels { en de } }
  recipient { label alpha3 labels { en de } }
  system { label category { label notation } broader { label category { label } } origin { label alpha3 } }
  claimer { label actsFor { label country { label } } }
  quantity { min max text }
  evidence { quote start end document { identifier title } }
  document { identifier title source url date }
} } }"""
Row = dict[str, Any]
TABLES = {
    "entity": "SELECT * FROM entity WHERE key IN ({})",
    "document": "SELECT * FROM document WHERE key IN ({})",
    "evidence": "SELECT * FROM evidence WHERE claim IN ({}) ORDER BY claim, start, end",
}
KEY = {"entity": "key", "document": "key", "evidence": "claim"}


class Single:
    """One statement for each field of each node."""

    def __init__(self, session: Any) -> None:
        self.session = session

    async def rows(self, kind: str, key: int | None) -> list[Row]:
        found: list[Row] = self.session.select(TABLES[kind].format("?"), (key,)) if key is not None else []
        return found


class Loaders:
    """One DataLoader for each kind."""

    def __init__(self, session: Any) -> None:
        def loader(kind: str) -> DataLoader[int, list[Row]]:
            async def read(keys: Sequence[int]) -> list[list[Row]]:
                found = defaultdict(list)
                for row in session.select(TABLES[kind].format(marks(keys)), keys):
                    found[row[KEY[kind]]].append(row)
                return [found[key] for key in keys]

            return DataLoader(load_fn=read)

        self.session = session
        self._loaders = {kind: loader(kind) for kind in TABLES}

    async def rows(self, kind: str, key: int | None) -> list[Row]:
        return await self._loaders[kind].load(key) if key is not None else []


@dataclass
class Context:
    source: Single | Loaders


def linked(kind: str, column: str, build: Callable[[Row], Any]) -> Callable[[Any, Any], Any]:
    """A resolver of the thing that a column of the parent names."""

    async def resolve(self: Any, info: Any) -> Any:
        found = await info.context.source.rows(kind, self.row[column])
        return build(found[0]) if found else None

    resolve.__annotations__ = {"info": Info[Context, None]}
    return resolve


def listed(kind: str, column: str, build: Callable[[Row], Any]) -> Callable[[Any, Any], Any]:
    async def resolve(self: Any, info: Any) -> Any:
        return [build(row) for row in await info.context.source.rows(kind, self.row[column])]

    resolve.__annotations__ = {"info": Info[Context, None]}
    return resolve


COLUMN = {
    "en": "label_en",
    "de": "label_de",
    "identifier": "id",
    "min": "minimum",
    "max": "maximum",
    "text": "quantity",
}


def attribute(source: Any, name: str) -> Any:
    """How the peers read fields without a resolver: from the row of their node."""
    if isinstance(source, Transfers):
        return source.nodes
    value = source.row[COLUMN.get(name, name)]
    return value.upper() if name == "status" else value


def plain() -> Any:
    return strawberry.field(default=None)


def linked_to(kind: str, column: str, name: str, *, several: bool = False) -> Any:
    """A field that leads to objects of the type of that name in this module."""
    maker = listed if several else linked
    resolver = maker(kind, column, lambda row: globals()[name](row=row))
    kind_of_thing: Any = globals()[name]
    graphql_type: Any = list.__class_getitem__(kind_of_thing) if several else kind_of_thing | None
    return strawberry.field(resolver=resolver, graphql_type=graphql_type)


@strawberry.type
class Labels:
    row: strawberry.Private[Row]
    en: str | None = plain()
    de: str | None = plain()


@strawberry.type
class Category:
    row: strawberry.Private[Row]
    label: str = plain()
    notation: str = plain()


@strawberry.type
class Country:
    row: strawberry.Private[Row]
    label: str = plain()
    alpha3: str | None = plain()


@strawberry.type
class Side:
    row: strawberry.Private[Row]
    label: str = plain()
    country: Any = linked_to("entity", "country", "Country")


@strawberry.type
class Entity:
    row: strawberry.Private[Row]
    label: str = plain()
    alpha3: str | None = plain()
    acts_for: Any = linked_to("entity", "acts_for", "Side")

    @strawberry.field
    def labels(self) -> Labels:
        return Labels(row=self.row)


@strawberry.type
class Family:
    row: strawberry.Private[Row]
    label: str = plain()
    category: Any = linked_to("entity", "category", "Category")


@strawberry.type
class System:
    row: strawberry.Private[Row]
    label: str = plain()
    category: Any = linked_to("entity", "category", "Category")
    broader: Any = linked_to("entity", "broader", "Family")
    origin: Any = linked_to("entity", "origin", "Country")


@strawberry.type
class Document:
    row: strawberry.Private[Row]
    identifier: str = plain()
    title: str | None = plain()
    source: str | None = plain()
    url: str | None = plain()
    date: str | None = plain()


@strawberry.type
class Evidence:
    row: strawberry.Private[Row]
    quote: str = plain()
    start: int = plain()
    end: int = plain()
    document: Any = linked_to("document", "document", "Document")


@strawberry.type
class Quantity:
    row: strawberry.Private[Row]
    min: float | None = plain()
    max: float | None = plain()
    text: str | None = plain()


@strawberry.type
class Transfer:
    row: strawberry.Private[Row]
    iri: str = plain()
    status: str | None = plain()
    supplier: Any = linked_to("entity", "supplier", "Entity")
    recipient: Any = linked_to("entity", "recipient", "Entity")
    system: Any = linked_to("entity", "system", "System")
    claimer: Any = linked_to("entity", "claimer", "Entity")
    evidence: Any = linked_to("evidence", "key", "Evidence", several=True)
    document: Any = linked_to("document", "document", "Document")

    @strawberry.field
    def quantity(self) -> Quantity | None:
        return Quantity(row=self.row) if self.row["quantity"] else None


@strawberry.type
class Transfers:
    nodes: list[Transfer]


@strawberry.type
class Query:
    @strawberry.field
    async def transfers(self, info: Info[Context, None], first: int) -> Transfers:
        query = "SELECT * FROM transfer ORDER BY claim_date DESC, key DESC LIMIT ?"
        rows = info.context.source.session.select(query, (first,))
        return Transfers(nodes=[Transfer(row=row) for row in rows])


PEER = strawberry.Schema(Query, config=StrawberryConfig(default_resolver=attribute))


def main(claims: int = 10_000, folder: Path = FOLDER) -> None:
    reader = TimedReader(SqliteReader(ensure(claims, folder, store=False) / FILE))
    settings = load()
    loop = asyncio.new_event_loop()

    def ours(_: int) -> Any:
        return execute(settings, reader, QUERY)

    def peer(kind: type[Single] | type[Loaders]) -> Callable[[int], Any]:
        def run(_: int) -> Any:
            with reader.session() as session:
                return loop.run_until_complete(PEER.execute(QUERY, context_value=Context(kind(session))))

        return run

    ways = {"kg": ours, "one statement a field": peer(Single), "DataLoader": peer(Loaders)}
    statements, answers = {}, []
    for name, run in ways.items():
        reader.statements = 0
        result = run(0)
        assert result.errors is None, result.errors
        answers.append(result.data)
        statements[name] = reader.statements
    assert answers[0] == answers[1] == answers[2]
    taken = rates(ways, 40, 60)
    lines = [(name, statements[name], ms, 1000 / ms, ms / taken["kg"]) for name, ms in taken.items()]
    table((f"{claims:,} claims", "statements", "median ms", "a second", "times kg's cost"), lines)
    loop.close()


if __name__ == "__main__":
    main(*(kind(value) for kind, value in zip((int, Path), sys.argv[1:], strict=False)))
