"""Who says so: the speaker of a sentence, by "according to" and by verbs of saying."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from kg.claim import Kind, Mention
from kg.document import Span
from kg.recognise.candidates import unknown
from kg.relate.clause import Clause
from kg.relate.frames import frames

SUBJECT = frozenset({"bare", "nom", "gen"})
BEFORE_VERB = 4  # tokens between a speaker and the verb after it: "Reznikov, the minister, said"
AFTER_VERB = 5  # tokens between a verb and the speaker after it: "sagte gestern ein US-Beamter"
AFTER_PHRASE = 6
NP_REACH = 4


class Attribution:
    """Finds the claimer of what a sentence says; words come from ``grammar.toml``."""

    def __init__(self, lang: str) -> None:
        words = frames(lang).grammar
        self._speech = frozenset(words["speech"])
        self._according = [tuple(phrase.casefold().split()) for phrase in words["according"]]
        self._governors = SUBJECT | frozenset(words["speaker_governors"])
        self._afterwards = frozenset(words["according_after"])
        self._sources = frozenset(word.lower() for word in words["sources"]) - self._speech
        closed = ("prepositions", "determiners", "conjunctions", "be", "have", "clause_breaks", "subjunction_that")
        self._outside = frozenset(word.lower() for name in closed for word in words[name]) | self._speech

    def claimer(self, clause: Clause) -> Mention | None:
        """The mention to whom the sentence is attributed, None where it speaks for itself."""
        speakers = list(self._speakers(clause))
        return self._by_phrase(clause, speakers) or self._by_verb(clause, speakers)

    def _speakers(self, clause: Clause) -> Iterator[tuple[int, int, Mention]]:
        """Who can speak, as (first token, token after the last, mention): actors, and words for sources."""
        sources = [t.i for t in clause.doc[clause.start : clause.end] if t.lower_ in self._sources]
        people = [a.mention for a in clause.actors if a.mention.kind is Kind.PERSON]
        taken = {i for m in people for i in range(m.start, m.end)}
        phrases = [(self._phrase_start(clause.doc, i, clause.start), i + 1) for i in sources if i not in taken]
        for a in clause.actors:
            m = a.mention
            inside = any(start <= m.start < end for start, end in phrases)
            if m.kind is not Kind.PLACE and a.governor in self._governors and not inside:
                yield m.start, m.end, m.mention
        for start, end in phrases:
            span = clause.doc[start:end]
            entity = unknown(Kind.GROUP, span.text)
            yield start, end, Mention(Span(span.start_char, span.end_char), span.text, entity, "source")

    def _phrase_start(self, doc: Doc, noun: int, floor: int) -> int:
        """Where the noun phrase begins that ends in a source: "top Arab diplomat", "US-Beamter"."""
        start = noun
        while start > max(floor, noun - NP_REACH):
            word = doc[start - 1]
            if word.lower_ in self._outside or not (word.text.isalpha() or word.text in "-‑.U.S."):
                break
            start -= 1
        return start

    def _by_phrase(self, clause: Clause, speakers: list[tuple[int, int, Mention]]) -> Mention | None:
        words = [t.lower_ for t in clause.doc[clause.start : clause.end]]
        for i, word in enumerate(words):
            at = clause.start + i
            if word in self._afterwards:
                return next((m for _, end, m in speakers if end == at), None)
            for phrase in self._according:
                if tuple(words[i : i + len(phrase)]) == phrase:
                    return _first(speakers, at + len(phrase), AFTER_PHRASE)
        return None

    def _by_verb(self, clause: Clause, speakers: list[tuple[int, int, Mention]]) -> Mention | None:
        inside = {i for start, end, _ in speakers for i in range(start, end)}
        named = inside | {i for a in clause.actors for i in range(a.mention.start, a.mention.end)}
        for token in clause.doc[clause.start : clause.end]:
            if token.lower_ in self._speech and token.i not in named:
                before = [(end, m) for _, end, m in speakers if end <= token.i]
                end, nearest = max(before, key=lambda x: x[0], default=(-1, None))
                if nearest and token.i - end <= BEFORE_VERB:
                    return nearest
                after = _first(speakers, token.i + 1, AFTER_VERB)
                if after:
                    return after
        return None


def _first(speakers: list[tuple[int, int, Mention]], at: int, reach: int) -> Mention | None:
    found = [(start, m) for start, _, m in speakers if at <= start <= at + reach]
    return min(found, key=lambda x: x[0], default=(0, None))[1]


@cache
def attribution(lang: str) -> Attribution:
    """The attribution of a language."""
    return Attribution(lang)
