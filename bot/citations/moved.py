"""Times that a text gives by another: two days after one that it names, at a month's end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from bot.citations.prepared import Prepared, kept
from bot.language.dates import DateMention, Kind, interval
from bot.language.dates.lexicon import looked_up, small_numbers
from bot.language.numbers import Kind as Count
from bot.language.numbers import common

_WEEK = 7
_SHORTEST = 28  # days of a month at least
_WORDS = re.compile(
    r"\b(a|one|two|three|four|five|six) days? (?:later|after)\b"
    r"|\b(a week|two weeks) (?:later|after)\b"
    r"|\b(?:next|following) (day|week)\b|(?:(?:ال)?يوم|الاسبوع) (التالي)\b"
    r"|\bبعد (يوم|يومين|اسبوع|اسبوعين)\b"
)
_FIGURES = re.compile(r"(\d) days? (?:later|after)\b|\bبعد (\d) ايام")
_DAYS = {
    **dict.fromkeys(("a", "one", "day", "التالي", "يوم"), 1),
    **dict.fromkeys(("two", "يومين"), 2),
    **dict.fromkeys(("week", "a week", "اسبوع"), _WEEK),
    **dict.fromkeys(("two weeks", "اسبوعين"), 2 * _WEEK),
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
_PUT_OFF = re.compile(
    r"\b(?:put off|postpon\w+|delay\w*|defer\w*|adjourn\w*|extend\w*)\b"
    r"|\b[وف]?(?:ارجءت?|ارجا\w*|تاجيل\w*|اجلت?|تاجلت?|مددت?|تمديد\w*)\b"
)
_LATER = re.compile(r"\b(?:later|after|earlier|before|بعد|قبل)\b")
_EARLIER = re.compile(r"\b(\w+)[ -]([a-z]+)[ -](?:earlier|before|previously)\b")
_ONES = ("a", "one", "an")
_A_YEAR = re.compile(r"\ba year\b|\bone year\b|\b(?:بعد|قبل) (?:عام|سنه)\b")
_WITH_YEAR = re.compile(
    r"\b(?:as of|with|from) the (?:start|beginning) of\b"
    r"|\b(?:مع|من|منذ) (?:بدايه|مطلع) (?:العام|السنه)"
)
_START = re.compile(r"\b[وبل]?(?:الفاتح|غره) ")
_END = re.compile(r"\b(?:end|last day) of\b|\b(?:نهايه|ختام|انقضاء|انتهاء|اخر(?: يوم| ايام)?)\b")


def is_days_off(one: DateMention, named: Iterable[DateMention], text: Prepared) -> bool:
    """Whether a text tells of some days after one of the times that it names, and that is it."""
    if one.kind not in (Kind.DAY, Kind.WEEKDAY):
        return False
    days = [source for source in named if source.kind in (Kind.DAY, Kind.WEEKDAY)]
    return any(_is_moved(source, one, by) for source in days for by in _moves(text))


@kept
def _moves(text: Prepared) -> frozenset[int]:
    """Return how many days after another a text says that something was."""
    plain = text.folded.text
    words = {_DAYS[found[found.lastindex or 0]] for found in _WORDS.finditer(plain)}
    moves = words | {int(m[m.lastindex or 0]) for m in _FIGURES.finditer(plain)}
    if _PUT_OFF.search(plain):
        moves |= {int(q.value) for q in text.quantities if q.unit == "day"}
    return frozenset(moves)


def is_years_off(year: int, text: Prepared) -> bool:
    """Whether a text tells of some years before or after one that it names, and that is it."""
    if not _LATER.search(text.folded.text):
        return False
    moves = {int(q.value) for q in text.quantities if q.unit == "year" and q.high is None}
    moves |= {1} if _A_YEAR.search(text.folded.text) else set()
    named = {int(q.value) for q in text.quantities if q.kind is Count.YEAR}
    return any(abs(year - one) in moves for one in named)


def is_counted_back(one: DateMention, text: Prepared) -> bool:
    """Whether a text is so far back from a time of its own: "114 a year earlier"."""
    unit, _, by = (one.shift or "").partition(" ")
    if by[:1] != "-" or not by[1:].isdecimal():
        return False
    length = common(Decimal(by[1:]), unit)
    return any(_length(*match.groups()) == length for match in _EARLIER.finditer(text.folded.text))


def _length(number: str, unit: str) -> tuple[str, Decimal] | None:
    """Return a stretch of time that is told in words as a measure."""
    name = looked_up("units").get(unit)
    count = 1 if number in _ONES else small_numbers().get(number, number)
    return common(Decimal(count), name) if name and str(count).isdecimal() else None


def is_new_year(one: DateMention, named: Iterable[DateMention], text: Prepared) -> bool:
    """Whether a day is the first of a year with whose beginning a text lets something begin."""
    firsts = {value for value in one.values if value.endswith("-01-01")}
    if one.kind is not Kind.DAY or not firsts or not _WITH_YEAR.search(text.folded.text):
        return False
    return any(value[:4] in source.values for value in firsts for source in named)


def is_in_century(one: DateMention, text: Prepared) -> bool:
    """Whether a text has a year of a century: the 13th of 1254."""
    centuries = {value[:2] for value in one.values if value.endswith("XX")}
    return one.kind is Kind.PERIOD and any(
        year[:2] in centuries for year in text.words if len(year) == len("1254") and year.isdigit()
    )


def _is_moved(source: DateMention, one: DateMention, by: int) -> bool:
    """Whether one time is so many days after another."""
    if source.weekday is not None and one.weekday is not None:
        return (source.weekday + by) % _WEEK == one.weekday
    spans = filter(None, map(interval, source.values))
    moved = {(low + timedelta(days=by)).isoformat() for low, high in spans if low == high}
    return any(value in moved for value in one.values)


def is_end(one: DateMention, source: DateMention) -> bool:
    """Whether a day is the last of a month, or of a year, that a source names."""
    if one.kind is not Kind.DAY or source.kind is Kind.DAY:
        return False
    ends = {span[1].isoformat() for span in map(interval, source.values) if span}
    yearless = {end[4:] for end in ends} if any(v[0] == "-" for v in one.values) else set()
    return any(value in ends or value[1:] in yearless for value in one.values)


@kept
def tells_end(text: Prepared) -> bool:
    """Whether a text tells of the end of a month or a year."""
    return bool(_END.search(text.folded.text))


@kept
def tells_start(text: Prepared) -> bool:
    """Whether a text tells of the first of a month by its name: الفاتح من نوفمبر, غرة ماي."""
    return bool(_START.search(text.folded.text))


def is_last_day(day: int) -> bool:
    """Whether a day of a month may be its last."""
    return day >= _SHORTEST
