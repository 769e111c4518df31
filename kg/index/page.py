"""Pages by keyset: a page starts after the last row of the one before, so it stays right while rows come and go."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg.errors import QueryError
from kg.index import names
from kg.index.reader import Cell, Row, Session
from kg.index.sql import TRUE, Condition, every, some

DENSE = 100
"""An order is walked for a page of n rows when more than so many times n rows are known to fit."""
STEPS = 200
"""Rows of an order that are walked at most for each row of a page."""
GROUP = 20_000
"""Rows with the same first value that are not sorted for a page."""
PLACED = ("t.claim_date", "t.date")
"""Passages of claims and documents stand in the falling order of one of these and the key."""
PARAMETERS = 5_000
"""Alternatives are looked up one by one while they have fewer parameters."""


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by a column (an SQL expression of our own) of one type; NULL counts as the least."""

    name: str
    column: str
    kind: type
    descending: bool = False
    nullable: bool = False

    @property
    def reverse(self) -> Order:
        """The opposite direction."""
        return replace(self, descending=not self.descending)

    @property
    def sql(self) -> str:
        """As a term of ORDER BY."""
        return f"{self.column} {'DESC' if self.descending else 'ASC'}"


@dataclass(frozen=True, slots=True)
class Window:
    """Which page: the ``size`` first rows after ``after``, or with ``backward`` the last ones before ``before``."""

    size: int
    after: str | None = None
    before: str | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in their order, and whether there are more on either side."""

    rows: list[Row]
    cursors: list[str]
    has_next: bool
    has_previous: bool


def page(
    session: Session,
    select: str,
    where: Condition,
    orders: Sequence[Order],
    window: Window,
    walk: bool = False,
    groups: bool = False,
) -> Page:
    """A page of ``select`` (which ends before WHERE and names the table ``t``).

    Ties are broken by ``t.key`` in the direction of the last order, so that an index can be read in either direction.
    ``walk``: an index follows the order, but none does so for the rows of ``where``. ``groups``: one follows the first
    column and one the second, but none both.
    Raises QueryError for a cursor that is not one of this connection and order.
    """
    orders = [*orders, Order("key", "t.key", int, bool(orders) and orders[-1].descending)]
    limits = [after(orders, decode(orders, window.after))] if window.after is not None else []
    if window.before is not None:
        limits.append(after([order.reverse for order in orders], decode(orders, window.before)))
    used = [order.reverse for order in orders] if window.backward else orders
    sort = ", ".join(order.sql for order in used)
    columns = ", ".join(f"{order.column} AS order_{place}" for place, order in enumerate(orders))
    head, _, tail = select.partition(" FROM ")

    def read(keys: Condition) -> list[Row]:
        # keys first: an index alone often tells them, and only rows of the page are read
        sql = f"{head}, {columns} FROM {tail} WHERE t.key IN ({keys.sql}) ORDER BY {sort} LIMIT ?"
        return session.select(sql, (*keys.parameters, window.size + 1))

    rows: list[Row] = []
    whole = False
    if where.passages and len(orders) == 2 and orders[0].column in PLACED and not _few(where.passages[1], window):
        span = _span(orders, used[0].descending, window)
        rows = read(_passed(tail, where.passages, span, limits, window.size + 1))
        whole = len(rows) <= window.size and _short(session, where.passages[0], span, window.size + 1)
    elif groups and where == TRUE and (same := _large(session, tail, used, orders, window)):
        sort_within = ", ".join(order.sql for order in used[1:])
        rows = read(_walked(tail, *same, sort_within, window.size + 1))
    elif walk and where.size is not None and where.size > DENSE * window.size:
        rows = read(_walked(tail, where, limits, sort, window.size + 1))
    if len(rows) <= window.size and not whole:
        rows = read(_found(tail, where, limits, sort, window.size + 1))
    more = len(rows) > window.size
    rows = rows[: window.size]
    if window.backward:
        rows.reverse()
    cursors = [encode(orders, [row[f"order_{place}"] for place in range(len(orders))]) for row in rows]
    has_next, has_previous = (window.before is not None, more) if window.backward else (more, window.after is not None)
    return Page(rows, cursors, has_next, has_previous)


def _found(tail: str, where: Condition, limits: Sequence[Condition], sort: str, count: int) -> Condition:
    """The keys of the first rows; of alternatives each one's first, as an index may answer each but not all."""
    split = bool(where.choices) and len(where.choices) * len(where.parameters) < PARAMETERS
    found = [every([choice, *limits]) for choice in (where.choices if split else (where,))]
    selects = [f"SELECT t.key FROM {tail} WHERE {one.sql} ORDER BY {sort} LIMIT {count}" for one in found]
    if split:
        selects = [f"SELECT key FROM ({select})" for select in selects]
    return Condition(" UNION ".join(selects), tuple(p for one in found for p in one.parameters))


def _walked(tail: str, where: Condition, limits: Sequence[Condition], sort: str, count: int) -> Condition:
    """The keys of the first rows, if they are among those that come next in the order: the condition is often met."""
    limit = every(limits)
    steps = f"SELECT t.key FROM {tail} WHERE {limit.sql} ORDER BY {sort} LIMIT {STEPS * count}"
    where_sql = f"t.key = step.key AND ({where.sql})"
    sql = f"SELECT t.key FROM ({steps}) AS step CROSS JOIN {tail} WHERE {where_sql} LIMIT {count}"
    return Condition(sql, (*limit.parameters, *where.parameters))


