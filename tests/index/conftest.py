from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.index import FILE, Index
from kg.store import Store
from tests.store import samples


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store", base_iri=samples.BASE) as store:
        samples.put_all(store)
        yield store


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / FILE, base_iri=samples.BASE) as index:
        yield index
