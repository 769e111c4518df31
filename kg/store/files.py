"""The folder of a store: ``kg.json`` (format, base IRI) beside ``quads/`` (the RocksDB files of pyoxigraph)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

FORMAT = 1
MARKER = "kg.json"
QUADS = "quads"
_TEMPORARY = MARKER + ".new"
_UNRELATED = ("LOG", "LOCK", "OPTIONS", "IDENTITY")  # RocksDB files that say nothing about the data


def create(path: Path, base_iri: str) -> None:
    """Make ``path`` a store unless it is one already.

    Raises StoreError when the folder holds something else or is a store of another base IRI or format.
    """
    with translated(path):
        path.mkdir(parents=True, exist_ok=True)
        if not (path / MARKER).exists():
            if any(entry.name != _TEMPORARY for entry in path.iterdir()):
                raise StoreError(path, "is not a store and not empty; choose another folder")
            (path / _TEMPORARY).write_text(json.dumps({"format": FORMAT, "base_iri": base_iri}) + "\n", "utf-8")
            (path / _TEMPORARY).replace(path / MARKER)
    found = read_base_iri(path)
    if found != base_iri:
        raise StoreError(path, f"was built with the base IRI {found}, not {base_iri}")
    _refuse_broken(path)


def read_base_iri(path: Path) -> str:
    """The base IRI of an existing store. Raises StoreError when there is none, or one of an unknown format."""
    if not (path / MARKER).is_file():
        raise StoreError(path, "no store there; build one with kg build")
    with translated(path):
        text = (path / MARKER).read_bytes()
    try:
        marker = json.loads(text)
        version, base_iri = marker["format"], str(marker["base_iri"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(path, f"{MARKER} is unreadable") from error
    if version != FORMAT:
        raise StoreError(path, f"has store format {version}; this version reads format {FORMAT}")
    return base_iri


def _refuse_broken(path: Path) -> None:
    """RocksDB would take a folder without CURRENT for a new one and delete the data files that it finds there."""
    quads = path / QUADS
    if quads.is_dir() and not (quads / "CURRENT").exists() and any(quads.glob("*.sst")):
        raise StoreError(path, f"is unreadable: {QUADS}/CURRENT is missing")


def generation(path: Path) -> tuple[tuple[str, int, int], ...]:
    """A value that differs when the data of the store has changed: name, size and time of its data files."""
    try:
        with os.scandir(path / QUADS) as entries:
            stats = [(entry.name, entry.stat()) for entry in entries if not entry.name.startswith(_UNRELATED)]
    except OSError:  # a file went away between listing and looking, or there is no store (any more)
        return ()
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))


def size(path: Path) -> int:
    """Bytes on disk."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what the operating system and RocksDB raise into a StoreError that names the store."""
    try:
        yield
    except OSError as error:
        reason = " ".join(str(error).split())
        if "LOCK" in reason and ("lock file" in reason or "lock hold" in reason):
            raise StoreError(path, "is open in another process") from error
        raise StoreError(path, f"is unreadable or cannot be written: {reason}") from error
    except RuntimeError as error:  # so pyoxigraph reports broken files, but other things too
        if not str(error).startswith("Corruption"):
            raise
        raise StoreError(path, f"is unreadable: {error}") from error
