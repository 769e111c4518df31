"""People by title, office and given name: "US Secretary of State Antony Blinken", "Verteidigungsminister Pistorius"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from kg import resources
from kg.claim import Kind
from kg.recognise.candidates import Candidate, unknown
from kg.recognise.lexicon import Lexicon
from kg.recognise.tokens import phrases, same_sentence

LONGEST_NAME = 5  # tokens


@dataclass(frozen=True, slots=True)
class Title:
    """Tokens ``start..end`` are a title; ``role`` is its id in seeds/roles.csv."""

    start: int
    end: int
    role: str


@cache
def given_names() -> frozenset[str]:
    """Given names that start a person's name."""
    return frozenset(row["name"] for row in resources.table("seeds/given_names.csv"))


@cache
def roles_for_states() -> frozenset[str]:
    """Roles whose holder stands for the state: head of state, ministers …"""
    return frozenset(row["id"] for row in resources.table("seeds/roles.csv") if row["acts_for_state"] == "yes")


class TitleFinder:
    """Finds titles; the longest at each place."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER" if lexicon.casefold else "ORTH")
        self._roles: dict[int, str] = {}
        for form, doc in phrases(nlp, lexicon.titles):
            key = f"title\x00{form}"
            self._roles[nlp.vocab.strings.add(key)] = lexicon.titles[form]
            self._matcher.add(key, [doc])

    def __call__(self, doc: Doc) -> list[Title]:
        """The titles of a text, in its order, not overlapping."""
        found = [Title(start, end, self._roles[key]) for key, start, end in self._matcher(doc)]
        found.sort(key=lambda title: (title.start, -title.end))
        longest: list[Title] = []
        for title in found:
            if not longest or title.start >= longest[-1].end:
                longest.append(title)
        return longest


class PersonFinder:
    """Proposes people's names that no table knows, from given names and from titles before them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.words
        self._not_names = frozenset(lexicon.words["not_names"])
        self._particles = frozenset(lexicon.words["name_particles"])
        self._lexicon = lexicon
        self._titles = {t.casefold() if lexicon.casefold else t for t in lexicon.titles}

    def __call__(self, doc: Doc, titles: list[Title], taken: set[int]) -> Iterator[Candidate]:
        """``taken`` are token numbers that name something else (states, systems, organizations)."""
        for token in doc:
            if token.i not in taken and token.text in given_names():
                end = self._name_end(doc, token.i, taken)
                if end - token.i > 1:
                    yield self._person(doc, token.i, end, "name", 1)
        for title in titles:
            start = self._after_title(doc, title.end)
            end = self._name_end(doc, start, taken)
            if end > start and same_sentence(doc, title.start, start):
                yield self._person(doc, start, end, "titled", 1)

    @staticmethod
    def _person(doc: Doc, start: int, end: int, form: str, priority: int) -> Candidate:
        return Candidate(start, end, unknown(Kind.PERSON, doc[start:end].text), form, priority)

    def _after_title(self, doc: Doc, at: int) -> int:
        """Skip "of Ukraine" between title and name: "President of Ukraine Volodymyr Zelenskyy"."""
        if at + 2 < len(doc) and doc[at].lower_ in ("of", "der", "von", "des"):
            step = at + 1
            while step < len(doc) and step < at + 4 and (doc[step].lower_ in self._words["articles"]):
                step += 1
            if step + 1 < len(doc) and doc[step].text[0].isupper() and doc[step + 1].text in given_names():
                return step + 1
        return at

    def _name_end(self, doc: Doc, start: int, taken: set[int]) -> int:
        """The end of the run of name tokens that begins at ``start``; equals ``start`` where none does."""
        at = start
        while at < len(doc) and at < start + LONGEST_NAME and at not in taken:
            token = doc[at]
            if self._is_name_token(token):
                at += 1
            elif at > start and (step := self._after_particles(doc, at, taken)):
                at = step
            elif at > start and self._joins_name(doc, at, taken):
                at += 2
            else:
                break
        return at

    def _after_particles(self, doc: Doc, at: int, taken: set[int]) -> int:
        """Past the particles at ``at`` and the name that follows them: "Ursula von der Leyen"; 0 without them."""
        step = at
        while step < min(at + 2, len(doc)) and doc[step].lower_ in self._particles:
            step += 1
        return step + 1 if step > at and self._follows_name(doc, step, taken) else 0

    def _joins_name(self, doc: Doc, at: int, taken: set[int]) -> bool:
        """A hyphen inside a name: "Jong-un", "Meyer-Landrut"."""
        if doc[at].text not in "-‑" or doc[at - 1].whitespace_ or doc[at].whitespace_ or at + 1 >= len(doc):
            return False
        return self._follows_name(doc, at + 1, taken) or (doc[at + 1].is_lower and len(doc[at + 1]) <= 4)

    def _follows_name(self, doc: Doc, at: int, taken: set[int]) -> bool:
        return at < len(doc) and at not in taken and self._is_name_token(doc[at])

    def _is_name_token(self, token: Token) -> bool:
        text = token.text
        if not text[0].isupper() or text in self._not_names or any(c.isdigit() for c in text):
            return False
        if len(text) > 1 and text.isupper() and len(text) > 3:
            return False
        folded = text.casefold() if self._lexicon.casefold else text
        lexicon = self._lexicon
        return not (
            folded in self._titles
            or folded in lexicon.classes
            or folded in lexicon.organs
            or folded in lexicon.groups
            or text in lexicon.compounds
        )
