"""The content of a store in one order, whatever the order in which it came in.

Memory: one graph, or the triples of one subject. What may be more is sorted in a temporary file of SQLite.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.store import View
from kg.store.names import REFERENCE

IN_MEMORY = 10_000
"""Quads of one subject that are sorted in memory."""


def triples(view: View, *, reference: bool) -> Iterator[ox.Triple]:
    """The triples of all graphs merged, each once, sorted by subject, predicate and object."""
    for subject in _subjects(view, reference):
        found = {quad.triple for quad in view.quads.quads_for_pattern(subject, None, None) if _wanted(quad, reference)}
        yield from sorted(found, key=str)


def quads(view: View, *, reference: bool) -> Iterator[ox.Quad]:
    """The quads in the order of canonical N-Quads (https://www.w3.org/TR/rdf-canon/): by subject first."""
    for subject in _subjects(view, reference):
        found = (quad for quad in view.quads.quads_for_pattern(subject, None, None) if _wanted(quad, reference))
        yield from _sorted(found)


def graphs(view: View, *, reference: bool) -> Iterator[ox.Quad]:
    """The quads graph by graph, the reference data last, sorted within each graph."""
    names = (str(name.value) for name in view.quads.named_graphs() if name != REFERENCE)
    for name in itertools.chain(_sorted_texts(names), [REFERENCE.value] if reference else ()):
        yield from sorted(view.quads.quads_for_pattern(None, None, None, ox.NamedNode(name)), key=str)


def _wanted(quad: ox.Quad, reference: bool) -> bool:
    return reference or quad.graph_name != REFERENCE


def _sorted(found: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
    """A run, or an entity that no table knows, is described in the graph of each of its documents."""
    head = list(itertools.islice(found, IN_MEMORY))
    if len(head) < IN_MEMORY:
        yield from sorted(head, key=str)
        return
    for line in _sorted_texts(f"{quad} ." for quad in itertools.chain(head, found)):
        yield from ox.parse(line, ox.RdfFormat.N_QUADS)


def _subjects(view: View, reference: bool) -> Iterator[ox.NamedNode | ox.BlankNode]:
    for node in _sorted_texts(str(quad.subject) for quad in view.quads if _wanted(quad, reference)):
        yield ox.NamedNode(node[1:-1]) if node.startswith("<") else ox.BlankNode(node[2:])


def _sorted_texts(texts: Iterable[str]) -> Iterator[str]:
    """Each text once, in the order of code points."""
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as db:  # a file that goes with the connection
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("CREATE TABLE item (text TEXT PRIMARY KEY) WITHOUT ROWID")
        db.execute("BEGIN")
        db.executemany("INSERT OR IGNORE INTO item VALUES (?)", ((text,) for text, _ in itertools.groupby(texts)))
        for (text,) in db.execute("SELECT text FROM item ORDER BY text"):
            yield text
