"""The phrases of the tables (``data/*.toml``) that carry the logic of a statement."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.language import folded
from bot.language.numbers.lexicon import bare

TABLES = ("marks", "poles", "offices", "loaded")

_WITH_PRONOUNS = ("poles",)  # tables of verbs: يعارض, يعارضه, يعارضها
_LETTERS = 3  # of a word without its particles

Phrases = tuple[tuple[tuple[str, ...], frozenset[str]], ...]
"""Phrases with one first word, without it; the longest first, each with its tags."""


class Mark(NamedTuple):
    """A mark in a text: what it says, and the half-open run of words that say it."""

    tag: str
    start: int
    end: int


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return the table ``data/<name>.toml`` of this package."""
    source = files("bot.citations").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text("utf-8"))


@cache
def phrases(name: str, language: str) -> Mapping[str, Phrases]:
    """Return the phrases of a table by their first word, each with the sections that list it."""
    found: dict[str, set[str]] = {}
    for tag, lists in data(name).items():
        for phrase in lists.get(language, "").split() if isinstance(lists, dict) else ():
            for form in _forms(folded(phrase.replace("_", " ")), language, name in _WITH_PRONOUNS):
                found.setdefault(form, set()).add(tag)
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, tags in sorted(found.items(), key=lambda item: -item[0].count(" ")):
        first, *rest = phrase.split()
        by_first.setdefault(first, []).append((tuple(rest), frozenset(tags)))
    return {first: tuple(rest) for first, rest in by_first.items()}


def _forms(phrase: str, language: str, pronouns: bool) -> tuple[str, ...]:
    """Return a phrase and, of one Arabic word, its accusative (محتملا) and with pronouns."""
    bare_word = language == "ar" and " " not in phrase and phrase[-1] not in "اهيء"
    if not bare_word or len(phrase) < 3:
        return (phrase,)
    endings = ("ا", "ه", "ها", "هم") if pronouns else ("ا",)
    return (phrase, *(phrase + ending for ending in endings))


def begun(word: str, language: str) -> tuple[tuple[str, Phrases], ...]:
    """Return the tables that have phrases which a word of a text may begin, with these phrases.

    Written-on Arabic particles are taken off; the longest phrases come first.
    """
    known = _first_words(language)
    forms = [one for one in (word, *(_bare(word) if language == "ar" else ())) if one in known]
    found = [(name, _begun(forms, phrases(name, language))) for name in TABLES] if forms else ()
    return tuple((name, some) for name, some in found if some)


@cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(first for name in TABLES for first in phrases(name, language))


def _begun(forms: Iterable[str], table: Mapping[str, Phrases]) -> Phrases:
    found = [phrase for form in forms for phrase in table.get(form, ())]
    return tuple(sorted(found, key=lambda phrase: -len(phrase[0])))


def _bare(word: str) -> tuple[str, ...]:
    return tuple(one for one in bare(word) if len(one) >= _LETTERS) if word[0] != "ك" else ()


def found_in(words: Sequence[str], openings: Iterable[tuple[int, Phrases]]) -> list[Mark]:
    """Return the phrases of a table in a text, the longest first; "plain" hides what it covers.

    ``openings`` are the indexes of the words that may begin one, in order, with these phrases.
    """
    marks: list[Mark] = []
    done = 0
    for at, some in openings:
        found = _longest(words, at, some) if at >= done else None
        if found is None:
            continue
        done, tags = found
        if "plain" not in tags:
            transport = words[at].removeprefix("و").startswith("ال")  # النقل
            marks += [_new(Mark, (tag, at, done)) for tag in tags if tag != "said" or not transport]
    return marks


_new = tuple.__new__  # a third of the time of ``Mark``


def _longest(words: Sequence[str], at: int, begun: Phrases) -> tuple[int, frozenset[str]] | None:
    following = words[at + 1] if at + 1 < len(words) else None
    for rest, tags in begun:
        if not rest:
            return at + 1, tags
        if rest[0] == following:
            end = at + 1 + len(rest)
            if tuple(words[at + 1 : end]) == rest:
                return end, tags
    return None
