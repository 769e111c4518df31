"""Who held which office when, from seeds/offices.csv: a leader stands for the state."""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.recognise.people import roles_for_states


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office; ``of`` is an alpha-3 code or the id of an organization or armed group."""

    person: str
    role: str
    of: str
    start: datetime.date
    end: datetime.date | None

    def covers(self, day: datetime.date) -> bool:
        """Whether the term was running on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


def day(text: str, last: bool = False) -> datetime.date | None:
    """A full or partial ISO date as its first, or last, day: "2014-03" is 1 or 31 March 2014."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    fallback = calendar.monthrange(year, month)[1] if last else 1
    return datetime.date(year, month, parts[2] if len(parts) > 2 else fallback)


@cache
def terms() -> dict[str, tuple[Term, ...]]:
    """All terms of each person ("person/boris-pistorius"), in order of their start."""
    found: dict[str, list[Term]] = defaultdict(list)
    for row in resources.table("seeds/offices.csv"):
        start = day(row["start"])
        if start:
            term = Term(f"person/{row['person']}", row["role"], row["of"], start, day(row["end"], last=True))
            found[term.person].append(term)
    return {person: tuple(sorted(rows, key=lambda t: t.start)) for person, rows in found.items()}


def state_of(person: str, on: datetime.date | None) -> str | None:
    """The state that a person stood for on a day (without a day: last stood for), as alpha-3 code."""
    held = [t for t in terms().get(person, ()) if t.role in roles_for_states() and t.of.isupper() and len(t.of) == 3]
    if on is None:
        return held[-1].of if held else None
    return next((t.of for t in reversed(held) if t.covers(on)), None)
