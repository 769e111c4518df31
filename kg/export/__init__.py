"""The store as files for other tools: one module a format, each a function of the snapshot, the file and one choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from kg.errors import UsageError
from kg.export import csv, jsonld, nquads, ntriples, trig, turtle
from kg.store import View

FORMATS: dict[str, Callable[[View, BinaryIO, bool], None]] = {
    "turtle": turtle.write,
    "trig": trig.write,
    "ntriples": ntriples.write,
    "nquads": nquads.write,
    "jsonld": jsonld.write,
    "csv": csv.write,
}


def export(view: View, format: str, out: BinaryIO, *, reference: bool = False) -> None:
    """Write the content of a store; equal content gives equal bytes.

    ``reference`` includes the reference data; without it the file has what the documents say. Raises UsageError for
    an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(format, f"no such format; there are {', '.join(FORMATS)}")
    FORMATS[format](view, out, reference)
