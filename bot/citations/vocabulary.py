"""What the cues know of a word before they meet it in a text, worked out once for each word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from bot.citations.machines import ordering
from bot.citations.phrases import Phrases, begun
from bot.citations.verbs import may_say_when
from bot.language import stem, stopwords

_MOST = 4096  # words of a language that are kept: more than a story has
_WEAK = str.maketrans("", "", "اويءه")
_DOUBLED = re.compile(r"(.)\1")
_PREFIXES = ("است", "سي", "ست", "سن", "ي", "ت", "ن", "ا", "م")
_LETTERS = 3  # of an Arabic root
_VERB = 4  # letters that a verb has at least besides the future's
_ENGLISH_ROOT = 6  # letters that forms of one English word share: announc-es, announc-ement


class Known(NamedTuple):
    """A word: its root, whether it has content, the phrases that it may begin, by table.

    ``timed``: it is an Arabic word that may say when something is done. ``ordering``: it may be
    of an order to a machine.
    """

    root: str
    content: bool
    begins: tuple[tuple[str, Phrases], ...]
    timed: bool
    ordering: bool


class _Vocabulary(dict[str, Known]):
    """Words of one language, each worked out when first met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._empty = stopwords(language)

    def __missing__(self, word: str) -> Known:
        if len(self) >= _MOST:
            self.clear()
        content = len(word) > 1 and word not in self._empty and not self._is_plain(word)
        timed = self._language == "ar" and may_say_when(word)
        begins = begun(word, self._language)
        known = self[word] = Known(root(word), content, begins, timed, ordering()(word))
        return known

    def _is_plain(self, word: str) -> bool:
        """Whether an Arabic word is a function word behind written-on particles."""
        return word[0] in "وفبلك" and word[1:] in self._empty


@cache
def vocabulary(language: str) -> Mapping[str, Known]:
    """Return what is known of any word in comparison form."""
    return _Vocabulary(language)


@lru_cache(maxsize=_MOST)
def root(word: str) -> str:
    """Return what forms of one word share: an Arabic skeleton, the beginning of an English one."""
    if not "\u0621" <= word[0] <= "\u064a":
        return stem(word)[:_ENGLISH_ROOT]
    short = stem(word)
    if short[0] == "س" and len(short) > _VERB and short[1] in "يتن":
        short = short[2:]  # the future
    for prefix in _PREFIXES if short.startswith(_PREFIXES) else ():
        rest = short.removeprefix(prefix)
        if rest != short and len(rest) >= _LETTERS:
            short = rest
            break
    strong = short.translate(_WEAK)
    if _DOUBLED.search(strong):
        strong = _DOUBLED.sub(r"\1", strong)
    strong = strong.removesuffix("ت")
    return strong if len(strong) > 1 else short
