"""Reads figures written in digits, with whatever separators their country uses."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_SEPARATOR = re.compile(r"[.,' ]")


@lru_cache(maxsize=8192)
def readings(literal: str) -> tuple[Decimal, ...]:
    """Return what a run of ASCII digits and separators may mean, the likeliest first.

    Empty where it is no number at all (a version, a list without spaces). One point before
    exactly three digits is both: 20.000 is twenty thousand in half of the Arab press.
    """
    marks = _SEPARATOR.findall(literal)
    if not marks:
        return (Decimal(literal),)
    groups = _SEPARATOR.split(literal)
    if len(set(marks)) == 1:
        return _one_mark(marks, groups)
    return _two_marks(literal, marks)


def _one_mark(marks: list[str], groups: list[str]) -> tuple[Decimal, ...]:
    mark, whole = marks[0], Decimal("".join(groups))
    threes = _thousands(groups)
    if mark == " ":
        return (whole, *map(Decimal, groups))
    if len(marks) > 1:
        lakhs = mark == "," and len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[1:-1])
        return (whole,) if threes or lakhs else ()
    fraction = Decimal(f"{groups[0]}.{groups[1]}")
    if not threes or groups[0] == "0":
        return (fraction,)
    return (whole, fraction) if mark == "." else (whole,)


def _two_marks(literal: str, marks: list[str]) -> tuple[Decimal, ...]:
    """1,234.5 and 1.234,5: the last mark parts the decimals, if it stands once."""
    last = marks[-1]
    if marks.count(last) > 1:
        return ()
    whole, _, decimals = literal.rpartition(last)
    groups = _SEPARATOR.split(whole)
    return (Decimal(f"{''.join(groups)}.{decimals}"),) if _thousands(groups) else ()


def _thousands(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
