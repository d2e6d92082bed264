"""``modality``: a plan stays a plan, a possibility a possibility, an allegation an allegation."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.evidence import Evidence
from bot.citations.marks import Sense, sense
from bot.citations.reading import Reading, aligned, near, readings, restated
from bot.model import Check, Claim, Finding

_KEPT_BY = {
    # a mark of the source: the marks of a claim that say no more than it
    "possible": ("possible", "hoped", "alleged", "hearsay", "soft"),
    "hoped": ("hoped", "possible"),
    "planned": ("planned", "possible", "hoped", "agreed", "alleged", "soft"),
    "agreed": ("agreed", "planned", "possible", "hoped"),
    "alleged": ("alleged", "possible", "negation", "refusal", "hearsay", "soft"),
}
_HEDGES: tuple[str, ...] = ("possible", "hoped", "alleged", "hearsay")
_PLANS: tuple[str, ...] = ("planned",)
_TO_BE = frozenset(("is", "are", "am", "be", "to", "being"))
_IMPERFECT = "يتن"  # first letters of an Arabic verb that does not tell of something done


def modality(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """What the source plans, hopes, alleges or thinks possible is not told as more than that."""
    return tuple(f for one in readings(claim, evidence) for f in _modality(one))


def _modality(one: Reading) -> Iterator[Finding]:
    found = next(_lost(one), None) or next(_sides(one), None)
    if found:
        yield found


def _lost(one: Reading) -> Iterator[Finding]:
    claim = one.sense
    for source, mark in aligned(one, *_KEPT_BY):
        places = restated(one, source, mark, source.scope(mark))
        if not places or near(claim.tagged(*_KEPT_BY[mark.tag]), places):
            continue
        if mark.tag == "planned" and _is_under_way(claim, places[0]):
            continue
        yield one.finds(Check.MODALITY, mark.tag, source=source.surface(mark.start, mark.end + 3))


def _is_under_way(claim: Sense, at: int) -> bool:
    """Whether a verb tells of what happens or is to happen, not of what is done."""
    before = claim.words[max(0, at - 2) : at]
    word = claim.words[at]
    present = word[0] in _IMPERFECT or (word.isascii() and word.endswith("s"))
    return present or any(other in _TO_BE for other in before)


def _sides(one: Reading) -> Iterator[Finding]:
    """The other language hedges where the side that the sources speak does."""
    if one.source is None:
        return
    source = sense(one.source)
    pairs: list[tuple[Sense, Sense, tuple[str, ...]]] = [
        (source, one.sense, _HEDGES),
        (one.sense, source, _HEDGES),
    ]
    if one.side.language != "ar":  # whose imperfect tells of what is and of what will be
        pairs.append((source, one.sense, _PLANS))
    for text, other, tags in pairs:
        marks = text.tagged(*tags)
        if marks and not other.tagged(*tags, *_HEDGES, "soft"):
            yield one.finds(Check.MODALITY, "sides", words=_around(text, marks[0].start))


def _around(text: Sense, at: int) -> str:
    return text.surface(at, at + 4)