def _few(condition: Condition, window: Window) -> bool:
    return condition.size is not None and condition.size <= DENSE * window.size


def _span(orders: Sequence[Order], forward: bool, window: Window) -> Condition:
    """The passages from that of the cursor on, in the order in which they stand (``forward``) or the opposite one."""
    cursor = window.before if window.backward else window.after
    start = 1 << 62 if forward else (1 << 63) - 1  # entities stand before
    if cursor is not None:
        date, key = decode(orders, cursor)
        start = names.place(int(key or 0), "claim", str(date))
    return Condition(f"s.rowid {'>=' if forward else '<='} ? ORDER BY s.rowid {'ASC' if forward else 'DESC'}", (start,))


def _passed(
    tail: str, passages: tuple[str, Condition], span: Condition, limits: Sequence[Condition], count: int
) -> Condition:
    """The keys of the first rows in the order of their passages, if they are among those that match next."""
    query, rest = passages
    where = every([rest, *limits])
    steps = (
        "SELECT p.key FROM search AS s CROSS JOIN passage AS p ON p.place = s.rowid "
        f"WHERE s.search MATCH ? AND {span.sql} LIMIT {STEPS * count}"
    )
    sql = f"SELECT t.key FROM ({steps}) AS step CROSS JOIN {tail} WHERE t.key = step.key AND ({where.sql})"
    return Condition(f"{sql} LIMIT {count}", (query, *span.parameters, *where.parameters))


def _short(session: Session, query: str, span: Condition, count: int) -> bool:
    """Whether ``_passed`` has seen every match."""
    steps = f"SELECT 1 FROM search AS s WHERE s.search MATCH ? AND {span.sql} LIMIT {STEPS * count}"
    (row,) = session.select(f"SELECT count(*) AS n FROM ({steps})", (query, *span.parameters))
    return int(row["n"]) < STEPS * count


def _large(
    session: Session, tail: str, used: Sequence[Order], orders: Sequence[Order], window: Window
) -> tuple[Condition, list[Condition]] | None:
    """That the first value is the one that the page begins with, and what comes next in the other columns.

    None unless very many rows have this value: then it is not rare in the order of the others either.
    """
    column, cursor = used[0].column, window.before if window.backward else window.after
    if cursor is None:
        found = session.select(f"SELECT {column} AS value FROM {tail} ORDER BY {used[0].sql} LIMIT 1")
        value, limits = found[0]["value"] if found else None, []
    else:
        value, *rest = decode(orders, cursor)
        limits = [after(used[1:], rest, nulls=False)]  # the walk's first rows; what it does not find is looked up
    some = f"SELECT 1 FROM {tail} WHERE {column} IS ? LIMIT {GROUP}"
    (row,) = session.select(f"SELECT count(*) AS n FROM ({some})", (value,))
    return (Condition(f"{column} IS ?", (value,)), limits) if row["n"] == GROUP else None


def after(orders: Sequence[Order], values: Sequence[Cell], nulls: bool = True) -> Condition:
    """Rows that come after the one with these values; those without a value, which come last, only with ``nulls``."""
    choices = []
    for place, order in enumerate(orders):
        same = [Condition(f"{o.column} IS ?", (v,)) for o, v in zip(orders[:place], values, strict=False)]
        choices.append(every([*same, _beyond(order, values[place], nulls)]))
    first, value = orders[0], values[0]
    return every([_bound(first, value, nulls), some(choices)])


def _bound(order: Order, value: Cell, nulls: bool) -> Condition:
    """What follows from ``after`` for the first column alone: it lets an index be entered at the right place."""
    if value is None or (order.descending and order.nullable and nulls):
        return TRUE
    return Condition(f"{order.column} {'<=' if order.descending else '>='} ?", (value,))


def _beyond(order: Order, value: Cell, nulls: bool) -> Condition:
    if value is None:
        return Condition("0" if order.descending else f"{order.column} IS NOT NULL")
    if not order.descending:
        return Condition(f"{order.column} > ?", (value,))
    last = f" OR {order.column} IS NULL" if order.nullable and nulls else ""
    return Condition(f"{order.column} < ?{last}", (value,))


def _signature(orders: Sequence[Order]) -> str:
    return ",".join(f"{'-' if order.descending else ''}{order.name}" for order in orders)


def encode(orders: Sequence[Order], values: Sequence[Cell]) -> str:
    """An opaque cursor for the row with these values in this order."""
    text = json.dumps([_signature(orders), *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(orders: Sequence[Order], cursor: str) -> list[Cell]:
    """The values of a cursor. Raises QueryError for one that was not made for this order."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        signature, *values = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError):
        raise QueryError("cursor", "is none that this server gave out") from None
    fits = len(values) == len(orders) and all(map(_fits, orders, values))
    if signature != _signature(orders) or not fits:
        raise QueryError("cursor", "belongs to another order or connection")
    return cast("list[Cell]", values)


def _fits(order: Order, value: object) -> bool:
    if value is None:
        return order.nullable
    if order.kind is str:
        return isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value)
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**63
