"""What each pattern of times means: a match becomes values, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language.dates import lexicon as lex
from bot.language.dates.values import Calendar, Kind, likely_years, month_after, week
from bot.language.fold import Folded

_WORD_BEFORE = re.compile(r"([^\W\d_]+-?)[ \"'(]{0,2}$")
_TWO_BEFORE = re.compile(r"([^\W\d_]+ [^\W\d_]+)[ -]$")
_FIGURE_AFTER = re.compile(r"[., ]{1,3}[0-9]")
_WORD_AFTER = re.compile(r"[ \"'()]{0,2}([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A time found in a comparison form; ``start`` and ``end`` count in that form."""

    start: int
    end: int
    kind: Kind
    values: tuple[str, ...] = ()
    weekday: int | None = None
    calendar: Calendar = Calendar.GREGORIAN
    shift: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The text around a match, and the day from which to count."""

    form: Folded
    published: date | None

    def before(self, at: int) -> str:
        """Return the word before an offset, "" at the beginning or after a figure or a stop."""
        found = _WORD_BEFORE.search(self.form.text[max(0, at - 30) : at])
        return found.group(1) if found else ""

    def two_before(self, at: int) -> str:
        """Return the two words before an offset."""
        found = _TWO_BEFORE.search(self.form.text[max(0, at - 40) : at])
        return found.group(1) if found else ""

    def after(self, at: int) -> str:
        """Return the word that follows an offset."""
        found = _WORD_AFTER.match(self.form.text, at)
        return found.group(1) if found else ""

    def written(self, at: int) -> str:
        """Return the character of the text as written."""
        return self.form.source[self.form.origin[at]]

    def count(self, unit: str, by: int) -> str | None:
        """Return the time so many units from the article's day, ``None`` without one."""
        return _counted(self.published, unit, by) if self.published else None


def _counted(day: date, unit: str, by: int) -> str | None:
    """Return the day, week, month, year, decade or century ``by`` units from ``day``."""
    try:
        if unit == "day":
            return (day + timedelta(days=by)).isoformat()
        if unit == "week":
            return week(day + timedelta(weeks=by))
    except OverflowError:
        return None
    if unit == "month":
        return month_after(day, by)
    years, unknown = {"year": (1, ""), "decade": (10, "X"), "century": (100, "XX")}[unit]
    value = day.year // years + by
    return f"{value:0{4 - len(unknown)}d}{unknown}" if value > 0 else None


# --- days and months ---------------------------------------------------------


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
    for form, letter in lex.data()["weak_months"]["letter"].items():
        if name in lex.forms(form):
            return context.written(match.start("m")) == str(letter)
    return True


def _is_month(match: re.Match[str], context: Context) -> bool:
    name = match["m"]
    figures = bool(match["y"])
    if name in lex.word_set("weak_months", "abbreviated"):
        return figures
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
        return (context.published.year + _shift(moved),)
    named = groups.get("s") or groups.get("s0")
    if not named:
        return likely_years(month, day, context.published)
    return _shifted_years(_shift(named), (month, day or 0), context.published)


def _shifted_years(by: int, when: tuple[int, int], published: date) -> tuple[int, ...]:
    """Return the year of the last, this or next such month, seen from the article's day."""
    here = (published.month, published.day if when[1] else 0)
    if by == 0:
        return (published.year,)
    if by < 0:
        return (published.year - (when >= here),)
    return (published.year + (when <= here),)


def _shift(word: str) -> int:
    return int(lex.looked_up("shift")[word])


def _trim(match: re.Match[str]) -> tuple[int, int]:
    """Return the span without a written-on Arabic prefix and a trailing stop or bracket."""
    names = [name for name in ("d", "o", "s0", "m") if name in match.re.groupindex]
    start = min(match.start(name) for name in names if match.start(name) >= 0)
    end = match.end()
    return start, end - (match.string[end - 1] == ".")


# --- years and longer ----------------------------------------------------------


