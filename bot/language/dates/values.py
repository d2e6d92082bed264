"""Times as partial dates, and when two of them can be the same time.

Values are written in the Extended Date/Time Format (ISO 8601-2:2019, annex A): a day
"2025-11-06", a month "2025-11", a week "2025-W45", a year "1992", a decade "199X", a century
"19XX", a span "2025-11-06/2025-11-08", and, where the year is not known, "--11-06" and "--11".
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Kind(StrEnum):
    """How a text gives a time."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"  # a decade or a century
    WEEKDAY = "weekday"
    RELATIVE = "relative"  # counted from the article's day: "yesterday", "last year"


class Calendar(StrEnum):
    """The calendar in which a time is named; no other is converted into it."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class DateMention(NamedTuple):
    """A time that a text names.

    ``start`` and ``end`` are code point offsets of ``surface`` in the text. ``values`` are the
    partial dates that it may mean; none where it would have to be counted from an article's
    day that is not known. ``weekday`` is the stated one, Monday 0. ``ambiguous``: the text
    leaves open which of ``values`` is meant. ``shift`` keeps a relative time as it was said
    ("day -1"), so that it can be compared without the article's day.
    """

    start: int
    end: int
    surface: str
    kind: Kind
    values: tuple[str, ...] = ()
    weekday: int | None = None
    ambiguous: bool = False
    calendar: Calendar = Calendar.GREGORIAN
    shift: str | None = None


def compatible(one: DateMention, other: DateMention) -> bool:
    """Tell whether two mentions can mean the same time, one perhaps more exactly.

    "6 November" agrees with "2025-11-06", "November" and "2025", and not with "7 November".
    True where nothing contradicts because one of them cannot be resolved.
    """
    if one.calendar != other.calendar:
        return False
    if one.weekday is not None and other.weekday is not None and one.weekday != other.weekday:
        return False
    if one.values and other.values:
        return any(_meet(a, b) for a in one.values for b in other.values)
    if one.weekday is not None or other.weekday is not None:
        return _weekday_fits(one, other)
    if one.shift and other.shift:
        return one.shift == other.shift
    return True


def covers(source: DateMention, claim: DateMention) -> bool:
    """Tell whether ``source`` gives all that ``claim`` says: evidence, not only no contradiction.

    "6 November 2025" covers "November 2025", "Thursday" and "2025"; "2025" covers neither
    "November 2025" nor "Thursday". What cannot be resolved is covered only by the same words
    counted from the same day ("yesterday" by "أمس").
    """
    if not compatible(source, claim):
        return False
    if claim.weekday is not None:
        return source.weekday == claim.weekday or _days_on(source, claim.weekday)
    if claim.values and source.values:
        return any(_within(a, b) for a in source.values for b in claim.values)
    return claim.shift is not None and source.shift == claim.shift


def _days_on(mention: DateMention, weekday: int) -> bool:
    """Tell whether a mention may be one exact day that falls on a weekday."""
    spans = [span for span in map(interval, mention.values) if span and span[0] == span[1]]
    return any(day.weekday() == weekday for day, _ in spans)


def _weekday_fits(one: DateMention, other: DateMention) -> bool:
    """Compare a weekday without a date with a date: they agree if that day is such a day."""
    named, dated = (one, other) if one.weekday is not None else (other, one)
    spans = [span for span in map(interval, dated.values) if span]
    if not spans or any(low != high for low, high in spans):
        return True
    return any(low.weekday() == named.weekday for low, _ in spans)


def _meet(one: str, other: str) -> bool:
    """Tell whether two partial dates overlap; without a year only month and day are compared."""
    if one.startswith("--") or other.startswith("--"):
        return _meet_yearless(one, other)
    a, b = interval(one), interval(other)
    if a is None or b is None:
        return one == other
    return a[0] <= b[1] and b[0] <= a[1]


def _meet_yearless(one: str, other: str) -> bool:
    a, b = _month_and_day(one), _month_and_day(other)
    if a is None or b is None:
        return True
    return a[0] == b[0] and (a[1] is None or b[1] is None or a[1] == b[1])


def _within(inner: str, outer: str) -> bool:
    """Tell whether a partial date is at least as exact as another that it agrees with."""
    if not _meet(inner, outer):
        return False
    if inner.startswith("--") or outer.startswith("--"):
        a, b = _month_and_day(inner), _month_and_day(outer)
        exact = a is not None and (a[1] is not None or b is None or b[1] is None)
        return exact and (outer.startswith("--") or not inner.startswith("--"))
    a_span, b_span = interval(inner), interval(outer)
    if a_span is None or b_span is None:
        return inner == outer
    return b_span[0] <= a_span[0] and a_span[1] <= b_span[1]


def _month_and_day(value: str) -> tuple[int, int | None] | None:
    """Return month and day of a partial date, ``None`` where it has no month."""
    head = value.split("/")[0]
    parts = head[2:].split("-") if head.startswith("--") else head.split("-")[1:]
    if not parts or not parts[0].isdigit():
        return None
    return int(parts[0]), int(parts[1]) if len(parts) > 1 else None


@lru_cache(maxsize=4096)
def interval(value: str) -> tuple[date, date] | None:
    """Return first and last day of a partial date; ``None`` without a year or a real day."""
    try:
        if "/" in value:
            first, last = (interval(part) for part in value.split("/"))
            return (first[0], last[1]) if first and last else None
        return _interval(value)
    except (ValueError, OverflowError):
        return None


def _interval(value: str) -> tuple[date, date] | None:
    year, _, rest = value.partition("-")
    if not year:
        return None
    if not rest:
        return date(int(year.replace("X", "0")), 1, 1), date(int(year.replace("X", "9")), 12, 31)
    if rest.startswith("W"):
        monday = date.fromisocalendar(int(year), int(rest[1:]), 1)
        return monday, monday + timedelta(days=6)
    month, _, day = rest.partition("-")
    if day:
        exact = date(int(year), int(month), int(day))
        return exact, exact
    first = date(int(year), int(month), 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def week(day: date) -> str:
    """Return the ISO week of a day as a value."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def month_after(day: date, months: int) -> str:
    """Return the month so many months after that of ``day`` as a value."""
    count = day.year * 12 + day.month - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def likely_years(month: int, day: int | None, published: date) -> tuple[int, ...]:
    """Return the years that a date without one may belong to, the nearest first.

    News names the year of what is far away; within four months only the nearest is meant,
    beyond that the text leaves two open.
    """
    years = (published.year - 1, published.year, published.year + 1)
    middle = min(day or 15, 28)
    away = sorted(
        (abs((date(y, month, middle) - published).days), y) for y in years if 0 < y < 9999
    )
    nearest = away[0][1]
    return (nearest,) if away[0][0] <= 122 else (nearest, away[1][1])
