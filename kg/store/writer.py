"""Writing a store. Every change is one transaction, so that a kill at any point leaves a store that can go on."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pyoxigraph as ox
import rdflib

from kg.store import files, terms
from kg.store.names import REFERENCE, SHA256, document_node, graph_node
from kg.store.view import View

FLUSH_EVERY = 100  # documents between two flushes: RocksDB would keep all that was written in memory


class Store(View):
    """The one writer of a store; a second one, in this or another process, is refused."""

    _unflushed = 0

    @classmethod
    def open(cls, path: Path | str, *, base_iri: str) -> Self:
        """Open for writing, created where there is none.

        Raises StoreError when another process has it open, when the folder is something else or broken (it is then
        left as it was), and when it was built with another base IRI.
        """
        path = Path(path)
        files.create(path, base_iri)
        with files.translated(path):
            return cls(path, base_iri, ox.Store(path / files.QUADS))

    def put(self, document_id: str, sha256: str, graph: rdflib.Graph) -> None:
        """Store what one document says in place of what it said before.

        The graph must have been validated: pyoxigraph takes an impossible date without complaint. ``sha256`` is
        ``Document.sha256``, the mark that the document is done.
        Raises ValidationError for a graph with blank nodes or malformed IRIs, StoreError when the disk fails.
        """
        name = graph_node(self.base_iri, document_id)
        mark = ox.Quad(document_node(self.base_iri, document_id), SHA256, ox.Literal(sha256), name)
        self._replace(name, [*terms.quads(graph, name), mark])
        self._unflushed += 1
        if self._unflushed >= FLUSH_EVERY:
            with files.translated(self.path):
                self.quads.flush()
            self._unflushed = 0

    def withdraw(self, document_id: str) -> bool:
        """Remove a document with all that rests on it alone. False when it was not there."""
        name = graph_node(self.base_iri, document_id)
        with files.translated(self.path):
            if not self.quads.contains_named_graph(name):
                return False
            self.quads.remove_graph(name)
        return True

    def load_reference(self, graph: rdflib.Graph) -> bool:
        """Store the reference data unless it is there already. True when something changed."""
        quads = terms.quads(graph, REFERENCE)
        mark = ox.Quad(REFERENCE, SHA256, ox.Literal(terms.digest(quads)), REFERENCE)
        with files.translated(self.path):
            if mark in self.quads:
                return False
        self._replace(REFERENCE, [*quads, mark])
        return True

    def optimize(self) -> None:
        """Compact the files after a long build, so that queries run faster."""
        with files.translated(self.path):
            self.quads.optimize()

    def _replace(self, name: ox.NamedNode, quads: list[ox.Quad]) -> None:
        """Replace a named graph in one transaction: ``extend`` is one, and so is a sequence of updates.

        The update is made of serialised terms only: N-Triples are part of the SPARQL grammar.
        """
        with files.translated(self.path):
            if not self.quads.contains_named_graph(name):
                self.quads.extend(quads)
                return
            triples = ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.N_TRIPLES)
            assert triples is not None
            self.quads.update(f"DROP GRAPH {name}; INSERT DATA {{ GRAPH {name} {{ {triples.decode()} }} }}")
