"""The state of the store that readers see: shared while it is current, closed when its last reader has gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.store import Snapshot, generation

CHECK_SECONDS = 1.0
"""How old the news may be that a build has written something."""

RETIRED = 4
"""While so many former snapshots are still being read, no new one is opened: memory stays bounded."""


class _Held:
    """A snapshot with the number of its readers."""

    def __init__(self, snapshot: Snapshot, mark: object) -> None:
        self.snapshot = snapshot
        self.mark = mark
        self.readers = 0


class Snapshots:
    """Hands out the current snapshot of a store. Safe to use from several threads."""

    def __init__(self, path: Path, check_seconds: float = CHECK_SECONDS) -> None:
        self.path = path
        self._check_seconds = check_seconds
        self._lock = threading.Lock()
        self._current: _Held | None = None
        self._retired: list[_Held] = []
        self._checked = 0.0

    @contextmanager
    def hold(self) -> Iterator[Snapshot]:
        """The current snapshot; it stays open until it is given back. Raises StoreError when there is no store."""
        with self._lock:
            held = self._fresh()
            held.readers += 1
        try:
            yield held.snapshot
        finally:
            with self._lock:
                held.readers -= 1
                self._sweep()

    def expire(self) -> None:
        """Look for a change at the next call, however soon: this process has written."""
        with self._lock:
            self._checked = 0.0

    def close(self) -> None:
        """Close what nobody reads; the rest closes as its readers end."""
        with self._lock:
            if self._current:
                self._retired.append(self._current)
                self._current = None
            self._sweep()

    def _fresh(self) -> _Held:
        current = self._current
        now = time.monotonic()
        if current and (now - self._checked < self._check_seconds or len(self._retired) >= RETIRED):
            return current
        mark = generation(self.path)
        self._checked = now
        if current and current.mark == mark:
            return current
        try:
            opened = _Held(Snapshot.open(self.path), mark)
        except StoreError:
            if current is None:
                raise
            return current  # a writer is busy with the files: try again at the next check
        if current:
            self._retired.append(current)
        self._current = opened
        self._sweep()
        return opened

    def _sweep(self) -> None:
        for held in [held for held in self._retired if not held.readers]:
            self._retired.remove(held)
            held.snapshot.close()
