"""``kg query`` and ``kg sparql``: questions to the store."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands import console, options
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.sparql import Result


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class SparqlFormat(StrEnum):
    """How the result of a SPARQL query is printed; the last four are for graphs."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def query(
    name: Annotated[str | None, typer.Argument(help="Name of the question; `--list` shows them.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter; may be repeated.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the questions and their parameters.")] = False,
    store: options.Store = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print the answer.")] = Format.TABLE,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Ask a named question."""
    style = Format.JSON if json_ else format_
    if list_:
        return _list(style)
    if name is None:
        raise UsageError("query", "which question? kg query --list names them")
    given = dict(options.pair(text, "--param") for text in param or [])
    settings = options.load(set_, store=store)
    from kg.query.named import ask, question
    from kg.store import Snapshot

    question(name)  # a wrong name is told before a missing store
    with Snapshot.open(settings.store) as snapshot:
        found = ask(name, given, snapshot)
    if style is Format.JSON:
        console.print_json(found.records())
    else:
        (console.print_csv if style is Format.CSV else console.print_table)(found.columns, found.rows)


def _list(style: Format) -> None:
    from kg.query.named import questions

    columns = ("name", "question", "parameters")
    if style is Format.JSON:
        return console.print_json(
            [
                {
                    "name": q.name,
                    "title": q.title,
                    "question": q.question,
                    "params": [
                        {"name": p.name, "type": p.type, "default": p.default, "required": p.required} for p in q.params
                    ],
                }
                for q in questions().values()
            ]
        )
    rows = [
        (q.name, q.question, ", ".join(f"{p.name}{'' if p.required else '?'}" for p in q.params))
        for q in questions().values()
    ]
    return (console.print_csv if style is Format.CSV else console.print_table)(columns, rows)


def sparql(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="SELECT, ASK, CONSTRUCT or DESCRIBE; - reads stdin.")],
    store: options.Store = None,
    format_: Annotated[
        SparqlFormat | None, typer.Option("--format", "-f", help="How to print: table, or turtle for a graph.")
    ] = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Run a SPARQL query; --json gives SPARQL 1.1 Query Results JSON, and JSON-LD for a graph."""
    settings = options.load(set_, store=store)
    from kg.query.sparql import Engine

    with Engine(settings.store, settings) as engine:
        result = engine.run(_stdin() if text == "-" else text)
    if result.truncated:
        console.note(f"kg: query: cut after {settings.query_rows} rows (setting query_rows)")
    graph = result.kind == "graph"
    if json_:
        format_ = SparqlFormat.JSONLD if graph else SparqlFormat.JSON
    format_ = format_ or (SparqlFormat.TURTLE if graph else SparqlFormat.TABLE)
    if format_ is SparqlFormat.TABLE and not graph:
        return _table(result)
    with console.output(None) as stream:
        stream.write(result.serialize(format_.value).rstrip(b"\n") + b"\n")


def _table(result: Result) -> None:
    if result.kind == "boolean":
        return print("yes" if result else "no")
    import json

    from kg.query.answer import answer

    columns = json.loads(result.payload)["head"]["vars"]
    return console.print_table(columns, answer(columns, result.rows()).rows)


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("stdin", f"invalid UTF-8 at byte {error.start}") from error
