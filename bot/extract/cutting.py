"""Cuts articles into passages: sentences without datelines and labels, each with its cues."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.extract.interviews import interviewee, labels
from bot.extract.lexicon import lexicon, tokenize
from bot.extract.passages import Passage
from bot.extract.speech import Clause, quoted_spans
from bot.extract.voices import TURN, voiced
from bot.language.sentences import sentences
from bot.language.words import terms
from bot.model import Article, Paragraph, ParagraphKind
from bot.story.provenance import called

_CREDIT = re.compile(
    r"(?:\([^()]*(?:photo|image|getty|reuters|\bAFP\b|\bAP\b|\bEPA\b)[^()]*\)|"
    r"photo credit: .{2,40}|\bREUTERS/[\w .]{2,30}|©.{0,60}|"
    r"/\s?(?:AP|AFP|EPA|Getty Images?|Reuters)|"
    r"(?<=\.) (?:AFP|AP|Reuters|EPA|Getty Images))\s*$",
    re.IGNORECASE,
)
_DASH = r"\s*(?:--|[-–—ـ])+\s*"
_SPACED_DASH = r"\s*(?:\s-{1,2}\s|\s?[–—])\s*"
_DATELINE = re.compile(
    # a place with an agency in brackets; a place in capitals; an Arabic place; an Arabic byline
    r"(?:[^\W\d_][^()\n.:«\"“]{0,48})?\((?=[^\W\d_])[^()\n]{2,28}\)(?:" + _DASH + r"|\s+(?=[A-Z]))"
    r"|[A-Z][A-Z'’.-]+(?:[ ,]+[A-Z][\w'’.-]*){0,5}" + _SPACED_DASH + r"|"
    r"[ء-ي]+(?:[ ،]+[ء-ي]+){0,2}(?:\s*(?:--|[–—])\s*|\s+[-ـ]\s+)"
    r"|[ء-ي]+(?: [ء-ي]+){0,2} ?[-–—] ?[ء-ي]+(?: ?[-–—] ?[ء-ي]+)*\s*:\s*"
)
_TURNS_OF_A_TRANSCRIPT = 4
_MOST_PARAGRAPHS = 400  # of an article; what matters stands before


def passages(article: Article) -> tuple[Passage, ...]:
    """Return the passages of an article's own text, each with its speaker as far as it is told."""
    marked = labels(article)
    turns = {} if marked.answers else _turns(article)
    found: list[Passage] = []
    heading = ""
    body = [p for p in article.paragraphs if p.kind is ParagraphKind.BODY][:_MOST_PARAGRAPHS]
    places = {p.id: n for n, p in enumerate(body)}
    for paragraph in article.paragraphs:
        if paragraph.kind is ParagraphKind.HEADING:
            heading = paragraph.text
        elif paragraph.id in places:
            skip = turns[paragraph.id].end() if paragraph.id in turns else 0
            skip = max(skip, marked.skips.get(paragraph.id, 0))
            if places[paragraph.id] < 4 and (line := dateline(paragraph.text)):
                skip = max(skip, line)
            where = (places[paragraph.id], len(body), len(found))
            found += _cut(article, paragraph, heading, skip, where)
    asked = interviewee(article, found) if marked.answers else None
    found = [_answered(p, asked) if asked and p.paragraph in marked.answers else p for p in found]
    spoken = voiced(found, {key: match.group(1) for key, match in turns.items()})
    own = frozenset(terms(called(article), article.language))
    return tuple(replace(p, medium=None) if _is_own(p, own) else p for p in spoken)


def _answered(passage: Passage, asked: tuple[str, int]) -> Passage:
    """Give an answer the speaker whom the head of the interview names."""
    return replace(passage, speaker=asked[0], root=asked[1], spoken=True)


def _is_own(passage: Passage, outlet: frozenset[str]) -> bool:
    """Tell "told the Gazette" in the Gazette itself, which is no medium between."""
    named = frozenset(terms(passage.medium or "", passage.language))
    return bool(named) and named <= outlet


def _cut(
    article: Article, paragraph: Paragraph, heading: str, skip: int, where: tuple[int, int, int]
) -> list[Passage]:
    """Return the sentences of one paragraph, its label (``skip`` characters) left out."""
    place, places, count = where
    quoted = quoted_spans(paragraph.text)
    credited = bool(_CREDIT.search(paragraph.text))
    out: list[Passage] = []
    for low, high in sentences(paragraph.text, article.language):
        low = max(low, skip)
        text = paragraph.text[low:high]
        low += len(text) - len(text.lstrip(" \t•·–—-*"))
        text = paragraph.text[low:high].rstrip()
        if not text:
            continue
        tokens = tokenize(text)
        hits = lexicon(article.language).find(tokens)
        stems = frozenset(terms(text, article.language))
        inside = tuple((a - low, b - low) for a, b in quoted if b > low and a < low + len(text))
        clause = Clause(text, tokens, hits, inside)
        passage = Passage(
            article=article.id,
            paragraph=paragraph.id,
            n=count + len(out),
            place=place,
            places=places,
            start=low,
            text=text,
            source=paragraph.text,
            language=article.language,
            heading=heading,
            clause=clause,
            terms=stems,
            credited=credited,
        )
        out.append(passage)
    return out


def dateline(text: str) -> int:
    """Return the length of a place and agency before the first sentence ("PARIS (AP) - ")."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _turns(article: Article) -> dict[str, re.Match[str]]:
    """Return the speaker labels of a transcript by paragraph; empty for running text."""
    found = {
        p.id: match
        for p in article.paragraphs
        if p.kind is ParagraphKind.BODY and (match := TURN.match(p.text))
        if len(match.group(1).split()) <= 5
    }
    names = [match.group(1) for match in found.values()]
    repeated = {name for name in names if names.count(name) >= 2 or name.isupper()}
    kept = {key: match for key, match in found.items() if match.group(1) in repeated}
    return kept if len(kept) >= _TURNS_OF_A_TRANSCRIPT else {}
