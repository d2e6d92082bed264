"""What the number reader gives back."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What sort of figure a quantity is."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    FRACTION = "fraction"  # half, ثلثي: value between 0 and 1
    RANGE = "range"  # ``value`` to ``high``, in the order of the text
    VAGUE = "vague"  # hundreds, عشرات الآلاف: ``value`` is the order of magnitude
    YEAR = "year"
    DECADE = "decade"  # 1990, or 90 where the century is not said
    DAY = "day"  # of a month
    TIME = "time"  # of the day, in hours: 17.5
    CODE = "code"  # part of a name: F-35, 5+1, a telephone number


class Bound(StrEnum):
    """How a text binds a figure."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


# By themselves, for what is asked of every figure: before Python 3.12 it takes longer to look up
# a member of an Enum than to call a function.
CARDINAL, ORDINAL, FRACTION, RANGE = Kind.CARDINAL, Kind.ORDINAL, Kind.FRACTION, Kind.RANGE
VAGUE, YEAR, DECADE = Kind.VAGUE, Kind.YEAR, Kind.DECADE
DAY, TIME, CODE = Kind.DAY, Kind.TIME, Kind.CODE
EXACT = Bound.EXACT


class Quantity(NamedTuple):
    """One figure of a text.

    ``value`` has its scale folded in ("17 bn" is 17000000000). ``unit`` is a canonical unit or
    currency ("year", "percent", "dollar", "dollar.ca"), see ``units``. ``counts`` are the
    stems of the words beside it and the roles that they play ("@killed"). ``others`` are further
    readings of the same surface ("20.000" is 20000 or 20). ``weak`` marks a figure that a text
    may carry without counting ("one", "both", "first"). ``start`` and ``end`` are code
    point offsets into the text as written, ``surface`` is the text between them.
    """

    value: Decimal
    kind: Kind
    start: int
    end: int
    surface: str
    high: Decimal | None = None
    bound: Bound = EXACT
    unit: str | None = None
    counts: tuple[str, ...] = ()
    others: tuple[Decimal, ...] = ()
    weak: bool = False
    loose: bool = False  # the bound may also mean "in the course of" (over three years)

    @property
    def percent(self) -> bool:
        """Whether the figure is a percentage."""
        return self.unit == "percent"

    @property
    def ordinal(self) -> bool:
        """Whether the figure is a rank."""
        return self.kind is ORDINAL

    @property
    def values(self) -> tuple[Decimal, ...]:
        """Every reading of the figure, the likeliest first."""
        return (self.value, *self.others)
