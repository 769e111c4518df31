"""Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/: whole graphs, by ?graph= or ?default.

Everyone may read; writing needs what updates need. The default graph is that of the store (empty after a build: all
claims are in named graphs), while queries see all graphs together as theirs.
"""

from __future__ import annotations

import pyoxigraph as ox
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.query.sparql import GRAPHS
from kg.serve.accept import choose
from kg.serve.sparql.formats import GRAPH_TYPES, content_type
from kg.serve.sparql.protocol import content_type as body_type
from kg.serve.sparql.write import Change, authorize, change
from kg.serve.state import Service, service
from kg.store.prefixes import prefixes


async def graph_store(request: Request) -> Response:
    """GET, HEAD, PUT, POST and DELETE on one graph."""
    graph = _graph(request)
    if request.method in ("GET", "HEAD"):
        media = choose(request.headers.get("accept"), GRAPH_TYPES)
        if media is None:
            raise HTTPException(406, f"a graph can be one of {', '.join(GRAPH_TYPES)}")
        body = await to_thread.run_sync(_read, service(request), graph, GRAPH_TYPES[media])
        return Response(body, headers={"content-type": content_type(media), "vary": "Accept"})
    authorize(request)
    format = "" if request.method == "DELETE" else GRAPH_TYPES[body_type(request, tuple(GRAPH_TYPES))]
    wanted = Change(request.method.lower(), graph.value if graph else None, format, await request.body())
    existed = await change(service(request), wanted)
    if request.method == "DELETE" and not existed:
        raise _missing(graph)
    return Response(status_code=204 if existed else 201)


def _graph(request: Request) -> ox.NamedNode | None:
    """The graph that the request is about, None for the default graph."""
    given = request.query_params.getlist("graph")
    if len(given) + ("default" in request.query_params) != 1:
        raise HTTPException(400, "exactly one of the parameters graph=<IRI> and default is needed")
    try:
        return ox.NamedNode(given[0]) if given else None
    except ValueError as error:
        raise HTTPException(400, "graph: is no absolute IRI") from error


def _read(found: Service, graph: ox.NamedNode | None, format: str) -> bytes:
    with found.snapshots.hold() as snapshot:
        if graph and not snapshot.quads.contains_named_graph(graph):
            raise _missing(graph)
        quads = snapshot.quads.quads_for_pattern(None, None, None, graph or ox.DefaultGraph())
        triples = (quad.triple for quad in quads)
        return ox.serialize(triples, format=GRAPHS[format], prefixes=prefixes(snapshot.base_iri)) or b""


def _missing(graph: ox.NamedNode | None) -> HTTPException:
    return HTTPException(404, f"{graph.value if graph else 'default'}: no such graph")
