"""Finds the sentences of two languages that tell one fact, by figures, dates, names and polarity.

Two claims become one with both sides only where nothing speaks against it: every figure, every
resolved date and every name of one stands in the other, both quote or neither does, and
enough is shared to leave no doubt. What has no such partner keeps a single side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.extract.fitness import quoted_share
from bot.extract.passages import Passage, act
from bot.extract.speech import Act
from bot.language.dates import DateMention, compatible, read_dates
from bot.language.dates import Kind as DateKind
from bot.language.names import NameKind, name_in, names_in, same_name
from bot.language.numbers import Kind, Quantity, read_numbers
from bot.language.numbers import compatible as same_unit

_ENOUGH = 3.0  # shared evidence that makes a pair
_FIGURE, _DATE, _NAME, _SPEAKER = 1.5, 1.0, 1.0, 0.5  # worth of each thing shared
_SAYS = frozenset({Act.SAY, Act.ANNOUNCE})
_UNCOUNTED = frozenset({Kind.CODE, Kind.DAY, Kind.YEAR, Kind.TIME})  # names and dates have these
_DATED = frozenset({DateKind.DAY, DateKind.MONTH, DateKind.YEAR})  # "ten years ago" is a figure


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sentence has that a reader of another language would know again."""

    figures: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    names: tuple[str, ...]


@lru_cache(maxsize=1024)  # the sentences of one brief
def marks(text: str, language: str, published: date | None) -> Marks:
    """Return the figures, dates and names of a sentence."""
    figures = read_numbers(text, language)
    names = [
        name.surface
        for name in names_in(text, language)
        if name.kind is NameKind.KNOWN or (language != "ar" and name.kind is NameKind.CAPITALISED)
    ]
    return Marks(
        tuple(q for q in figures if not q.weak and q.kind not in _UNCOUNTED),
        tuple(d for d in read_dates(text, language, published) if d.values and d.kind in _DATED),
        tuple(dict.fromkeys(names)),
    )


def evidence(one: Passage, other: Passage, days: tuple[date | None, date | None]) -> float:
    """Return how strongly two passages of different languages tell one fact, 0 if they may not."""
    left = marks(one.text, one.language, days[0])
    right = marks(other.text, other.language, days[1])
    if not _same_manner(one, other) or not _same_figures(left, right):
        return 0.0
    if not (_dates_in(left, right) and _dates_in(right, left)):
        return 0.0
    if not (_names_in(left, other.text) and _names_in(right, one.text)):
        return 0.0
    shared = _FIGURE * len(left.figures) + _DATE * min(len(left.dates), len(right.dates))
    shared += _NAME * max(len(left.names), len(right.names))
    shared += _SPEAKER if one.speaker and other.speaker else 0.0
    anchored = bool(left.figures or left.dates) or shared >= _ENOUGH + _NAME
    return shared if anchored and shared >= _ENOUGH else 0.0


def _same_manner(one: Passage, other: Passage) -> bool:
    """Tell whether two passages speak alike: who, with what verb, quoting, denying."""
    verbs = act(one), act(other)
    if verbs[0] is not verbs[1] and not (verbs[0] in _SAYS and verbs[1] in _SAYS):
        return False
    if bool(one.speaker) != bool(other.speaker):
        return False
    if one.speaker and other.speaker and not _same_speaker(one, other):
        return False
    if bool(one.told("stance.negation")) != bool(other.told("stance.negation")):
        return False
    return (quoted_share(one) > 0.1) == (quoted_share(other) > 0.1)


def _same_speaker(one: Passage, other: Passage) -> bool:
    """Tell whether one names the speaker of the other, by name if not by the same office."""
    left, right = one.speaker or "", other.speaker or ""
    return same_name(left, right) or name_in(left, other.text) or name_in(right, one.text)


def _same_figures(left: Marks, right: Marks) -> bool:
    if len(left.figures) != len(right.figures):
        return False
    return all(any(says(q, r) for r in right.figures) for q in left.figures) and all(
        any(says(q, r) for r in left.figures) for q in right.figures
    )


def says(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures are one: value, bound and unit."""
    values = {one.value, *one.others} & {other.value, *other.others}
    return bool(values) and one.bound is other.bound and same_unit(one.unit, other.unit)


def _dates_in(left: Marks, right: Marks) -> bool:
    return all(any(compatible(d, r) for r in right.dates) for d in left.dates)


def _names_in(left: Marks, text: str) -> bool:
    return all(name_in(name, text) for name in left.names)


def pairs(
    ones: Sequence[Passage], others: Sequence[Passage], days: Mapping[str, date | None]
) -> dict[int, int]:
    """Return the surest one-to-one pairs of two languages, as places in ``ones`` and ``others``.

    ``days`` holds the day of each article by its id, from which relative dates are counted.
    """
    found = [
        (strength, at, to)
        for at, one in enumerate(ones)
        for to, other in enumerate(others)
        if (strength := evidence(one, other, (days[one.article], days[other.article])))
    ]
    out: dict[int, int] = {}
    for _, at, to in sorted(found, key=lambda item: (-item[0], item[1], item[2])):
        if at not in out and to not in out.values():
            out[at] = to
    return out
