from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.config import Settings, load
from kg.index import FILE, Index, SqliteReader
from kg.serve.graphql.schema import execute
from tests.serve.graphql import graphs
from tests.store.samples import BASE

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readmodel") / FILE
    with Index.open(path, base_iri=BASE) as index:
        index.load_reference(graphs.reference())
        for key, graph in graphs.documents().items():
            index.put(key, graph)
    return path


@pytest.fixture(scope="session")
def reader(path: Path) -> Iterator[SqliteReader]:
    reader = SqliteReader(path)
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load()


@pytest.fixture
def ask(reader: SqliteReader, settings: Settings) -> Ask:
    """Run a query that must succeed; its data."""

    def run(query: str, **variables: object) -> dict[str, Any]:
        result = execute(settings, reader, query, variables)
        assert result.errors is None and result.data is not None, result.errors
        return dict(result.data)

    return run


@pytest.fixture
def refused(reader: SqliteReader, settings: Settings) -> Callable[..., str]:
    """Run a query that must fail; its first message."""

    def run(query: str, **variables: object) -> str:
        result = execute(settings, reader, query, variables)
        assert result.errors, result.data
        assert result.errors[0].message != "internal error"
        return str(result.errors[0].message)

    return run
