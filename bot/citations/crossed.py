"""Two figures that changed their holders: "Alpha owns 20 percent, Beta 45", the other way round.

Of two figures of one unit and two names in a sentence the first belongs to the first name and the
second to the second, however they stand: "A 20, B 45", "20 for A, 45 for B", "A 20, 45 for B".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.citations.figures import Fit, fit
from bot.citations.given import is_one
from bot.citations.prepared import Prepared, kept
from bot.citations.unnamed import keys_of
from bot.language import sentences
from bot.language.names import NameMention
from bot.language.names.tokens import tokenize
from bot.language.numbers import Quantity
from bot.language.numbers.quantity import CARDINAL

_TWO = 2
_SCORE = re.compile(
    r"\W*(?:\w+ )?(?:to|against|from|مقابل|الي|من|ضد)?\W*"
)  # 3-1, four votes to three
_Span = tuple[int, int]


def crossed(side: Prepared, text: Prepared) -> tuple[Quantity, Quantity] | None:
    """Return a figure of a side and that of a text which its holder has there, if two are crossed.

    The side must have just two names in a sentence with two figures of one unit.
    """
    for figures, names in _rows(side):
        held = [_held(text, figures, names, sentence) for sentence in _spans(text)]
        told = [one for one in held if one is not None]
        if told and not any(straight for straight, _ in told):
            return figures[0], told[0][1]
    return None


@kept
def _rows(side: Prepared) -> tuple[tuple[tuple[Quantity, ...], tuple[NameMention, ...]], ...]:
    """Return the two figures and two names of each sentence that has just so many, in pairs."""
    figures = [q for q in side.quantities if _counts(q)]
    if len(figures) < _TWO or len(side.names) < _TWO:
        return ()
    found = []
    for low, high in _spans(side):
        here = [q for q in figures if low <= _at(side, q)[0] < high]
        names = tuple(one for one in side.names if low <= one.start < high)
        alike = len(here) == len(names) == _TWO and here[0].unit == here[1].unit
        if (
            alike
            and here[0].value != here[1].value
            and _is_paired(side, here, [n.start for n in names])
        ):
            found.append((tuple(here), names))
    return tuple(found)


def _counts(one: Quantity) -> bool:
    return one.kind is CARDINAL and one.high is None and not one.weak


def _at(text: Prepared, one: Quantity) -> _Span:
    return text.folded.span(one.start, one.end)


@kept
def _spans(text: Prepared) -> tuple[_Span, ...]:
    return sentences(text.text, text.language)


def _is_paired(text: Prepared, figures: Sequence[Quantity], names: Sequence[int]) -> bool:
    """Whether the first figure is the first name's: not of a score, nor of "A beat B 20 to 45"."""
    (a, end), (b, _) = (_at(text, one) for one in figures)
    if _SCORE.fullmatch(text.text[end:b]):
        return False
    first, second = names
    return not (second < a or b < first)


def _held(
    text: Prepared, figures: Sequence[Quantity], names: Sequence[NameMention], sentence: _Span
) -> tuple[bool, Quantity] | None:
    """Tell whether a sentence gives both figures to the same names, with its first name's figure.

    ``None`` where it has not each of the figures and names just once.
    """
    low, high = sentence
    own = [q for q in text.quantities if _counts(q) and low <= _at(text, q)[0] < high]
    found = [[q for q in own if fit(one, q) >= Fit.BOUND] for one in figures]
    if any(len(one) != 1 for one in found) or found[0] == found[1]:
        return None
    places = [_places(name, text, sentence) for name in names]
    if any(len(one) != 1 for one in places) or places[0] == places[1]:
        return None
    (x,), (y,) = places
    a, b = found[0][0], found[1][0]
    ordered = sorted((a, b), key=lambda one: one.start)
    if not _is_paired(text, ordered, sorted((x, y))):
        return None
    straight = (x < y) == (a.start < b.start)
    return straight, (a if straight else b)


def _places(name: NameMention, text: Prepared, sentence: _Span) -> list[int]:
    """Return where a sentence has a known name, or a word that spells the last of another's."""
    low, high = sentence
    keys = keys_of(name)
    if keys:
        known = (one for one in text.names if low <= one.start < high)
        return [one.start for one in known if keys_of(one) & keys]
    last = tokenize(name.surface)[-1]
    there = (token for token in tokenize(text.text) if low <= token.start < high)
    return [token.start for token in there if is_one(last, token)]
