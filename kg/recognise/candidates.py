"""Candidate mentions: what each recogniser proposes, before the longest and best are chosen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kg.claim import Entity, Kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``start..end`` (half-open) may name ``entity``. Higher ``priority`` wins between equal lengths.

    ``weak`` candidates (ambiguous labels) stay only beside other evidence. ``form`` as in Mention.
    """

    start: int
    end: int
    entity: Entity
    form: str = "name"
    priority: int = 0
    weak: bool = False

    @property
    def length(self) -> int:
        """Tokens covered."""
        return self.end - self.start


def slug(words: str) -> str:
    """A name as the last part of an identifier: lower case, letters and digits of any script, hyphens."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-_") or "x"


def unknown(kind: Kind, words: str, key: str | None = None, category: str | None = None) -> Entity:
    """An entity that no table knows, named by its words in the text."""
    label = " ".join(words.split())
    return Entity(f"{kind.value}/{slug(label)}", kind, label, (label,), key, category)
