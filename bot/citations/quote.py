"""``quote``: evidence and quoted words stand in the cited text, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.citations.evidence import Evidence, Passage
from bot.citations.given import spells_a_row
from bot.citations.marked import announced, is_name, is_term, names_something
from bot.citations.prepared import Prepared, prepare
from bot.citations.quotations import Quotation, is_unclosed
from bot.language import Folded, find, folded, words
from bot.model import Check, Claim, Finding, Label, Note

_CUT = re.compile(r"\s*(?:\[\s*)?(?:…|\.{3,})(?:\s*\])?\s*|\s*\[[^\]]*\]\s*")
_WORD = re.compile(r"\w+|[^\w\s]")
_SPEECH = re.compile(
    r"(?:\b(?:said|says|added|wrote|told)\b|(?:قال|قالت|أضاف|أضافت|صرح|كتب|قائلا|قائلة|مضيفا|وتابع)\b)"
    r"[^.:\"“«]{0,80}:\s*[^\s\"“”«»'‘’]"
)
# A translation of n quoted words takes up to so many; measured on human Arabic-English news
# translations, where English needs 1.5 words for an Arabic one and rarely more than 2.5.
_STRETCH, _SLACK = 2.5, 4


def quote(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """The evidence and every quotation are verbatim, up to what the comparison form folds."""
    return (*_evidence(claim, evidence), *_sides(claim, evidence))


def _evidence(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    for citation in claim.citations:
        passage = evidence.by_id.get(citation.paragraph)
        if passage and citation.quote and not find(citation.quote, passage.prepared.folded):
            yield _fails("check.quote.evidence", None, citation.quote, citation.paragraph)


def _sides(claim: Claim, evidence: Evidence) -> Iterator[Finding]:
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    for side in sides:
        own = evidence.in_language(side.language)
        cited = [p.prepared for p in evidence.passages] if side.quotations else []
        for one in side.quotations:
            if own:
                yield from _in_source(side, one, own, cited)
            elif not _quotes_nobody(side, one, cited):
                yield from _translated(side, one, [*cited, *(s for s in sides if s is not side)])


def _quotes_nobody(side: Prepared, one: Quotation, cited: list[Prepared]) -> bool:
    """Whether the marks stand around a name, a title or a term: the names gate sees to names."""
    return announced(side, one) or is_term(side, one) or any(names_something(one, t) for t in cited)


def _in_source(
    side: Prepared, one: Quotation, own: tuple[Passage, ...], cited: list[Prepared]
) -> Iterator[Finding]:
    """Hold a quotation against the sources in its language, then against those in another."""
    found = tuple(_same(side, one, own))
    if not found:
        return
    titled = announced(side, one) or is_name(one)
    if titled and any(names_something(one, text) for text in cited):
        return
    if any(spells_a_row(one.text, text.text) for text in cited):
        return
    foreign = [text for text in cited if text.language != side.language and text.quotations]
    if not foreign or tuple(_translated(side, one, foreign)):
        yield from found


def _same(side: Prepared, one: Quotation, passages: tuple[Passage, ...]) -> Iterator[Finding]:
    """In the source's language the words must stand inside one cited paragraph."""
    if not any(_holds(passage.prepared.folded, one.text) for passage in passages):
        key = "check.quote.merged" if _pieces_stand(one.text, passages) else "check.quote.words"
        yield _fails(key, side.language, one.text)


def _translated(side: Prepared, one: Quotation, others: list[Prepared]) -> Iterator[Finding]:
    """In another language a quotation translates one: there must be one, not much shorter.

    It may stand in the source, or on the claim's side in the source's language, which is held
    against the source word for word. Speech may follow a colon without any marks.
    """
    quoted = [len(words(q.text)) for other in others for q in other.quotations]
    unclosed = any(is_unclosed(other.text, other.quotations) for other in others)
    if unclosed or any(_SPEECH.search(other.text) for other in others):
        return
    if not quoted:
        yield _fails("check.quote.unquoted", side.language, one.text)
    elif len(words(one.text)) > _STRETCH * max(quoted) + _SLACK:
        yield _fails("check.quote.longer", side.language, one.text)


def _holds(text: Folded, quoted: str) -> bool:
    """Whether a text has the words, in one run or, where the quotation marks cuts, in runs."""
    if find(quoted, text):
        return True
    parts = [part for part in _CUT.split(quoted) if any(map(str.isalnum, part))]
    if len(parts) > 1:
        return all(find(part, text) or _inflected(part).search(text.text) for part in parts)
    return bool(_inflected(quoted).search(text.text))


def _pieces_stand(quoted: str, passages: tuple[Passage, ...]) -> bool:
    """Whether all words are there, but not in one run: two quotations were joined."""
    there = {word for p in passages for word in words(p.prepared.text)}
    return all(word in there or word[1:] in there for word in words(quoted))


@lru_cache(maxsize=512)
def _inflected(quoted: str) -> re.Pattern[str]:
    """Return a pattern of the words that lets an Arabic noun take or lose its case ending.

    Arabic quotes "شيء ما" as "شيئا ما" where its own sentence governs the noun.
    """
    tokens = _WORD.findall(folded(quoted).strip(" \"'.,;:!?()[]-"))
    return re.compile(r"(?<!\w)" + r"\W{0,3}".join(map(_cased, tokens)) + r"(?!\w)")


def _cased(token: str) -> str:
    if "\u0621" <= token[0] <= "\u064a" and len(token) > 2:
        return re.escape(token.removesuffix("ا")) + "ا?"
    return re.escape(token)


def _fails(key: str, side: str | None, quoted: str, paragraph: str = "") -> Finding:
    note = Note(key, {"quote": quoted, "paragraph": paragraph})
    return Finding(Check.QUOTE, Label.UNSUPPORTED, note, side)
