"""A build that is killed between the store and the read model leaves a gap; whoever comes next closes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from kg.config import load
from kg.index import FILE, Index, state
from kg.pipeline import build
from kg.serve import state as serving
from kg.store import Snapshot, Store
from tests.cli.conftest import Kg, kg
from tests.conftest import ROOT
from tests.index.tables import contents

__all__ = ["kg"]

KILLED = """
import os, signal, sys
from pathlib import Path
from kg.config import load
from kg.index import Index
from kg.pipeline import build

put, seen = Index.put, []

def between(index, document, graph):
    seen.append(document)
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    put(index, document, graph)

Index.put = between
build([Path(sys.argv[1])], load(store=Path(sys.argv[2])))
"""
TEXTS = {
    "one": "Germany has delivered 14 Leopard 2 tanks to Ukraine, Berlin said on Monday.",
    "two": "The United States announced that it will send Stinger missiles to Ukraine.",
    "three": "Poland delivered T-72 tanks to Ukraine.",
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def killed(texts: Path, tmp_path: Path) -> Path:
    """A store whose second document the read model does not have."""
    store = tmp_path / "store"
    done = subprocess.run(
        [sys.executable, "-c", KILLED, texts, store], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    with Snapshot.open(store) as snapshot:
        assert len(snapshot.documents()) == 2
        assert len(state(store / FILE, snapshot).behind) == 1
    return store


def in_step(store: Path) -> bool:
    with Snapshot.open(store) as snapshot:
        return state(store / FILE, snapshot).in_step


def as_if_new(store: Path) -> dict[str, list[str]]:
    with Snapshot.open(store) as snapshot, Index.open(store / FILE, base_iri=snapshot.base_iri) as index:
        index.rebuild(snapshot)
    return contents(store / FILE)


def test_the_next_build_mends_what_a_killed_one_left(killed: Path, texts: Path) -> None:
    report = build([texts], load(store=killed))
    assert (len(report.unchanged), len(report.added), report.failed) == (2, 1, [])
    assert in_step(killed)
    found = contents(killed / FILE)
    assert len(found["document"]) == len(TEXTS) and found["transfer"]
    assert found == as_if_new(killed)


def test_a_server_mends_what_a_killed_build_left(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "WATCH_SECONDS", 0.05)
    service = serving.Service.open(killed, load(store=killed), writable=False)

    async def serve_until_mended() -> None:
        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(service.follow)
                while not in_step(killed):
                    await anyio.sleep(0.1)
                tasks.cancel_scope.cancel()

    anyio.run(serve_until_mended)
    with service.model.session() as session:
        assert session.select("SELECT count(*) AS n FROM document") == [{"n": 2}]
    service.close()
    assert in_step(killed)


def test_what_is_withdrawn_or_changed_is_so_in_the_read_model(texts: Path, tmp_path: Path) -> None:
    chosen = load(store=tmp_path / "store")
    build([texts], chosen)
    assert in_step(chosen.store)
    with Store.open(chosen.store, base_iri=chosen.base_iri) as store:
        assert store.withdraw(next(name for name in store.documents() if "two" in name))
    assert not in_step(chosen.store)
    (texts / "two.txt").unlink()
    (texts / "three.txt").write_text("Poland delivered 10 PT-91 tanks to Ukraine.", "utf-8")
    assert len(build([texts], chosen).replaced) == 1
    assert in_step(chosen.store)
    found = contents(chosen.store / FILE)
    assert not any("Stinger missiles" in row for row in found["passage"])
    assert any("10 PT-91" in row for row in found["passage"])
    assert found == as_if_new(chosen.store)


def test_the_command_says_what_is_amiss_and_builds_anew(killed: Path, kg: Kg) -> None:
    done = kg("index", "--store", killed)
    assert done.code == 1 and "drift: 1 documents behind" in done.out
    done = kg("index", "--store", killed, "--json")
    assert done.code == 1 and len(json.loads(done.out)["behind"]) == 1
    assert kg("index", "--store", killed, "--rebuild").code == 0
    done = kg("index", "--store", killed)
    assert done.code == 0 and done.out.endswith("in step\n")
    (killed / FILE).unlink()
    assert kg("index", "--store", killed).out.endswith("missing\n")
    (killed / FILE).write_bytes(b"junk" * 1000)
    done = kg("index", "--store", killed)
    assert done.code == 1 and "unreadable" in done.out
    assert kg("index", "--store", killed, "--rebuild", "--json").code == 0


def test_no_rebuild_while_a_build_goes_on(killed: Path, kg: Kg) -> None:
    with Store.open(killed, base_iri=load().base_iri):
        done = kg("index", "--store", killed, "--rebuild")
    assert done.code == 3 and "is open in another process" in done.err
    assert kg("index", "--store", killed / "nothing").code == 3
