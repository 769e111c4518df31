"""The document: a text and what is known about it. Everything else points into it by offsets."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Document:
    """One news text.

    ``text`` is exactly what offsets count in: Unicode code points, half-open, after decoding and extraction,
    never normalised further. ``id`` is unique in a store: the front matter's or JSON object's ``id``, else the
    path below the folder that was given, without suffix ("en/2022-10-12-iris-t-arrives").
    ``date`` is the day of publication; relative dates in the text are resolved against it.
    """

    id: str
    text: str
    lang: str
    date: datetime.date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = field(default=None, compare=False)

    @cached_property
    def sha256(self) -> str:
        """Hex digest over everything that the graph is made from: same digest, same graph."""
        parts = (self.id, self.lang, str(self.date), self.title or "", self.source or "", self.url or "", self.text)
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a document's text: ``text[start:end]``, code points, half-open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"no span: {self.start}..{self.end}")

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
