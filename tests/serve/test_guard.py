"""What surrounds every request: ids, headers, limits, errors, logs."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from pathlib import Path

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from kg.config import load
from kg.serve.guard import SECURITY, BodyLimit, RateLimit, Watch
from kg.serve.log import FIELDS, JsonLines, Short
from kg.serve.metrics import Metrics
from tests.serve.conftest import running

PATHS = (
    "/",
    "/claim/a1-0",
    "/document/a1",
    "/sparql",
    "/graphql",
    "/healthz",
    "/metrics",
    "/static/kg.css",
    "/nowhere",
)


class TestHeaders:
    @pytest.mark.parametrize("path", PATHS)
    def test_security(self, client: httpx.Client, path: str) -> None:
        headers = client.get(path, headers={"accept": "text/html,*/*;q=0.1"}).headers
        assert SECURITY.keys() <= headers.keys()
        policy = headers["content-security-policy"]
        assert "default-src" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff" and "server" not in headers

    def test_request_id(self, client: httpx.Client) -> None:
        made = [client.get("/healthz").headers["x-request-id"] for _ in range(2)]
        assert made[0] != made[1]
        assert client.get("/healthz", headers={"x-request-id": "given-1"}).headers["x-request-id"] == "given-1"
        assert client.get("/healthz", headers={"x-request-id": "a b{}"}).headers["x-request-id"] != "a b{}"


class TestErrors:
    def test_unknown_path(self, client: httpx.Client) -> None:
        response = client.get("/nowhere")
        assert response.headers["content-type"] == "application/problem+json"
        found = response.json()
        assert (
            found["status"] == response.status_code == 404 and found["request_id"] == response.headers["x-request-id"]
        )
        assert "<h1>404 Not Found</h1>" in client.get("/nowhere", headers={"accept": "text/html"}).text
        assert client.get("/nowhere", headers={"accept": "text/plain"}).text == "Not Found\n"

    @pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/"])
    def test_static_files_alone(self, client: httpx.Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_wrong_method(self, client: httpx.Client) -> None:
        response = client.delete("/")
        assert response.status_code == 405 and "GET" in response.headers["allow"]

    def test_what_breaks_stays_inside(self, caplog: pytest.LogCaptureFixture) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            raise RuntimeError("/home/secret")

        with caplog.at_level(logging.ERROR, "kg.serve"):
            status, body = call(Watch(app, Metrics()))
        assert status == 500 and b"secret" not in body
        (record,) = caplog.records
        assert getattr(record, FIELDS)["request_id"] == json.loads(body)["request_id"] and record.exc_info

    def test_a_store_that_vanished(self, tmp_path: Path) -> None:
        from tests.serve.conftest import built

        path = built(tmp_path / "store")
        with running(path, load()) as client:
            (path / "kg.json").rename(tmp_path / "kg.json")
            response = client.get("/sparql", params={"query": "ASK {}"})
            assert response.status_code == 503 and str(tmp_path) not in response.text


class TestLimits:
    @pytest.mark.parametrize("path", ["/", "/sparql", "/graphql", "/rdf-graph-store?graph=x:g", "/nowhere", "/healthz"])
    def test_body(self, client: httpx.Client, path: str) -> None:
        assert client.post(path, content=b"x" * 30_001).status_code == 413

        def chunks() -> object:
            yield from (b"x" * 1000 for _ in range(31))

        assert client.post(path, content=chunks()).status_code == 413

    def test_slow_body(self, store: Path) -> None:
        with (
            running(store, load(body_seconds=0.2)) as client,
            socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as raw,
        ):
            raw.sendall(b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc")
            raw.settimeout(5)
            assert raw.recv(1000).startswith(b"HTTP/1.1 408 ")

    def test_rate(self, store: Path) -> None:
        with running(store, load(rate_per_minute=5)) as client:
            codes = [client.get("/sparql").status_code for _ in range(7)]
            assert codes == [200] * 5 + [429] * 2
            refused = client.get("/")
            assert 1 <= int(refused.headers["retry-after"]) <= 13 and SECURITY.keys() <= refused.headers.keys()
            assert client.get("/healthz").status_code == 200
            assert "kg_rate_limited_total 3" in client.get("/metrics").text

    def test_rate_recovers_and_addresses_are_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None: ...

        now = 0.0
        monkeypatch.setattr("kg.serve.guard.time.monotonic", lambda: now)
        monkeypatch.setattr("kg.serve.guard.ADDRESSES", 3)
        limit = RateLimit(app, 2, Metrics())
        assert [limit._wait("a") for _ in range(3)] == [0, 0, 31]
        now = 31.0
        assert [limit._wait("a") for _ in range(2)] == [0, 30]
        for address in "bcde":
            assert limit._wait(address) == 0
        assert len(limit._buckets) == 3

    def test_the_body_is_handed_on(self) -> None:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            message = await receive()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": message["body"]})

        headers = [(b"transfer-encoding", b"chunked")]
        assert call(BodyLimit(app, 6, 1.0), headers, b"abc", b"def") == (200, b"abcdef")
        assert call(BodyLimit(app, 5, 1.0), headers, b"abc", b"def")[0] == 413


class TestOperation:
    def test_health(self, client: httpx.Client) -> None:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ok", "documents": 5}

    def test_metrics(self, client: httpx.Client) -> None:
        client.get("/document/a1")
        client.request("BREW", "/somewhere/else")
        text = client.get("/metrics").text
        assert 'kg_http_requests_total{method="GET",route="/document/{id:path}",status="200"}' in text
        assert 'kg_http_requests_total{method="other",route="unknown",status="404"}' in text
        assert 'kg_http_request_seconds_bucket{route="/document/{id:path}",le="+Inf"}' in text
        assert "somewhere" not in text and "BREW" not in text

    def test_access_log(self, client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO, "kg.serve.access"):
            client.get("/document/%0a%1b[31m", headers={"x-request-id": "log-1"})
            time.sleep(0.1)
        record = next(r for r in caplog.records if getattr(r, FIELDS)["request_id"] == "log-1")
        line = JsonLines().format(record)
        found = json.loads(line)
        assert found["status"] == 404 and found["path"] == "/document/\n\x1b[31m" and found["method"] == "GET"
        for shown in (line, Short().format(record)):
            assert "\n" not in shown and "\x1b" not in shown


def call(app: object, headers: list[tuple[bytes, bytes]] | None = None, *chunks: bytes) -> tuple[int, bytes]:
    """Status and body that an ASGI application answers."""
    scope: Scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers or []}
    waiting: list[Message] = [{"type": "http.request", "body": c, "more_body": True} for c in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
