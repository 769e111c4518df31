"""Rows as plain values, for tables, CSV and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.query.worker import Term

Value = str | int | float | bool | None
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Answer:
    """A table: a name for each column, and rows of the same length."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool = False

    def records(self) -> list[dict[str, Value]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def answer(columns: Iterable[str], rows: Iterable[dict[str, Term | None]], *, truncated: bool = False) -> Answer:
    """The given columns of the rows, in their order."""
    columns = tuple(columns)
    return Answer(columns, tuple(tuple(plain(row[name]) for name in columns) for row in rows), truncated)


def plain(term: Term | None) -> Value:
    """A number, truth value or string for a term; dates and other literals keep their spelling, IRIs are strings."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else str(term)
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "integer":
        return int(term.value)
    if kind == "boolean":
        return term.value in ("true", "1")
    if kind in ("decimal", "double", "float"):
        return float(Decimal(term.value)) if kind == "decimal" else float(term.value)
    return term.value
