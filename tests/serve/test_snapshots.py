from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.serve.snapshots import RETIRED, Snapshots
from kg.store import Store
from tests.serve.conftest import built
from tests.store.samples import BASE


def withdraw(path: Path, document: str) -> None:
    with Store.open(path, base_iri=BASE) as store:
        assert store.withdraw(document)


def test_one_snapshot_is_shared_while_nothing_changes(store: Path) -> None:
    snapshots = Snapshots(store, check_seconds=0)
    with snapshots.hold() as first, snapshots.hold() as second:
        assert first is second
    with snapshots.hold() as third:
        assert third is first
    snapshots.close()
    with pytest.raises(StoreError, match="closed"):
        first.documents()


def test_new_data_is_seen_and_the_old_state_lives_while_it_is_read(tmp_path: Path) -> None:
    path = built(tmp_path / "store")
    snapshots = Snapshots(path, check_seconds=0)
    with snapshots.hold() as old:
        withdraw(path, "a1")
        with snapshots.hold() as new:
            assert "a1" not in new.documents()
        assert "a1" in old.documents()
    with pytest.raises(StoreError, match="closed"):
        old.documents()
    assert "a2" in new.documents()
    snapshots.close()


def test_changes_are_not_looked_for_all_the_time(tmp_path: Path) -> None:
    path = built(tmp_path / "store")
    snapshots = Snapshots(path, check_seconds=1000)
    with snapshots.hold() as first:
        withdraw(path, "a1")
        with snapshots.hold() as second:
            assert second is first
        snapshots.expire()
        with snapshots.hold() as third:
            assert third is not first
    snapshots.close()


def test_former_snapshots_are_bounded(tmp_path: Path) -> None:
    path = built(tmp_path / "store")
    snapshots = Snapshots(path, check_seconds=0)
    held = []
    for document in ("a1", "a2", "a3", "a4", "a5", None):
        hold = snapshots.hold()
        held.append((hold, hold.__enter__()))
        if document:
            withdraw(path, document)
    assert len({id(snapshot) for _, snapshot in held}) == RETIRED + 1
    for hold, _ in held:
        hold.__exit__(None, None, None)
    with snapshots.hold() as last:
        assert last.documents() == []
    snapshots.close()


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store there"), Snapshots(tmp_path / "none").hold():
        pass
