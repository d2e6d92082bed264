"""A time as it is found in a comparison form, and the text around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.language.dates.values import Calendar, Kind, month_after, week
from bot.language.fold import Folded

_WORD_BEFORE = re.compile(r"([^\W\d_]+-?)[ \"'(]{0,2}$")
_TWO_BEFORE = re.compile(r"([^\W\d_]+ [^\W\d_]+)[ -]$")
_WORD_AFTER = re.compile(r"[ \"'()]{0,2}([^\W\d_]+)")


class Reading(NamedTuple):
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
        return counted(self.published, unit, by) if self.published else None


def counted(day: date, unit: str, by: int) -> str | None:
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
