"""Markdown: front matter between ``---`` lines, then the text as it is."""

from __future__ import annotations

import dataclasses
import re

from kg.read import dates
from kg.read.encoding import decode
from kg.read.raw import Raw, RefusedError
from kg.read.text import plain, unix_newlines

MAX_HEADING_CHARS = 300

_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?$")
_HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t]*#*$")
_COMMENT = re.compile(r"\s#.*$")
_ESCAPE = re.compile(r"\\(.)")
_NULL = ("", "~", "null", "Null", "NULL")


def read_markdown(data: bytes) -> Raw:
    """A ``.md`` file. Raises RefusedError for front matter that does not end or a date that is none."""
    header, body = split(unix_newlines(decode(data)))
    fields = front_matter(header)
    raw = plain(body)
    heading = _HEADING.match(raw.text[:MAX_HEADING_CHARS].partition("\n")[0])
    return dataclasses.replace(
        raw,
        id=fields.get("id"),
        lang=fields.get("lang") or fields.get("language"),
        date=dates.declared(fields["date"]) if "date" in fields else None,
        title=fields.get("title") or (heading[1] if heading else raw.title),
        source=fields.get("source"),
        url=fields.get("url"),
    )


def split(text: str) -> tuple[list[str], str]:
    """Lines of the front matter and the rest. A leading ``---`` without any key is a rule, not front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return [], text
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "...")), None)
    if end is None and len(lines) > 1 and _KEY.match(lines[1]):
        raise RefusedError("front matter has no closing ---")
    if end is None or not any(_KEY.match(line) for line in lines[1:end]):
        return [], text
    return lines[1:end], "\n".join(lines[end + 1 :])


def front_matter(lines: list[str]) -> dict[str, str]:
    """The ``key: value`` pairs of the top level, keys in lower case; lists, nesting and comments are passed over."""
    pairs = ((match[1].lower(), _scalar(match[2] or "")) for line in lines if (match := _KEY.match(line)))
    return {key: value for key, value in pairs if value is not None}


def _scalar(value: str) -> str | None:
    value = value.strip()
    quote = value[:1]
    if quote in ("'", '"') and (end := value.rfind(quote)) > 0:
        inner = value[1:end]
        return inner.replace("''", "'") if quote == "'" else _ESCAPE.sub(r"\1", inner)
    value = _COMMENT.sub("", value)
    return None if value in _NULL else value
