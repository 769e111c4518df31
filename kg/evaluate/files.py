"""Gold and prediction files: JSON Lines, a document a line; what is malformed is named by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kg.errors import ReadError, UsageError
from kg.evaluate.documents import Gold, Prediction

Model = TypeVar("Model", bound=Prediction)


def read_gold(paths: Iterable[Path]) -> list[Gold]:
    """The documents of gold files, in order.

    Raises UsageError for a file that does not exist, ReadError naming file and line for a malformed document, for an
    id that occurs twice, and for files without documents.
    """
    return _read(paths, Gold)


def read_predicted(path: Path) -> list[Prediction]:
    """The documents of a file that ``kg extract --json`` wrote, or of one in the gold format. Raises as read_gold."""
    return _read([path], Prediction)


def _read(paths: Iterable[Path], model: type[Model]) -> list[Model]:
    documents: list[Model] = []
    seen: dict[str, str] = {}
    for path in paths:
        before = len(documents)
        for place, value in _objects(path):
            document = _validated(place, value, model)
            if document.id in seen:
                raise ReadError(place, f"id {document.id!r} occurs twice, first in {seen[document.id]}")
            seen[document.id] = place
            documents.append(document)
        if len(documents) == before:
            raise ReadError(path, "no documents")
    return documents


def _objects(path: Path) -> Iterator[tuple[str, Any]]:
    """What each line that is not blank holds, with the name of the line."""
    for number, line in enumerate(read_bytes(path).split(b"\n"), 1):
        if line.strip():
            place = f"{path}:{number}"
            yield place, parse(place, line)


def read_bytes(path: Path) -> bytes:
    """A file's content. Raises UsageError when there is no such file, ReadError when it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(path, "no such file") from None
    except OSError as error:
        raise ReadError(path, error.strerror or type(error).__name__) from None


def parse(place: object, content: bytes) -> Any:
    """The JSON value. Raises ReadError naming the place."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadError(place, f"invalid UTF-8 at byte {error.start}") from None
    except RecursionError:
        raise ReadError(place, "invalid JSON: nested too deeply") from None
    except ValueError as error:
        raise ReadError(place, f"invalid JSON: {error}") from None


def _validated(place: str, value: Any, model: type[Model]) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise ReadError(place, reason(error)) from None


def reason(error: ValidationError) -> str:
    """The first thing that is wrong, with its place in the object."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return ": ".join(filter(None, (where, first["msg"].removeprefix("Value error, "))))
