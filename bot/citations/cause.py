"""``cause``: what came after something is not told as its effect."""

from __future__ import annotations

from functools import cache

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense
from bot.citations.phrases import Mark, data
from bot.citations.reading import Reading, carries, readings
from bot.language import folded
from bot.model import Check, Claim, Finding

_REASON = 6  # content words of a reason
_CLAUSE = 7  # words after "as" in which its verb stands


def cause(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """A side gives a reason or an effect only where the cited text gives one."""
    return tuple(
        one.finds(Check.CAUSE, "added", claim=one.sense.surface(mark.start, mark.end + 3))
        for one in readings(claim, evidence)
        for mark in _causes(one.sense)[:1]
        if not carries(one.own or one.every, "cause", "effect", *(() if one.own else ("outcome",)))
        and not _comes_after(one, mark)
        and not any(_implies(text, one) for text in one.own or one.every)
    )


def _causes(text: Sense) -> tuple[Mark, ...]:
    """Return the marks of a text that give a reason: "the result of the vote" is an outcome."""
    return tuple(mark for mark in text.tagged("cause") if not _is_noun(text, mark))


def _is_noun(text: Sense, mark: Mark) -> bool:
    """Whether "result" (نتيجة) is what came out, of a vote or without a cause beside it."""
    word = text.words[mark.start]
    after = next((w for w in text.words[mark.end : mark.end + 3] if w not in _ARTICLES), "")
    last = mark.end >= len(text.words) or text.parts(mark.end)
    if word == "result" and text.words[mark.end - 1] == "of":
        return after.isdigit() or after in _noun("before_en")
    if not word.endswith("نتيجه"):
        return False
    attached = word.removeprefix("و").removesuffix("نتيجه")  # بنتيجة, النتيجة
    before = text.words[mark.start - 1] if mark.start else ""
    if attached or last or before in _noun("after"):
        return True
    return after.isdigit() or after.removeprefix("ال") in _noun("before_ar")


_ARTICLES = frozenset(("the", "a", "an", "this", "that", "sunday's"))


@cache
def _noun(sort: str) -> frozenset[str]:
    return frozenset(folded(data("marks")["noun"][sort]).split())


def _comes_after(one: Reading, mark: Mark) -> bool:
    """Whether Arabic says جراء of what an English source says "after": ordinary translation."""
    words = one.sense.words[mark.start : mark.end]
    return not one.own and "جراء" in words and any("after" in text.words for text in one.every)


def _implies(text: Sense, one: Reading) -> bool:
    """Whether a text gives a reason without a word of cause: "as staff walked out", لمعاناتهم.

    In the side's own language the side must tell half of that reason.
    """
    for at, word in enumerate(text.words):
        if (word == "as" and _opens_clause(text, at)) or _names_deed(word):
            reason = {text.roots[i] for i in text.scope(Mark("", at, at + 1), _REASON)}
            if not one.own or 2 * len(reason & one.sense.places.keys()) >= len(reason) > 0:
                return True
    return False


def _opens_clause(text: Sense, at: int) -> bool:
    """Whether "as" at word ``at`` opens a clause, and tells of no role or comparison."""
    ahead = text.words[at + 1 : at + 1 + _CLAUSE]
    if (
        not ahead
        or ahead[0] in _words("no_clause")
        or (at and text.words[at - 1] in _words("role"))
    ):
        return False
    stop = next((i for i in range(at + 2, at + 1 + len(ahead)) if text.parts(i)), at + _CLAUSE)
    clause = text.words[at + 2 : stop]
    return any(word in _words("finite") or word.endswith("ed") for word in clause)


def _names_deed(word: str) -> bool:
    return word[0] == "ل" and word.startswith(_deeds())


@cache
def _words(sort: str) -> frozenset[str]:
    return frozenset(data("marks")["as"][sort].split())


@cache
def _deeds() -> tuple[str, ...]:
    return tuple(map(folded, data("marks")["deed"]["begin"].split()))
