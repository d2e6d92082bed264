"""What an Arabic and an English article on one event share: figures, places, things, names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from bot.language import folded, stem, stopwords, words
from bot.language.numbers import Kind, scan
from bot.model import Article
from bot.story import skeleton
from bot.story.tables import table
from bot.story.terms import listed_share, stemmed, told, told_words, weighted_texts

LANGUAGES = ("ar", "en")

_NAME = re.compile(r"[^\W\d_][\w'’]*")
_POSSESSIVE = re.compile(r"['’]s$")
_SMALLEST = 12  # smaller figures stand in every article


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one article that a reader of the other language would know again.

    ``counts`` and ``shares`` are as in ``Profile``, for figures, places and things; ``names``
    the skeletons of the names in a text with capital letters, with their counts; ``heard`` all
    skeletons in a text without, where any rare word may be a name.
    """

    language: str
    counts: Mapping[str, float]
    shares: Mapping[str, float]
    names: Mapping[str, float]
    heard: frozenset[str]


def marks(article: Article) -> Marks | None:
    """Return the marks of ``article``, ``None`` if it is in neither Arabic nor English."""
    language = article.language
    if language not in LANGUAGES:
        return None
    counts: dict[str, float] = defaultdict(float)
    names: dict[str, float] = defaultdict(float)
    heard: set[str] = set()
    for text, weight in weighted_texts(article):
        for mark in (*_things(text, language), *_figures(text, language)):
            counts[mark] += weight
        if language == "ar":
            heard.update(_heard(text))
        else:
            for name in _names(text):
                names[name] += weight
    return Marks(
        language,
        _damped(counts),
        {mark: _share(mark) for mark in counts},
        _damped(names),
        frozenset(heard),
    )


def _damped(counts: Mapping[str, float]) -> dict[str, float]:
    return {mark: 1 + log(count) for mark, count in counts.items()}


def _things(text: str, language: str) -> Iterator[str]:
    known = _concepts(language)
    for word in told_words(text):
        yield from known.get(stemmed(word), ())


def concepts_in(text: str, language: str) -> frozenset[str]:
    """Return the concepts that the words of a text stand for, the same for both languages."""
    return frozenset(_things(text, language) if language in LANGUAGES else ())


def _figures(text: str, language: str) -> Iterator[str]:
    for figure in scan(told(text), language):
        if figure.kind is Kind.YEAR:
            yield f"year {figure.value}"
        elif not figure.weak and figure.value > _SMALLEST:
            yield f"figure {figure.value.normalize():f}"


def _names(text: str) -> Iterator[str]:
    """Yield the skeletons of capitalised words that are not known to be anything else."""
    for found in _NAME.finditer(text):
        name = _POSSESSIVE.sub("", found.group())
        if name[0].isupper() and not _ordinary(folded(name), "en", "ordinary"):
            form = skeleton.latin(name)
            if len(form) > 2:
                yield form


def _heard(text: str) -> Iterator[str]:
    for word in told_words(text):
        if not _ordinary(word, "ar", "usual"):
            yield from skeleton.arabic(word)


@lru_cache(maxsize=65_536)
def _ordinary(word: str, language: str, band: str) -> bool:
    """Tell whether a word is a function word, a concept, or as common as a band of the lists."""
    return (
        word in stopwords(language)
        or stemmed(word) in _concepts(language)
        or listed_share(stemmed(word)) >= table("common")["shares"][band]
    )


@cache
def _concepts(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the concepts that a stem of a language stands for."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for mark, sides in _lines():
        for form in {stem(word) for word in words(sides[language])}:
            found[form] += (mark,)
    return dict(found)


def _lines() -> Iterator[tuple[str, Mapping[str, str]]]:
    for kind, text in table("concepts").items():
        for line in text.strip().splitlines():
            english, arabic = line.split("|")
            yield f"{kind} {english.split()[0]}", {"en": english, "ar": arabic}


@cache
def _share(mark: str) -> float:
    """Return the share of news articles with a mark: that of its most common word, or a guess."""
    shares = table("common")["shares"]
    kind, _, value = mark.partition(" ")
    if kind == "year":
        return float(shares["year"])
    if kind == "figure":
        return float(shares["figure"] if len(value) < 3 else shares["rare"])
    if kind == "places":
        return float(shares["place"])
    return max(float(shares["thing"]), *_shares_of(mark))


def _shares_of(mark: str) -> tuple[float, ...]:
    forms = (form for side in LANGUAGES for form, found in _concepts(side).items() if mark in found)
    return tuple(map(listed_share, forms))
