"""The adapter of one Telegram bot: ``bot.ports.Adapter``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from functools import partial
from typing import Any, Protocol, TypeAlias

import structlog

from adapters.telegram.answering import HANDLED, Answering
from adapters.telegram.api import Api, Pace
from adapters.telegram.intake import understand
from adapters.telegram.listening import Door, Intake, Polling, patiently
from adapters.telegram.menu import menus
from adapters.telegram.nouns import Asked, Event, Json, Membership, Moved, Self, Tapped
from adapters.telegram.sending import Sender
from bot.model import Chat, Message, Place, Post
from bot.ports import Handler, Services, Standing, Trail
from bot.traffic.arrivals import Arrivals, in_turn
from bot.traffic.ending import to_the_end
from bot.traffic.faults import CallError, RefusedError, StoppedError

log = structlog.get_logger()

MENUS = 0.3  # seconds after which the menus are told: updates come first

Due: TypeAlias = list[Asked] | Message | Moved | Membership | None
"""What is to be answered: a message with all its parts, a button's command, news of a chat."""


class Secret(Protocol):
    """A token that does not show itself."""

    def get_secret_value(self) -> str:
        """Return the token."""


class Settings(Protocol):
    """The part of the configuration that this adapter reads."""

    token: Secret
    base_url: str
    base_file_url: str
    mode: str
    webhook_url: str
    webhook_host: str
    webhook_port: int
    webhook_secret: Secret | None
    rich: str


