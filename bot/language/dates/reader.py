"""Finds the times that a text names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from bot.language.dates import days, lexicon, patterns, relative, years
from bot.language.dates.context import Context, Reading
from bot.language.dates.values import DateMention
from bot.language.fold import fold


def read_dates(
    text: str, language: str = "und", published: date | None = None
) -> tuple[DateMention, ...]:
    """Return the times that ``text`` names, in the order of the text, never overlapping.

    Arabic and English names are read in every text (``language`` is kept for others).
    ``published`` is the article's day, from which relative times and missing years are counted;
    without it they have no values, or values without a year. Never raises.
    """
    return _read(text, published)


@lru_cache(maxsize=1024)  # several gates ask for the times of the same few texts
def _read(text: str, published: date | None) -> tuple[DateMention, ...]:
    form = fold(text)
    context = Context(form, published)
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for pattern, read in _steps(form.text):
        for match in pattern.finditer(form.text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            for reading in read(match, context):
                taken.append((reading.start, reading.end))
                found.append(_mention(reading, context))
    return tuple(sorted(found, key=lambda mention: mention.start))


_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile("[0-9]")
_Step = tuple[re.Pattern[str], Callable[[re.Match[str], Context], tuple[Reading, ...]]]


def _steps(plain: str) -> Iterator[_Step]:
    """Yield the patterns to run, the most exact first: what one took, a later leaves alone.

    Most sentences name no time: patterns of words run only where such a word is.
    """
    figures, words = bool(_DIGIT.search(plain)), _has_time_word(plain)
    if figures:
        yield patterns.numeric(), days.in_figures
    if figures and words:
        yield patterns.month_first(), days.day
    if words:
        yield patterns.day_first("gregorian"), days.day
        yield patterns.day_first("hijri"), days.hijri
    if figures or words:
        yield patterns.period(), years.period
    if words:
        yield patterns.month_alone("gregorian"), days.month
        yield patterns.month_alone("hijri"), days.hijri
    if figures:
        yield patterns.year(), years.year
    if words:
        yield patterns.weekday(), relative.weekday
        yield patterns.ago(), relative.ago
        yield patterns.relative(), relative.relative
        yield patterns.shifted_unit(), relative.shifted


def _has_time_word(plain: str) -> bool:
    """Tell whether a word of the table may stand in a text, perhaps with prefixes written on."""
    known = lexicon.first_words()
    for word in _WORD.findall(plain):
        if word in known:
            return True
        for at, letter in enumerate(word[:4], 1):
            if letter not in "وفبلكا":
                break
            if word[at:] in known:
                return True
    return False


def _mention(reading: Reading, context: Context) -> DateMention:
    start, end = context.form.span(reading.start, reading.end)
    return DateMention(
        start,
        end,
        context.form.source[start:end],
        reading.kind,
        reading.values,
        reading.weekday,
        len(reading.values) > 1,
        reading.calendar,
        reading.shift,
    )
