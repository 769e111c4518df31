"""The ASGI application: which path leads where, and what surrounds it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.config import Settings
from kg.errors import KgError
from kg.serve import explorer, health, problems
from kg.serve.graphql import http as graphql
from kg.serve.guard import BodyLimit, RateLimit, Watch
from kg.serve.sparql.describe import void
from kg.serve.sparql.endpoint import sparql
from kg.serve.sparql.graphs import graph_store
from kg.serve.state import Service
from kg.store import Snapshot

STATIC = Path(__file__).parent / "static"
EXPOSED = ["X-KG-Truncated", "X-Request-ID", "Link"]
"""Headers that pages of other origins may read, if they may read anything."""


def application(store: Path, settings: Settings, writable: bool = False) -> Starlette:
    """The application over a store. Raises StoreError when there is none."""
    service = Service.open(store, settings, writable)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(service.follow)
            try:
                yield
            finally:
                tasks.cancel_scope.cancel()
        await anyio.to_thread.run_sync(service.close)

    app = Starlette(
        routes=list(_routes(service)),
        middleware=list(_middleware(service)),
        exception_handlers={HTTPException: problems.on_http, KgError: problems.on_kg},
        lifespan=lifespan,
    )
    app.state.service = service
    app.router.redirect_slashes = False
    return app


def check_store(store: Path) -> None:
    """Raises StoreError when there is no store that can be read."""
    Snapshot.open(store).close()


def _routes(service: Service) -> list[BaseRoute]:
    return [
        Route("/", explorer.claims),
        Route("/document/{id:path}", explorer.document),
        Route("/claim/{id:path}", explorer.claim),
        *graphql.routes(service.settings, service.model),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/sparql/", sparql, methods=["GET", "POST"]),
        Route("/rdf-graph-store", graph_store, methods=["GET", "HEAD", "PUT", "POST", "DELETE"]),
        Route("/.well-known/void", void),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _middleware(service: Service) -> list[Middleware]:
    settings, metrics = service.settings, service.metrics
    layers = [Middleware(Watch, metrics=metrics)]
    origins = [origin for part in settings.cors_origins.split(",") if (origin := part.strip())]
    if origins:
        methods = ["GET", "HEAD", "POST", *(["PUT", "DELETE"] if service.writable else [])]
        headers = ["Accept", "Authorization", "Content-Type", "X-Request-ID"]
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=methods,
                allow_headers=headers,
                expose_headers=EXPOSED,
            )
        )
    if settings.rate_per_minute:
        layers.append(Middleware(RateLimit, per_minute=settings.rate_per_minute, metrics=metrics))
    return [*layers, Middleware(BodyLimit, limit=settings.body_bytes, seconds=settings.body_seconds)]
