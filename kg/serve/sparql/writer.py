"""The process that changes the store: ``python -m kg.serve.sparql.writer QUADS BYTES``. It may be killed at any time.

It reads a line of JSON and a body from stdin and answers with JSON on stdout. Every change is one transaction of
pyoxigraph, so a kill leaves the store as it was. It imports pyoxigraph alone, so that it starts fast.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox

from kg.query.worker import confine

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
Request = dict[str, Any]


def update(store: ox.Store, request: Request, body: bytes) -> bool:
    """SPARQL 1.1 Update."""
    store.update(body.decode(), base_iri=request["base_iri"], prefixes=request["prefixes"])
    return True


def put(store: ox.Store, request: Request, body: bytes) -> bool:
    """Replace a graph. The update is made of serialised terms only: N-Triples are part of the SPARQL grammar."""
    graph = _graph(request)
    existed = _exists(store, graph)
    triples = ox.serialize((quad.triple for quad in _parse(request, body)), format=ox.RdfFormat.N_TRIPLES)
    assert triples is not None
    if isinstance(graph, ox.DefaultGraph):
        store.update(f"CLEAR DEFAULT; INSERT DATA {{ {triples.decode()} }}")
    else:
        store.update(
            f"DROP SILENT GRAPH {graph}; CREATE SILENT GRAPH {graph};"
            f" INSERT DATA {{ GRAPH {graph} {{ {triples.decode()} }} }}"
        )
    return existed


def post(store: ox.Store, request: Request, body: bytes) -> bool:
    """Add to a graph."""
    graph = _graph(request)
    existed = _exists(store, graph)
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in _parse(request, body)]
    store.extend(quads)
    return existed


def delete(store: ox.Store, request: Request, body: bytes) -> bool:
    """Remove a graph."""
    graph = _graph(request)
    existed = _exists(store, graph)
    if isinstance(graph, ox.DefaultGraph):
        store.clear_graph(graph)
    elif existed:
        store.remove_graph(graph)
    return existed


ACTIONS: dict[str, Callable[[ox.Store, Request, bytes], bool]] = {
    "update": update,
    "put": put,
    "post": post,
    "delete": delete,
}


def answer(quads: str, request: Request, body: bytes) -> dict[str, Any]:
    """Do what the request says; error is "" or whose fault it is ("body", "store")."""
    try:
        store = ox.Store(quads)
    except OSError as error:
        return {"error": "store", "reason": str(error)}
    try:
        return {"error": "", "existed": ACTIONS[request["action"]](store, request, body)}
    except OSError as error:
        return {"error": "store", "reason": str(error)}
    except Exception as error:  # whatever it is, it is the body's fault
        return {"error": "body", "reason": " ".join(str(error).split()) or "cannot be read"}


def _graph(request: Request) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(request["graph"]) if request["graph"] else ox.DefaultGraph()


def _exists(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    return isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)


def _parse(request: Request, body: bytes) -> list[ox.Quad]:
    if request["format"] == "rdfxml" and b"<!DOCTYPE" in body:
        raise ValueError("a document type is not allowed: entities may grow without bound")
    parsed = ox.parse(
        body,
        FORMATS[request["format"]],
        base_iri=request["base_iri"],
        without_named_graphs=True,
        rename_blank_nodes=True,
    )
    return list(parsed)


if __name__ == "__main__":
    confine(int(sys.argv[2]))
    line, _, rest = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.write(json.dumps(answer(sys.argv[1], json.loads(line), rest)))
