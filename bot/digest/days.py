"""Reads days of the week as people type them: weekdays, mon-fri, كل يوم ما عدا الجمعة."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.digest.clock import longest
from bot.digest.places import weekend, working_days
from bot.digest.tables import table
from bot.errors import NoDaysError
from bot.language import folded
from bot.language.dates.lexicon import weekdays
from bot.model import EVERY_DAY

_WEEK = len(EVERY_DAY)


@dataclass(frozen=True, slots=True)
class DayWords:
    """Days as named: single ones, or a set ("every", "working", "weekend"); added or taken away."""

    days: tuple[int, ...] = ()
    named: str = ""
    away: bool = False


def on_days(found: Iterable[DayWords], zone: str) -> tuple[int, ...]:
    """Return the days (Monday 0) that were named, all if none was; working days are the zone's.

    Raises ``NoDaysError`` where nothing is left of them.
    """
    sets = {"every": EVERY_DAY, "working": working_days(zone), "weekend": weekend(zone)}
    named = [(one, set(sets.get(one.named, one.days))) for one in found]
    chosen: set[int] = set().union(*(days for one, days in named if not one.away))
    left = (chosen or set(EVERY_DAY)).difference(*(days for one, days in named if one.away))
    if not left:
        raise NoDaysError
    return tuple(sorted(left))


def read_days(words: Sequence[str], at: int, sets_only: bool) -> tuple[DayWords, int] | None:
    """Return the days that are named at ``words[at]`` and the index after them, if any are.

    ``words`` are in comparison form; ``sets_only``: a lone name of a day does not count.
    """
    but = longest(words, at, "linking", "but")
    begin = at + (but[1] if but else 0)
    named = longest(words, begin, "days")
    if named:
        return DayWords(named=named[0], away=but is not None), begin + named[1]
    spans = None if sets_only and not but else _span(words, begin)
    while but and spans and (more := _span(words, _skip(words, spans[1], "and"))):
        spans = spans[0] + more[0], more[1]  # "except Friday and Saturday"
    return (DayWords(spans[0], away=but is not None), spans[1]) if spans else None


def _span(words: Sequence[str], at: int) -> tuple[tuple[int, ...], int] | None:
    """Read one day, or the days from one to another."""
    led = longest(words, at, "linking", "from")
    at = _skip(words, at + (led[1] if led else 0), "day")
    word = words[at] if at < len(words) else ""
    parted = word.split("-")
    if len(parted) == 2 and all(_day(part) is not None for part in parted):
        return _through(_day(parted[0]), _day(parted[1])), at + 1
    first = _day(word)
    if first is None:
        several = [_day(part) for part in word.replace("/", "+").split("+")]
        days = tuple(day for day in several if day is not None)
        return (days, at + 1) if len(days) == len(several) > 1 else None
    link = longest(words, at + 1, "linking", "to")
    end = _skip(words, at + 1 + (link[1] if link else 0), "day")
    last = _day(words[end]) if link and end < len(words) else None
    return ((first,), at + 1) if last is None else (_through(first, last), end + 1)


def _skip(words: Sequence[str], at: int, linking: str) -> int:
    """Return the index after words that only link: "on", "and"."""
    while found := longest(words, at, "linking", linking):
        at += found[1]
    return at


def _through(first: int | None, last: int | None) -> tuple[int, ...]:
    if first is None or last is None:
        return ()
    return tuple((first + n) % _WEEK for n in range((last - first) % _WEEK + 1))


def _day(word: str) -> int | None:
    """Return the number of a named day, Monday 0, ``None`` for any other word."""
    forms = (word, word.removesuffix("s"), *_bare(word))
    return next((_names()[form] for form in forms if form in _names()), None)


def _bare(word: str) -> Iterable[str]:
    """Yield an Arabic word without "and" and the article, which are written on it."""
    for prefix in ("ال", "وال", "و", "لل", "بال"):
        if word.startswith(prefix):
            yield word.removeprefix(prefix)


@cache
def _names() -> Mapping[str, int]:
    own = table("words")["weekdays"]
    listed = {folded(name): int(n) for n, names in own.items() for name in names.split(",")}
    return {**listed, **weekdays()}
