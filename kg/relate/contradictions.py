"""What a text says of an office against what the table of offices knows: a warning with the likelier reading.

Nothing is changed: the claim says what the text says, and the reader is told.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from kg import resources
from kg.claim import Kind, Mention, OfficeClaim
from kg.document import Document
from kg.recognise.names import person_names, states
from kg.recognise.offices import Term, terms


def contradictions(claims: Iterable[OfficeClaim], document: Document) -> list[str]:
    """A sentence for each state to which a text gives another state's office holder, in the order of the claims."""
    found = (_contradiction(claim, claim.of, document) for claim in claims if claim.of)
    return list(dict.fromkeys(filter(None, found)))


def _contradiction(claim: OfficeClaim, of: Mention, document: Document) -> str | None:
    """None where the person, or a namesake, ever held the office there, or nobody of that name held it elsewhere."""
    if of.entity.kind is not Kind.STATE:
        return None
    namesakes = _bearers().get(claim.person.words, {claim.person.entity.id})
    held = [t for person in sorted(namesakes) for t in terms().get(person, ())]
    if any(t.of == of.entity.key for t in held):
        return None
    fitting = [t for t in held if t.role == claim.role and t.of in states() and _covers(t, document.date)]
    if len({(t.person, t.of) for t in fitting}) != 1:
        return None
    term = fitting[-1]
    words = document.text[min(of.span.start, claim.person.span.start) : max(of.span.end, claim.person.span.end)]
    on = f"on {document.date.isoformat()} " if document.date else ""
    state = states()[term.of].label
    return (
        f"{' '.join(words.split())}: {on}{_labels()[term.person]} was {_roles()[claim.role]} of {state}; "
        f"'{of.words}' may stand for {state}"
    )


def _covers(term: Term, day: datetime.date | None) -> bool:
    return day is None or term.covers(day)


@cache
def _bearers() -> dict[str, set[str]]:
    """The ids of the people who bear a name, last names too."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in person_names():
        found[name.words].add(name.entity.id)
    return dict(found)


@cache
def _labels() -> dict[str, str]:
    return {name.entity.id: name.entity.label for name in person_names()}


@cache
def _roles() -> dict[str, str]:
    return {row["id"]: row["name_en"] for row in resources.table("seeds/roles.csv")}
