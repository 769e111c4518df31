"""Percentiles, tables, a deadline for every measurement."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import Any

from kg.index.reader import Cell, Row, Session, SqliteReader, Statement


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is at least as large as this share of all values."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def repeat(run: Callable[[int], Any], times: int, seconds: float) -> list[float]:
    """Milliseconds of ``run(0)``, ``run(1)`` …: so many times, but none is begun after the seconds."""
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < times and (not taken or time.perf_counter() < end):
        started = time.perf_counter()
        run(len(taken))
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def rates(runs: dict[str, Callable[[int], Any]], rounds: int, seconds: float) -> dict[str, float]:
    """Median milliseconds of each, measured in turns so that a busy machine is busy for all of them alike."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    end = time.perf_counter() + seconds
    for number in range(rounds):
        if number and time.perf_counter() > end:
            break
        for name, run in runs.items():
            taken[name] += repeat(lambda _, run=run, number=number: run(number), 1, 0)  # type: ignore[misc]
    return {name: percentile(values, 0.5) for name, values in taken.items()}


def table(head: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table, numbers with three digits that count."""
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for line in lines:
        print(f"| {' | '.join(f'{cell:.3g}' if isinstance(cell, float) else str(cell) for cell in line)} |", flush=True)


class TimedReader:
    """A ``kg.index.Reader`` that counts statements and adds up their seconds (``cpu``: of the processor)."""

    def __init__(self, reader: SqliteReader) -> None:
        self.base_iri = reader.base_iri
        self.seconds = self.cpu = 0.0
        self.statements = 0
        self._reader = reader

    @contextmanager
    def session(self) -> Any:
        with self._reader.session() as session:
            yield _TimedSession(session, self)


class _TimedSession:
    def __init__(self, session: Session, owner: TimedReader) -> None:
        self._session, self._owner = session, owner
        self.log: list[Statement] = session.log

    def select(self, sql: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        started, cpu = time.perf_counter(), time.thread_time()
        try:
            return self._session.select(sql, parameters)
        finally:
            self._owner.cpu += time.thread_time() - cpu
            self._owner.seconds += time.perf_counter() - started
            self._owner.statements += 1

    def fresh(self) -> _TimedSession:
        return _TimedSession(self._session.fresh(), self._owner)
