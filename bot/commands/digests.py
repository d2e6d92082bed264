"""Digests that a chat asks for, and the feeds it follows: ``bot.subscribing`` in a chat."""

from __future__ import annotations

from bot import subscribing
from bot.app import App
from bot.model import Message, Post
from bot.subscribing import Here


def _here(app: App, message: Message) -> Here:
    return Here(
        chat=message.chat,
        language=app.language(message),
        tools=app.tools,
        put=app.desk.jobs.put,
        event=message.event or message.id,
        thread=message.thread,
        files=message.files,
    )


async def digest(app: App, message: Message, argument: str) -> Post:
    """Add, list, show, pause, move or remove the digests of this chat."""
    return (await subscribing.digest(_here(app, message), argument)).post


async def follow(app: App, message: Message, argument: str) -> Post:
    """Follow a feed, a site that has one, or every feed of an attached OPML list."""
    return (await subscribing.follow(_here(app, message), argument)).post


async def unfollow(app: App, message: Message, argument: str) -> Post:
    """Follow a feed no more, by its number in the list or its address."""
    return (await subscribing.unfollow(_here(app, message), argument)).post


async def feeds(app: App, message: Message, argument: str) -> Post:
    """List the feeds that this chat follows, and what is wrong with them; or as OPML."""
    return (await subscribing.feeds(_here(app, message), argument)).post
