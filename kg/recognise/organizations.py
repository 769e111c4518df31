"""Organizations that no table knows: a state's organs ("Ukrainian Armed Forces") and names built on a head noun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from kg.claim import Entity, Kind
from kg.recognise.candidates import Candidate, slug, unknown
from kg.recognise.lexicon import Lexicon, Organ
from kg.recognise.tokens import phrases

LONGEST_NAME = 15  # tokens before, and after, the head noun
NATIONAL = frozenset({"adjective", "name", "abbreviation", "capital"})


class OrganFinder:
    """Proposes nationality + organ noun: an organization where the noun makes a name, else words for the state."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER" if lexicon.casefold else "ORTH")
        self._organs: dict[int, Organ] = {}
        for form, doc in phrases(nlp, lexicon.organs):
            self._organs[nlp.vocab.strings.add(f"organ\x00{form}")] = lexicon.organs[form]
            self._matcher.add(f"organ\x00{form}", [doc])
        self._sites = frozenset(lexicon.words["site_heads"])
        self._alone = re.compile(lexicon.words["organ_alone"])

    def __call__(self, doc: Doc, states: list[Candidate]) -> Iterator[Candidate]:
        """``states`` are the state candidates of the text."""
        ending = {c.end: c for c in states if c.entity.kind is Kind.STATE and c.form in NATIONAL}
        running_on = {(c.start, i) for c in states if c.entity.kind is Kind.SYSTEM_CLASS for i in range(c.start, c.end)}
        for key, start, end in self._matcher(doc):
            organ = self._organs[key]
            if end < len(doc) and doc[end].text in self._sites:
                continue  # "Air Force Base" is a place
            if (start, end) in running_on:
                continue  # of "American military assistance" the military is not the donor
            nation = ending.get(start) or self._before_hyphen(doc, ending, start)
            if nation:
                yield self._of_state(doc, nation, end, organ)
            elif organ.named and self._stands_alone(doc, start, end):
                yield Candidate(start, end, self._entity(doc[start:end].text, None), "organ")

    def _stands_alone(self, doc: Doc, start: int, end: int) -> bool:
        """Whether an organ names itself without its nation: "Ministry of Defence", not "Army"."""
        capital = doc[start].text[0].isupper() and not doc[start].is_sent_start
        return capital and self._alone.fullmatch(doc[start:end].text) is not None

    @staticmethod
    def _before_hyphen(doc: Doc, ending: dict[int, Candidate], start: int) -> Candidate | None:
        """ "US-Armee": the nationality before a hyphen."""
        joined = start >= 2 and doc[start - 1].text in "-‑" and not doc[start - 1].whitespace_
        return ending.get(start - 1) if joined else None

    def _of_state(self, doc: Doc, nation: Candidate, end: int, organ: Organ) -> Candidate:
        words = doc[nation.start : end].text
        key = nation.entity.key if organ.stands_for_state else None
        if organ.named:
            return Candidate(nation.start, end, self._entity(words, key), "organ", 3)
        if organ.stands_for_state:
            return Candidate(nation.start, end, nation.entity, "government", 3)
        return Candidate(nation.start, end, unknown(Kind.GROUP, words), "group", 3)

    @staticmethod
    def _entity(words: str, key: str | None) -> Entity:
        label = " ".join(words.split())
        return Entity(f"organization/{slug(label)}", Kind.ORGANIZATION, label, (label,), key)


class HeadNounFinder:
    """Proposes runs of capitalised words that hold an organization's head noun: "Institute for the Study of War"."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._heads = frozenset(words["organization_heads"])
        self._joiners = frozenset(words["organization_joiners"])
        self._not_names = frozenset(words["not_names"])
        self._leading = frozenset(words["organization_leading"])
        self._sites = frozenset(words["site_heads"])
        self._not_organizations = frozenset(words["not_organizations"])
        self._months = frozenset(lexicon.months)
        self._runs_on = lexicon.casefold  # a German genitive would run on and on

    def __call__(self, doc: Doc, known: list[Candidate]) -> Iterator[Candidate]:
        """A candidate for each run around a head noun; ``known`` are the names that the tables have."""
        tables = {(c.start, c.end) for c in known if c.entity.kind in (Kind.ORGANIZATION, Kind.ARMED_GROUP)}
        nations = {c.start: c.end for c in known if c.entity.kind is Kind.STATE}
        for token in doc:
            if token.text in self._heads:
                start, end = self._run(doc, token.i)
                known_after_nation = (nations.get(start, start), end) in tables  # "Russian Wagner Group"
                if end - start > 1 and not known_after_nation and self._is_organization(doc, start, end):
                    yield Candidate(start, end, OrganFinder._entity(doc[start:end].text, None), "pattern", -1)

    def _is_organization(self, doc: Doc, start: int, end: int) -> bool:
        """No place named after one ("Cape Canaveral Air Force Station") and none of the names that only look so."""
        names_site = end < len(doc) and doc[end].text in self._sites
        return not names_site and doc[start:end].text not in self._not_organizations

    def _run(self, doc: Doc, head: int) -> tuple[int, int]:
        start, end = head, head + 1
        while head - start < LONGEST_NAME and start > 0 and self._capital(doc, start - 1) and (
            not doc[start].is_sent_start
        ):
            start -= 1
        while start < head and self._is_leading(doc[start]):
            start += 1
        while self._runs_on and (step := self._continued(doc, head, end)):
            end = step
        return start, end

    def _is_leading(self, token: Token) -> bool:
        """Whether a word in front of a name is not part of it: "Retired Army", "A New York Times"."""
        return token.text in self._leading or (bool(token.is_sent_start) and token.text in self._not_names)

    def _continued(self, doc: Doc, head: int, end: int) -> int:
        """The end of the run that goes on after ``end``; 0 where it does not."""
        if end >= len(doc) or doc[end].is_sent_start or end - head > LONGEST_NAME:
            return 0
        if doc[end].text[0].isupper() and end > head + 1:
            return end + 1
        return self._after_joiners(doc, end) if doc[end].lower_ in self._joiners else 0

    def _after_joiners(self, doc: Doc, at: int) -> int:
        """Past "of the X" when a capitalised word follows within two joiners; 0 otherwise."""
        step = at
        while step < min(at + 2, len(doc)) and doc[step].lower_ in self._joiners and doc[step].text != "and":
            step += 1
        named = step > at and step < len(doc) and doc[step].text[0].isupper()
        return step + 1 if named and doc[step].lower_.rstrip(".") not in self._months else 0

    def _capital(self, doc: Doc, at: int) -> bool:
        text = doc[at].text
        return text[0].isupper() and text[-1] not in ".!?" and (self._runs_on or len(text) > 3 or text.isupper())
