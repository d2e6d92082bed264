"""``schema`` and ``cites``: a claim has what a claim needs, and cites what there is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.citations.evidence import Evidence
from bot.language import sentences, words
from bot.model import Check, Claim, Finding, Label, Note

MAX_CITATIONS = 3  # more than three paragraphs at once support a summary, not a statement
MAX_WORDS = 90  # the longest sentence of a claim; news sentences rarely pass 60
MAX_SENTENCES = 2  # one statement; a quotation may hold a second sentence
MIN_QUOTE = 2  # words of evidence, unless the whole paragraph is shorter


def schema(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Every side asked for is there and is one statement; one to three citations with evidence."""
    return tuple(_schema(claim, evidence))


def _schema(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    if not any(claim.text.values()):
        yield _fails("check.schema.no_text")
    for language in evidence.languages:
        if language not in claim.text:
            yield _fails("check.schema.no_side", language, language=language)
    for language, text in claim.text.items():
        if text is not None:
            yield from _side(language, text)
    if not claim.citations:
        yield _fails("check.schema.no_citation")
    elif len(claim.citations) > MAX_CITATIONS:
        yield _fails("check.schema.many_citations", n=len(claim.citations), most=MAX_CITATIONS)
    for citation in claim.citations:
        cited = evidence.by_id.get(citation.paragraph)
        enough = min(MIN_QUOTE, len(words(cited.prepared.text)) if cited else MIN_QUOTE)
        if len(words(citation.quote)) < enough:
            yield _fails("check.schema.no_quote", paragraph=citation.paragraph)


def _side(language: str, text: str) -> Iterator[Finding]:
    length = len(words(text))
    if not length:
        yield _fails("check.schema.empty", language, language=language)
    elif length > MAX_WORDS:
        yield _fails("check.schema.long", language, n=length, most=MAX_WORDS)
    elif len(sentences(text, language)) > MAX_SENTENCES:
        yield _fails("check.schema.sentences", language, n=len(sentences(text, language)))


def _fails(key: str, side: str | None = None, **values: object) -> Finding:
    return Finding(Check.SCHEMA, Label.UNSUPPORTED, Note(key, values), side)


def cites(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Every paragraph that the claim cites exists; there is at least one."""
    if not evidence.passages and not evidence.missing:
        return (Finding(Check.CITES, Label.UNSUPPORTED, Note("check.cites.none")),)
    return tuple(
        Finding(Check.CITES, Label.UNSUPPORTED, Note("check.cites.missing", {"paragraph": id}))
        for id in evidence.missing
    )
