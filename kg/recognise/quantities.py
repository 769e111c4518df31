"""Quantities before what is counted: "at least 20", "up to 60", "dozens of", "ein halbes Dutzend"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from kg.claim import Quantity
from kg.document import Span
from kg.recognise.lexicon import Lexicon

NUMERAL = re.compile(r"^\d{1,3}(?:[.,]\d{3})+$|^\d+(?:[.,]\d+)?$")
LONGEST = 9  # tokens between the first word of a quantity and what it counts


def numeral(text: str, lang: str) -> float | None:
    """A written-out numeral's value: "1,500", "1.500" (German), "2.5"."""
    if not NUMERAL.match(text):
        return None
    thousands, decimal = (".", ",") if lang == "de" else (",", ".")
    plain = text.replace(thousands, "") if re.search(rf"\{thousands}\d{{3}}(?!\d)", text) else text
    try:
        return float(plain.replace(decimal, "."))
    except ValueError:
        return None


class QuantityReader:
    """Reads the quantity that stands before a given token; all words come from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numbers = lexicon.numbers
        words = lexicon.quantities
        self._min, self._max, self._about = (self._phrases(words[k]) for k in ("min", "max", "about"))
        self._half = self._phrases(words["half"])
        self._vague = self._phrases(words["tens_of"])
        self._units = self._phrases(words["units"])
        self._range = frozenset(words["range"])
        self._range_start = frozenset(words["range_start"])
        self._ordinals = frozenset(words["ordinals"])
        self._not_after = frozenset(w.casefold() for w in words["not_after"])
        self._not_before = frozenset(w.casefold() for w in words["not_before"])
        self._articles = frozenset(words["articles"])
        self._collective = frozenset(w.casefold() for w in words["collective"])

    @staticmethod
    def _phrases(phrases: Sequence[str]) -> list[tuple[str, ...]]:
        return sorted({tuple(p.casefold().split()) for p in phrases}, key=len, reverse=True)

    def before(self, doc: Doc, at: int, floor: int) -> tuple[Span, Quantity] | None:
        """The quantity of what begins at token ``at``; looks back to token ``floor`` at most."""
        floor = max(floor, at - LONGEST)
        words = [t.lower_ for t in doc[:at]]
        end = self._skip_modifiers(doc, words, at, floor)
        for stop in range(at, end - 1, -1):
            found = self._ending(doc, words, stop, floor)
            if found:
                return found
        return None

    def _skip_modifiers(self, doc: Doc, words: list[str], at: int, floor: int) -> int:
        """How far back adjectives and units may reach: "20 modern battle-ready [tanks]"."""
        end = at
        while end > floor and at - end < 4 and not doc[end - 1].is_punct and words[end - 1] not in ("to", "an", "für"):
            end -= 1
        return end

    def _ending(self, doc: Doc, words: list[str], stop: int, floor: int) -> tuple[Span, Quantity] | None:
        vague = self._phrase_before(words, stop, floor, self._vague)
        if vague is not None and words[vague:stop]:
            start = self._phrase_before(words, vague, floor, self._max + self._min + self._about)
            return self._quantity(doc, vague if start is None else start, stop, None, None)
        number = self._number_before(doc, words, stop, floor)
        if number is None:
            return None
        start, value = number
        if self._is_no_count(doc, words, start, stop):
            return None
        return self._bounded(doc, words, start, stop, floor, value)

    def _bounded(
        self, doc: Doc, words: list[str], start: int, stop: int, floor: int, value: float
    ) -> tuple[Span, Quantity]:
        low = self._range_low(doc, words, start, floor)
        if low is not None:
            return self._quantity(doc, low[0], stop, low[1], value)
        if (phrase := self._phrase_before(words, start, floor, self._min)) is not None:
            return self._quantity(doc, phrase, stop, value, None)
        if (phrase := self._phrase_before(words, start, floor, self._max)) is not None:
            return self._quantity(doc, phrase, stop, None, value)
        phrase = self._phrase_before(words, start, floor, self._about)
        return self._quantity(doc, start if phrase is None else phrase, stop, value, value)

    def _range_low(self, doc: Doc, words: list[str], start: int, floor: int) -> tuple[int, float] | None:
        if start - 2 < floor or words[start - 1] not in self._range:
            return None
        low = self._number_before(doc, words, start - 1, floor)
        if low is None:
            return None
        at = low[0] - 1 if low[0] > floor and words[low[0] - 1] in self._range_start else low[0]
        return at, low[1]

    def _number_before(self, doc: Doc, words: list[str], stop: int, floor: int) -> tuple[int, float] | None:
        """The number written in the tokens that end at ``stop``: a numeral, a word, "two dozen", "half a dozen"."""
        if stop <= floor:
            return None
        value = self._value(doc, stop - 1)
        if value is None:
            return None
        start = stop - 1
        if value in (12, 100, 1000, 1_000_000) and start > floor:
            half = self._phrase_before(words, start, floor, self._half)
            if half is not None:
                return half, value / 2
            times = self._value(doc, start - 1)
            if times is not None and times < 1000:
                return start - 1, float(round(times * value))
        return start, value

    def _value(self, doc: Doc, at: int) -> float | None:
        value = numeral(doc[at].text, self._lexicon.lang)
        return self._numbers.get(doc[at].lower_) if value is None else value

    def _is_no_count(self, doc: Doc, words: list[str], start: int, stop: int) -> bool:
        before = words[start - 1] if start else ""
        after = words[stop] if stop < len(words) else ""
        beyond = doc[stop].lower_ if stop < len(doc) else ""
        if words[stop - 1] in self._articles and not self._counts_one(doc, stop):
            return True
        year = doc[start].text.isdigit() and len(doc[start].text) == 4 and 1900 <= int(doc[start].text) <= 2100
        return before in self._not_after or after in self._not_before or beyond in self._not_before or (
            year and stop - start == 1 and before in ("in", "since", "seit", "im", "of", "jahr", "by")
        )

    def _counts_one(self, doc: Doc, stop: int) -> bool:
        """Whether an article before ``stop`` counts: "a Patriot system", not "a shipment", "a batch of tanks"."""
        return stop < len(doc) and doc[stop].lower_ not in self._collective

    @staticmethod
    def _phrase_before(
        words: list[str], stop: int, floor: int, phrases: list[tuple[str, ...]]
    ) -> int | None:
        for phrase in phrases:
            start = stop - len(phrase)
            if start >= floor and tuple(words[start:stop]) == phrase:
                return start
        return None

    @staticmethod
    def _quantity(
        doc: Doc, start: int, stop: int, low: float | None, high: float | None
    ) -> tuple[Span, Quantity]:
        span = doc[start:stop]
        return Span(span.start_char, span.end_char), Quantity(low, high, span.text)
