"""An old fact told as news: part of ``dates``."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.reading import Reading, carries
from bot.model import Check, Finding


def stale(one: Reading) -> Iterator[Finding]:
    """Yield a doubt where a side says "now" and no cited text does."""
    old = any(text.tagged("then", "pluperfect") for text in one.every)
    for mark in one.sense.tagged("now", *(("lately",) if old else ()))[:1]:
        if not carries(one.every, "now", "lately"):
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.DATES, "stale", claim=words)
