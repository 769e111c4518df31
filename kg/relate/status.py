"""How far a transfer has got: cue words around the trigger, from ``status.toml``, else the trigger's own status."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kg import resources
from kg.claim import Status
from kg.recognise.lexicon import lexicon
from kg.relate.frames import Trigger

OVERRIDES = (Status.DENIED, Status.SUSPENDED, Status.REFUSED)  # of what is told as done


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases that speak for a status when they stand within so many tokens before or after the trigger."""

    status: Status
    phrases: frozenset[str]
    before: int
    after: int


class StatusReader:
    """Reads the status of a transfer off the words of its clause."""

    def __init__(self, lang: str) -> None:
        data = resources.toml(f"seeds/lexicon/{lang}/status.toml")
        self._months = lexicon(lang).months
        self._default = {word: Status(status) for status, words in data["default"].items() for word in words}
        self._cues = [
            Cue(Status(c["status"]), frozenset(w.casefold() for w in c["words"]), c["before"], c["after"])
            for c in data["cue"]
        ]
        self._overriding = [cue for cue in self._cues if cue.status in OVERRIDES]
        rules = data["rules"]
        self._done, self._gerund = frozenset(rules["done"]), frozenset(rules["gerund_done"])
        self._future = frozenset(rules["future_before"])

    def read(self, doc: Doc, trigger: Trigger, start: int, end: int) -> tuple[Status, str]:
        """The status that the clause ``doc[start:end]`` gives a transfer, and the word that decided."""
        words = {t.i: t.text if self._is_month(t) else t.lower_ for t in doc[start:end]}
        own = {trigger.word.casefold()}
        if self._is_done(doc, trigger, start, words):
            for cue in self._overriding:
                if found := self._match(words, cue, trigger, start, end, own):
                    return cue.status, found
            return Status.DELIVERED, trigger.word
        for cue in self._cues:
            if found := self._match(words, cue, trigger, start, end, own):
                return cue.status, found
        return self._default.get(trigger.word, Status.DELIVERED), trigger.word

    def _is_month(self, token: Token) -> bool:
        """ "In May" is no "may": a month in capitals is no cue."""
        return token.text[0].isupper() and token.lower_ in self._months and not token.is_sent_start

    def _is_done(self, doc: Doc, trigger: Trigger, start: int, words: dict[int, str]) -> bool:
        if trigger.word not in self._done:
            return False
        before = range(max(start, trigger.start - 4), trigger.start)
        return not any(words[i] in self._future for i in before)

    @staticmethod
    def _match(words: dict[int, str], cue: Cue, t: Trigger, start: int, end: int, own: set[str]) -> str | None:
        low, high = max(start, t.start - cue.before), min(end, t.end + cue.after)
        for i in range(high - 1, low - 1, -1):
            for length in (3, 2, 1):
                phrase = " ".join(words[j] for j in range(i, min(i + length, high)))
                if i + length <= high and phrase in cue.phrases and phrase not in own:
                    if i >= t.end and not cue.after:
                        continue
                    return phrase
        return None


@cache
def status_reader(lang: str) -> StatusReader:
    """The reader of a language."""
    return StatusReader(lang)
