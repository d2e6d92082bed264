"""Where sources give different figures for the same thing.

Conservative: two figures are held against each other only where both sentences tell of the story's
own days, count the same thing in the same unit, share enough words, and cannot both be true; and
where neither source gives the other's figure too. Or where a source says so: "430, not 340".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from bot.citations.figures import same_role, same_value
from bot.language.numbers import Bound, Kind, Quantity, compatible, group_of, read_numbers
from bot.language.words import words
from bot.model import Story
from bot.questions.book import read
from bot.questions.figures import Figure, figures, same_figure
from bot.questions.gist import Likeness, gist, likeness
from bot.questions.own_days import looks_back, own_days
from bot.questions.places import Places, places

_FAR = 3  # times that one figure may be the other
_ALIKE = 0.2  # likeness of what stands around figures that contradict
_ALIKE_ROLE = 0.04  # where both count the killed, say
_ALIKE_MANY = 0.3  # where both are spans of time or small, of which a text has many
_SMALL = 13
_ALIKE_CLOSE = 0.08  # where the figures are ...
_CLOSE = Decimal("0.1")  # ... so close and count the same
_ABOUT = Decimal("0.07")  # how far "about" reaches
_MOST = Decimal("Infinity")
_NEAR = 3  # words before a figure that may say that it is a part of another
_BESIDE = 20  # characters before a figure that tell it from others of its sentence
_PARTS = frozenset(("including", "among", "بينهم", "بينها", "بينهن", "منهم", "منها", "ضمنهم"))
_CASUALTIES = {"@killed": "things death", "@injured": "things injured"}
_SPANS = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
_NOT = re.compile(
    r"(?:\bnot\b|\binstead of\b|\brather than\b|(?<!\w)(?:لا|وليس|وليست|بدلا من))\W*$"
)

Pair = tuple[Figure, Figure]


def contrasts(story: Story) -> tuple[tuple[Figure, ...], ...]:
    """Return groups of figures that count one thing and contradict each other.

    In each group there are two sources at least; figures of it that agree stand in it too.
    """
    alike, own = likeness(story), _of_the_story(story)
    groups: list[list[Figure]] = []
    for one, other in (*_corrected(own), *_contradicting(own, alike, places(story))):
        _join(groups, one, other)
    for figure in own:
        for group in groups:
            if figure not in group and any(_agrees(figure, f, alike) for f in group):
                group.append(figure)
    return tuple(tuple(sorted(group, key=own.index)) for group in groups)


def _agrees(one: Figure, other: Figure, alike: Likeness) -> bool:
    """Tell whether a figure is one of those that contradict others, in one more sentence."""
    counted = (
        one.quantity.unit
        or one.counted & other.counted
        or (_fate(one) and _fate(one) == _fate(other))
    )
    return bool(counted) and same_figure(one, other, alike)


def _of_the_story(story: Story) -> list[Figure]:
    book, own = read(story), own_days(story)
    return [
        figure
        for figure in figures(story)
        if figure.quantity.kind in (Kind.CARDINAL, Kind.RANGE)
        and not _is_part(figure)
        and not looks_back(figure.line, book, own)
    ]


def _join(groups: list[list[Figure]], one: Figure, other: Figure) -> None:
    """Put two figures into one group, and the groups that they were in together."""
    held = [group for group in groups if one in group or other in group]
    joined = [figure for group in held for figure in group]
    groups[:] = [group for group in groups if group not in held]
    groups.append([*joined, *(f for f in (one, other) if f not in joined)])


def _corrected(own: Sequence[Figure]) -> Iterator[Pair]:
    """Yield what a source sets right: "430 million, not 340", with those who say 340."""
    for one, wrong in combinations(own, 2):
        if one.line is not wrong.line or not _NOT.search(wrong.before) or not _near(one, wrong):
            continue
        for other in own:
            agrees = same_value(other.quantity, wrong.quantity)
            fits = compatible(other.quantity.unit, one.quantity.unit)
            if agrees and fits and other.line.source != one.line.source:
                yield one, other


def _near(one: Figure, other: Figure) -> bool:
    """Tell whether one figure may stand for another: neither is many times the other."""
    a, b = one.quantity.value, other.quantity.value
    return bool(b) and 1 / Decimal(_FAR) <= a / b <= _FAR


def _contradicting(own: Sequence[Figure], alike: Likeness, where: Places) -> Iterator[Pair]:
    by_source: Mapping[str, list[Figure]] = defaultdict(list)
    for figure in own:
        by_source[figure.line.source].append(figure)
    for one, other in combinations(own, 2):
        if not (_may_contradict(one, other) and _is_alike(one, other, alike)):
            continue
        if where.apart(one, other) or not _are_counterparts(one, other, own):
            continue
        agrees = any(same_figure(one, f, alike) for f in by_source[other.line.source])
        agrees = agrees or any(same_figure(other, f, alike) for f in by_source[one.line.source])
        if not agrees and not _adds_up(one, other, own) and not _adds_up(other, one, own):
            yield one, other


def _may_contradict(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of different sources count one thing and cannot both be true."""
    a, b = one.quantity, other.quantity
    if one.line.source == other.line.source or a.unit != b.unit or same_value(a, b):
        return False
    if not _near(one, other) or _meet(a, b):
        return False
    if not same_role(a, b) or _people(one) != _people(other) or _fate(one) != _fate(other):
        return False
    if _is_quoted_price(one) or _is_quoted_price(other):
        return False
    return a.unit is not None or bool(_fate(one)) or bool(one.counted & other.counted)


