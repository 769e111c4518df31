"""From candidates to mentions: the longest and best wins, neighbours are joined, last names follow full names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.claim import Entity, Kind, Mention
from kg.document import Span
from kg.recognise.candidates import Candidate
from kg.recognise.lexicon import Lexicon
from kg.recognise.lexicon import lexicon as lexicon_of
from kg.recognise.offices import state_of
from kg.recognise.people import Title, roles_for_states
from kg.recognise.systems import confirm_weak, join


@dataclass(frozen=True, slots=True)
class TokenMention:
    """A mention with the tokens it covers (half-open)."""

    start: int
    end: int
    mention: Mention

    @property
    def entity(self) -> Entity:
        """What is mentioned."""
        return self.mention.entity

    @property
    def kind(self) -> Kind:
        """The kind of what is mentioned."""
        return self.mention.entity.kind

    def words_any(self, words: frozenset[str]) -> bool:
        """Whether one of the mention's words is among ``words``."""
        return any(word in words for word in self.mention.words.split())


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Longest first, then by priority, then from the left: a set of candidates that do not overlap."""
    order = sorted(candidates, key=lambda c: (-c.length, c.weak, -c.priority, c.start, c.entity.id))
    used: set[int] = set()
    chosen: list[Candidate] = []
    for c in order:
        if used.isdisjoint(range(c.start, c.end)):
            used.update(range(c.start, c.end))
            chosen.append(c)
    return sorted(chosen, key=lambda c: c.start)


def resolve(
    doc: Doc, candidates: list[Candidate], titles: list[Title], lexicon: Lexicon, published: datetime.date | None
) -> list[TokenMention]:
    """The mentions of a text, in its order, not overlapping."""
    chosen = confirm_weak(doc, choose(candidates), lexicon)
    chosen = _last_names(doc, join(doc, chosen, lexicon))
    states = {c.end: c for c in candidates if c.entity.kind is Kind.STATE}
    by_end = {title.end: title for title in titles}
    return [_mention(doc, _with_state(c, doc, by_end, states, published)) for c in chosen]


def _mention(doc: Doc, c: Candidate) -> TokenMention:
    span = doc[c.start : c.end]
    return TokenMention(c.start, c.end, Mention(Span(span.start_char, span.end_char), span.text, c.entity, c.form))


def _last_names(doc: Doc, chosen: list[Candidate]) -> list[Candidate]:
    """Bare last names of people whose full name stands in the text refer to the same person."""
    last: dict[str, Entity] = {}
    for c in chosen:
        if c.entity.kind is Kind.PERSON and c.length > 1:
            start = _last_name(doc, c)
            for i in {start, c.end - 1}:  # of "Lindqvist-Holm" also the second part alone
                last.setdefault(doc[i : c.end].text, c.entity)
    inflected = lexicon_of(doc.lang_).words["genitive_s"]
    renamed = [_renamed(doc, c, last, inflected) for c in chosen]
    used = {i for c in chosen for i in range(c.start, c.end)}
    more = [c for c in _bare(doc, last) if used.isdisjoint(range(c.start, c.end))]
    unique = {c.start: c for c in [*choose(more), *renamed]}
    return [unique[start] for start in sorted(unique)]


def _renamed(doc: Doc, c: Candidate, last: dict[str, Entity], inflected: bool) -> Candidate:
    """A person named by a last name alone as the one who bears it."""
    if c.entity.kind is not Kind.PERSON:
        return c
    word = doc[c.start : c.end].text
    entity = last.get(word) or (last.get(word.removesuffix("s")) if inflected else None)
    return replace(c, entity=entity, form="lastname") if entity else c


def _last_name(doc: Doc, person: Candidate) -> int:
    """The first token of a person's last name: its last word with what a hyphen joins to it."""
    start = person.end - 1
    while start - 2 > person.start and doc[start - 1].text in "-‑":
        start -= 2
    return start


def _bare(doc: Doc, last: dict[str, Entity]) -> Iterator[Candidate]:
    """Every place where one of the last names stands, also with a genitive's s where the language has it."""
    if not last:
        return
    longest = max(name.count("-") for name in last) * 2 + 1
    inflected = lexicon_of(doc.lang_).words["genitive_s"]
    initials = {name[0] for name in last}
    for token in doc:
        if token.text[0] not in initials:
            continue
        for end in range(token.i + 1, min(token.i + longest, len(doc)) + 1):
            text = doc[token.i : end].text
            for word in (text, text.removesuffix("s")):
                if word in last and len(word) > 2 and (word == text or inflected):
                    yield Candidate(token.i, end, last[word], "lastname")


def _with_state(
    c: Candidate,
    doc: Doc,
    titles: dict[int, Title],
    states: dict[int, Candidate],
    published: datetime.date | None,
) -> Candidate:
    """Give a person the state that he or she stands for: by the office table, else by title and nationality."""
    if c.entity.kind is not Kind.PERSON:
        return c
    key = state_of(c.entity.id, published)
    title = titles.get(c.start)
    if key is None and title and title.role in roles_for_states():
        before = title.start
        if before and doc[before - 1].text in "-‑":
            before -= 1
        if before and doc[before - 1].text in ("'s", "’s"):
            before -= 1
        nation = states.get(before)
        key = nation.entity.key if nation else None
    return replace(c, entity=replace(c.entity, key=key)) if key else c
