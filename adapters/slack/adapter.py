"""The adapter of one Slack workspace: ``bot.ports.Adapter``."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

import structlog

from adapters.slack.answering import Answering, line
from adapters.slack.intake import understand
from adapters.slack.listening import Door, Intake, Sockets, bolt
from adapters.slack.nouns import Event, Gone, Self
from adapters.slack.sending import Sender
from adapters.slack.web import Web
from adapters.slack.words import Json
from bot.model import Chat, Place, Post
from bot.ports import Handler, Services, Standing, Trail
from bot.traffic.arrivals import Arrivals
from bot.traffic.ending import to_the_end
from bot.traffic.faults import BusyError, CallError, StoppedError, UnclearError, UnreachedError

log = structlog.get_logger()

LONGEST_WAIT = 30.0  # seconds between two attempts to reach Slack at the start


class Secret(Protocol):
    """A token that does not show itself."""

    def get_secret_value(self) -> str:
        """Return the token."""


class Settings(Protocol):
    """The part of the configuration that this adapter reads."""

    bot_token: Secret
    app_token: Secret | None
    signing_secret: Secret | None
    mode: str
    port: int
    preview: bool
    base_url: str


class Slack:
    """Speaks with one workspace until it is stopped, or its tokens are no longer good."""

    stage_gap = 1.2  # about fifty edits a minute

    def __init__(self, settings: Settings, services: Services) -> None:
        self._settings = settings
        self._services = services
        token = settings.bot_token.get_secret_value()
        self._web = Web(token, settings.base_url, services.pauses)
        self._sender = Sender(
            self._web, services.seal, settings.preview, services.interface, services.menu
        )
        self._arrivals = Arrivals()
        self.listening = asyncio.Event()
        self._over = asyncio.Event()
        self._source: Sockets | Door | None = None
        self._answering: Answering | None = None
        self._me = Self("")

    @property
    def port(self) -> int:
        """Where events are taken over HTTP once it listens; 0 with Socket Mode."""
        return self._source.port if isinstance(self._source, Door) else 0

    def invitation(self, code: str) -> str:
        """Return nothing: codes are typed here."""
        return ""

    async def private(self, user: str) -> Chat:
        """Return the direct messages with a person; raises a ``CallError`` where Slack has none."""
        return Chat("slack", await self._sender.direct(user))

    async def run(self, handle: Handler) -> None:
        """Listen; what a stopped process left behind is dealt with first."""
        self._web.open()
        try:
            found = await self._reach("auth.test")
            arguments = {entry.name: entry.argument for entry in self._services.menu}
            self._me = Self(str(found.get("user_id")), arguments)
            self._answering = Answering(self._sender, self._services, self._me, handle)
            for id, payload in await self._services.inbox.pending():
                self._arrived(id, self._read(json.loads(payload)))
            await self._listen(found)
            self.listening.set()
            self._services.stands(Standing.WELL, "")
            log.info("slack connected", mode=self._settings.mode)
            await self._over.wait()
        except StoppedError as error:
            self._stopped(error)
        finally:
            await to_the_end(self._close())

    async def _close(self) -> None:
        if self._source is not None:
            await self._source.stop()
        await self._arrivals.stop()
        await self._web.close()

    async def send(self, place: Place, post: Post | None, trail: Trail) -> None:
        """Let the messages of ``trail`` show a post; raises a ``CallError`` where they do not."""
        try:
            await self._sender.send(place, post, trail)
        except StoppedError as error:
            self._stopped(error)
            raise

    async def _listen(self, found: Json) -> None:
        app = bolt(self._web, found, Intake(self._services.inbox, self._read, self._arrived))
        settings = self._settings
        if settings.mode == "http":
            secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
            self._source = Door(app, secret, settings.port)
        else:
            token = settings.app_token.get_secret_value() if settings.app_token else ""
            await self._reach("apps.connections.open", app_token=token)
            self._source = Sockets(app, token)
        await self._source.start()

    async def _reach(self, method: str, **params: Any) -> Json:
        """Call a method until Slack answers: it may be down when we start."""
        wait = 1.0
        while True:
            try:
                return await self._web.call(method, **params)
            except (BusyError, UnclearError, UnreachedError) as error:
                if wait == 1.0:
                    log.warning("slack cannot be reached, trying on", error=error.name)
                self._services.stands(Standing.AWAY, error.name)
                await asyncio.sleep(max(wait, error.after))
                wait = min(wait * 2, LONGEST_WAIT)
            except StoppedError:
                raise
            except CallError as error:
                raise StoppedError(error.name) from error

    # --- events ------------------------------------------------------------

    def _read(self, payload: Json) -> Event | None:
        return understand(payload, self._me)

    def _arrived(self, id: str, event: Event | None) -> None:
        waits = line(event, self._services.menu) if event is not None else None
        self._arrivals.put(lambda: self._deal(id, event), waits)

    async def _deal(self, id: str, event: Event | None) -> None:
        """Answer an event; it is done then, unless it is to be taken up again at the next start."""
        if self._over.is_set():
            return
        if isinstance(event, Gone):
            await self._services.inbox.done(id)
            self._stopped(StoppedError(event.reason))
            return
        try:
            if event is not None and self._answering is not None:
                await self._answering.answer(event)
        except StoppedError as error:
            self._stopped(error)
            return
        except CallError as error:
            log.warning("slack took no answer", error=error.name)
        except Exception:
            log.exception("slack event failed")
        await self._services.inbox.done(id)

    def _stopped(self, error: StoppedError) -> None:
        if not self._over.is_set():
            log.error("slack stopped: other tokens are needed", reason=error.name)
            self._services.stands(Standing.STOPPED, error.name)
            self._over.set()
