"""Slack's Web API, with what its errors mean. The SDK retries nothing: we know what may be."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import (
    CallError,
    StoppedError,
    UnclearError,
    UnreachedError,
    fault,
)
from adapters.slack.words import Json

log = structlog.get_logger()

TIMEOUT = 20  # seconds for one call
TRIES = 4  # for a call that can be repeated without harm
BACKOFF = 0.5  # seconds, doubled each time
LONGEST_PAUSE = 600.0  # seconds that we believe a Retry-After
FILE_TIMEOUT = 30.0


class Web:
    """Calls methods. A pause that Slack asks for holds one channel, or else one method."""

    def __init__(self, token: str, base_url: str) -> None:
        self.token = token
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None
        self._closed = False
        self._until: dict[str, float] = {}

    @property
    def client(self) -> AsyncWebClient:
        """The SDK's client, made at its first use."""
        if self._closed:
            raise StoppedError("closed")
        if self._client is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
            self._client = AsyncWebClient(
                token=self.token,
                base_url=self.base_url,
                timeout=TIMEOUT,
                session=self._session,
                retry_handlers=[],
            )
        return self._client

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()
        self._session = self._client = None
        self._closed = True

    async def call(self, method: str, **params: Any) -> Json:
        """Call a method once, pauses apart. Raises a ``CallError``."""
        scope = str(params.get("channel") or params.get("channel_id") or method)
        sent = {key: value for key, value in params.items() if value is not None}
        while True:
            await self._pause(scope)
            ask = getattr(self.client, method.replace(".", "_"))
            try:
                response = await ask(**sent)
            except SlackApiError as error:
                seconds = _retry_after(error)
                if seconds is None:
                    raise _meaning(error) from error
                log.info("slack asks for a pause", method=method, seconds=seconds)
                self._until[scope] = asyncio.get_running_loop().time() + seconds
            except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
                raise UnreachedError(type(error).__name__) from error
            except (aiohttp.ClientError, TimeoutError) as error:
                raise UnclearError(type(error).__name__) from error
            else:
                return dict(response.data) if isinstance(response.data, dict) else {}

    async def repeat(self, method: str, **params: Any) -> Json:
        """Call a method that can be repeated without harm until its outcome is known."""
        for n in range(TRIES):
            try:
                return await self.call(method, **params)
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
            async with self._own.post(url, json=dict(body)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False

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
            async with self._own.get(
                url, headers=headers, allow_redirects=False, timeout=timeout
            ) as response:
                if response.status != 200:
                    return None
                content = await _read(response, most)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None
        return content

    @property
    def _own(self) -> aiohttp.ClientSession:
        assert self.client and self._session
        return self._session

    def _trusted(self, url: str) -> bool:
        try:
            asked, ours = urlsplit(url), urlsplit(self.base_url)
            host, same = asked.hostname or "", asked[:2] == ours[:2]
        except ValueError:
            return False
        return same or (asked.scheme == "https" and f".{host}".endswith(".slack.com"))

    async def _pause(self, scope: str) -> None:
        clock = asyncio.get_running_loop().time
        while (left := self._until.get(scope, 0) - clock()) > 0:  # noqa: ASYNC110 - may grow
            await asyncio.sleep(left)
        self._until.pop(scope, None)


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


def _retry_after(error: SlackApiError) -> float | None:
    """Return for how many seconds Slack wants to be left alone, ``None`` if it does not."""
    status = getattr(error.response, "status_code", None)
    if status != 429 and _name(error) != "ratelimited":
        return None
    headers = {k.lower(): v for k, v in (getattr(error.response, "headers", None) or {}).items()}
    try:
        return min(max(float(headers.get("retry-after", 1)), 0.1), LONGEST_PAUSE)
    except ValueError:
        return 1.0


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
