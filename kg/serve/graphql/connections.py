"""Pages of nodes: what the list fields of the schema have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kg.errors import QueryError
from kg.index import sql
from kg.index.page import Page, Window, page
from kg.index.reader import Row, Session, Statement
from kg.index.sql import Condition
from kg.serve.graphql import types
from kg.serve.graphql.load import Loader
from kg.serve.graphql.lookahead import Wanted, nodes
from kg.serve.graphql.orders import groups, joins, orders, walkable

N = TypeVar("N")
DEFAULT_PAGE = 20
"""Nodes on a page when nothing else is asked for."""


NOTHING = Page([], [], has_next=False, has_previous=False)


@dataclass(frozen=True, slots=True)
class Paging:
    """The arguments of a connection."""

    order_by: Sequence[Any] | None = None
    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def window(self, limit: int) -> Window:
        """The page that is meant. QueryError for one that is too large or makes no sense."""
        if self.first is not None and self.last is not None:
            raise QueryError("first, last", "only one of them can be given")
        if self.last is None and self.before is not None:
            raise QueryError("before", "goes with last; with first give after")
        if self.last is not None and self.after is not None:
            raise QueryError("after", "goes with first; with last give before")
        backward = self.last is not None
        count = size("last", self.last, limit) if backward else size("first", self.first, limit)
        return Window(count, self.after, self.before, backward)


def size(name: str, asked: int | None, limit: int) -> int:
    """How many are asked for. QueryError beyond the limit."""
    if asked is None:
        return min(DEFAULT_PAGE, limit)
    if not 0 <= asked <= limit:
        raise QueryError(name, f"at most {limit} a page; ask for the next page with a cursor")
    return asked


@dataclass(frozen=True, slots=True)
class Source(Generic[N]):
    """A kind of nodes: its table, how it is ordered by default, how rows become nodes."""

    table: str
    order: tuple[str, ...]
    prepare: Callable[[Loader, Sequence[Row], Wanted], None]
    build: Callable[[Loader, Row], N]


def connection(
    session: Session, loader: Loader, source: Source[N], where: Condition, paging: Paging, limit: int, wanted: Wanted
) -> types.Connection[N]:
    """One page with everything that is wanted of it: a statement for the rows, one a kind of related things."""
    window = paging.window(limit)
    found = _page(session, source, where, window, paging) if wanted.keys() - {"totalCount"} else NOTHING
    source.prepare(loader, found.rows, nodes(wanted))
    total = _count(session, source.table, where) if "totalCount" in wanted else 0
    return assemble(session, found, [source.build(loader, row) for row in found.rows], total)


def assemble(session: Session, found: Page, built: list[N], total: int) -> types.Connection[N]:
    """A connection of nodes that were built from the rows of a page."""
    return types.Connection(
        nodes=built,
        edges=[types.Edge(cursor=cursor, node=node) for cursor, node in zip(found.cursors, built, strict=True)],
        page_info=types.PageInfo(
            has_next_page=found.has_next,
            has_previous_page=found.has_previous,
            start_cursor=found.cursors[0] if built else None,
            end_cursor=found.cursors[-1] if built else None,
        ),
        total_count=total,
        explain=explain(session.log),
    )


def _page(session: Session, source: Source[N], where: Condition, window: Window, paging: Paging) -> Page:
    by = orders(paging.order_by, source.order)
    walk, by_group = (source.table == "transfer" and known for known in (walkable(by, where), groups(by)))
    return page(session, f"SELECT t.* FROM {source.table} AS t{joins(by)}", where, by, window, walk, by_group)


def _count(session: Session, table: str, where: Condition) -> int:
    if where.exact and where.size is not None:
        return where.size
    if table == "transfer" and where == sql.TRUE:
        rows = session.select("SELECT claims AS count FROM facet WHERE dimension = 'ALL'")
        return int(rows[0]["count"]) if rows else 0
    sql_text, parameters = f"SELECT count(*) AS count FROM {table} AS t WHERE {where.sql}", where.parameters
    if where.passages:  # each match once, instead of each row
        query, rest = where.passages
        found = "search AS s CROSS JOIN passage AS p ON p.place = s.rowid"
        sql_text = (
            f"SELECT count(*) AS count FROM {found} CROSS JOIN {table} AS t ON t.key = p.key "
            f"WHERE s.search MATCH ? AND ({rest.sql})"
        )
        parameters = (query, *rest.parameters)
    return int(session.select(sql_text, parameters)[0]["count"])


def explain(log: Sequence[Statement]) -> list[types.Explanation]:
    """The statements so far, parameters as text."""
    return [types.Explanation(sql=s.sql, parameters=[None if p is None else str(p) for p in s.parameters]) for s in log]
