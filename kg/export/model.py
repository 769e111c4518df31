"""The read model as the exports see it: exactly the state of the snapshot, in one read transaction."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.index import FILE, Index
from kg.index.state import compare, connect
from kg.store import View


@contextmanager
def reading(view: View) -> Iterator[sqlite3.Connection]:
    """The store's own read model where it is in step, else one made for this export; rows come with names.

    Raises StoreError when neither can be read.
    """
    with contextlib.ExitStack() as stack:
        try:
            db = _own(view, stack) or _made(view, stack)
            db.row_factory = sqlite3.Row
            yield db
        except sqlite3.Error as error:
            raise StoreError(view.path / FILE, f"the read model cannot be read: {error}") from error


def _own(view: View, stack: contextlib.ExitStack) -> sqlite3.Connection | None:
    path = view.path / FILE
    if not path.is_file():
        return None
    try:
        db = _begun(path, stack)
        return db if compare(db, view).in_step else None
    except sqlite3.Error:
        return None


def _made(view: View, stack: contextlib.ExitStack) -> sqlite3.Connection:
    path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kg-export-"))) / FILE
    with Index.open(path, base_iri=view.base_iri) as index:
        index.rebuild(view)
    return _begun(path, stack)


def _begun(path: Path, stack: contextlib.ExitStack) -> sqlite3.Connection:
    db = stack.enter_context(contextlib.closing(connect(path)))
    db.execute("BEGIN")
    return db
