"""The paragraph behind a citation, word for word, with its outlet, date and deep link. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.article.urls import readable
from bot.model import Answer, Block, BlockKind, Brief, Citation, Paragraph, Post, Span, Story, Style
from bot.render.answer import citation_numbers
from bot.render.brief import cited, link, numbering
from bot.render.sources import dated, outlet
from bot.render.words import prose
from prompts import text


def source_post(brief: Brief, n: int, interface: str) -> Post | None:
    """Show what citation ``n`` of a brief cites; ``None`` if it has no citation of that number."""
    return _numbered(brief.story, numbering(brief), n, cited(brief), interface)


def answer_source_post(answer: Answer, n: int, interface: str) -> Post | None:
    """Show what number ``n`` of an answer cites; ``None`` if it has no such number."""
    own = (*(c for claim in answer.claims for c in claim.citations), *answer.closest)
    return _numbered(answer.story, citation_numbers(answer), n, own, interface)


def paragraph_post(story: Story, id: str, interface: str) -> Post | None:
    """Show a paragraph by its id ("a3.p5"), cited or not; ``None`` if there is none."""
    paragraph = story.paragraphs.get(id)
    if paragraph is None:
        return None
    return _shown(story, Citation(id, paragraph.text), paragraph, id, interface)


def _numbered(
    story: Story,
    numbers: Mapping[str, int],
    n: int,
    citations: Iterable[Citation],
    interface: str,
) -> Post | None:
    id = next((id for id, number in numbers.items() if number == n), None)
    if id is None:
        return None
    paragraph = story.paragraphs[id]
    own = (citation for citation in citations if citation.paragraph == id)
    return _shown(story, next(own, Citation(id, paragraph.text)), paragraph, f"[{n}]", interface)


def _shown(
    story: Story, citation: Citation, paragraph: Paragraph, name: str, interface: str
) -> Post:
    article = story.article(paragraph.id)
    place = text("brief.paragraph", interface, n=paragraph.n)
    head = f"{name} {outlet(article, interface)} · {dated(article, interface)} · {place}"
    words = prose(paragraph.text, article.language)
    blocks = [
        Block(BlockKind.HEADING, (Span(head),), interface),
        Block(BlockKind.QUOTE, (Span(words, Style.QUOTED),), article.language),
    ]
    address = link(story, citation)
    if address:
        spans = (
            Span(f"{text('brief.open', interface)}: "),
            Span(readable(address), Style.SOFT, address),
        )
        blocks.append(Block(BlockKind.TEXT, spans, interface))
    return Post(tuple(blocks))
