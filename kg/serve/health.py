"""For those who run the server: is it alive, is it ready, what has it done."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import StoreError
from kg.serve.metrics import CONTENT_TYPE
from kg.serve.state import Service, service


async def healthz(request: Request) -> Response:
    """Liveness: this process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """Readiness: store and read model can be read; with the number of documents in each."""
    try:
        found = await to_thread.run_sync(_counts, service(request))
    except StoreError as error:
        return JSONResponse({"status": "unavailable", "reason": error.reason}, 503)
    return JSONResponse({"status": "ok", **found})


async def metrics(request: Request) -> Response:
    """Prometheus metrics of this process."""
    return Response(service(request).metrics.text(), media_type=CONTENT_TYPE)


def _counts(service: Service) -> dict[str, int]:
    with service.snapshots.hold() as snapshot:
        any(snapshot.quads)  # one quad proves that the files can be read
    with service.model.session() as session:
        (row,) = session.select("SELECT count(*) AS documents FROM document")
    return {"documents": int(row["documents"] or 0)}
