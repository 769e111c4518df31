"""Files become documents: type, encoding, language, title and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.config import Settings
from kg.document import Document
from kg.errors import ConfigError, ReadError
from kg.read import files
from kg.read.contents import contents
from kg.read.language import supported, unsupported

__all__ = ["read"]


def read(paths: Iterable[Path], settings: Settings) -> Iterator[Document | ReadError]:
    """The documents of files and folders, lazily, in the order given.

    What cannot be read is a ReadError among them (a value), naming the file, and the line of a ``.jsonl`` file.
    A second document with the same id is one too, unless nothing but its path differs: then it is skipped.
    Raises UsageError for a path that does not exist, before anything is read, and ConfigError for a
    ``default_lang`` without lexicon.
    """
    given = [Path(path) for path in paths]
    files.check_exist(given)
    if settings.default_lang not in supported():
        raise ConfigError("default_lang", unsupported(settings.default_lang))
    return _unique(_all(given, settings))


def _all(paths: list[Path], settings: Settings) -> Iterator[tuple[str, Document | ReadError]]:
    """Each document or error, with the name of the file or line that it comes from."""
    for path in paths:
        for found in files.find(path):
            if isinstance(found, ReadError):
                yield found.thing, found
            else:
                yield from contents(found, settings)


def _unique(named: Iterator[tuple[str, Document | ReadError]]) -> Iterator[Document | ReadError]:
    first: dict[str, tuple[str, str]] = {}
    for name, item in named:
        if isinstance(item, ReadError):
            yield item
        elif item.id not in first:
            first[item.id] = (item.sha256, name)
            yield item
        elif first[item.id][0] != item.sha256:
            yield ReadError(name, f"id {item.id!r} is already that of {first[item.id][1]}")
