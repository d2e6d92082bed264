"""Light stems for search: what the forms of one word have in common, in comparison form.

Unlike ``bot.language.stem`` a stem here never loses a first letter that may be the word's own:
where a particle may be written on, both readings are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from bot.language.tables import split, table

_KEPT = 1 << 13  # words of which the stems are remembered
_SHORTEST = 3  # letters that must be left
_WEAK = str.maketrans("", "", "اويءئؤه")
_REPEATED = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=_KEPT)
def stems(word: str) -> tuple[str, ...]:
    """Return the light stems of a word in comparison form, the likeliest first.

    One for an English word; for an Arabic one as many as there are ways to read its first
    letters. Words of other scripts and figures come back as they are.
    """
    if "\u0621" <= word[:1] <= "\u06d3":
        return tuple(dict.fromkeys(map(_cut, _readings(word))))
    return (_english(word),) if word.isascii() else (word,)


@lru_cache(maxsize=_KEPT)
def root(stem: str) -> str:
    """Return the strong consonants of an Arabic stem, "" if too few are left to tell a word."""
    if not "\u0621" <= stem[:1] <= "\u06d3":
        return ""
    strong = _REPEATED.sub(r"\1", stem.translate(_WEAK))
    for prefix in _before_roots():
        if strong.startswith(prefix) and len(strong) - len(prefix) >= _SHORTEST:
            return strong[len(prefix) :]
    return strong if len(strong) >= _SHORTEST else ""


@cache
def _before_roots() -> tuple[str, ...]:
    """Return what stands before a root, without the weak letters, longest first."""
    bare = {prefix.translate(_WEAK) for prefix in split(table("search")["ar"]["verbs"])}
    return tuple(sorted(bare - {""}, key=len, reverse=True))


def _readings(word: str) -> Iterator[str]:
    """Yield an Arabic word without the article, or as it is and without each particle."""
    data = table("search")["ar"]
    for article in split(data["articles"]):
        if word.startswith(article) and len(word) - len(article) > 1:
            yield word[len(article) :]
            return
    yield word
    particles = split(data["particles"])
    first = word[:1] in particles[:2]  # "and", which others follow
    if word[:1] in particles and len(word) > _SHORTEST:
        yield word[1:]
        if first and word[1:2] in particles[2:] and len(word) > _SHORTEST + 1:
            yield word[2:]


def _cut(word: str) -> str:
    """Return an Arabic word without endings of number, gender, person and possession."""
    for _ in range(int(table("search")["ar"]["rounds"])):
        for suffix, left in _endings():
            if word.endswith(suffix) and len(word) - len(suffix) >= left:
                word = word[: len(word) - len(suffix)]
                break
        else:
            return word
    return word


@cache
def _endings() -> tuple[tuple[str, int], ...]:
    items = (item.partition(":") for item in split(table("search")["ar"]["suffixes"]))
    return tuple((suffix, int(left)) for suffix, _, left in items)


def _english(word: str) -> str:
    word = word.removesuffix("'").removesuffix("'s").replace("'", "") or word
    word = _irregular().get(word, word)
    if not word.isalpha() or len(word) <= _SHORTEST:
        return word
    for suffix, form in _english_endings():
        if not word.endswith(suffix):
            continue
        rest = word[: len(word) - len(suffix)] + form
        if suffix == "s" and word.endswith(("ss", "us", "is")):
            break
        if len(rest) >= _SHORTEST and not _VOWELS.isdisjoint(rest):
            word = rest
            break
    return _last_letter(word)


def _last_letter(word: str) -> str:
    """Bring together what English writes before an ending: hope, hop(p)ing; carry, carries."""
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if len(word) > _SHORTEST and word.endswith("e"):
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > _SHORTEST and word.endswith("y") else word


@cache
def _english_endings() -> tuple[tuple[str, str], ...]:
    items = (item.partition(">") for item in split(table("search")["en"]["suffixes"]))
    return tuple((suffix, form) for suffix, _, form in items)


def is_irregular(word: str) -> bool:
    """Whether an English word is a form that no ending makes: sold, children."""
    return word in _irregular()


@cache
def _irregular() -> Mapping[str, str]:
    entries = table("search")["en"]["irregular"].items()
    return {form: word for word, forms in entries for form in split(forms)}