def year(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a year, two years, or a span of years."""
    named = "yw" if match["yw"] else "y"
    first, second = match[named], match["y2"]
    start = match.start(named)
    if not match["yw"] and not match["era"] and _counts_something(match, context):
        return ()
    calendar = Calendar.HIJRI if match["h"] else Calendar.GREGORIAN
    if match["bc"]:
        return (Reading(start, match.end(), Kind.YEAR, (f"-{int(first) - 1:04d}",)),)
    if second is None:
        return (Reading(start, match.end(), Kind.YEAR, (first.zfill(4),), calendar=calendar),)
    second = first[: len(first) - len(second)] + second
    if match["join"].strip() in ("و", "and"):
        one = Reading(start, match.end(named), Kind.YEAR, (first,), calendar=calendar)
        other = Reading(match.start("y2"), match.end(), Kind.YEAR, (second,), calendar=calendar)
        return one, other
    if int(second) < int(first):
        return ()
    return (Reading(start, match.end(), Kind.YEAR, (f"{first}/{second}",), calendar=calendar),)


def _counts_something(match: re.Match[str], context: Context) -> bool:
    """Tell a figure that counts ("2000 soldiers") from a year: a year stands after a preposition.

    Round figures need one; others only must not be followed by a unit or a thing counted.
    """
    if context.after(match.end()) in lex.counted():
        return True
    prepositions = lex.word_set("years", "before_bare") | lex.months().keys()
    return match["y"].endswith("00") and context.before(match.start("y")) not in prepositions


def period(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a decade ("199X") or a century ("18XX")."""
    value = _period(match, context)
    return (Reading(*match.span(), Kind.PERIOD, (value,)),) if value else ()


def _period(match: re.Match[str], context: Context) -> str | None:
    if match["y"]:
        return f"{match['y']}X"
    if match["yy"]:
        return f"19{match['yy']}X"
    if match["stem"]:
        of_life = context.before(match.start()) in ("his", "her", "their", "my")
        dated = match["dw"] or match["ds"]
        if of_life or (context.after(match.end()) == "من" and not dated):  # "of his life"
            return None
        century = _century(match["dw"], match["ds"], context) or "19"
        return f"{century}{lex.looked_up('decades')[match['stem']]}X"
    if match["ce"]:
        digits = re.match(r"\d+", match["ce"])
        number = int(digits.group()) if digits else lex.ordinals()[match["ce"]]
        return f"{number - 1:02d}XX" if 0 < number <= 30 else None
    named = _century(match["cw"], match["cs"], context)
    return f"{named}XX" if named else None


def _century(word: str | None, shift: str | None, context: Context) -> str | None:
    if word:
        return f"{lex.ordinals()[word] - 1:02d}"
    if shift:
        now = context.published.year // 100 if context.published else 20
        return f"{now + (-1 if shift in ('الماضي', 'المنصرم') else 0):02d}"
    return None


# --- weekdays and what is counted from the article's day -----------------------


def weekday(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read a weekday that is a day, not part of a title."""
    group = "wa" if match["wa"] else "w"
    if group == "w" and not _is_weekday(match, context):
        return ()
    if group == "wa" and context.before(match.start()) in lex.word_set("weekday_titles", "before"):
        return ()
    number = lex.weekdays()[match[group]]
    shift = match["sa"] or match["s"]
    by = _shift(shift) if shift else None
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
    if match["w"] in lex.forms(lex.data()["weekdays"]["abbreviated"]):
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
    return tuple(v for d in days if (v := _counted(published, "day", d)))


def relative(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read "yesterday", "اليوم", where it is not part of another phrase."""
    start, end = match.span("r")
    if context.after(end) in lex.word_set("not_today", "after"):
        return ()
    if context.before(match.start()) in lex.word_set("not_today", "before"):
        return ()
    unit, *offsets = lex.looked_up("relative")[match["r"]].split()
    values = tuple(v for by in offsets if (v := context.count(unit, int(by))))
    return (Reading(start, end, Kind.RELATIVE, values, shift=f"{unit} {offsets[0]}"),)


def ago(match: re.Match[str], context: Context) -> tuple[Reading, ...]:
    """Read "two days ago", "قبل أسبوع"; hours may reach into the day before."""
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
    by = _shift(word) if word else 0
    value = context.count(unit, by)
    values = (value,) if value else ()
    return (Reading(*match.span(), Kind.RELATIVE, values, shift=f"{unit} {by}"),)
