"""What the patterns of days and months mean."""

from __future__ import annotations

import re
from datetime import date

from bot.language.dates import lexicon as lex
from bot.language.dates.context import Context, Reading
from bot.language.dates.values import Calendar, DateMention, Kind, likely_years

_OF_MONTH = re.compile(r"(?:\d{4}|-)-\d\d(?=-\d\d$|$)")


def in_figures(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read "2025-11-06" and "6/11/2025"; both orders where day and month could change places."""
    if match["y"]:
        year, orders = match["y"], [(match["a"], match["b"])]
        if int(match["a"]) > 12:
            orders = [(match["b"], match["a"])]
    else:
        year = match["z"] if len(match["z"]) == 4 else f"20{match['z']}"
        orders = [(match["e"], match["c"]), (match["c"], match["e"])]
    values = dict.fromkeys(
        f"{year}-{int(month):02d}-{int(day):02d}"
        for month, day in orders
        if _is_day(int(year), int(month), int(day))
    )
    return (Reading(*match.span(), Kind.DAY, tuple(values)),) if values else ()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return year >= 1000


def day(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a day of a named month, or two days joined by "and", "or", "to"."""
    groups = match.groupdict()
    first = int(match["d"]) if match["d"] else lex.ordinals()[groups["o"]]
    second = int(match["d2"]) if match["d2"] else None
    month_number = lex.months()[match["m"]]
    if not 0 < first <= 31 or (second is not None and not 0 < second <= 31):
        return ()
    if not _is_written_as_month(match, context):
        return ()
    values = _dated(match, context, month_number, first)
    start, end = _trim(match)
    if second is None:
        return (Reading(start, end, Kind.DAY, values),) if values else ()
    others = _dated(match, context, month_number, second)
    if match["join"].strip() in ("و", "and"):
        split = match.start("d2")
        one = Reading(start, match.start("join"), Kind.DAY, values)
        return (one, Reading(split, end, Kind.DAY, others)) if values and others else ()
    spans = tuple(f"{a}/{b}" for a, b in zip(values, others, strict=False))
    return (Reading(start, end, Kind.DAY, spans),) if spans else ()


def again(match: re.Match[str], earlier: DateMention) -> tuple[str, ...]:
    """Return a day of the month that an earlier time named: "11 من الشهر نفسه"."""
    number = match["d"] or match["e"] or match["n"] or str(lex.ordinals().get(match["o"] or "", 0))
    months = dict.fromkeys(found[0] for v in earlier.values if (found := _OF_MONTH.match(v)))
    if not 0 < int(number) <= 31 or len(months) != len(earlier.values):
        return ()
    return tuple(f"{month}-{int(number):02d}" for month in months)


def month(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a named month with what dates it; a name that is a common word needs a sign of it."""
    if not _is_written_as_month(match, context) or not _is_month(match, context):
        return ()
    numbers = dict.fromkeys(lex.months()[name] for name in (match["m"], match["m2"]) if name)
    values = tuple(v for number in numbers for v in _dated(match, context, number, None))
    return (Reading(*_trim(match), Kind.MONTH, values),)


def _is_written_as_month(match: re.Match[str], context: Context) -> bool:
    """Tell a month from a verb by what the folded form lost: a capital, the madda of an alef."""
    name = match["m"]
    if name in lex.word_set("weak_months", "en"):
        return context.written(match.start("m")).isupper()
    letter = lex.written_months().get(name)
    return letter is None or context.written(match.start("m")) == letter


def _is_month(match: re.Match[str], context: Context) -> bool:
    name = match["m"]
    figures = bool(match["y"])
    if name in lex.word_set("weak_months", "abbreviated"):
        stopped = match.string[match.end("m") : match.end("m") + 1] == "."
        sure = stopped or name in lex.word_set("weak_months", "plain")
        return figures or (sure and context.before(match.start()) in lex.word_set("before_month"))
    if name not in lex.word_set("weak_months", "ar", "en") or figures or match["m2"]:
        return True
    shifted = match["s"] or match["ys"] or match["ye"] or match["s0"]
    return bool(shifted) or context.before(match.start()) in lex.word_set("before_month")


def hijri(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a Hijri month, with its day and year where named; it is not converted."""
    groups = match.groupdict()
    number = groups.get("d") or groups.get("o")
    weak = match["m"] in lex.forms(lex.data()["hijri"]["weak"])
    sure = number or match["y"] or context.before(match.start()) in lex.word_set("before_month")
    if weak and not sure:
        return ()
    parts = f"{lex.hijri_months()[match['m']]:02d}"
    if number:
        parts += f"-{int(number) if number.isdigit() else lex.ordinals()[number]:02d}"
    value = f"{match['y']}-{parts}" if match["y"] else f"--{parts}"
    kind = Kind.DAY if number else Kind.MONTH
    return (Reading(*_trim(match), kind, (value,), calendar=Calendar.HIJRI),)


def _dated(match: re.Match[str], context: Context, month: int, day: int | None) -> tuple[str, ...]:
    """Return the values of a month or a day of it: its year named, shifted, or inferred."""
    end = f"{month:02d}" if day is None else f"{month:02d}-{day:02d}"
    years = _years(match, context, month, day)
    if not years:
        return (f"--{end}",)
    return tuple(f"{year:04d}-{end}" for year in years if _is_day(year, month, day or 1))


def _years(match: re.Match[str], context: Context, month: int, day: int | None) -> tuple[int, ...]:
    if match["y"]:
        return (int(match["y"]),)
    if context.published is None:
        return ()
    groups = match.groupdict()
    moved = groups.get("ys") or groups.get("ye")
    if moved:
        return (context.published.year + lex.shift_of(moved),)
    named = groups.get("s") or groups.get("s0")
    if not named:
        return likely_years(month, day, context.published)
    return _shifted_years(lex.shift_of(named), (month, day or 0), context.published)


def _shifted_years(by: int, when: tuple[int, int], published: date) -> tuple[int, ...]:
    """Return the year of the last, this or next such month, seen from the article's day."""
    here = (published.month, published.day if when[1] else 0)
    if by == 0:
        return (published.year,)
    if by < 0:
        return (published.year - (when >= here),)
    return (published.year + (when <= here),)


def _trim(match: re.Match[str]) -> tuple[int, int]:
    """Return the span without a written-on Arabic prefix and a trailing stop or bracket."""
    names = [name for name in ("d", "o", "s0", "m") if name in match.re.groupindex]
    start = min(match.start(name) for name in names if match.start(name) >= 0)
    end = match.end()
    return start, end - (match.string[end - 1] == ".")
