"""Slack's Web API, each call in its turn; what its errors mean.

The SDK repeats nothing: we know what may be.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import fault
from adapters.slack.limits import scopes
from adapters.slack.words import Json
from bot.failpoint import Point, reached
from bot.ports import Pauses
from bot.traffic.faults import (
    BusyError,
    CallError,
    RefusedError,
    StoppedError,
    UnclearError,
    UnreachedError,
)
from bot.traffic.limiter import AT_ONCE, Limiter, PausedError, Wait

log = structlog.get_logger()

TIMEOUT = 20  # seconds for one call
TRIES = 3  # for a call that can be repeated without harm
BACKOFF = 0.5  # seconds, doubled each time
LONGEST_PAUSE = 900.0  # seconds that we believe a Retry-After
FILE_TIMEOUT = 30.0


@dataclass(eq=False, slots=True)
class _Line:
    """A connection to Slack, and how many calls use it."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    users: int = 0


class Web:
    """Calls methods. A pause that Slack asks for holds one channel, or else one method.

    Between ``open`` and ``close`` connections are kept; else each call makes its own, so that
    what is still to be said when listening has ended can be said.
    """

    def __init__(self, token: str, base_url: str, pauses: Pauses) -> None:
        self.token = token
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._line: _Line | None = None
        self._limiter = Limiter(pauses)
        self._loading = asyncio.Lock()
        self._loaded = False

    def open(self) -> None:
        """Keep connections from now on."""
        self._line = self._line or self._new_line()

    async def close(self) -> None:
        """Let go of the connections; who is using one closes it."""
        line, self._line = self._line, None
        if line is not None and not line.users:
            await line.session.close()

    def _new_line(self) -> _Line:
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        client = AsyncWebClient(
            token=self.token,
            base_url=self.base_url,
            timeout=TIMEOUT,
            session=session,
            retry_handlers=[],
        )
        return _Line(session, client)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[_Line]:
        line = self._line or self._new_line()
        line.users += 1
        try:
            yield line
        finally:
            line.users -= 1
            if not line.users and line is not self._line:
                await line.session.close()

    # --- calls -------------------------------------------------------------

    async def call(self, method: str, wait: Wait = AT_ONCE, **params: Any) -> Json:
        """Call a method when its turn has come; it is done at most once.

        Raises ``CallError`` kinds: ``BusyError`` where Slack wants to be left alone for longer
        than ``wait`` allows. May raise ``StoreError`` at the first call.
        """
        if not self._loaded:
            await self._load()
        sent = {name: value for name, value in params.items() if value is not None}
        try:
            return await self._called(method, wait, sent)
        except BusyError as error:
            if error.after > wait.patience:
                raise
        return await self._called(method, wait, sent)

    async def _load(self) -> None:
        async with self._loading:
            if not self._loaded:
                await self._limiter.load()
                self._loaded = True

    async def _called(self, method: str, wait: Wait, sent: Json) -> Json:
        channel = sent.get("channel") or sent.get("channel_id")
        turn = self._limiter.turn(scopes(method, channel, spare=wait.spare), wait)
        try:
            async with turn, self._connected() as line:
                if channel:
                    reached(Point.CALLING)
                response = await getattr(line.client, method.replace(".", "_"))(**sent)
        except PausedError as error:
            raise BusyError(error.after) from error
        except SlackApiError as error:
            seconds = wanted_pause(error)
            if seconds is None:
                raise _meaning(error) from error
            log.info("slack asks for a pause", method=method, seconds=seconds)
            await self._limiter.pause(str(channel or method), seconds)
            raise BusyError(seconds) from error
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise UnreachedError(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnclearError(type(error).__name__) from error
        if channel:
            reached(Point.CALLED)
        return dict(response.data) if isinstance(response.data, dict) else {}

    async def repeat(self, method: str, wait: Wait = AT_ONCE, **params: Any) -> Json:
        """Call a method that can be repeated without harm until its outcome is known."""
        for n in range(TRIES):
            try:
                return await self.call(method, wait, **params)
            except (UnclearError, UnreachedError):
                if n + 1 == TRIES:
                    raise
                await asyncio.sleep(BACKOFF * 2**n)
        raise AssertionError("unreachable")

    async def attempt(self, method: str, **params: Any) -> Json | None:
        """Call a method whose failure changes little: ``None`` if it failed."""
        try:
            return await self.call(method, **params)
        except StoppedError:
            raise
        except CallError as error:
            log.info("slack call failed", method=method, error=error.name)
            return None

    async def respond(self, url: str, body: Mapping[str, Any]) -> bool:
        """Answer an interaction at its own address; whether that was taken."""
        try:
            async with self._connected() as line, line.session.post(url, json=body) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file where Slack asked for it; without a token, and only on Slack's own hosts.

        Raises ``CallError``; a file that is nowhere shared yet is seen by nobody.
        """
        if not self._trusted(url):
            raise RefusedError("untrusted_upload")
        try:
            async with (
                self._connected() as line,
                line.session.post(url, data=content, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise UnreachedError(f"http_{response.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnreachedError(type(error).__name__) from error

    async def download(self, url: str, most: int) -> bytes | None:
        """Fetch a file that people shared; ``None`` if it is no such, or larger than ``most``.

        The token goes to Slack's own hosts only, and along no redirect (which leads to a page
        that asks to sign in).
        """
        if not self._trusted(url):
            return None
        headers = {"Authorization": f"Bearer {self.token}"}
        timeout = aiohttp.ClientTimeout(total=FILE_TIMEOUT)
        try:
            async with (
                self._connected() as line,
                line.session.get(
                    url, headers=headers, allow_redirects=False, timeout=timeout
                ) as response,
            ):
                return await _read(response, most) if response.status == 200 else None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None

    def _trusted(self, url: str) -> bool:
        try:
            asked, ours = urlsplit(url), urlsplit(self.base_url)
            host, same = asked.hostname or "", asked[:2] == ours[:2]
        except ValueError:
            return False
        return same or (asked.scheme == "https" and f".{host}".endswith(".slack.com"))


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


def wanted_pause(error: SlackApiError) -> float | None:
    """Return for how many seconds Slack wants to be left alone, ``None`` if it does not."""
    status = getattr(error.response, "status_code", None)
    if status != 429 and _name(error) != "ratelimited":
        return None
    headers = {k.lower(): v for k, v in (getattr(error.response, "headers", None) or {}).items()}
    try:
        seconds = float(headers.get("retry-after", 1))
    except ValueError:
        return 1.0
    return min(max(seconds, 0.1), LONGEST_PAUSE) if math.isfinite(seconds) else 1.0


def _name(error: SlackApiError) -> str:
    data = getattr(error.response, "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    return found if isinstance(found, str) else ""


def _meaning(error: SlackApiError) -> CallError:
    status = getattr(error.response, "status_code", getattr(error.response, "status", 0))
    name = _name(error)
    if not name or status >= 500:
        return UnclearError(name or f"http_{status}")
    return fault(name)
