"""The grammar of English number words."""

from __future__ import annotations

from decimal import Decimal

from bot.language.numbers.grammar import HALF, Grammar, Phrase, Sum
from bot.language.numbers.lexicon import Word
from bot.language.numbers.quantity import CARDINAL, DECADE, FRACTION, ORDINAL, VAGUE, Kind
from bot.language.numbers.units import unit_at

_SEVERAL = ("several", "few", "many")


class English(Grammar):
    """one hundred and five; two and a half million; twenty-fifth; nineteen ninety-two."""

    def _words(self, i: int, first: Word) -> Phrase | None:
        role, value, weak = first.entry
        if role in ("fraction", "ordinal"):
            return self._part(i, role, value, weak)
        if role == "roman":
            return Phrase((value,), ORDINAL, i + 1, weak=True) if i else None
        if role == "fixed":
            return Phrase((value,), CARDINAL, i + 1, weak=value == 2)
        if role == "vague":
            return self._vague(i, value)
        if role == "decade":
            return Phrase((value,), DECADE, i + 1)
        several = self.text(i - 1) in _SEVERAL or self.text(i - 2) == "multi"
        if role in ("hundred", "scale") and several:
            return Phrase((value,), VAGUE, i + 1)
        if role == "unit" and value == 1 and self._is_pronoun(i):
            return None
        if len(self.text(i)) < 4 and role == "scale":  # k, mn, bn count only after digits
            return None
        values, kind, end = self._rest(Sum(), i)
        alone = end == i + 1
        weak = weak or (value == 2 and self.lex.is_in(self.text(i - 1), "definite"))
        return Phrase(values, kind, end, weak=weak and alone) if end > i else None

    def _is_pronoun(self, i: int) -> bool:
        return self.lex.is_in(self.text(i + 1), "pronoun_after_one") or self.lex.is_in(
            self.text(i - 1), "pronoun_before_one"
        )

    def _part(self, i: int, role: str, value: Decimal, weak: bool) -> Phrase | None:
        """half, a third of, third; "half a million"."""
        before, after = self.text(i - 1), self.text(i + 1)
        if role == "ordinal":
            share = after == "of" or self._is_by(i)
            if value > 2 and value < 11 and before in ("a", "one") and share:
                return Phrase((1 / value,), FRACTION, i + 1)
            if value == 2:
                rank = not self.lex.is_in(before, "not_a_rank_before")
                weak = not (rank and not self.lex.is_in(after, "not_a_rank_after"))
            return Phrase((value,), ORDINAL, i + 1, weak=weak)
        skip = i + 2 if after in ("a", "an") else i + 1
        scale = self.word(skip)
        if scale and scale.entry.role in ("scale", "fixed", "hundred") and value == HALF:
            return Phrase((value * scale.entry.value,), CARDINAL, skip + 1)
        of_a = self.word(i + 3) if after == "of" and self.text(i + 2) in ("a", "an") else None
        if of_a and of_a.entry.role == "scale":  # a quarter of a million
            return Phrase((value * of_a.entry.value,), CARDINAL, i + 4)
        counted = self.lex.is_in(after, "part_words") and (value == HALF or before == "a")
        counted = counted or self._is_by(i) or self._is_of_a_unit(i) or self._is_of_a_point(i)
        owned = self.lex.is_in(after, "owners") or after.endswith("'s")
        counted = counted or (value == HALF and (owned or self._is_half_of_all(i)))
        previous = self.word(i - 1)
        if not counted or (previous and previous.entry.role == "ordinal"):
            return None
        return Phrase((value,), FRACTION, i + 1)

    def _is_half_of_all(self, i: int) -> bool:
        """Whether a half is of what was named, or of a unit: "less than half had", half year."""
        after = self.text(i + 1)
        if self.lex.is_in(after, "half_verbs"):
            return True
        return unit_at(self.texts, i + 1 + (after == "-" and self.touches(i + 1))) is not None

    def _is_by(self, i: int) -> bool:
        """Whether a part stands by itself after its measure: "fell by a third in June"."""
        at = i - 1 if self.text(i - 1) in ("a", "one") else i
        after = self.text(i + 1)
        about = at != i and self.lex.is_in(self.text(at - 1), "about_part")
        alone = about or not after.isalpha() or self.lex.is_in(after, "after_part")
        return alone and after != "-" and self.lex.is_in(self.text(at - 1), "before_part")

    def _is_of_a_point(self, i: int) -> bool:
        """Whether a part is one of a percentage point: a quarter-point cut."""
        at = i + 1 + (self.text(i + 1) == "-")
        return self.text(at) in ("point", "points")

    def _is_of_a_unit(self, i: int) -> bool:
        """The last quarter of an hour, a third of a century."""
        of_a = self.text(i + 1) == "of" and self.text(i + 2) in ("a", "an")
        return of_a and unit_at(self.texts, i + 3) is not None

    def _vague(self, i: int, value: Decimal) -> Phrase | None:
        end = i + 1
        following = self.word(i + 2)
        if self.text(i + 1) == "of" and following and following.entry.role == "vague":
            return Phrase((value * following.entry.value,), VAGUE, i + 3)
        if self.text(i) == "scores" and self.text(i + 1) != "of":  # of a test, of a match
            return None
        return None if self.text(i) == "tens" else Phrase((value,), VAGUE, end)

    def _rest(self, summed: Sum, i: int) -> tuple[tuple[Decimal, ...], Kind, int]:
        literal = summed.last == "literal"
        while True:
            j = i
            if self.text(j) == "-" and self.touches(j) and self.touches(j + 1):
                j += 1
            elif self.text(j) == "and" and summed.last in ("hundred", "scale", "unit", "literal"):
                half = self._and_a_half(summed, j + 1)
                if half:
                    i = half
                    continue
                if summed.last in ("unit", "literal"):
                    break
                j += 1
            found = self.word(j)
            role = found.entry.role if found else ""
            if found is None or not self._fits(summed, role, found.entry.value):
                break
            if literal and j == i and summed.last == "scale" and role in ("unit", "ten"):
                break  # 45 million ten years earlier
            if role in ("ordinal", "fraction"):
                return self._ending(summed, role, found.entry.value, j + 1)
            self._take(summed, role, found.entry.value)
            i = j + 1
        return (summed.value,), CARDINAL, i

    def _and_a_half(self, summed: Sum, i: int) -> int | None:
        """Two and a half: the index after it, the sum changed; else ``None``."""
        found = self.word(i + 1)
        if self.text(i) not in ("a", "one") or not found or found.entry.role != "fraction":
            return None
        part = found.entry.value * (summed.scale or 1 if summed.last == "scale" else 1)
        summed.group = (summed.group or Decimal(0)) + part
        summed.last = "half"
        return i + 2

    def _fits(self, summed: Sum, role: str, value: Decimal) -> bool:
        last = summed.last
        if role == "zero":
            return last == ""
        if role == "unit":
            return last in ("", "hundred", "scale") or (last in ("ten", "year") and value < 10)
        if role == "ten":
            return last in ("", "hundred", "scale") or self._is_century(summed)
        if role == "hundred":
            return last in ("", "unit", "ten", "half", "literal")
        if role == "scale":
            return last == "" or summed.takes_scale(value)
        if role == "ordinal":
            small = last in ("ten", "year") and value < 10
            part = last == "unit" and 2 < value < 11 and summed.group == 1
            return small or part or last in ("hundred", "scale")
        if role == "fixed":
            return last in ("unit", "ten") and value == 12
        return role == "fraction" and last == "unit" and value != HALF

    def _is_century(self, summed: Sum) -> bool:
        """Whether a ten after it makes a year: nineteen | ninety, twenty | twenty."""
        return not summed.total and summed.group in (17, 18, 19, 20)

    def _take(self, summed: Sum, role: str, value: Decimal) -> None:
        if role == "scale":
            summed.multiply(value)
        elif role in ("hundred", "fixed"):
            summed.group = (Decimal(1) if summed.group is None else summed.group) * value
            summed.last = "hundred"
        elif role == "ten" and summed.last in ("unit", "ten"):
            summed.group = (summed.group or Decimal(0)) * 100 + value
            summed.last = "year"
        else:
            summed.add(role, value)

    def _ending(
        self, summed: Sum, role: str, value: Decimal, end: int
    ) -> tuple[tuple[Decimal, ...], Kind, int]:
        """The last word makes a fraction or a rank of what stands before it."""
        if role == "fraction":
            return ((summed.group or Decimal(1)) * value,), FRACTION, end
        if summed.last == "unit":
            return ((summed.group or Decimal(1)) / value,), FRACTION, end
        return (summed.value + value,), ORDINAL, end
