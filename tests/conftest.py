"""What all tests share. Building the bundled corpus takes seconds, so it is built once for all test processes."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.config import load
from kg.pipeline import build
from kg.store import Store

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "seeds" / "corpus"


@pytest.fixture(scope="session", autouse=True)
def no_settings_from_outside() -> Iterator[None]:
    """Tests see the defaults, whatever the environment of the one who runs them says."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KG_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled corpus, for reading only."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # that of all workers
    store = base / "corpus-store"
    with (base / "corpus-store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / "corpus-store.done").exists():
            shutil.rmtree(store, ignore_errors=True)
            build([CORPUS], load(store=store))
            with Store.open(store, base_iri=load().base_iri) as written:
                written.quads.flush()  # or every reader replays the log of the build, a second each time
            (base / "corpus-store.done").touch()
    return store


@pytest.fixture
def own_store(corpus_store: Path, tmp_path: Path) -> Path:
    """A copy of that store, to be changed."""
    return Path(shutil.copytree(corpus_store, tmp_path / "own-store"))
