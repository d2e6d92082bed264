"""Two figures of one unit that changed places among the words beside them.

"It flew 3,700 km and reached an altitude of 770" is not "it flew 770 km and reached 3,700". What a
figure is of may stand before it or behind it, in either text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple

from bot.citations.course import courses
from bot.citations.prepared import Prepared, kept
from bot.citations.vocabulary import vocabulary
from bot.language.numbers import Kind, Quantity

_BEFORE, _BEHIND = 2, 4  # content words that tell what a figure is of
_TWO = 2
_STOP = re.compile(r"[.;:!?\n]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


class _Placed(NamedTuple):
    """A figure with the roots of the words before it, and of those behind it."""

    figure: Quantity
    words: tuple[frozenset[str], frozenset[str]]


_Pair = tuple[_Placed, _Placed]


def exchanged(side: Prepared, text: Prepared) -> tuple[Quantity, Quantity] | None:
    """Return a figure of a side and that of a text in the same language which stands in its place.

    Both figures must stand in one sentence there, each beside the other's words and never its own.
    """
    if side.language != text.language:
        return None
    going = _ends_of_courses(side) & _ends_of_courses(text)
    for one, other in _pairs(side):
        if frozenset((one.figure.value, other.figure.value)) in going:
            continue  # "from 18 to 13", "to 13 from 18": which way, the courses tell
        same = [pair for two in _pairs(text) for pair in (two, two[::-1])
                if _is_alike(one, pair[0]) and _is_alike(other, pair[1])]  # fmt: skip
        if same and all(_is_crossed((one, other), pair) for pair in same):
            return one.figure, same[0][1].figure
    return None


def _ends_of_courses(text: Prepared) -> frozenset[frozenset[Decimal]]:
    return frozenset(frozenset((start.value, end.value)) for start, end in courses(text))


def _is_alike(one: _Placed, other: _Placed) -> bool:
    return one.figure.value == other.figure.value and one.figure.unit == other.figure.unit


def _is_crossed(mine: _Pair, theirs: _Pair) -> bool:
    crossed = False
    for way, there in product((0, 1), repeat=2):
        first, second = _apart(mine, way)
        own, others = _apart(theirs, there)
        if (way == there and (first & own or second & others)) or (first & own and second & others):
            return False
        crossed = crossed or bool(first & others and second & own)
    return crossed


def _apart(pair: _Pair, way: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words on one side of each figure that the other has not there."""
    one, other = (placed.words[way] for placed in pair)
    return one - other, other - one


@kept
def _pairs(text: Prepared) -> tuple[_Pair, ...]:
    """Return every two figures of one sentence and unit, with the words beside each."""
    return tuple(_found(text, [q for q in text.quantities if _counts(q)]))


def _found(text: Prepared, figures: Sequence[Quantity]) -> Iterator[_Pair]:
    form = text.folded.text
    for one, other in combinations(figures, _TWO):
        alike = one.unit == other.unit and one.value != other.value
        if alike and not re.search(r"[.;!?\n] ", form[one.end : other.start]):
            yield _placed(text, one, figures), _placed(text, other, figures)


def _counts(one: Quantity) -> bool:
    return one.kind is Kind.CARDINAL and one.high is None and not one.weak


def _placed(text: Prepared, one: Quantity, figures: Sequence[Quantity]) -> _Placed:
    form = text.folded.text
    low = max((q.end for q in figures if q.end <= one.start), default=0)
    high = min((q.start for q in figures if q.start >= one.end), default=len(form))
    before = _roots(text, _STOP.split(form[low : one.start])[-1])[-_BEFORE:]
    behind = _roots(text, _STOP.split(form[one.end : high])[0])[:_BEHIND]
    return _Placed(one, (frozenset(before), frozenset(behind)))


def _roots(text: Prepared, part: str) -> list[str]:
    known = vocabulary(text.language)
    words = (known[word] for word in _WORD.findall(part))
    return [word.root for word in words if word.content]
