"""Whether a read model is in step with its store, found out without changing it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.store import View, names

VERSION = 1
"""Of the tables and of the projection: a file of another version is built anew."""


@dataclass(frozen=True, slots=True)
class State:
    """What sets a read model apart from the store.

    ``behind`` and ``gone``: ids of documents that the store has in another state, and no more; sorted.
    ``unusable``: why nothing of it can be trusted, such as "missing".
    """

    behind: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    reference: bool = True
    unusable: str | None = None

    @property
    def in_step(self) -> bool:
        """Whether it says what the store says."""
        return not (self.behind or self.gone or self.unusable) and self.reference


def state(path: Path, view: View) -> State:
    """The state of the read model in file ``path``."""
    if not path.is_file():
        return State(unusable="missing")
    try:
        with contextlib.closing(connect(path)) as db:
            return compare(db, view)
    except sqlite3.Error as error:
        return State(unusable=f"unreadable: {error}")


def connect(path: Path) -> sqlite3.Connection:
    """Open for reading. Raises sqlite3.Error."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10)
    db.execute("PRAGMA query_only = 1")
    return db


def compare(db: sqlite3.Connection, view: View) -> State:
    """The state of an open read model. Raises sqlite3.Error for a file that is none."""
    if not fits(db, view.base_iri):
        return State(unusable="of another version or base IRI")
    behind, gone = drift(db, view)
    digest = db.execute("SELECT value FROM meta WHERE name = 'reference'").fetchone()
    return State(tuple(behind), tuple(gone), (digest[0] if digest else None) == reference_mark(view))


def fits(db: sqlite3.Connection, base_iri: str) -> bool:
    """Whether the file is a read model of this version and base IRI."""
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        return False
    return bool(db.execute("SELECT 1 FROM meta WHERE name = 'base_iri' AND value = ?", (base_iri,)).fetchone())


def drift(db: sqlite3.Connection, view: View) -> tuple[list[str], list[str]]:
    """The ids of documents that lag behind the store, and of those that are gone from it, sorted."""
    here = {row[0]: row[1:] for row in db.execute("SELECT id, sha256, configuration FROM document")}
    there = dict(_marks(view))
    behind = sorted(i for i, mark in there.items() if here.get(i) != mark)
    return behind, sorted(here.keys() - there.keys())


def reference_mark(view: View) -> str:
    """The digest of the store's reference data, empty where there are none."""
    found = view.quads.quads_for_pattern(names.REFERENCE, names.SHA256, None, names.REFERENCE)
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), "")


def _marks(view: View) -> Iterator[tuple[str, tuple[str, str]]]:
    """Id, digest and configuration of every document of the store."""
    by_graph: dict[str, dict[str, str]] = {}
    for name in (names.IDENTIFIER, names.SHA256, names.CONFIGURATION):
        for quad in view.quads.quads_for_pattern(None, name, None):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.graph_name, ox.NamedNode):
                by_graph.setdefault(quad.graph_name.value, {})[name.value] = quad.object.value
    for marks in by_graph.values():
        if names.IDENTIFIER.value in marks:
            mark = marks.get(names.SHA256.value, ""), marks.get(names.CONFIGURATION.value, "")
            yield marks[names.IDENTIFIER.value], mark
