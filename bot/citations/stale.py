"""An old fact told as news: part of ``dates``."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.marks import Sense, sense
from bot.citations.phrases import Mark
from bot.citations.reading import Reading, carries
from bot.model import Check, Finding

_PRESENT = frozenset(
    (
        *("current", "ongoing", "present", "today", "still", "existing"),
        *("الحالي", "الحاليه", "الراهن", "الراهنه", "الجاري", "الجاريه", "مازال", "ماتزال"),
    )
)

_SAME = 2  # words by which two clauses tell of one thing
_NOW, _NOT = frozenset(("now", "lately")), frozenset(("negation",))
_UNTIL = frozenset(("حتي", "الي", "لحد", "لغايه", "بعد", "until", "till", "by", "up"))


def _is_present(text: Sense) -> bool:
    """Whether a text calls something present by an adjective: "the current offer"."""
    return not _PRESENT.isdisjoint(text.words)


def stale(one: Reading) -> Iterator[Finding]:
    """Yield a doubt where a side says "now" and no cited text does."""
    if not one.sense.has(_NOW):
        return
    old = any(text.tagged("then", "pluperfect") for text in one.every)
    for mark in one.sense.tagged("now", *(("lately",) if old else ()))[:1]:
        before = one.sense.words[max(0, mark.start - 1)]
        if not _is_adverb(one.sense, mark):
            continue  # "الأوضاع الحالية"
        if before in _UNTIL and one.sense.has(_NOT):
            continue  # لم توجه حتى الآن: not yet
        if not old and (not one.own or before in _UNTIL):
            continue  # which another language's tense says; "so far"
        if not carries(one.every, "now", "lately") and not any(map(_is_present, one.every)):
            if old and not _is_of_old(one, mark):
                continue
            words = one.sense.surface(mark.start, mark.end + 2)
            yield one.finds(Check.DATES, "stale", claim=words)


def _is_adverb(text: Sense, mark: Mark) -> bool:
    return not text.words[mark.start].startswith(("الحالي", "الراهن"))


def _is_of_old(one: Reading, mark: Mark) -> bool:
    """Whether what a side tells of now may be what a source tells of the past.

    In the same language two words of its clause stand behind what tells the past, in its clause.
    """
    if not one.own:  # the side in the sources' language is held against their words
        source = sense(one.source) if one.source else None
        return not source or not any(_is_adverb(source, m) for m in source.tagged(*_NOW))
    mine = _clause(one.sense, mark)
    return any(
        len(mine & _clause(text, then)) >= _SAME
        for text in one.own
        for then in text.tagged("then", "pluperfect")
    )


def _clause(text: Sense, mark: Mark) -> set[str]:
    """Return the roots of the words of a mark's clause."""
    low = high = mark.start
    while low and not text.parts(low):
        low -= 1
    while high < len(text.words) and (high == low or not text.parts(high)):
        high += 1
    return {text.roots[at] for at in range(low, high) if text.content[at]}
