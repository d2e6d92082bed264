"""Who says what, what is quoted, and who is not heard."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale

from bot.model import Block, BlockKind, Brief, Citation, Engine, Name, Post, Span, Style
from bot.questions import (
    Heard,
    Named,
    Quotation,
    Saying,
    Sort,
    Speaker,
    heard,
    quotations,
    silent,
    speakers,
)
from bot.questions.people import listed_name
from bot.render.brief import claim_block, numbering
from bot.render.questions.evidence import in_language, marks, quote, said_by
from bot.render.questions.paging import Item, asked_page, nothing, paged, pages
from bot.render.words import field, form
from prompts import text

MARKS = 3  # marks beside a name: their links count where a platform measures a message


def who(brief: Brief, argument: str, language: str) -> Post:
    """Show what somebody says, by name, office, state or medium; without one, who speaks at all."""
    name, page = asked_page(argument)
    if not name:
        return _everybody(brief, page, language)
    found = heard(brief, name)
    items = _heard(brief, found, language)
    if name != argument.strip() and page > len(pages(items)):  # "Channel 12"
        name, page = argument.strip(), 1
        found = heard(brief, name)
        items = _heard(brief, found, language)
    shown = field(name, language)
    if not items:
        return nothing("question.who_nobody", language, name=name)
    key = "who_outlet" if found.outlet else "who_one" if found.sayings else "who_named"
    title = text(f"question.{key}", language, name=shown)
    return paged(title, items, page, f"/who {name}", language)


def _everybody(brief: Brief, page: int, language: str) -> Post:
    items = [Item((_speaker(brief, one, language),)) for one in speakers(brief)]
    if not items:
        return nothing("question.who_none", language)
    return paged(text("question.who", language), items, page, "/who", language)


def _speaker(brief: Brief, one: Speaker, language: str) -> Block:
    """One line about a speaker: the fullest name, how much he says, where."""
    words = [citation for saying in one.sayings for citation in saying.words]
    count = text("question.statements", language, n=len(one.sayings))
    spans = (
        Span(field(form(one.name, language), language), Style.STRONG),
        Span(f" · {count} ", Style.SOFT),
        *_some_marks(brief, words),
    )
    return Block(BlockKind.ITEM, spans, language)


def _some_marks(brief: Brief, words: Sequence[Citation]) -> list[Span]:
    found = list(marks(brief, words))
    return [*found[:MARKS], *([Span(" …")] if len(found) > MARKS else [])]


def _heard(brief: Brief, found: Heard, language: str) -> list[Item]:
    if found.sayings:
        return [_saying(brief, saying, language) for saying in found.sayings]
    return [Item(_quoted(brief, (), [words], language)) for words in found.named]


def _saying(brief: Brief, saying: Saying, language: str) -> Item:
    """The brief's own statement where it has one in ``language``, and the words of the sources."""
    claim = saying.claim
    told = claim.text.get(language) if claim else None
    if claim is None or not told or brief.engine is Engine.EXTRACTIVE:
        said = (saying.speaker, saying.medium)
        return Item(_quoted(brief, said, saying.words, language))
    head = claim_block(brief.story, claim, language, numbering(brief))
    return Item((head, *(quote(brief, words) for words in saying.words)))


def _quoted(
    brief: Brief, said: Sequence[Name | None], words: Sequence[Citation], language: str
) -> tuple[Block, ...]:
    head = Block(BlockKind.ITEM, (said_by(brief, said, words, language),), language)
    return head, *(quote(brief, one) for one in words)


# --- quotations -------------------------------------------------------------


def quotes(brief: Brief, argument: str, language: str) -> Post:
    """Show every quotation of the sources, word for word, with who says it."""
    items = [_quotation(brief, one, language) for one in quotations(brief)]
    if not items:
        return nothing("question.quotes_none", language)
    title = text("question.quotes", language)
    return paged(title, items, asked_page(argument)[1], "/quotes", language)


def _quotation(brief: Brief, one: Quotation, language: str) -> Item:
    """Who says it, and the words; of sources that quote less of them only the marks."""
    head = said_by(brief, (one.speaker, one.medium), one.words, language)
    spans = [head]
    if one.speaker is None and one.medium is None:
        spans = [Span(f"{text('question.unnamed', language)} · ", Style.SOFT), head]
    if len(one.words) > 1:
        spans += [Span(" "), *marks(brief, one.words)]
    return Item((Block(BlockKind.ITEM, tuple(spans), language), quote(brief, one.words[0])))


# --- who is not heard -------------------------------------------------------


def unheard(brief: Brief, argument: str, language: str) -> Post:
    """Show who is named in the sources without a word of theirs."""
    found = silent(brief)
    if not found:
        return nothing("question.silent_none", language)
    items = [
        Item((_unheard(brief, one, language),), text(f"question.silent_{one.sort}", language))
        for one in found
    ]
    title = text("question.silent", language)
    return paged(title, items, asked_page(argument)[1], "/silent", language)


def _unheard(brief: Brief, one: Named, language: str) -> Block:
    spans = (
        Span(field(_called(brief, one, language), language), Style.STRONG),
        Span(" "),
        *_some_marks(brief, one.words),
    )
    return Block(BlockKind.ITEM, spans, language)


def _called(brief: Brief, one: Named, language: str) -> str:
    """Return what to call somebody: a state by its name there, others as the brief does."""
    if one.sort is Sort.STATE:
        return str(Locale(language).territories.get(one.key, one.name))
    known = in_language(brief, Name(one.name), language)
    told = known.forms.get(language) if known else None
    return told or listed_name(one.name, language) or one.name
