"""The number words of one language, looked up by their comparison form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from bot.language.fold import folded
from bot.language.numbers.quantity import Bound
from bot.language.tables import table

READ = ("ar", "en")
"""Languages whose number words are read; in others only digits are."""


class Entry(NamedTuple):
    """A number word: its part in the grammar, its value, and whether it alone says little."""

    role: str
    value: Decimal
    weak: bool = False


class Word(NamedTuple):
    """A number word as it stands in a text, its written-on particles taken off."""

    entry: Entry
    conjunction: bool  # begins with a written-on "and"
    definite: bool


_PERHAPS_TWO = Word(Entry("dual", Decimal(2), weak=True), False, False)
_WRITTEN_ON = frozenset("وفبلكا")  # first letters of words that ``bare`` takes something off
_NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """Everything the reader must know of one language."""

    language: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    before: Mapping[str, Bound] = field(default_factory=dict)  # "more than" 30
    after: Mapping[str, Bound] = field(default_factory=dict)  # 30 "or more"
    apart: Mapping[str, Bound] = field(default_factory=dict)  # "reaches" a height of 30
    course: frozenset[str] = frozenset()
    soft: frozenset[str] = frozenset()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    suffixes: Mapping[str, Decimal] = field(default_factory=dict)
    not_duals: frozenset[str] = frozenset()

    @cached_property
    def before_ends(self) -> frozenset[str]:
        """The last words of the phrases that bind a figure after them."""
        return frozenset(phrase.split()[-1] for phrase in self.before)

    @cached_property
    def after_begins(self) -> frozenset[str]:
        """The first words of the phrases that bind a figure before them."""
        return frozenset(phrase.split()[0] for phrase in self.after)

    def is_in(self, word: str, name: str) -> bool:
        """Whether a word, with or without written-on particles, is in the list ``name``."""
        words = self.lists.get(name, _NO_WORDS)
        if word in words:
            return True
        particles = self.language == "ar" and word[:1] in _WRITTEN_ON
        return particles and not words.isdisjoint(bare(word))

    def word(self, surface: str) -> Word | None:
        """Return what a folded word means as part of a number, or ``None``."""
        entry = self.entries.get(surface)
        if entry is not None:
            return None if surface in self.never else Word(entry, False, False)
        if self.language != "ar" or surface in self.never:
            return None
        if surface[0] in _WRITTEN_ON:
            for core in bare(surface):
                entry = self.entries.get(core)
                if entry is not None:
                    taken = surface[: len(surface) - len(core)]
                    return Word(entry, taken[0] in "وف", taken.endswith(("ال", "لل")))
        return _PERHAPS_TWO if self._may_be_dual(surface) else None

    def _may_be_dual(self, surface: str) -> bool:
        """Whether a word is built like the dual of a feminine noun (تسديدتين)."""
        if not surface.endswith(("تان", "تين")) or len(surface) < 6:
            return False
        return surface not in self.not_duals and self.not_duals.isdisjoint(bare(surface))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the number words of a language; an empty lexicon where they are not known."""
    if language not in READ:
        return Lexicon(language)
    data = table(f"numbers_{language}")
    before, after, apart = (_bounds(data["bounds"], ending) for ending in ("", "_after", "_apart"))
    return Lexicon(
        language=language,
        entries=dict(_arabic(data) if language == "ar" else _english(data)),
        never=_folded_set(data.get("never", {}).get("words", "")),
        before=before,
        after=after,
        apart=apart,
        course=frozenset(map(folded, data["bounds"]["course"])),
        soft=frozenset(map(folded, data["bounds"]["soft"])),
        lists={name: _folded_set(words) for name, words in data["words"].items()},
        not_duals=_folded_set(data.get("duals", {}).get("not_duals", "")),
        suffixes={word: Decimal(value) for word, value in data.get("suffixes", {}).items()},
    )


@lru_cache(maxsize=4096)
def word(surface: str, language: str) -> Word | None:
    """Return what a folded word means as part of a number, or ``None``."""
    return lexicon(language).word(surface)


