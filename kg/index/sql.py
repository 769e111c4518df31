"""Conditions as SQL with parameters. No text of a caller becomes part of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.errors import QueryError
from kg.index.reader import Cell

_WORD = re.compile(r"\w+")

WORDS = 100
"""Most different words of one search: each costs time with every row."""

CHOICES = 20
"""Most alternatives that are looked up one by one."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A truth value in SQL; NULL counts as false.

    What is known of the rows for which it holds helps to find a page of them: ``size``, how many there are at most
    (``exact``: just so many); ``column``, the one that an index answers; ``choices``, alternatives that make it up;
    ``passages``, the matches of a full-text query and what else must hold of these, which together make it up.
    """

    sql: str
    parameters: tuple[Cell, ...] = ()
    size: int | None = None
    exact: bool = False
    column: str = ""
    choices: tuple[Condition, ...] = ()
    passages: tuple[str, Condition] | None = None


TRUE = Condition("1")
FALSE = Condition("0", size=0, exact=True)


def every(conditions: Iterable[Condition]) -> Condition:
    """All of them; true when there is none."""
    parts = [c for c in conditions if c != TRUE]
    if len(parts) < 2:
        return parts[0] if parts else TRUE
    sizes = [c.size for c in parts if c.size is not None]
    size = min(sizes, default=None)
    split = next((c for c in parts if c.choices), None)
    rest = [c for c in parts if c is not split]
    choices = tuple(_joined("AND", [choice, *rest]) for choice in split.choices) if split else ()
    column = next((c.column for c in parts if c.size == size and size is not None), "")
    worded = next((c for c in parts if c.passages), None)
    passages = None
    if worded and worded.passages:
        query, more = worded.passages
        passages = query, every([more, *(c for c in parts if c is not worded)])
    return replace(_joined("AND", parts), size=size, column=column, choices=choices, passages=passages)


def some(conditions: Iterable[Condition]) -> Condition:
    """Any of them; false when there is none."""
    parts = list(conditions)
    if len(parts) < 2:
        return parts[0] if parts else FALSE
    sizes = [c.size for c in parts]
    size = sum(size or 0 for size in sizes) if None not in sizes else None
    choices = tuple(one for c in parts for one in (c.choices or (c,)))
    return replace(_joined("OR", parts), size=size, choices=choices if len(choices) <= CHOICES else ())


def _joined(operator: str, parts: Sequence[Condition]) -> Condition:
    sql = f" {operator} ".join(f"({c.sql})" for c in parts)
    return Condition(sql, tuple(p for c in parts for p in c.parameters))


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
    found = words(text)
    if not found:
        return FALSE
    keys = "SELECT p.key FROM search AS s CROSS JOIN passage AS p ON p.place = s.rowid WHERE s.search MATCH ?"
    return Condition(f"{column} IN ({keys})", (query(found),))


def found(column: str, text: str) -> Condition:
    """As ``matches``, for words that occur so often that it is better to try row after row."""
    place = f"(SELECT place FROM passage WHERE key = {column})"
    return Condition(f"EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid = {place})", (query(words(text)),))


def query(words: Iterable[str]) -> str:
    """Words as a full-text query in which nothing is an operator."""
    return " ".join(f'"{word}"' for word in words)


def words(text: str) -> list[str]:
    """The different words of a text that is searched for. QueryError for more than ``WORDS``."""
    found = list(dict.fromkeys(_WORD.findall(text)))
    if len(found) > WORDS:
        raise QueryError("text", f"has more than {WORDS} words to search for")
    return found


def marks(values: Sequence[object]) -> str:
    """As many question marks."""
    return ", ".join("?" * len(values))
