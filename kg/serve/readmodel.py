"""The read model as the server uses it: opened when first needed, opened again when the file was replaced,
brought level with the store once nobody else writes."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.index import FILE, Index, Session, SqliteReader
from kg.serve.snapshots import Snapshots

CHANGING = "index.changing"
"""File in the folder of a store: graphs that were changed over HTTP, which the read model does not say yet."""
TAKEN = "index.changed"
"""The same while the read model is being brought level."""


class ReadModel:
    """A ``kg.index.Reader`` over the read model of a store. Safe to use from several threads."""

    def __init__(self, store: Path, base_iri: str) -> None:
        self.path = store / FILE
        self.base_iri = base_iri
        self._lock = threading.Lock()
        self._reader: SqliteReader | None = None
        self._file = 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session on the current state. Raises StoreError when there is no read model."""
        try:
            with self._current().session() as session:
                yield session
        except sqlite3.OperationalError as error:
            raise StoreError(self.path, f"the read model is unreadable: {error}") from error

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            if self._reader:
                self._reader.close()
                self._reader = None

    def _current(self) -> SqliteReader:
        try:
            file = self.path.stat().st_ino
        except OSError as error:
            raise StoreError(self.path, "no read model there; build one with kg build") from error
        with self._lock:
            if self._reader is None or file != self._file:
                self._reader, self._file = SqliteReader(self.path), file
            return self._reader


def level(store: Path, snapshots: Snapshots) -> int:
    """Bring the read model level with the store; the number of documents that had to be read.

    The marks of documents tell what builds have changed, the list of graphs what this server has.
    Raises StoreError when another process is writing it or the folder is read-only.
    """
    graphs = _take(store)
    try:
        snapshots.expire()
        with snapshots.hold() as snapshot, Index.open(store / FILE, base_iri=snapshot.base_iri) as index:
            done = index.follow(snapshot, graphs) + index.repair(snapshot)
    except BaseException:
        with contextlib.suppress(OSError), (store / CHANGING).open("a", encoding="utf-8") as file:
            file.writelines(f"{graph}\n" for graph in sorted(graphs))
        raise
    (store / TAKEN).unlink(missing_ok=True)
    return done


def _take(store: Path) -> set[str]:
    """The graphs that this server has changed since. Names that were taken but not finished with are taken again."""
    with contextlib.suppress(OSError):
        earlier = (store / TAKEN).read_text("utf-8")
        with (store / CHANGING).open("a", encoding="utf-8") as file:
            file.write(earlier)
    try:
        (store / CHANGING).replace(store / TAKEN)
        return set((store / TAKEN).read_text("utf-8").splitlines())
    except OSError:
        return set()
