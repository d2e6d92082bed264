"""Figures and times as a reader of either language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from bot.language import direction, isolate_whole
from bot.language.dates import Calendar, interval
from bot.language.numbers import Bound, Kind
from bot.language.tables import split, table
from bot.questions import Figure, Moment
from prompts import text

LARGE = 1_000_000
DIGITS = 4  # of a large number that is written with its scale: "145.5 million"
FEW = range(3, 11)  # after these Arabic counts in the plural
BOUNDS = frozenset(Bound) - {Bound.EXACT}
SOME_YEAR = 2000  # a leap year, for days without one


def amount(figures: Iterable[Figure], language: str) -> str:
    """Return a figure as the sources in ``language`` write it, else written out for its readers.

    Words that bind it ("more than") stand before it where all of ``figures`` bind it alike.
    """
    found = list(figures)
    own = next((f for f in found if f.line.passage.language == language), None)
    shown = own.counting if own else _written(found[0], language)
    bounds = {f.quantity.bound for f in found}
    if len(bounds) == 1 and bounds <= BOUNDS:
        shown = text(f"question.bound.{bounds.pop()}", language, figure=shown)
    if own or found[0].counting in (found[0].surface, shown):
        return shown
    return f"{shown} ({found[0].counting})"


def _written(one: Figure, language: str) -> str:
    quantity = one.quantity
    if quantity.kind is Kind.YEAR:
        return str(int(quantity.value))
    if quantity.kind in (Kind.FRACTION, Kind.VAGUE, Kind.ORDINAL):
        return one.counting
    value = _number(quantity.value, language)
    if quantity.high is not None:
        value = f"{value}–{_number(quantity.high, language)}"
    if quantity.unit == "percent":
        return f"{value}%"
    return f"{value} {_unit(quantity.unit, quantity.value, language)}" if quantity.unit else value


def _number(value: Decimal, language: str) -> str:
    """Return a number in figures: "17 billion", "68,800"."""
    digits = value.normalize().as_tuple().digits
    if value >= LARGE and len(digits) <= DIGITS:
        most = DIGITS - 1
        long = format_compact_decimal(
            value, format_type="long", locale=language, fraction_digits=most
        )
        return str(long)
    return str(format_decimal(value, locale=language))


def _unit(unit: str, value: Decimal, language: str) -> str:
    """Return the name of a unit, by the table from which units are read."""
    data = table("units")
    entry = {**data["units"], **data["currencies"]}.get(unit.split(".")[0], {})
    if language != "ar":
        names = split(entry.get("en", unit))
        return names[1] if len(names) > 1 and value != 1 else names[0]
    forms = entry.get("ar", {})
    one, many = (split(forms.get(key, "")) for key in ("one", "many"))
    if many and value in FEW:
        return many[0].replace("+", " ")
    name = one[0].replace("+", " ") if one else unit
    counted = value % 100 >= FEW.stop and not name.endswith("ة")  # «16 متراً»
    return f"{name}اً" if counted else name


# --- times ------------------------------------------------------------------


def when(moment: Moment, language: str) -> str:
    """Return a time as people write it, with what is not certain of it."""
    values = [moment.likely, *(v for v in moment.values if v != moment.likely)]
    shown = [_time(value, moment, language) for value in values[:2]]
    if len(shown) > 1:
        return text("question.either", language, first=shown[0], second=shown[1])
    return text("question.about", language, date=shown[0]) if moment.round else shown[0]


def _time(value: str, moment: Moment, language: str) -> str:
    if moment.calendar is Calendar.HIJRI:
        return text("question.hijri", language, date=moment.surface)
    if value.startswith("--"):
        return text("question.no_year", language, date=_yearless(value[2:], language))
    if "/" in value:
        first, last = value.split("/")
        return f"{_date(first, language)} – {_date(last, language)}"
    return _date(value, language)


def _yearless(value: str, language: str) -> str:
    span = interval(f"{SOME_YEAR}-{value}")
    if span is None:
        return value
    return _format(span[0], "d MMMM" if span[0] == span[1] else "MMMM", language)


def _date(value: str, language: str) -> str:
    span = interval(value)
    if span is None or value.startswith("-"):
        return value
    if "W" in value:
        return text("question.week", language, date=_format(span[0], "d MMMM y", language))
    if "X" in value:
        key = "century" if value.endswith("XX") else "decade"
        number = int(value[:2]) + 1 if key == "century" else int(value.replace("X", "0"))
        return text(f"question.{key}", language, n=number)
    if span[0] == span[1]:
        return _format(span[0], "EEEE d MMMM y", language)
    return _format(span[0], "MMMM y", language) if "-" in value else str(int(value))


def _format(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=language))


def basis(moment: Moment, language: str) -> str:
    """Return how a time that the sources do not name outright is known, "" for one that they do."""
    if moment.counted is None:
        return ""
    day = moment.counted.isoformat()
    day = isolate_whole(day) if direction(language) == "rtl" else day
    key = "counted_quoted" if moment.quoted else "counted"
    return text(f"question.{key}", language, words=moment.surface, date=day)
