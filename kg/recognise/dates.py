"""Dates and spans of time in running text, relative ones resolved against the day of publication."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from kg.claim import TimeSpan
from kg.document import Span
from kg.recognise.lexicon import Lexicon


def month_span(year: int, first: int, last: int | None = None) -> tuple[datetime.date, datetime.date]:
    """First and last day of a month, or of the months ``first`` to ``last``."""
    last = last or first
    return datetime.date(year, first, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])


class DateReader:
    """Finds dates; patterns and words come from ``dates.toml`` of the language."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.dates
        self._months = lexicon.months
        months = "|".join(sorted((re.escape(m) for m in lexicon.months), key=len, reverse=True))
        self._absolute = [
            re.compile(rf"\b(?:{words[name].replace('{months}', months)})", re.IGNORECASE)
            for name in ("day_first", "month_first", "month_year", "year")
        ]
        self._iso = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
        self._day_only = re.compile(rf"\b(?:{words['day_only']})", re.IGNORECASE)
        self._days: dict[str, int] = words["days"]
        self._weekdays: dict[str, int] = words["weekdays"]
        self._units: dict[str, int] = words["units"]
        before, following = ("|".join(words[k]) for k in ("weekday_before", "weekday_next"))
        names = "|".join(self._weekdays)
        self._weekday = re.compile(rf"\b(?:(?P<back>{before})|(?P<on>{following})) (?P<day>{names})\b", re.IGNORECASE)
        steps = [("last", -1), ("this", 0), ("next", 1)]
        self._steps = {word.casefold(): step for name, step in steps for word in words[name]}
        self._relative = re.compile(
            rf"\b(?P<step>{'|'.join(self._steps)}) (?P<unit>{'|'.join(self._units)})\w{{0,2}}\b", re.IGNORECASE
        )
        self._named_day = re.compile(rf"\b(?:{'|'.join(sorted(self._days, key=len, reverse=True))})\b", re.IGNORECASE)

    def __call__(self, text: str, published: datetime.date | None) -> list[tuple[Span, TimeSpan]]:
        """Spans of time with their offsets, in the order of the text, not overlapping."""
        found: list[tuple[Span, TimeSpan]] = []
        for span, time in sorted(self._all(text, published), key=lambda x: (x[0].start, -x[0].end)):
            if not found or not found[-1][0].overlaps(span):
                found.append((span, time))
        return found

    def _all(self, text: str, published: datetime.date | None) -> Iterator[tuple[Span, TimeSpan]]:
        for pattern in (self._iso, *self._absolute):
            for match in pattern.finditer(text):
                time = self._read(match, published)
                if time:
                    yield Span(*match.span()), time
        if published:
            yield from self._relatives(text, published)

    def _read(self, match: re.Match[str], published: datetime.date | None) -> TimeSpan | None:
        parts = match.groupdict()
        year = int(parts["year"]) if parts.get("year") else None
        month = self._month(parts.get("month"))
        words = match.group(0)
        try:
            if parts.get("day") and month:
                day = int(parts["day"])
                if year is None:
                    return self._nearest(month, day, published, words)
                date = datetime.date(year, month, day)
                return TimeSpan(date, date, words)
            if year and month:
                return TimeSpan(*month_span(year, month), words, "month")
            whole_year = year is not None and not parts.get("month")
            return TimeSpan(*month_span(year, 1, 12), words, "year") if year and whole_year else None
        except ValueError:  # 31 February: no date
            return None

    def _month(self, word: str | None) -> int | None:
        if not word:
            return None
        return int(word) if word.isdigit() and 1 <= int(word) <= 12 else self._months.get(word.casefold())

    @staticmethod
    def _nearest(month: int, day: int, published: datetime.date | None, words: str) -> TimeSpan | None:
        """A day without a year: the one nearest to the day of publication."""
        if not published:
            return None
        years = [y for y in range(published.year - 1, published.year + 2) if datetime.MINYEAR <= y <= datetime.MAXYEAR]
        days = [datetime.date(y, month, day) for y in years if 0 < day <= calendar.monthrange(y, month)[1]]
        date = min(days, key=lambda d: abs((d - published).days), default=None)
        return TimeSpan(date, date, words) if date else None

    def _relatives(self, text: str, published: datetime.date) -> Iterator[tuple[Span, TimeSpan]]:
        readers = (
            (self._named_day, self._by_day),
            (self._weekday, self._by_weekday),
            (self._relative, self._by_step),
            (self._day_only, self._by_number),
        )
        for pattern, read in readers:
            for match in pattern.finditer(text):
                try:
                    yield Span(*match.span()), read(match, published)
                except (KeyError, ValueError, OverflowError):  # "Frıday", the 31st of June, the year 10000: no date
                    continue

    def _by_day(self, match: re.Match[str], published: datetime.date) -> TimeSpan:
        date = published + datetime.timedelta(self._days[match.group(0).casefold()])
        return TimeSpan(date, date, match.group(0))

    def _by_weekday(self, match: re.Match[str], published: datetime.date) -> TimeSpan:
        back = (published.weekday() - self._weekdays[match.group("day").casefold()]) % 7
        date = published + datetime.timedelta(7 - back if match.group("on") else -back)
        return TimeSpan(date, date, match.group(0))

    @staticmethod
    def _by_number(match: re.Match[str], published: datetime.date) -> TimeSpan:
        date = published.replace(day=int(match.group("day")))
        return TimeSpan(date, date, match.group(0))

    def _by_step(self, match: re.Match[str], published: datetime.date) -> TimeSpan:
        step = self._steps[match.group("step").casefold()]
        days = self._units[match.group("unit").casefold()]
        words = match.group(0)
        if days == 7:
            monday = published - datetime.timedelta(published.weekday()) + datetime.timedelta(7 * step)
            return TimeSpan(monday, monday + datetime.timedelta(6), words, "week")
        if days == 365:
            return TimeSpan(*month_span(published.year + step, 1, 12), words, "year")
        month = published.year * 12 + published.month - 1 + step
        return TimeSpan(*month_span(month // 12, month % 12 + 1), words, "month")
