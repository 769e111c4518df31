"""CSV (RFC 4180, UTF-8), for spreadsheets: one row a claim, or one row a transfer."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from kg.export.tables import CLAIMS, TEXT, TRANSFERS, Table, number
from kg.store import View

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_claims(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the claims by document and IRI."""
    _write(CLAIMS, view, out)


def write_transfers(view: View, out: BinaryIO, reference: bool) -> None:
    """Write the transfers by the IRIs of supplier, recipient and system."""
    _write(TRANSFERS, view, out)


def _write(table: Table, view: View, out: BinaryIO) -> None:
    """A cell that a spreadsheet would run as a formula gets a leading quote."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    kinds = list(table.columns.values())
    try:
        rows = csv.writer(text)  # with CRLF, else a lone CR in a cell would not be quoted
        rows.writerow(table.columns)
        for row in table.rows(view):
            cells = zip(kinds, map(number, row), strict=True)
            rows.writerow([_safe(cell) if kind == TEXT else cell for kind, cell in cells])
    finally:
        text.detach()


def _safe(cell: str) -> str:
    """See https://owasp.org/www-community/attacks/CSV_Injection."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
