"""Filters, pages, searches and counts at the read model: ``python -m benchmarks.readmodel [CLAIMS] [FOLDER]``.

Each question is asked in GraphQL with ever other values; what is measured is the time in the statements of SQLite, by
the clock and by the processor.
"""

from __future__ import annotations

import random
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.graph import BASE, FOLDER, WORDS, World, ensure
from benchmarks.timing import TimedReader, percentile, repeat, table
from kg.config import load
from kg.index import FILE, SqliteReader
from kg.serve.graphql.schema import execute

NODE = "iri supplier { label } recipient { label } system { label } status quantity { min max } evidence { quote }"
HITS = "nodes { node { id } snippet }"
PAGE = f"pageInfo {{ endCursor }} nodes {{ {NODE} }}"
Make = Callable[[random.Random], str]


def _transfers(arguments: str, body: str = PAGE) -> str:
    return f"{{ transfers({arguments}) {{ {body} }} }}"


def cases(world: World, reader: Any) -> dict[str, tuple[str, Make]]:
    """Each question by its name: its kind, and how to ask it of values drawn at random."""
    states, systems = world.states, world.systems

    def quoted(iri: str) -> str:
        return f'"{world.labels[iri]}"'

    def rare(chance: random.Random) -> str:
        return chance.choice(states.items[40:])

    def deep(order: str) -> Make:
        cursors: list[str] = []

        def ask(chance: random.Random) -> str:
            after = f'after: "{cursors[-1]}"' if cursors else ""
            query = _transfers(f"{order} first: 100 {after}")
            found = execute(load(), reader, _transfers(f"{order} first: 100 {after}", "pageInfo { endCursor }"))
            cursors.append((found.data or {})["transfers"]["pageInfo"]["endCursor"])
            return query

        return ask

    return {
        "supplier and recipient": ("filter", lambda c: _transfers(
            f"where: {{supplier: {{eq: {quoted(rare(c))}}} recipient: {{eq: {quoted(states(c))}}}}}")),
        "supplier and system": ("filter", lambda c: _transfers(
            f"where: {{supplier: {{eq: {quoted(rare(c))}}} system: {{eq: {quoted(systems(c))}}}}}")),
        "recipient, status, one month": ("filter", lambda c: _transfers(
            f"where: {{recipient: {{eq: {quoted(rare(c))}}} status: {{eq: DELIVERED}} "
            f'date: {{gte: "2022-0{c.randint(1, 9)}-01" lte: "2022-0{c.randint(1, 9)}-28"}}}}')),
        "one document": ("filter", lambda c: _transfers(
            f'where: {{document: {{identifier: {{eq: "d{c.randint(0, 2000)}"}}}}}}')),
        "rare supplier or recipient": ("filter", lambda c: _transfers(
            f"where: {{or: [{{supplier: {{eq: {quoted(rare(c))}}}}} {{recipient: {{eq: {quoted(rare(c))}}}}}]}}")),
        "rare system, with its count": ("filter", lambda c: _transfers(
            f"where: {{system: {{eq: {quoted(c.choice(systems.items[100:]))}}}}}", f"totalCount {PAGE}")),
        "first page": ("page", lambda c: _transfers(f"first: {c.randint(90, 100)}", f"totalCount {PAGE}")),
        "pages one after the other": ("page", deep("")),
        "by confidence, one after the other": ("page", deep("orderBy: [{field: CONFIDENCE, direction: DESC}]")),
        "by supplier, one after the other": ("page", deep("orderBy: [{field: SUPPLIER}]")),
        "by status, one after the other": ("page", deep("orderBy: [{field: STATUS}]")),
        "by supplier, recipient, system, date, status": ("page", deep(
            "orderBy: [{field: SUPPLIER}, {field: RECIPIENT}, {field: SYSTEM}, {field: DATE}, {field: STATUS}]")),
        "by supplier and latest date": ("page", deep(
            "orderBy: [{field: SUPPLIER}, {field: DATE, direction: DESC}]")),
        "by status and greatest quantity": ("page", deep(
            "orderBy: [{field: STATUS, direction: DESC}, {field: QUANTITY, direction: DESC}]")),
        "by date and confidence": ("page", deep(
            "orderBy: [{field: DATE}, {field: CONFIDENCE}]")),
        "frequent supplier by quantity": ("page", lambda c: _transfers(
            f"first: 100 where: {{supplier: {{eq: {quoted(c.choice(states.items[:5]))}}}}} "
            "orderBy: [{field: QUANTITY, direction: DESC}]")),
        "a claim by its id": ("page", lambda c:
            f'{{ node(id: "{BASE}claim/d{c.randint(0, 2000)}-0") {{ ... on Transfer {{ {NODE} }} }} }}'),
        "search: rare words": ("search", lambda c:
            '{{ search(text: "{} {} {}") {{ nodes {{ snippet }} }} }}'.format(*tuple(c.choices(WORDS[1500:], k=3)))),
        "search: state, system and word": ("search", lambda c:
            f'{{ search(text: "{world.labels[rare(c)]} {c.choice(WORDS[500:])}") {{ nodes {{ snippet }} }} }}'),
        "transfers with a rare word": ("search", lambda c: _transfers(
            f'where: {{text: "{c.choice(WORDS[2000:])} {c.choice(WORDS[100:])}"}}')),
        "search: one frequent word": ("search", lambda c: f'{{ search(text: "{c.choice(WORDS[:5])}") {{ {HITS} }} }}'),
        "search: one word of some thousand": ("search", lambda c:
            f'{{ search(text: "{c.choice(WORDS[200:400])}") {{ {HITS} }} }}'),
        "transfers with a frequent word": ("search", lambda c: _transfers(
            f'where: {{text: "{c.choice(WORDS[:50])}"}}')),
        "transfers with a word of some thousand": ("search", lambda c: _transfers(
            f'where: {{text: "{c.choice(WORDS[200:400])}"}}')),
        "transfers of a frequent supplier with a frequent word": ("broad", lambda c: _transfers(
            f'where: {{supplier: {{eq: {quoted(c.choice(states.items[:5]))}}} text: "{c.choice(WORDS[:50])}"}}')),
        "count of a frequent supplier": ("broad", lambda c: _transfers(
            f"where: {{supplier: {{eq: {quoted(c.choice(states.items[:3]))}}}}}", "totalCount")),
        "count of a category": ("broad", lambda c: _transfers(
            f'where: {{category: {{eq: "{c.choice(("tank", "air-defence", "uav"))}"}}}}', "totalCount")),
        "facets of the whole table": ("broad", lambda c:
            "{ facets(dimensions: [SUPPLIER, STATUS, CATEGORY, QUARTER]) { dimension values { claims } } }"),
    }  # fmt: skip


def main(claims: int = 1_000_000, folder: Path = FOLDER) -> None:
    reader = TimedReader(SqliteReader(ensure(claims, folder, store=False) / FILE))
    settings, lines = load(), []
    for name, (kind, make) in cases(World(0), reader).items():
        chance = random.Random(1)
        inside: list[float] = []
        cpu: list[float] = []

        def ask(
            _: int,
            make: Make = make,
            chance: random.Random = chance,
            inside: list[float] = inside,
            cpu: list[float] = cpu,
        ) -> None:
            query = make(chance)
            reader.seconds = reader.cpu = 0.0
            result = execute(settings, reader, query)
            assert result.errors is None, (query, result.errors)
            inside.append(reader.seconds * 1000)
            cpu.append(reader.cpu * 1000)

        repeat(ask, 60, 6)
        shares = (percentile(times, share) for times in (inside, cpu) for share in (0.5, 0.95))
        lines.append((kind, name, len(inside), *shares, max(inside)))
    table(("kind", f"{claims:,} claims", "asked", "p50 ms", "p95 ms", "CPU p50", "CPU p95", "max ms"), lines)
    print(f"\nLargest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main(*(kind(value) for kind, value in zip((int, Path), sys.argv[1:], strict=False)))
