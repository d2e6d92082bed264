"""What the patterns of years, decades and centuries mean."""

from __future__ import annotations

import re

from bot.language.dates import lexicon as lex
from bot.language.dates.context import Context, Reading
from bot.language.dates.values import Calendar, Kind


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
