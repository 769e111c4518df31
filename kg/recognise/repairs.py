"""Garbled names put right: a near miss of a name in the tables, where the words beside it say the same.

A person is repaired only behind a title whose office the table's person held for the same state, a designation only
beside a class word of the same category. The words of the text stay with the mention, and each repair is told.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from kg.claim import Entity, Kind
from kg.recognise.mentions import TokenMention
from kg.recognise.names import person_names, systems
from kg.recognise.offices import Term, state_of, terms
from kg.recognise.people import Title, roles_for_states

NEAR_PERSON = 84.0  # rapidfuzz's ratio, 0..100: one letter wrong in seven
NEAR_SYSTEM = 80.0
SHORTEST_NAME = 6  # letters; in shorter names one letter makes another name
PARTS = re.compile(r"([a-z]+)(\d.*)")
Found = tuple[Entity, float]


@dataclass(frozen=True, slots=True)
class Repair:
    """``words`` of the text read as a name of the tables, with rapidfuzz's ratio in 0..100."""

    words: str
    entity: Entity
    score: float

    def __str__(self) -> str:
        return f"'{self.words}' read as {self.entity.label} (score {self.score:.0f})"


def repaired(
    mentions: list[TokenMention], titles: Iterable[Title], published: datetime.date | None
) -> tuple[list[TokenMention], list[Repair]]:
    """The mentions with garbled names put right, in the same places, and what was done, each repair once."""
    before = {title.end: title for title in titles}
    states = {m.entity.key for m in mentions if m.kind is Kind.STATE}
    repairs: dict[str, Repair] = {}
    for m in mentions:
        found = _person(m, before.get(m.start), states, published) or _system(m)
        if found and m.entity.id not in repairs:
            repairs[m.entity.id] = Repair(m.entity.label, *found)
    if not repairs:
        return mentions, []
    return [_renamed(m, repairs.get(m.entity.id), published) for m in mentions], list(repairs.values())


def _renamed(m: TokenMention, repair: Repair | None, published: datetime.date | None) -> TokenMention:
    """The mention of the table's entity; what the text calls it counts among its names."""
    if repair is None:
        return m
    names = tuple(dict.fromkeys([*m.entity.names, *repair.entity.names]))
    key = state_of(repair.entity.id, published) or m.entity.key if m.kind is Kind.PERSON else repair.entity.key
    entity = replace(repair.entity, names=names, key=key)
    words = repair.words if repair.words in m.mention.words else m.mention.words
    return replace(m, mention=replace(m.mention, entity=entity, repaired_from=words))


def _person(
    m: TokenMention, title: Title | None, states: set[str | None], published: datetime.date | None
) -> Found | None:
    """The one holder of the title's office whose name is nearly that of the text."""
    if m.kind is not Kind.PERSON or title is None or title.role not in roles_for_states() or m.entity.id in people():
        return None
    wanted = {m.entity.key} if m.entity.key else states
    holders = {t.person for t in _holders()[title.role] if t.of in wanted and (not published or t.covers(published))}
    words, near = m.entity.label, []
    for person in sorted(holders & people().keys()):
        entity, names = people()[person]
        alike = [name for name in names if name.count(" ") == words.count(" ")]
        best = process.extractOne(words, alike, scorer=fuzz.ratio, score_cutoff=NEAR_PERSON)
        if best:
            near.append((entity, best[1]))
    return near[0] if len(near) == 1 and len(words) >= SHORTEST_NAME else None


def _system(m: TokenMention) -> Found | None:
    """The one designation of the same category and number whose letters differ by one: "M17 helicopters", Mi-17."""
    parts = PARTS.fullmatch(_plain(m.entity.label))
    if m.kind is not Kind.SYSTEM or m.entity.id in systems() or parts is None:
        return None
    letters, number = parts.groups()
    near = {
        entity.id: (entity, fuzz.ratio(_plain(m.entity.label), other + number))
        for other, entity in _designations().get((m.entity.category, number), ())
        if other[0] == letters[0] and Levenshtein.distance(other, letters) <= 1
    }
    found = [(entity, score) for entity, score in near.values() if score >= NEAR_SYSTEM]
    return found[0] if len(found) == 1 else None


def _plain(designation: str) -> str:
    return re.sub(r"[\s\-‑]", "", designation).casefold()


@cache
def people() -> dict[str, tuple[Entity, tuple[str, ...]]]:
    """The people of the table by id, each with all names, last names too."""
    names: dict[str, list[str]] = defaultdict(list)
    entities: dict[str, Entity] = {}
    for name in person_names():
        entities[name.entity.id] = name.entity
        names[name.entity.id].append(name.words)
    return {key: (entity, tuple(names[key])) for key, entity in entities.items()}


@cache
def _holders() -> dict[str, list[Term]]:
    """All terms of each role."""
    held: dict[str, list[Term]] = defaultdict(list)
    for term in _all_terms():
        held[term.role].append(term)
    return held


def _all_terms() -> Iterator[Term]:
    for rows in terms().values():
        yield from rows


@cache
def _designations() -> dict[tuple[str | None, str], list[tuple[str, Entity]]]:
    """Letters of each designation with its system, by category and by the number with what follows it."""
    found: dict[tuple[str | None, str], list[tuple[str, Entity]]] = defaultdict(list)
    for entity, weak in systems().values():
        for name in entity.names:
            parts = PARTS.fullmatch(_plain(name))
            if parts and name not in weak:
                found[entity.category, parts.group(2)].append((parts.group(1), entity))
    return found
