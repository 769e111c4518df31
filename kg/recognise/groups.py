"""Actors that are described, not named ("ethnic Kurdish fighters"), and blocs in an adjective ("Western arms")."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.claim import Entity, Kind
from kg.recognise.candidates import Candidate, slug, unknown
from kg.recognise.lexicon import Lexicon, expand

NATIONAL = frozenset({"adjective", "abbreviation"})


class GroupFinder:
    """Proposes longer groups than the tables' nouns, and the bloc that an adjective before a system stands for."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._modifiers = frozenset(form for word in words["group_modifiers"] for form in expand(word))
        self._stances = frozenset(words["pro"])
        self._backed = frozenset([*words["hyphen_made"], *words["group_backed"]])
        self._within = frozenset(words["group_within"])
        self._blocs = {
            form: bloc["names"] for bloc in words["blocs"] for word in bloc["adjectives"] for form in expand(word)
        }
        self._supplied = frozenset([*words["hyphen_supplied"], *words["hyphen_made"]])
        self._compounds = frozenset(lexicon.compounds)

    def __call__(self, doc: Doc, known: list[Candidate]) -> Iterator[Candidate]:
        """``known`` are the candidates of the tables."""
        ending = {c.end: c for c in known if c.entity.kind is Kind.STATE and c.form in NATIONAL}
        starting = {c.start: c for c in known if c.entity.kind is Kind.STATE}
        systems = {c.start for c in known if c.entity.kind in (Kind.SYSTEM, Kind.SYSTEM_CLASS)}
        systems |= {token.i for token in doc if token.text in self._compounds}
        for group in known:
            if group.entity.kind is Kind.GROUP and group.form == "group":
                yield self._described(doc, group, ending, starting)
        for token in doc:
            if token.text in self._blocs and self._before_system(doc, token.i + 1, systems):
                names = self._blocs[token.text]
                bloc = Entity(f"group/{slug(names[0])}", Kind.GROUP, names[0], (*names, token.text))
                yield Candidate(token.i, token.i + 1, bloc, "adjective", 1)

    def _described(
        self, doc: Doc, group: Candidate, ending: dict[int, Candidate], starting: dict[int, Candidate]
    ) -> Candidate:
        start = group.start
        while (before := self._modifier(doc, start, ending)) < start:
            start = before
        words = doc[start : group.end].text
        entity = unknown(Kind.GROUP, words)
        place = starting.get(group.end + 1)
        if place and doc[group.end].lower_ in self._within:  # "rebels in Syria" is another name for them
            name = doc[start : place.end].text
            entity = Entity(entity.id, entity.kind, entity.label, (*entity.names, name))
        return Candidate(start, group.end, entity, "group", group.priority)

    def _modifier(self, doc: Doc, at: int, ending: dict[int, Candidate]) -> int:
        """Where the modifier before token ``at`` starts; ``at`` where there is none."""
        if at == 0 or doc[at].is_sent_start:
            return at
        if at in ending:
            nation = ending[at].start
            return nation - 2 if self._hyphen(doc, nation - 1) and doc[nation - 2].lower_ in self._stances else nation
        word = doc[at - 1].lower_
        if word in self._backed and self._hyphen(doc, at - 2):
            return at - 3
        return at - 1 if doc[at - 1].text in self._modifiers or word in self._modifiers else at

    @staticmethod
    def _hyphen(doc: Doc, at: int) -> bool:
        """Whether token ``at`` is a hyphen with a word before it."""
        return at >= 1 and doc[at].text in "-‑" and not doc[at - 1].whitespace_

    def _before_system(self, doc: Doc, at: int, systems: set[int]) -> bool:
        """ "Western tanks", "Western-supplied modern tanks": a system within two words of modifiers."""
        if at + 1 < len(doc) and doc[at].text in "-‑" and doc[at + 1].lower_ in self._supplied:
            return True
        return any(i in systems for i in range(at, min(at + 3, len(doc))) if all(t.is_alpha for t in doc[at:i]))
