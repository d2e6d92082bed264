"""Figures that a text does not write and that follow from those that it does: half of 12 is six.

Each is one step of a reader's arithmetic, and exact: parts and shares, what is left, sums, the
votes of both camps, the time between two dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

from bot.citations.figures import same_role
from bot.citations.prepared import Prepared, kept
from bot.language.dates import Kind as Time
from bot.language.numbers import Bound, Quantity, common
from bot.language.numbers.quantity import CARDINAL, FRACTION, RANGE, YEAR

_FEW = 10  # up to which "and four others" may be counted together with the one that is named
_SUMMED = 4  # figures of a source that a claim may add up
_NEAR = 40  # characters after a figure in which "other" is said of what it counts
_EXACT, _LOOSE, _WIDE = Decimal("0.02"), Decimal("0.1"), Decimal("0.35")
_LEAP_YEAR = "2000"  # any year: for days without one
_OTHERS = re.compile(r"(?:\W*\w+){0,2}?\W*(?:others?|more|further|additional|اخر\w*)\b")
_AND = re.compile(r"^[^.;!?]*(?:,|\band\b|\bplus\b|(?<!\w)و)[^.;!?]*$")
_OF = re.compile(r"\W*(?:of|من)(?: the| its| their| ال)?\W*$")
_OUT_OF = re.compile(
    r"(?: \w+)? (?:(?:out )?of (?:the |its |their |every )?|in (?:every )?|من (?:اصل|بين|كل) )"
)
_AND_ONE = re.compile(r"(?: \w+){1,3} and an? \w+|(?: \w+){1,2} و[^\W\d]{3,}ا(?: [^\W\d]{3,}ا)?\b")
_PEOPLE = re.compile(r" (?:people|persons|individuals|اشخاص|شخصا|افراد)\b")
_CAMPS = re.compile(r"\W*(?:votes?|\w*صوات|\w*صوتا?)?\W*(?:to|against|versus|مقابل|ضد)\W*$")
_TWO_TO_ONE = re.compile(r"\w{3,}(?:ين|ان) (?:مقابل|ضد) (?:واحد|(?:\w{3,} )?واحده?)\b")
_DATED = re.compile(r"\d{4}-\d\d")
_THREE, _HUNDRED = Decimal(3), Decimal(100)
_MOST_YEARS = 100


def is_reckoned(claimed: Quantity, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether a figure of ``side`` follows from figures of one of ``texts``."""
    if claimed.high is not None:
        return False
    if claimed.kind is FRACTION or claimed.percent:
        return _is_share_of_own(claimed, side, texts) or any(
            _is_share(claimed, side, text) or _is_left(claimed, side, text) for text in texts
        )
    if claimed.kind is not CARDINAL:
        return False
    if claimed.unit is not None and any(_lies_between(claimed, text) for text in texts):
        return True
    whole = claimed.value == claimed.value.to_integral_value()
    return whole and any(
        _is_part(claimed, text)
        or _is_left(claimed, side, text)
        or _adds_up(claimed, side, text)
        or _is_of_both_camps(claimed, text)
        for text in texts
    )


def _is_part(claimed: Quantity, text: Prepared) -> bool:
    """Whether a text tells of a part of a number: "12 buses, half of them"; "a third of the 12"."""
    row = text.quantities
    for n, one in enumerate(row):
        if one.kind is not FRACTION:
            continue
        wholes = [q for q in row[:n] if q.kind is CARDINAL and not q.weak][-1:]
        if n + 1 < len(row) and _OF.match(text.folded.text[one.end : row[n + 1].start]):
            wholes = [row[n + 1]]
        for whole in wholes:
            if whole.unit == claimed.unit and abs(whole.value * one.value - claimed.value) < _EXACT:
                return True
    return False


