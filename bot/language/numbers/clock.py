"""Times of the day, in figures and in words: 5.30pm, 0205 GMT, الساعة الخامسة وسبع دقائق."""

from __future__ import annotations

from decimal import Decimal

from bot.language.numbers.grammar import Grammar, Phrase
from bot.language.numbers.quantity import CARDINAL, ORDINAL, TIME
from bot.language.numbers.units import unit_at

_SUFFIX = frozenset(("am", "pm", "a.m", "p.m"))
_ZONES = frozenset(("gmt", "utc", "bst", "cet", "est", "edt", "hrs"))
_BEFORE_ZONED = frozenset(
    ("at", "by", "around", "about", "until", "from", "between", "and", "to", "before", "after", "(")
)
_PAST = {("half", "past"): 30, ("quarter", "past"): 15, ("quarter", "to"): -15}
_PART_OF_DAY = (("بعد", "الظهر"), ("بعد", "منتصف"), ("قبل", "الظهر"), ("قبل", "ظهر"))
_LESS = "الا"  # السادسة إلا ربعا
_HOURS = 12  # of a clock that is read in words
_DAY = 24
_MINUTES = 60
_THIRD = Decimal(1) / 3
_LONGEST = 8  # tokens of minutes in words, and of the "past" after them

Made = tuple[list[Phrase], int]


class Clock:
    """Reads times of the day over the tokens of a grammar; values are hours, 17.5."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.texts = grammar.texts
        self.text = grammar.text

    def time(self, hours: Decimal, minutes: Decimal, end: int) -> Made:
        """Return the figure of a time that ends before token ``end``."""
        return [Phrase((hours + minutes / _MINUTES,), TIME, end)], end

    def digits(self, i: int) -> Made | None:
        """5.30pm, 10 am, 0205 GMT, الساعة 10، الساعة 9,15، الساعة 6 و12 دقيقة."""
        hours, _, minutes = self.texts[i].replace(",", ".").partition(".")
        if not hours.isdigit() or (minutes and not (minutes.isdigit() and len(minutes) < 3)):
            return None
        if self._is_zoned(i):
            return self.time(Decimal(hours[:2]), Decimal(hours[2:]), i + 1)
        if not self._is_bare(i):
            return None
        if minutes:
            return self.time(Decimal(hours), Decimal(minutes), i + 1)
        part, end = self._minutes(i + 1)
        return self.time(Decimal(hours), part, end)

    def _is_zoned(self, i: int) -> bool:
        """Whether four digits are hours and minutes: at 0205 GMT, from 2100 local time."""
        text = self.texts[i]
        if len(text) != len("0205") or not text.isdigit():
            return False
        if int(text[:2]) >= _DAY or int(text[2:]) >= _MINUTES:
            return False
        if text[0] != "0" and self.text(i - 1) not in _BEFORE_ZONED:
            return False
        after = self.text(i + 1)
        return (
            after in _ZONES or after == "بتوقيت" or (after, self.text(i + 2)) == ("local", "time")
        )

    def _is_bare(self, i: int) -> bool:
        after = self.text(i + 1)
        if after in _SUFFIX or (after in ("a", "p") and self.text(i + 2) == "."):
            dotted = after in ("a", "p")
            return not dotted or self.text(i + 3) == "m"
        if after == "o'clock":
            return True
        arabic = self.grammar.language == "ar"
        return arabic and self.grammar.lex.is_in(self.text(i - 1), "clock_before")

    def words(self, i: int) -> Made | None:
        """الساعة الخامسة والنصف، السابعة إلا ربعا صباحا، half past eight, quarter to five."""
        return self._arabic(i) if self.grammar.language == "ar" else self._past(i)

    def _arabic(self, i: int) -> Made | None:
        lex = self.grammar.lex
        hour = self._hour(i) if "ال" in self.text(i)[:4] else None
        if hour is None:
            return None
        minutes, end = self._minutes(hour.end)
        of_day = self.text(end) == "من" and lex.is_in(self.text(end + 1), "clock_of")
        if not (
            of_day
            or lex.is_in(self.text(i - 1), "clock_before")
            or lex.is_in(self.text(end), "clock_after")
            or (self.text(end), self.text(end + 1)) in _PART_OF_DAY
        ):
            return None
        return self.time(hour.values[0], minutes, end)

    def _hour(self, i: int) -> Phrase | None:
        """Return the rank that an hour is told by, without the minutes joined to it."""
        found = self.grammar.phrase(i)
        if found is None or found.kind is not ORDINAL:
            return None
        word = self.grammar.word(i)
        if word is None or found.values[0] <= _HOURS:
            return found
        return Phrase((word.entry.value,), ORDINAL, i + 1)  # الرابعة وعشرين دقيقة

    def _minutes(self, i: int) -> tuple[Decimal, int]:
        """Return the minutes that Arabic words at token ``i`` add to an hour, and their end."""
        if self.grammar.language != "ar":
            return Decimal(0), i
        sign, at = (-1, i + 1) if self.text(i) == _LESS else (1, i)
        part = self.grammar.word(at)
        if part and part.entry.role == "fraction" and (sign < 0 or part.conjunction):
            share = _THIRD if self.text(at) == "ثلثا" else part.entry.value  # no dual here
            return sign * _MINUTES * share, at + 1
        if self.text(at) == "و" and at + 1 < len(self.texts):
            at += 1
        elif sign > 0 and not (part and part.conjunction):
            return Decimal(0), i
        count = self.grammar.phrase(at) if at < len(self.texts) else None
        unit = unit_at(self.texts, count.end) if count else None
        if not count or not unit or unit[0] != "minute" or count.values[0] >= _MINUTES:
            return Decimal(0), i
        return sign * count.values[0], unit[1]

    def _past(self, i: int) -> Made | None:
        """Half past eight, quarter to five, twenty past six, ten minutes past six."""
        minutes, at = _PAST.get((self.text(i), self.text(i + 1))), i + 2
        if minutes is None:
            past = "past" in self.texts[i : i + _LONGEST]
            count = self.grammar.phrase(i) if past and self.grammar.word(i) else None
            at = count.end + (self.text(count.end) == "minutes") if count else i
            if not count or count.kind is not CARDINAL or self.text(at) != "past":
                return None
            minutes, at = int(count.values[0]), at + 1
        hour = self.grammar.phrase(at) if at < len(self.texts) else None
        if hour is None or minutes >= _MINUTES or not 0 < hour.values[0] <= _HOURS:
            return None
        total = hour.values[0] * _MINUTES + minutes
        return self.time(Decimal(total // _MINUTES), Decimal(total % _MINUTES), hour.end)
