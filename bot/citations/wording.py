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
        if not _quoted(term, side) and not _attributed(side, mark):
            yield one.finds(Check.WORDING, "loaded", words=term)
            return


def _quoted(term: str, side: Prepared) -> bool:
    return any(folded(term) in folded(quoted.text) for quoted in side.quotations)


def _attributed(side: Prepared, mark: Mark) -> bool:
    """Whether somebody is said to use the term, or to say what holds it."""
    text = sense(side)
    sentence = text.sentence_of[mark.start]
    return any(
        said.start < mark.end + _AFTER and text.sentence_of[said.start] == sentence
        for said in text.tagged("said", "alleged")
    )
