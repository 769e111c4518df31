"""What surrounds every request: id, log, metrics, security headers, limits."""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.log import ACCESS, ERRORS, FIELDS
from kg.serve.metrics import Metrics
from kg.serve.problems import problem

SECURITY = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
ADDRESSES = 10_000
"""Addresses that the rate limit remembers; the one longest silent is forgotten first."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_UNLIMITED = ("/healthz", "/readyz", "/metrics")


class Watch:
    """Outermost: gives each request an id, counts and logs it, and turns what breaks into a bare 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            ERRORS.exception("request failed", extra={FIELDS: {"request_id": request_id, "path": scope["path"]}})
            if status:
                raise  # the answer has begun: only breaking the connection tells the client
            answer = problem(Request(scope), 500, "something went wrong here; the log has it under this request id")
            await answer(scope, receive, sending)
        finally:
            self._record(scope, request_id, status or 499, time.perf_counter() - started)

    def _record(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "unknown"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.requests.add(method, route, str(status))
        self.metrics.seconds.observe(seconds, route)
        client = scope.get("client")
        fields = {
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "client": client[0] if client else "",
            "request_id": request_id,
        }
        ACCESS.info("request", extra={FIELDS: fields})


_METHODS = frozenset(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])


class BodyLimit:
    """Receives the whole body before the endpoint starts, if it is small and comes in time: 413 or 408 otherwise."""

    def __init__(self, app: ASGIApp, limit: int, seconds: float) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if not ("content-length" in headers or "transfer-encoding" in headers):
            await self.app(scope, receive, send)
            return
        body: bytes | None = None
        declared = headers.get("content-length", "0")
        fits = not declared.isdigit() or int(declared) <= self.limit
        with anyio.move_on_after(self.seconds) as deadline:
            body = await self._read(receive) if fits else None
        if deadline.cancelled_caught:
            await problem(Request(scope), 408, "the body did not come in time", {"connection": "close"})(
                scope, receive, send
            )
        elif body is None:
            detail = f"the body is larger than {self.limit} bytes (setting body_bytes)"
            await problem(Request(scope), 413, detail, {"connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    told = False

    async def replayed() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


class RateLimit:
    """So many requests a minute of one address, in bursts of at most as many; 429 otherwise."""

    def __init__(self, app: ASGIApp, per_minute: int, metrics: Metrics) -> None:
        self.app = app
        self.per_minute = per_minute
        self.metrics = metrics
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["path"] not in _UNLIMITED:
            client = scope.get("client")
            wait = self._wait(client[0] if client else "")
            if wait:
                self.metrics.limited.add()
                detail = f"more than {self.per_minute} requests a minute"
                await problem(Request(scope), 429, detail, {"retry-after": str(wait)})(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _wait(self, address: str) -> int:
        """Whole seconds until the address may ask again; 0: now, and that has been counted."""
        now = time.monotonic()
        rate = self.per_minute / 60
        left, since = self._buckets.pop(address, (float(self.per_minute), now))
        left = min(self.per_minute, left + (now - since) * rate)
        allowed = left >= 1
        self._buckets[address] = (left - 1 if allowed else left), now
        if len(self._buckets) > ADDRESSES:
            self._buckets.popitem(last=False)
        return 0 if allowed else int((1 - left) / rate) + 1
