"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), read-only.

POST takes JSON only: a page elsewhere cannot send that without asking first, which answers CSRF. GET runs queries and
nothing else. Answers are ``application/graphql-response+json`` where asked for, else ``application/json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import anyio
import anyio.to_thread
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from strawberry.types.execution import ExecutionResult

from kg.config import Settings
from kg.index.reader import Reader
from kg.serve.graphql.limits import LimitError
from kg.serve.graphql.media import GRAPHQL, HTML, JSON, preferred
from kg.serve.graphql.page import page
from kg.serve.graphql.schema import OperationError, execute, sdl

THREADS = 8
"""Queries that run at the same time; further ones wait."""


class RequestError(Exception):
    """A request that is not answered: an HTTP status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Parameters:
    """What is asked: the parameters of the specification, checked."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


def routes(settings: Settings, reader: Reader) -> list[BaseRoute]:
    """``/graphql`` (also a page for people) and ``/graphql/schema`` (the schema as text)."""
    limiter = anyio.CapacityLimiter(THREADS)

    async def graphql(request: Request) -> Response:
        accept = request.headers.get("accept")
        if request.method != "POST" and preferred(accept, (JSON, GRAPHQL, HTML)) == HTML:
            return page()
        media = preferred(accept, (JSON, GRAPHQL))
        if media is None:
            return _refused(RequestError(406, f"answers are {GRAPHQL} or {JSON}"), JSON)
        try:
            asked = _from_url(request) if request.method != "POST" else await _from_body(request, settings.body_bytes)
        except RequestError as error:
            return _refused(error, media)
        result = await anyio.to_thread.run_sync(
            execute, settings, reader, asked.query, asked.variables, asked.operation_name, limiter=limiter
        )
        return _answer(result, media, request.method)

    async def schema(request: Request) -> Response:
        if not settings.introspection:
            return PlainTextResponse("introspection is switched off\n", 404)
        return PlainTextResponse(sdl())

    return [
        Route("/graphql", graphql, methods=["GET", "POST"], name="graphql"),
        Route("/graphql/schema", schema, methods=["GET"], name="graphql-schema"),
    ]


def _from_url(request: Request) -> Parameters:
    found: dict[str, object] = {name: request.query_params.get(name) for name in ("query", "operationName")}
    for name in ("variables", "extensions"):
        if text := request.query_params.get(name):
            found[name] = _json(text, name)
    return _parameters(found)


async def _from_body(request: Request, limit: int) -> Parameters:
    kind, _, options = request.headers.get("content-type", "").partition(";")
    charset = options.replace(" ", "").replace('"', "").lower()
    if kind.strip().lower() != JSON or charset not in ("", "charset=utf-8", "charset=utf8"):
        raise RequestError(415, f"the body must be {JSON} in UTF-8")
    body = _json(await _body(request, limit), "body")
    if not isinstance(body, dict):
        raise RequestError(400, "body: is no JSON object")
    return _parameters(body)


async def _body(request: Request, limit: int) -> bytes:
    """The body; reading stops as soon as it is too large."""
    too_large = RequestError(413, f"body: more than {limit} bytes (body_bytes)")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length[:20]) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def _json(text: bytes | str, name: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise RequestError(400, f"{name}: nested too deeply") from None
    except ValueError:
        raise RequestError(400, f"{name}: is no JSON") from None


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _parameters(found: Mapping[str, object]) -> Parameters:
    query, name, variables, extensions = (found.get(n) for n in ("query", "operationName", "variables", "extensions"))
    if not isinstance(query, str) or not query.strip():
        raise RequestError(400, "query: is missing or no text")
    if not isinstance(name, str | None):
        raise RequestError(400, "operationName: is no text")
    if not isinstance(variables, dict | None):
        raise RequestError(400, "variables: is no JSON object")
    if not isinstance(extensions, dict | None):
        raise RequestError(400, "extensions: is no JSON object")
    return Parameters(query, variables or {}, name or None)


def _answer(result: ExecutionResult, media: str, method: str) -> Response:
    """The result. Without ``data`` it never ran: 400, but 200 where only ``application/json`` is understood."""
    errors = result.errors or []
    ran = result.data is not None or any(error.path for error in errors)
    body: dict[str, Any] = {"errors": [error.formatted for error in errors]} if errors else {}
    if ran:
        return _response({**body, "data": result.data}, 200, media)
    if any(isinstance(error, OperationError) for error in errors):
        return _response(body, 405 if method == "GET" else 400, media, {"allow": "POST"} if method == "GET" else {})
    limited = any(isinstance(error, LimitError) for error in errors)
    return _response(body, 400 if limited or media == GRAPHQL else 200, media)


def _refused(error: RequestError, media: str) -> Response:
    return _response({"errors": [GraphQLError(str(error)).formatted]}, error.status, media)


def _response(body: Mapping[str, Any], status: int, media: str, headers: Mapping[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    known = {"vary": "accept", "cache-control": "no-cache", "x-content-type-options": "nosniff"}
    return Response(text, status, {**known, **(headers or {})}, media_type=f"{media}; charset=utf-8")
