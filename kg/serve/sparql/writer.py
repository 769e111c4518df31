"""The process that changes the store: ``python -m kg.serve.sparql.writer QUADS BYTES``. It may be killed at any time.

It reads a line of JSON and a body from stdin and answers with JSON on stdout. Every change is one transaction of
pyoxigraph, so a kill leaves the store as it was. What changes is checked against the shapes before, as a build does.
Without claims in it nothing but pyoxigraph is imported, so that it starts fast.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.query.worker import confine, limit
from kg.serve.sparql.touched import Graph, as_update, changed, named

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
SHAPED = ("https://w3id.org/conflict-kg/", "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#")
"""Namespaces of what the shapes are about; a graph without any of them has nothing to be checked."""
COPY = "quads-copy"
"""Folder beside the quads in which an update is tried; its files are links to those of the store."""

Request = dict[str, Any]


class ShapesError(Exception):
    """A graph would violate the shapes: its name and the report in words."""

    def __init__(self, graph: Graph, report: str) -> None:
        super().__init__(report)
        self.graph = graph


class Writer:
    """One change of a store. ``changing`` is a file that gets the names of the graphs before and after the change."""

    def __init__(self, quads: Path, request: Request) -> None:
        self.store = ox.Store(str(quads))
        self.request = request
        self._copy = quads.with_name(COPY)
        self._changing = Path(request["changing"])

    def update(self, body: bytes) -> bool:
        """SPARQL 1.1 Update. It is run on a copy; what it changes there, if it conforms, is changed in the store.

        Blank nodes have no names by which another store could be told of them. Where some go or come, the update is
        run again on the store, and what it draws by chance (RAND, UUID) is then drawn again.
        """
        text, options = body.decode(), {name: self.request[name] for name in ("base_iri", "prefixes")}
        shutil.rmtree(self._copy, ignore_errors=True)
        try:
            self.store.backup(str(self._copy))
            after = ox.Store(str(self._copy))
            after.update(text, **options)
            found = list(changed(self.store, after, named(text)))
            del after
        finally:
            shutil.rmtree(self._copy, ignore_errors=True)
        for one in found:
            check(one.graph, one.quads)
        if (same := as_update(found)) is not None:
            text, options = same, {}
        if found:
            self._apply([one.graph for one in found], lambda: self.store.update(text, **options))
        return True

    def put(self, body: bytes) -> bool:
        """Replace a graph. The update is made of serialised terms only: N-Triples are part of the SPARQL grammar."""
        graph, quads = self._graph(), self._parse(body)
        existed = self._exists(graph)
        check(graph, quads)
        found = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
        triples = (found or b"").decode()
        if isinstance(graph, ox.DefaultGraph):
            update = f"CLEAR DEFAULT; INSERT DATA {{ {triples} }}"
        else:
            new = f"CREATE SILENT GRAPH {graph}; INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}"
            update = f"DROP SILENT GRAPH {graph}; {new}"
        self._apply([graph], lambda: self.store.update(update))
        return existed

    def post(self, body: bytes) -> bool:
        """Add to a graph."""
        graph = self._graph()
        existed = self._exists(graph)
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in self._parse(body)]
        check(graph, [*self.store.quads_for_pattern(None, None, None, graph), *quads])
        self._apply([graph], lambda: self.store.extend(quads))
        return existed

    def delete(self, body: bytes) -> bool:
        """Remove a graph."""
        graph = self._graph()
        existed = self._exists(graph)
        if isinstance(graph, ox.DefaultGraph):
            self._apply([graph], lambda: self.store.clear_graph(graph))
        elif existed:
            self._apply([graph], lambda: self.store.remove_graph(graph))
        return existed

    def _apply(self, graphs: Iterable[Graph], change: Callable[[], object]) -> None:
        """Make the change. A kill in between leaves graphs named that are as they were, which does no harm."""
        names = [graph.value for graph in graphs if isinstance(graph, ox.NamedNode)]
        self._note(names)
        change()
        self._note(names)  # whoever follows may have read the first note before the change

    def _note(self, names: Iterable[str]) -> None:
        lines = "".join(f"{name}\n" for name in names)
        if lines:
            with self._changing.open("a", encoding="utf-8") as file:
                file.write(lines)

    def _graph(self) -> Graph:
        return ox.NamedNode(self.request["graph"]) if self.request["graph"] else ox.DefaultGraph()

    def _exists(self, graph: Graph) -> bool:
        return isinstance(graph, ox.DefaultGraph) or self.store.contains_named_graph(graph)

    def _parse(self, body: bytes) -> list[ox.Quad]:
        if self.request["format"] == "rdfxml" and b"<!DOCTYPE" in body:
            raise ValueError("a document type is not allowed: entities may grow without bound")
        parsed = ox.parse(
            body,
            FORMATS[self.request["format"]],
            base_iri=self.request["base_iri"],
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return list(parsed)


def check(graph: Graph, quads: Sequence[ox.Quad]) -> None:
    """Raises ShapesError for a graph that violates the shapes. Reference data are not checked, as in a build."""
    if getattr(graph, "value", "") == f"{SHAPED[0]}reference" or not any(map(_shaped, quads)):
        return
    import rdflib

    from kg.graph.convert import triples_of
    from kg.validate import validate_document

    whole = rdflib.Graph(bind_namespaces="none")
    for triple in triples_of(quads):
        whole.add(triple)
    report = validate_document(whole)
    if not report.conforms:
        raise ShapesError(graph, report.text)


def _shaped(quad: ox.Quad) -> bool:
    values = (quad.predicate.value, getattr(quad.object, "value", ""))
    return any(value.startswith(SHAPED) for value in values)


def answer(quads: str, request: Request, body: bytes) -> dict[str, Any]:
    """Do what the request says; error is "" or whose fault it is ("body", "shapes", "store")."""
    try:
        writer = Writer(Path(quads), request)
        return {"error": "", "existed": getattr(writer, request["action"])(body)}
    except OSError as error:
        return {"error": "store", "reason": str(error)}
    except ShapesError as error:
        name = error.graph.value if isinstance(error.graph, ox.NamedNode) else "the default graph"
        return {"error": "shapes", "graph": name, "reason": str(error)}
    except Exception as error:  # whatever it is, it is the body's fault
        return {"error": "body", "reason": " ".join(str(error).split()) or "cannot be read"}


if __name__ == "__main__":
    confine()
    limit(int(sys.argv[2]))
    line, _, rest = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.write(json.dumps(answer(sys.argv[1], json.loads(line), rest)))
