"""Errors as answers: one line that names the thing and the reason, as JSON, as a page or as plain text.

JSON follows https://www.rfc-editor.org/rfc/rfc9457.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import ConfigError, KgError, QueryError, QueryTimeoutError, StoreError, UsageError, ValidationError
from kg.serve import pages
from kg.serve.accept import choose

PROBLEM, HTML, PLAIN = "application/problem+json", "text/html", "text/plain"

STATUS: tuple[tuple[type[KgError], int], ...] = (
    (QueryTimeoutError, 422),  # the query is too much, the server is well; 408 would be sent again unasked
    (ValidationError, 422),
    (StoreError, 503),
    (ConfigError, 500),
    (QueryError, 400),
    (UsageError, 400),
)
"""Status of each error that a request can end with; others are 500."""


def problem(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer for a status of 4xx or 5xx, in the form that the client likes best."""
    phrase = HTTPStatus(status).phrase
    media = choose(request.headers.get("accept"), (PROBLEM, "application/json", HTML, PLAIN)) or PROBLEM
    request_id = getattr(request.state, "request_id", "")
    if media == HTML:
        body = pages.problem(status, phrase, detail, request_id)
    elif media == PLAIN:
        body = detail + "\n"
    else:
        body = json.dumps({"title": phrase, "status": status, "detail": detail, "request_id": request_id})
    kind = media if media in (PROBLEM, "application/json") else f"{media}; charset=utf-8"
    return Response(body, status, {"content-type": kind, "vary": "Accept", **(headers or {})})


async def on_http(request: Request, error: Exception) -> Response:
    """For Starlette: unknown paths, wrong methods and what the endpoints refuse."""
    assert isinstance(error, HTTPException)
    return problem(request, error.status_code, error.detail, error.headers)


async def on_kg(request: Request, error: Exception) -> Response:
    """For Starlette: errors of kg that an endpoint did not handle itself. A path of this machine stays here."""
    assert isinstance(error, KgError)
    status = next((code for kind, code in STATUS if isinstance(error, kind)), 500)
    if isinstance(error, StoreError):
        return problem(request, status, "the store cannot be read now", {"retry-after": "2"})
    report = f"\n{error.report}" if isinstance(error, ValidationError) and error.report else ""
    return problem(request, status, f"{error}{report}")