def _is_left(claimed: Quantity, side: Prepared, text: Prepared) -> bool:
    """Whether a figure is the difference of two that both have: "18 of the 25; seven remain".

    A percentage may be what another leaves of the whole: 54 percent for, 46 against.
    """
    both = _shared(claimed, side, text)
    if claimed.percent and _HUNDRED - claimed.value in both:
        return True
    if claimed.kind is FRACTION:
        return _HUNDRED * (1 - claimed.value) in both
    return any(abs(one - other) == claimed.value for one, other in combinations(both, 2))


def _shared(claimed: Quantity, side: Prepared, text: Prepared) -> list[Decimal]:
    """Return the other values of a side, in a figure's unit, that a text has too."""
    mine = {v for q in side.quantities if q is not claimed for v in _ends(q)}
    units = ("percent" if claimed.kind is FRACTION else claimed.unit, None)
    bare = claimed.unit is None  # "of 280,000 tons 180,000 ...": the unit is said once
    theirs = {v for q in text.quantities if bare or q.unit in units for v in _ends(q)}
    return sorted(mine & theirs)


def _ends(one: Quantity) -> tuple[Decimal, ...]:
    if one.kind not in (CARDINAL, RANGE):
        return ()
    return (one.value,) if one.high is None else (one.value, one.high)


def _is_share(claimed: Quantity, side: Prepared, text: Prepared) -> bool:
    """Whether a part is that of two figures of a text, the side naming one (a percentage: both)."""
    part = claimed.kind is FRACTION
    if part and any(q.percent and _is_ratio(claimed, q.value / 100) for q in text.quantities):
        return True
    theirs = [q for q in text.quantities if q.kind in (CARDINAL, RANGE)]
    theirs = [q for q in theirs if not q.percent and not q.weak]
    mine = {v for q in side.quantities for v in _ends(q)}
    for one, other in combinations(theirs, 2):
        if one.unit != other.unit and None not in (one.unit, other.unit):
            continue
        of = _OUT_OF.fullmatch(text.folded.text[one.end : other.start])
        for low, high in _pairs(one, other):
            named = (low in mine) + (high in mine)
            if named == 2 and not part and _is_rate(claimed.value, low, high):
                return True
            if of and not part and claimed.value == _HUNDRED * low / high:
                return True  # seven out of ten: 70 percent
            if (named or of) and part and _is_ratio(claimed, low / high):
                return True
    return False


def _is_share_of_own(claimed: Quantity, side: Prepared, texts: Sequence[Prepared]) -> bool:
    """Whether a part is that of two figures of the side, both of which stand in some text."""
    theirs = {(v, q.unit) for text in texts for q in text.quantities for v in _ends(q)}
    mine = [(v, q.unit) for q in side.quantities if not q.weak for v in _ends(q)]
    stated = sorted({o for o in mine if o in theirs and o[0] > 0}, key=lambda o: o[0])
    return claimed.kind is FRACTION and any(
        low[1] == high[1] and _is_ratio(claimed, low[0] / high[0])
        for low, high in combinations(stated, 2)
    )


def _pairs(one: Quantity, other: Quantity) -> Iterator[tuple[Decimal, Decimal]]:
    for pair in combinations((*_ends(one), *_ends(other)), 2):
        low, high = sorted(pair)
        if 0 < low < high:
            yield low, high


