"""Reads for how long a chat is to keep things, as people type it: 30 days, ٣ أشهر, forever."""

from __future__ import annotations

import re
from functools import cache

from bot.digest.tables import table
from bot.language import folded

MOST_DAYS = 3650  # ten years: more is for good

_SPAN = re.compile(r"(\d{1,4})?\s*([^\W\d_]+)?")


def read_keeping(text: str) -> int | None:
    """Return a number of days, 0 for ever, ``None`` for what is neither or too long.

    A figure alone is days; a unit alone is one of it ("month": 30 days, "year": 365).
    """
    said = " ".join(folded(text).split())
    if said in {folded(one) for one in table("keeping")["forever"]}:
        return 0
    found = _SPAN.fullmatch(said)
    if not found or not said:
        return None
    figure, word = found.groups()
    unit = 1 if word is None else _units("units").get(word)
    if figure is None:
        unit = _units("two").get(word, unit)
    days = int(figure or 1) * (unit or 0)
    return days if 0 < days <= MOST_DAYS else None


@cache
def _units(section: str) -> dict[str, int]:
    rows = table("keeping")[section].items()
    return {folded(word): int(days) for days, words in rows for word in words}
