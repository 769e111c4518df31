"""What a reader finds in one file or line, before it is checked and completed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


class RefusedError(Exception):
    """Why something cannot become a document; the caller knows which thing it is about."""


@dataclass(frozen=True)
class Raw:
    """A text and what its file says about it. ``None``: the file does not say.

    ``guessed_date`` comes from the running text and yields to every other source of a date.
    """

    text: str
    id: str | None = None
    lang: str | None = None
    date: datetime.date | None = None
    guessed_date: datetime.date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
