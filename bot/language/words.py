"""Words, light stems and content terms of a text, all in comparison form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from bot.language.fold import folded
from bot.language.tables import split, table

# A figure with its separators; a word with an apostrophe inside; a sign of scripts without spaces.
_WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|"
    r"(?:[^\W\d_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|(?<=[^\W\d_])'(?=[^\W\d_]))+"
)
_PIECE = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[.!?;:,()\"]")
_NO_LETTERS = frozenset('0123456789.!?;:,()"')
_ACRONYM = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?")


def words(text: str) -> tuple[str, ...]:
    """Return the words and figures of ``text`` in comparison form, in order ("U.S." is "us")."""
    return words_of_folded(folded(text))


def words_of_folded(text: str) -> tuple[str, ...]:
    """Return the words of a text that is in comparison form already."""
    joined = (
        _ACRONYM.sub(lambda found: found.group().replace(".", ""), text) if "." in text else text
    )
    return tuple(_WORD.findall(joined))


@lru_cache(maxsize=64)  # a text is asked for its figures, then for its times, then for its sense
def pieces(folded: str) -> tuple[str, ...]:
    """Return the words, the figures and the signs between sentences and clauses of a form."""
    return tuple(_PIECE.findall(folded))


def piece_spans(folded: str) -> tuple[tuple[int, int], ...]:
    """Return where each of ``pieces`` stands."""
    return tuple(found.span() for found in _PIECE.finditer(folded))


@lru_cache(maxsize=64)
def letter_words(folded: str) -> tuple[str, ...]:
    """Return the words of a comparison form that are of letters, with an apostrophe inside."""
    return tuple([piece for piece in pieces(folded) if piece[0] not in _NO_LETTERS])


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return the light stem of a word in comparison form: Arabic or English affixes cut off.

    Never shorter than the table's ``shortest``; words of other scripts and figures come back
    as they are. After Larkey's light10 for Arabic; for English only the regular endings.
    """
    if "\u0621" <= word[:1] <= "\u06d3":
        return _stem_arabic(word)
    latin = "'" in word or (word.isascii() and word.isalpha())
    return _stem_english(word) if latin else word


def terms(text: str, language: str = "und") -> tuple[str, ...]:
    """Return the stems of the content words of ``text``, in order, function words left out.

    ``language`` chooses the list of function words; "und" uses the Arabic and English ones.
    Single letters go too, figures stay.
    """
    empty = stopwords(language)
    return tuple(
        stem(word)
        for word in words(text)
        if word not in empty and (len(word) > 1 or not word.isascii() or word.isdigit())
    )


@cache
def stopwords(language: str) -> frozenset[str]:
    """Return the function words of a language in comparison form (of Arabic and English: "und")."""
    lists = table("stopwords")
    codes = (language,) if language in lists else ("ar", "en")
    return frozenset(word for code in codes for word in words(lists[code]["words"]))


@cache
def _affixes(language: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return ``(affix, replacement)`` pairs of a language, longest first."""
    data = table("stems")[language]
    found = {}
    for kind in ("prefixes", "suffixes"):
        pairs = (item.partition(">")[::2] for item in split(data.get(kind, "")))
        found[kind] = tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
    return found


@cache
def _edges(language: str, kind: str) -> tuple[str, ...]:
    """Return the affixes alone: most words have none."""
    return tuple(affix for affix, _ in _affixes(language)[kind])


@cache
def _exceptions(language: str) -> Mapping[str, str]:
    return dict(table("stems")[language].get("whole", {}))


def _stem_arabic(word: str) -> str:
    whole = _exceptions("ar").get(word)
    if whole is not None:
        return whole
    affixes, shortest = _affixes("ar"), int(table("stems")["ar"]["shortest"])
    for prefix, form in affixes["prefixes"] if word.startswith(_edges("ar", "prefixes")) else ():
        if word.startswith(prefix) and len(word) - len(prefix) >= shortest:
            word = form + word[len(prefix) :]
            break
    for _ in range(2):
        if word.endswith(_edges("ar", "suffixes")):
            word = _cut_suffix(word, affixes["suffixes"], shortest)
    return word


def _stem_english(word: str) -> str:
    word = word.removesuffix("'").removesuffix("'s").replace("'", "") or word
    whole = _exceptions("en").get(word)
    if whole is not None:
        return whole
    if not word.endswith(_edges("en", "suffixes")):
        return word
    shortest = int(table("stems")["en"]["shortest"])
    return _cut_suffix(word, _affixes("en")["suffixes"], shortest)


def _cut_suffix(word: str, suffixes: tuple[tuple[str, str], ...], shortest: int) -> str:
    for suffix, form in suffixes:
        if word.endswith(suffix) and len(word) - len(suffix) >= shortest:
            return word[: len(word) - len(suffix)] + form
    return word
