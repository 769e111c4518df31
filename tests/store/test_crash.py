"""A build that is killed at any point and started again ends in the same graph as one that was left alone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from kg.store import Snapshot

BUILD = """
import sys
from tests.store.samples import BASE, CK, CONFIGURATION, Says, document, reference
from kg.store import Store

with Store.open(sys.argv[1], base_iri=BASE) as store:
    print("open", flush=True)
    store.load_reference(reference())
    for number in range(60):
        key, version = f"doc{number}", sys.argv[2]
        if store.has(key, version, CONFIGURATION):
            continue
        says = [Says(f"Quote {n} of {version}.", {"supplier": "state/DEU", "system": "system/leopard-2"}, "delivered")
                for n in range(40)]
        graph = document(key, "2024-01-01", says)
        graph.remove((None, CK.sha256, None))
        store.put(key, version, graph)
"""


def start(path: Path, version: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, path, version],
        stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def finish(path: Path, version: str) -> float:
    """Build to the end; seconds from opening the store."""
    begin = time.monotonic()
    with start(path, version) as process:
        assert process.wait() == 0
    return time.monotonic() - begin


def content(path: Path) -> list[str]:
    with Snapshot.open(path) as snapshot:
        return sorted(map(str, snapshot.quads))


def test_killed_builds_end_in_the_same_graph(tmp_path: Path) -> None:
    quiet, killed = tmp_path / "quiet", tmp_path / "killed"
    seconds = max(finish(quiet, "one"), finish(quiet, "two"))
    rng = random.Random(7)
    partial = 0
    for version in ("one", "two"):  # the second version replaces what the first one stored
        for _ in range(5):
            with start(killed, version) as process:
                time.sleep(rng.uniform(0, seconds / 5))
                process.send_signal(signal.SIGKILL)
            with Snapshot.open(killed) as snapshot:
                partial += version == "one" and 0 < len(snapshot.documents()) < 60
        finish(killed, version)
    assert partial > 0, "every kill came too late or too early to prove anything"
    assert content(killed) == content(quiet)
