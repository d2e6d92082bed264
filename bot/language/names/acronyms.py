"""Acronyms written out: letter by letter in Arabic, or as the words that they are short for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from bot.language.fold import folded
from bot.language.names.tokens import Token, tokenize
from bot.language.tables import table

_LATIN = re.compile(r"(?<![A-Za-z])[A-Z](?:[A-Z&.]){1,6}(?![a-z])")
_CAPITALS = re.compile(
    r"[A-Z][A-Za-z]+(?:[\s-]+(?:(?:of|and|the|for|on|in)\s+){0,2}[A-Z][A-Za-z]+){1,7}"
)
_LEAST, _MOST = 2, 7  # letters of an acronym
_SKIPPED = frozenset(("of", "and", "the", "for", "in", "on", "de", "du", "des", "la"))


def spelled_out(text: str, there: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of ``text`` that spell an acronym of ``there`` letter by letter.

    "سي إن بي سي" beside "CNBC". Code point offsets; () where no letters are spelled.
    """
    known = _acronyms(there)
    if not known:
        return ()
    return tuple(
        (run[first].start, run[last - 1].end)
        for run in _runs(text)
        for first, last in _stretches(run)
        if any(_spells(run[first:last], acronym) for acronym in known)
    )


@lru_cache(maxsize=512)
def _acronyms(text: str) -> frozenset[str]:
    found = (re.sub(r"[&.]", "", match.group()).lower() for match in _LATIN.finditer(text))
    return frozenset(one for one in found if len(one) >= _LEAST)


@lru_cache(maxsize=512)
def _runs(text: str) -> tuple[tuple[Token, ...], ...]:
    """Return the rows of words that can be names of letters."""
    runs: list[list[Token]] = [[]]
    for token in tokenize(text):
        if token.arabic and _letters(token.form):
            if runs[-1] and text[runs[-1][-1].end : token.start].strip(" .-"):
                runs.append([])
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    return tuple(tuple(run) for run in runs if len(run) >= _LEAST)


def _stretches(run: Sequence[Token]) -> Iterator[tuple[int, int]]:
    for first in range(len(run)):
        for last in range(min(len(run), first + _MOST + 1), first + _LEAST - 1, -1):
            yield first, last


def _spells(run: Sequence[Token], acronym: str) -> bool:
    letters = [signs for token in run if (signs := _letters(token.form)) != "&"]
    return len(letters) == len(acronym) and all(
        one in signs for one, signs in zip(acronym, letters, strict=True)
    )


@lru_cache(maxsize=4096)
def _letters(word: str) -> str:
    """Return the letters that a word may be the name of, "" if of none."""
    names = _names()
    return names.get(word) or (names.get(word[1:], "") if word[:1] in ("ل", "ب", "و", "ك") else "")


@cache
def _names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, letters in table("letters")["names"].items():
        form = folded(name)
        found[form] = found.get(form, "") + letters
    return found


def is_short_for(acronym: str, there: str) -> bool:
    """Whether the words of ``there`` have the initials of an acronym: PCs, personal computers."""
    letters = acronym.removesuffix("s") if acronym[-1:] == "s" else acronym
    wanted = re.sub(r"[^a-z]", "", letters.lower())
    return len(wanted) >= _LEAST and (
        wanted in _initials(there)[0] or wanted in _initials(there)[1]
    )


def is_shortened(text: str, start: int, end: int, there: str) -> bool:
    """Whether an acronym of ``there`` has the initials of the capitals around a name of ``text``.

    "the European Medicines Agency" for "EMA": the name is among the words that it is short for.
    """
    known = _acronyms(there)
    if not known:
        return False
    runs = (m for m in _CAPITALS.finditer(text) if m.start() <= start and end <= m.end())
    return any(_first_letters(run.group()) in known for run in runs)


def _first_letters(words: str) -> str:
    named = (word.lower() for word in re.findall(r"[A-Za-z]+", words))
    return "".join(word[0] for word in named if word not in _SKIPPED)


@lru_cache(maxsize=512)
def _initials(text: str) -> tuple[str, str]:
    """Return the first letters of a text's Latin words: of all, and without small words."""
    words = [token.form for token in tokenize(text) if not token.arabic]
    return "".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SKIPPED)
