"""The server as a process: addresses, signals, workers, builds beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.config import load
from kg.errors import ServeError, StoreError
from kg.serve import create_app, serve
from kg.serve.address import is_loopback
from kg.serve.server import address, listen
from kg.store import Store
from tests.serve.conftest import built, running
from tests.store.samples import BASE, DOCUMENTS, reference

PROGRAM = """
import sys
from pathlib import Path
from kg.config import load
from kg.serve import serve
try:
    serve(Path(sys.argv[1]), load(port=0, workers=int(sys.argv[2])), announce=lambda url: print(url, flush=True))
except KeyboardInterrupt:
    sys.exit(130)
"""


@contextmanager
def process(store: Path, workers: int = 1) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(store), str(workers)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        assert running.stdout
        try:
            yield running, running.stdout.readline().strip()
        finally:
            if running.poll() is None:
                running.kill()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_signals_end_it(store: Path, number: signal.Signals, status: int) -> None:
    with process(store) as (server, url):
        assert httpx.get(f"{url}readyz", timeout=20).status_code == 200
        server.send_signal(number)
        _, errors = server.communicate(timeout=20)
        assert server.returncode == status
        lines = errors.splitlines()
        assert len(lines) == 1 and '"path": "/readyz"' in lines[0] and "Traceback" not in errors


def test_several_workers(store: Path) -> None:
    with process(store, workers=2) as (server, url):
        assert httpx.get(f"{url}readyz", timeout=30).json()["documents"] == 5
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=30)
        assert server.returncode == 0 and "Traceback" not in errors


def test_port_in_use(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError) as error:
            serve(store, load(port=port))
    assert str(error.value) == f"127.0.0.1:{port}: port in use" and error.value.exit_code == 2


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1", "a" * 300])
def test_impossible_address(store: Path, host: str) -> None:
    with pytest.raises(ServeError, match=r"no such address|does not have the address"):
        serve(store, load(host=host, port=0))


def test_no_store(tmp_path: Path) -> None:
    for call in (serve, create_app):
        with pytest.raises(StoreError, match="no store there"):
            call(tmp_path / "none", load(port=0))


def test_a_writable_server_for_others_needs_a_token(store: Path) -> None:
    with pytest.raises(ServeError, match="token"):
        serve(store, load(host="0.0.0.0", port=0), writable=True)


def test_address() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("kg.example", False),
        ("", False),
    ],
)
def test_is_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_new_data_appears_while_serving(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store.open(path, base_iri=BASE) as writer:
        writer.load_reference(reference())
    with running(path, load()) as client:
        assert client.get("/readyz").json()["documents"] == 0
        with Store.open(path, base_iri=BASE) as writer:
            for key, graph in DOCUMENTS.items():
                writer.put(key, "0", graph)
                query = f'ASK {{ ?d dcterms:identifier "{key}" }}'
                response = client.get("/sparql", params={"query": query})
                assert response.status_code == 200 and response.json()["boolean"], response.text
            wait(lambda: client.get(f"/document/{key}", headers={"accept": "text/turtle"}).status_code == 200, 3)
        wait(lambda: client.get("/readyz").json()["documents"] == 5, 10)
        assert client.get("/claim/a5-0").status_code == 200


def test_the_read_model_is_made_where_it_is_missing(tmp_path: Path) -> None:
    path = built(tmp_path / "store")
    (path / "index.sqlite").unlink(missing_ok=True)
    with running(path, load()) as client:
        assert client.get("/readyz").json()["documents"] == 5


def wait(condition: object, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
