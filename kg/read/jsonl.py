"""JSON Lines: one object a line with ``text`` and optional ``id lang date source title url``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.read import dates
from kg.read.raw import Raw, RefusedError


def read_lines(lines: Iterable[bytes]) -> Iterator[tuple[int, Raw | RefusedError]]:
    """Each line that is not blank, by its number from 1: what it says or why it is refused."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, _raw(_object(line))
            except RefusedError as refusal:
                yield number, refusal


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.rstrip(b"\r\n").decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RefusedError(f"invalid UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise RefusedError(f"invalid JSON: {error.msg.removesuffix(' at')} at character {error.pos}") from None
    except RecursionError:
        raise RefusedError("invalid JSON: nested too deeply") from None
    except ValueError:
        raise RefusedError("invalid JSON: number too long") from None
    if not isinstance(value, dict):
        raise RefusedError(f"expected a JSON object, got {type(value).__name__}")
    return value


def _raw(fields: dict[str, Any]) -> Raw:
    text = _string(fields, "text")
    if text is None:
        raise RefusedError("no text")
    date = _string(fields, "date")
    return Raw(
        text,
        id=_id(fields),
        lang=_string(fields, "lang"),
        date=dates.declared(date) if date else None,
        title=_string(fields, "title"),
        source=_string(fields, "source"),
        url=_string(fields, "url"),
    )


def _id(fields: dict[str, Any]) -> str | None:
    value = fields.get("id")
    return str(value) if type(value) is int else _string(fields, "id")


def _string(fields: dict[str, Any], key: str) -> str | None:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise RefusedError(f"{key} must be a string, got {type(value).__name__}")
    return value
