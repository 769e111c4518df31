import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.index.page import Order, Window, page
from kg.index.reader import SqliteSession
from kg.index.sql import TRUE, Condition, every, some

Record = tuple[int, str | None, float | None]
RECORDS = st.lists(
    st.tuples(st.none() | st.sampled_from(["", "a", "b", "é\0"]), st.none() | st.sampled_from([-1.5, 0.0, 2.0])),
    max_size=12,
)


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE thing (key INTEGER PRIMARY KEY, word TEXT, number REAL)")
    yield db
    db.close()


def expected(records: list[Record], orders: list[Order]) -> list[int]:
    def compare(one: Record, other: Record) -> int:
        for order in orders:
            place = 1 if order.name == "word" else 2
            a, b = one[place], other[place]
            if a != b:
                less = b is not None and (a is None or a < b)
                return (1 if order.descending else -1) * (1 if less else -1)
        return other[0] - one[0] if orders[-1].descending else one[0] - other[0]

    return [record[0] for record in sorted(records, key=cmp_to_key(compare))]


@given(RECORDS, st.booleans(), st.booleans(), st.integers(1, 4), st.booleans(), st.booleans(), st.integers(0, 4))
def test_pages_put_together_are_the_whole_list(
    db: sqlite3.Connection,
    values: list[tuple[str | None, float | None]],
    a: bool,
    b: bool,
    size: int,
    swap: bool,
    back: bool,
    large: int,
) -> None:
    """Also where pages begin within a group of rows that have the first value in common; ``large`` from 1 on."""
    records: list[Record] = [(n, *value) for n, value in enumerate(values)]
    db.execute("DELETE FROM thing")
    db.executemany("INSERT INTO thing VALUES (?, ?, ?)", records)
    orders = [Order("word", "t.word", str, a, True), Order("number", "t.number", float, b, True)]
    orders = orders[::-1] if swap else orders
    session, found, cursor = SqliteSession(db), [], None
    for _ in range(len(records) + 1):
        window = Window(size, before=cursor, backward=True) if back else Window(size, after=cursor)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kg.index.page.GROUP", large)
            patch.setattr("kg.index.page.STEPS", 2)
            got = page(session, "SELECT t.* FROM thing AS t", TRUE, orders, window, groups=large > 0)
        keys = [row["key"] for row in got.rows]
        found = keys + found if back else found + keys
        if not (got.has_previous if back else got.has_next):
            break
        cursor = got.cursors[0 if back else -1]
    assert found == expected(records, orders)


LITTLE = Condition("t.number < ?", (2,))
NAMED = [Condition("t.word = ?", (word,)) for word in ("a", "b", "é\0")]
FILTERS: dict[str, tuple[Condition, Callable[[Record], bool]]] = {
    "either": (some(NAMED), lambda r: r[1] in ("a", "b", "é\0")),
    "overlapping": (some([*NAMED, LITTLE]), lambda r: r[1] in ("a", "b", "é\0") or (r[2] is not None and r[2] < 2)),
    "both": (every([some(NAMED), LITTLE]), lambda r: r[1] in ("a", "b", "é\0") and r[2] is not None and r[2] < 2),
}


@given(RECORDS, st.sampled_from(sorted(FILTERS)), st.booleans(), st.booleans(), st.integers(1, 3), st.integers(1, 9))
def test_alternatives_and_walks_find_what_a_filter_finds(
    db: sqlite3.Connection,
    values: list[tuple[str | None, float | None]],
    name: str,
    walk: bool,
    down: bool,
    size: int,
    steps: int,
) -> None:
    """A walk may give up early, where matches are far apart; then the page must be found without it."""
    records: list[Record] = [(n, *value) for n, value in enumerate(values)]
    db.execute("DELETE FROM thing")
    db.executemany("INSERT INTO thing VALUES (?, ?, ?)", records)
    condition, test = FILTERS[name]
    where = replace(condition, size=10**9)
    orders = [Order("word", "t.word", str, down, True)]
    found: list[int] = []
    cursor = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.index.page.STEPS", steps)
        while len(found) <= len(records):
            window = Window(size, after=cursor)
            got = page(SqliteSession(db), "SELECT t.* FROM thing AS t", where, orders, window, walk)
            found += [row["key"] for row in got.rows]
            if not got.has_next:
                break
            cursor = got.cursors[-1]
    assert found == expected([record for record in records if test(record)], orders)


def test_rows_that_come_and_go_do_not_shift_pages(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM thing")
    db.executemany("INSERT INTO thing VALUES (?, 'w', ?)", [(n, float(n)) for n in range(10)])
    orders = [Order("number", "t.number", float)]
    session = SqliteSession(db)
    first = page(session, "SELECT t.* FROM thing AS t", TRUE, orders, Window(3))
    db.execute("DELETE FROM thing WHERE key IN (0, 1, 2)")
    second = page(session, "SELECT t.* FROM thing AS t", TRUE, orders, Window(3, after=first.cursors[-1]))
    assert [row["key"] for row in second.rows] == [3, 4, 5]


@pytest.mark.parametrize(
    "cursor", ["", "x", "!!!", "é", "bnVsbA", "W10", "WyJudW1iZXIsa2V5IiwgIngiLCAxXQ", "eyJhIjogMX0", "A" * 10_000,
               "WyJudW1iZXIsa2V5IiwgTmFOLCAxXQ", "WyJudW1iZXIsa2V5IiwgMSwgMTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwXQ"]
)  # fmt: skip
def test_a_made_up_cursor_is_refused(db: sqlite3.Connection, cursor: str) -> None:
    with pytest.raises(QueryError, match="cursor"):
        page(
            SqliteSession(db),
            "SELECT t.* FROM thing AS t",
            TRUE,
            [Order("number", "t.number", float)],
            Window(1, cursor),
        )


def test_a_cursor_of_another_order_is_refused(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM thing")
    db.execute("INSERT INTO thing VALUES (0, 'a', 1)")
    up, down = Order("number", "t.number", float), Order("number", "t.number", float, True)
    got = page(SqliteSession(db), "SELECT t.* FROM thing AS t", TRUE, [up], Window(1))
    with pytest.raises(QueryError, match="another order"):
        page(SqliteSession(db), "SELECT t.* FROM thing AS t", TRUE, [down], Window(1, got.cursors[0]))
