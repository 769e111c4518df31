"""Paths become files: folders are walked in sorted order, each file gets its fallback id."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.config import Settings
from kg.errors import ReadError, UsageError
from kg.read.raw import RefusedError


@dataclass(frozen=True)
class File:
    """A file to read; ``id`` is that of its document if the file names none."""

    path: Path
    id: str


def check_exist(paths: Iterable[Path]) -> None:
    """Raises UsageError for the first path that leads nowhere."""
    for path in paths:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise UsageError(shown(path), "no such file or folder") from None
        except ValueError:  # a NUL in the name
            raise UsageError(ascii(str(path)), "not a path") from None
        except OSError:  # reported as ReadError when its turn comes
            continue


def find(path: Path) -> Iterator[File | ReadError]:
    """The file, or the files below the folder in sorted order, without hidden files, READMEs and gold files.

    Links to folders are followed once; a second way to the same folder is a ReadError.
    """
    if not _is_folder(path):
        yield File(path, path.stem)
        return
    seen: dict[tuple[int, int], Path] = {}
    waiting = [path]
    while waiting:
        here = waiting.pop()
        if here != path and _passed_over(here.name):
            continue
        try:
            if not _is_folder(here):
                yield File(here, str(PurePosixPath(here.relative_to(path).with_suffix(""))))
                continue
            _visit(here, seen)
            waiting += sorted(here.iterdir(), reverse=True)
        except (OSError, RefusedError) as error:
            yield ReadError(shown(here), reason(error))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # reported when it is read as a file
        return False


def _passed_over(name: str) -> bool:
    return name.startswith((".", "README")) or (name.startswith("gold") and name.endswith(".jsonl"))


def _visit(folder: Path, seen: dict[tuple[int, int], Path]) -> None:
    status = folder.stat()
    first = seen.setdefault((status.st_dev, status.st_ino), folder)
    if first in folder.parents:
        raise RefusedError(f"symbolic link loop: leads back to {shown(first)}")
    if first != folder:
        raise RefusedError(f"already read as {shown(first)}")


def check_size(path: Path, settings: Settings) -> None:
    """Raises RefusedError for what is no regular file or too large, OSError for what cannot be reached."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("not a regular file")
    if status.st_size > settings.max_file_bytes:
        raise RefusedError(f"{status.st_size} bytes, more than max_file_bytes ({settings.max_file_bytes})")


def reason(error: OSError | RefusedError) -> str:
    """The reason in words, without the path that an OSError repeats."""
    if isinstance(error, OSError):
        return "symbolic link loop" if error.errno == errno.ELOOP else error.strerror or type(error).__name__
    return str(error)


def shown(path: Path) -> str:
    """The path as given, bytes that are no UTF-8 escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
