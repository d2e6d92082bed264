"""Finds the times that a text names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from bot.language.dates import days, lexicon, patterns, relative, years
from bot.language.dates.context import Context, Reading
from bot.language.dates.values import DateMention, Kind
from bot.language.fold import Folded, fold, folded
from bot.language.words import letter_words


def read_dates(
    text: str, language: str = "und", published: date | None = None
) -> tuple[DateMention, ...]:
    """Return the times that ``text`` names, in the order of the text, never overlapping.

    Arabic and English names are read in every text (``language`` is kept for others).
    ``published`` is the article's day, from which relative times and missing years are counted;
    without it they have no values, or values without a year. Never raises.
    """
    return _read(text, published)


@lru_cache(maxsize=64)  # the same few texts are asked for one after the other
def _read(text: str, published: date | None) -> tuple[DateMention, ...]:
    form = fold(text)
    steps = [*_steps(form.text)]
    if not steps:
        return ()
    context = Context(form, published)
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for pattern, read in steps:
        for match in pattern.finditer(form.text):
            low, high = match.span()
            if taken and any(start < high and low < end for start, end in taken):
                continue
            for reading in read(match, context):
                taken.append((reading.start, reading.end))
                found.append(_mention(reading, context))
    if len(found) > 1:
        found.sort(key=lambda mention: mention.start)
    if len(found) > 1 and patterns.same_year().search(form.text):
        found = [*_of_same_year(found, form)]
    if found and patterns.may_name_again(form.text):
        found = [*_again(found, form)]
    return tuple(_told(found)) if len(found) > 1 else tuple(found)


def _again(found: Sequence[DateMention], form: Folded) -> Iterator[DateMention]:
    """Yield mentions, and between them the days of a month that one before them named."""
    months = [one for one in found if one.kind in (Kind.DAY, Kind.MONTH) and one.values]
    made = []
    for match in patterns.day_again().finditer(form.text) if months else ():
        start, end = form.span(*match.span())
        before = [one for one in months if one.end <= start][-1:]
        if any(one.start < end and start < one.end for one in found):
            continue
        for values in (days.again(match, one) for one in before):
            if values:
                surface = form.source[start:end]
                made.append(
                    DateMention(start, end, surface, Kind.DAY, values, None, len(values) > 1)
                )
    yield from sorted((*found, *made), key=lambda mention: mention.start) if made else found


def _of_same_year(found: Sequence[DateMention], form: Folded) -> Iterator[DateMention]:
    """Yield mentions; one "of the same year" is of the year that the one before it names."""
    year = None
    for one in found:
        after = folded(form.source[one.end : one.end + _SAME_YEAR])
        if year and one.kind in (Kind.DAY, Kind.MONTH) and patterns.same_year().match(after):
            values = tuple(dict.fromkeys(f"{year}{_YEAR_OF.sub('', v)}" for v in one.values))
            yield one._replace(values=values, ambiguous=len(values) > 1)
            continue
        years = {v[:4] for v in one.values}
        year = years.pop() if len(years) == 1 and one.values[0][:4].isdigit() else year
        yield one


_SAME_YEAR = 30  # characters in which "of the same year" stands
_YEAR_OF = re.compile(r"^(?:\d{4}|-)(?=-)")


def _told(found: Sequence[DateMention]) -> Iterator[DateMention]:
    """Yield mentions; a weekday beside "yesterday" is that day: أمس الأربعاء."""
    for at, one in enumerate(found):
        beside = [
            other
            for other in (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])
            if other.kind is Kind.RELATIVE
            and max(other.start - one.end, one.start - other.end) <= _BESIDE
        ]
        days = {value for other in beside for value in other.values}
        if one.kind is Kind.WEEKDAY and days & set(one.values):
            values = tuple(value for value in one.values if value in days)
            yield one._replace(values=values, ambiguous=len(values) > 1)
        else:
            yield one


_BESIDE = 3  # characters between two words for one day
_FIGURES = re.compile("[0-9]+")
_NUMERIC = re.compile(r"\d[-/.]\d{1,2}[-/.]\d")
_DAYS, _SHORT_YEAR, _YEAR = (1, 2), 3, 4  # digits
_DECADE = re.compile("[0-9]'?s")
_Step = tuple[re.Pattern[str], Callable[[re.Match[str], Context], tuple[Reading, ...]]]


def _steps(plain: str) -> Iterator[_Step]:
    """Yield the patterns to run, the most exact first: what one took, a later leaves alone.

    Most sentences name no time: a pattern runs only where a word or figure is that it must have.
    """
    lengths, sorts = {len(figure) for figure in _FIGURES.findall(plain)}, _sorts_in(plain)
    if not lengths and not sorts:
        return
    numbered = not lengths.isdisjoint(_DAYS)
    dated = numbered or "ordinal" in sorts
    if numbered and _NUMERIC.search(plain):
        yield patterns.numeric(), days.in_figures
    if numbered and "latin" in sorts:
        yield patterns.month_first(), days.day
    if dated and "month" in sorts:
        yield patterns.day_first("gregorian"), days.day
    if dated and "hijri" in sorts:
        yield patterns.day_first("hijri"), days.hijri
    if "tens" in sorts or (lengths and _DECADE.search(plain)):
        yield patterns.period(), years.period
    if "month" in sorts:
        yield patterns.month_alone("gregorian"), days.month
    if "hijri" in sorts:
        yield patterns.month_alone("hijri"), days.hijri
    if _YEAR in lengths or ("year" in sorts and _SHORT_YEAR in lengths):
        yield patterns.year(), years.year
    if sorts:
        yield from _counted_steps(sorts)


def _counted_steps(sorts: set[str]) -> Iterator[_Step]:
    """Yield the patterns of times that are counted from the article's day."""
    if "weekday" in sorts:
        yield patterns.weekday(), relative.weekday
    if "ago" in sorts and ("unit" in sorts or "dual" in sorts):
        yield patterns.ago(), relative.ago
    if "relative" in sorts:
        yield patterns.relative(), relative.relative
    if "shift" in sorts and "unit" in sorts:
        yield patterns.shifted_unit(), relative.shifted


def _sorts_in(plain: str) -> set[str]:
    """Return of which sorts of times the table's names may stand in a text."""
    if plain.isascii():  # nothing is written onto a word: the names themselves are looked for
        names, words = lexicon.first_words(), letter_words(plain)
        if "'" in plain:
            words = tuple(" ".join(words).replace("'", " ").split())
        return set().union(*[names[word] for word in names.keys() & words])
    return set().union(*filter(None, map(lexicon.sorts().__getitem__, letter_words(plain))))


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
