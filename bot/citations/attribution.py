"""``attribution``: what somebody says stays theirs, and it is the same somebody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from bot.citations.evidence import Evidence
from bot.citations.marks import Mark, Sense
from bot.citations.reading import Reading, aligned, readings, restated
from bot.citations.roles import kind, offices, speaker, swapped
from bot.model import Check, Claim, Finding

_SAID_OF = 7  # content words after a verb of saying that show what is said


def attribution(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Who speaks in the source speaks in the claim; nobody's words become our own."""
    return tuple(f for one in readings(claim, evidence) for f in _attribution(one, claim, evidence))


def _attribution(one: Reading, claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    who = chain(kind(one), speaker(one), offices(one), swapped(one, evidence))
    yield from islice(chain(_dropped(one, claim), who), 1)


def _dropped(one: Reading, claim: Claim) -> Iterator[Finding]:
    if claim.speaker is not None or claim.medium is not None or one.sense.tagged("said", "alleged"):
        return
    for source, mark in aligned(one, "said"):
        if _trails(source, mark) or _by_itself(source, mark):
            continue
        if restated(one, source, mark, _said(source, mark)):
            words = source.surface(mark.start, mark.end + 3)
            yield one.finds(Check.ATTRIBUTION, "dropped", source=words)


def _said(source: Sense, mark: Mark) -> tuple[int, ...]:
    """Return the content words of what is said: they follow "that", in Arabic after the speaker."""
    if source.words[mark.start].lstrip("و") not in _ACCORDING:
        that = next((i for i in range(mark.end, min(mark.end + 14, len(source.words)))
                     if source.words[i] in _THAT), None)  # fmt: skip
        if that is None:
            return ()
        mark = Mark(mark.tag, that, that + 1)
    return source.scope(mark, _SAID_OF)


def _trails(source: Sense, mark: Mark) -> bool:
    """Whether "according to" ends what it belongs to instead of opening it."""
    opens = source.words[mark.start].lstrip("و") in _ACCORDING
    return opens and mark.start not in source.ends and mark.start > 1


def _by_itself(source: Sense, mark: Mark) -> bool:
    """Whether an article speaks of itself ("the report says")."""
    return any(word.removeprefix("ال") in _ITSELF for word in source.words[mark.end : mark.end + 2])


_ACCORDING = frozenset(["بحسب", "وفق", "وفقا", "حسب", "طبقا", "according"])
_THAT = frozenset(["ان", "بان", "انه", "بانه", "انها", "بانها", "انهم", "that"])
_ITSELF = frozenset(["مقال", "تقرير", "article", "report", "piece"])
