"""The store as files for other tools: one module a format, each a function of the snapshot, the file and one choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from kg.errors import UsageError
from kg.export import csv, ftm, gexf, graphml, jsonld, nquads, ntriples, parquet, sqlite, trig, turtle, void
from kg.store import View

FORMATS: dict[str, Callable[[View, BinaryIO, bool], None]] = {
    "turtle": turtle.write,
    "trig": trig.write,
    "ntriples": ntriples.write,
    "nquads": nquads.write,
    "jsonld": jsonld.write,
    "csv": csv.write_claims,
    "csv-transfers": csv.write_transfers,
    "parquet": parquet.write_claims,
    "parquet-transfers": parquet.write_transfers,
    "graphml": graphml.write,
    "gexf": gexf.write,
    "ftm": ftm.write,
    "sqlite": sqlite.write,
    "void": void.write,
}


def export(view: View, format: str, out: BinaryIO, *, reference: bool = False) -> None:
    """Write the content of a store; equal content gives equal bytes.

    ``reference`` includes the reference data; without it the file has what the documents say. It makes no difference
    to tables and networks. Raises UsageError for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(format, f"no such format; there are {', '.join(FORMATS)}")
    FORMATS[format](view, out, reference)
