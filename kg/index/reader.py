"""Reading the read model. Whoever asks sees a ``Reader``, so that another SQL engine can take SQLite's place."""

from __future__ import annotations

import queue
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from kg.errors import QueryError, QueryTimeoutError, StoreError
from kg.index.names import fold

PARAMETERS = 30_000
"""Most parameters of one statement; SQLite's own limit is 32,766."""

Cell = str | int | float | None
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that was run, with its parameters in order."""

    sql: str
    parameters: tuple[Cell, ...]


class Session(Protocol):
    """One consistent state of the data, used by one thread, with a log of what was asked."""

    log: list[Statement]

    def select(self, sql: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        """The rows of a statement with ``?`` for parameters."""
        ...

    def fresh(self) -> Session:
        """The same state with an empty log."""
        ...


class Reader(Protocol):
    """Where answers come from."""

    base_iri: str

    def session(self) -> AbstractContextManager[Session]:
        """A session; statements within it see the same state."""
        ...


@dataclass
class SqliteSession:
    """A session on one connection of ``SqliteReader``."""

    db: sqlite3.Connection
    log: list[Statement] = field(default_factory=list)

    def select(self, sql: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        """The rows of a statement with ``?`` for parameters."""
        if len(parameters) > PARAMETERS:
            raise QueryError("query", f"more than {PARAMETERS} values to compare with")
        self.log.append(Statement(sql, tuple(parameters)))
        cursor = self.db.execute(sql, tuple(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def fresh(self) -> SqliteSession:
        """The same state with an empty log."""
        return SqliteSession(self.db)


class SqliteReader:
    """Reads a read model while it may be written. Safe to use from several threads, each gets its own connection."""

    def __init__(self, path: Path | str, *, connections: int = 8, seconds: float = 10.0) -> None:
        """Open for reading. A session that reads for more than ``seconds`` is broken off.

        Raises StoreError when there is no read model or it is unreadable.
        """
        self.path = Path(path)
        self._seconds = seconds
        if not self.path.is_file():
            raise StoreError(self.path, "no read model there; build one with kg build")
        self._free: queue.LifoQueue[sqlite3.Connection | None] = queue.LifoQueue()
        for _ in range(connections):
            self._free.put(None)
        self._connections = connections
        try:
            with self.session() as session:
                found = session.select("SELECT value FROM meta WHERE name = 'base_iri'")
        except sqlite3.Error as error:
            self.close()
            raise StoreError(self.path, f"the read model is unreadable: {error}") from error
        self.base_iri = str(found[0]["value"]) if found else ""

    @contextmanager
    def session(self) -> Iterator[SqliteSession]:
        """Borrow a connection for one read transaction; waits while all are in use.

        Raises QueryTimeoutError from the block when it reads for too long.
        """
        db = self._free.get()
        try:
            db = db or self._connect()
            end = time.monotonic() + self._seconds
            db.set_progress_handler(lambda: time.monotonic() > end, 10_000)
            db.execute("BEGIN")
            try:
                yield SqliteSession(db)
            except sqlite3.OperationalError as error:
                if str(error) != "interrupted":
                    raise
                raise QueryTimeoutError("query", f"stopped after {self._seconds:g} seconds") from error
            finally:
                db.set_progress_handler(None, 0)
                db.execute("ROLLBACK")
        finally:
            self._free.put(db)

    def close(self) -> None:
        """Close the connections, as soon as each comes back."""
        for _ in range(self._connections):
            if db := self._free.get():
                db.close()
        for _ in range(self._connections):
            self._free.put(None)

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10, check_same_thread=False)
        db.execute("PRAGMA query_only = 1")
        db.execute("PRAGMA mmap_size = 16777216")
        db.execute("PRAGMA cache_size = -8000")
        db.create_function("fold", 1, _fold, deterministic=True)
        return db


def _fold(text: object) -> str | None:
    return fold(text) if isinstance(text, str) else None
