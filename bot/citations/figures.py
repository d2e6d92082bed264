"""Compares figures: is this one carried by that one, and if not, what is wrong with it."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum

from bot.language.numbers import Bound, Quantity, compatible, group_of, scale
from bot.language.numbers.quantity import (
    CARDINAL,
    DECADE,
    EXACT,
    FRACTION,
    RANGE,
    TIME,
    VAGUE,
    YEAR,
)

_OLD, _FUTURE = 1800, 2100  # "the eighties" are of one of these centuries
_CLOCK = 12
_SECOND = Decimal("0.0001")  # of an hour, about
_HUNDRED, _MILLION = Decimal(100), Decimal(1_000_000)
_DOZENS = Decimal(2)  # between words for some tens
_ROUND = Decimal("0.2")  # how far a rounded figure may be off: "over 60" for 68
_MEASURED = ("motion", "trade")  # groups of roles that percentages and money have
_COUNTS = (CARDINAL, RANGE)


class Fit(IntEnum):
    """How well a source's figure carries a claim's, worst to best."""

    NONE = 0
    UNIT = 1  # the value, in another unit
    COUNTS = 2  # the value, of something else
    BOUND = 3  # the value, bound otherwise
    FULL = 4


def fit(claimed: Quantity, source: Quantity) -> Fit:
    """Return how well ``source`` carries ``claimed``."""
    exact = same_value(claimed, source)
    if not exact and not _near(claimed, source):
        plain = claimed.kind is source.kind is CARDINAL and claimed.value == source.value
        return Fit.UNIT if plain else Fit.NONE
    if not _units_agree(claimed, source):
        return Fit.UNIT
    if not same_role(claimed, source):
        return Fit.COUNTS
    if exact and not bound_holds(claimed, source):
        return Fit.BOUND
    return Fit.FULL


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have one value, in whatever kind and unit they are written."""
    mine, theirs = one.kind, other.kind
    if mine is VAGUE or theirs is VAGUE:
        return mine is VAGUE and _vague(one, other)
    if mine is TIME or theirs is TIME:
        return one.high is None and _hour(one.value) in _hours(other)
    if mine is DECADE or theirs is DECADE:
        return _decade(one, other)
    if one.high is not None:
        return (one.value, one.high) == (other.value, other.high) if other.high else False
    if other.high is not None:
        return one.value in (other.value, other.high)
    if len(one.others) > 1 and len(other.others) > 1:  # groups of digits, in either direction
        return set(one.others) == set(other.others)
    plain = _may_be_one(one, other) and _same_scale(one, other)
    return plain or _scaled(one, other)


def _hours(one: Quantity) -> set[Decimal]:
    """Return the times on a clock of twelve hours: both of "between 6 and 10"."""
    return {_hour(value) for value in (one.value, one.high) if value is not None}


def _hour(value: Decimal) -> Decimal:
    """Return a time on a clock of twelve hours, to the second."""
    return (value % _CLOCK).quantize(_SECOND)


