"""A running server while a build goes on: ``python -m benchmarks.serving [CLAIMS] [FOLDER] [SECONDS]``.

``kg serve`` answers eight clients, first alone, then beside a writer that stores a document with four claims a moment,
each in a transaction of the store and one of the read model; so many seconds each, with the server's memory after every
minute. Without a store in the folder (none is made here for more than 100,000 claims) only GraphQL over the read model
is served, without a writer, and asked for all that ``benchmarks.readmodel`` asks for.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import rdflib
import uvicorn
from starlette.applications import Starlette

from benchmarks.graph import BASE, FOLDER, World, articles, ensure, quads
from benchmarks.readmodel import cases
from benchmarks.timing import percentile, table
from kg.config import load
from kg.index import FILE, Index, SqliteReader
from kg.serve.app import application
from kg.serve.graphql.http import routes
from kg.serve.server import configured, listen
from kg.store import Store

CLIENTS = 8
FIELDS = "nodes { iri supplier { label } recipient { label } system { label } status evidence { quote } }"
SPARQL = "SELECT ?c { ?c <https://w3id.org/conflict-kg/ontology#supplier> <%s> } LIMIT 20"


def _serve(home: Path, whole: bool, listener: socket.socket) -> None:
    settings = load(store=str(home))
    app = application(home, settings) if whole else Starlette(routes=routes(settings, SqliteReader(home / FILE)))
    uvicorn.Server(configured(app, settings, factory=False)).run(sockets=[listener])


def _build(home: Path, stop: Any, written: Any) -> None:
    with Store.open(home, base_iri=BASE) as store, Index.open(home / FILE, base_iri=BASE) as index:
        for article in articles(10**9, seed=99):
            if stop.is_set():
                return
            graph = rdflib.Graph().parse(data="".join(f"{q.triple} .\n" for q in quads(article)), format="nt")
            identifier = article.identifier
            store.put(identifier, article.sha256, graph)
            index.put(identifier, list(graph))
            written.value += 1


@contextmanager
def served(home: Path, whole: bool) -> Iterator[tuple[str, int]]:
    """Address and process id of a server."""
    listener = listen("127.0.0.1", 0)
    process = multiprocessing.Process(target=_serve, args=(home, whole, listener), daemon=False)
    process.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid or 0
    finally:
        process.terminate()
        process.join(30)
        listener.close()


def ask(address: str, pid: int, whole: bool, seconds: float) -> dict[str, tuple[list[float], int]]:
    """Milliseconds of each request and the number of failures, by kind of request; memory every minute."""
    world, taken = World(0), {"GraphQL": ([], 0), "SPARQL": ([], 0)}  # type: ignore[var-annotated]
    following = ("by ", "pages ")  # they need the cursors of the pages before
    mixed = [make for name, (_, make) in cases(world, None).items() if not name.startswith(following)]
    end = time.perf_counter() + seconds
    lock = threading.Lock()

    def client(seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(timeout=30) as http:
            while time.perf_counter() < end:
                kind = "SPARQL" if whole and chance.random() < 0.2 else "GraphQL"
                supplier, recipient = world.states(chance), world.states(chance)
                where = f'{{supplier: {{eq: "{supplier}"}} recipient: {{eq: "{recipient}"}}}}'
                query = f"{{ transfers(where: {where}) {{ {FIELDS} }} }}" if kind == "GraphQL" else SPARQL % supplier
                query = query if whole else chance.choice(mixed)(chance)
                started = time.perf_counter()
                if kind == "GraphQL":
                    answer = http.post(f"{address}/graphql", json={"query": query})
                else:
                    answer = http.get(f"{address}/sparql", params={"query": query})
                milliseconds = (time.perf_counter() - started) * 1000
                with lock:
                    times, failed = taken[kind]
                    times.append(milliseconds)
                    taken[kind] = times, failed + (answer.status_code != 200)

    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for minute in range(1, int(seconds // 60) + 1):
        time.sleep(60)
        print(f"minute {minute}: {memory(pid)}", flush=True)
    for thread in threads:
        thread.join()
    return taken


def memory(pid: int) -> str:
    """Resident memory of a process and those below it: in all, and without pages of files."""
    total = private = 0
    for process in (pid, *_children(pid)):
        lines = dict(
            line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines() if ":" in line
        )
        total += int(lines.get("VmRSS", "0").split()[0])  # a worker that was just killed has none
        private += int(lines.get("RssAnon", "0").split()[0])
    return f"{total / 1e6:.2f} GB, {private / 1e6:.2f} GB without pages of files"


def _children(pid: int) -> list[int]:
    found = [int(child) for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()]
    return [*found, *itertools.chain.from_iterable(map(_children, found))]


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            if httpx.post(f"{address}/graphql", json={"query": "{ __typename }"}).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(address)


def main(claims: int = 10_000, folder: Path = FOLDER, seconds: float = 12.0) -> None:
    home = ensure(claims, folder, store=claims <= 100_000)
    whole = (home / "quads").exists()
    lines = []
    with tempfile.TemporaryDirectory() as scratch:
        if whole:  # the writer changes it
            home = Path(shutil.copytree(home, Path(scratch) / "store"))
        with served(home, whole) as (address, pid):
            _wait(address)
            for name in ("alone", "beside a build") if whole else ("alone",):
                stop, written = multiprocessing.Event(), multiprocessing.Value("i", 0)
                writer = multiprocessing.Process(target=_build, args=(home, stop, written))
                if name != "alone":
                    writer.start()
                for kind, (times, failed) in ask(address, pid, whole, seconds).items():
                    if times:
                        shares = (percentile(times, share) for share in (0.5, 0.95, 0.99))
                        lines.append((name, kind, len(times) / seconds, *shares, failed, written.value / seconds))
                stop.set()
                if name != "alone":
                    writer.join()
            used = memory(pid)
    print(f"{claims:,} claims, {CLIENTS} clients\n")
    table(
        ("server", "requests", "a second", "p50 ms", "p95 ms", "p99 ms", "failed", "documents written a second"), lines
    )
    print(f"\nMemory of the server: {used}")


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main(*(kind(value) for kind, value in zip((int, Path, float), sys.argv[1:], strict=False)))
