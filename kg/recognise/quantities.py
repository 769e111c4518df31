"""Quantities before what is counted: "at least 20", "up to 60", "dozens of", "ein halbes Dutzend"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.claim import Kind, Quantity
from kg.document import Span
from kg.recognise.lexicon import Lexicon
from kg.recognise.numbers import HYPHENS, NumberReader, phrase_before, split_phrases

LONGEST = 9  # tokens between the first word of a quantity and what it counts
REACH = 6  # tokens between the number and what it counts
QUALIFIERS = frozenset({Kind.ORGANIZATION.value, Kind.STATE.value})  # makers and owners: "20 Rheinmetall Lynx"
INSIDE = 1  # spaCy's ent_iob of a token that continues an entity


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the tokens ``start..stop`` (half-open)."""

    start: int
    stop: int
    value: float


class QuantityReader:
    """Reads the quantity that stands before a given token; all words come from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.quantities
        self._numbers = NumberReader(lexicon)
        self._min, self._max, self._about, self._vague, self._or_more = (
            split_phrases(words[name]) for name in ("min", "max", "about", "tens_of", "after_min")
        )
        self._bounds = [*self._max, *self._min, *self._about]
        self._range, self._start_range = frozenset(words["range"]), frozenset(words["range_start"])
        self._governing = frozenset(words["not_before_min"])
        self._joint = frozenset(words["range_joint"])
        self._of = frozenset(words["of"])
        self._breaks, self._units, self._articles, self._uncounted = (
            frozenset(word.casefold() for word in words[name]) for name in ("breaks", "units", "articles", "uncounted")
        )
        self._not_after, self._not_before, self._measures = (
            frozenset(word.casefold() for word in words[name]) for name in ("not_after", "not_before", "measures")
        )
        self._uncounted |= {form.casefold() for form in lexicon.compounds}
        self._months = frozenset(lexicon.months)
        self._years = frozenset(words["before_year"])
        self._nouns_have_capitals = not lexicon.casefold
        self._plural = lexicon.words["plural"]

    def before(self, doc: Doc, at: int, floor: int) -> tuple[Span, Quantity] | None:
        """The quantity of what begins at token ``at``; looks back to token ``floor`` at most.

        Between the two may stand adjectives, units, and the maker or owner: "50 ex-Bundeswehr Gepard".
        """
        floor = max(floor, at - LONGEST)
        stop = at
        while stop > max(floor, at - REACH):
            if (vague := phrase_before(doc, stop, floor, self._vague)) is not None:
                start = phrase_before(doc, vague, floor, self._bounds)
                return self._quantity(doc, vague if start is None else start, stop, None, None)
            found = self._numbers.before(doc, stop, floor)
            if found and not self._is_measure(doc, stop):
                number = Number(found[0], stop, found[1])
                return self._bounded(doc, number, floor) if self._counts(doc, number, at) else None
            more = phrase_before(doc, stop, floor, self._or_more)
            if more is None and not found and not self._modifies(doc, stop - 1):
                return None
            stop = stop - 1 if more is None else more
        return None

    def _modifies(self, doc: Doc, at: int) -> bool:
        """Whether a token may stand between a number and what it counts."""
        token, following = doc[at], doc[at + 1]
        word = token.lower_
        if token.ent_type_ in QUALIFIERS or word in self._units or word in self._measures:
            return True
        if word in self._breaks:
            return at > 0 and doc[at - 1].lower_ in self._of  # "20 of the"
        if token.is_punct:
            return word in HYPHENS or token.is_quote
        return following.lower_ in self._of or following.text in HYPHENS or not self._is_head(token)

    def _is_head(self, token: Token) -> bool:
        """Whether a word looks like what a number before it counts: "two generals", "zwei Generäle"."""
        if self._nouns_have_capitals:
            return token.is_title
        plural = token.is_lower and token.text.endswith(self._plural) and not token.text.endswith("ss")
        return plural and len(token) > 3

    def _is_measure(self, doc: Doc, stop: int) -> bool:
        """Whether the number before ``stop`` is a caliber or range: "20 155-mm howitzers"."""
        at = stop + 1 if stop + 1 < len(doc) and doc[stop].text in HYPHENS else stop
        return at < len(doc) and doc[at].lower_ in self._measures

    def _counts(self, doc: Doc, number: Number, at: int) -> bool:
        """Whether the number counts what begins at ``at``: no money, no date, no article of a mass noun."""
        before = doc[number.start - 1] if number.start else None
        if number.stop < at and doc[number.stop].lower_ in self._not_before | self._months:
            return False
        if before is not None and (before.lower_ in self._not_after or self._is_sum(before)):
            return False
        if before is not None and before.lower_ in self._years and 1900 <= number.value <= 2100:
            return False
        return doc[number.stop - 1].lower_ not in self._articles or self._counts_one(doc, number.stop, at)

    @staticmethod
    def _is_sum(token: Token) -> bool:
        """Whether a token before a number begins a sum: "AU$110 million"."""
        return token.text[-1] in "$€£" or (any(c.isdigit() for c in token.text) and not token.like_num)

    def _counts_one(self, doc: Doc, stop: int, at: int) -> bool:
        """Whether an article before ``stop`` counts: "a Patriot system", not "a batch of tanks"."""
        end = at + 1
        while end < len(doc) and doc[end].ent_iob == INSIDE:
            end += 1
        after = end + 1 if end + 1 < len(doc) and doc[end].text in HYPHENS else end
        words = {token.lower_ for token in doc[stop : after + 1]}
        money = any(token.is_currency or self._is_sum(token) for token in doc[stop:at])
        return not money and words.isdisjoint(self._uncounted) and words.isdisjoint(self._not_before)

    def _bounded(self, doc: Doc, number: Number, floor: int) -> tuple[Span, Quantity]:
        start, stop, value = number.start, number.stop, number.value
        if (low := self._range_low(doc, start, floor)) is not None:
            return self._quantity(doc, low.start, stop, low.value, value)
        for more in self._or_more:
            if tuple(token.lower_ for token in doc[stop : stop + len(more)]) == more:
                return self._quantity(doc, start, stop + len(more), value, None)
        phrase = phrase_before(doc, start, floor, self._min)
        if phrase is not None and not (phrase and doc[phrase - 1].lower_ in self._governing):
            return self._quantity(doc, phrase, stop, value, None)
        if (phrase := phrase_before(doc, start, floor, self._max)) is not None:
            return self._quantity(doc, phrase, stop, None, value)
        phrase = phrase_before(doc, start, floor, self._about)
        return self._quantity(doc, start if phrase is None else phrase, stop, value, value)

    def _range_low(self, doc: Doc, start: int, floor: int) -> Number | None:
        """The lower bound before the upper one at ``start``: "10 to 20", "between 10 and 20"."""
        joint = doc[start - 1].lower_ if start - 2 >= floor else ""
        low = self._numbers.before(doc, start - 1, floor) if joint in self._range | self._joint else None
        if low is None:
            return None
        opened = low[0] > floor and doc[low[0] - 1].lower_ in self._start_range
        if joint in self._joint and not opened:
            return None
        return Number(low[0] - opened, start - 1, low[1])

    @staticmethod
    def _quantity(doc: Doc, start: int, stop: int, low: float | None, high: float | None) -> tuple[Span, Quantity]:
        span = doc[start:stop]
        return Span(span.start_char, span.end_char), Quantity(low, high, span.text)
