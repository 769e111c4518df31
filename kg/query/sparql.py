"""Ad-hoc SPARQL from strangers, run in a process of its own that can be killed.

with Engine(settings.store, settings) as engine:
    print(engine.run("SELECT * WHERE { ?s ?p ?o } LIMIT 3").serialize("csv").decode())
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import pyoxigraph as ox

import kg
from kg.config import Settings
from kg.errors import KgError, QueryError, QueryTimeoutError, StoreError, UsageError
from kg.query.scan import check
from kg.query.worker import Reply, Request, Term
from kg.store import files
from kg.store.prefixes import PREFIXES

SOLUTIONS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True)
class Result:
    """What a query gave: ``payload`` is SPARQL JSON for solutions and booleans, N-Triples for graphs.

    ``truncated`` says that there were more rows than the setting query_rows allows, or more bytes than RESULT_BYTES.
    """

    kind: Literal["solutions", "boolean", "graph"]
    payload: bytes
    truncated: bool = False

    def serialize(self, format: str) -> bytes:
        """As json, xml, csv or tsv; a graph as turtle, ntriples, jsonld or rdfxml. Else UsageError."""
        formats = GRAPHS if self.kind == "graph" else SOLUTIONS
        if format not in formats:
            raise UsageError(format, f"no format for a result of the kind {self.kind}; there are {', '.join(formats)}")
        if self.kind == "graph":
            triples = (quad.triple for quad in ox.parse(self.payload, ox.RdfFormat.N_TRIPLES))
            return ox.serialize(triples, format=GRAPHS[format], prefixes=PREFIXES) or b""
        if format == "json":
            return self.payload
        parsed = ox.parse_query_results(self.payload, ox.QueryResultsFormat.JSON)
        return parsed.serialize(format=SOLUTIONS[format]) or b""

    def rows(self) -> list[dict[str, Term | None]]:
        """The solutions by variable name, None where unbound. TypeError for the other kinds."""
        parsed = ox.parse_query_results(self.payload, ox.QueryResultsFormat.JSON) if self.kind != "graph" else None
        if not isinstance(parsed, ox.QuerySolutions):
            raise TypeError(f"a {self.kind} has no rows")
        names = [variable.value for variable in parsed.variables]
        return [dict(zip(names, row, strict=True)) for row in parsed]

    def __bool__(self) -> bool:
        """The answer of an ASK query; for the other kinds, always True."""
        return self.kind != "boolean" or bool(ox.parse_query_results(self.payload, ox.QueryResultsFormat.JSON))


class Engine:
    """Runs queries on a store, at most ``processes`` at once, in worker processes that are kept for the next query.

    Safe to use from several threads. Each query sees the store as it is when the query starts.
    """

    def __init__(self, store_path: Path | str, settings: Settings, *, processes: int = 1) -> None:
        self.path = Path(store_path)
        self.settings = settings
        self._workers: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._processes = processes
        for _ in range(processes):
            self._workers.put(None)  # started when first needed

    def run(
        self,
        query: str,
        default_graph: Sequence[str] = (),
        named_graph: Sequence[str] = (),
        substitutions: Mapping[str, Term] | None = None,
    ) -> Result:
        """Run one SELECT, ASK, CONSTRUCT or DESCRIBE; ``substitutions`` gives values to variables of the SELECT list.

        Raises QueryError for what cannot be parsed or may not be run or takes too much memory, QueryTimeoutError past
        the deadline, StoreError when there is no store.
        """
        union = not (check(query, self.settings) or default_graph or named_graph)
        files.read_base_iri(self.path)
        try:
            worker = self._workers.get(timeout=self.settings.query_seconds)
        except queue.Empty:
            raise QueryTimeoutError("query", "other queries took all the time; try again") from None
        try:
            for last in (False, True):  # a file that a writer has just replaced makes the snapshot unreadable: again
                worker = worker or _Worker(self.path / files.QUADS, self.settings.query_memory_bytes)
                request = self._request(query, union, default_graph, named_graph, substitutions)
                reply, worker = _ask(worker, request)
                if reply[0] != "store" or last:
                    return self._result(reply)
        finally:
            self._workers.put(worker)
        raise AssertionError("unreachable")

    def _request(
        self, query: str, union: bool, default: Sequence[str], named: Sequence[str], values: Mapping[str, Term] | None
    ) -> Request:
        rows, seconds = self.settings.query_rows, self.settings.query_seconds
        now = files.generation(self.path)
        return Request(query, rows, seconds, now, union, tuple(default), tuple(named), dict(values or {}), PREFIXES)

    def _result(self, reply: Reply | tuple[Literal["timeout", "died"], bytes, bool]) -> Result:
        kind, payload, truncated = reply
        if kind in ("solutions", "boolean", "graph"):
            # one of the three kinds, which mypy does not narrow a str to
            return Result(kind, payload, truncated)  # type: ignore[arg-type]
        raise self._error(kind, payload.decode("utf-8", "replace"))

    def _error(self, kind: str, reason: str) -> KgError:
        if kind == "timeout":
            return QueryTimeoutError(
                "query", f"stopped after {self.settings.query_seconds:g} s (setting query_seconds)"
            )
        if kind == "store":
            return StoreError(self.path, f"is unreadable: {reason}")
        if kind in ("memory", "died"):
            return QueryError("query", "takes more memory or deeper nesting than allowed (setting query_memory_bytes)")
        return QueryError("query", " ".join(reason.split()) or "cannot be run")

    def close(self) -> None:
        """End the worker processes. A query that still runs is waited for."""
        for _ in range(self._processes):
            worker = self._workers.get()
            if worker:
                worker.kill()
        for _ in range(self._processes):
            self._workers.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Worker:
    """The parent's side of one worker process."""

    def __init__(self, quads: Path, memory_bytes: int) -> None:
        self.connection, theirs = Pipe()
        where = str(Path(kg.__file__).parents[1])  # the same kg, installed or not
        search = os.pathsep.join(filter(None, (where, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg.query.worker", str(theirs.fileno()), str(quads), str(memory_bytes)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": search, "MALLOC_ARENA_MAX": "1"},  # what is set aside would count
        )
        theirs.close()

    def kill(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self.process.kill()
        self.process.wait()


def _ask(worker: _Worker, request: Request) -> tuple[tuple[str, bytes, bool], _Worker | None]:
    """The reply, and the worker if it lives. A reply that does not come is "timeout" or "died"."""
    connection: Connection = worker.connection
    try:
        connection.send(request)
        if connection.poll(request.seconds):
            reply: Reply = connection.recv()
            return reply, worker
        kind = "timeout"
    except (EOFError, OSError):
        kind = "died"
    except BaseException:
        worker.kill()
        raise
    worker.kill()
    return (kind, b"", False), None
