"""Conditions as SQL with parameters. No text of a caller becomes part of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.index.reader import Cell

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Condition:
    """A truth value in SQL; NULL counts as false."""

    sql: str
    parameters: tuple[Cell, ...] = ()


TRUE = Condition("1")
FALSE = Condition("0")


def every(conditions: Iterable[Condition]) -> Condition:
    """All of them; true when there is none."""
    parts = [c for c in conditions if c != TRUE]
    if len(parts) < 2:
        return parts[0] if parts else TRUE
    return Condition(" AND ".join(f"({c.sql})" for c in parts), tuple(p for c in parts for p in c.parameters))


def some(conditions: Iterable[Condition]) -> Condition:
    """Any of them; false when there is none."""
    parts = list(conditions)
    if len(parts) < 2:
        return parts[0] if parts else FALSE
    return Condition(" OR ".join(f"({c.sql})" for c in parts), tuple(p for c in parts for p in c.parameters))


def negated(condition: Condition) -> Condition:
    """True where the condition is false or NULL."""
    return Condition(f"NOT coalesce({condition.sql}, 0)", condition.parameters)


def among(column: str, values: Sequence[Cell]) -> Condition:
    """The column has one of the values."""
    if not values:
        return FALSE
    if len(values) == 1:
        return Condition(f"{column} = ?", tuple(values))
    return Condition(f"{column} IN ({marks(values)})", tuple(values))


def within(column: str, select: str, condition: Condition) -> Condition:
    """The column has one of the values of ``SELECT … WHERE condition``."""
    return Condition(f"{column} IN ({select} WHERE {condition.sql})", condition.parameters)


def matches(column: str, text: str) -> Condition:
    """The thing with this key, or a claim or document with it, contains every word of the text."""
    words = _WORD.findall(text)
    if not words:
        return FALSE
    return Condition(f"{column} IN (SELECT rowid FROM search WHERE search MATCH ?)", (query(words),))


def query(words: Iterable[str]) -> str:
    """Words as a full-text query in which nothing is an operator."""
    return " ".join(f'"{word}"' for word in words)


def words(text: str) -> list[str]:
    """The words of a text that is searched for."""
    return _WORD.findall(text)


def marks(values: Sequence[object]) -> str:
    """As many question marks."""
    return ", ".join("?" * len(values))
