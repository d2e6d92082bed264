"""What a page says about the brief itself: its sources, what was not read or left out, and why."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import BlockKind, Engine, Note
from bot.page.markup import Html, tag
from bot.page.view import View
from bot.render.brief import dropped_block
from bot.render.sources import source_block
from bot.render.words import noted


def about(view: View) -> Iterator[Html]:
    """Yield the parts of a page that are not the brief's content."""
    brief, language = view.brief, view.language
    listed = [view.block(source_block(article, language)) for article in brief.story.articles]
    yield view.part("sources", view.say("brief.sources"), tag("ol", *listed))
    if brief.problems:
        unread = [view.block(noted(BlockKind.ITEM, p.note, language)) for p in brief.problems]
        yield view.part("unread", view.say("brief.unread"), tag("ul", *unread))
    if brief.dropped:
        count = tag("p", view.say("brief.dropped_count", n=len(brief.dropped)))
        dropped = [view.block(dropped_block(one, language)) for one in brief.dropped]
        yield view.part("dropped", view.say("brief.dropped"), count, view.listed(dropped))
    made = Note("brief.made_by_extractive")
    if brief.engine is Engine.MODEL:
        made = Note("brief.made_by_model", {"model": brief.model or "?"})
    notes = [view.block(noted(BlockKind.NOTE, note, language)) for note in (made, *brief.notes)]
    yield view.part("notes", view.say("brief.notes"), *notes)
