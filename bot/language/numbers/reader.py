"""Reads every figure of a text: value, scale, unit, bound and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from bot.language.fold import Folded, fold
from bot.language.known import Known
from bot.language.numbers.arabic import TWO_OR_MONDAY, Arabic
from bot.language.numbers.bounds import bound_of
from bot.language.numbers.english import English
from bot.language.numbers.grammar import Digits, Grammar, Phrase
from bot.language.numbers.lexicon import Lexicon, lexicon
from bot.language.numbers.quantity import (
    CARDINAL,
    CODE,
    DAY,
    DECADE,
    FRACTION,
    ORDINAL,
    RANGE,
    TIME,
    YEAR,
    Kind,
    Quantity,
)
from bot.language.numbers.roles import with_counts
from bot.language.numbers.special import Special
from bot.language.numbers.tokens import Cut, plain_words, tokens
from bot.language.numbers.units import is_money, nationality, unit_at, units

_WITHOUT_UNIT = (ORDINAL, DECADE, TIME, CODE, DAY, YEAR)
_UNDER_AGE = frozenset(("دون", "تحت"))
_TWO, _DUALS = Decimal(2), ("ان", "ين")
_POINTS = frozenset(("point", "points", "نقطه"))
_AND_A = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_A = frozenset(("a", "an"))
_SHARED = 1000  # the most of which one is a share: طفل من كل ألف
_GRAMMARS: dict[str, type[Grammar]] = {"ar": Arabic, "en": English}


def read_numbers(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the figures of ``text`` in order, their spans counted in ``text`` as written.

    ``language`` ("ar", "en") chooses the number words; in any other language digits alone
    are read. Never raises on any text.
    """
    source = fold(text)
    return tuple(_as_written(found, source) for found in scan(source.text, language))


def _as_written(found: Quantity, source: Folded) -> Quantity:
    start, end = source.span(found.start, found.end)
    return found._replace(start=start, end=end, surface=source.source[start:end])


def scan(folded: str, language: str) -> tuple[Quantity, ...]:
    """Return the figures of a comparison form, their spans counted in it."""
    words, begins = plain_words(folded), _begins(language, folded.isascii())
    if words is not None and not any(map(begins, words)):
        return ()
    cut = tokens(folded)
    found = tuple(_Reader(cut, language, folded).quantities(begins))
    return with_counts(found, cut, language) if found else ()


@cache
def _begins(language: str, plain: bool) -> Callable[[str], bool]:
    """Return what tells whether a figure can begin with a word: most are looked at no further.

    ``plain``: of words in Latin letters alone, on which nothing is written that is not their own.
    """
    lex = lexicon(language)
    if plain:
        words = (*lex.entries, *lex.lists.get("of_score", ()))
        return frozenset(word for word in words if _may_begin(word, lex)).__contains__
    return Known(lambda text: _may_begin(text, lex)).__getitem__


def _may_begin(text: str, lex: Lexicon) -> bool:
    if lex.word(text) is not None or _unit_of_two(text) is not None:
        return True
    if lex.language == "ar" and text.removeprefix("و") in TWO_OR_MONDAY:
        return True
    return lex.is_in(text, "of_score")


def _unit_of_two(text: str) -> str | None:
    """Return the unit that an Arabic word says two of: عامين, وللأسبوعين."""
    if not text.endswith(_DUALS):
        return None
    bare = text[1:] if text[:1] in "وفبلك" else text
    forms = (text, text.removeprefix("ال"), bare, bare.removeprefix("ال"))
    return next((units().duals[form] for form in forms if form in units().duals), None)


