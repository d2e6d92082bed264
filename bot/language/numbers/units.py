"""Units and currencies: found beside a figure, and compared with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from bot.language.fold import folded
from bot.language.known import Known
from bot.language.numbers.lexicon import READ, bare, dual
from bot.language.tables import table


class Units(NamedTuple):
    """Unit names by their folded words, longest phrases first under each first word."""

    phrases: dict[str, list[tuple[tuple[str, ...], str]]]
    symbols: dict[str, str]
    duals: dict[str, str]
    singles: frozenset[str]
    nationalities: dict[str, str]


@cache
def units() -> Units:
    """Return the units of all languages in one table: an Arabic text may well say "km"."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, name in _phrases():
        words = tuple(folded(word) for word in phrase.split())
        phrases.setdefault(words[0], []).append((words, name))
    for found in phrases.values():
        found.sort(key=lambda item: -len(item[0]))
    return Units(phrases, dict(_symbols()), dict(_duals()), frozenset(_singles()), dict(_nations()))


def _phrases() -> Iterator[tuple[str, str]]:
    data = table("units")
    for name, unit in {**data["units"], **data["currencies"]}.items():
        arabic = unit.get("ar", {})
        for word in arabic.get("one", "").split():
            yield word.replace("+", " "), name
            yield word + "ا", name
        for word in (*arabic.get("many", "").split(), *unit.get("en", "").split()):
            yield word.replace("+", " "), name
        for code, country in unit.get("codes", {}).items():
            yield code, f"{name}.{country}"
    for language in READ:
        for name, phrases in data["phrases"].get(language, {}).items():
            yield from ((phrase, name) for phrase in phrases)


def _symbols() -> Iterator[tuple[str, str]]:
    data = table("units")
    for name, unit in {**data["units"], **data["currencies"]}.items():
        for symbol in unit.get("symbols", "").split():
            yield folded(symbol), name


def _singles() -> Iterator[str]:
    for unit in table("units")["units"].values():
        yield from map(folded, unit.get("ar", {}).get("one", "").split())


def _duals() -> Iterator[tuple[str, str]]:
    data = table("units")
    for name, unit in {**data["units"], **data["currencies"]}.items():
        for word in unit.get("ar", {}).get("one", "").split():
            if "+" not in word:
                yield from ((form, name) for form in dual(word))


def _nations() -> Iterator[tuple[str, str]]:
    for country, words in table("units")["nationalities"].items():
        for word in words["ar"].split():
            yield from ((folded(word + ending), country) for ending in ("", "ة", "ا"))
        yield from ((word, country) for word in words["en"].split())


def unit_at(texts: Sequence[str], i: int) -> tuple[str, int] | None:
    """Return the unit whose words begin at token ``i`` and the index after them, or ``None``."""
    if i >= len(texts):
        return None
    text = texts[i]
    for words, name in _BEGUN[text]:
        end = i + len(words)
        if tuple(texts[i + 1 : end]) == words[1:]:
            return _with_nationality(name, texts, end)
    symbol = units().symbols.get(text)
    return None if symbol is None else (symbol, i + 1)


def _begun(text: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the units that a word begins, as it stands and without what is written on it."""
    known, forms = units().phrases, bare(text) if text[:1] >= "\u0621" else ()
    found = tuple(unit for form in (text, *forms) if form in known for unit in known[form])
    return () if text.removeprefix("و") == _THE_SECOND else found


_THE_SECOND = "الثانيه"  # a rank: behind a figure a second has no article
_BEGUN = Known(_begun)


def _with_nationality(name: str, texts: Sequence[str], end: int) -> tuple[str, int]:
    """Narrow a currency by the nationality after it ("دولار كندي")."""
    if not is_money(name) or "." in name or end >= len(texts):
        return name, end
    country = units().nationalities.get(texts[end])
    return (f"{name}.{country}", end + 1) if country in countries(name) else (name, end)


def nationality(word: str, currency: str) -> str:
    """Return ``currency`` narrowed by the nationality before it ("Canadian dollars")."""
    country = units().nationalities.get(word)
    return f"{currency}.{country}" if country in countries(currency) else currency


@cache
def countries(currency: str) -> frozenset[str]:
    """Return the countries whose money bears the family's name."""
    return frozenset(table("units")["currencies"].get(currency, {}).get("codes", {}).values())


@cache
def is_money(unit: str | None) -> bool:
    """Whether a canonical unit is a currency."""
    return unit is not None and unit.split(".")[0] in table("units")["currencies"]


@cache
def scale(unit: str) -> tuple[str, Decimal]:
    """Return the dimension of a unit and its factor in it; money is its own dimension."""
    known = table("units")["units"].get(unit)
    return (known["dimension"], Decimal(known["factor"])) if known else (unit, Decimal(1))


def common(value: Decimal, unit: str) -> tuple[str, Decimal]:
    """Return the dimension that ``unit`` shares with others, and ``value`` in its base unit.

    Miles and kilometres are both metres; conversion factors are the exact ones of the units, or
    rounded to seven digits.
    """
    dimension, factor = scale(unit)
    known = table("units")["conversions"].get(dimension)
    if known is None:
        return dimension, value * factor
    shared, times, plus = known
    return shared, value * factor * Decimal(times) + Decimal(plus)


_POUNDS = frozenset(("lb", "sy"))
"""Countries whose lira is called a pound in English."""


def compatible(one: str | None, other: str | None) -> bool:
    """Whether two units may name the same measure; an unsaid one (``None``) fits any."""
    if one is None or other is None or one == other:
        return True
    if {one, other} == {"pound", "pound_weight"}:
        return True
    if is_money(one) and is_money(other):
        first, second = one.split("."), other.split(".")
        if {first[0], second[0]} == {"pound", "lira"}:
            return {*first[1:], *second[1:]} <= _POUNDS
        return first[0] == second[0] and (len(first) == 1 or len(second) == 1)
    return scale(one)[0] == scale(other)[0]
