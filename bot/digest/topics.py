"""Whether a story is on a topic: its words in any form, language and script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.digest.tables import table
from bot.language import detect, stem, stopwords, words
from bot.language.names import name_in
from bot.model import Article
from bot.story import skeleton
from bot.story.bridge import LANGUAGES, concepts_in

_LEAD = 400  # characters of a text; further down an article speaks of other things too
_SOUND = 3  # letters of a skeleton that tells anything
_ASKED = 3  # articles of a story in each language that are read for names


def on_topic(articles: Sequence[Article], topic: Sequence[str]) -> float:
    """Return the share, 0 to 1, of the words of ``topic`` that a story is about; 1 without any.

    A word counts where a title or the beginning of a text has it in any form, or a word or name of
    the other language that means the same. A topic of several words counts if all of them do.
    """
    if not topic:
        return 1.0
    heads = [_head(article) for article in articles]
    return sum(_is_about(heads, asked) for asked in topic) / len(topic)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the beginning of an article has."""

    text: str
    stems: frozenset[str]
    concepts: frozenset[str]
    sounds: frozenset[str]


def _head(article: Article) -> _Head:
    body = "\n".join(p.text for p in article.paragraphs[:3])[:_LEAD]
    return _read(f"{article.title}\n{body}", article.language)


@lru_cache(maxsize=2048)
def _read(text: str, language: str) -> _Head:
    found = words(text)
    return _Head(
        text, frozenset(map(stem, found)), concepts_in(text, language), frozenset(_sounds(found))
    )


def _sounds(found: Iterable[str]) -> Iterator[str]:
    """Yield the skeletons of words, the same for both scripts."""
    for word in found:
        if "\u0621" <= word[0] <= "\u06d3":
            yield from skeleton.arabic(word)
        elif len(sound := skeleton.latin(word)) >= _SOUND:
            yield sound


def _is_about(heads: Sequence[_Head], asked: str) -> bool:
    return any(_has(heads, name) for name in (asked, *_same().get(words(asked), ())))


def _has(heads: Sequence[_Head], name: str) -> bool:
    """Whether any head has all words of a name, or the name itself in another spelling."""
    asked = [word for word in words(name) if word not in stopwords("und")] or words(name)
    if not asked:
        return False
    if any(all(_says(head, word) for word in asked) for head in heads):
        return True
    sounds = set(_sounds(words(name)))
    alike = [head for head in heads if sounds & head.sounds]
    return any(name_in(name, head.text) for head in alike[: _ASKED * len(LANGUAGES)])


def _says(head: _Head, word: str) -> bool:
    known = _concepts(word)
    return stem(word) in head.stems or bool(known and known <= head.concepts)


@lru_cache(maxsize=1024)
def _concepts(word: str) -> frozenset[str]:
    language = detect(word)
    return concepts_in(word, language if language in LANGUAGES else "en")


@cache
def _same() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return for each listed topic its other names."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in table("topics")["same"].strip().splitlines():
        names = tuple(name.strip() for name in line.split("|"))
        found |= {words(name): tuple(n for n in names if n != name) for name in names}
    return found
