"""Whether a read model is in step with its store, found out without changing it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.store import View, names

VERSION = 4
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
    behind, known = [], 0
    for document_id, mark in _marks(view):
        here = db.execute("SELECT sha256, configuration FROM document WHERE id = ?", (document_id,)).fetchone()
        known += here is not None
        if here is None or tuple(here) != mark:
            behind.append(document_id)
    if known == db.execute("SELECT count(*) FROM document").fetchone()[0]:
        return sorted(behind), []
    ids = (row[0] for row in db.execute("SELECT id FROM document ORDER BY id"))
    gone = [i for i in ids if not view.quads.contains_named_graph(names.graph_node(view.base_iri, i))]
    return sorted(behind), gone


def reference_mark(view: View) -> str:
    """The digest of the store's reference data, empty where there are none."""
    return _text(view, names.SHA256, names.REFERENCE)


def _marks(view: View) -> Iterator[tuple[str, tuple[str, str]]]:
    """Id, digest and configuration of every document of the store; memory: one document."""
    for quad in view.quads.quads_for_pattern(None, names.IDENTIFIER, None):
        if isinstance(quad.object, ox.Literal):
            graph = quad.graph_name
            yield quad.object.value, (_text(view, names.SHA256, graph), _text(view, names.CONFIGURATION, graph))


def _text(view: View, predicate: ox.NamedNode, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    found = view.quads.quads_for_pattern(None, predicate, None, graph)
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), "")
