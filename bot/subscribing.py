"""Digests and feeds of a chat, changed in words: by ``/digest`` in it, by ``isnad digest`` for it.

Each function takes where it is asked and what stands behind the command, and returns what is to
be said. Kinds of ``ScheduleError`` tell what is wrong with a schedule.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import render
from bot.chats import remember
from bot.codec import dump
from bot.digest.places import zone_info
from bot.digest.reading import Wanted, read_wanted
from bot.digest.slots import next_slot, rezoned
from bot.digest.tables import table
from bot.digesting import DigestJob
from bot.errors import UnknownZoneError
from bot.model import Chat, Due, Note, Post, Slot, Subscription, Task, TaskKind
from bot.preset import HOME, keep
from bot.tools import Tools
from prompts import text

if TYPE_CHECKING:
    from bot.feeds.opml import Outline

STORIES = 5  # that a digest tells where nobody said how many
MOST = 20  # digests of one chat
MOST_FOLLOWED = 200  # feeds of one chat


@dataclass(frozen=True, slots=True)
class Here:
    """Whose digests and feeds are spoken of, in which language, and with what.

    ``put`` has a digest made that is asked for beside its slots; ``event`` names what asks for
    it, so that it is one also where it is asked twice. ``files`` were sent along.
    """

    chat: Chat
    language: str
    tools: Tools
    put: Callable[[Task], Awaitable[bool]]
    event: str
    thread: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said; not ``done``: it could not be understood, or may not be."""

    post: Post
    done: bool = True


def _no(here: Here, key: str, **values: object) -> Said:
    return replace(_yes(here, key, **values), done=False)


def _yes(here: Here, key: str, **values: object) -> Said:
    post = render.problems_post([Note(key, values)], here.language)
    return Said(replace(post, quiet=True))


def _lines(here: Here, lines: Sequence[str]) -> Said:
    return Said(render.plain_post(lines, here.language))


# --- digests ---------------------------------------------------------------


async def digest(here: Here, argument: str) -> Said:
    """Add, list, show, pause, move or remove the digests of a chat."""
    word, _, rest = argument.partition(" ")
    verbs = {form: verb for verb, forms in table("verbs").items() for form in forms}
    verb = verbs.get(word.strip().lower(), "" if word else "list")
    if verb == "add":
        return await _add(here, rest)
    if verb == "list":
        return await _list(here)
    if not verb:
        return _no(here, "digest.usage")
    return await _change(here, verb, rest.strip())


async def _add(here: Here, asked: str) -> Said:
    store, language = here.tools.store, here.language
    kept = await store.chat_settings(here.chat)
    try:
        wanted = read_wanted(asked, str(kept.get("zone", HOME)))
    except UnknownZoneError as error:  # only here may it be a topic, too
        if error.values["near"]:
            raise
        notes = (error.note, Note("digest.perhaps_topic", error.values))
        return Said(replace(render.problems_post(notes, language), quiet=True), done=False)
    known = await store.digests.subscriptions(here.chat)
    if len(known) >= MOST:
        return _no(here, "digest.too_many", n=MOST)
    there = [n for n, (one, _) in enumerate(known, start=1) if _tells(one, here, wanted)]
    if there:
        return _no(here, "digest.there", n=there[0])
    subscription = Subscription(
        id=secrets.token_hex(4),
        chat=here.chat,
        schedule=wanted.schedule,
        created=here.tools.now(),
        topic=wanted.topic,
        stories=wanted.stories or STORIES,
        quiet=bool(wanted.quiet),
        thread=here.thread,
    )
    await keep(store, subscription, here.tools.now())
    await remember(store, here.chat, zone=wanted.schedule.zone)
    lines = [text("digest.added", language, what=render.describe(subscription, language))]
    lines += [render.say(note, language) for note in wanted.notes]
    if wanted.schedule.zone == HOME:
        lines.append(text("digest.in_utc", language))
    lines.append(_coming(here, subscription))
    return _lines(here, lines)


def _tells(one: Subscription, here: Here, wanted: Wanted) -> bool:
    """Whether a digest is what is wanted, so that a second one would only repeat it."""
    stories = wanted.stories or STORIES
    same = (one.schedule, one.topic, one.thread) == (wanted.schedule, wanted.topic, here.thread)
    return same and (one.stories, one.quiet) == (stories, bool(wanted.quiet))


def _coming(here: Here, subscription: Subscription) -> str:
    coming = next_slot(subscription, here.tools.now())
    if coming is None:
        return text("digest.no_next", here.language)
    at = f"{coming.slot.day.isoformat()} {coming.slot.at:%H:%M}"
    return text("digest.next", here.language, at=at)


async def _list(here: Here) -> Said:
    known = await here.tools.store.digests.subscriptions(here.chat)
    if not known:
        return _yes(here, "digest.none")
    lines = [_line(here, n, one) for n, (one, _) in enumerate(known, start=1)]
    return _lines(here, lines)


def _line(here: Here, n: int, one: Subscription) -> str:
    what = render.describe(one, here.language)
    return text("digest.line", here.language, n=n, what=what)


