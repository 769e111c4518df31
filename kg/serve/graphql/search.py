"""What contains some words, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import QueryError
from kg.index import sql
from kg.index.page import Order, Page, Window, decode, encode
from kg.index.reader import Cell, Row, Session
from kg.serve.graphql import types
from kg.serve.graphql.connections import assemble
from kg.serve.graphql.load import Loader
from kg.serve.graphql.lookahead import Wanted, nodes
from kg.serve.graphql.nodes import by_key

RANKED = 1_000
"""So many matches are ranked; where there are more, they come as they stand in the read model (``names.place``)."""
COMMON = 10_000
"""A word of so many passages says little of one, and weighing it would take reading where else it stands."""

BEST = (Order("rank", "rank", float), Order("place", "place", int))
NEWEST = (Order("place", "place", int),)


Hits = types.Connection[types.SearchHit]


def search(session: Session, loader: Loader, text: str, window: Window, wanted: Wanted) -> Hits:
    """What contains every word. Raises QueryError for a text without words and for a cursor that is none."""
    words = sql.words(text)
    if not words:
        raise QueryError("text", "has no words to search for")
    query = sql.query(words)
    found = _page(session, words, window)
    below = nodes(wanted)
    known = by_key(session, loader, [row["key"] for row in found.rows], below.below("node"))
    hits = [types.SearchHit(node=known[row["key"]], snippet=row["snippet"]) for row in found.rows]
    return assemble(session, found, hits, _count(session, query) if "totalCount" in wanted else 0)


def _count(session: Session, query: str) -> int:
    (row,) = session.select("SELECT count(*) AS n FROM search WHERE search MATCH ?", (query,))
    return int(row["n"])


def _page(session: Session, words: Sequence[str], window: Window) -> Page:
    """A page in the order that its cursor names, without one in the order that fits the number of matches."""
    query = sql.query(words)
    first = session.select(
        "SELECT rowid AS place FROM search WHERE search MATCH ? ORDER BY rowid LIMIT ?", (query, RANKED + 1)
    )
    orders, last = _cursor(window.after)
    if orders is None:
        orders = BEST if len(first) <= RANKED else NEWEST
    if orders is BEST:
        return _best(session, words, [row["place"] for row in first[:RANKED]], window, last)
    rows = _hits(session, "s.rowid > ?", (query, last[0] if last else -1, window.size + 1))
    shown = rows[: window.size]
    cursors = [encode(NEWEST, [row["place"]]) for row in shown]
    return Page(shown, cursors, len(rows) > len(shown), window.after is not None)


def _best(session: Session, words: Sequence[str], places: Sequence[int], window: Window, last: Sequence[Cell]) -> Page:
    """A page of matches by their rank. It goes on after the match of the cursor, wherever that stands by now."""
    query, telling = sql.query(words), _telling(session, words) if places else []
    ranked: list[Row] = [{"rank": 0.0, "place": place} for place in places]
    if telling:
        ranked = session.select(
            f"SELECT rank, rowid AS place FROM search WHERE search MATCH ? AND +rowid IN ({sql.marks(places)}) "
            "ORDER BY rank, rowid",
            (sql.query(telling), *places),
        )
    start = 0
    if last:
        passed = [number for number, row in enumerate(ranked) if row["place"] == last[1]]
        earlier = sum((row["rank"], row["place"]) <= tuple(last) for row in ranked)
        start = passed[0] + 1 if passed else earlier
    shown = ranked[start : start + window.size]
    marks = sql.marks(shown)
    found = _hits(session, f"s.rowid IN ({marks})", (query, *(row["place"] for row in shown), len(shown)))
    hits = {row["place"]: row for row in found}
    cursors = [encode(BEST, [row["rank"], row["place"]]) for row in shown]
    return Page([hits[row["place"]] for row in shown], cursors, start + len(shown) < len(ranked), bool(last))


def _telling(session: Session, words: Sequence[str]) -> Sequence[str]:
    """The words that are not common, and none without letters, which match everything."""
    count = f"SELECT count(*) AS n FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT {COMMON})"
    return [word for word in words if 0 < session.select(count, (sql.query([word]),))[0]["n"] < COMMON]


def _hits(session: Session, condition: str, parameters: Sequence[Cell]) -> list[Row]:
    return session.select(
        "SELECT s.rowid AS place, p.key, snippet(search, -1, '«', '»', '…', 24) AS snippet "
        "FROM search AS s CROSS JOIN passage AS p ON p.place = s.rowid "
        f"WHERE s.search MATCH ? AND {condition} ORDER BY s.rowid LIMIT ?",
        parameters,
    )


def _cursor(cursor: str | None) -> tuple[Sequence[Order] | None, list[Cell]]:
    """The order that a cursor was made for, with the values of its row."""
    if cursor is None:
        return None, []
    try:
        return NEWEST, decode(NEWEST, cursor)
    except QueryError:
        return BEST, decode(BEST, cursor)
