"""What the number grammars of all languages share: a sum in the making, digits with scales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bot.language.numbers.digits import readings
from bot.language.numbers.lexicon import Word, lexicon, word
from bot.language.numbers.quantity import CARDINAL, Kind
from bot.language.numbers.tokens import Cut

HALF = Decimal("0.5")
_BEYOND = [""] * 16  # further than any rule looks past the end, or (counted back) the beginning


class Phrase(NamedTuple):
    """A number as words and digits write it; ``end`` is the index of the token after it."""

    values: tuple[Decimal, ...]
    kind: Kind
    end: int
    weak: bool = False
    literal: bool = False  # nothing but digits


@dataclass
class Sum:
    """A number under construction: ``total`` of finished scales, and the group below them."""

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    last: str = ""  # the part that came last
    scale: Decimal | None = None  # the smallest scale so far

    @property
    def value(self) -> Decimal:
        """What has been summed so far."""
        return self.total + (self.group or 0)

    def add(self, part: str, value: Decimal) -> None:
        """Add to the group below the scales."""
        self.group = (self.group or Decimal(0)) + value
        self.last = part

    def multiply(self, value: Decimal) -> None:
        """Close the group with a scale: twenty | thousand."""
        self.total += (Decimal(1) if self.group is None else self.group) * value
        self.group, self.last, self.scale = None, "scale", value

    def takes_scale(self, value: Decimal) -> bool:
        """Whether a scale may follow: the group is open and larger scales came before."""
        return self.last not in ("scale", "") and (self.scale is None or value < self.scale)


class Grammar:
    """The number grammar over one token list; a subclass for each language."""

    text: Callable[[int], str]
    """Returns the text of a token by its index, or "" a little beyond the ends."""

    def __init__(self, cut: Cut, language: str) -> None:
        self.kinds, self.texts, self.starts, self.ends = cut
        self.text = (self.texts + _BEYOND).__getitem__
        self.language = language
        self.lex = lexicon(language)

    def word(self, i: int) -> Word | None:
        """Return the number word at token ``i``, if there is one."""
        if 0 <= i < len(self.texts):
            return word(self.texts[i], self.language) if self.kinds[i] == "w" else None
        return None

    def touches(self, i: int) -> bool:
        """Whether token ``i`` begins where the one before it ends."""
        return 0 < i < len(self.texts) and self.starts[i] == self.ends[i - 1]

    def phrase(self, i: int) -> Phrase | None:
        """Return the number that begins at token ``i``, or ``None``."""
        if self.kinds[i] == "n":
            return self.digits(i)
        found = self.word(i)
        return self._words(i, found) if found else None

    def digits(self, i: int) -> Phrase | None:
        """Digits, with the scale words after them if any ("2.4 billion", "17bn")."""
        values = readings(self.texts[i])
        if not values:
            return None
        suffix = self.lex.suffixes.get(self.text(i + 1)) if self.touches(i + 1) else None
        if suffix is not None:
            plain = values if self.text(i + 1) == "m" else ()
            return Phrase((*(v * suffix for v in _decimal_first(values)), *plain), CARDINAL, i + 2)
        hyphen = self.text(i + 1) == "-" and self.touches(i + 1) and self.touches(i + 2)
        following = self.word(i + 1 + hyphen)  # 95-million
        if following is None or following.conjunction or not is_scale(following):
            return Phrase(values, CARDINAL, i + 1, literal=True)
        summed = Sum(group=_decimal_first(values)[0], last="literal")
        return Phrase(*self._rest(summed, i + 1 + hyphen))

    def _words(self, i: int, first: Word) -> Phrase | None:
        """A number that begins with a word."""
        raise NotImplementedError

    def _rest(self, summed: Sum, i: int) -> tuple[tuple[Decimal, ...], Kind, int]:
        """Go on with the parts after the first ones; values, kind and end."""
        raise NotImplementedError


def is_scale(found: Word) -> bool:
    """Whether a word multiplies the number before it (thousand, آلاف)."""
    return found.entry.role == "scale" or (found.entry.role == "vague" and found.entry.value > 999)


def _decimal_first(values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Before a scale word one point parts decimals: "1.234 million"."""
    return values[::-1] if len(values) == 2 else values


class Digits(Grammar):
    """A language whose number words are not known: digits only."""

    def _words(self, i: int, first: Word) -> Phrase | None:
        return None

    def _rest(self, summed: Sum, i: int) -> tuple[tuple[Decimal, ...], Kind, int]:
        return (summed.value,), CARDINAL, i
