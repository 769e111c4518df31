"""Writing the read model: one transaction a document, after the store's own."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
import rdflib

from kg.errors import StoreError
from kg.index import entities
from kg.index.names import key
from kg.index.project import COLUMNS, REFERENCE, Rows, project
from kg.index.state import VERSION, drift, fits, reference_mark
from kg.index.triples import Triples
from kg.store import View, names, terms


class Index:
    """The one writer of a read model. Use it as a context manager.

    ``put`` and ``withdraw`` follow the same calls of ``kg.store.Store``. A kill between the two leaves the index
    behind the store; ``repair`` finds and closes the gap, so call it after opening.
    """

    def __init__(self, path: Path, base_iri: str, db: sqlite3.Connection) -> None:
        self.path = path
        self.base_iri = base_iri
        self._db = db

    @classmethod
    def open(cls, path: Path | str, *, base_iri: str) -> Self:
        """Open for writing; a file that is missing, broken or of another version or base IRI is started anew.

        Raises StoreError when another process is writing or the folder cannot be written.
        """
        path = Path(path)
        with _translated(path):
            try:
                db = _connect(path)
                if not fits(db, base_iri):
                    _create(db, base_iri)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                for suffix in ("", "-wal", "-shm"):  # not a database, or a damaged one: it can be built again
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
                db = _connect(path)
                _create(db, base_iri)
        return cls(path, base_iri, db)

    def close(self) -> None:
        """Let the planner learn from this session, and release the file."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("PRAGMA optimize")
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, document_id: str, graph: Triples) -> None:
        """Take in what one document says, in place of what it said before."""
        rows = project(graph, self.base_iri)
        with self._transaction():
            self._replace(self._source(document_id), rows)

    def withdraw(self, document_id: str) -> None:
        """Remove a document with all that rests on it alone."""
        with self._transaction():
            self._replace(self._source(document_id), {})

    def load_reference(self, graph: rdflib.Graph) -> bool:
        """Take in the reference data, the graph that the store was given. True when something changed."""
        digest = terms.digest(terms.quads(graph, names.REFERENCE))
        if self._meta("reference") == digest:
            return False
        with self._transaction():
            self._reference(graph, digest)
        return True

    def drift(self, view: View) -> tuple[list[str], list[str]]:
        """The ids of documents that lag behind the store, and of those that are gone from it, sorted."""
        return drift(self._db, view)

    def repair(self, view: View) -> int:
        """Bring the index level with the store. The number of documents that had to be read or removed."""
        digest = reference_mark(view)
        if digest != self._meta("reference"):
            with self._transaction():
                self._reference(_quads(view, names.REFERENCE), digest)
        behind, gone = self.drift(view)
        for document_id in gone:
            self.withdraw(document_id)
        for document_id in behind:
            self.put(document_id, _quads(view, names.graph_node(view.base_iri, document_id)))
        return len(behind) + len(gone)

    def follow(self, view: View, graphs: Iterable[str]) -> int:
        """Take in named graphs as they are now, whatever their marks say. The number of those of documents.

        Graphs that are neither a document's nor the reference data do not concern the read model.
        """
        done = 0
        for graph in sorted(set(graphs)):
            if graph == names.REFERENCE.value:
                with self._transaction():
                    self._reference(_quads(view, names.REFERENCE), reference_mark(view))
            elif graph.startswith(start := names.graph_node(self.base_iri, "").value):
                document = names.document_node(self.base_iri, "").value + graph.removeprefix(start)
                with self._transaction():
                    self._replace(key(document), self._document(view, ox.NamedNode(graph)))
                done += 1
        return done

    def _document(self, view: View, graph: ox.NamedNode) -> Rows:
        """The rows of a document's graph; none where the graph does not say that it is one's."""
        said = view.quads.quads_for_pattern(None, names.IDENTIFIER, None, graph)
        ids = {quad.object.value for quad in said if isinstance(quad.object, ox.Literal)}
        if graph not in [names.graph_node(self.base_iri, document_id) for document_id in ids]:
            return {}
        return project(_quads(view, graph), self.base_iri)

    def rebuild(self, view: View) -> int:
        """Build everything anew from the store, in one transaction: readers see the old state until the end.

        The number of documents.
        """
        with self._transaction():
            for table in (*COLUMNS, "entity", "name", "closure"):
                self._db.execute(f"DELETE FROM {table}")
            self._reference(_quads(view, names.REFERENCE), reference_mark(view))
            ids = view.documents()
            for document_id in ids:
                graph = names.graph_node(view.base_iri, document_id)
                self._replace(self._source(document_id), project(_quads(view, graph), self.base_iri))
        self._db.execute("INSERT INTO search (search) VALUES ('optimize')")
        self._db.execute("ANALYZE")
        return len(ids)

    @property
    def generation(self) -> int:
        """Grows with every change."""
        return int(self._meta("generation") or 0)

    def _source(self, document_id: str) -> int:
        return key(names.document_node(self.base_iri, document_id).value)

    def _meta(self, name: str) -> str | None:
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else None

    def _reference(self, graph: Triples, digest: str) -> None:
        self._replace(REFERENCE, project(graph, self.base_iri))
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('reference', ?)", (digest,))

    def _replace(self, source: int, rows: Rows) -> None:
        db = self._db
        changed = entities.said_by_no_other(db, source)
        for table, column in _owners(source):
            db.execute(f"DELETE FROM {table} WHERE {column} IS ?", (source or None if table == "office" else source,))
        for table, columns in COLUMNS.items():
            marks = ", ".join("?" * len(columns))
            db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows.get(table, ()))
        entities.refresh(db, changed | entities.said_by_no_other(db, source), self.base_iri)
        entities.sort_transfers(db, "document = ?", source)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with _translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise


def _owners(source: int) -> Iterator[tuple[str, str]]:
    """Tables with the column that says where a row comes from. Entities' passages are nobody's."""
    yield from (("fact", "source"), ("office", "document"))
    if source:
        yield from ((table, "document") for table in ("transfer", "deployment", "evidence"))
        yield from (("document", "key"), ("passage", "source"))


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # after a power cut the last documents may be missing: repair finds them
    return db


def _create(db: sqlite3.Connection, base_iri: str) -> None:
    """Empty tables, whatever was there before: readers keep their file, so it is not replaced."""
    db.execute("BEGIN IMMEDIATE")
    made = "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') AND sql IS NOT NULL ORDER BY type DESC"
    for kind, name in db.execute(made).fetchall():
        if not name.startswith(("search_", "sqlite_")):  # they go with the full-text table
            db.execute(f'DROP {kind} IF EXISTS "{name}"')
    for statement in _statements(files("kg.index").joinpath("schema.sql").read_text("utf-8")):
        db.execute(statement)
    db.executemany("INSERT INTO meta VALUES (?, ?)", [("base_iri", base_iri), ("generation", "0")])
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; ``executescript`` would commit."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _quads(view: View, graph: ox.NamedNode) -> Iterable[ox.Quad]:
    return view.quads.quads_for_pattern(None, None, None, graph)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(path, f"the read model cannot be written: {error}") from error
    except OSError as error:
        raise StoreError(path, f"cannot be written: {error.strerror}") from error
