"""Where updates come from: asked for, or posted to a port. They are stored before Telegram is told.

An update is confirmed by asking for those that follow it, or by answering 200 to its delivery.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from urllib.parse import urlsplit

import structlog

from adapters.telegram.api import Api
from adapters.telegram.faults import ConflictError
from adapters.telegram.intake import ALLOWED
from adapters.telegram.nouns import Json
from bot.errors import StoreError
from bot.ports import Inbox, Standing
from bot.traffic.faults import CallError, StoppedError

if TYPE_CHECKING:
    from aiohttp import web

log = structlog.get_logger()

T = TypeVar("T")
Stands: TypeAlias = Callable[[Standing, str], None]

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds between two attempts
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 2_000_000  # bytes of an update
CONNECTIONS = 40  # by which Telegram delivers at a time


class Intake:
    """Stores updates that are ``wanted`` and hands those that are new to ``arrived``."""

    def __init__(
        self,
        inbox: Inbox,
        wanted: Callable[[Json], bool],
        arrived: Callable[[str, Json], None],
    ) -> None:
        self._inbox = inbox
        self._wanted = wanted
        self._arrived = arrived

    async def take(self, updates: Sequence[object]) -> None:
        """Store updates, oldest first; they are on disk when this returns. Raises StoreError."""
        known = [u for u in updates if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
        wanted = sorted(filter(self._wanted, known), key=lambda update: update["update_id"])
        stored = (self._inbox.receive(_id(u), json.dumps(u).encode()) for u in wanted)
        found = await asyncio.gather(*stored, return_exceptions=True)
        for update, new in zip(wanted, found, strict=True):
            if new is True:
                self._arrived(_id(update), update)
        for error in found:
            if isinstance(error, BaseException):
                raise error


def _id(update: Json) -> str:
    return str(update["update_id"])


class Polling:
    """Asks for updates, again and again; ``stands`` is told how that goes."""

    def __init__(self, api: Api, intake: Intake, stands: Stands) -> None:
        self._api = api
        self._intake = intake
        self._stands = stands
        self._complained = float("-inf")

    async def run(self) -> None:
        """Take in updates until there is no more use in it: ``StoppedError``."""
        await patiently(lambda: self._api.call("deleteWebhook"))
        offset, wait = 0, FIRST_WAIT
        while True:
            try:
                updates = await self._ask(offset)
                await self._intake.take(updates)
            except StoppedError:
                raise
            except (CallError, StoreError) as error:
                self._complain(error)
                asked = error.after if isinstance(error, CallError) else 0.0
                await asyncio.sleep(max(wait, asked))
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            self._stands(Standing.WELL, "")
            wait = FIRST_WAIT
            ids = [u["update_id"] for u in updates if isinstance(u.get("update_id"), int)]
            offset = max([offset, *(id + 1 for id in ids)])

    async def _ask(self, offset: int) -> list[Json]:
        found = await self._api.call(
            "getUpdates",
            offset=offset or None,
            timeout=self._api.pace.poll,
            allowed_updates=list(ALLOWED),
        )
        return [u for u in found if isinstance(u, dict)] if isinstance(found, list) else []

    def _complain(self, error: CallError | StoreError) -> None:
        """Say what is wrong, in the log not at each attempt."""
        now = asyncio.get_running_loop().time()
        other = isinstance(error, ConflictError)
        if isinstance(error, CallError):
            self._stands(Standing.SHARED if other else Standing.AWAY, error.name)
        if now - self._complained >= self._api.pace.complain:
            self._complained = now
            event = "telegram: another process polls" if other else "telegram updates not taken in"
            log.error(event, error=str(error))


class Door:
    """Takes updates that Telegram posts; its secret is looked at before anything else."""

    def __init__(
        self, api: Api, intake: Intake, url: str, host: str, port: int, secret: str | None
    ) -> None:
        self._api = api
        self._intake = intake
        self._url = url
        self._host = host
        self._secret = secret or secrets.token_urlsafe(32)
        self._runner: web.AppRunner | None = None
        self.port = port
        self.refused = 0  # requests without the secret

    async def run(self) -> None:
        """Listen, tell Telegram where, and serve until cancelled."""
        from aiohttp import web  # loaded only where it is used

        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_post(urlsplit(self._url).path or "/", self._post)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
            self.port = self._runner.addresses[0][1]
            await patiently(self._announce)
            await asyncio.Event().wait()
        finally:
            await self._runner.cleanup()

    async def _announce(self) -> None:
        await self._api.call(
            "setWebhook",
            url=self._url,
            secret_token=self._secret,
            allowed_updates=list(ALLOWED),
            max_connections=CONNECTIONS,
        )

    async def _post(self, request: web.Request) -> web.Response:
        from aiohttp import web

        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            self.refused += 1
            log.warning("telegram delivery refused: wrong secret", times=self.refused)
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        try:
            await self._intake.take([update])
        except StoreError as error:
            log.error("telegram update not stored", error=error.key)
            return web.Response(status=503)  # Telegram delivers it again
        return web.Response()


def _unheard(standing: Standing, reason: str) -> None:
    """Tell nobody."""


async def patiently(call: Callable[[], Awaitable[T]], stands: Stands = _unheard) -> T:
    """Await ``call()`` until Telegram answers: it may be down when we start."""
    wait = FIRST_WAIT
    while True:
        try:
            return await call()
        except StoppedError:
            raise
        except CallError as error:
            if wait == FIRST_WAIT:
                log.warning("telegram cannot be reached, trying on", error=str(error))
            stands(Standing.AWAY, error.name)
            await asyncio.sleep(max(wait, error.after))
            wait = min(wait * 2, LONGEST_WAIT)
