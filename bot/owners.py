"""What only an owner can mend is told to the owners, each alone, where they can be reached."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from bot.access import HOUSE, Gate, Person, Role
from bot.alerts import CLOSED, Alert, Alerts, Known, entered, to_tell
from bot.chats import read_state
from bot.codec import CodecError, dump, load
from bot.errors import DeliveryError, StoreError
from bot.model import Chat, Note, Place, Post, Showing
from bot.outbox import Dispatcher
from bot.ports import Adapter
from bot.tools import Tools

log = structlog.get_logger()

EVERY = 30.0  # seconds between two looks
LOW = 200_000_000  # bytes: room for the copy of a middling store before a migration
KEPT = "alert/"  # how settings of the installation begin that hold an alert


class Owners:
    """Keeps alerts in the store and tells them, once, to the owners of this installation.

    A process without ``adapters`` keeps only: another one tells. ``free`` gives the bytes that
    are free in the folder of the data.
    """

    def __init__(
        self,
        alerts: Alerts,
        tools: Tools,
        gate: Gate,
        adapters: Mapping[str, Adapter],
        outbox: Dispatcher,
        interface: str,
        free: Callable[[], int],
    ) -> None:
        self.alerts = alerts
        self._store = tools.store
        self._now = tools.now
        self._gate = gate
        self._adapters = adapters
        self._outbox = outbox
        self._interface = interface
        self._free = free
        self._people: tuple[tuple[Person, str], ...] = ()
        self._cut = False  # whether owners were told that the store does not work

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("owners not told")
            await sleep(EVERY)

    async def look(self) -> None:
        """Keep what is new, and tell owners what they do not know yet."""
        self._disk()
        try:
            await self._store.set_chat_setting(HOUSE, "alive", self._now().isoformat())
            self.alerts.clear("store")
            if self._cut:
                await self._cry(Note("alert.over_store"))
                self._cut = False
            await self._keep()
            await self._tell()
        except StoreError as error:
            await self._without_store(error)

    async def known(self) -> Mapping[str, Note]:
        """Return what is wrong, by name, as this process sees it or another has stored it."""
        stored = await self._book()
        lasting = {name: one.note for name, one in stored.items() if one.lasting and not one.over}
        well = self.alerts.well
        return {n: note for n, note in lasting.items() if n not in well} | dict(self.alerts.firing)

    async def drop(self, names: Collection[str]) -> None:
        """Forget what was wrong with something that is not in use any more."""
        for name in set(names) & (await self._book()).keys():
            await self._store.set_chat_setting(HOUSE, KEPT + name, None)

    def _disk(self) -> None:
        try:
            free = self._free()
        except OSError:
            return
        if free < LOW:
            self.alerts.fire(Alert("disk", Note("alert.disk", {"megabytes": free // 1_000_000})))
        else:
            self.alerts.clear("disk")

    # --- keeping -----------------------------------------------------------

    async def _book(self) -> dict[str, Known]:
        kept = await self._store.chat_settings(HOUSE)
        book = {}
        for key, value in kept.items():
            if key.startswith(KEPT) and (known := _known(value)) is not None:
                book[key.removeprefix(KEPT)] = known
        return book

    async def _keep(self) -> None:
        book, ripe = await self._book(), self.alerts.ripe
        opened = [name for name in book if name.startswith(CLOSED) and await self._open(name)]
        well = self.alerts.well | frozenset(opened)
        for name, known in entered(book, ripe, well, self._now()).items():
            await self._put(name, known)
        for alert in ripe:
            if not alert.lasting or alert.name.startswith(CLOSED):
                self.alerts.forget(alert.name)

    async def _open(self, name: str) -> bool:
        """Whether the chat of an alert takes posts again."""
        if name in self.alerts.firing:
            return False
        platform, _, id = name.removeprefix(CLOSED).partition(":")
        return not (await read_state(self._store, Chat(platform, id))).closed

    async def _put(self, name: str, known: Known | None) -> None:
        value = None if known is None else dump(known).decode()
        await self._store.set_chat_setting(HOUSE, KEPT + name, value)

    # --- telling -----------------------------------------------------------

    async def _tell(self) -> None:
        self._people = await self._reachable()
        if not self._people:
            return
        book, now = await self._book(), self._now()
        for name in to_tell(book, now):
            one = book[name]
            note = Note("alert.over", {"what": one.note}) if one.over else one.note
            key = f"alert/{name}/{one.since.isoformat()}/{one.told or ''}"
            told = [
                await self._put_up(person, language, note, key) for person, language in self._people
            ]
            if any(told):
                await self._put(name, None if one.over else replace(one, told=now))

    async def _reachable(self) -> tuple[tuple[Person, str], ...]:
        """Return owners on platforms that work, with the language of each."""
        away = self.alerts.mute | set(self._outbox.stopped())
        kept = await self._store.chat_settings(HOUSE)
        found = []
        for person in await self._gate.people():
            owns = person.kind == "user" and person.role is Role.OWNER
            if owns and person.platform in self._adapters.keys() - away:
                found.append((person, _language(kept, person, self._interface)))
        return tuple(found)

    async def _put_up(self, person: Person, language: str, note: Note, key: str) -> bool:
        """Store a post for an owner; whether they can be spoken to alone."""
        chat = await self._alone(person)
        if chat is None:
            return False
        place = Place(chat, user=person.id)
        showing = Showing(f"{key}/{person.platform}/{person.id}", place, _post(note, language))
        await self._outbox.put([showing])
        return True

    async def _alone(self, person: Person) -> Chat | None:
        try:
            return await self._adapters[person.platform].private(person.id)
        except DeliveryError as error:
            log.warning("owner not reached", platform=person.platform, error=str(error))
            return None

    # --- without a store ---------------------------------------------------

    async def _without_store(self, error: StoreError) -> None:
        """Tell owners past the outbox that nothing can be stored; once, until it works again."""
        note = Note("alert.store", {"why": error.note})
        self.alerts.fire(Alert("store", note))
        log.error("the store does not work", error=error.key)
        if not self._cut:
            self._cut = await self._cry(note)

    async def _cry(self, note: Note) -> bool:
        told = False
        for person, language in self._people:
            chat = await self._alone(person)
            if chat is not None:
                told |= await self._send(person, Place(chat, user=person.id), _post(note, language))
        return told

    async def _send(self, person: Person, place: Place, post: Post) -> bool:
        try:
            await self._adapters[person.platform].send(place, post, _Unkept(f"alert/{self._now()}"))
        except (DeliveryError, StoreError) as error:
            log.warning("owner not told", platform=person.platform, error=str(error))
            return False
        return True


class _Unkept:
    """A trail that is nowhere stored: see ``bot.ports.Trail``."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.ids: tuple[str, ...] = ()
        self.unsure = False

    async def keep(self, ids: Sequence[str]) -> None:
        """Remember which messages show the post."""
        self.ids = tuple(ids)


def free_in(folder: Path) -> int:
    """Return the bytes that are free where a folder is, or will be. May raise OSError."""
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    return shutil.disk_usage(there).free


def _known(value: object) -> Known | None:
    try:
        return load(Known, str(value).encode())
    except CodecError:
        return None  # another version wrote it


def _language(kept: Mapping[str, Any], person: Person, interface: str) -> str:
    return str(kept.get(f"speaks/{person.platform}/{person.id}", interface))


def _post(note: Note, language: str) -> Post:
    from bot import render  # it takes a while to import

    return render.problems_post([note], language)