def _is_rate(percent: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a percentage is a share, a rise or a fall, rounded as it is written."""
    return any(
        round(rate * 100, -int(percent.as_tuple().exponent)) == percent
        for rate in (low / high, (high - low) / low, (high - low) / high)
    )


def _is_ratio(claimed: Quantity, ratio: Decimal) -> bool:
    off = ratio / claimed.value - 1
    match claimed.bound:
        case Bound.LESS_THAN | Bound.AT_MOST:
            return -_WIDE <= off < 0
        case Bound.MORE_THAN | Bound.AT_LEAST:
            return 0 < off <= _WIDE
        case Bound.ABOUT:
            return abs(off) <= _LOOSE
        case _:
            return abs(off) <= _EXACT


def _adds_up(claimed: Quantity, side: Prepared, text: Prepared) -> bool:
    """Whether a count is the sum of a text's: of some that the side has too, or of "others".

    "10 soldiers and three workers died" makes 13; "Oman and four other states" makes five.
    """
    mine = {q.value for q in side.quantities if q is not claimed}
    others = bool(_OTHERS.match(_after(claimed, side)))
    row = [q for q in text.quantities if q.kind is CARDINAL]
    row = [q for q in row if q.unit == claimed.unit and q.high is None]
    if len(row) == 1 and _is_with_one(claimed, row[0], side, text):
        return True
    for n, one in enumerate(row):
        total = one.value
        few = one.value <= _FEW and not others
        more = few and _OTHERS.match(_after(one, text))
        if more and total + 1 == claimed.value:
            return True
        for before, last in pairwise(row[n : n + _SUMMED]):
            if not _AND.search(text.folded.text[before.end : last.start + 1]):
                break
            total += last.value
            parts = {q.value for q in row[n : row.index(last) + 1]}
            if total != claimed.value:
                continue
            if parts <= mine or _is_one_toll(claimed, one, last):
                return True
    return False


def _is_with_one(claimed: Quantity, one: Quantity, side: Prepared, text: Prepared) -> bool:
    """Whether people are a text's only count and one more: "four Tunisians and a Sudanese"."""
    more = one.value <= _FEW and one.value + 1 == claimed.value
    return (
        more
        and bool(_PEOPLE.match(side.folded.text, claimed.end))
        and bool(_AND_ONE.match(text.folded.text, one.end))
    )


def _is_one_toll(claimed: Quantity, one: Quantity, last: Quantity) -> bool:
    """Whether a total counts people of one fate, as the first of some figures does."""
    fates = {role for role in one.counts if role[0] == "@"}
    return bool(fates & set(claimed.counts)) and same_role(claimed, last)


def _after(one: Quantity, text: Prepared) -> str:
    return text.folded.text[one.end : one.end + _NEAR]


def _is_of_both_camps(claimed: Quantity, text: Prepared) -> bool:
    """Whether a figure is that of all who vote: "by four votes to three" is of seven judges."""
    if claimed.unit is not None:
        return False
    if claimed.value == _THREE and _TWO_TO_ONE.search(text.folded.text):
        return True
    row = [q for q in text.quantities if q.kind is CARDINAL and q.unit is None]
    return any(
        one.value + other.value == claimed.value
        and _CAMPS.match(text.folded.text[one.end : other.start])
        for one, other in pairwise(row)
    )


def _lies_between(claimed: Quantity, text: Prepared) -> bool:
    """Whether so many years, or days, lie between two dates of a text that tells no other time."""
    unit = claimed.unit or ""
    told = (q for q in text.quantities if q.unit and q.kind is CARDINAL)
    if any(common(q.value, q.unit or "")[0] == common(q.value, unit)[0] for q in told):
        return False
    if unit == "year":
        years = sorted({int(q.value) for q in text.quantities if q.kind is YEAR})
        return any(claimed.value == b - a < _MOST_YEARS for a, b in combinations(years, 2))
    if unit == "month":
        named = (v.replace("--", f"{_LEAP_YEAR}-", 1) for v in _values(text))
        months = {int(v[:4]) * 12 + int(v[5:7]) for v in named if _DATED.match(v)}
        return any(claimed.value == abs(a - b) for a, b in combinations(months, 2))
    if unit in ("day", "week"):
        days = claimed.value * (7 if unit == "week" else 1)
        return any(abs((b - a).days) == days for a, b in combinations(_days(text), 2))
    return False


def _values(text: Prepared) -> list[str]:
    """Return the partial dates of the days and months that a text names."""
    named = (one for one in text.dates(None) if one.kind in (Time.DAY, Time.MONTH))
    return [one.values[0] for one in named if one.values]


@kept
def _days(text: Prepared) -> tuple[date, ...]:
    """Return the days that a text names by their dates."""
    found = []
    for value in _values(text):
        try:
            found.append(date.fromisoformat(value.replace("--", f"{_LEAP_YEAR}-", 1)))
        except ValueError:
            continue  # a month, a span of time
    return tuple(dict.fromkeys(found))
