"""What the endpoints share: the store's readers, the engine for strangers' queries, the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import anyio
from starlette.requests import Request

from kg.config import Settings
from kg.errors import StoreError
from kg.index import FILE
from kg.query.sparql import Engine
from kg.serve.log import ERRORS, FIELDS
from kg.serve.metrics import Metrics
from kg.serve.readmodel import CHANGING, ReadModel, level
from kg.serve.snapshots import Snapshots
from kg.store import generation

WATCH_SECONDS = 2.0
"""How often a change of the store is looked for, to see whether the read model follows."""


@dataclass
class Service:
    """One server's resources."""

    store: Path
    settings: Settings
    writable: bool
    snapshots: Snapshots
    model: ReadModel
    engine: Engine
    queries: anyio.CapacityLimiter
    writes: anyio.CapacityLimiter
    metrics: Metrics = field(default_factory=Metrics)

    @classmethod
    def open(cls, store: Path, settings: Settings, writable: bool) -> Service:
        """Open a store; a missing read model is built. Raises StoreError when there is no store."""
        snapshots = Snapshots(store)
        with snapshots.hold() as snapshot:
            model = ReadModel(store, snapshot.base_iri)
        if not (store / FILE).is_file():
            _level(store, snapshots)
        engine = Engine(store, settings, processes=settings.query_processes)
        queries, writes = anyio.CapacityLimiter(settings.query_processes), anyio.CapacityLimiter(1)
        return cls(store, settings, writable, snapshots, model, engine, queries, writes)

    def close(self) -> None:
        """Release files and end worker processes."""
        self.engine.close()
        self.model.close()
        self.snapshots.close()

    async def follow(self) -> None:
        """Keep the read model level: after each write of our own, and once a foreign writer has come to rest.

        The end of the server does not wait for it: what is left undone is done after the next start.
        """
        levelled: object = None
        seen: object = None
        while True:
            mark = generation(self.store)
            changed = (self.store / CHANGING).exists()
            if (changed or (mark != levelled and mark == seen)) and await anyio.to_thread.run_sync(
                _level, self.store, self.snapshots, abandon_on_cancel=True
            ):
                levelled = mark
            seen = mark
            await anyio.sleep(WATCH_SECONDS)


def service(request: Request) -> Service:
    """The service of the application that the request came to."""
    found: Service = request.app.state.service
    return found


def _level(store: Path, snapshots: Snapshots) -> bool:
    try:
        level(store, snapshots)
    except StoreError as error:  # a build is writing it, or nobody may
        ERRORS.warning("the read model was left as it is", extra={FIELDS: {"reason": error.reason}})
        return False
    except Exception:  # whatever it is, serving goes on
        ERRORS.exception("the read model could not be brought level")
        return False
    return True
