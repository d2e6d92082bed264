"""Figures that a text has in other words: a dual, "another", a list, a sum, half a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from bot.citations.figures import Fit, fit
from bot.citations.lists import listed, longest
from bot.citations.measures import is_converted, is_one_of, is_timed
from bot.citations.prepared import Prepared
from bot.citations.reckoned import is_reckoned
from bot.language.numbers import Quantity
from bot.language.numbers.quantity import CARDINAL, DAY, FRACTION, ORDINAL, TIME

_SHORT = 4  # letters of the longest word that is no dual
_TWO = Decimal(2)
_RANKS = (ORDINAL, DAY)  # الثاني في مارس may be a day's and another thing's
_FEW = 6  # things that a reader counts, whatever commas stand inside of one
_SIZE = 10  # a figure that another was made from is no more times as big or small
_ANOTHER = frozenset(
    (
        *("another", "further", "again", "repeat", "new", "other", "latter", "also"),
        *("اخر", "اخري", "الاخر", "الاخري", "جديد", "جديده", "ايضا", "كذلك"),
    )
)
_HALF, _HALVED = Decimal("0.5"), frozenset(("halve", "halves", "halved", "halving"))
_MANIFOLD = {
    Decimal(n): stem
    for n, stem in enumerate(("ثناءي", "ثلاثي", "رباعي", "خماسي", "سداسي", "سباعي"), 2)
}
_TIMES = {
    Decimal(n): re.compile(rf"(?:{words})")
    for n, words in (
        (
            2,
            r"\b(?:doubl(?:e[sd]?|ing)|twofold|twice)\b|\b[وف]?(?:[يت]?تضاعف\w*|مضاعف\w*|ضعف\w*)\b",
        ),
        (3, r"\b(?:tripl(?:e[sd]?|ing)|trebl(?:e[sd]?|ing)|threefold)\b"),
        (4, r"\b(?:quadrupl(?:e[sd]?|ing)|fourfold)\b"),
    )
}
_AMONG = frozenset(("بينهم", "بينهما", "بينهن", "بينها", "منهم", "منها", "هما", "وهما"))
_TWO_HALVES = re.compile(
    r"\b(?:ال)?نصف\b.*\bوالنصف (?:ال[اث]|المتبقي)|\bhalf\b.*\b(?:other|rest)\b"
)
_CLOCK = 12
_TWELVE = re.compile(r"\b(?:midnight|midday|noon)\b|منتصف (?:ال)?(?:ليل|ليله|نهار)\b")
_OF_AGE = Decimal(18)
_MINORS = re.compile(r"\b(?:minors|juveniles?|underage|[وفبل]?(?:ال)?(?:قاصر\w*|قصر))\b")
_UNDER = re.compile(r"\b(?:under|below|younger than|دون|تحت)(?: the age of| سن)? $")
_JOIN = re.compile(r"(?:,? and (?:then )?| ?[,،]? ?و)")


def is_implied(figure: Quantity, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether one of ``texts`` has a figure of ``side`` without writing it."""
    figures = [q for text in texts for q in text.quantities]
    if is_timed(figure, figures) or any(is_converted(figure, q) for q in figures):
        return True
    if any(is_one_of(figure, text) or _has_manifold(figure, text) for text in texts):
        return True
    twelve = figure.kind is TIME and figure.value % _CLOCK == 0
    if twelve and any(_TWELVE.search(text.folded.text) for text in texts):
        return True
    if figure.value == _OF_AGE and any(_MINORS.search(text.folded.text) for text in texts):
        return _UNDER.search(side.folded.text[: figure.start]) is not None
    rank = _rank(figure, side)
    if rank is not None and _is_another(figure, rank, side, texts):
        return True
    return (
        is_reckoned(figure, side, texts)
        or _is_two(figure, side, texts)
        or _is_listed(figure, side, texts)
    )


