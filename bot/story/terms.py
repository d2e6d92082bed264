"""What an article is about: its terms, how often they stand where, how common they are."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from bot.language import folded, stem, stopwords, words
from bot.language.words import words_of_folded
from bot.model import Article, ParagraphKind
from bot.story.tables import table

# News tells what matters first, so the end of a long article says little about its event.
_TITLE = 160  # characters of the text that stand in for a missing title
_LEAD = 400
_READ = 2000
_TITLE_WEIGHT, _LEAD_WEIGHT = 3.0, 2.0

_CASED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;…»”\"]\s*$|^\s*$")


_FEW = 64  # texts: all that is asked of one article
_MANY = 65_536  # words: as many as a day's news has

told = lru_cache(maxsize=_FEW)(folded)
"""The comparison form of a text, kept while its article is read for this and for that."""


@lru_cache(maxsize=_FEW)
def told_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, kept as ``told`` is."""
    return words_of_folded(told(text))


@lru_cache(maxsize=_MANY)
def stemmed(word: str) -> str:
    """Return the stem of a word, the same object each time: there are thousands of each."""
    return sys.intern(stem(word))


@dataclass(frozen=True, slots=True)
class Profile:
    """The terms of one article.

    ``counts`` holds how often each stands, weighted by place and damped; ``shares`` the share
    of all news that uses it; ``title`` the terms of the title.
    """

    counts: Mapping[str, float]
    shares: Mapping[str, float]
    title: frozenset[str]


def profile(article: Article) -> Profile:
    """Return the terms of ``article`` from its title and the first 2000 characters of its text."""
    counts: dict[str, float] = defaultdict(float)
    for text, weight in weighted_texts(article):
        for term in _terms(text, article.language):
            counts[term] += weight
    title = article.title or _body(article)[:_TITLE]
    read = f"{title}\n{_body(article)[:_READ]}"
    proper = None if article.language in table("common") else _proper_names(read)
    return Profile(
        {term: 1 + log(count) for term, count in counts.items()},
        {term: _share(term, proper) for term in counts},
        frozenset(_terms(title, article.language)),
    )


def weighted_texts(article: Article) -> tuple[tuple[str, float], ...]:
    """Return the parts of an article that tell its event, each with its weight."""
    body = _body(article)
    lead, rest = body[:_LEAD], body[_LEAD:_READ]
    return (article.title, _TITLE_WEIGHT), (lead, _LEAD_WEIGHT), (rest, 1.0)


def _body(article: Article) -> str:
    told = (p.text for p in article.paragraphs if p.kind is not ParagraphKind.CAPTION)
    return "\n".join(told)


def _terms(text: str, language: str) -> Iterable[str]:
    """Yield the terms of a text; two neighbours where a script has no spaces between words."""
    empty = stopwords(language)
    before = ""
    for word in told_words(text):
        if len(word) == 1 and ord(word) > 0x3000:
            if before:
                yield before + word
            before = word
            continue
        before = ""
        if word in empty or len(word) == 1:
            continue
        yield stemmed(word)


def listed_share(term: str) -> float:
    """Return the share of news articles that use a term, 0 if no list knows it."""
    return _listed().get(term, 0.0)


def _share(term: str, proper: frozenset[str] | None) -> float:
    """Return the share of news articles that use a term; a guess where no list knows it.

    ``proper`` holds the terms with a capital letter if the language has no list of its own.
    """
    if proper is None or term[0].isdigit():
        return _usual_share(term)
    shares, known = table("common")["shares"], _listed().get(term)
    if term in proper:
        return known if known and known > shares["ordinary"] else float(shares["rare"])
    return float(shares["usual" if len(term) < 5 else "ordinary"])


@lru_cache(maxsize=_MANY)
def _usual_share(term: str) -> float:
    """Return the share of news articles that use a term of a language with a list, or a figure."""
    shares = table("common")["shares"]
    if term[0].isdigit():
        is_year = len(term) == 4 and term[:2] in ("19", "20")
        return float(shares["year" if is_year else "figure" if len(term) < 4 else "rare"])
    return _listed().get(term) or float(shares["rare"])


@cache
def _listed() -> Mapping[str, float]:
    """Return the share of every listed term, its most common use where lists overlap."""
    data = table("common")
    found: dict[str, float] = {}
    for language in (name for name in data if name != "shares"):
        for band, text in data[language].items():
            for word in words(text):
                term = stem(word)
                found[term] = max(found.get(term, 0.0), data["shares"][band])
    return found


def _proper_names(text: str) -> frozenset[str]:
    """Return the terms that stand with a capital letter inside a sentence."""
    found = set()
    for match in _CASED.finditer(text):
        word = match.group()
        inside = not _SENTENCE_END.search(text[max(0, match.start() - 4) : match.start()])
        if inside and word[0].isupper():
            found.add(stem(folded(word)))
    return frozenset(found)
