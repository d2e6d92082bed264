"""The media that others quote: their names in several languages, and when two are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from bot.language import direction, folded, text_direction
from bot.language.names import name_in
from bot.story.tables import table

_ARTICLES = re.compile(r"^(?:the|ال)\s*")
_LISTED = ("ar", "en")  # languages of the list
_NOT_WORD = re.compile(r"[^\w]+")


def listed(text: str) -> tuple[str, ...]:
    """Split a list of the tables, whose entries stand between bars and line ends."""
    entries = (entry.strip() for line in text.splitlines() for entry in line.split("|"))
    return tuple(entry for entry in entries if entry)


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """Return what two names of one medium have in common, to compare and to count by.

    A listed medium has one key whatever the language and the noun before it ("وكالة رويترز",
    "Reuters"); any other name is compared without that noun, marks, capitals and spaces.
    """
    bare = _bare(name)
    return (
        _keys().get(bare) or _keys().get(_bare(_without_kind(name))) or _bare(_without_kind(name))
    )


def same(name: str, outlet: str) -> bool:
    """Tell whether ``name`` is the outlet, or the house that its name or address carries.

    "CNN" is "CNN Arabic" and "edition.cnn.com"; nothing is the outlet that has no name.
    """
    if not outlet.strip():
        return False
    if key(name) == key(outlet):
        return True
    parts = _NOT_WORD.split(folded(outlet))
    runs = {"".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)}
    names = {other for other, first in _keys().items() if first == key(name)} | {_bare(name)}
    return any(len(other) > 1 and other in runs for other in names)


def is_listed(name: str) -> bool:
    """Tell whether a medium of the list is meant."""
    return key(name) in _houses()


def form(name: str, language: str) -> str | None:
    """Return what a listed medium is called in ``language``, ``None`` if that is not known.

    Of several names it is the one that sounds most like ``name``, else the first.
    """
    others = [other for other in _houses().get(key(name), ()) if _is_of(other, language)]
    spelled = (other for other in others if name_in(other, name))
    return next(spelled, others[0] if others else None)


def _is_of(name: str, language: str) -> bool:
    """Whether a name of the list is one that ``language`` uses: by its script."""
    return language in _LISTED and text_direction(name) == direction(language)


@cache
def names() -> tuple[str, ...]:
    """Return every name in the list, as written."""
    return tuple(name for line in _lines() for name in listed(line))


def _lines() -> Iterable[str]:
    data = table("media")
    return [*data["agencies"].strip().splitlines(), *data["papers"].strip().splitlines()]


@cache
def _keys() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in _lines():
        first, *others = listed(line)
        for name in (first, *others):
            found.setdefault(_bare(name), _bare(first))
    return found


@cache
def _houses() -> Mapping[str, tuple[str, ...]]:
    """Return all names of each house by its key."""
    found = (listed(line) for line in _lines())
    return {_bare(line[0]): line for line in found}


def _bare(name: str) -> str:
    return _NOT_WORD.sub("", _ARTICLES.sub("", folded(name)))


def _without_kind(name: str) -> str:
    """Return a name in comparison form without the noun before it ("صحيفة")."""
    plain = folded(name)
    for kind in sorted(map(folded, listed(table("media")["ar"]["kinds"])), key=len, reverse=True):
        if plain.startswith(f"{kind} "):
            return plain[len(kind) + 1 :]
    return plain
