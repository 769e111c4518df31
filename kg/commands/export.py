"""``kg export``: the store as a file for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands import console, options
from kg.errors import UsageError


def export(
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="RDF: turtle, trig, ntriples, nquads, jsonld, void (a description). Networks: graphml, gexf. "
            "Entities: ftm. Tables: csv, parquet (a row a claim), csv-transfers, parquet-transfers (a row a "
            "transfer), sqlite (the read model).",
        ),
    ] = "turtle",
    file: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Written whole or not at all; else stdout.")
    ] = None,
    reference: Annotated[bool, typer.Option("--reference", help="With the reference data and the ontology.")] = False,
    store: options.Store = None,
    set_: options.Set = None,
    json_: Annotated[bool, typer.Option("--json", help="Short for --format jsonld.")] = False,
) -> None:
    """Write the store in a format for other tools; equal content gives equal bytes."""
    settings = options.load(set_, store=store)
    from kg import export as exports
    from kg.store import Snapshot

    name = "jsonld" if json_ else format_
    if name not in exports.FORMATS:
        raise UsageError(name, f"no such format; there are {', '.join(exports.FORMATS)}")
    with Snapshot.open(settings.store) as snapshot, console.output(file) as stream:
        exports.export(snapshot, name, stream, reference=reference)
