"""The endpoint /sparql: queries by everyone, updates where the server is writable, else what the service offers."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass

import anyio
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.errors import QueryError, QueryTimeoutError, StoreError
from kg.query.scan import check
from kg.query.sparql import Result
from kg.serve.accept import choose
from kg.serve.sparql import describe, page
from kg.serve.sparql.formats import ALL_TYPES, GRAPH_TYPES, HTML, SOLUTION_TYPES, content_type, media_type
from kg.serve.sparql.protocol import Operation, read
from kg.serve.sparql.using import with_dataset
from kg.serve.sparql.write import Change, authorize, change
from kg.serve.state import Service, service

ATTEMPTS = 5

_PLACE = re.compile(r"\berror at (\d+):")


@dataclass(frozen=True)
class Answer:
    """A result as it goes over the wire."""

    media: str
    body: bytes
    truncated: bool = False


async def sparql(request: Request) -> Response:
    """SPARQL 1.1 Protocol. A GET without a query gets the service description, or in a browser a form."""
    operation = await read(request)
    if operation is None:
        return await _no_query(request)
    limit = service(request).settings.query_bytes
    if len(operation.text.encode("utf-8", "surrogatepass")) > limit:
        raise HTTPException(413, f"the {operation.kind} is larger than {limit} bytes (setting query_bytes)")
    if operation.kind == "update":
        authorize(request)
        text = with_dataset(operation.text, operation.default_graph, operation.named_graph)
        await change(service(request), Change("update", body=text.encode()))
        return Response(status_code=204)
    return await _query(request, operation)


async def _no_query(request: Request) -> Response:
    if choose(request.headers.get("accept"), (*GRAPH_TYPES, HTML)) == HTML:
        return HTMLResponse(page.form(), headers={"vary": "Accept"})
    return await describe.service_description(request)


async def _query(request: Request, operation: Operation) -> Response:
    accept = request.headers.get("accept")
    if not operation.format and choose(accept, ALL_TYPES) is None:
        raise HTTPException(406, f"an answer can be one of {', '.join(ALL_TYPES)}")
    found = service(request)
    outcome = "error"
    await _turn(found, request)
    try:
        answer = await to_thread.run_sync(_answer, found, operation, accept)
        outcome = "truncated" if answer.truncated else "complete"
    except QueryTimeoutError:
        outcome = "killed"
        found.metrics.killed.add()
        raise
    except QueryError:
        outcome = "refused"
        raise
    finally:
        found.queries.release_on_behalf_of(request)
        found.metrics.queries.add(outcome)
    headers = {"vary": "Accept", "content-type": content_type(answer.media)}
    if answer.truncated:
        headers["x-kg-truncated"] = "true"
    return Response(answer.body, headers=headers)


async def _turn(found: Service, request: Request) -> None:
    """Wait until one more query may run, at most as long as a query may take."""
    with anyio.move_on_after(found.settings.query_seconds) as waiting:
        await found.queries.acquire_on_behalf_of(request)
    if waiting.cancelled_caught:
        found.metrics.queries.add("rejected")
        raise HTTPException(503, "other queries take all the time now; try again", {"retry-after": "5"})


def _answer(found: Service, operation: Operation, accept: str | None) -> Answer:
    """Run the query and write its result; relative IRIs are those of the data."""
    check(operation.text, found.settings)
    try:
        result = _run(found, operation)
    except QueryError as error:
        raise QueryError(error.thing, _PLACE.sub(_one_line_up, error.reason)) from error
    types = GRAPH_TYPES if result.kind == "graph" else SOLUTION_TYPES
    if operation.format in types.values():
        media: str | None = media_type(operation.format)
    else:
        media = choose(accept, types)
    if media is None:
        raise HTTPException(406, f"a result of the kind {result.kind} can be one of {', '.join(types)}")
    return Answer(media, _body(result, types[media], operation.text, found.model.base_iri), result.truncated)


def _run(found: Service, operation: Operation) -> Result:
    """Run the query; once more where a build replaced the files just while they were being opened."""
    based = f"BASE <{found.model.base_iri}>\n{operation.text}"
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return found.engine.run(based, operation.default_graph, operation.named_graph)
        except QueryError as error:
            if not error.reason.startswith("Corruption"):
                raise
            if attempt == ATTEMPTS:
                raise StoreError(found.store, error.reason) from error
        time.sleep(0.05 * attempt)
    raise AssertionError("unreachable")


def _body(result: Result, format: str, query: str, base_iri: str) -> bytes:
    if format == "html":
        return page.result(query, result, base_iri).encode()
    body = result.serialize(format)
    if not (result.truncated and format == "json"):
        return body
    document = json.loads(body)
    document["head"]["truncated"] = True
    return json.dumps(document, ensure_ascii=False).encode()


def _one_line_up(match: re.Match[str]) -> str:
    return f"error at {int(match[1]) - 1}:"
