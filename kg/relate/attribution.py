"""Who says so: the speaker of a sentence, by verbs of saying and "according to"."""

from __future__ import annotations

from functools import cache

from kg.claim import Kind, Mention
from kg.recognise.mentions import TokenMention
from kg.relate.clause import Clause
from kg.relate.frames import frames
from kg.relate.grammar import Governed

SUBJECT = ("bare", "nom")


class Attribution:
    """Finds the claimer of what a sentence says; words come from ``grammar.toml``."""

    def __init__(self, lang: str) -> None:
        words = frames(lang).grammar
        self._speech = frozenset(words["speech"])
        self._according = [tuple(phrase.casefold().split()) for phrase in words["according"]]
        self._reach = 7

    def claimer(self, clause: Clause) -> Mention | None:
        """The mention to whom the sentence is attributed, None where it speaks for itself."""
        return self._by_phrase(clause) or self._by_verb(clause)

    def _by_phrase(self, clause: Clause) -> Mention | None:
        words = [t.lower_ for t in clause.doc[clause.start : clause.end]]
        for i in range(len(words)):
            for phrase in self._according:
                if tuple(words[i : i + len(phrase)]) == phrase:
                    after = self._next_actor(clause, clause.start + i + len(phrase))
                    if after:
                        return after.mention
        return None

    def _by_verb(self, clause: Clause) -> Mention | None:
        for token in clause.doc[clause.start : clause.end]:
            if token.lower_ in self._speech:
                before = [a.mention for a in _speakers(clause) if a.mention.end <= token.i and a.governor in SUBJECT]
                if before and token.i - before[-1].end <= self._reach:
                    return before[-1].mention
                after = self._next_actor(clause, token.i + 1)
                if after and after.start - token.i <= 4:
                    return after.mention
        return None

    @staticmethod
    def _next_actor(clause: Clause, at: int) -> TokenMention | None:
        return next((a.mention for a in _speakers(clause) if at <= a.mention.start <= at + 6), None)


def _speakers(clause: Clause) -> list[Governed]:
    """The actors that can speak: no places."""
    return [a for a in clause.actors if a.mention.kind is not Kind.PLACE]


@cache
def attribution(lang: str) -> Attribution:
    """The attribution of a language."""
    return Attribution(lang)
