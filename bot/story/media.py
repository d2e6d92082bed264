"""The media that others quote: their names in several languages, and when two are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.language import folded
from bot.story.tables import table

_ARTICLES = re.compile(r"^(?:the|ال)\s*")
_NOT_WORD = re.compile(r"[^\w]+")


def listed(text: str) -> tuple[str, ...]:
    """Split a list of the tables, whose entries stand between bars and line ends."""
    entries = (entry.strip() for line in text.splitlines() for entry in line.split("|"))
    return tuple(entry for entry in entries if entry)


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


def is_agency(name: str) -> bool:
    """Tell whether a medium is a news agency, by the list or by its own name."""
    words = f" {folded(name)} "
    return key(name) in _agencies() or " agency " in words or words.startswith(" وكاله ")


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
def _agencies() -> frozenset[str]:
    lines = table("media")["agencies"].strip().splitlines()
    return frozenset(_bare(listed(line)[0]) for line in lines)


def _bare(name: str) -> str:
    return _NOT_WORD.sub("", _ARTICLES.sub("", folded(name)))


def _without_kind(name: str) -> str:
    """Return a name in comparison form without the noun before it ("صحيفة")."""
    plain = folded(name)
    for kind in sorted(map(folded, listed(table("media")["ar"]["kinds"])), key=len, reverse=True):
        if plain.startswith(f"{kind} "):
            return plain[len(kind) + 1 :]
    return plain
