"""``scope``: some do not become most, nor most all; the second largest not the largest."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense
from bot.citations.phrases import Mark
from bot.citations.reading import Reading, carries, readings
from bot.language.numbers import Kind
from bot.model import Check, Claim, Finding

_CARRIED_BY = {
    # what a claim says: the words of a source that carry it
    "all": ("all", "any"),
    "whole": ("whole", "all", "any"),
    "most": ("most", "all", "any", "rank"),
    "only": ("only", "just", "without"),
}
_SURE = ("all", "most")  # translations bring the others where no such word was


def scope(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Quantities in words, ranks and "only" of each side against the cited text."""
    return tuple(f for one in readings(claim, evidence) for f in _scope(one))


def _scope(one: Reading) -> Iterator[Finding]:
    found = next(_widened(one), None) or next(_ranked(one), None)
    if found:
        yield found


def _widened(one: Reading) -> Iterator[Finding]:
    texts = one.own or one.every
    for tag, by in _CARRIED_BY.items():
        sure = one.own or tag in _SURE
        marks = one.sense.tagged(tag)[:1] if sure else ()
        for mark in marks:
            if tag == "most" and _is_superlative(one.sense, mark):
                continue
            if not carries(texts, *by):
                words = one.sense.surface(mark.start, mark.end + 2)
                yield one.finds(Check.SCOPE, tag, claim=words)


def _is_superlative(text: Sense, mark: Mark) -> bool:
    """Whether "most" raises an adjective: "the most dangerous", "Scotland's most decorated"."""
    before = text.words[mark.start - 1] if mark.start else ""
    return before.endswith("'s") or before in _BEFORE_SUPERLATIVES


_BEFORE_SUPERLATIVES = frozenset(
    ("the", "a", "be", "is", "are", "was", "were", "its", "his", "her", "their", "our", "one")
)


def _ranked(one: Reading) -> Iterator[Finding]:
    """A superlative behind a rank ("second-largest") does not lose it."""
    if any(q.kind is Kind.ORDINAL and not q.weak for q in one.side.quantities):
        return
    mark = next(iter(one.sense.tagged("rank")), None)
    if mark is None:
        return
    for text in one.own or one.every:
        for other in text.tagged("rank"):
            before = text.words[other.start - 1] if other.start else ""
            if before in _RANKS:
                words = one.sense.surface(mark.start, mark.end + 2)
                yield one.finds(Check.SCOPE, "rank", claim=words)


_RANKS = frozenset(
    [
        "second",
        "third",
        "fourth",
        "fifth",
        "ثاني",
        "ثالث",
        "رابع",
        "خامس",
        "ثانيه",
        "ثالثه",
        "رابعه",
        "سادس",
        "سابع",
    ]
)
