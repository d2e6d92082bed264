"""Reads a time of day as people type it: 08:00, 8am, ٨:٣٠ مساءً, الثامنة والنصف."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from functools import cache

from bot.digest.tables import table
from bot.errors import WrongTimeError
from bot.language import folded

Phrases = Mapping[tuple[str, ...], str]

_FIGURE = re.compile(r"(\d{1,2})(?:([:.h])(\d{2}))?h?([ap])?(?:\.?m\.?)?")
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)")
_NOON, _DAY, _HOUR = 12, 24, 60
_SMALL_HOURS = 5  # "at night" is after midnight before this hour


def read_time(words: Sequence[str], at: int, sure: bool) -> tuple[time, int] | None:
    """Return the time that begins at ``words[at]`` and the index after it, ``None`` if none does.

    ``words`` are in comparison form. A lone figure or hour in words ("8", "0800", "الثامنة")
    counts only if ``sure``, behind "at" or before "am". Raises ``WrongTimeError`` for 25:00, 14 am.
    """
    start = at
    led = longest(words, at, "clock", "before")
    if led:
        at, sure = at + led[1], True
    for read in (_moment, _written, _figure):
        found = read(words, at, sure)
        if found:
            hour, minute, half, end = found
            return _time(hour, minute, half, " ".join(words[start:end])), end
    return None


def longest(words: Sequence[str], at: int, *section: str) -> tuple[str, int] | None:
    """Return the key and length of the longest listed phrase at a place, ``None`` if none is."""
    known = phrases(*section)
    for length in range(min(_longest(*section), len(words) - at), 0, -1):
        key = known.get(tuple(words[at : at + length]))
        if key is not None:
            return key, length
    return None


@cache
def phrases(section: str, name: str | None = None) -> Phrases:
    """Return the phrases of a section of the word list, or of one entry, with their keys."""
    entries = table("words")[section]
    chosen = {name: entries[name]} if name else entries
    listed = ((key, form) for key, text in chosen.items() for form in text.split(","))
    return {tuple(folded(form).split()): key for key, form in listed}


@cache
def _longest(section: str, name: str | None = None) -> int:
    return max(map(len, phrases(section, name)))


Found = tuple[int, int, str | None, int]  # hour, minute, half of the day, index after


def _moment(words: Sequence[str], at: int, sure: bool) -> Found | None:
    found = longest(words, at, "moments")
    if not found:
        return None
    hour, minute = map(int, found[0].split(":"))
    return hour, minute, None, at + found[1]


def _figure(words: Sequence[str], at: int, sure: bool) -> Found | None:
    """Read a time that begins with a figure."""
    word = _bare(words[at]) if at < len(words) else ""
    four, found = _FOUR.fullmatch(word), _FIGURE.fullmatch(word)
    if four and sure:
        return int(four[1]), int(four[2]), *_half(words, at + 1)
    if not found or (found[2] == "." and not sure and not _half(words, at + 1)[0]):
        return None
    parted = found[2] or (word.endswith("h") and found[0])
    half, end = (f"{found[4]}m", at + 1) if found[4] else _half(words, at + 1)
    more = _minutes(words, at + 1) if not found[3] and not found[4] else None
    if more:
        half, end = _half(words, more[1])
    if not (parted or half or more or sure):
        return None
    return int(found[1]), int(found[3] or 0) + (more[0] if more else 0), half, end


def _written(words: Sequence[str], at: int, sure: bool) -> Found | None:
    """Read an hour in words."""
    past = longest(words, at, "past")
    begin = at + past[1] if past else at
    hour = _hour(words, begin, past is not None)
    if not hour:
        return None
    minutes = _minutes(words, hour[1])
    half, end = _half(words, minutes[1] if minutes else hour[1])
    if not (past or minutes or half or sure):
        return None
    return hour[0], int(past[0]) if past else minutes[0] if minutes else 0, half, end


def _hour(words: Sequence[str], at: int, figures: bool) -> tuple[int, int] | None:
    for length in (2, 1):
        known = _hours().get(tuple(words[at : at + length]))
        if known:
            return known, at + length
    if figures and at < len(words) and words[at].isdecimal():
        return int(words[at]), at + 1
    return None


@cache
def _hours() -> Mapping[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for listed in table("words")["hours"].values():
        for n, name in enumerate(listed.split(","), 1):
            form = folded(name)
            found[tuple(form.split())] = found[tuple(f"و{form}".split())] = n
    return found


def _minutes(words: Sequence[str], at: int) -> tuple[int, int] | None:
    found = longest(words, at, "minutes")
    return (int(found[0]), at + found[1]) if found else None


def _half(words: Sequence[str], at: int) -> tuple[str | None, int]:
    """Return the half of the day that is named at a place, and the index after it."""
    after = longest(words, at, "clock", "after")
    begin = at + after[1] if after else at
    found = longest(words, begin, "halves")
    return (found[0], begin + found[1]) if found else (None, begin)


def _bare(word: str) -> str:
    """Return a word without an Arabic "and" written on a figure."""
    return word[1:] if word[:1] == "و" and word[1:2].isdecimal() else word


def _time(hour: int, minute: int, half: str | None, written: str) -> time:
    """Return the time of day; negative minutes are counted back from the hour."""
    if minute < 0:
        hour, minute = (hour - 1) % _DAY or (_NOON if half else 0), minute + _HOUR
    whole = _on_the_day(hour, half)
    if whole is None or minute >= _HOUR or (whole == _DAY and minute):
        raise WrongTimeError(time=written)
    return time(whole % _DAY, minute)


def _on_the_day(hour: int, half: str | None) -> int | None:
    """Return an hour from 0 to 24, ``None`` if there is no such hour in that half of the day."""
    if hour > _DAY or (hour == 0 and half in ("pm", "noon")):
        return None
    if half is None or hour > _NOON:
        return None if half == "am" else hour
    if half == "am" or (half == "night" and (hour == _NOON or hour < _SMALL_HOURS)):
        return hour % _NOON
    if half == "noon" and hour == _NOON - 1:
        return hour
    return hour % _NOON + _NOON
