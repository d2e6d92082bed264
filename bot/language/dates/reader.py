"""Finds the times that a text names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.language.dates import patterns, readings
from bot.language.dates.readings import Context, Reading
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


_Step = tuple[re.Pattern[str], Callable[[re.Match[str], Context], tuple[Reading, ...]]]


def _steps(plain: str) -> tuple[_Step, ...]:
    """Return the patterns to run, the most exact first: what one took, a later leaves alone."""
    in_figures: tuple[_Step, ...] = (
        (patterns.numeric(), readings.in_figures),
        (patterns.month_first(), readings.day),
    )
    in_words: tuple[_Step, ...] = (
        (patterns.day_first("gregorian"), readings.day),
        (patterns.day_first("hijri"), readings.hijri),
        (patterns.period(), readings.period),
        (patterns.month_alone("gregorian"), readings.month),
        (patterns.month_alone("hijri"), readings.hijri),
    )
    years: tuple[_Step, ...] = ((patterns.year(), readings.year),)
    others: tuple[_Step, ...] = (
        (patterns.weekday(), readings.weekday),
        (patterns.ago(), readings.ago),
        (patterns.relative(), readings.relative),
        (patterns.shifted_unit(), readings.shifted),
    )
    if any(char.isdigit() for char in plain):
        return in_figures + in_words + years + others
    return in_words + others


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
