from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from kg.config import load
from kg.errors import StoreError
from kg.index import FILE, Index
from kg.serve.readmodel import ReadModel, level
from kg.serve.snapshots import Snapshots
from kg.store import Store
from tests.serve.conftest import built, running
from tests.store.samples import BASE


def documents(model: ReadModel) -> int:
    with model.session() as session:
        return len(session.select("SELECT key FROM document"))


def test_level_and_rebuild(tmp_path: Path) -> None:
    path = built(tmp_path / "store")
    (path / FILE).unlink(missing_ok=True)
    snapshots, model = Snapshots(path, check_seconds=0), ReadModel(path, BASE)
    with pytest.raises(StoreError, match="no read model there"):
        documents(model)
    assert (level(path, snapshots), documents(model)) == (5, 5)
    assert level(path, snapshots) == 0
    with Store.open(path, base_iri=BASE) as store:
        store.withdraw("a1")
    assert (level(path, snapshots), documents(model)) == (1, 4)
    model.close()
    snapshots.close()


def test_a_replaced_file_is_opened_again(tmp_path: Path) -> None:
    path = built(tmp_path / "store")
    snapshots, model = Snapshots(path), ReadModel(path, BASE)
    level(path, snapshots)
    assert documents(model) == 5
    Index.open(tmp_path / "empty", base_iri=BASE).close()
    with sqlite3.connect(tmp_path / "empty") as db:
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    for suffix in ("-wal", "-shm"):
        (path / f"{FILE}{suffix}").unlink(missing_ok=True)
    (tmp_path / "empty").replace(path / FILE)
    assert documents(model) == 0
    model.close()
    snapshots.close()


def test_the_end_does_not_wait_for_the_read_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a million claims, finding out whether it is level takes minutes on a busy machine."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(store: Path, snapshots: Snapshots) -> None:
        begun.set()
        go_on.wait(30)

    path = built(tmp_path / "store")
    level(path, Snapshots(path))
    monkeypatch.setattr("kg.serve.state.level", slow)
    try:
        with running(path, load()):
            assert begun.wait(20)
            ending = time.monotonic()
        assert time.monotonic() - ending < 10
    finally:
        go_on.set()
