"""Looks for other paragraphs where a claim's own do not carry it. Pure.

What is found is a proposal: it passes the checks that were given, and no judge has seen it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.citations.evidence import Passage, Shelf, article_of
from bot.citations.ladder import Rungs, judge_claim
from bot.citations.nearest import Library
from bot.citations.schema import MAX_CITATIONS
from bot.language import find, sentences, terms
from bot.language.names import name_in
from bot.model import Check, Citation, Claim, Finding, Label

_MOVABLE = frozenset({Check.CITES, Check.QUOTE, Check.NUMBERS, Check.DATES, Check.NAMES})
_ALL_MISSING = "check.entailment.citation"  # the judge: the paragraphs speak of something else
_NEAREST = 3  # paragraphs that are tried for each side


def elsewhere(
    claim: Claim, shelf: Shelf, library: Library, rungs: Rungs
) -> tuple[Citation, ...] | None:
    """Return citations with which no check of ``rungs`` refuses a checked claim, if there are any.

    Only for a claim that was refused for what its paragraphs hold: a quote that stands in another
    one, a figure, date or name that they lack, or all of it, as a judge found. ``None``: nothing
    was found.
    """
    found = claim.verdict.findings if claim.verdict else ()
    refused = [finding for finding in found if finding.label is Label.UNSUPPORTED]
    if not refused or not all(map(_movable, refused)):
        return None
    for citations in _proposals(claim, shelf, library):
        moved = replace(claim, citations=citations)
        verdict = judge_claim(moved, shelf.evidence(moved), rungs).verdict
        if verdict and verdict.label is not Label.UNSUPPORTED:
            return citations
    return None


def _movable(finding: Finding) -> bool:
    return finding.check in _MOVABLE or finding.reason.key == _ALL_MISSING


def _speaks_of_other_things(claim: Claim) -> bool:
    findings = claim.verdict.findings if claim.verdict else ()
    return any(finding.reason.key == _ALL_MISSING for finding in findings)


def _proposals(claim: Claim, shelf: Shelf, library: Library) -> Iterator[tuple[Citation, ...]]:
    """Yield other citations, the smallest change first; others altogether if all is missing.

    A paragraph is only joined to those of its own article: what two articles tell together, none
    of them reports.
    """
    moved = tuple(_moved(citation, shelf) for citation in claim.citations)
    if moved != claim.citations:
        yield tuple(dict.fromkeys(moved))
    kept = tuple(c for c in dict.fromkeys(moved) if _holds(shelf.passages.get(c.paragraph), c))
    if len(kept) < MAX_CITATIONS:
        yield from ((*kept, one) for one in _naming(claim, kept, shelf))
    nearest = tuple(_near(claim, shelf, library))
    new = [one for one in nearest if one.paragraph not in {c.paragraph for c in kept}]
    kept = () if _speaks_of_other_things(claim) else kept
    speaking = {one.paragraph for one in nearest}
    sound = tuple(c for c in kept if c.paragraph in speaking)  # the rest speaks of other things
    if len(sound) < MAX_CITATIONS:
        yield from ((*sound, one) for one in new if _is_of(one, sound))
    yield from ((one,) for one in new if sound)
    if len(kept) < MAX_CITATIONS:
        yield from ((*kept, one) for one in new if kept != sound and _is_of(one, kept))


def _is_of(one: Citation, others: Iterable[Citation]) -> bool:
    """Tell whether a paragraph is of an article that others are of, or there are no others."""
    articles = {article_of(other.paragraph) for other in others}
    return not articles or article_of(one.paragraph) in articles


def _moved(citation: Citation, shelf: Shelf) -> Citation:
    """Return a citation under the paragraph that has its words, if its own has not."""
    if _holds(shelf.passages.get(citation.paragraph), citation):
        return citation
    homes = [id for id, passage in shelf.passages.items() if _holds(passage, citation)]
    return replace(citation, paragraph=homes[0]) if homes else citation


def _holds(passage: Passage | None, citation: Citation) -> bool:
    return passage is not None and find(citation.quote, passage.prepared.folded) is not None


def _naming(claim: Claim, kept: Sequence[Citation], shelf: Shelf) -> Iterator[Citation]:
    """Yield the first paragraph of a cited article that has the names which the cited ones lack.

    There the article names in full who is called by one name later on.
    """
    found = claim.verdict.findings if claim.verdict else ()
    lacking = [str(f.reason.values.get("name", "")) for f in found if f.check is Check.NAMES]
    articles = {article_of(citation.paragraph) for citation in kept}
    for id, passage in shelf.passages.items() if lacking else ():
        text = passage.prepared.text
        if article_of(id) in articles and all(name_in(name, text) for name in lacking):
            parts = [text[start:end].strip() for start, end in sentences(text, passage.language)]
            yield Citation(id, next((p for p in parts if name_in(lacking[0], p)), text))
            return


def _near(claim: Claim, shelf: Shelf, library: Library) -> Iterator[Citation]:
    """Yield the nearest paragraphs of each side, each once, with the words that speak of it."""
    seen: set[str] = set()
    for language, text in claim.text.items():
        for id in library.nearest(text, language, _NEAREST) if text else ():
            if id not in seen:
                seen.add(id)
                yield Citation(id, _evidence(shelf.passages[id], claim))


def _evidence(passage: Passage, claim: Claim) -> str:
    """Return the sentence of a paragraph that shares most with the claim in its language."""
    text, language = passage.prepared.text, passage.language
    wanted = set(terms(claim.text.get(language) or "", language))
    parts = [text[start:end].strip() for start, end in sentences(text, language)] or [text]
    return max(parts, key=lambda part: len(wanted & set(terms(part, language))))
