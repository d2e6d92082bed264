"""A section of the brief in full, and what is new since an earlier brief."""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.changes import changed as changes
from bot.model import Block, BlockKind, Brief, Claim, Note, Post, Section
from bot.render.brief import claim_block, numbering
from bot.render.questions.evidence import quote
from bot.render.questions.paging import Item, asked_page, nothing, paged
from bot.render.words import noted
from prompts import text


def announcement(brief: Brief, argument: str, language: str) -> Post:
    """Show the announcement in full, with the words that carry each claim."""
    return _section(brief, Section.ANNOUNCEMENT, argument, language)


def reactions(brief: Brief, argument: str, language: str) -> Post:
    """Show the reactions in full, with the words that carry each claim."""
    return _section(brief, Section.REACTIONS, argument, language)


def background(brief: Brief, argument: str, language: str) -> Post:
    """Show the background in full, with the words that carry each claim."""
    return _section(brief, Section.BACKGROUND, argument, language)


def _section(brief: Brief, section: Section, argument: str, language: str) -> Post:
    items = [_claim(brief, claim, language) for claim in brief.claims if claim.section is section]
    if not items:
        return nothing(f"brief.empty_{section}", language)
    title = text(f"brief.{section}", language)
    return paged(title, items, asked_page(argument)[1], f"/{section}", language)


def _claim(brief: Brief, claim: Claim, language: str) -> Item:
    """A claim in ``language`` where it has that side, and what it cites, word for word."""
    side = _side(claim, language)
    head = claim_block(brief.story, claim, side, numbering(brief))
    verbatim = [w for w in claim.citations if w.quote not in str(claim.text[side])]
    return Item((head, *(quote(brief, words) for words in verbatim)))


def _side(claim: Claim, language: str) -> str:
    return next(side for side in (language, *claim.text) if claim.text.get(side))


# --- what is new ------------------------------------------------------------


def changed(brief: Brief, before: Brief | None, argument: str, language: str) -> Post:
    """Show what ``brief`` says that ``before``, an earlier one of its story, did not."""
    if before is None:
        return nothing("question.changed_first", language)
    found = changes(before, brief)
    items = [_claim(brief, claim, language) for claim in brief.claims if claim.id in found.new]
    gone = tuple(_withdrawn(found.withdrawn, language))
    if not items and not gone:
        return nothing("question.changed_none", language, date=_day(before))
    title = text("question.changed", language, date=_day(before))
    if not items:
        return Post(gone)
    post = paged(title, items, asked_page(argument)[1], "/changed", language)
    return Post((*post.blocks, *gone), actions=post.actions)


def _withdrawn(count: int, language: str) -> Iterator[Block]:
    if count:
        yield noted(BlockKind.NOTE, Note("question.withdrawn", {"n": count}), language)


def _day(brief: Brief) -> str:
    return brief.created.strftime("%Y-%m-%d %H:%M")
