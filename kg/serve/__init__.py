"""GraphQL, SPARQL and pages to look through, over HTTP.

create_app(store, settings)     the ASGI application, for tests and other servers
serve(store, settings)          the application on an address of its own, until a signal ends it
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the process that runs an update starts without all this
    from starlette.applications import Starlette

    from kg.config import Settings


def serve(
    store: Path, settings: Settings, writable: bool = False, announce: Callable[[str], None] | None = None
) -> None:
    """Serve a store until SIGTERM (returns) or SIGINT (raises KeyboardInterrupt).

    ``announce`` is told the address once connections are accepted. Raises ServeError when the address cannot be used,
    StoreError when there is no store.
    """
    from kg.serve.server import run

    run(store, settings, writable, announce or (lambda address: None))


def create_app(store: Path, settings: Settings, writable: bool = False) -> Starlette:
    """The ASGI application over a store. Raises StoreError when there is none."""
    from kg.serve.app import application

    return application(store, settings, writable)


__all__ = ["create_app", "serve"]
