"""The process that runs queries: ``python -m kg.query.worker FD QUADS BYTES``. It may be killed at any time.

BYTES are what it may take in memory beside the open store.

It reads requests from a connection and answers each with ``(kind, payload, truncated)``. Kinds: "solutions" and
"boolean" (SPARQL 1.1 JSON), "graph" (N-Triples), or an error: "query", "memory", "store" (payload: the reason).
It imports pyoxigraph alone, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

Reply = tuple[str, bytes, bool]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

RESULT_BYTES = 32_000_000
"""A longer answer is cut: the server holds some copies of it while it writes another format."""

_ALONE = (0x40000000, 0x50000000)  # CLONE_NEWNET; with CLONE_NEWUSER for those who are not root


@dataclass(frozen=True)
class Request:
    """One query, with what bounds it. ``generation`` differs when the store has changed since the last request.

    ``union``: all graphs together are the default graph. (pyoxigraph would not look at FROM then.)
    """

    query: str
    rows: int
    seconds: float
    generation: object
    union: bool = True
    default_graph: tuple[str, ...] = ()
    named_graph: tuple[str, ...] = ()
    values: dict[str, Term] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)


def serve(connection: Connection, quads: str, memory_bytes: int) -> None:
    """Answer requests until the other side goes away."""
    store: ox.Store | None = None
    generation: object = None
    limited = False
    while True:
        try:
            request: Request = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, request.seconds + 5)  # should the parent be gone: SIGALRM ends it
        reply: Reply
        try:
            if store is None or generation != request.generation:
                store = None
                store, generation = _open(quads), request.generation
                if not limited:
                    limit(_size() + memory_bytes)
                    limited = True
            try:
                reply = run(store, request)
            except RuntimeError:  # a writer replaced a file that was to be read: once more on what is there now
                store = _open(quads)
                reply = run(store, request)
        except SyntaxError as error:
            reply = "query", str(error).encode(), False
        except MemoryError:
            reply = "memory", b"", False
        except OSError as error:
            store = None
            reply = "store", str(error).encode(), False
        except Exception as error:  # whatever it is, it is the query's fault and ends only the query
            reply = "query", str(error).encode(), False
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(reply)
        del reply


def run(store: ox.Store, request: Request) -> Reply:
    """Run one query over the union of all graphs, or over the graphs that the request names."""
    results = store.query(
        request.query,
        prefixes=request.prefixes,
        use_default_graph_as_union=request.union,
        default_graph=[ox.NamedNode(iri) for iri in request.default_graph] or None,
        named_graphs=[ox.NamedNode(iri) for iri in request.named_graph] or None,
        substitutions={ox.Variable(name): value for name, value in request.values.items()},
    )
    if isinstance(results, ox.QueryBoolean):
        return "boolean", json.dumps({"head": {}, "boolean": bool(results)}).encode(), False
    if isinstance(results, ox.QueryTriples):
        lines, truncated = _cut((f"{triple} .\n".encode() for triple in results), request.rows)
        return "graph", b"".join(lines), truncated
    names = [variable.value for variable in results.variables]
    solutions, truncated = _cut((_solution(names, row) for row in results), request.rows)
    head = json.dumps({"vars": names}).encode()
    return "solutions", b'{"head": %b, "results": {"bindings": [%b]}}' % (head, b", ".join(solutions)), truncated


def _cut(parts: Iterable[bytes], rows: int) -> tuple[list[bytes], bool]:
    """As many as may be answered, and whether there were more."""
    kept, size = list[bytes](), 0
    for part in parts:
        size += len(part)
        if len(kept) == rows or size > RESULT_BYTES:
            return kept, True
        kept.append(part)
    return kept, False


def _solution(names: Sequence[str], row: ox.QuerySolution) -> bytes:
    binding = {name: _json(term) for name, term in zip(names, row, strict=True) if term is not None}
    return json.dumps(binding, ensure_ascii=False).encode()


def _json(term: Term) -> dict[str, Any]:
    """A term in https://www.w3.org/TR/sparql11-results-json/ (triple terms: SPARQL 1.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _open(quads: str, attempts: int = 5) -> ox.Store:
    """A writer may replace a file just while the store is being opened, so a failure is tried again."""
    for attempt in range(1, attempts):
        with contextlib.suppress(OSError, RuntimeError):
            return ox.Store.read_only(quads)
        time.sleep(0.05 * attempt)
    return ox.Store.read_only(quads)


def _size() -> int:
    """Bytes of addresses in use, much of it by the threads of the store; a guess where the system does not tell."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 1_000_000_000


def limit(memory_bytes: int) -> None:
    """Let this process take so much memory in all."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def confine() -> None:
    """Write no core file, leave Ctrl-C to the parent and, where the system lets us, the network."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        unshare: Callable[[int], int] = ctypes.CDLL(None).unshare
        any(unshare(flags) == 0 for flags in _ALONE)


if __name__ == "__main__":
    confine()
    serve(Connection(int(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
