"""Where the sources differ, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Block, BlockKind, Brief, Citation, Post, Span, Style
from bot.questions import Difference, Version, differences
from bot.render.questions.evidence import comma, marks, outlet_and_day, quote
from bot.render.questions.paging import Item, asked_page, nothing, paged
from bot.render.words import field, prose
from prompts import text

WHOLE = 450  # characters up to which a paragraph is shown whole, else the sentence
QUOTES = 2  # quotations of one side


def points(brief: Brief, argument: str, language: str) -> Post:
    """Show where sources differ: what the brief says, then what is found word against word."""
    items = [Item(difference(brief, one, language)) for one in differences(brief)]
    if not items:
        return nothing("question.differences_none", language)
    title = text("brief.differences", language)
    return paged(title, items, asked_page(argument)[1], "/differences", language)


def difference(brief: Brief, one: Difference, language: str) -> tuple[Block, ...]:
    """A point of difference: what it is, then each side with the words that it rests on."""
    topic = one.topic.get(language) if one.topic else None
    key = f"question.differ_{one.kind}"
    shown = prose(topic, language) if topic else text(key, language)
    head = Block(BlockKind.ITEM, (Span(shown, Style.STRONG),), language)
    sides = (block for version in one.versions for block in _version(brief, version, language))
    return head, *sides


def _version(brief: Brief, one: Version, language: str) -> Iterator[Block]:
    """One side: what it gives, who gives it, and the words; those in ``language`` first."""
    order = sorted(range(len(one.words)), key=lambda n: not _is_in(brief, one.words[n], language))
    told = one.text.get(language) if one.text else None
    spans = [Span(field(one.given[n], language), Style.STRONG) for n in order[:1] if one.given]
    if told:
        spans = [Span(prose(told, language))]
    where = dict.fromkeys(outlet_and_day(brief, words, language) for words in one.words)
    spans.append(Span(f" · {comma(language).join(where)} ", Style.SOFT))
    yield Block(BlockKind.TEXT, (*spans, *marks(brief, one.words)), language)
    for n in order[:QUOTES]:
        yield quote(brief, _paragraph(brief, one.words[n]), one.given[n : n + 1])


def _is_in(brief: Brief, words: Citation, language: str) -> bool:
    return brief.story.article(words.paragraph).language == language


def _paragraph(brief: Brief, words: Citation) -> Citation:
    """Return the whole paragraph of some words where it is short."""
    whole = brief.story.paragraphs[words.paragraph].text
    if len(whole) > WHOLE:
        return words
    return Citation(words.paragraph, whole, 0, len(whole))
