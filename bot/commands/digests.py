"""Digests that a chat asks for, and the feeds it follows."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import render
from bot.app import App
from bot.chats import remember
from bot.codec import dump
from bot.commands.common import say
from bot.digest.reading import read_wanted
from bot.digest.slots import next_slot, rezoned
from bot.digest.tables import table
from bot.digesting import DigestJob
from bot.model import Due, Message, Post, Slot, Subscription, Task, TaskKind
from prompts import text

if TYPE_CHECKING:
    from bot.feeds.opml import Outline

HOME = "UTC"  # the zone of a chat that has named none
STORIES = 5  # that a digest tells where nobody said how many
MOST = 20  # digests of one chat
MOST_FOLLOWED = 200  # feeds of one chat


async def digest(app: App, message: Message, argument: str) -> Post | None:
    """Add, list, show, pause, move or remove the digests of this chat."""
    word, _, rest = argument.partition(" ")
    verbs = {form: verb for verb, forms in table("verbs").items() for form in forms}
    verb = verbs.get(word.strip().lower(), "" if word else "list")
    if verb == "add":
        return await _add(app, message, rest)
    if verb == "list":
        return await _list(app, message)
    if not verb:
        return say(app, message, "digest.usage")
    return await _change(app, message, verb, rest.strip())


async def _add(app: App, message: Message, asked: str) -> Post:
    chat, store, language = message.chat, app.tools.store, app.language(message)
    kept = await store.chat_settings(chat)
    wanted = read_wanted(asked, str(kept.get("zone", HOME)))
    known = await store.digests.subscriptions(chat)
    if len(known) >= MOST:
        return say(app, message, "digest.too_many", n=MOST)
    now = app.tools.now()
    subscription = Subscription(
        id=secrets.token_hex(4),
        chat=chat,
        schedule=wanted.schedule,
        created=now,
        topic=wanted.topic,
        stories=wanted.stories or STORIES,
        quiet=bool(wanted.quiet),
        thread=message.thread,
    )
    await _keep(app, subscription, None)
    await remember(store, chat, zone=wanted.schedule.zone)
    lines = [text("digest.added", language, what=render.describe(subscription, language))]
    lines += [render.say(note, language) for note in wanted.notes]
    return render.plain_post([*lines, _coming(app, subscription, language)], language)


def _coming(app: App, subscription: Subscription, language: str) -> str:
    coming = next_slot(subscription, app.tools.now())
    if coming is None:
        return text("digest.no_next", language)
    at = f"{coming.slot.day.isoformat()} {coming.slot.at:%H:%M}"
    return text("digest.next", language, at=at)


async def _list(app: App, message: Message) -> Post:
    language = app.language(message)
    known = await app.tools.store.digests.subscriptions(message.chat)
    if not known:
        return say(app, message, "digest.none")
    lines = [
        text("digest.line", language, n=n, what=render.describe(one, language))
        for n, (one, _) in enumerate(known, start=1)
    ]
    return render.plain_post(lines, language)


async def _change(app: App, message: Message, verb: str, rest: str) -> Post | None:
    """Do something to one of a chat's digests: the one of this number, or the only one."""
    known = await app.tools.store.digests.subscriptions(message.chat)
    number, _, more = rest.partition(" ")
    if not number.isdecimal():
        number, more = "1" if len(known) == 1 else "0", rest
    if not 0 < int(number) <= len(known):
        return say(app, message, "digest.which" if known else "digest.none")
    one, last = known[int(number) - 1]
    if verb in {"preview", "now"}:
        await _now(app, message, one, preview=verb == "preview")
        return say(app, message, "digest.coming")
    if verb == "remove":
        await app.tools.store.digests.unsubscribe(message.chat, one.id)
        return say(app, message, "digest.removed")
    if verb == "move":
        wanted = read_wanted(more, one.schedule.zone)
        moved = one
        if wanted.schedule.zone != one.schedule.zone:
            moved = rezoned(one, wanted.schedule.zone, app.tools.now(), last)
        one = replace(moved, schedule=wanted.schedule, begins=app.tools.now())
    else:
        one = replace(one, paused=verb == "pause", begins=app.tools.now())
    await _keep(app, one, last)
    language = app.language(message)
    lines = [text("digest.line", language, n=int(number), what=render.describe(one, language))]
    return render.plain_post(lines, language)


async def _keep(app: App, one: Subscription, last: datetime | None) -> None:
    coming = None if one.paused else next_slot(one, app.tools.now())
    at = coming.at if coming else None
    await app.tools.store.digests.subscribe(one, at, last)


async def _now(app: App, message: Message, one: Subscription, *, preview: bool) -> None:
    """Have a digest made now, beside its slots."""
    now = app.tools.now()
    slot = Slot(one.id, now.date(), now.time().replace(second=0, microsecond=0))
    job = DigestJob(one, Due(slot, now), app.language(message), preview)
    key = f"{slot.key}/{message.event or message.id}"
    await app.desk.jobs.put(Task(key, TaskKind.DIGEST, one.chat, dump(job), now))


# --- feeds -----------------------------------------------------------------


async def follow(app: App, message: Message, argument: str) -> Post:
    """Follow a feed, a site that has one, or every feed of an attached OPML list."""
    outlines = await _outlines(message)
    wanted = [outline.url for outline in outlines] or argument.split()[:1]
    if not wanted:
        return say(app, message, "feed.follow_usage")
    followed = await app.tools.store.digests.following(message.chat)
    if len(followed) + len(wanted) > MOST_FOLLOWED:
        return say(app, message, "feed.too_many", n=MOST_FOLLOWED)
    from bot.following import follow as follow_feed  # loads what reads feeds

    language = app.language(message)
    notes = [await follow_feed(typed, message.chat, app.tools) for typed in wanted]
    lines = [render.say(note, language) for note in notes]
    return render.plain_post(lines, language)


async def _outlines(message: Message) -> tuple[Outline, ...]:
    lists = [name for name in message.files if name.lower().endswith((".opml", ".xml"))]
    if not lists:
        return ()
    from bot.feeds.opml import read_opml  # loads what reads XML

    data = await asyncio.to_thread(Path(lists[0]).read_bytes)
    return await asyncio.to_thread(read_opml, data, Path(lists[0]).name)


async def unfollow(app: App, message: Message, argument: str) -> Post:
    """Follow a feed no more, by its number in the list or its address."""
    followed = await app.tools.store.digests.following(message.chat)
    urls = {str(n): one.polled.url for n, one in enumerate(followed, start=1)}
    url = urls.get(argument.strip(), argument.strip())
    if url and await app.tools.store.digests.unfollow(message.chat, url):
        return say(app, message, "feed.unfollowed", url=url)
    return say(app, message, "feed.unfollow_usage")


async def feeds(app: App, message: Message, argument: str) -> Post:
    """List the feeds that this chat follows, and what is wrong with them; or as OPML."""
    language = app.language(message)
    followed = await app.tools.store.digests.following(message.chat)
    if not followed:
        return say(app, message, "feed.none")
    if argument.strip().lower() == "opml":
        from bot.feeds.opml import Outline, write_opml

        outlines = [Outline(one.polled.url, one.title) for one in followed]
        written = write_opml(outlines, "Isnad", app.tools.now()).decode()
        return render.plain_post(written.splitlines(), language)
    lines = []
    for n, one in enumerate(followed, start=1):
        lines.append(text("feed.line", language, n=n, title=one.title, url=one.polled.url))
        if one.polled.note:
            lines.append(render.say(one.polled.note, language))
    return render.plain_post(lines, language)
