"""An answer to a question as a post: what answers it first, then what it rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.model import (
    Answer,
    Block,
    BlockKind,
    Citation,
    Claim,
    Note,
    Post,
    Result,
    Span,
    Style,
)
from bot.render.brief import claim_block, dropped_block, evidence, folded, link
from bot.render.sources import dated, outlet
from bot.render.words import noted, plain, prose
from prompts import text

SAID = {Result.UNSAID: "unsaid", Result.WITHHELD: "withheld", Result.PASSAGES: "passages"}


def answer_post(answer: Answer) -> Post:
    """Lay out an answer in its own language.

    First the short answer, or that there is none; where the sources do not say it, the passages
    that come closest; folded away: the cited words, what was left out, who wrote it.
    """
    blocks = [*_head(answer), *_sentences(answer), *_closest(answer)]
    return Post((*blocks, *folded(_about(answer))))


def citation_numbers(answer: Answer) -> Mapping[str, int]:
    """Return citation numbers, from 1, by paragraph id in the order in which readers meet them."""
    order: dict[str, int] = {}
    for citation in (*_cited(answer), *answer.closest):
        order.setdefault(citation.paragraph, len(order) + 1)
    return order


def _cited(answer: Answer) -> tuple[Citation, ...]:
    return tuple(c for claim in answer.claims for c in claim.citations)


def _head(answer: Answer) -> Iterator[Block]:
    """Yield what a reader must know before all else."""
    if answer.result in SAID:
        nothing = answer.result is Result.PASSAGES and not answer.closest
        kind = "nothing" if nothing else SAID[answer.result]
        where = "_archive" if answer.archive and kind in ("unsaid", "nothing") else ""
        said = text(f"answer.{kind}{where}", answer.language)
        spans = (Span(prose(said, answer.language), Style.STRONG),)
        yield Block(BlockKind.TEXT, spans, answer.language)
    for note in answer.notes:
        yield noted(BlockKind.NOTE, note, answer.language)


def _sentences(answer: Answer) -> Iterator[Block]:
    numbers = citation_numbers(answer)
    for claim in answer.claims:
        block = claim_block(answer.story, claim, answer.language, numbers)
        yield _with_dates(answer, claim, block) if answer.archive else block


def _with_dates(answer: Answer, claim: Claim, block: Block) -> Block:
    """Return a sentence with the days on which what it cites was published."""
    articles = (answer.story.article(c.paragraph) for c in claim.citations)
    days = dict.fromkeys(dated(article, answer.language) for article in articles)
    spans = (*block.spans, Span(f" · {' · '.join(days)}", Style.SOFT))
    return replace(block, spans=spans)


def _closest(answer: Answer) -> Iterator[Block]:
    """Yield the passages that come closest, word for word; folded where an answer precedes."""
    if not answer.closest:
        return
    only = answer.result is Result.PASSAGES
    if not only:
        yield plain(BlockKind.HEADING, text("answer.closest", answer.language), answer.language)
    for citation in answer.closest:
        for block in _passage(answer, citation):
            yield replace(block, folded=not only)


def _passage(answer: Answer, citation: Citation) -> Iterator[Block]:
    article = answer.story.article(citation.paragraph)
    paragraph = answer.story.paragraphs[citation.paragraph]
    number = citation_numbers(answer)[citation.paragraph]
    place = text("brief.paragraph", answer.language, n=paragraph.n)
    head = f" {outlet(article, answer.language)} · {dated(article, answer.language)} · {place}"
    spans = (
        Span(f"[{number}]", Style.CITATION, link(answer.story, citation) or None),
        Span(head, Style.SOFT),
    )
    yield Block(BlockKind.TEXT, spans, answer.language)
    words = prose(paragraph.text, article.language)
    yield Block(BlockKind.QUOTE, (Span(words, Style.QUOTED),), article.language)


def _about(answer: Answer) -> Iterator[Block]:
    """Yield the cited words, what was left out and why, and who wrote the answer."""
    language = answer.language
    cited = _cited(answer)
    numbers = citation_numbers(answer)
    yield from evidence(
        answer.story, cited, {c.paragraph: numbers[c.paragraph] for c in cited}, language
    )
    if answer.dropped:
        yield plain(BlockKind.HEADING, text("brief.dropped", language), language)
        count = text("brief.dropped_count", language, n=len(answer.dropped))
        yield plain(BlockKind.NOTE, count, language)
        for dropped in answer.dropped:
            yield dropped_block(dropped, language)
    if answer.claims:
        made = Note("brief.made_by_model", {"model": answer.model or "?"})
        yield noted(BlockKind.NOTE, made, language)
