"""Apache Parquet (https://parquet.apache.org/), for data frames: one row a claim, or one row a transfer."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from typing import Any, BinaryIO

from kg.errors import UsageError
from kg.export.tables import CLAIMS, COUNT, DATE, NUMBER, TEXT, TRANSFERS, Table
from kg.store import View

GROUP = 10_000
"""Rows that are in memory at once, and that a reader can read by themselves."""


def write_claims(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the claims by document and IRI. Raises UsageError where pyarrow is not installed."""
    _write(CLAIMS, view, out)


def write_transfers(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the transfers by the IRIs of their parts. Raises UsageError where pyarrow is not installed."""
    _write(TRANSFERS, view, out)


def _write(table: Table, view: View, out: BinaryIO) -> None:
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise UsageError("parquet", "needs pyarrow; install it with: pip install 'conflict-kg[parquet]'") from error
    types = {TEXT: pa.string(), DATE: pa.date32(), NUMBER: pa.float64(), COUNT: pa.int64()}
    schema = pa.schema([(name, types[kind]) for name, kind in table.columns.items()])
    rows = table.rows(view)
    with ParquetWriter(out, schema, compression="zstd") as writer:
        while group := list(itertools.islice(rows, GROUP)):
            columns = zip(table.columns.values(), zip(*group, strict=True), strict=True)
            writer.write_batch(pa.record_batch([_cells(*column) for column in columns], schema=schema))


def _cells(kind: str, cells: Iterable[Any]) -> list[Any]:
    return [_day(cell) for cell in cells] if kind == DATE else list(cells)


def _day(text: str | None) -> datetime.date | None:
    """None also for what is no date of the calendar: the store takes it, Parquet does not."""
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None
