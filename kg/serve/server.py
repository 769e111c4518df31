"""The application on an address: socket, uvicorn, signals."""

from __future__ import annotations

import errno
import functools
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors.multiprocess import Multiprocess

from kg.config import Settings
from kg.errors import ServeError
from kg.serve import log
from kg.serve.address import is_loopback
from kg.serve.app import application, check_store

GRACE_SECONDS = 5
"""How long requests that still run at the end may take, beyond the deadline of a query."""


def run(store: Path, settings: Settings, writable: bool, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; see ``kg.serve.serve``."""
    check_store(store)
    if writable and not settings.token.get_secret_value() and not is_loopback(settings.host):
        raise ServeError(settings.host, "a writable server that others reach needs the setting token")
    listener = listen(settings.host, settings.port)
    log.configure()
    config = configured(functools.partial(application, store, settings, writable), settings, factory=True)
    with listener, _sigterm_returns():
        announce(address(listener))
        if settings.workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def configured(app: Starlette | Callable[[], Starlette], settings: Settings, **more: Any) -> uvicorn.Config:
    """How uvicorn serves the application."""
    return uvicorn.Config(
        app,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=int(settings.query_seconds) + GRACE_SECONDS,
        **more,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections; port 0 takes a free one. Raises ServeError."""
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise ServeError(name, "no such address") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise ServeError(name, _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())) from error
    listener.set_inheritable(True)
    return listener


def address(listener: socket.socket) -> str:
    """Where the socket listens, as a URL."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


_REASONS = {
    errno.EADDRINUSE: "port in use",
    errno.EADDRNOTAVAIL: "this machine does not have the address",
    errno.EACCES: "the port needs more rights; choose one above 1023",
}


@contextmanager
def _sigterm_returns() -> Iterator[None]:
    """uvicorn raises a signal again once it has shut down: let SIGTERM be a normal end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
