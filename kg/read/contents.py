"""A file's type decides on its reader; what the reader finds is checked and completed to documents."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from kg.config import Settings
from kg.document import Document
from kg.errors import ReadError
from kg.read import dates, encoding, language
from kg.read.files import File, check_size, reason, shown
from kg.read.html import read_html
from kg.read.jsonl import read_lines
from kg.read.markdown import read_markdown
from kg.read.raw import Raw, RefusedError
from kg.read.text import read_text

_READERS: dict[str, Callable[[bytes, Settings], Raw]] = {
    ".htm": lambda data, settings: read_html(data, settings.html_seconds),
    ".html": lambda data, settings: read_html(data, settings.html_seconds),
    ".md": lambda data, _: read_markdown(data),
    ".txt": lambda data, _: read_text(data),
}
_LINES = ".jsonl"
TYPES = tuple(sorted([*_READERS, _LINES]))


def contents(file: File, settings: Settings) -> Iterator[tuple[str, Document | ReadError]]:
    """The documents of one file, or why there are none, each with the name of the file or line."""
    name, suffix = shown(file.path), file.path.suffix.lower()
    try:
        if suffix not in TYPES:
            raise RefusedError(f"unknown type {suffix or 'without suffix'} (have: {' '.join(TYPES)})")
        if name != str(file.path):
            raise RefusedError("file name is not UTF-8")
        check_size(file.path, settings)
        if suffix == _LINES:
            yield from _lines(file, settings)
        else:
            raw = _READERS[suffix](_data(file, settings), settings)
            yield name, _document(raw, file.id, file, dates.in_name(file.path.name), settings)
    except (OSError, RefusedError) as error:
        yield name, ReadError(name, reason(error))


def _data(file: File, settings: Settings) -> bytes:
    with file.path.open("rb") as stream:
        data = stream.read(settings.max_file_bytes)
    if not data or data.isspace():
        raise RefusedError("empty")
    return data


def _lines(file: File, settings: Settings) -> Iterator[tuple[str, Document | ReadError]]:
    path, stem = shown(file.path), file.id
    number = 0
    with file.path.open("rb") as stream:
        for number, found in read_lines(stream):
            name = f"{path}:{number}"
            try:
                if isinstance(found, RefusedError):
                    raise found
                yield name, _document(found, f"{stem}-{number}", file, None, settings)
            except RefusedError as refusal:
                yield name, ReadError(name, str(refusal))
    if not number:
        raise RefusedError("empty")


def _document(raw: Raw, fallback_id: str, file: File, named_date: datetime.date | None, settings: Settings) -> Document:
    """Raises RefusedError for a text or field that cannot be used."""
    encoding.check_text(raw.text)
    if len(raw.text) > settings.max_text_chars:
        raise RefusedError(f"{len(raw.text)} characters, more than max_text_chars ({settings.max_text_chars})")
    return Document(
        id=_line("id", raw.id) or _line("id", fallback_id) or fallback_id,
        text=raw.text,
        lang=language.declared(raw.lang) if raw.lang else language.identify(raw.text, settings.default_lang),
        date=raw.date or named_date or raw.guessed_date,
        title=_line("title", raw.title),
        source=_line("source", raw.source),
        url=_line("url", raw.url),
        path=str(file.path),
    )


def _line(field: str, value: str | None) -> str | None:
    """A field as one line, None when there is nothing. Raises RefusedError for what no line of text can hold."""
    line = " ".join((value or "").split())
    encoding.check_unicode(line)
    if encoding.CONTROL.search(line):
        raise RefusedError(f"control character in {field}")
    return line or None
