"""Candidate mentions: what each recogniser proposes, before the longest and best are chosen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
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


VAGUE = (Kind.SYSTEM_CLASS, Kind.GROUP)  # words, not names: an organization's name may hold them


class Gaps:
    """What candidates leave free for a model's names: the names of tables and patterns stand, whatever it says."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        found = [c for c in candidates if not c.weak]
        nations = {i for c in found if c.entity.kind is Kind.STATE for i in range(c.start, c.end)}
        vague = {i for c in found if c.entity.kind in VAGUE for i in range(c.start, c.end)}
        self._used = nations | vague
        self._named = {i for c in found for i in range(c.start, c.end)} - self._used

    def admit(self, kind: Kind, start: int, end: int) -> bool:
        """Whether tokens ``start..end`` may be such a name; an organization's may hold a nation and common words."""
        here = set(range(start, end))
        if not here or here & self._named:
            return False
        organization = kind is Kind.ORGANIZATION and not here <= self._used
        return kind is Kind.STATE or organization or not here & self._used


def slug(words: str) -> str:
    """A name as the last part of an identifier: lower case, letters and digits of any script, hyphens."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-_") or "x"


def unknown(kind: Kind, words: str, key: str | None = None, category: str | None = None) -> Entity:
    """An entity that no table knows, named by its words in the text."""
    label = " ".join(words.split())
    return Entity(f"{kind.value}/{slug(label)}", kind, label, (label,), key, category)
