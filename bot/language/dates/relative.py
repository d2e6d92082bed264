"""What weekdays mean, and what is counted from the article's day."""

from __future__ import annotations

import re
from datetime import date

from bot.language.dates import lexicon as lex
from bot.language.dates.context import Context, Reading, counted
from bot.language.dates.values import Kind

_FIGURE_AFTER = re.compile(r"[., ]{1,3}[0-9]")


def weekday(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a weekday that is a day, not part of a title."""
    group = "wa" if match["wa"] else "w"
    if group == "w" and not _is_weekday(match, context):
        return ()
    if group == "wa" and context.before(match.start()) in lex.word_set("weekday_titles", "before"):
        return ()
    number = lex.weekdays()[match[group]]
    shift = match["sa"] or match["s"]
    by = lex.shift_of(shift) if shift else None
    plain = match["sa"] is not None  # in Arabic "last Thursday" is always the nearest
    values = _weekday_values(number, by, context.published, plain) if context.published else ()
    said = None if by is None else f"weekday {by}"
    end = match.end() - (match.string[match.end() - 1] == ".")
    return (Reading(match.start(), end, Kind.WEEKDAY, values, number, shift=said),)


def _is_weekday(match: re.Match[str], context: Context) -> bool:
    start, end = match.span("w")
    if not context.written(start).isupper():
        return False
    after = context.after(match.end())
    titles = lex.word_set("weekday_titles", "after")
    if after in titles or f"{after} {context.after(match.end() + 1 + len(after))}" in titles:
        return False
    if match["w"] in lex.short_weekdays():
        return after in lex.months() or bool(_FIGURE_AFTER.match(match.string, end))
    before = lex.word_set("weekday_titles", "before")
    return context.before(start) not in before and context.two_before(start) not in before


def _weekday_values(number: int, by: int | None, published: date, nearest: bool) -> tuple[str, ...]:
    """Return the days that a weekday may be.

    Without a word both neighbours; English "last" and "next" may skip one of the same week.
    """
    back = (published.weekday() - number) % 7
    ahead = 7 - back
    days: tuple[int, ...]
    if by is None:
        days = (-back, ahead)
    elif by == 0:
        days = (number - published.weekday(),)
    elif by < 0:
        past = -(back or 7)
        days = (past,) if nearest or number >= published.weekday() else (past, past - 7)
    else:
        days = (ahead,) if nearest or number <= published.weekday() else (ahead, ahead + 7)
    return tuple(v for d in days if (v := counted(published, "day", d)))


def relative(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read "yesterday", "اليوم", where it is not part of another phrase."""
    start, end = match.span("r")
    unit, *offsets = lex.looked_up("relative")[match["r"]].split()
    if context.before(match.start()) == "في" or (
        offsets == ["0"] and _is_another_day(match, context)
    ):  # "في أمس الحاجة" is no yesterday
        return ()
    values = tuple(v for by in offsets if (v := context.count(unit, int(by))))
    return (Reading(start, end, Kind.RELATIVE, values, shift=f"{unit} {offsets[0]}"),)


def _is_another_day(match: re.Match[str], context: Context) -> bool:
    """Whether "the day" is not this one: "ذلك اليوم", "اليوم التالي"."""
    after, before = context.after(match.end("r")), context.before(match.start())
    listed = lex.word_set
    return after in listed("not_today", "after") or before in listed("not_today", "before")


def ago(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read "two days ago", "قبل أسبوع"; hours may reach into the day before."""
    alone = not (match["dual"] or match["na"] or match["n"])
    if alone and (match["ua"] or match["u"]) in lex.word_set("some", "units"):
        return ()
    if alone and match["ua"] and lex.is_time_name(context.after(match.end())):
        return ()  # قبل شهر أيار: before May
    if match["dual"]:
        unit, number = lex.looked_up("duals")[match["dual"]], 2
    else:
        word = match["na"] or match["n"] or "1"
        number = int(word) if word.isdigit() else lex.small_numbers()[word]
        unit = lex.looked_up("units")[match["ua"] or match["u"]]
    if unit in ("minute", "hour"):
        hours = number if unit == "hour" else 0
        offsets = (-(hours // 24), -(hours // 24) - 1)
        values = tuple(v for by in offsets if (v := context.count("day", by)))
    else:
        one = context.count(unit, -number)
        values = (one,) if one else ()
    return (Reading(*match.span(), Kind.RELATIVE, values, shift=f"{unit} -{number}"),)


def shifted(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read "last year", "هذا الأسبوع"."""
    unit = lex.looked_up("units")[match["ua"] or match["u0"] or match["u"]]
    word = match["sa"] or match["s"]
    by = lex.shift_of(word) if word else 0
    value = context.count(unit, by)
    values = (value,) if value else ()
    return (Reading(*match.span(), Kind.RELATIVE, values, shift=f"{unit} {by}"),)
