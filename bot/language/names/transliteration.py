"""How well a name in Latin letters fits a word in Arabic letters.

Names are transliterated by ear, each newsroom in its own way, and Arabic writes no short vowels.
So the cost of reading the one as the other is the cheapest way through both, letter groups at a
time, with the costs of ``data/transliteration.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from bot.language.tables import split, table

_FAR = 9.0
_LONGEST = 4  # Latin letters that are read as one group
_ROUNDING = 1e-6
_OF_PEOPLE = ("ian", "ean", "an", "ic", "ese", "ish")  # where Arabic has ي: Slavic, سلافي
_JOINED = ("at", "et", "it")  # how a feminine noun ends before another: Madinat, Sebkhet
_STEM = 4  # letters
_ARTICLED = 5  # letters of an Arabic word with its article
_VOWELS = frozenset("aeiouy")
_Step = tuple[int, str, float]  # letters taken, Arabic reading, price
_Options = Mapping[str, tuple[tuple[str, float], ...]]


def fits(latin: str, arabic: str) -> bool:
    """Tell whether a Latin and an Arabic spelling can be one name.

    Both are single words in comparison form. The shorter the name, the less may differ: with
    one or two consonants nearly every vowel must agree.
    """
    if cost(latin, arabic) <= limit(latin):
        return True
    if latin[:1] == "l" and arabic.startswith("ال") and len(arabic) > _ARTICLED:
        return cost(latin[1:], arabic[2:]) <= limit(latin[1:])  # Larayes, العرائس
    if arabic[-1:] != "ي":
        return False
    stems = (latin.removesuffix(ending) for ending in _OF_PEOPLE if latin.endswith(ending))
    return any(len(s) >= _STEM and cost(s, arabic[:-1]) <= limit(s) for s in stems)


@lru_cache(maxsize=2048)
def limit(latin: str) -> float:
    """Return the cost up to which a spelling counts as the same name."""
    limits = table("transliteration")["limits"]["by_consonants"]
    found = float(limits[min(_consonants(latin), len(limits) - 1)])
    return max(found, 0.06 * len(latin)) + 1e-9


@lru_cache(maxsize=2048)
def cost(latin: str, arabic: str) -> float:
    """Return what reading ``latin`` as ``arabic`` costs: 0 for an obvious spelling.

    9 for one that costs more than the name's ``limit``: how much more is not worked out.
    """
    if not latin or not arabic or _unsaid(latin, arabic) or _hopeless(latin, arabic):
        return _FAR
    plain = _paths(latin, arabic, inside=False)[-1]
    if arabic[-1] == "ي" and latin.endswith(("a", "ah")):  # folded from ى: هدى is Huda
        return min(plain, _paths(latin, arabic[:-1] + "ا", inside=False)[-1])
    if arabic[-1] == "ه" and latin.endswith(_JOINED):  # folded from ة: زاوية is Zaouiet Kounta's
        return min(plain, _paths(latin, arabic[:-1] + "ت", inside=False)[-1])
    return plain


def fits_inside(latin: str, glued: str) -> bool:
    """Tell whether a Latin name stands inside Arabic words that lost the space between them.

    Stricter than ``fits``, because a long string offers many places to begin and end.
    """
    return _consonants(latin) > 2 and min(_paths(latin, glued, inside=True)) <= 0.6 * limit(latin)


def _paths(latin: str, arabic: str, inside: bool) -> list[float]:
    """Return the cheapest price of reading all of ``latin`` up to each Arabic position.

    ``inside``: the reading may begin anywhere. What costs more than the limit is gone no further.
    """
    width, most = len(arabic) + 1, limit(latin)
    rows = {0: [0.0] * width if inside else [0.0] + [_FAR] * len(arabic)}
    extra = [_added(letter) for letter in arabic]
    for i in range(len(latin)):
        row = rows.pop(i, None)
        if row is None:
            continue
        _add_letters(row, extra)
        steps = _steps(latin[i - 1 : i], latin[i : i + _LONGEST])
        for j, here in enumerate(row):
            if here > most:
                continue
            for length, reading, price in steps:
                if here + price <= most and arabic.startswith(reading, j):
                    after = rows.get(i + length)
                    if after is None:
                        after = rows[i + length] = [_FAR] * width
                    k = j + len(reading)
                    if here + price < after[k]:
                        after[k] = here + price
    last = rows.get(len(latin))
    if last is None:
        return [_FAR]
    _add_letters(last, extra)
    return [price if price <= most else _FAR for price in last]


def _add_letters(row: list[float], extra: Sequence[float]) -> None:
    """Go on in a row by Arabic letters that no Latin one stands for."""
    for j, price in enumerate(extra):
        if row[j] + price < row[j + 1]:
            row[j + 1] = row[j] + price


@cache
def _added(letter: str) -> float:
    """Return the price of an Arabic letter that no Latin one stands for."""
    return float(table("transliteration")["added"].get(letter, 1.0))


@lru_cache(maxsize=2048)
def _steps(before: str, ahead: str) -> tuple[_Step, ...]:
    """Return the ways to go on at a Latin position, from the letter ``before`` it ("" at first).

    ``ahead`` are the next four letters, fewer at the end.
    """
    found: list[_Step] = [(1, "", _dropped(before, ahead))]
    for length in range(1, len(ahead) + 1):
        unit = ahead[:length]
        found += [(length, reading, price) for reading, price in _readings(unit, not before)]
    return tuple(found)


def _readings(unit: str, first: bool) -> tuple[tuple[str, float], ...]:
    if first and unit in _options("initial"):
        return _options("initial")[unit]
    return _options("consonants").get(unit) or _options("vowels").get(unit) or ()


def _dropped(before: str, ahead: str) -> float:
    """Return the price of a Latin letter that nothing stands for; a doubled one is free."""
    letter = ahead[0]
    if letter == before:
        return 0.0
    prices = table("transliteration")
    if len(ahead) == 1 and letter in prices["dropped_at_end"]:
        return float(prices["dropped_at_end"][letter])
    if not before and letter in _VOWELS:
        return 0.5
    return float(prices["dropped"].get(letter, 1.0))


@cache
def _options(section: str) -> _Options:
    """Return the readings of one section of the table with their prices."""
    found = {}
    for unit, readings in table("transliteration")[section].items():
        pairs = (item.partition(":") for item in split(readings))
        found[unit] = tuple((r.replace("-", ""), float(price)) for r, _, price in pairs)
    return found


@lru_cache(maxsize=2048)
def _consonants(latin: str) -> int:
    """Count the consonants of a Latin name, doubled ones and letter pairs once."""
    return len(skeleton(latin, collapse=False))


def _hopeless(latin: str, arabic: str) -> bool:
    one, other = skeleton(latin), skeleton(arabic)
    allowed = slack(one, other)
    return Levenshtein.distance(one, other, score_cutoff=allowed) > allowed


def _unsaid(latin: str, arabic: str) -> bool:
    """Whether the Arabic letters that no part of a Latin name stands for cost too much alone.

    A sum of the same prices as the way through both, so only what is surely too dear is left out;
    a last ي may be read as ا.
    """
    said = _said(latin)
    surely = arabic[:-1] if arabic[-1] == "ي" else arabic
    if said.issuperset(surely):
        return False
    price = sum([_added(letter) for letter in surely if letter not in said])
    return price > limit(latin) + _ROUNDING


@lru_cache(maxsize=2048)
def _said(latin: str) -> frozenset[str]:
    """Return the Arabic letters that some part of a Latin name may stand for."""
    known, sizes = _said_by(), range(1, _LONGEST + 1)
    parts = {latin[at : at + n] for at in range(len(latin)) for n in sizes}
    return frozenset[str]().union(*[known[part] for part in parts & known.keys()])


@cache
def _said_by() -> Mapping[str, frozenset[str]]:
    """Return the Arabic letters in the readings of each group of Latin letters."""
    found: dict[str, set[str]] = {}
    for section in ("initial", "consonants", "vowels"):
        for unit, readings in _options(section).items():
            found.setdefault(unit, set()).update(*(reading for reading, _ in readings))
    return {unit: frozenset(letters) for unit, letters in found.items()}


def slack(one: str, other: str) -> int:
    """Return in how many consonant classes two skeletons of one name may differ."""
    return 1 if max(len(one), len(other)) < 4 else 2


@lru_cache(maxsize=4096)
def skeleton(word: str, collapse: bool = True) -> str:
    """Return the coarse consonant classes of a Latin or Arabic word, repeated ones once."""
    classes = _classes()
    out = before = ""
    for unit in _units().findall(word):
        sign = classes.get(unit)
        if sign and unit[0] != before and not (collapse and out[-1:] == sign):
            out += sign
        before = unit[-1]
    return out


@cache
def _units() -> re.Pattern[str]:
    """Return what cuts a word into letters, and pairs of them that have a class together."""
    pairs = [unit for unit in _classes() if len(unit) > 1]
    return re.compile("|".join((*pairs, ".")), re.DOTALL)


@lru_cache(maxsize=4096)
def sounded(latin: str) -> str:
    """Return a Latin word as one of the ways to write its sounds: Barkouki as Barquqi.

    What newsrooms choose between when they write an Arabic, Turkic or Slavic name.
    """
    word = latin
    for letters, sound in _sounds():
        word = word.replace(letters, sound)
    return "".join(char for at, char in enumerate(word) if not at or char != word[at - 1])


@cache
def _sounds() -> tuple[tuple[str, str], ...]:
    return tuple(table("transliteration")["sounds"].items())


@cache
def _classes() -> Mapping[str, str]:
    entry = table("transliteration")["classes"]
    pairs = (item.partition(":") for words in entry.values() for item in split(words))
    return {letters: sign for letters, _, sign in pairs}