def rivalled(figure: Quantity, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether a figure may have been made from one of ``texts`` that the side has nowhere else."""
    others = [q for q in side.quantities if q is not figure]
    return any(
        q.kind is figure.kind
        and q.unit == figure.unit
        and not q.weak
        and figure.value < _SIZE * q.value < _SIZE**2 * figure.value
        and all(fit(one, q) < Fit.COUNTS and fit(q, one) < Fit.COUNTS for one in others)
        for text in texts
        for q in text.quantities
    )


def _rank(figure: Quantity, side: Prepared) -> Decimal | None:
    """Return a figure as a rank; a third after two others is one: "two died and a third ..."."""
    if figure.kind in _RANKS:
        return figure.value
    if figure.kind is not FRACTION:
        return None
    rank = (1 / figure.value).to_integral_value()
    return rank if _follows(rank, side) else None


def _follows(rank: Decimal, side: Prepared) -> bool:
    """Whether a side counts one fewer than a rank: two and a third."""
    counted = (q for q in side.quantities if q.kind is CARDINAL and q.unit is None)
    if rank - 1 == _TWO and side.language == "ar" and has_dual(side.words):
        return True
    return rank > _TWO and any(q.value == rank - 1 for q in counted)


def _is_another(figure: Quantity, rank: Decimal, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether a rank tells things apart that a text has as "one" and "another"."""
    if rivalled(figure, side, texts):
        return False
    told = rank == _TWO or _follows(rank, side)
    if told and any(not _ANOTHER.isdisjoint(text.words) for text in texts):
        return True
    return _counted_off(side, rank)


def _counted_off(side: Prepared, last: Decimal) -> bool:
    """Whether a side counts off its things itself, up to a rank: the first ..., the second ..."""
    ranks = {q.value for q in side.quantities if q.kind in _RANKS}
    return last > 1 and all(Decimal(n) in ranks for n in range(1, int(last) + 1))


def _has_manifold(figure: Quantity, text: Prepared) -> bool:
    """Whether a text has a figure in a word of its own: الموازنة الثلاثية, halved."""
    if figure.kind is FRACTION and figure.value == _HALF:
        return not _HALVED.isdisjoint(text.words)
    times = _TIMES.get(figure.value) if figure.kind is CARDINAL else None
    if times and times.search(text.folded.text):
        return True
    stem = _MANIFOLD.get(figure.value) if figure.kind is CARDINAL else None
    return stem is not None and any(word.removeprefix("ال").startswith(stem) for word in text.words)


def _is_two(figure: Quantity, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether "two" is said by an Arabic dual, of which there are more than any list knows.

    In figures, and between two Arabic texts, only where nothing else may be meant.
    """
    if figure.value != _TWO or figure.kind is not CARDINAL or figure.unit is not None:
        return False
    dual = any(text.language == "ar" and has_dual(text.words) for text in texts)
    if dual and side.language != "ar" and not side.written(figure)[:1].isdigit():
        return True
    if rivalled(figure, side, texts):
        return False
    return dual or any(_TWO_HALVES.search(text.folded.text) for text in texts)


def has_dual(words: Sequence[str]) -> bool:
    """Whether any of some Arabic words ends like a dual."""
    if any(len(word) > _SHORT and word.endswith(("ان", "ين", "تا", "تي")) for word in words):
        return True
    return any(one in _AMONG and other.endswith("ا") for one, other in pairwise(words))


def _is_listed(figure: Quantity, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether a text lists as many as a figure counts, or the side does itself."""
    if (
        figure.kind is not CARDINAL
        or figure.unit
        or figure.value != figure.value.to_integral_value()
    ):
        return False
    count, mine = int(figure.value), set(figure.counts)
    if any(mine & set(q.counts) and q.unit is None for text in texts for q in text.quantities):
        return False  # which says itself how many there are
    counted = any(word[0] != "@" for word in figure.counts)
    if counted and any(count in listed(text) for text in texts):
        return True
    if rivalled(figure, side, texts):
        return False
    if _counted_off(side, figure.value) or (counted and count in listed(side)):
        return True
    if count == _TWO:
        return _names_two(side)
    return counted and count <= _FEW and any(count <= longest(text) for text in texts)


def _names_two(side: Prepared) -> bool:
    """Whether a side joins two names: "two countries, Sweden and Finland"."""
    return any(
        _JOIN.fullmatch(side.text[one.end : other.start]) for one, other in pairwise(side.names)
    )
