"""Real servers on loopback ports, and clients for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from kg.config import Settings, load
from kg.serve import create_app
from kg.serve.server import address, configured, listen
from kg.store import Store
from tests.store.samples import BASE, put_all


@contextmanager
def running(store: Path, settings: Settings, writable: bool = False) -> Iterator[httpx.Client]:
    """A client of a server of its own."""
    with listen("127.0.0.1", 0) as listener:
        app = create_app(store, settings, writable)
        server = uvicorn.Server(configured(app, settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            with httpx.Client(base_url=address(listener), timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def built(path: Path) -> Path:
    with Store.open(path, base_iri=BASE) as store:
        put_all(store)
    return path


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("serve") / "store")


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[httpx.Client]:
    """Of a read-only server."""
    settings = load(
        query_seconds=2.0, query_rows=50, query_bytes=20_000, body_bytes=30_000, cors_origins="https://y.example"
    )
    with running(store, settings) as client:
        yield client


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Of a writable server over a store of its own."""
    with running(built(tmp_path_factory.mktemp("writable") / "store"), load(), writable=True) as client:
        yield client
