"""Following a feed: what somebody typed becomes a feed that a chat follows."""

from __future__ import annotations

from bot.errors import BotError
from bot.feeds.find import find
from bot.model import Chat, Note
from bot.render.sources import shortened
from bot.tools import Tools


async def follow(typed: str, chat: Chat, tools: Tools, named: str = "") -> Note:
    """Find the feed that is meant and let a chat follow it; return what is to be said of it.

    What stands in the feed now counts as known. ``named`` is what the configuration file calls
    it, if that is who wants it. Only ``StoreError`` leaves here.
    """
    try:
        found = await find(typed, tools.fetcher, tools.feeds, tools.now)
    except BotError as error:
        return error.note
    url, title = found.polled.url, shortened(found.feed.title)
    what = Note("feed.titled", {"title": title, "url": url}) if title else url
    values = {"what": what, "n": len(found.feed.entries)}
    digests = tools.store.digests
    if await digests.follow(chat, found.polled, title or url, found.feed.entries, named):
        return Note("feed.followed", values)
    return Note("feed.known", values)