async def _change(here: Here, verb: str, rest: str) -> Said:
    """Do something to one of a chat's digests: the one of this number, or the only one."""
    digests = here.tools.store.digests
    known = await digests.subscriptions(here.chat)
    number, _, more = rest.partition(" ")
    if not number.isdecimal():
        number, more = "1" if len(known) == 1 else "0", rest
    if not 0 < int(number) <= len(known):
        return _no(here, "digest.which" if known else "digest.none")
    one, last = known[int(number) - 1]
    if verb in {"preview", "now"}:
        await _now(here, one, preview=verb == "preview")
        return _yes(here, "digest.coming_preview" if verb == "preview" else "digest.coming")
    if one.named and verb in {"remove", "move"}:
        return _no(here, "digest.fixed")
    if verb == "remove":
        await digests.unsubscribe(here.chat, one.id)
        return _yes(here, "digest.removed")
    one = _moved(here, one, last, more) if verb == "move" else _set(here, one, verb)
    await keep(here.tools.store, one, here.tools.now(), last)
    return _lines(here, [_line(here, int(number), one)])


def _moved(here: Here, one: Subscription, last: datetime | None, asked: str) -> Subscription:
    """Return a digest at another time; its place stays unless another is named."""
    wanted, now = read_wanted(asked, one.schedule.zone), here.tools.now()
    if wanted.schedule.zone != one.schedule.zone:
        one = rezoned(one, wanted.schedule.zone, now, last)
    return replace(one, schedule=wanted.schedule, begins=now)


def _set(here: Here, one: Subscription, verb: str) -> Subscription:
    return replace(one, paused=verb == "pause", begins=here.tools.now())


async def _now(here: Here, one: Subscription, *, preview: bool) -> None:
    """Have a digest made now, beside its slots; it is told by the same clock as they are."""
    now = here.tools.now()
    wall = now.astimezone(zone_info(one.schedule.zone))
    slot = Slot(one.id, wall.date(), wall.time().replace(second=0, microsecond=0))
    job = DigestJob(one, Due(slot, now), here.language, preview)
    key = f"{slot.key}/{here.event}"
    await here.put(Task(key, TaskKind.DIGEST, one.chat, dump(job), now))


# --- feeds -----------------------------------------------------------------


async def follow(here: Here, argument: str) -> Said:
    """Follow a feed, a site that has one, or every feed of an OPML list that was sent along."""
    outlines = await _outlines(here)
    wanted = [outline.url for outline in outlines] or argument.split()[:1]
    if not wanted:
        return _no(here, "feed.follow_usage")
    digests = here.tools.store.digests
    if len(await digests.following(here.chat)) + len(wanted) > MOST_FOLLOWED:
        return _no(here, "feed.too_many", n=MOST_FOLLOWED)
    from bot.following import follow as follow_feed  # loads what reads feeds

    notes = [await follow_feed(typed, here.chat, here.tools) for typed in wanted]
    said = _lines(here, [render.say(note, here.language) for note in notes])
    return replace(said, done=any(note.key.startswith("feed.") for note in notes))


async def _outlines(here: Here) -> tuple[Outline, ...]:
    lists = [name for name in here.files if name.lower().endswith((".opml", ".xml"))]
    if not lists:
        return ()
    from bot.feeds.opml import read_opml  # loads what reads XML

    data = await asyncio.to_thread(Path(lists[0]).read_bytes)
    return await asyncio.to_thread(read_opml, data, Path(lists[0]).name)


async def unfollow(here: Here, argument: str) -> Said:
    """Follow a feed no more, by its number in the list or its address."""
    digests = here.tools.store.digests
    followed = await digests.following(here.chat)
    if not followed:
        return _no(here, "feed.none")
    urls = {str(n): one.polled.url for n, one in enumerate(followed, start=1)}
    url = urls.get(argument.strip(), argument.strip())
    if any(one.named and one.polled.url == url for one in followed):
        return _no(here, "feed.fixed", url=url)
    if url and await digests.unfollow(here.chat, url):
        return _yes(here, "feed.unfollowed", url=url)
    return _no(here, "feed.unfollow_usage")


async def feeds(here: Here, argument: str) -> Said:
    """List the feeds that a chat follows, and what is wrong with them; or as OPML."""
    followed = await here.tools.store.digests.following(here.chat)
    if not followed:
        return _yes(here, "feed.none")
    if argument.strip().lower() == "opml":
        return _lines(here, (await opml(here)).splitlines())
    lines = []
    for n, one in enumerate(followed, start=1):
        title = render.titled(one.title, here.language) if one.title != one.polled.url else ""
        told = f"{title}: {one.polled.url}" if title else one.polled.url
        lines.append(text("feed.line", here.language, n=n, what=told))
        if one.polled.note:
            lines.append(render.say(one.polled.note, here.language))
    return _lines(here, lines)


async def opml(here: Here) -> str:
    """Return the feeds that a chat follows as an OPML list."""
    from bot.feeds.opml import Outline, write_opml

    followed = await here.tools.store.digests.following(here.chat)
    outlines = [Outline(one.polled.url, one.title) for one in followed]
    return write_opml(outlines, "Isnad", here.tools.now()).decode()
