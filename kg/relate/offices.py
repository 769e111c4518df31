"""Offices: a person named with a title, of a state or organization: "Polish President Andrzej Duda"."""

from __future__ import annotations

from kg.claim import Kind, OfficeClaim
from kg.recognise import Recognised
from kg.recognise.mentions import TokenMention
from kg.recognise.people import Title
from kg.relate.frames import frames
from kg.relate.transfers import evidence

VAGUE_ROLES = frozenset({"other", "official", "general", ""})
HOLDERS = frozenset({Kind.STATE, Kind.ORGANIZATION, Kind.ARMED_GROUP})
CONFIDENCE_WITH_HOLDER = 0.9
CONFIDENCE_ALONE = 0.6
LINKS = frozenset({"of", "the", "der", "des", "von", "for", "für", "-", "'s", "’s", "s"})


def find_offices(read: Recognised) -> list[OfficeClaim]:
    """Office claims in the order of the text; each person, role and holder once, the best first."""
    people = [m for m in read.mentions if m.kind is Kind.PERSON]
    by_start = {m.start: m for m in people}
    by_end = {m.end: m for m in people}
    found: dict[tuple[str, str, str], OfficeClaim] = {}
    for title in read.titles:
        if title.role in VAGUE_ROLES:
            continue
        after, skipped = _holder_after(read, title)
        person = by_start.get(skipped) or _apposition(read, by_end, title)
        if person is None or read.doc[person.start].sent != read.doc[title.start].sent:
            continue
        holder = after or _holder_before(read, title)
        claim = _claim(read, title, person, holder)
        key = (person.entity.id, title.role, holder.entity.id if holder else "")
        found.setdefault(key, claim)
    return list(found.values())


def _claim(read: Recognised, title: Title, person: TokenMention, holder: TokenMention | None) -> OfficeClaim:
    words = read.doc[title.start : title.end].text
    return OfficeClaim(
        evidence=evidence(read.doc, [m for m in (person, holder) if m]),
        claimer=None,
        confidence=CONFIDENCE_WITH_HOLDER if holder else CONFIDENCE_ALONE,
        rule=f"title:{words}",
        person=person.mention,
        role=title.role,
        of=holder.mention if holder else None,
        title=words,
    )


def _holder_before(read: Recognised, title: Title) -> TokenMention | None:
    """ "Polish President", "NATO Secretary General", "US-Präsident", "Ukraine's defence minister"."""
    at = title.start
    while at > 0 and read.doc[at - 1].text in LINKS and title.start - at < 2:
        at -= 1
    return next((m for m in read.mentions if m.end == at and m.kind in HOLDERS), None)


def _holder_after(read: Recognised, title: Title) -> tuple[TokenMention | None, int]:
    """ "President of Ukraine Volodymyr …": the holder after the title, and the token after both."""
    at = title.end
    while at < len(read.doc) and read.doc[at].lower_ in LINKS and at - title.end < 3:
        at += 1
    if at == title.end:
        return None, at
    holder = next((m for m in read.mentions if m.start == at and m.kind in HOLDERS), None)
    end = holder.end if holder else title.end
    if holder and end < len(read.doc) and read.doc[end].text == ",":
        end += 1
    return holder, end


def _apposition(read: Recognised, people: dict[int, TokenMention], title: Title) -> TokenMention | None:
    """ "Boris Pistorius, the German defence minister": the person before a comma."""
    at, determiners = title.start, frames(read.document.lang).grammar["determiners"]
    holder = _holder_before(read, title)
    if holder:
        at = holder.start
    while at > 0 and read.doc[at - 1].lower_ in determiners:
        at -= 1
    return people.get(at - 1) if at > 0 and read.doc[at - 1].text == "," else None
