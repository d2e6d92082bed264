"""The grammar of Arabic number words."""

from __future__ import annotations

from decimal import Decimal

from bot.language.numbers.digits import readings
from bot.language.numbers.grammar import HALF, Grammar, Phrase, Sum, is_scale
from bot.language.numbers.lexicon import Entry, Word
from bot.language.numbers.quantity import CARDINAL, DECADE, FRACTION, ORDINAL, VAGUE, Kind

_OF_TWELVE = ("اثني", "اثنا", "اثنتي", "اثنتا")
_TWO = Decimal(2)
TWO_OR_MONDAY = frozenset(("الاثنين", "للاثنين", "بالاثنين"))
_QUARTER = Decimal("0.25")
_ARTICLES = ("ال", "لل", "بال", "وال", "وبال", "فال", "كال", "ولل")
_OWNERS = ("ه", "ها", "هم", "نا", "ي", "ك")
_PARTS = frozenset(("خمس", "سبع", "تسع", "عشر"))  # a fifth is spelled like five
_SHORT, _NAME = 4, 5  # letters of a noun with its pronoun; words of a title and a name
_PRONOUNS = frozenset(("احد", "احدي"))


def _is_pronoun(text: str) -> bool:
    """One of them: أحد، لأحد، بإحدى; but واحد counts."""
    return text in _PRONOUNS or (text[:1] in "بلكف" and text[1:] in _PRONOUNS)