def _is_alike(one: Figure, other: Figure, alike: Likeness) -> bool:
    """Tell whether enough of the words around two figures is the same."""
    a, b = one.quantity.value, other.quantity.value
    close = abs(a - b) <= _CLOSE * max(a, b) and bool(one.counted & other.counted)
    least = _ALIKE_ROLE if _fate(one) else _ALIKE_CLOSE if close else _ALIKE
    if one.quantity.unit in _SPANS or (not _fate(one) and max(a, b) < _SMALL):
        least = _ALIKE_MANY
    return alike.between(one.gist, other.gist) >= least


def _meet(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures can both be true: "more than 70" and "84"."""
    (low, high), (other_low, other_high) = _span(one), _span(other)
    return low <= other_high and other_low <= high


def _span(one: Quantity) -> tuple[Decimal, Decimal]:
    high = one.high or one.value
    match one.bound:
        case Bound.ABOUT:
            return one.value * (1 - _ABOUT), high * (1 + _ABOUT)
        case Bound.MORE_THAN | Bound.AT_LEAST:
            return one.value, _MOST
        case Bound.LESS_THAN | Bound.AT_MOST:
            return Decimal(0), high
        case _:
            return one.value, high


def _people(one: Figure) -> frozenset[str]:
    """Return who is counted, where that is said: children are not all."""
    return frozenset(c for c in one.quantity.counts if c[0] == "@" and group_of(c) == "people")


@lru_cache(maxsize=4096)
def _fate(one: Figure) -> frozenset[str]:
    """Return what happened to those who are counted, by the roles or by the words around them."""
    if one.quantity.unit is not None:
        return frozenset()
    roles = {c for c in one.quantity.counts if c[0] == "@" and group_of(c) == "casualties"}
    if roles:
        return frozenset(roles)
    passage = one.line.passage
    for near in (one.gist, gist(passage.text, passage.language)):
        told = {role for role, concept in _CASUALTIES.items() if concept in near}
        if told:
            return frozenset(told if len(told) == 1 else ())
    return frozenset()


def _is_quoted_price(one: Figure) -> bool:
    """Tell what rises and falls by the hour: a figure whose sentence gives the time of day."""
    if one.quantity.unit is None:
        return False
    found = read_numbers(one.line.passage.text, one.line.passage.language)
    moves = any(group_of(count) == "motion" for quantity in found for count in quantity.counts)
    return moves and any(quantity.kind is Kind.TIME for quantity in found)


def _is_part(one: Figure) -> bool:
    """Tell a figure that is a part or another form of one before it: "including 10", "(43 mi)"."""
    before = words(one.before)[-_NEAR:]
    converted = one.before.rstrip().endswith("(") and one.quantity.unit is not None
    return converted or not _PARTS.isdisjoint(before)


# --- several figures in one sentence ----------------------------------------


def _are_counterparts(one: Figure, other: Figure, own: Sequence[Figure]) -> bool:
    """Tell whether two figures are each other's match among those of their two sentences."""
    ours, theirs = _row(one, own), _row(other, own)
    if len(ours) == len(theirs) == 1:
        return True
    mutual = _match(one, ours, theirs) is other and _match(other, theirs, ours) is one
    return mutual and not _leading(one).isdisjoint(_leading(other))


def _row(one: Figure, own: Sequence[Figure]) -> list[Figure]:
    """Return the figures of a sentence that have one unit."""
    return [f for f in own if f.line is one.line and f.quantity.unit == one.quantity.unit]


def _match(one: Figure, ours: Sequence[Figure], theirs: Sequence[Figure]) -> Figure:
    """Return which of another sentence's figures is likest to one, by words beside it, by place."""
    place = ours.index(one)

    def likeness(at: int) -> tuple[int, int]:
        return len(_beside(one) & _beside(theirs[at])), -abs(at - place)

    return theirs[max(range(len(theirs)), key=likeness)]


def _beside(one: Figure) -> frozenset[str]:
    """Return what stands close to a figure, most of it before: "an altitude of 550 km"."""
    after = one.line.passage.text[one.end :][: _BESIDE // 2]
    return _leading(one) | gist(after, one.line.passage.language) | frozenset(one.quantity.counts)


def _leading(one: Figure) -> frozenset[str]:
    return gist(one.before[-_BESIDE:], one.line.passage.language)


def _adds_up(one: Figure, other: Figure, own: Sequence[Figure]) -> bool:
    """Tell whether a figure is another with one more of its sentence: 10 guards and 3 workers."""
    total, part = one.quantity.value, other.quantity.value
    return any(
        part + more.quantity.value == total for more in _row(other, own) if more is not other
    )
