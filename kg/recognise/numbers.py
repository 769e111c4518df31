"""Numbers in running text: numerals, number words, "1.1 million", "two dozen", "half a dozen", "twenty-one"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from kg.recognise.lexicon import Lexicon, lexicon

NUMERAL = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$|^\d+(?:[.,]\d+)?$", re.ASCII)
MULTIPLIERS = frozenset({12.0, 100.0, 1000.0, 1_000_000.0})
HYPHENS = frozenset("-‑")
Phrase = tuple[str, ...]


def numeral(text: str, lang: str) -> float | None:
    """A written-out numeral's value: "1,500", "1.500" (German), "2.5"; None where it is no numeral."""
    if not NUMERAL.match(text):
        return None
    words = lexicon(lang).words
    thousands, decimal = words["thousands"], words["decimal"]
    plain = text.replace(thousands, "") if re.search(rf"\{thousands}\d{{3}}(?!\d)", text) else text
    try:
        return float(plain.replace(decimal, "."))
    except ValueError:
        return None


def split_phrases(phrases: Iterable[str]) -> list[Phrase]:
    """Phrases as case-folded words, the longest first."""
    return sorted({tuple(phrase.casefold().split()) for phrase in phrases}, key=lambda p: (-len(p), p))


def phrase_before(doc: Doc, stop: int, floor: int, phrases: Sequence[Phrase]) -> int | None:
    """Where the first of the phrases begins that ends before token ``stop``; None where none does."""
    for phrase in phrases:
        start = stop - len(phrase)
        if start >= floor and all(doc[start + i].lower_ == word for i, word in enumerate(phrase)):
            return start
    return None


class NumberReader:
    """Reads the number that ends at a token; the words come from ``numbers.csv`` and ``quantities.toml``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lang = lexicon.lang
        self._numbers = lexicon.numbers
        self._half = split_phrases(lexicon.quantities["half"])

    def before(self, doc: Doc, stop: int, floor: int) -> tuple[int, float] | None:
        """First token and value of the number in the tokens that end at ``stop``."""
        value = self.value(doc, stop - 1) if stop > floor else None
        if value is None:
            return None
        at = stop - 1
        return self._multiplied(doc, at, floor, value) or self._tens(doc, at, floor, value) or (at, value)

    def value(self, doc: Doc, at: int) -> float | None:
        """The value of one token; None where it is no number or a vague one ("dozens")."""
        value = numeral(doc[at].text, self._lang)
        return self._numbers.get(doc[at].lower_) if value is None else value

    def _multiplied(self, doc: Doc, at: int, floor: int, value: float) -> tuple[int, float] | None:
        if value not in MULTIPLIERS or at <= floor:
            return None
        half = phrase_before(doc, at, floor, self._half)
        if half is not None:
            return half, value / 2
        times = self.value(doc, at - 1)
        return (at - 1, float(round(times * value))) if times is not None and times < value else None

    def _tens(self, doc: Doc, at: int, floor: int, value: float) -> tuple[int, float] | None:
        """ "twenty-one"."""
        if at - 2 < floor or doc[at - 1].text not in HYPHENS or not 0 < value < 10 or not doc[at].is_alpha:
            return None
        tens = self.value(doc, at - 2) if doc[at - 2].is_alpha else None
        return (at - 2, tens + value) if tens is not None and tens in range(20, 100, 10) else None
