"""Words, light stems and content terms of a text, all in comparison form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

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


class _Affixes(NamedTuple):
    """What is cut off the words of a language; ``shortest``: letters that must be left.

    The affixes stand with what replaces them, by their lengths, the longest first; ``whole``
    are words that look as if they had some.
    """

    prefixes: tuple[tuple[int, Mapping[str, str]], ...]
    suffixes: tuple[tuple[int, Mapping[str, str]], ...]
    shortest: int
    whole: Mapping[str, str]


@cache
def _affixes(language: str) -> _Affixes:
    data = table("stems")[language]
    prefixes, suffixes = (_by_length(data.get(kind, "")) for kind in ("prefixes", "suffixes"))
    return _Affixes(prefixes, suffixes, int(data["shortest"]), dict(data.get("whole", {})))


def _by_length(items: str) -> tuple[tuple[int, Mapping[str, str]], ...]:
    found: dict[int, dict[str, str]] = {}
    for item in split(items):
        affix, _, form = item.partition(">")
        found.setdefault(len(affix), {})[affix] = form
    return tuple(sorted(found.items(), reverse=True))


def _stem_arabic(word: str) -> str:
    affixes = _affixes("ar")
    whole = affixes.whole.get(word)
    if whole is not None:
        return whole
    for length, forms in affixes.prefixes:
        if word[:length] in forms and len(word) - length >= affixes.shortest:
            word = forms[word[:length]] + word[length:]
            break
    return _cut_suffix(_cut_suffix(word, affixes), affixes)


def _stem_english(word: str) -> str:
    affixes = _affixes("en")
    word = word.removesuffix("'").removesuffix("'s").replace("'", "") or word
    whole = affixes.whole.get(word)
    return _cut_suffix(word, affixes) if whole is None else whole


def _cut_suffix(word: str, affixes: _Affixes) -> str:
    for length, forms in affixes.suffixes:
        if word[-length:] in forms and len(word) - length >= affixes.shortest:
            return word[:-length] + forms[word[-length:]]
    return word