class Arabic(Grammar):
    """مئة وخمسة وعشرون ألفا؛ ثلاثة ملايين ونصف؛ السابعة والأربعين."""

    def word(self, i: int) -> Word | None:
        """Return the number word at token ``i``; Monday is two before tens: الاثنين والثلاثين."""
        found = super().word(i)
        if found is None and self.text(i).removeprefix("و") in TWO_OR_MONDAY:
            after = super().word(i + 1)
            if after and after.conjunction and after.definite and after.entry.role == "ten":
                return Word(Entry("unit", _TWO), self.text(i)[0] == "و", True)
        return found

    def _words(self, i: int, first: Word) -> Phrase | None:
        role, value, weak = first.entry
        if role in ("unit", "teen") and self._is_part_of(i):
            return Phrase((1 / value,), FRACTION, i + 1)
        if role == "unit" and self.text(i + 1)[:1].isdigit():
            return None  # تسع 150 طنا: holds
        if role == "vague":
            return self._vague(i, value)
        if role in ("dual", "fixed"):
            return Phrase((value,), CARDINAL, i + 1, weak=weak or first.definite)
        if role in ("ordinal", "eleventh"):
            return self._rank(i, first)
        if role == "fraction":
            return self._part(i, value)
        if self.text(i).endswith(_OF_TWELVE) and not self._is_teen(i + 1):
            return None  # أثنى praised; اثني is a number before عشر alone
        if role == "decade":
            return Phrase((value,), DECADE, i + 1)
        one = role == "unit" and value == 1 and _is_pronoun(self.text(i))
        if one and not self._goes_on(i):
            return None
        values, kind, end = self._first(i, first)
        if end == i + 1 and role == "scale" and self._may_be_two(i):
            values = (*values, 2 * values[0])
        weak = weak or (first.definite and values == (_TWO,))  # الاثنان: both
        return Phrase(values, kind, end, weak=weak and end == i + 1)

    def _is_part_of(self, i: int) -> bool:
        """خُمس السكان, عُشر قيمتها: a part of something definite; what is counted never is."""
        after = self.text(i + 1)
        owned = len(after) > _SHORT and after.endswith(("ها", "هم"))
        definite = after.startswith("ال") or owned
        return self.text(i).removeprefix("ب") in _PARTS and definite

    def _may_be_two(self, i: int) -> bool:
        """ألفا موظف, مليونا شخص: a thousand in the accusative, or two of them before a noun."""
        after = self.text(i + 1)
        return self.text(i).endswith("ا") and after.isalpha() and not after.startswith("ال")

    def _first(self, i: int, first: Word) -> tuple[tuple[Decimal, ...], Kind, int]:
        summed = Sum()
        self._take(summed, first.entry.role, first.entry.value)
        if first.entry.role == "unit" and self._is_teen(i + 1):
            self._take(summed, "teen", Decimal(10))
            return self._rest(summed, i + 2)
        return self._rest(summed, i + 1)

    def _is_teen(self, i: int) -> bool:
        found = self.word(i)
        return found is not None and found.entry.role == "teen" and not found.conjunction

    def _goes_on(self, i: int) -> bool:
        """Whether a unit is part of a longer number: أحد عشر، واحد وعشرون."""
        after = self.word(i + 1)
        return self._is_teen(i + 1) or bool(
            after and after.conjunction and after.entry.role == "ten"
        )

    def _vague(self, i: int, value: Decimal) -> Phrase:
        after = self.word(i + 1)
        if after and not after.conjunction and is_scale(after):
            return Phrase((value * after.entry.value,), VAGUE, i + 2)
        return Phrase((value,), VAGUE, i + 1)

    def _rank(self, i: int, first: Word) -> Phrase | None:
        value, weak = first.entry.value, first.entry.weak
        if self.lex.is_in(self.text(i - 1), "month_first_word"):
            return None
        if self._is_teen(i + 1):
            return Phrase((value + 10,), ORDINAL, i + 2)
        after = self.word(i + 1)
        if after and after.conjunction and after.entry.role == "ten":
            return Phrase((value + after.entry.value,), ORDINAL, i + 2)
        if first.entry.role == "eleventh" or self.lex.is_in(self.text(i + 1), "compounds"):
            return None
        if self.text(i - 1) == "ال" and not self.touches(i):  # آل ثاني, a family
            return None
        if self.text(i) in ("ثانيه", "وثانيه"):  # again; a second of time
            return None
        latter = first.definite and not self._is_definite(i - 1)  # "the latter"
        latter = latter or self._is_of_a_ruler(i)
        return Phrase((value,), ORDINAL, i + 1, weak=weak or latter)

    def _is_of_a_ruler(self, i: int) -> bool:
        """الملك عبد الله الثاني: a king goes by his name without the number, too."""
        before = range(max(0, i - _NAME), i - 1)
        return any(self.lex.is_in(self.text(at), "rulers") for at in before)

    def _is_definite(self, i: int) -> bool:
        """Whether a word may be a definite noun: with an article, or a pronoun at its end."""
        text = self.text(i)
        return text.startswith(_ARTICLES) or text.endswith(_OWNERS)

    def _part(self, i: int, value: Decimal) -> Phrase | None:
        after = self.word(i + 1)
        if self.text(i + 1) in ("نهاءي", "النهاءي"):  # semi-final, quarter-final
            return None
        if after and not after.conjunction and after.entry.role == "scale":
            return Phrase((value * after.entry.value,), CARDINAL, i + 2)
        if after and after.entry.role == "ordinal":
            return None
        if self.lex.is_in(self.text(i + 1), "part_of_year"):
            return None
        return Phrase((value,), FRACTION, i + 1, weak=value == _QUARTER and self._is_time(i))

    def _is_time(self, i: int) -> bool:
        """Whether a quarter may be one of a year: الربع الأخير, ربع قوي; not ربع السكان."""
        after = self.text(i + 1)
        if self.text(i).removeprefix("ب").removeprefix("و").startswith("ال"):
            return after.startswith("ال")
        return after.isalpha() and not any(
            self.text(at).startswith(_ARTICLES) for at in (i + 1, i + 2)
        )

    def _rest(self, summed: Sum, i: int) -> tuple[tuple[Decimal, ...], Kind, int]:
        while True:
            found = self.word(i)
            if found is None and self.text(i) == "و" and self._literal_fits(summed, i + 1):
                summed.group = readings(self.text(i + 1))[0]
                summed.last, i = "literal", i + 2
                continue
            if found is None:
                break
            role, value, _ = found.entry
            if role == "vague":  # آلاف after a number counts exactly: ثلاثة آلاف
                role = "scale"
            if role == "fraction" and found.conjunction and value == HALF:
                i = self._and_a_half(summed, i + 1)
                continue
            if role == "fraction" and summed.last == "unit" and not found.conjunction:
                return ((summed.group or Decimal(1)) * value,), FRACTION, i + 1
            if role == "hundred" and found.definite:  # بالمئة
                break
            if not self._fits(summed, i, role, value, found.conjunction):
                break
            self._take(summed, role, value)
            i += 1
            if role == "unit" and self._is_teen(i):
                self._take(summed, "teen", Decimal(10))
                i += 1
        return (summed.value,), CARDINAL, i

    def _literal_fits(self, summed: Sum, i: int) -> bool:
        """مليون و200 ألف، ألف و500: digits below the scale that came last."""
        if summed.last != "scale" or i >= len(self.texts) or self.kinds[i] != "n":
            return False
        if self._begins_anew(summed, i):
            return False
        values = readings(self.texts[i])
        return bool(values) and summed.scale is not None and values[0] < summed.scale

    def _begins_anew(self, summed: Sum, i: int) -> bool:
        """Whether a number with a scale of its own begins: بين 12 ألفا و26 ألفا."""
        while i < len(self.texts):
            found = self.word(i)
            if found is None and self.kinds[i] != "n":
                return False
            if found and is_scale(found):
                large = summed.scale is not None and found.entry.value >= summed.scale
                return large and not found.conjunction
            i += 1
        return False

    def _and_a_half(self, summed: Sum, i: int) -> int:
        """مليون ونصف (المليون)، ثلاثة ونصف مليون: the index after it."""
        after = self.word(i)
        scaled = after is not None and not after.conjunction and after.entry.role == "scale"
        if summed.last == "scale" and summed.scale is not None:
            summed.total += HALF * summed.scale
            summed.last = "half"
            return i + 1 if scaled and after and after.entry.value == summed.scale else i
        summed.group = (summed.group or Decimal(0)) + HALF
        summed.last = "half"
        return i

    def _fits(self, summed: Sum, i: int, role: str, value: Decimal, conjunction: bool) -> bool:
        last = summed.last
        if conjunction and last == "scale" and self._begins_anew(summed, i):
            return False
        if not conjunction:
            if role == "hundred":
                return last == "unit" and value == 100
            return role == "scale" and summed.takes_scale(value)
        if role == "unit":
            return last in ("hundred", "scale")
        if role == "teen":
            return last in ("hundred", "scale")
        if role == "ten":
            return last in ("unit", "hundred", "scale")
        if role == "hundred":
            return last == "scale"
        below = summed.scale is not None and value < summed.scale
        return role in ("scale", "scales") and last == "scale" and below

    def _take(self, summed: Sum, role: str, value: Decimal) -> None:
        if role == "scale":
            summed.multiply(value)
        elif role == "scales":
            summed.total += value
            summed.group, summed.last, summed.scale = None, "scale", value / 2
        elif role == "hundred" and summed.last == "unit":
            summed.group = (summed.group or Decimal(1)) * value
            summed.last = "hundred"
        else:
            summed.add("ten" if role == "teen" else role, value)
