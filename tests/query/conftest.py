from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.config import Settings, load
from kg.query.sparql import Engine
from kg.store import Snapshot, Store
from tests.store.samples import BASE, put_all


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "store"
    with Store.open(path, base_iri=BASE) as store:
        put_all(store)
    return path


@pytest.fixture(scope="session")
def snapshot(path: Path) -> Iterator[Snapshot]:
    with Snapshot.open(path) as snapshot:
        yield snapshot


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load(query_seconds=3.0, query_rows=50)


@pytest.fixture(scope="session")
def engine(path: Path, settings: Settings) -> Iterator[Engine]:
    with Engine(path, settings) as engine:
        yield engine
