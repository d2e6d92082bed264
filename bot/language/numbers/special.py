"""Figures that are not counts: dates, clock times, codes, ranges, list markers."""

from __future__ import annotations

from decimal import Decimal

from bot.language.numbers.clock import Clock
from bot.language.numbers.digits import readings
from bot.language.numbers.grammar import Grammar, Phrase
from bot.language.numbers.quantity import CARDINAL, CODE, DAY, DECADE, FRACTION, ORDINAL, YEAR, Kind
from bot.language.numbers.units import is_money, unit_at

_ORDINAL_SUFFIX = frozenset({"st", "nd", "rd", "th"})
_PARTICLES = frozenset(
    ["و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "كال", "وب", "ول"]
)
_RATIO_SIZES = frozenset(map(Decimal, (2, 3, 4, 5, 6, 8, 10)))
_BEFORE_COUNTS = frozenset(("of", "to", "and", "for", "between", "from", "by"))
_NO_NOUNS = frozenset(
    (
        *("to", "and", "until", "through", "as", "after", "when", "in", "at", "on", "or"),
        *("less", "fewer", "about", "almost", "nearly", "only", "just", "roughly", "around"),
    )
)
_YEARS = (1900, 2100)  # what four digits before "to" and another sort of figure are
_COURSE = frozenset(("over", "throughout", "across"))
_LONGEST_MARK = 2  # Arabic letters that name a model: ف16, سو35
_NOT_COUNTED = frozenset(
    ("دون", "غير", "خلال", "قبل", "اجل", "جانب", "جهه", "بين", "ثم", "بعد", "ان", "العام", "القرن")
)
_BETWEEN = ("بين", "وبين", "between")
_WEEKS = frozenset(("الاسبوع", "النصف", "الثلث", "العشر"))  # of a month
_TENS = (Decimal(10), Decimal(100))  # "six in ten"
_PHONE_DIGITS = 7  # a run of so many digits without separators names, it does not count

_ONE = frozenset(("one", "1", "واحد", "واحده"))
_RATIO_WORDS_OF_SEVERAL = (
    ["in"],
    ["in", "every"],
    ["out", "of", "every"],
    ["of", "every"],
    ["من", "كل"],
    ["من", "بين", "كل"],
    ["من", "اصل", "كل"],
)
_RATIO_WORDS = (["in", "every"], ["out", "of", "every"], ["in"], ["من", "كل"], ["من", "بين", "كل"])
_RATIO_OPENS = frozenset(words[0] for words in (*_RATIO_WORDS, *_RATIO_WORDS_OF_SEVERAL))

Made = tuple[list[Phrase], int]


class Special:
    """Recognises what a plain reading of digits would take for a count."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.kinds, self.texts = grammar.kinds, grammar.texts
        self.text = grammar.text
        self.touches = grammar.touches
        self.clock = Clock(grammar)

    def at(self, i: int) -> Made | None:
        """Return the figures of a special form at token ``i`` and where it ends, or ``None``."""
        kind = self.kinds[i]
        if kind == "d":
            return self._date(i), i + 1
        if kind == "t":
            hours, minutes = self.texts[i].split(":")[:2]
            return self.clock.time(Decimal(hours), Decimal(minutes), i + 1)
        if kind == "w":
            return self._ratio(i) or self.clock.words(i) or self._score(i)
        return self._digits(i)

    def _digits(self, i: int) -> Made | None:
        after = self.text(i + 1)
        touching = self.touches(i + 1)
        if self._is_marker(i):
            return [], i + 1
        ratio = self._ratio(i)
        if ratio:
            return ratio
        if after == "+" and touching and self.touches(i + 2) and self.kinds[i + 2] == "n":
            return self._sum(i)
        if touching and after in _ORDINAL_SUFFIX:
            value = readings(self.texts[i])[:1]
            return ([Phrase(value, ORDINAL, i + 2)] if value else []), i + 2
        if touching and after == "s" and not self._is_joined(i):
            return self._decade(i)
        time = self.clock.digits(i)
        if time:
            return time
        if after == "/" and touching and self.touches(i + 2) and self.kinds[i + 2] == "n":
            return self._slash(i)
        return self._code(i)

    def _is_marker(self, i: int) -> bool:
        """A list marker (1. 1- (1)), a label (Step 4:), the length of the text (in 80 words)."""
        after, lex = self.text(i + 1), self.grammar.lex
        short = len(self.texts[i]) < 3 and self.touches(i + 1)
        if short and self.text(i - 1) == "(" and after == ")":
            return True
        if short and not self.touches(i + 2) and i + 2 < len(self.texts):
            if after == "-" and not self.touches(i):
                return True
            if after in (".", ")") and i == 0:
                return True
        if lex.is_in(after, "words"):
            return any(lex.is_in(text, "summary") for text in self.texts[max(0, i - 8) : i])
        return after == ":" and lex.is_in(self.text(i - 1), "label_before")

    def _sum(self, i: int) -> Made:
        """5+1: the name of a group, not two counts."""
        digits = Decimal(self.texts[i].replace(",", "") + self.texts[i + 2])
        return [Phrase((digits,), CODE, i + 3)], i + 3

    def _decade(self, i: int) -> Made | None:
        value = Decimal(self.texts[i]) if self.texts[i].isdigit() else Decimal(1)
        if value % 10:
            return None
        return [Phrase((value,), DECADE, i + 2)], i + 2

    def _date(self, i: int) -> list[Phrase]:
        """A date in digits gives its year and its day; which part is the day may be open."""
        parts = self.texts[i].replace("/", "-").replace(".", "-").split("-")
        if len(parts[0]) == 4:
            year, days = parts[0], parts[2:]
        else:
            year, days = parts[2], parts[:2]
        value = Decimal(year) if len(year) == 4 else Decimal(2000 + int(year))
        day = tuple(dict.fromkeys(map(Decimal, days)))
        return [Phrase(day, DAY, i + 1), Phrase((value,), YEAR, i + 1)]

    def _score(self, i: int) -> Made | None:
        """بهدف لمثله, بهدفين نظيفين, هدفين دون رد, a goalless draw: what a score has in words.

        Read so that figures may be found in it; nothing asks for it.
        """
        text, lex = self.text(i), self.grammar.lex
        value = None
        if lex.is_in(text, "goal") and self._is_scored(i):
            value = Decimal(1)
        elif text in ("لمثله", "لمثلهما") and "هدف" in self.text(i - 1):
            value = Decimal(1 + text.endswith("ما"))
        elif lex.is_in(text, "no_goal") or self._is_unanswered(i):
            value = Decimal(0)
        return None if value is None else ([Phrase((value,), CARDINAL, i + 1, True)], i + 1)

    def _is_unanswered(self, i: int) -> bool:
        """Whether words say that one side did not score: دون رد, تعادل سلبي."""
        text, before = self.text(i), self.text(i - 1)
        if text.startswith("سلبي"):
            return "تعادل" in before
        lex = self.grammar.lex
        return lex.is_in(text, "answered") and lex.is_in(before, "without")

    def _is_scored(self, i: int) -> bool:
        """Whether a lone goal is half of a score: "1" of 2-1."""
        beside = (self.text(i - 1), self.text(i + 1), self.text(i + 2))
        return any(self.grammar.lex.is_in(word, "score_beside") for word in beside)

    def _ratio(self, i: int) -> Made | None:
        """One in five, واحد من كل خمسة: a share, not two counts."""
        at = i + 1
        if self.text(i + 2) == "من" and self.kinds[at] == "w":
            beside = (self.text(i + 3), self.text(i + 4))
            if beside[0] == "كل" or beside == ("اصل", "كل"):
                at = i + 2  # أربعة أجراء من كل عشرة
        few = self._few(i) if self.text(at) in _RATIO_OPENS else None
        if few is None:
            return None
        sure = _RATIO_WORDS if few == 1 else _RATIO_WORDS_OF_SEVERAL
        for words in sure:
            end = at + len(words)
            if self.texts[at:end] == words and end < len(self.texts):
                whole = self.grammar.phrase(end)
                if few > 1 and words == ["in"] and whole and whole.values[0] not in _TENS:
                    continue  # "six in seven days"
                if whole and whole.kind is CARDINAL and few < whole.values[0] <= 1000:
                    return [Phrase((few / whole.values[0],), FRACTION, whole.end)], whole.end
        return None

    def is_of_every(self, i: int) -> bool:
        """Whether one thing of every so many stands there, the one unsaid: طفل من كل ثمانية."""
        if self.text(i - 1) != "كل" or self.text(i - 2) != "من":
            return False
        one = self.text(i - 3)
        return one[:1] > "\u0600" and not one.startswith("ال")

    def _few(self, i: int) -> Decimal | None:
        """Return how many a ratio may begin with: one in digits or a word, up to nine."""
        if self.text(i) in _ONE:
            return Decimal(1)
        found = self.grammar.word(i)
        small = found is not None and found.entry.role == "unit" and not found.conjunction
        return found.entry.value if found and small else None

    def _slash(self, i: int) -> Made | None:
        over, under = readings(self.texts[i]), readings(self.texts[i + 2])
        if not over or not under:
            return None
        if under[0] in _RATIO_SIZES and over[0] < under[0]:
            return [Phrase((over[0] / under[0],), FRACTION, i + 3)], i + 3
        return [Phrase(over[:1], CODE, i + 3)], i + 3

    def _code(self, i: int) -> Made | None:
        """F-35, COVID-19, إف-35, H5N1, telephone numbers, versions."""
        text = self.texts[i]
        values = readings(text)
        if not values:
            return [], i + 1
        if self.text(i - 1) == "+" and self.touches(i) and not self.touches(i - 1):
            return [Phrase((Decimal("".join(filter(str.isdigit, text))),), CODE, i + 1)], i + 1
        zeros = len(text) > 1 and text[0] == "0" and text.isdigit()
        if zeros or self._is_joined(i) or (text.isdigit() and len(text) > _PHONE_DIGITS):
            return [Phrase(values, CODE, i + 1)], i + 1
        return None

    def _is_joined(self, i: int) -> bool:
        """Whether letters touch the digits, and are no particle, unit, scale or suffix."""
        if self.touches(i):
            before, worded = self.texts[i - 1], self.kinds[i - 1] == "w"
            if self._is_currency(i - 1):
                return False  # AED75bn
            if worded and self._is_amid_letters(i):
                return True  # G4S
            if worded and before not in _PARTICLES:
                glued = before[0] > "\u0600" and len(before) > _LONGEST_MARK
                return not glued  # عام2020: a space is lost
            if before == "-" and self.touches(i - 1) and self.kinds[i - 2] == "n":
                return self._is_joined(i - 2)  # A350-900
            if before == "-" and self.touches(i - 1) and self.kinds[i - 2] == "w":
                return not self.grammar.lex.is_in(self.text(i - 2), "prefixes")
        return False

    def _is_currency(self, i: int) -> bool:
        """Whether a word is the code of a currency, which names its country: AED."""
        found = unit_at(self.texts, i)
        return found is not None and found[1] == i + 1 and "." in found[0] and is_money(found[0])

    def _is_amid_letters(self, i: int) -> bool:
        after = self.text(i + 1)
        latin = self.texts[i - 1].isascii() and after.isascii() and after.isalpha()
        return latin and self.touches(i + 1)

    def calendar(self, phrase: Phrase, start: int, end: int) -> Kind:
        """Tell a year or the day of a month from a count."""
        value = phrase.values[0]
        if value != int(value):
            return phrase.kind
        lex = self.grammar.lex
        if 1 <= value <= 99 and (phrase.literal or phrase.kind is ORDINAL):
            before, after = self.text(start - 1), self.text(end)
            if after in ("of", "من"):
                after = self.text(end + 1)
            if before in _WEEKS:
                return phrase.kind  # الأسبوع الأول من ديسمبر
            if lex.is_in(before, "months") or lex.is_in(after, "months"):
                return DAY
        if phrase.kind is CARDINAL and self._is_year_in_words(value, start):
            return YEAR
        if 1000 <= value <= 2100 and phrase.literal and self.texts[start].isdigit():
            return YEAR if self._is_year(value, start, end) else phrase.kind
        return phrase.kind

    def _is_year_in_words(self, value: Decimal, start: int) -> bool:
        """عام ألفين وخمسة, nineteen ninety-two."""
        worded = self.kinds[start] == "w" and 1000 <= value <= 2100
        return worded and self.grammar.lex.is_in(self.text(start - 1), "year_before")

    def _is_year(self, value: Decimal, start: int, end: int) -> bool:
        lex = self.grammar.lex
        before, after = self.text(start - 1), self.text(end)
        counted = end < len(self.texts) and self.kinds[end] == "w"
        if after == "من" and self._counts_of(end + 1):
            return False
        if lex.is_in(before, "year_before") or lex.is_in(before, "months"):
            return not (counted and before in _BEFORE_COUNTS and after not in _NO_NOUNS)
        if lex.is_in(after, "year_after") or (before in _COURSE and after == "as"):
            return True  # over 2025 as a whole
        return value >= 1500 and (end >= len(self.texts) or self.kinds[end] != "w")

    def _counts_of(self, i: int) -> bool:
        """Whether "of" a noun stands there, as in 1500 من منازلها, and no "without" or "during"."""
        word = self.text(i)
        return bool(word) and word not in _NOT_COUNTED and self.kinds[i] == "w"

    def range_mark(self, i: int, low: Phrase) -> int | None:
        """Return the index of the second number of a range, or ``None`` if there is none."""
        if low.kind not in (CARDINAL, FRACTION) or low.end >= len(self.texts):
            return None
        end, mark = low.end, self.text(low.end)
        unit_between = mark == "%" and self.text(end + 1) == "-"
        if unit_between:
            end, mark = end + 1, "-"
        if mark == "-" and low.literal:
            return end + 1 if end + 1 < len(self.texts) and self._is_number(end + 1) else None
        lex, before = self.grammar.lex, self.text(i - 1)
        if before in lex.before and self.text(i - 2) in _BETWEEN:  # بين نحو 200 و250
            before = self.text(i - 2)
        if lex.is_in(mark, "range_to") and mark != "and" and self._is_number(end + 1):
            return end + 1
        if mark == "and" and before == "between" and self._is_number(end + 1):
            return end + 1
        if before in _BETWEEN and mark[:1] == "و":
            return end + 1 if mark == "و" else end
        return None

    def is_year_before(self, i: int, low: Phrase, high: Phrase) -> bool:
        """Whether a figure goes on behind a year: "in 2023 to 2.2 percent", عام 2025 إلى 63 دولاراً.

        What is no year itself ends no range that begins with one, but a model's or a code's.
        """
        first, text = low.values[0], self.texts[i]
        if not (low.literal and text.isdigit() and _YEARS[0] <= first <= _YEARS[1]):
            return False
        if self.text(low.end) == "-" or self.text(i - 1) in _BETWEEN:
            return False
        other = high.values[0]
        plain = high.literal and other == int(other) and _YEARS[0] <= other <= _YEARS[1]
        return not plain or unit_at(self.texts, high.end) is not None

    def _in_hundreds(self, low: Phrase, high: Phrase) -> bool:
        """Whether one "hundred" is said of both ends: between six and eight hundred."""
        first, second = low.values[0], high.values[0]
        said = self.grammar.language == "en" and self.text(high.end - 1) == "hundred"
        return said and not low.literal and first < 10 and 100 * first < second < 1000

    def _is_number(self, i: int) -> bool:
        if i >= len(self.texts):
            return False
        found = self.grammar.word(i)
        return self.kinds[i] == "n" or bool(found and found.entry.role in _COUNTING)

    def ends(self, low: Phrase, high: Phrase) -> tuple[Decimal, Decimal]:
        """Return both ends: 1950-53 is 1950 to 1953, "2 to 3 million" counts millions."""
        first, second = low.values[0], high.values[0]
        if low.literal and high.literal and 1000 <= first <= 2100 and second < 100:
            return first, first - first % 100 + second
        if low.kind is CARDINAL and not high.literal and first < 1000 <= second:
            scale = Decimal(1000) ** (second.adjusted() // 3)
            return first * scale, second
        if self._in_hundreds(low, high):
            return first * 100, second  # between six and eight hundred
        return first, second


_COUNTING = frozenset({"unit", "ten", "teen", "hundred", "scale", "scales"})
