"""Changing the store over HTTP: who may, and the process of its own in which it is done."""

from __future__ import annotations

import hmac
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request

import kg
from kg.errors import QueryError, QueryTimeoutError, StoreError, ValidationError
from kg.serve.address import is_loopback
from kg.serve.readmodel import CHANGING
from kg.serve.state import Service, service
from kg.store.prefixes import PREFIXES

WRITER = "kg.serve.sparql.writer"


@dataclass(frozen=True)
class Change:
    """What to do: "update", or "put", "post", "delete" on a graph (None: the default graph); body in ``format``."""

    action: str
    graph: str | None = None
    format: str = ""
    body: bytes = b""


def authorize(request: Request) -> None:
    """Raises HTTPException unless the server is writable and this client may write.

    With a token, whoever knows it. Without one only this machine can reach the server; so that no page in a browser
    here writes on behalf of strangers, requests under another host name or from another origin are refused.
    """
    found = service(request)
    if not found.writable:
        raise HTTPException(403, "the server is read-only; start it with --writable to change the store")
    token = found.settings.token.get_secret_value()
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
            raise HTTPException(401, "writing needs the bearer token", {"www-authenticate": "Bearer"})
    elif not is_loopback(request.url.hostname or "") or not _same_origin(request):
        raise HTTPException(403, "writing without a token is for programs on this machine")


async def change(found: Service, wanted: Change) -> bool:
    """Do it, in one transaction, one at a time. Whether the graph was there before.

    Raises QueryError for a malformed body, ValidationError for data that violate the shapes, QueryTimeoutError,
    StoreError when another process writes.
    """
    async with found.writes:
        try:
            return await to_thread.run_sync(_change, found, wanted)
        finally:
            found.snapshots.expire()


def _change(found: Service, wanted: Change) -> bool:
    settings = found.settings
    request = {
        "action": wanted.action,
        "graph": wanted.graph,
        "format": wanted.format,
        "base_iri": wanted.graph or found.model.base_iri,
        "prefixes": PREFIXES,
        "changing": str(found.store / CHANGING),
    }
    search = os.pathsep.join(filter(None, (str(Path(kg.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", WRITER, str(found.store / "quads"), str(settings.change_memory_bytes)],
            input=json.dumps(request).encode() + b"\n" + wanted.body,
            capture_output=True,
            timeout=settings.query_seconds,
            env={**os.environ, "PYTHONPATH": search},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise QueryTimeoutError(
            "update", f"took longer than {settings.query_seconds:g} s; nothing is changed"
        ) from None
    return _read(found, wanted, done.stdout)


def _read(found: Service, wanted: Change, reply: bytes) -> bool:
    name = "update" if wanted.action == "update" else "graph"
    try:
        answer: dict[str, Any] = json.loads(reply)
    except ValueError:
        raise QueryError(name, "takes more memory or deeper nesting than allowed; nothing is changed") from None
    if answer["error"] == "store":
        raise StoreError(found.store, str(answer["reason"]))
    if answer["error"] == "shapes":
        raise ValidationError(answer["graph"], "would violate the shapes; nothing is changed", str(answer["reason"]))
    if answer["error"]:
        raise QueryError(name, str(answer["reason"]))
    return bool(answer["existed"])


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.url.netloc
