"""The date table as lookups and regular expressions over comparison forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.language.fold import folded
from bot.language.known import Known
from bot.language.tables import split, table
from bot.language.words import stopwords

THIS = ("هذا", "هذه")
"""Words before a unit that shift it, as those behind it do: this week."""
_WRITTEN_ON = frozenset("وفبلكا")
_NO_SORTS: frozenset[str] = frozenset()


def data() -> Mapping[str, Any]:
    """Return the table of names of times."""
    return table("dates")


def forms(words: str) -> tuple[str, ...]:
    """Return a list of the table in comparison form, "_" as a space."""
    return tuple(folded(word.replace("_", " ")) for word in split(words))


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    longest = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest))})"


@cache
def months() -> Mapping[str, int]:
    """Return the number of each Gregorian month name."""
    return _numbered(*data()["months"].values())


@cache
def hijri_months() -> Mapping[str, int]:
    """Return the number of each Hijri month name."""
    return _numbered(data()["hijri"]["ar"], data()["hijri"]["en"])


@cache
def weekdays() -> Mapping[str, int]:
    """Return the number of each weekday name without its article, Monday 0."""
    lists = data()["weekdays"]
    return {name: number - 1 for name, number in _numbered(lists["ar"], lists["en"]).items()}


def is_time_name(word: str) -> bool:
    """Whether a word is a weekday, or a month's name or its first word."""
    return word.removeprefix("ال") in weekdays() or word in _month_words()


@cache
def _month_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in (*months(), *hijri_months()))


def _numbered(*lists: Iterable[str]) -> dict[str, int]:
    return {form: n for names in lists for n, words in enumerate(names, 1) for form in forms(words)}


@cache
def word_set(section: str, *keys: str) -> frozenset[str]:
    """Return the words of one or more entries of a section, all entries if none is named."""
    entries = data()[section]
    chosen = keys or tuple(entries)
    return frozenset(form for key in chosen for form in forms(entries[key]))


@cache
def looked_up(section: str) -> Mapping[str, str]:
    """Return a section turned round: each word with the key that lists it."""
    return {form: key for key, words in data()[section].items() for form in forms(words)}


@cache
def first_words() -> Mapping[str, frozenset[str]]:
    """Return a telling word of every name of a time with the sorts of such names."""
    tables: Mapping[str, Iterable[str]] = {
        "month": months(), "hijri": hijri_months(), "weekday": weekdays(),
        "latin": [name for name in months() if name.isascii()], "ordinal": ordinals(),
        "year": word_set("years", "ar", "en"),
        "unit": looked_up("units"), "dual": looked_up("duals"),
        "relative": [_most_telling(name) for name in looked_up("relative")],
        "shift": (*word_set("shift"), *THIS), "ago": word_set("ago", "before", "after"),
        "tens": (*looked_up("decades"), "century", "قرن"),
    }  # fmt: skip
    found: dict[str, set[str]] = {}
    for sort, names in tables.items():
        for name in names:
            words = re.split(r"[ '-]", name)
            telling = (word for word in words if word not in stopwords("en"))
            found.setdefault(next(telling, words[0]), set()).add(sort)
    return {word: frozenset(sorts) for word, sorts in found.items()}


def _most_telling(name: str) -> str:
    """Return the word of a relative time that few other phrases have: not "last" of "last night".

    That is one that is a name by itself, else the last.
    """
    words = name.split()
    return next((word for word in words if word in looked_up("relative")), words[-1])


@cache
def sorts() -> Mapping[str, frozenset[str]]:
    """Return of each word of a text which sorts of names it may begin.

    Sorts are "month" ("latin": in Latin letters), "hijri", "weekday", "unit", "dual", "relative",
    "tens" (the nineties, a century), and what must stand beside some of them or beside figures:
    "ordinal", "year", "shift" ("last"), "ago".
    """
    return Known(_sorts_of)


def _sorts_of(word: str) -> frozenset[str]:
    """Return the sorts of names that a word may begin, perhaps with prefixes written on."""
    if "'" in word:
        return _NO_SORTS.union(*map(_sorts_of, word.split("'")))
    known = first_words()
    found = known.get(word, _NO_SORTS)
    for at, letter in enumerate(word[:4], 1):
        if letter not in _WRITTEN_ON:
            break
        if word[at:] in known:
            found |= known[word[at:]]
    return found


@cache
def counted() -> frozenset[str]:
    """Return words after which a figure before them counts something and is no year."""
    return frozenset(looked_up("units")) | word_set("counted")


@cache
def small_numbers() -> Mapping[str, int]:
    """Return the value of each small number word."""
    return {word: int(key) for word, key in looked_up("numbers").items()}


@cache
def ordinals() -> Mapping[str, int]:
    """Return the day that an ordinal in words means ("الحادي والعشرين", "twenty-first")."""
    entry = data()["ordinals"]
    found = {folded(word): n for n, word in enumerate(entry["en"], 1)}
    ones = [forms(words) for words in entry["ones"]]
    teen = folded(entry["teen"])
    for n, words in enumerate(ones, 1):
        found |= {f"ال{word}": n for word in words}
        found |= {f"ال{word} {teen}": n + 10 for word in words if n < 10}
    found |= dict.fromkeys(forms(entry["start"]), 1)
    for value, key in ((20, "twenty"), (30, "thirty")):
        for tens in forms(entry[key]):
            found[f"ال{tens}"] = value
            for n, words in enumerate(ones[:9], 1):
                found |= {f"ال{word} وال{tens}": value + n for word in words if value + n <= 31}
    return found


@cache
def short_weekdays() -> frozenset[str]:
    """Return the weekdays that are cut short ("sat"), which are words of their own too."""
    return frozenset(forms(data()["weekdays"]["abbreviated"]))


@cache
def written_months() -> Mapping[str, str]:
    """Return the letter that a month must have in the text as written, by comparison form."""
    letters = data()["weak_months"]["letter"]
    return {name: str(letter) for form, letter in letters.items() for name in forms(form)}


def shift_of(word: str) -> int:
    """Return by how many a word such as "last" or "المقبل" moves a time."""
    return int(looked_up("shift")[word])
