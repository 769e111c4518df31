"""``kg demo``: a graph from the bundled documents, who supplied what to whom, each with its sentence."""

from __future__ import annotations

from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands import console, options
from kg.commands.build import summary
from kg.commands.serve import Host, Port, announcer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from kg.config import Settings
    from kg.pipeline import Report
    from kg.query.answer import Value

QUESTION = "who-supplied-what"
FOLDER = Path("kg-demo")


def demo(
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Folder of the demo's store.")] = FOLDER,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Print the table and stop.")] = False,
    host: Host = None,
    port: Port = None,
    set_: options.Set = None,
    json_: options.Json = False,
) -> None:
    """Build a graph from the bundled documents, print who supplied what to whom with the sentences, serve it."""
    settings = options.load(set_, store=folder, host=host, port=port)
    report = _build(settings)
    for error in report.failed:
        console.fail(error)
    claims = _claims(settings.store)
    if json_:
        console.print_json(claims)
    else:
        _show(claims)
        print(f"{settings.store}: {summary(report)}, {len(claims)} claims on transfers")
    if no_serve and report.failed:
        raise typer.Exit(1)
    if not no_serve:
        from kg.serve import serve

        serve(settings.store, settings, announce=announcer(json_))


def _build(settings: Settings) -> Report:
    """Build the bundled documents, anew where an earlier demo left its store."""
    from kg import pipeline, resources

    with as_file(resources.folder("seeds").joinpath("corpus")) as corpus:
        _withdraw(corpus, settings)
        with console.progress("documents") as done:
            return pipeline.build([corpus], settings, done)


def _withdraw(corpus: Path, settings: Settings) -> None:
    """Take the bundled documents, and no others, out of a store that is there already."""
    from kg.errors import ReadError
    from kg.read import read
    from kg.store import Store

    if not settings.store.exists():
        return
    with Store.open(settings.store, base_iri=settings.base_iri) as store:
        for document in read([corpus], settings) if store.documents() else ():
            if not isinstance(document, ReadError):
                store.withdraw(document.id)


def _claims(store: Path) -> list[dict[str, Value]]:
    from kg.query.named import ask
    from kg.store import Snapshot

    with Snapshot.open(store) as snapshot:
        return ask(QUESTION, {}, snapshot).records()


def _show(claims: list[dict[str, Value]]) -> None:
    """Five columns, and under each row its sentence with the document that it stands in; fits 80 columns."""
    screen = console.out()
    width = min(screen.width, 120)
    console.print_trimmed(_row(width, ("supplier → recipient", "system", "quantity", "status", "says"), "bold"), width)
    print("─" * width)
    for claim in claims:
        words = {name: console.cell(value) for name, value in claim.items()}
        route = f"{words['supplier'] or '?'} → {words['recipient'] or '?'}"
        says = words["claimer"] or "the document"
        row = route, words["system"] or "?", words["quantity"], words["status"], says
        source = ", ".join(filter(None, (words["title"], words["date"]))) or words["document"]
        console.print_trimmed(_row(width, row, "bold"), width)
        console.print_trimmed(_below(f"“{words['quote']}”", ""), width)
        console.print_trimmed(_below(source, "dim"), width)
        print()


def _row(width: int, texts: tuple[str, ...], style: str) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for share in (0.33, 0.22, 0.12, 0.14, 0.19):
        grid.add_column(width=round((width - 8) * share), overflow="fold")
    grid.add_row(*(Text(text, style=style) for text in texts))
    return grid


def _below(text: str, style: str) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(text, style=style), (0, 0, 0, 2))
