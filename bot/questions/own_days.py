"""The days of a story: when its news happened, to tell it from what the articles look back to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.language.dates import DateMention, Kind, interval, read_dates
from bot.model import Story
from bot.questions.book import Book, Line, read

_BEFORE, _AFTER = timedelta(days=10), timedelta(days=3)  # of an article's day: its news
_LONG = ("month", "year", "decade", "century")
_DATED = (Kind.DAY, Kind.MONTH, Kind.YEAR, Kind.PERIOD)
_SOME_YEAR = 2000  # a leap year, to compare days without one


@dataclass(frozen=True)
class OwnDays:
    """The spans of days that a story is about; where no article has a date, without a year."""

    spans: tuple[tuple[date, date], ...]
    yearless: bool

    def is_past(self, time: DateMention) -> bool:
        """Tell whether a time lies before the story: "in 1992", "eight months ago"."""
        if time.kind is Kind.RELATIVE:
            return _is_long_ago(time)
        if time.kind not in _DATED or not self.spans:
            return False
        found = [span for value in time.values if (span := self._span(value))]
        return bool(found) and not any(self._meets(span) for span in found)

    def _span(self, value: str) -> tuple[date, date] | None:
        if value.startswith("--") or self.yearless:
            month_and_day = value[2:] if value.startswith("--") else value[5:]
            return interval(f"{_SOME_YEAR}-{month_and_day}") if month_and_day else None
        return interval(value)

    def _meets(self, span: tuple[date, date]) -> bool:
        if self.yearless or span[0].year == _SOME_YEAR:
            own = (
                (low.replace(year=_SOME_YEAR), high.replace(year=_SOME_YEAR))
                for low, high in self.spans
            )
            return any(low <= span[1] and span[0] <= high for low, high in own)
        return any(low <= span[1] for low, _ in self.spans)


def _is_long_ago(time: DateMention) -> bool:
    unit, _, by = (time.shift or "").partition(" ")
    return unit in _LONG and by.startswith("-")


@lru_cache(maxsize=4)
def own_days(story: Story) -> OwnDays:
    """Return the days of a story: those before its articles, else the one that they name most."""
    book = read(story)
    published = [day for day in book.days.values() if day]
    if published:
        return OwnDays(tuple((day - _BEFORE, day + _AFTER) for day in published), yearless=False)
    named = Counter(v for line in book.lines for v in _days(line))
    most = next(iter(named.most_common(1)), None)
    if most is None:
        return OwnDays((), yearless=True)
    day = date.fromisoformat(most[0])
    return OwnDays(((day - _BEFORE, day + _AFTER),), yearless=True)


def _days(line: Line) -> Iterable[str]:
    """Yield the exact days that a sentence names, in some year."""
    for time in read_dates(line.passage.text, line.passage.language):
        if time.kind is Kind.DAY and len(time.values) == 1:
            span = interval(f"{_SOME_YEAR}-{time.values[0][-5:]}")
            if span and span[0] == span[1]:
                yield span[0].isoformat()


def looks_back(line: Line, book: Book, own: OwnDays) -> bool:
    """Tell whether a sentence names times of which none is of the story's days."""
    times = read_dates(line.passage.text, line.passage.language, book.days[line.passage.article])
    told = [t for t in times if t.kind in _DATED or _is_long_ago(t)]
    return bool(told) and all(own.is_past(time) for time in told)
