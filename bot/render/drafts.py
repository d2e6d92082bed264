"""A checked draft as a post: each sentence, whether it holds, why not, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import Block, BlockKind, Claim, Label, Note, Post, Span, Story, Style
from bot.render.sources import dated, outlet
from bot.render.why import marked
from bot.render.words import field, prose, told
from prompts import text

SIGNS = {Label.SUPPORTED: "✓", Label.UNCLEAR: "?", Label.UNSUPPORTED: "✗"}
UNJUDGED = SIGNS | {Label.SUPPORTED: "○"}  # nothing was found against it, which proves nothing


def draft_post(claims: Sequence[Claim], story: Story, interface: str, judged: bool) -> Post:
    """Lay out the sentences of a checked draft in their order; last, how many hold.

    ``judged`` tells whether a model had its say: without one a sentence only had nothing
    found against it, and that is said.
    """
    signs = SIGNS if judged else UNJUDGED
    blocks = [b for c in claims for b in _sentence(c, story, interface, signs[_label(c)])]
    held = sum(_label(claim) is Label.SUPPORTED for claim in claims)
    key = "draft.count" if judged else "draft.count_unjudged"
    count = text(key, interface, n=len(claims), held=held)
    notes = [count] if judged else [count, told(Note("draft.no_judge"), interface)]
    return Post((*blocks, *(Block(BlockKind.NOTE, (Span(note),), interface) for note in notes)))


def _label(claim: Claim) -> Label:
    return claim.verdict.label if claim.verdict else Label.UNSUPPORTED


def _sentence(claim: Claim, story: Story, interface: str, sign: str) -> Iterator[Block]:
    (language, said), *_ = claim.text.items()
    marked_off = (Span(f"{sign} ", Style.STRONG), Span(prose(str(said), language)))
    yield Block(BlockKind.HEADING, marked_off, language)
    for finding in claim.verdict.findings if claim.verdict else ():
        spans = (Span(told(finding.reason, interface)),)
        yield Block(BlockKind.ITEM, spans, interface)
    for citation in claim.citations:
        article, paragraph = story.article(citation.paragraph), story.paragraphs[citation.paragraph]
        id = field(paragraph.id, interface)
        head = f"{id} · {outlet(article, interface)} · {dated(article, interface)}"
        yield Block(BlockKind.TEXT, (Span(head, Style.SOFT),), interface)
        own = str(said) if language == article.language else None
        yield Block(BlockKind.QUOTE, marked(paragraph, own, [citation]), article.language)
