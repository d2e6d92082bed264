"""What the configuration file asks for in chats: its digests are there, changed and gone with it.

The id of such a digest is made of its chat and its name, so it stays one digest whatever else of
it changes, and no slot of it comes twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.config.sections import DigestSettings, FeedsSettings, chat_of
from bot.digest.slots import next_slot, rezoned
from bot.model import Chat, Subscription
from bot.ports import Store
from bot.tools import Tools

log = structlog.get_logger()

HOME = "UTC"  # the zone of a digest that names none, in a chat that has named none


@dataclass(frozen=True, slots=True)
class Preset:
    """The digests and feeds of the configuration, and what is worked with."""

    wanted: Sequence[DigestSettings]
    followed: Sequence[FeedsSettings]
    tools: Tools

    async def digests(self) -> None:
        """Bring the digests of the store in step with the file; what a chat paused stays so.

        Raises ``StoreError``.
        """
        store, now = self.tools.store, self.tools.now()
        wanted = {_id(one): await self._subscription(one, now) for one in self.wanted}
        known = await _known(store)
        for id, (one, _) in known.items():
            if id not in wanted:
                await store.digests.unsubscribe(one.chat, id)
        for id, one in wanted.items():
            if id not in known:
                await keep(store, one, now)
                continue
            before, last = known[id]
            after = _changed(before, one, now, last)
            if after != before:
                await keep(store, after, now, last)

    async def feeds(self) -> None:
        """Let chats follow the feeds of the file, and no more those that it has no longer.

        One that cannot be found now is looked for again the next time. Raises ``StoreError``.
        """
        digests, wanted = self.tools.store.digests, await self._feeds()
        for chat in {*await digests.chats(), *wanted}:
            here = {one.named: one for one in await digests.following(chat) if one.named}
            for typed in here.keys() - wanted.get(chat, {}):
                await digests.unfollow(chat, here[typed].polled.url)
            for typed in wanted.get(chat, {}):
                if typed in here:
                    continue
                from bot.following import follow  # loads what reads feeds

                note = await follow(typed, chat, self.tools, typed)
                if not note.key.startswith("feed."):
                    log.warning("a feed of the configuration not found", reason=note.key)

    async def _feeds(self) -> Mapping[Chat, Mapping[str, None]]:
        found: dict[Chat, dict[str, None]] = {}
        for one in self.followed:
            chat = await self._chat(one.chat)
            found.setdefault(chat, {}).update(dict.fromkeys(one.follow))
        return found

    async def _chat(self, named: str) -> Chat:
        """Return the chat that the file means, under the id that it has now."""
        return await self.tools.store.moved_to(chat_of(named))

    async def _subscription(self, wanted: DigestSettings, now: datetime) -> Subscription:
        from bot.digest.reading import read_wanted  # its word lists take a while to load

        return Subscription(
            id=_id(wanted),
            chat=await self._chat(wanted.chat),
            schedule=read_wanted(wanted.at, HOME).schedule,
            created=now,
            topic=wanted.topic,
            stories=wanted.stories,
            quiet=wanted.quiet,
            catch_up=wanted.catch_up,
            named=wanted.name,
        )


async def keep(
    store: Store, subscription: Subscription, now: datetime, last: datetime | None = None
) -> None:
    """Store a subscription with the moment at which it is to be looked at next."""
    coming = next_slot(subscription, now)
    await store.digests.subscribe(subscription, coming.at if coming else None, last)


def _id(wanted: DigestSettings) -> str:
    return hashlib.sha256(f"{wanted.chat}\n{wanted.name}".encode()).hexdigest()[:12]


def _changed(
    before: Subscription, wanted: Subscription, now: datetime, last: datetime | None
) -> Subscription:
    """Return a digest as the file has it now; what is not the file's stays."""
    after = replace(
        before,
        topic=wanted.topic,
        stories=wanted.stories,
        quiet=wanted.quiet,
        catch_up=wanted.catch_up,
        named=wanted.named,
    )
    if wanted.schedule == before.schedule:
        return after
    if wanted.schedule.zone != before.schedule.zone:
        after = rezoned(after, wanted.schedule.zone, now, last)
    return replace(after, schedule=wanted.schedule, begins=now)


async def _known(store: Store) -> dict[str, tuple[Subscription, datetime | None]]:
    chats = await store.digests.chats()
    every = [pair for chat in chats for pair in await store.digests.subscriptions(chat)]
    return {one.id: (one, last) for one, last in every if one.named}