@lru_cache(maxsize=4096)
def bare(surface: str) -> tuple[str, ...]:
    """Return an Arabic word without its written-on particles, fewest taken off first."""
    found, rest = [], surface
    for particles in ("وف", "بلك"):
        if len(rest) > 2 and rest[0] in particles:
            if rest.startswith("لل"):
                found.append(rest[2:])
            rest = rest[1:]
            found.append(rest)
    if rest.startswith("ال") and len(rest) > 3:
        found.append(rest[2:])
    return tuple(found)


def _folded_set(words: str) -> frozenset[str]:
    return frozenset(folded(one) for one in words.split())


def _bounds(data: Mapping[str, Any], ending: str) -> dict[str, Bound]:
    return {folded(p): bound for bound in Bound for p in data.get(f"{bound}{ending}", ())}


def _values(data: Mapping[str, str], role: str, weak: bool = False) -> Iterator[tuple[str, Entry]]:
    for name, value in data.items():
        over, _, under = value.partition("/")
        yield folded(name), Entry(role, Decimal(over) / Decimal(under or 1), weak)


def _english(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    cardinals, ordinals = data["cardinals"], data["ordinals"]
    yield from _values(data["vague"], "vague")
    yield from _values(data["decades"], "decade")
    yield from _values(data["fractions"], "fraction")
    yield from _values(data["fixed"], "fixed")
    for n, one in enumerate(cardinals["units"].split(), 1):
        yield one, Entry("unit", Decimal(n), weak=n == 1)
    for n, one in enumerate(cardinals["tens"].split(), 2):
        yield one, Entry("ten", Decimal(10 * n))
    yield cardinals["hundred"], Entry("hundred", Decimal(100))
    yield from ((one, Entry("zero", Decimal(0), weak=True)) for one in cardinals["zero"].split())
    yield from _values(data["scales"], "scale")
    for n, one in enumerate(ordinals["units"].split(), 1):
        yield one, Entry("ordinal", Decimal(n), weak=n == 1)
    for n, one in enumerate(ordinals["tens"].split(), 2):
        yield one, Entry("ordinal", Decimal(10 * n))
    yield ordinals["hundredth"], Entry("ordinal", Decimal(100))
    romans = enumerate(ordinals["roman"].split(), 2)
    yield from ((one, Entry("roman", Decimal(n), weak=True)) for n, one in romans if one != "-")


def _arabic(data: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    cardinals = data["cardinals"]
    yield from _values(data["fixed"], "fixed", weak=True)
    yield from _duals(data["duals"])
    yield from _values(data["decades"], "decade")
    yield from _values(data["fractions"], "fraction")
    yield from _forms(cardinals["units"], "unit", 1)
    yield from _forms([cardinals["ten"]], "teen", 10)
    yield from _forms(cardinals["tens"], "ten", 20, step=10)
    yield from _forms(cardinals["hundreds"], "hundred", 100, step=100)
    yield from _forms([cardinals["zero"]], "zero", 0)
    yield from _forms(data["ordinals"]["units"], "ordinal", 1)
    yield from _forms([data["ordinals"]["one_in_teen"]], "eleventh", 1)
    for value, (once, twice) in data["scales"].items():
        yield from _forms([once], "scale", int(value))
        yield from _forms([twice], "scales", 2 * int(value))
    yield from _values(data["vague"], "vague")  # plurals: a scale only after a number


def _forms(lists: list[str], role: str, first: int, step: int = 1) -> Iterator[tuple[str, Entry]]:
    for n, forms in enumerate(lists):
        value = first + n * step
        for one in forms.split():
            yield folded(one), Entry(role, Decimal(value), weak=value == 1)


def _duals(data: Mapping[str, str]) -> Iterator[tuple[str, Entry]]:
    for noun in data["people"].split():
        yield from ((form, Entry("dual", Decimal(2), form.endswith("ين"))) for form in dual(noun))
    for noun in data["things"].split():
        yield from ((form, Entry("dual", Decimal(2))) for form in dual(noun))


def dual(noun: str) -> tuple[str, str]:
    """Return the folded dual forms of an Arabic singular, nominative and oblique."""
    stem = noun[:-1] + "ت" if noun.endswith("ة") else noun
    stem = stem[:-1] + "ي" if stem.endswith("ى") else stem
    return folded(stem + "ان"), folded(stem + "ين")