def _may_be_one(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have a reading in common."""
    if one.value == other.value:
        return True
    several = one.others or other.others
    return bool(several) and not _readings(one).isdisjoint(_readings(other))


def _readings(one: Quantity) -> set[Decimal]:
    """Return the values that a figure may have; a group of its digits is none of them."""
    return {one.value} if len(one.others) > 1 else {one.value, *one.others}


def _same_scale(one: Quantity, other: Quantity) -> bool:
    """Whether plain values may be compared: three decades are not three years."""
    if one.unit is None or other.unit is None or one.unit == other.unit:
        return True
    first, second = scale(one.unit), scale(other.unit)
    return first[0] != second[0] or first[1] == second[1]


def _scaled(one: Quantity, other: Quantity) -> bool:
    base = _base(one)
    return base is not None and base == _base(other)


def _base(one: Quantity) -> tuple[str, Decimal] | None:
    """Return dimension and value in its base unit; a share is a percentage."""
    if one.kind is FRACTION and one.unit is None:
        return "percent", (one.value * _HUNDRED).quantize(Decimal("0.1"))
    if one.unit is None:
        return None
    dimension, factor = scale(one.unit)
    value = one.value * factor
    return dimension, value.quantize(Decimal("0.1")) if dimension == "percent" else value


def _vague(vague: Quantity, other: Quantity) -> bool:
    """Hundreds is hundreds, or any figure from 100 below 2,000 (people say "hundreds" loosely)."""
    if other.kind is VAGUE:  # "billions" of "tens of billions"; dozens, scores, عشرات
        most = _HUNDRED if vague.value >= _MILLION else _DOZENS
        return vague.value <= most * other.value and other.value <= most * vague.value
    if other.kind not in _COUNTS:
        return False
    return vague.value <= (other.high or other.value) and other.value < 20 * vague.value


def _decade(one: Quantity, other: Quantity) -> bool:
    if one.kind is other.kind:
        return _same_decade(one.value, other.value)
    decade, plain = (one, other) if one.kind is DECADE else (other, one)
    known = decade.value < _HUNDRED or plain.value // _HUNDRED == decade.value // _HUNDRED
    return plain.kind is YEAR and known and (plain.value - decade.value) % _HUNDRED < 10


def _same_decade(one: Decimal, other: Decimal) -> bool:
    """Whether two decades are one; where one lacks its century, the other must be recent."""
    short, long = sorted((one, other))
    if short >= _HUNDRED or long < _HUNDRED:
        return one == other
    return _OLD <= long < _FUTURE and long % _HUNDRED == short


def _near(claimed: Quantity, source: Quantity) -> bool:
    """Whether the claim rounds the source's figure and says so: "over 60" for 68.

    A figure that is as exact as the source's is no rounding of it, but another figure.
    """
    plain = claimed.kind is source.kind is CARDINAL
    if not plain or claimed.bound is EXACT:
        return False
    if not claimed.value or not _units_agree(claimed, source):
        return False
    trues = source.values if len(source.others) == 1 else (source.value,)  # 866.646: two readings
    return any(_rounds(claimed, source._replace(value=true)) for true in trues)


def _rounds(claimed: Quantity, source: Quantity) -> bool:
    value, true = _comparable(claimed), _comparable(source)
    place = _place(value)
    far = abs(value - true) > _ROUND * true and value != 1  # "less than one" for 0.7
    if far or not (_digits(value) < _digits(true) or place > _place(true)):
        return False
    match claimed.bound:
        case Bound.ABOUT:
            return abs(value - true) <= place / 2
        case Bound.MORE_THAN | Bound.AT_LEAST:
            return 0 <= true - value < place and source.bound is not Bound.LESS_THAN
        case Bound.LESS_THAN | Bound.AT_MOST:
            return 0 <= value - true < place and source.bound is not Bound.MORE_THAN
        case _:
            return False


def _place(value: Decimal) -> Decimal:
    """Return what the last digit of a figure that says something counts: 10 in 60, 0.1 in 0.7."""
    return Decimal(1).scaleb(value.normalize().as_tuple().exponent)  # type: ignore[arg-type]


def _digits(value: Decimal) -> int:
    """Return how many digits of a figure say something."""
    return len(value.normalize().as_tuple().digits)


def _comparable(one: Quantity) -> Decimal:
    return one.value * scale(one.unit)[1] if one.unit else one.value


def _units_agree(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit or one.kind is FRACTION or other.kind is FRACTION:
        return True
    if one.percent:
        return False
    return compatible(one.unit, other.unit)


def same_role(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may count the same thing: the killed are not the injured."""
    mine = _roles(one)
    theirs = _roles(other) if mine else mine
    if mine == theirs:
        return True
    for group in set(mine.values()) & set(theirs.values()):
        first = {role for role, of in mine.items() if of == group}
        second = {role for role, of in theirs.items() if of == group}
        if not first & second:
            return False
    return True


def _roles(one: Quantity) -> dict[str, str]:
    """Return the roles of a figure with their groups; people count only where no unit does."""
    roles = {role: group_of(role) for role in one.counts if role[0] == "@"}
    return roles if one.unit is None else {r: g for r, g in roles.items() if g in _MEASURED}


_LOOSER: dict[Bound, frozenset[Bound]] = {
    # what the claim says: the source's bounds that carry it
    EXACT: frozenset({EXACT}),
    Bound.ABOUT: frozenset(
        {EXACT, Bound.ABOUT, Bound.MORE_THAN, Bound.LESS_THAN, Bound.AT_LEAST, Bound.AT_MOST}
    ),
    Bound.MORE_THAN: frozenset({Bound.MORE_THAN, Bound.AT_LEAST}),
    Bound.LESS_THAN: frozenset({Bound.LESS_THAN}),
    Bound.AT_LEAST: frozenset({EXACT, Bound.MORE_THAN, Bound.AT_LEAST}),
    Bound.AT_MOST: frozenset({EXACT, Bound.LESS_THAN, Bound.AT_MOST}),
}


_BELOW = (Bound.LESS_THAN, Bound.AT_MOST)  # never said of "over two hours", in either sense


def bound_holds(claimed: Quantity, source: Quantity) -> bool:
    """Whether the claim binds a value as the source does or looser; never sharper."""
    alike = source.bound is claimed.bound or source.bound in _LOOSER[claimed.bound]
    if alike or claimed.kind is VAGUE:
        return True
    if claimed.loose:
        return source.bound in _LOOSER[EXACT]
    return source.loose and claimed.bound not in _BELOW
