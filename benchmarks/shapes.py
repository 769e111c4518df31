"""Nine shapes of queries in three engines: ``python -m benchmarks.shapes [CLAIMS] [FOLDER]``.

kg answers in GraphQL from its read model; the peers are SPARQL on the store on disk (pyoxigraph) and, up to 10,000
claims, on rdflib's memory store. A query that takes longer than the limit is reported as that.
"""

from __future__ import annotations

import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import rdflib

from benchmarks.graph import BASE, FOLDER, World, articles, ensure, quads
from benchmarks.timing import percentile, repeat, table
from kg.config import load
from kg.graph.reference import reference_graph
from kg.index import FILE, SqliteReader
from kg.serve.graphql.schema import execute
from kg.store import Snapshot
from kg.store.prefixes import PREFIXES

SECONDS = 15
"""Longest time for one query of a peer."""
LARGEST_IN_MEMORY = 10_000
WORLD = World(0)
CATEGORY = "<https://w3id.org/conflict-kg/category/tank>"
TO, BY = WORLD.states.items[0], WORLD.states.items[2]
PAGE = "nodes { iri claimDate }"
Pairs = set[tuple[Any, ...]]


def _nodes(data: Any) -> Pairs:
    return {(node["iri"], node["claimDate"]) for node in data["transfers"]["nodes"]}


def _count(data: Any) -> Pairs:
    return {(data["transfers"]["totalCount"],)}


def _groups(data: Any) -> Pairs:
    return {(value["value"].lower(), value["claims"]) for value in data["facets"][0]["values"]}


def shapes() -> dict[str, tuple[str, str, Callable[[Any], Pairs]]]:
    """Name, GraphQL, SPARQL, how to read the former's answer."""

    def page(where: str, pattern: str) -> tuple[str, str, Callable[[Any], Pairs]]:
        graphql = f"{{ transfers(where: {{{where}}} first: 100) {{ {PAGE} }} }}"
        sparql = (
            f"SELECT DISTINCT ?claim ?day {{ ?claim a ck:TransferClaim ; ck:claimDate ?day . {pattern} }} "
            "ORDER BY DESC(?day) ?claim LIMIT 100"
        )
        return graphql, sparql, _nodes

    return {
        "one claim with its sentence": (
            f'{{ node(id: "{BASE}claim/d7-1") {{ ... on Transfer {{ iri evidence {{ quote }} }} }} }}',
            f"SELECT ?c ?q {{ BIND(<{BASE}claim/d7-1> AS ?c) ?c oa:hasTarget/oa:hasSelector/oa:exact ?q }}",
            lambda data: {(data["node"]["iri"], data["node"]["evidence"][0]["quote"])},
        ),
        "supplier, latest 100": page(f'supplier: {{eq: "{BY}"}}', f"?claim ck:supplier <{BY}>"),
        "supplier and recipient": page(
            f'supplier: {{eq: "{BY}"}} recipient: {{eq: "{TO}"}}', f"?claim ck:supplier <{BY}> ; ck:recipient <{TO}>"
        ),
        "supplier and category with what is narrower": page(
            f'supplier: {{eq: "{BY}"}} category: {{eq: "tank"}}',
            f"?claim ck:supplier <{BY}> ; ck:system/skos:broader* {CATEGORY}",
        ),
        "recipient, status, period": page(
            f'recipient: {{eq: "{TO}"}} status: {{eq: DELIVERED}} date: {{gte: "2022-01-01" lte: "2022-12-31"}}',
            f"?claim ck:recipient <{TO}> ; ck:status <https://w3id.org/conflict-kg/status/delivered> "
            'FILTER(?day >= "2022-01-01"^^xsd:date && ?day <= "2022-12-31"^^xsd:date)',
        ),
        "first page of all": page("", ""),
        "quantity of at least 190": page(
            "quantityMin: {gte: 190}", "?claim ck:quantity/schema:minValue ?n FILTER(?n >= 190)"
        ),
        "count of a category": (
            '{ transfers(where: {category: {eq: "tank"}}) { totalCount } }',
            f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c a ck:TransferClaim ; ck:system/skos:broader* {CATEGORY} }}",
            _count,
        ),
        "claims by status": (
            "{ facets(dimensions: [STATUS]) { values { value claims } } }",
            "SELECT ?name (COUNT(*) AS ?n) { ?c a ck:TransferClaim ; ck:status ?s "
            'BIND(REPLACE(STR(?s), "^.*/", "") AS ?name) } GROUP BY ?name',
            _groups,
        ),
    }


class TooSlowError(Exception):
    """A query took longer than it may."""


def limited(run: Callable[[], Any]) -> Any:
    """The result, or TooSlowError; only a thread that runs Python can be stopped so."""

    def stop(*_: object) -> None:
        raise TooSlowError

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        return run()
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


def in_memory(claims: int) -> rdflib.Graph:
    """The graph in rdflib's memory store, all named graphs in one, as union default graph."""
    graph = rdflib.Graph()
    graph += reference_graph()
    text = "".join(f"{quad.triple} .\n" for article in articles(claims) for quad in quads(article))
    graph.parse(data=text, format="nt")
    return graph


def main(claims: int = 10_000, folder: Path = FOLDER) -> None:
    warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib's own parser
    home, settings = ensure(claims, folder), load()
    reader = SqliteReader(home / FILE)
    memory = in_memory(claims) if claims <= LARGEST_IN_MEMORY else None
    lines = []
    with Snapshot.open(home) as snapshot:
        for name, (graphql, sparql, read) in shapes().items():

            def ours(_: int, query: str = graphql) -> Any:
                return execute(settings, reader, query)

            def disk(_: int, query: str = sparql) -> Any:
                return snapshot.select(query)

            answer = ours(0)
            assert answer.errors is None and answer.data, (name, answer.errors)
            columns, rows = snapshot.select(sparql)
            theirs = {tuple(_plain(row[column]) for column in columns) for row in rows}
            assert theirs and _matches(read(answer.data), theirs), (name, read(answer.data) ^ theirs)
            times = [percentile(repeat(run, 15, 8), 0.5) for run in (ours, disk)]
            cells: list[object] = [name, *times, times[1] / times[0]]
            if memory is not None:
                cells += _by_rdflib(memory, sparql, times[0])
            lines.append(cells)
    head = ["shape", "kg ms", "SPARQL on disk ms", "ratio"] + (["rdflib memory ms", "ratio"] if memory else [])
    print(f"{claims:,} claims, medians\n")
    table(head, lines)


def _by_rdflib(memory: rdflib.Graph, sparql: str, ours: float) -> list[object]:
    def run(_: int) -> Any:
        return limited(lambda: list(memory.query(sparql, initNs=PREFIXES)))

    try:
        found = percentile(repeat(run, 3, SECONDS), 0.5)
    except TooSlowError:
        return [f"> {SECONDS},000", f"> {SECONDS * 1000 / ours:.3g}"]
    return [found, found / ours]


def _plain(term: Any) -> Any:
    text = term.value
    return int(text) if term.__class__.__name__ == "Literal" and text.isdecimal() else text


def _matches(ours: Pairs, theirs: Pairs) -> bool:
    """Equal, or two pages of one day's ties: those are broken by key in one engine and by IRI in the other."""
    if ours == theirs:
        return True
    return len(ours) == len(theirs) == 100 and sorted(day for _, day in ours) == sorted(day for _, day in theirs)


if __name__ == "__main__":
    main(*(kind(value) for kind, value in zip((int, Path), sys.argv[1:], strict=False)))
