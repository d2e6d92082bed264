"""``wording``: a term that takes a side stands in quotation marks or with who uses it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.evidence import Evidence
from bot.citations.marks import marked, sense
from bot.citations.phrases import Mark
from bot.citations.prepared import Prepared
from bot.citations.reading import Reading, readings
from bot.language import folded
from bot.model import Check, Claim, Finding

_ENTITY = frozenset(("كيان", "entity"))
_STATE = frozenset(map(folded, ("المحتل", "الغاصب", "المؤقت", "الصهيوني", "الإسرائيلي", "المارق")))
_BODIES = frozenset(
    (
        *("entity", "company", "companies", "firm", "firms", "merger", "merged", "carrier"),
        *("الكيان", "كيان", "كيانا", "شركه", "الشركه", "شركتا", "الشركتين", "اندماج", "الاندماج"),
    )
)
_AFTER = 6  # words behind a term, in its sentence, that may say whose it is


def wording(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Loaded terms in our own voice; a sentence of the source is in the source's."""
    if claim.speaker is not None:
        return ()
    return tuple(f for one in readings(claim, evidence) for f in _loaded(one))


def _loaded(one: Reading) -> Iterator[Finding]:
    side = one.side
    for mark in marked(side, "loaded"):
        term = one.sense.surface(mark.start, mark.end)
        if _is_plain(one, mark) or _is_firm(one, mark):
            continue
        if not _quoted(term, side) and not _attributed(side, mark):
            yield one.finds(Check.WORDING, "loaded", words=term)
            return


def _is_plain(one: Reading, mark: Mark) -> bool:
    """Whether a word that also describes (a convicted criminal) is a source's own word as well."""
    if mark.tag != "descriptive":
        return False
    term = one.sense.roots[mark.start]
    return any(
        term == text.roots[other.start]
        and not _quoted(text.surface(other.start, other.end), source)
        and not _attributed(source, other)
        for source, text in zip(one.texts, one.own, strict=True)
        for other in marked(source, "loaded")
    )


def _is_firm(one: Reading, mark: Mark) -> bool:
    """Whether an "entity" is one that is described, or that a cited text knows: a firm, a body."""
    if one.sense.words[mark.end - 1].removeprefix("ال") not in _ENTITY:
        return False
    after = "" if one.sense.parts(mark.end) else "".join(one.sense.words[mark.end : mark.end + 1])
    described = after.startswith("ال") and after not in _STATE
    return described or any(not _BODIES.isdisjoint(text.words) for text in one.every)


def _quoted(term: str, side: Prepared) -> bool:
    return any(folded(term) in folded(quoted.text) for quoted in side.quotations)


def _attributed(side: Prepared, mark: Mark) -> bool:
    """Whether somebody is said to use the term, or to say what holds it.

    Not where the term itself is who says something: "the regime said".
    """
    text = sense(side)
    sentence = text.sentence_of[mark.start]
    return any(
        said.start < mark.end + _AFTER
        and text.sentence_of[said.start] == sentence
        and mark.start != said.end  # قال الطاغية
        and said.start != mark.end
        for said in text.tagged("said", "alleged")
    )