class Telegram:
    """Speaks as one bot until it is stopped, or its token is no longer good."""

    def __init__(self, settings: Settings, services: Services, pace: Pace | None = None) -> None:
        self._settings = settings
        self._services = services
        token = settings.token.get_secret_value()
        pace = pace or Pace()
        self.stage_gap = pace.edits
        self._api = Api(token, settings.base_url, settings.base_file_url, services.pauses, pace)
        commands = [entry.name for entry in services.menu]
        rich = settings.rich == "auto"
        self._sender = Sender(
            self._api, services.seal, services.moved, rich=rich, commands=commands
        )
        self._arrivals = Arrivals()
        self._albums: dict[str, list[tuple[str, Asked]]] = {}
        self._over = asyncio.Event()
        self._answering: Answering | None = None
        self._me = Self()
        self._source: Polling | Door | None = None
        self._sending = 0
        self._left = False  # once it has listened, and does no more: posts may still be sent

    @property
    def port(self) -> int:
        """Where updates are delivered to once it listens; 0 with polling."""
        return self._source.port if isinstance(self._source, Door) else 0

    def invitation(self, code: str) -> str:
        """Return the link that opens a chat with the bot and sends it a code."""
        name = self._me.username
        return f"https://t.me/{name}?start={code}" if name else ""

    async def private(self, user: str) -> Chat:
        """Return the chat of a person with the bot: it has that person's own id."""
        return Chat("telegram", user)

    async def run(self, handle: Handler) -> None:
        """Listen; what a stopped process left behind is dealt with first."""
        self._left = False
        try:
            me = await patiently(self._api.start, self._services.stands)
            self._services.stands(Standing.WELL, "")
            arguments = {entry.name: entry.argument for entry in self._services.menu}
            self._me = Self(me["id"], me.get("username") or "", arguments)
            self._answering = Answering(self._api, self._services, handle)
            await self._take_up()
            self._arrivals.put(self._menus)
            self._source = self._listener()
            await self._until_over(self._source.run())
        except StoppedError as error:
            self._stopped(error)
        finally:
            await to_the_end(self._leave())

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Let the messages of ``trail`` show a post; raises a ``CallError`` where they do not."""
        self._sending += 1
        try:
            await self._api.start()
            await self._sender.send(place, post, trail)
        finally:
            self._sending -= 1
            await to_the_end(self._close())

    async def _leave(self) -> None:
        await self._arrivals.stop()
        self._left = True
        await self._close()

    async def _close(self) -> None:
        """Close the connections once nobody listens and the last post is sent."""
        if self._left and not self._sending:
            await self._api.stop()

    def _listener(self) -> Polling | Door:
        intake = Intake(self._services.inbox, self._wanted, self._arrived)
        settings = self._settings
        if settings.mode != "webhook":
            return Polling(self._api, intake, self._services.stands)
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
        return Door(
            self._api,
            intake,
            settings.webhook_url,
            settings.webhook_host,
            settings.webhook_port,
            secret,
        )

    async def _until_over(self, listening: Coroutine[Any, Any, None]) -> None:
        over = asyncio.create_task(self._over.wait())
        source = asyncio.create_task(listening)
        try:
            await asyncio.wait({over, source}, return_when=asyncio.FIRST_COMPLETED)
            if source.done():
                source.result()
        finally:
            for task in (over, source):
                task.cancel()
            await asyncio.gather(over, source, return_exceptions=True)

    async def _take_up(self) -> None:
        """Deal with what a stopped process had stored and not done."""
        assert self._answering is not None
        pending = await self._services.inbox.pending()
        self._answering.unsettled |= {id for id, _ in pending if id.startswith(HANDLED)}
        for id, payload in pending:
            if not id.startswith(HANDLED):
                self._arrived(id, json.loads(payload))

    async def _menus(self) -> None:
        await asyncio.sleep(MENUS)
        for menu in menus(self._services.menu, self._services.interface):
            await patiently(partial(self._menu, menu))

    async def _menu(self, menu: Json) -> None:
        try:
            await self._api.call("setMyCommands", **menu)
        except RefusedError as error:
            log.error("telegram does not take the menu", error=error.name)

    # --- events ------------------------------------------------------------

    def _wanted(self, update: Json) -> bool:
        return understand(update, self._me) is not None

    def _arrived(self, id: str, update: Json) -> None:
        event = understand(update, self._me)
        if isinstance(event, Asked) and event.album is not None:
            begun = event.album in self._albums
            self._albums.setdefault(event.album, []).append((id, event))
            if not begun:
                album = event.album
                self._arrivals.put(lambda: self._album(album), event.message.chat.id)
            return
        waits = self._line(event.message) if isinstance(event, Asked) else None
        self._arrivals.put(lambda: self._deal(id, event), waits)

    def _line(self, message: Message) -> str | None:
        """Return behind what a message waits: a chat is answered in order, but for a few."""
        return message.chat.id if in_turn(message.text, self._services.menu) else None

    async def _album(self, album: str) -> None:
        """Deal with an album when no more of it comes."""
        seen = 0
        while seen < len(self._albums[album]):
            seen = len(self._albums[album])
            await asyncio.sleep(self._api.pace.album)
        parts = self._albums.pop(album)
        await self._finish([id for id, _ in parts], [event for _, event in parts])

    async def _deal(self, id: str, event: Event | None) -> None:
        """Deal with an event; the command behind a button then takes its own turn."""
        if not isinstance(event, Tapped):
            await self._finish([id], [event] if isinstance(event, Asked) else event)
            return
        assert self._answering is not None
        message = self._answering.opened(event)
        waits = self._line(message) if message is not None else None
        await self._answering.told(event, expired=message is None)
        self._arrivals.put(lambda: self._finish([id], message), waits)

    async def _finish(self, ids: list[str], event: Due) -> None:
        """Answer an event; it is done then, unless it is to be taken up again at the next start."""
        if self._over.is_set():
            return
        try:
            await self._answer(event)
        except StoppedError as error:
            self._stopped(error)
            return
        except CallError as error:
            log.warning("telegram took no answer", error=str(error))
        except Exception:
            log.exception("telegram event failed")
        for id in ids:
            await self._services.inbox.done(id)

    async def _answer(self, event: Due) -> None:
        assert self._answering is not None
        if isinstance(event, list):
            await self._answering.asked(event)
        elif isinstance(event, Message):
            await self._answering.tapped(event)
        elif event is not None:
            await self._answering.changed(event)

    def _stopped(self, error: StoppedError) -> None:
        if not self._over.is_set():
            log.error("telegram stopped: another token is needed", reason=error.name)
            self._services.stands(Standing.STOPPED, error.name)
            self._over.set()
