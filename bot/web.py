"""Briefs as pages under links that nobody can guess, for a proxy with TLS that stands in front.

``GET`` (or ``HEAD``) of ``/b/<token>`` shows one brief (``bot.seal.PageLinks``); everything else
is one and the same 404, so that nobody learns what there is, was or could be. No cookies, no
listing, nothing kept by browsers or search engines, nothing logged about who read what.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address
from time import monotonic

import structlog
from aiohttp import web

from bot.errors import BotError, ConfigError
from bot.model import Note
from bot.page import POLICY, brief_page, sides
from bot.ports import Store
from bot.seal import PAGES, PageLinks

log = structlog.get_logger()

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-store",
    "Server": "Isnad",
}
BURST = 30  # requests that one address may send at once
PER_SECOND = 1.0  # and as many more each second
ADDRESSES = 10_000  # that are remembered
AT_A_TIME = 2  # pages that are made

Page = Callable[[str], Awaitable[str | None]]
"""Returns the page of a token, ``None`` where there is none."""


def of_store(links: PageLinks, store: Store) -> Page:
    """Return what makes the pages of a store's briefs; the page raises kinds of ``StoreError``."""
    making = asyncio.Semaphore(AT_A_TIME)

    async def page(token: str) -> str | None:
        named = links.read(token)
        brief = await store.brief(named[0]) if named else None
        if named is None or brief is None:
            return None
        async with making:
            return await asyncio.to_thread(brief_page, brief, sides(brief, named[1]))

    return page


class Allowance:
    """How many requests an address may still send: a bucket that fills again (token bucket)."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, address: str) -> float:
        """Take one request off; return 0, or in how many seconds there is one again."""
        now = self._clock()
        left, at = self._left.pop(address, (float(BURST), now))
        left = min(float(BURST), left + (now - at) * PER_SECOND)
        self._left[address] = (max(0.0, left - 1), now) if left >= 1 else (left, now)
        while len(self._left) > ADDRESSES:  # who was heard of longest ago
            del self._left[next(iter(self._left))]
        return 0.0 if left >= 1 else (1 - left) / PER_SECOND


def address(peer: str, forwarded: str) -> str:
    """Return who asks, by network: an IPv6 address stands for its /64.

    ``forwarded`` is ``X-Forwarded-For``: its last entry is our own proxy's word, and believed only
    from a proxy on this machine.
    """
    try:
        found = ip_address(peer)
        if found.is_loopback and forwarded:
            found = ip_address(forwarded.rpartition(",")[2].strip())
    except ValueError:
        return peer
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)


def application(page: Page, allowance: Allowance) -> web.Application:
    """Return what answers requests with pages."""

    async def answer(request: web.Request) -> web.Response:
        forwarded = request.headers.get("X-Forwarded-For", "")
        seconds = allowance.wait(address(request.remote or "", forwarded))
        if seconds:
            again = str(math.ceil(seconds))
            return web.Response(
                status=429, text="Too many requests.", headers={"Retry-After": again}
            )
        path = request.rel_url.raw_path
        asked = request.method in ("GET", "HEAD") and path.startswith(PAGES)
        try:
            found = await page(path.removeprefix(PAGES)) if asked else None
        except BotError as error:
            log.warning("page not shown", error=error.key)
            return web.Response(status=503, text="Not now.", headers={"Retry-After": "30"})
        if found is None:
            return web.Response(status=404, text="There is no such page.")
        return web.Response(text=found, content_type="text/html")

    async def guard(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)

    app = web.Application(client_max_size=1)
    app.router.add_route("*", "/{path:.*}", answer)
    app.on_response_prepare.append(guard)
    return app


@asynccontextmanager
async def serving(host: str, port: int, page: Page) -> AsyncIterator[int]:
    """Serve pages until the block ends; give the port. ConfigError where it cannot be had."""
    runner = web.AppRunner(application(page, Allowance()), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            told = {"place": f"{host}:{port}", "why": error.strerror or str(error)}
            raise ConfigError(detail=Note("config.port", told)) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
