"""Figures that another way to measure carries: a day is 24 hours, 620 miles about 1,000 km."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.citations.prepared import Prepared, kept
from bot.language.numbers import Bound, Quantity, common, is_money, unit_at
from bot.language.numbers.quantity import CARDINAL, TIME
from bot.language.numbers.tokens import tokens

_ARTICLES = frozenset(("a", "an", "per", "each", "every", "first", "last", "final", "single"))
_FIRST = frozenset(("الاول", "الاولي", "الاخير", "الاخيره", "الواحد", "الواحده"))
_SURE, _LOOSE = Decimal("0.006"), Decimal("0.03")  # how far a conversion may be off, unmarked or so
_CLOCKS = (("minute", "second"), ("hour", "minute"))
_CLOCK_UNITS = frozenset(("hour", "minute", "second"))
_LENGTHS = ("months", "minutes", "seconds")
_MINUTES = Decimal(1440)  # of a day
_MONTH, _LONG_MONTH = Decimal(30), Decimal("30.5")  # days that people count to a month
_PERIODS = (  # stretches of time that have names of their own, and how long they are
    (
        ("months", Decimal(6)),
        re.compile(
            r"\b(?:first|second|latter) half\b|\bhalf[ -](?:a[ -])?year\b|\bh[12]\b|\bsemesters?\b"
            r"|النصف (?:الاول|الثاني)|نصف (?:ال)?(?:عام|سنه|سنوي)"
        ),
    ),
    (
        ("months", Decimal(3)),
        re.compile(
            r"\b(?:first|second|third|fourth|final|last|latest|this|every|each|per) quarter\b"
            r"|\bq[1-4]\b|\bquarter of the year\b|\bquarterly\b"
            r"|الربع (?:الاول|الثاني|الثالث|الرابع|الاخير)|ربع (?:ال)?(?:عام|سنه|سنوي)"
        ),
    ),
    (("minutes", 14 * _MINUTES), re.compile(r"\bfortnights?\b")),
)


def is_one_of(claimed: Quantity, text: Prepared) -> bool:
    """Whether a text has the one unit that a figure amounts to, without a figure: within a day."""
    if claimed.unit is None or claimed.kind is not CARDINAL or claimed.high is not None:
        return False
    measured = common(claimed.value, claimed.unit)
    if measured[0] not in _LENGTHS and (claimed.value != 1 or claimed.percent):
        return False
    return any(one == measured or is_in_months(one, measured) for one in _bare_units(text))


@kept
def _bare_units(text: Prepared) -> frozenset[tuple[str, Decimal]]:
    """Return the stretches of time that a text names without a figure, as measures."""
    kinds, texts, _, _ = tokens(text.folded.text)
    found: set[tuple[str, Decimal]] = set()
    for at in range(len(texts)):
        unit = unit_at(texts, at)
        if unit is None or (at and kinds[at - 1] == "n"):
            continue
        first = at + 1 < len(texts) and texts[at + 1] in _FIRST
        bare = text.language == "ar" and (first or not texts[at].startswith(("ال", "لل")))
        if bare or (at and texts[at - 1] in _ARTICLES):
            found.add(common(Decimal(1), unit[0]))
    plain = text.folded.text
    return frozenset((*found, *(length for length, name in _PERIODS if name.search(plain))))


def is_in_months(one: tuple[str, Decimal], other: tuple[str, Decimal]) -> bool:
    """Whether of two stretches of time one counts in days what the other has in months."""
    lengths = dict((one, other))
    if lengths.keys() != {"months", "minutes"}:
        return False
    months, days = lengths["months"], lengths["minutes"] / _MINUTES
    return _MONTH * months <= days <= _LONG_MONTH * months + 1


def is_converted(claimed: Quantity, source: Quantity) -> bool:
    """Whether a claim gives a source's measure in another unit, rounded as it says.

    Unmarked it may be off by 0.6 percent, marked "about" on either side by 3.
    """
    if claimed.unit is None or source.unit is None or claimed.unit == source.unit:
        return False
    if is_money(claimed.unit) or is_money(source.unit) or claimed.percent or source.percent:
        return False
    mine, theirs = _ends(claimed), _ends(source)
    marked = Bound.ABOUT in (claimed.bound, source.bound)
    return len(mine) == len(theirs) and all(
        is_in_months(one, other) or (one[0] == other[0] and _is_close(one[1], other[1], marked))
        for one, other in zip(mine, theirs, strict=True)
    )


def is_timed(claimed: Quantity, there: Sequence[Quantity]) -> bool:
    """Whether a length of time is another's on a clock: 28:35 is 28 minutes 35 seconds."""
    if claimed.kind is TIME:
        whole, part = _on_clock(claimed)
        lengths = {(q.value, q.unit) for q in there if q.kind is CARDINAL}
        return any((whole, a) in lengths and (part, b) in lengths for a, b in _CLOCKS)
    if claimed.kind is not CARDINAL or claimed.unit not in _CLOCK_UNITS:
        return False
    clocks = [_on_clock(q) for q in there if q.kind is TIME]
    return any(
        (claimed.unit == a and claimed.value == whole)
        or (claimed.unit == b and claimed.value == part)
        for whole, part in clocks
        for a, b in _CLOCKS
    )


def _on_clock(one: Quantity) -> tuple[Decimal, Decimal]:
    """Return what stands before and after the colon of a time on a clock."""
    whole = Decimal(int(one.value))
    return whole, ((one.value - whole) * 60).quantize(Decimal(1))


def _ends(one: Quantity) -> list[tuple[str, Decimal]]:
    values = (one.value,) if one.high is None else (one.value, one.high)
    return [common(value, one.unit or "") for value in values]


def _is_close(one: Decimal, other: Decimal, marked: bool) -> bool:
    return abs(one - other) <= (_LOOSE if marked else _SURE) * abs(other)