class _Reader:
    """One pass over the tokens of one text."""

    def __init__(self, cut: Cut, language: str, folded: str) -> None:
        self.kinds, self.texts, self.starts, self.ends = cut
        self.folded = folded
        self.grammar: Grammar = _GRAMMARS.get(language, Digits)(cut, language)
        self.special = Special(self.grammar)

    def quantities(self, begins: Callable[[str], bool]) -> Iterator[Quantity]:
        """Yield the figures; ``begins`` tells of a word whether it may begin one."""
        done = 0
        for i, (kind, text) in enumerate(zip(self.kinds, self.texts, strict=True)):
            if i >= done and kind != "s" and (kind != "w" or begins(text)):
                found, done = self.at(i)
                yield from found

    def at(self, i: int) -> tuple[list[Quantity], int]:
        """Return the figures that begin at token ``i`` and the index to go on from."""
        if self.kinds[i] == "x":
            return [], i + 1
        special = self.special.at(i)
        if special is not None:
            made, end = special
            return [self.quantity(p, i, p.end)[0] for p in made], end
        phrase = self.grammar.phrase(i)
        if more := self.one_and_part(i, phrase):
            return more
        perhaps_two = phrase is not None and phrase.weak and phrase.end == i + 1
        if phrase is None or (perhaps_two and _unit_of_two(self.texts[i])):
            return self.dual_unit(i)
        return self.range(i, phrase) or self.one(phrase, i)

    def one(self, phrase: Phrase, i: int) -> tuple[list[Quantity], int]:
        value = phrase.values[0]
        if phrase.kind is Kind.CARDINAL and self.special.is_of_every(i) and 1 < value <= _SHARED:
            phrase = phrase._replace(values=(1 / value,), kind=Kind.FRACTION)
        made, end = self.quantity(phrase, i, phrase.end)
        return [made], end

    def dual_unit(self, i: int) -> tuple[list[Quantity], int]:
        """عامين، مترين: the unit itself says two."""
        unit = _unit_of_two(self.texts[i])
        if unit is None:
            return [], i + 1
        two = Phrase((_TWO,), CARDINAL, i + 1)
        made, end = self.quantity(two, i, i + 1)
        return [made._replace(unit=unit)], end

    def range(self, i: int, low: Phrase) -> tuple[list[Quantity], int] | None:
        """20-30, between 20 and 30, من 20 إلى 30, 1950-53: one figure with two ends."""
        after = self.special.range_mark(i, low)
        if after is None or after >= len(self.texts):
            return None
        high = self.grammar.phrase(after)
        if high is None or high.kind is not CARDINAL:
            return None
        if self.special.is_year_before(i, low, high):
            return None
        first, second = self.special.ends(low, high)
        if second < first and low.literal and high.literal and self.grammar.text(after - 1) == "-":
            low_made, high_made = self.one(low, i), self.one(high, after)  # a score: 3-1
            return [*low_made[0], *high_made[0]], high_made[1]
        joined = Phrase((first,), RANGE, high.end, literal=low.literal and high.literal)
        made, end = self.quantity(joined, i, high.end)
        return [made._replace(high=second)], end

    def quantity(self, phrase: Phrase, start: int, end: int) -> tuple[Quantity, int]:
        """Return the figure of a phrase with its unit, bound and kind, and the index after it."""
        unit, last, first = self.unit(phrase, start, end)
        kind = phrase.kind
        if kind is ORDINAL and self.grammar.lex.is_in(self.grammar.text(start - 1), "age"):
            kind, unit = CARDINAL, "year"  # سن الثانية عشرة
        if kind in (CARDINAL, ORDINAL) and unit is None:
            kind = self.special.calendar(phrase, start, end)
        if kind is ORDINAL and self.grammar.text(start - 1) in _UNDER_AGE:
            kind, unit = CARDINAL, "year"  # الأطفال دون الخامسة
        bound, loose = bound_of(self.grammar, first, last, kind, unit)
        last = max(last, end)
        part, last = self.part_of_unit(kind, last)
        a, b = self.starts[first], self.ends[last - 1]
        made = Quantity(
            value=phrase.values[0] + part,
            kind=kind,
            start=a,
            end=b,
            surface=self.folded[a:b],
            bound=bound,
            unit=unit,
            others=phrase.values[1:],
            weak=phrase.weak and unit is None,
            loose=loose,
        )
        return made, last

    def one_and_part(self, i: int, part: Phrase | None) -> tuple[list[Quantity], int] | None:
        """Return the figure of one unit and a part of it: سنة ونصف السنة, a year and a half."""
        if self.grammar.language == "en":
            text = self.grammar.text
            value, at, end = _AND_A.get(text(i)), i - 3, i + 1
            if value is None or (text(i - 2), text(i - 1)) != ("and", "a"):
                return None
            if text(at - 1) not in _A:
                return None
        else:
            found = self.grammar.word(i) if part and part.kind is FRACTION else None
            if not part or not found or not found.conjunction:
                return None
            value, at, end = part.values[0], i - 1, part.end
        unit = unit_at(self.texts, at) if at >= 0 else None
        if unit is None or unit[1] != at + 1 or self.grammar.text(at).startswith("ال"):
            return None
        again = unit_at(self.texts, end)
        end = again[1] if again and again[0] == unit[0] else end
        made, _ = self.quantity(Phrase((1 + value,), CARDINAL, end), at, end)
        return [made._replace(unit=unit[0])], end

    def part_of_unit(self, kind: Kind, last: int) -> tuple[Decimal, int]:
        """Return what an Arabic "and a half" adds to the unit before it, and the index after.

        ثلاث ساعات ونصف الساعة, عامين ونصف.
        """
        found = self.grammar.word(last) if kind is CARDINAL else None
        if not found or not found.conjunction or found.entry.role != "fraction":
            return Decimal(0), last
        if unit_at(self.texts, last - 1) is None and not _unit_of_two(self.grammar.text(last - 1)):
            return Decimal(0), last
        again = unit_at(self.texts, last + 1)
        return found.entry.value, again[1] if again else last + 1

    def unit(self, phrase: Phrase, start: int, end: int) -> tuple[str | None, int, int]:
        """Return the unit beside a phrase, the index after it, the index where it all begins."""
        if phrase.kind in _WITHOUT_UNIT:
            return None, end, start
        before = units().symbols.get(self.grammar.text(start - 1)) if start else None
        if before and is_money(before) and self.grammar.touches(start):
            country = self.grammar.text(start - 2) if self.grammar.touches(start - 1) else ""
            return nationality(country, before), end, start - 1
        code = unit_at(self.texts, start - 1) if start else None
        if code and "." in code[0] and code[1] == start and self.kinds[start - 1] == "w":
            return code[0], end, start - 1
        if self.grammar.text(start).startswith("ال") and self.grammar.text(start - 1)[:2] == "ال":
            behind = unit_at(self.texts, start - 1)
            if behind and behind[1] == start:
                return behind[0], end, start  # الأشهر الستة
        own = unit_at(self.texts, start)
        if own and own[1] > end:
            return own[0], own[1], start  # نقطتين مئويتين: the first word says two as well
        word_of_two = self.grammar.word(start) if phrase.values == (_TWO,) else None
        if word_of_two and word_of_two.entry.role == "dual":
            return None, end, start  # شخصين يوم الخميس: the word itself says what is counted
        if phrase.kind is FRACTION:
            point = self.past_point(end)
            if point is not None:
                return "point", point, start
            end = self.past_article(end) if self.grammar.language == "en" else end
        return self.unit_after(end, start)

    def past_point(self, end: int) -> int | None:
        """Return where a percentage point ends that a fraction is of: a quarter-point, ربع نقطة."""
        at = end + (self.grammar.text(end) in ("-", "of"))
        at += self.grammar.text(at) in ("a", "an", "one")
        plain = self.grammar.text(at) in _POINTS and unit_at(self.texts, at) is None
        return at + 1 if plain else None

    def past_article(self, end: int) -> int:
        """Return where the unit stands that a fraction is of: half an hour, a quarter of a year."""
        at = end + (self.grammar.text(end) == "of")
        at += self.grammar.text(at) in ("a", "an")
        return at if at != end and unit_at(self.texts, at) else end

    def is_year(self, at: int) -> bool:
        """Whether the number of a year stands there: شخصين سنة 2018."""
        text = self.grammar.text(at)
        return len(text) == len("2018") and text.isdigit() and text[0] in "12"

    def unit_after(self, end: int, start: int) -> tuple[str | None, int, int]:
        at = end
        if self.grammar.text(at) == "-" and self.grammar.touches(at + 1):
            at += 1
        found = unit_at(self.texts, at)
        if found and not (found[0] == "year" and self.is_year(found[1])):
            return found[0], found[1], start
        narrowed = unit_at(self.texts, at + 1)
        if narrowed and is_money(narrowed[0]):
            name = nationality(self.grammar.text(at), narrowed[0])
            if name != narrowed[0] or self.grammar.text(at) in ("من", "in"):
                return name, narrowed[1], start
        return None, end, start
