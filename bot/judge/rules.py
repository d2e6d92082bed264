"""What an opinion amounts to: whether it can be used at all, and what it finds.

A judge is not believed on its word: "supported" counts only with words that stand in a cited
paragraph and without a word that it calls unsupported itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.citations import Evidence
from bot.judge.opinion import Kind, Opinion, Ruling, SideOpinion
from bot.language import find, words
from bot.model import Check, Citation, Claim, Finding, Label, Note

_CUT = re.compile(r"\s*(?:\[\s*)?(?:…|\.{3,})(?:\s*\])?\s*")
_MIN_WORDS = 2  # of a quote, unless its whole paragraph is shorter
_BY_RULING = {
    Ruling.PARTIAL: Kind.ADDITION,
    Ruling.CONTRADICTED: Kind.OTHER,
    Ruling.NOT_IN_CITED: Kind.CITATION,
}


def sides_of(claim: Claim) -> Mapping[str, str]:
    """Return the sides of ``claim`` that there are."""
    return {code: text for code, text in claim.text.items() if text}


def problem(claim: Claim, opinion: Opinion | None, evidence: Evidence) -> str | None:
    """Return in words for the model why an opinion cannot be used; ``None`` if it can."""
    if opinion is None:
        return f"there was no verdict of the right form on {claim.id}"
    missing = [code for code in sides_of(claim) if code not in opinion.sides]
    if missing:
        return f"there was no verdict on the side {', '.join(missing)} of {claim.id}"
    carried = [side for side in _judged(claim, opinion) if side.ruling is Ruling.SUPPORTED]
    if any(side.unsupported for side in carried):
        return f"a side of {claim.id} was called supported and yet had unsupported words"
    if carried and not is_proven(opinion, evidence):
        return (
            f"the evidence for {claim.id} must stand letter by letter in a paragraph that it"
            " cites, and be at least two words; if there are no such words it is not supported"
        )
    return None


def is_proven(opinion: Opinion, evidence: Evidence) -> bool:
    """Whether there are quotes, and each stands word for word in a paragraph that is cited."""
    return bool(opinion.evidence) and all(_stands(one, evidence) for one in opinion.evidence)


def _stands(one: Citation, evidence: Evidence) -> bool:
    passage = evidence.by_id.get(one.paragraph)
    if passage is None:
        return False
    if len(words(one.quote)) < min(_MIN_WORDS, len(words(passage.prepared.text))):
        return False
    parts = [part for part in _CUT.split(one.quote) if any(map(str.isalnum, part))]
    return bool(parts) and all(find(part, passage.prepared.folded) for part in parts)


def findings(claim: Claim, opinion: Opinion) -> tuple[Finding, ...]:
    """Return what a usable opinion finds wrong, side by side; nothing: the claim is supported."""
    return tuple(_findings(claim, opinion))


def _findings(claim: Claim, opinion: Opinion) -> Iterator[Finding]:
    for code, text in sides_of(claim).items():
        side = opinion.sides[code]
        if side.ruling is not Ruling.SUPPORTED:
            kind = side.kind if _says_more(side) else _BY_RULING[side.ruling]
            values = {"words": _words(side, text), "why": opinion.reason}
            note = Note(f"check.entailment.{kind}", values)
            yield Finding(Check.ENTAILMENT, Label.UNSUPPORTED, note, code)


def _says_more(side: SideOpinion) -> bool:
    """Whether the sort of error tells more than the ruling: it does not where all is missing."""
    return side.kind is not Kind.NONE and side.ruling is not Ruling.NOT_IN_CITED


def _words(side: SideOpinion, text: str) -> str:
    """Return the unsupported words that do stand in the claim; else all of it."""
    there = [words for words in side.unsupported if words in text]
    return " … ".join(there) or text


def unclear(key: str, **values: object) -> Finding:
    """Return the finding that nobody could settle a claim."""
    return Finding(Check.ENTAILMENT, Label.UNCLEAR, Note(key, values))


def _judged(claim: Claim, opinion: Opinion) -> list[SideOpinion]:
    return [opinion.sides[code] for code in sides_of(claim)]
