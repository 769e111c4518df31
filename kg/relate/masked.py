"""A sentence as the encoder reads it: word pieces, with actors and systems masked by their kind.

Masked, "Iran arms the Houthis" and "Chad arms the Tuareg" look alike: the encoder learns what the words around the
names say, not who usually arms whom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.claim import Kind
from kg.recognise.mentions import TokenMention
from kg.recognise.wordpieces import Splitter, splitter
from kg.relate.clause import Clause
from kg.relate.glosses import glosses

SENTENCES_BACK = 2
MOST_PIECES = 112  # of a sentence with those before it
STATE_FORMS = {"adjective": 1, "abbreviation": 2, "capital": 3, "government": 4}
STATE, OFFICIAL, COMPANY, MEDIA, ARMED, STATESMAN, PERSON, GROUP, PLACE, SYSTEM, CLASS = range(5, 16)
KINDS = {
    Kind.ORGANIZATION: OFFICIAL,
    Kind.ARMED_GROUP: ARMED,
    Kind.GROUP: GROUP,
    Kind.PLACE: PLACE,
    Kind.SYSTEM: SYSTEM,
}
REFERENTS, MOST_REFERENTS = 30, 16  # the same actor has the same number throughout
SPELT_OUT = (GROUP, CLASS)  # described in words, which the encoder may read


@dataclass
class Masked:
    """Parallel lists over pieces; where ``kinds`` is not 0 the piece is a mask. ``at``: token index → its mask."""

    pieces: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    segments: list[int] = field(default_factory=list)  # 1 for the sentence itself, 0 for those before
    at: dict[int, int] = field(default_factory=dict)

    def extend(self, other: Masked, segment: int) -> None:
        """Append another run of pieces."""
        self.at |= {token: place + len(self.pieces) for token, place in other.at.items()}
        self.pieces += other.pieces
        self.kinds += other.kinds
        self.segments += [segment] * len(other.pieces)


class Masker:
    """Makes the encoder's input; ``split`` gives the pieces of words, ``gloss`` a word in English."""

    def __init__(self, split: Splitter, gloss: Callable[[str], str] | None = None) -> None:
        self._split, self._gloss = split, gloss
        self._cls, self._sep = split.number("[CLS]"), split.number("[SEP]")
        self._known: dict[str, list[int]] = {}

    def __call__(self, units: Sequence[Clause], at: int) -> Masked:
        """The ``at``-th sentence, with as much of the two before it as there is room for."""
        referents: dict[str, int] = {}
        runs = [self._run(unit, referents) for unit in units[max(0, at - SENTENCES_BACK) : at + 1]]
        own = _cut(runs.pop(), MOST_PIECES - 3)
        room = MOST_PIECES - 3 - len(own.pieces)
        first = len(runs)
        while first and len(runs[first - 1].pieces) <= room:
            first -= 1
            room -= len(runs[first].pieces)
        whole = Masked([self._cls], [0], [0])
        for run in runs[first:]:
            whole.extend(run, 0)
        whole.extend(Masked([self._sep], [0]), 0)
        whole.extend(own, 1)
        whole.extend(Masked([self._sep], [0]), 1)
        return whole

    def _run(self, unit: Clause, referents: dict[str, int]) -> Masked:
        mentions = {a.mention.start: a.mention for a in unit.actors} | {m.start: m for ms in unit.systems for m in ms}
        run, i = Masked(), unit.start
        while i < unit.end:
            m = mentions.get(i)
            if m is None:
                self._spell(run, unit.doc[i].text)
                i += 1
                continue
            run.at[i] = len(run.pieces)
            kind = mask(m)
            _mask(run, kind)
            if kind not in (SYSTEM, CLASS):
                number = referents.setdefault(m.entity.key or m.entity.id, len(referents))
                _mask(run, REFERENTS + min(number, MOST_REFERENTS - 1))
            if kind in SPELT_OUT:
                for token in unit.doc[m.start : m.end]:
                    self._spell(run, token.text)
            i = max(m.end, i + 1)
        return run

    def _spell(self, run: Masked, word: str) -> None:
        pieces = self._known.get(word)
        if pieces is None:
            if len(self._known) > 50_000:
                self._known.clear()
            pieces = self._known[word] = self._split(self._gloss(word) if self._gloss else word)
        run.pieces += pieces
        run.kinds += [0] * len(pieces)


def mask(m: TokenMention) -> int:
    """The number of a mention's kind."""
    if m.kind is Kind.STATE:
        return STATE_FORMS.get(m.mention.form, STATE)
    if m.kind is Kind.ORGANIZATION and not m.entity.key:
        return MEDIA if m.mention.form == "media" else COMPANY
    if m.kind is Kind.PERSON:
        return STATESMAN if m.entity.key else PERSON
    return KINDS.get(m.kind, CLASS)


def _mask(run: Masked, kind: int) -> None:
    run.pieces.append(0)
    run.kinds.append(kind)


def _cut(run: Masked, most: int) -> Masked:
    at = {token: place for token, place in run.at.items() if place < most}
    return Masked(run.pieces[:most], run.kinds[:most], at=at)


@cache
def masker(lang: str) -> Masker:
    """The masker of a language."""
    return Masker(splitter(), glosses(lang))
