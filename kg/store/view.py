"""Reading a store: what the writer and a read-only snapshot have in common."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import files
from kg.store.names import CLAIM, CONFIGURATION, IDENTIFIER, REFERENCE, SHA256, graph_node
from kg.store.prefixes import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Status:
    """What is in a store. ``claims`` counts by type ("TransferClaim"); ``bytes`` are those on disk."""

    documents: int
    claims: dict[str, int]
    quads: int
    bytes: int


class View:
    """An open store. Use it as a context manager: leaving it releases the files, and the writer's lock."""

    def __init__(self, path: Path, base_iri: str, quads: ox.Store) -> None:
        self.path = path
        self.base_iri = base_iri
        self._quads: ox.Store | None = quads

    @property
    def quads(self) -> ox.Store:
        """The pyoxigraph store. Raises StoreError when closed."""
        if self._quads is None:
            raise StoreError(self.path, "is closed")
        return self._quads

    def close(self) -> None:
        """Release the files. pyoxigraph closes a store when the last reference to it goes."""
        self._quads = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def select(
        self, query: str, substitutions: Mapping[str, Term] | None = None
    ) -> tuple[list[str], list[dict[str, Term | None]]]:
        """Names and rows (by name, None where unbound) of a SELECT of our own over all graphs together.

        ``substitutions`` gives values to variables of the SELECT list. Queries of strangers belong in kg.query.sparql.
        """
        values = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        with files.translated(self.path):
            solutions = self.quads.query(
                query, prefixes=PREFIXES, use_default_graph_as_union=True, substitutions=values
            )
            if not isinstance(solutions, ox.QuerySolutions):
                raise TypeError("not a SELECT query")
            names = [variable.value for variable in solutions.variables]
            return names, [dict(zip(names, row, strict=True)) for row in solutions]

    def has(self, document_id: str, sha256: str, configuration: str) -> bool:
        """Whether the document is stored, complete, unchanged and read with the same software and settings.

        ``sha256`` is ``Document.sha256``; ``configuration`` the ck:configurationHash of the run.
        """
        graph = graph_node(self.base_iri, document_id)
        marks = ((SHA256, sha256), (CONFIGURATION, configuration))
        with files.translated(self.path):
            return all(any(self.quads.quads_for_pattern(None, p, ox.Literal(o), graph)) for p, o in marks)

    def documents(self) -> list[str]:
        """The ids of the documents, sorted."""
        with files.translated(self.path):
            found = self.quads.quads_for_pattern(None, IDENTIFIER, None)
            return sorted({quad.object.value for quad in found if isinstance(quad.object, ox.Literal)})

    def graphs(self) -> list[ox.NamedNode]:
        """The named graphs, sorted by IRI; the reference graph comes last."""
        with files.translated(self.path):
            names = {graph.value for graph in self.quads.named_graphs()} - {REFERENCE.value}
            present = [REFERENCE] if self.quads.contains_named_graph(REFERENCE) else []
        return [*map(ox.NamedNode, sorted(names)), *present]

    def status(self) -> Status:
        """Counts over the whole store; takes time in proportion to its size."""
        _, rows = self.select(
            f"SELECT ?type (COUNT(DISTINCT ?claim) AS ?count) WHERE {{ ?claim a {CLAIM}, ?type }} GROUP BY ?type"
        )
        # select() gives terms of any kind; these are an IRI and a number
        counts = {str(row["type"].value): int(row["count"].value) for row in rows}  # type: ignore[union-attr]
        claims = {name.rpartition("#")[2]: counts[name] for name in sorted(counts) if name != CLAIM.value}
        with files.translated(self.path):
            return Status(len(self.documents()), claims, len(self.quads), files.size(self.path))


class Snapshot(View):
    """The data as it was when opened; a writer may go on meanwhile. Open another one to see what is new."""

    @classmethod
    def open(cls, path: Path | str, *, attempts: int = 5) -> Self:
        """Open read-only. Raises StoreError when there is no store, or none that can be read.

        A writer may replace a file just while it is being opened, so a failure is tried again.
        """
        path = Path(path)
        base_iri = files.read_base_iri(path)
        if not (path / files.QUADS / "CURRENT").exists():
            raise StoreError(path, "no store there; build one with kg build")
        for attempt in range(1, attempts + 1):
            try:
                with files.translated(path):
                    return cls(path, base_iri, ox.Store.read_only(str(path / files.QUADS)))
            except StoreError:
                if attempt == attempts:
                    raise
                time.sleep(0.05 * attempt)
        raise AssertionError("unreachable")
