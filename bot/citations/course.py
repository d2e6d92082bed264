"""Figures that moved the other way: "to 64 from 58" where the source has "to 58 from 64"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.citations.figures import same_value
from bot.citations.prepared import Prepared, kept
from bot.language.numbers import Kind, Quantity, compatible

_FAR = 60  # characters between both ends of a course
_WORDS = r"(?:\w+ ){0,2}[^\w\s]?$"  # about, nearly, a sign of money
_FROM = re.compile(rf"(?:\bfrom|\b[وف]?من) {_WORDS}")
_TO = re.compile(rf"(?:\bto|\b[وف]?(?:الي|حتي)) {_WORDS}")
_STOP = re.compile(r"[.;:!?]\s")

Course = tuple[Quantity, Quantity]
"""Where a figure was, and where it went."""


def reversed_course(side: Prepared, text: Prepared) -> Course | None:
    """Return a figure that a side ends with and the one of ``text`` that it began with there.

    ``None`` unless ``text`` has a course of the side the other way round, and not as well its own.
    """
    for start, end in courses(side):
        there = courses(text)
        back = [one for one in there if same_value(end, one[0]) and same_value(start, one[1])]
        if back and not any(same_value(start, a) and same_value(end, b) for a, b in there):
            return end, back[0][0]
    return None


@kept
def courses(text: Prepared) -> tuple[Course, ...]:
    """Return the figures of a text that go from one value to another, written apart."""
    return tuple(_courses(text))


def _courses(text: Prepared) -> Iterator[Course]:
    plain = text.folded.text
    for q in text.quantities:
        if (
            q.kind is Kind.RANGE
            and q.high
            and _FROM.search(plain[max(0, q.start - _FAR) : q.start])
        ):
            once = q._replace(kind=Kind.CARDINAL, high=None)
            yield once, once._replace(value=q.high)
    figures = [q for q in text.quantities if q.kind is Kind.CARDINAL and q.high is None]
    for at, one in enumerate(figures[:-1]):
        for other in figures[at + 1 :]:
            between = plain[one.end : other.start]
            if len(between) > _FAR or _STOP.search(between):
                break
            if one.value == other.value or not compatible(one.unit, other.unit):
                continue
            before, middle = plain[max(0, one.start - _FAR) : one.start], between
            if _FROM.search(before) and _TO.search(middle):
                yield one, other
            elif _TO.search(before) and _FROM.search(middle):
                yield other, one
