"""Plain text: the text as it is, its first line as title, the date at its head."""

from __future__ import annotations

from kg.read import dates
from kg.read.encoding import decode
from kg.read.raw import Raw

MAX_TITLE_CHARS = 200
HEAD_CHARS = 1_000


def read_text(data: bytes) -> Raw:
    """A ``.txt`` file. Raises RefusedError when it is not text."""
    return plain(unix_newlines(decode(data)))


def plain(content: str) -> Raw:
    """Running text without outer white space, with what its head tells."""
    text = content.strip()
    return Raw(text, title=title(text), guessed_date=dates.in_head(text))


def unix_newlines(text: str) -> str:
    """The text with ``\\r\\n`` as ``\\n``, otherwise unchanged."""
    return text.replace("\r\n", "\n")


def title(text: str) -> str | None:
    """The first line below any date line, if it looks like a headline: short, no full sentence, followed by more."""
    *lines, _ = text[:HEAD_CHARS].split("\n")
    candidates = (line.strip() for line in lines if line.strip() and not dates.in_head(line))
    first = next(candidates, "")
    return first if 0 < len(first) <= MAX_TITLE_CHARS and not first.endswith(".") else None
