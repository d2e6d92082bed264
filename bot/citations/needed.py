"""Words without which a pattern matches nowhere: most texts have none of them.

Worked out from the pattern itself, so that nobody has to keep a list beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

try:
    from re import _parser  # type: ignore[attr-defined]  # what ``re.compile`` reads a pattern with
except ImportError:  # a Python that has it elsewhere: then nothing is known of a pattern
    _parser = None

_MOST = 60  # strings that a part of a pattern may be before it is no longer spelled out
_LETTERS = re.compile(r"[^\W\d_]+")
_GAP = " "  # stands for whatever is no letter


class Run(NamedTuple):
    """Letters that stand in every match; whether a word begins and ends with them."""

    letters: str
    begins: bool
    ends: bool


class Part(NamedTuple):
    """What is known of a part of a pattern: all strings that it is, or runs of which one is in it.

    ``None``: nothing.
    """

    strings: frozenset[str] | None
    runs: frozenset[Run] | None


Items = Iterable[tuple[Any, Any]]
_UNKNOWN, _NOTHING = Part(None, None), Part(frozenset(("",)), None)


def needed(pattern: str) -> frozenset[Run] | None:
    """Return letters of which every match of a pattern has some; ``None`` if it can do without.

    One that does not mind the case is taken for such. ValueError (``re.error``) if it is none.
    """
    if _parser is None:
        return None
    parsed = _parser.parse(pattern)
    return None if parsed.state.flags & re.I else _runs_of(_row(parsed))


def finder(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells of a word whether one of ``patterns`` may match in a text that has it.

    A word is of letters, perhaps with apostrophes inside. Where a pattern can do without any
    word, every word is one.
    """
    found = [needed(one) for one in patterns]
    if None in found:
        return lambda word: True
    runs = [run for some in found for run in some or ()]
    whole = frozenset(one.letters for one in runs if one.begins and one.ends)
    first = tuple({one.letters for one in runs if one.begins and not one.ends})
    last = tuple({one.letters for one in runs if one.ends and not one.begins})
    inside = sorted({one.letters for one in runs if not one.begins and not one.ends})
    within = re.compile("|".join(map(re.escape, inside)) if inside else "(?!)")

    def may_match(word: str) -> bool:
        if "'" in word:
            return any(map(may_match, word.split("'")))
        if word in whole or word.startswith(first) or word.endswith(last):
            return True
        return within.search(word) is not None

    return may_match


def _row(items: Items, before: str = "") -> Part:
    """Return what is known of some parts one behind the other.

    ``before`` is a gap if what stands before them is no letter.
    """
    strings, best, whole = frozenset((before,)), None, True
    for kind, what in items:
        gap = _GAP if all(one.endswith(_GAP) for one in strings) else ""
        part = _part(str(kind), what, gap)
        if part.strings is not None and len(strings) * len(part.strings) <= _MOST:
            strings = frozenset(a + b for a in strings for b in part.strings)
            continue
        best = _surer(_surer(best, _runs_in(strings)), _runs_of(part))
        strings, whole = frozenset(("",)), False
    return Part(strings, None) if whole else Part(None, _surer(best, _runs_in(strings)))


def _part(kind: str, what: Any, before: str) -> Part:
    if kind == "LITERAL":
        return Part(frozenset((_sign(chr(what)),)), None)
    if kind == "IN":
        return _one_of(what)
    if kind == "AT":
        return Part(frozenset(("" if "NON" in str(what) else _GAP,)), None)
    if kind in ("ASSERT", "ASSERT_NOT"):
        return _NOTHING
    if kind == "SUBPATTERN":
        _, flags, _, inner = what
        return _UNKNOWN if flags else _row(inner, before)
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        return _repeated(*what)
    return _either(what[1], before) if kind == "BRANCH" else _UNKNOWN


def _sign(char: str) -> str:
    return char if _LETTERS.match(char) else _GAP


def _one_of(signs: Items) -> Part:
    """Return what is known of one character of a set."""
    found = set()
    for kind, what in signs:
        if str(kind) == "LITERAL":
            found.add(_sign(chr(what)))
        elif str(what) == "CATEGORY_SPACE":
            found.add(_GAP)
        else:
            return _UNKNOWN
    return Part(frozenset(found), None)


def _repeated(least: int, most: int, inner: Items) -> Part:
    once = _row(inner)
    if once.strings == frozenset(_GAP) or (most == 1 and once.strings is not None):
        return Part(once.strings | ({""} if least == 0 else set()), None)
    return Part(None, _runs_of(once)) if least else _UNKNOWN


def _either(branches: Iterable[Items], before: str) -> Part:
    found = [_row(one, before) for one in branches]
    strings = [one.strings for one in found if one.strings is not None]
    if len(strings) == len(found) and sum(map(len, strings)) <= _MOST:
        return Part(frozenset[str]().union(*strings), None)
    runs = [some for one in found if (some := _runs_of(one)) is not None]
    return Part(None, frozenset[Run]().union(*runs)) if len(runs) == len(found) else _UNKNOWN


def _runs_of(part: Part) -> frozenset[Run] | None:
    return part.runs if part.strings is None else _runs_in(part.strings)


def _runs_in(strings: frozenset[str]) -> frozenset[Run] | None:
    """Return the longest run of letters in each of some strings; ``None`` if one has none."""
    found = set()
    for text in strings:
        words = list(_LETTERS.finditer(text))
        if not words:
            return None
        word = max(words, key=lambda one: len(one[0]))
        found.add(Run(word[0], word.start() > 0, word.end() < len(text)))
    return frozenset(found)


def _surer(one: frozenset[Run] | None, other: frozenset[Run] | None) -> frozenset[Run] | None:
    """Return the runs that stand in fewer texts: the longer."""
    if not one or not other:
        return one or other
    return max(one, other, key=lambda runs: min(len(r.letters) + r.begins + r.ends for r in runs))
