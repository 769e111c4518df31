"""The explorer's endpoints: claims and documents as pages, or as RDF for those who ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.graph.iris import graph_iri
from kg.graph.vocabulary import CK, OA
from kg.index.page import Window
from kg.query.sparql import GRAPHS
from kg.serve import claims as read
from kg.serve import views
from kg.serve.accept import choose
from kg.serve.sparql.formats import GRAPH_TYPES, HTML, content_type, media_type
from kg.serve.state import Service, service
from kg.store import Snapshot
from kg.store.prefixes import prefixes

PAGE = 20
MAX_WORDS = 200
"""Length of what can be asked for in one filter."""

_PARTS = (str(OA.hasTarget), str(OA.hasSelector), str(CK.quantity), str(CK.time))
"""Properties whose values belong to a claim alone."""


async def claims(request: Request) -> Response:
    """The list of transfer claims."""
    given = {name: request.query_params.get(name, "").strip()[:MAX_WORDS] for name in read.Filter.__dataclass_fields__}
    before = request.query_params.get("before") or None
    after = None if before else request.query_params.get("after") or None
    window = Window(PAGE, after=after, before=before, backward=before is not None)
    return HTMLResponse(await to_thread.run_sync(_claims, service(request), read.Filter(**given), window))


async def claim(request: Request) -> Response:
    """One claim."""
    found = service(request)
    iri = f"{found.model.base_iri}claim/{request.path_params['id']}"
    return await _page_or_graph(request, lambda: _claim(found, iri), lambda snapshot: _about_claim(snapshot, iri))


async def document(request: Request) -> Response:
    """One document."""
    found, name = service(request), request.path_params["id"]
    graph = str(graph_iri(found.model.base_iri, name))
    return await _page_or_graph(request, lambda: _document(found, name), lambda snapshot: _graph(snapshot, graph))


async def _page_or_graph(
    request: Request, page: Callable[[], str], graph: Callable[[Snapshot], list[ox.Quad]]
) -> Response:
    format = request.query_params.get("format", "")
    media = media_type(format) if format in GRAPHS else choose(request.headers.get("accept"), (HTML, *GRAPH_TYPES))
    if media is None:
        raise HTTPException(406, f"this can be one of {', '.join((HTML, *GRAPH_TYPES))}")
    if media == HTML:
        return HTMLResponse(await to_thread.run_sync(page), headers={"vary": "Accept"})
    body = await to_thread.run_sync(_serialize, service(request), graph, GRAPH_TYPES[media])
    return Response(body, headers={"content-type": content_type(media), "vary": "Accept"})


def _claims(found: Service, wanted: read.Filter, window: Window) -> str:
    with found.model.session() as session:
        shown = read.search(session, found.model.base_iri, wanted, window)
        suggestions = {name: read.suggestions(session, name.upper()) for name in ("supplier", "recipient")}
        suggestions["system"] = [*read.suggestions(session, "CATEGORY"), *read.suggestions(session, "SYSTEM")]
        return views.claims(shown, wanted, read.statuses(session), suggestions)


def _claim(found: Service, iri: str) -> str:
    with found.model.session() as session:
        shown = read.by_iri(session, iri)
    if shown is None:
        raise HTTPException(404, f"{iri}: no such claim")
    return views.claim(shown)


def _document(found: Service, name: str) -> str:
    with found.model.session() as session:
        row = read.document(session, name)
        if row is None:
            raise HTTPException(404, f"{name}: no such document")
        return views.document(row, read.of_document(session, int(row["key"] or 0)))


def _serialize(found: Service, graph: Callable[[Snapshot], list[ox.Quad]], format: str) -> bytes:
    with found.snapshots.hold() as snapshot:
        quads = graph(snapshot)
        if not quads:
            raise HTTPException(404, "nothing of that name in the store")
        names = prefixes(snapshot.base_iri)
        return ox.serialize((quad.triple for quad in quads), format=GRAPHS[format], prefixes=names) or b""


def _graph(snapshot: Snapshot, name: str) -> list[ox.Quad]:
    return list(snapshot.quads.quads_for_pattern(None, None, None, ox.NamedNode(name)))


def _about_claim(snapshot: Snapshot, iri: str) -> list[ox.Quad]:
    """What is said of the claim and of the parts that it alone has."""

    def walk(node: ox.NamedNode) -> Iterator[ox.Quad]:
        for quad in snapshot.quads.quads_for_pattern(node, None, None):
            yield quad
            if quad.predicate.value in _PARTS and isinstance(quad.object, ox.NamedNode):
                yield from walk(quad.object)

    return list(walk(_node(iri)))


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise HTTPException(404, "nothing of that name in the store") from error
