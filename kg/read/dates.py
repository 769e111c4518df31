"""Dates of publication: declared, in a file name, or at the head of a text."""

from __future__ import annotations

import datetime
import re
from functools import cache

from kg import resources
from kg.read.language import supported
from kg.read.raw import RefusedError

HEAD_CHARS = 500
MAX_DECLARED_CHARS = 40
MAX_DATELINE_CHARS = 60
YEARS = range(1900, 2101)

_ISO = r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
_IN_NAME = (
    re.compile(rf"(?<!\d){_ISO}(?!\d)"),
    re.compile(r"(?<![0-9A-Za-z])(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?![0-9A-SU-Za-z])"),
)
_ZONE_GAP = re.compile(r"\s+(?=(?:Z|[+-]\d{2}:?\d{2})$)")
_DATELINE_END = re.compile(r"[,:|()–—/•-]\s*$")


def declared(value: str) -> datetime.date:
    """The day of an ISO 8601 date or datetime, as written (no change of time zone).

    Raises RefusedError when it is none.
    """
    value = value.strip()
    try:
        if len(value) > MAX_DECLARED_CHARS:
            raise ValueError
        return datetime.datetime.fromisoformat(_ZONE_GAP.sub("", value)).date()
    except ValueError:
        raise RefusedError(f"date {value[:MAX_DECLARED_CHARS]!r} is not an ISO date such as 2022-01-18") from None


def in_name(name: str) -> datetime.date | None:
    """The first possible date of a file name: ``2022-10-12-….md``, ``20221012T080000Z_….txt``."""
    return next((day for pattern in _IN_NAME for match in pattern.finditer(name) if (day := _day(match))), None)


def in_head(text: str) -> datetime.date | None:
    """The first date that heads a line in the first 500 characters, alone or after a label or dateline.

    Dates within a sentence ("since 24 February 2022") are what the text is about, not when it was published.
    """
    head = text[:HEAD_CHARS]
    for match in _pattern().finditer(head):
        prefix = head[: match.start()].rpartition("\n")[2].strip()
        if _heads(prefix) and (day := _day(match)):
            return day
    return None


def _heads(prefix: str) -> bool:
    label = prefix.rstrip(" :").casefold()
    dateline = len(prefix) <= MAX_DATELINE_CHARS and _DATELINE_END.search(prefix)
    return not prefix or label in _labels() or bool(dateline)


def _day(match: re.Match[str]) -> datetime.date | None:
    groups = {key.rstrip("0123456789"): value for key, value in match.groupdict().items() if value}
    month = _months().get(groups["m"].casefold(), groups["m"])
    try:
        day = datetime.date(int(groups["y"]), int(month), int(groups["d"]))
    except ValueError:
        return None
    return day if day.year in YEARS else None


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=lambda form: (-len(form), form)))
    forms = (
        _ISO,
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<m>{names})\.?,?\s+(?P<y>\d{{4}})",
        rf"(?P<m>{names})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
    )
    # A group name may occur once in a pattern, so each form numbers its own.
    choices = "|".join(re.sub(r"\(\?P<(\w)>", rf"(?P<\g<1>{n}>", form) for n, form in enumerate(forms))
    return re.compile(rf"(?<![\w.-])(?:{choices})(?!\d)", re.IGNORECASE)


@cache
def _months() -> dict[str, str]:
    """Month number by case-folded name or abbreviation, of all languages."""
    rows = (row for lang in supported() for row in resources.table(f"seeds/lexicon/{lang}/months.csv"))
    return {row["form"].casefold(): row["month"] for row in rows}


@cache
def _labels() -> frozenset[str]:
    return frozenset(
        label.casefold() for lang in supported() for label in resources.lines(f"seeds/lexicon/{lang}/date_labels.txt")
    )
