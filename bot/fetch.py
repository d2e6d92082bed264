"""Fetching links: from URLs to pages, guarded, bounded in time and size.

Every request goes through ``bot.connections.GuardedBackend``: redirects, and links that a page
points to, are checked like the first link. Nothing is carried from one request to the next: no
cookies, no credentials, no referrer, no proxy from the environment; only the validators that a
caller hands in itself.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import structlog

from bot import __version__
from bot.errors import ReadError
from bot.headers import max_age, retry_after, validator
from bot.link import CONTROL, SCHEME, LinkError, read_link, too_large
from bot.manners import Manners
from bot.model import Note, Problem, ProblemKind
from bot.net import AllowHosts, Resolver, proxies, system_resolver

if TYPE_CHECKING:  # what connects takes a while to import: it is loaded for the first link
    import httpcore2
    import httpx2

    from bot.connections import Transport

log = structlog.get_logger()

HEADERS: Final = {
    "User-Agent": f"Isnad/{__version__}",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Language": "ar,en;q=0.8,*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
}
FEEDS: Final = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/rdf+xml;q=0.9,"
    "application/xml;q=0.8,text/xml;q=0.8,text/html;q=0.7,*/*;q=0.5"
)
"""What to ask for where a feed is expected: ``Fetcher.fetch(..., accept=FEEDS)``."""
REDIRECTS: Final = 5  # hops after the first request
QUEUE: Final = 3  # timeouts that a link may wait for its turns at busy hosts, beside its own

_CONDITIONS: Final = frozenset({"If-None-Match", "If-Modified-Since"})

# Bodies that are never an article and often huge: told by their type, never read.
_MEDIA: Final = {"audio": "what.audio", "image": "what.image", "video": "what.video"}


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site calls one state of a page, to be asked whether it changed (RFC 9110, 8.8)."""

    etag: str = ""  # as sent, quotes and "W/" included
    modified: str = ""  # Last-Modified as sent

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


NOTHING_KNOWN: Final = Validators()


@dataclass(frozen=True, slots=True)
class Page:
    """What a link gave: the body as sent, content encodings undone, character set untouched.

    ``status`` is 304, and the body empty, where the page is still as ``validators`` described it.
    """

    url: str  # as asked for
    final_url: str  # after redirects, normalised, without fragment
    status: int
    content_type: str  # the header, "" if there is none
    body: bytes
    fetched: datetime
    validators: Validators = NOTHING_KNOWN
    max_age: int | None = None  # seconds that it may be held for fresh, at most a day
    moved: str = ""  # where it has moved for good: the link after 301 and 308 alone


class Fetcher:
    """Fetches pages; an async context manager that holds the connections.

    ``allow_hosts`` opens hosts by name ("host" on every port, "host:port" on one), nothing else
    opens an address that is not public. ``timeout`` is the seconds for one link with all its
    redirects, ``max_bytes`` the size of a page at most, packed or not. The rest are seams for
    tests.
    """

    def __init__(
        self,
        allow_hosts: Iterable[str] = (),
        *,
        timeout: float = 20.0,
        max_bytes: int = 5_000_000,
        resolve: Resolver = system_resolver,
        connect: httpcore2.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._allow = AllowHosts.parse(allow_hosts)
        self._resolve = resolve
        self._connect = connect
        self._manners = Manners(clock)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._tls = tls
        self._clock = clock
        self._transport: Transport | None = None

    async def __aenter__(self) -> Self:
        """Return itself; connections are opened as they are needed."""
        if ignored := proxies(os.environ):
            log.warning("links are fetched without the proxy of the environment", ignored=ignored)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        if self._transport is not None:
            await self._transport.close()
            self._transport = None

    async def fetch(
        self, url: str, *, validators: Validators = NOTHING_KNOWN, accept: str = HEADERS["Accept"]
    ) -> Page:
        """Fetch one link; ``ReadError`` with a network ``Problem`` where it gives no page.

        ``validators`` are those of the page that the caller still has: where it has not changed,
        a page with status 304 and no body comes back. ``accept`` is the header of that name.
        """
        import httpcore2
        import httpx2

        asked = {"Accept": accept, **validators.headers}
        try:
            async with asyncio.timeout(QUEUE * self._timeout):
                async with asyncio.timeout(self._timeout) as deadline:
                    return await self._follow(url, asked, deadline)
        except TimeoutError:
            problem = Problem(url, ProblemKind.TIMEOUT, {"seconds": round(self._timeout)})
        except LinkError as error:
            problem = Problem(url, error.kind, error.values)
        except (httpcore2.TimeoutException, httpx2.TimeoutException):
            problem = Problem(url, ProblemKind.UNAVAILABLE, {"reason": "connect_timeout"})
        except httpx2.DecodingError:
            problem = Problem(url, ProblemKind.UNREADABLE, {"reason": "content_encoding"})
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
            problem = Problem(url, *_broken(error))
        raise ReadError(problem)

    async def _follow(
        self, given: str, asked: Mapping[str, str], deadline: asyncio.Timeout
    ) -> Page:
        url = read_link(given)
        moved, for_good = "", True
        for _ in range(REDIRECTS + 1):
            async with self._turn(url, deadline):
                response = await self._get(url, asked)
                try:
                    target = _redirect(url, response)
                    if target is None:
                        return await self._page(given, url, response, asked, moved)
                finally:
                    await response.aclose()
            for_good = for_good and response.status_code in (301, 308)
            moved = str(target) if for_good else moved
            url = target
        raise LinkError(ProblemKind.REDIRECTS, hops=REDIRECTS)

    @asynccontextmanager
    async def _turn(self, url: httpx2.URL, deadline: asyncio.Timeout) -> AsyncIterator[None]:
        """Hold a place at the host of ``url``; the wait for it does not count for the deadline.

        Hosts that an operator opened are the operator's own: they are asked as fast as need be.
        """
        host, port = url.host, url.port or (443 if url.scheme == "https" else 80)
        self._refuse_paused(host)
        if self._allow.opens(host, port):
            yield
            return
        loop = asyncio.get_running_loop()
        left = (deadline.when() or 0.0) - loop.time()
        deadline.reschedule(None)
        async with self._manners.turn(host):
            deadline.reschedule(loop.time() + left)
            self._refuse_paused(host)
            yield

    def _refuse_paused(self, host: str) -> None:
        if left := self._manners.left(host):
            raise LinkError(ProblemKind.UNAVAILABLE, status=left[0], retry_after=left[1])

    async def _get(self, url: httpx2.URL, headers: Mapping[str, str]) -> httpx2.Response:
        if self._transport is None:
            from bot.connections import GuardedBackend, Transport

            backend = GuardedBackend(self._allow, self._resolve, self._connect)
            self._transport = Transport(backend, self._tls, self._max_bytes)
        return await self._transport.get(url, {**HEADERS, **headers})

    async def _page(
        self,
        given: str,
        url: httpx2.URL,
        response: httpx2.Response,
        asked: Mapping[str, str],
        moved: str,
    ) -> Page:
        headers, status = response.headers, response.status_code
        unchanged = status == 304 and not asked.keys().isdisjoint(_CONDITIONS)
        return Page(
            given,
            str(url),
            status,
            headers.get("content-type", ""),
            b"" if unchanged else await self._body(url, response),
            self._clock(),
            Validators(
                validator(headers.get("etag", "")), validator(headers.get("last-modified", ""))
            ),
            max_age(headers.get("cache-control", "")),
            moved,
        )

    async def _body(self, url: httpx2.URL, response: httpx2.Response) -> bytes:
        """Check what the headers say, then read the body up to the limit."""
        try:
            _check_status(response, self._clock())
        except LinkError as error:
            if isinstance(wait := error.values.get("retry_after"), int):
                self._manners.pause(url.host, response.status_code, wait)
            raise
        _check_headers(response)
        length = response.headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self._max_bytes:
            raise too_large(self._max_bytes)
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > self._max_bytes:
                raise too_large(self._max_bytes)
        return bytes(body)


def _redirect(url: httpx2.URL, response: httpx2.Response) -> httpx2.URL | None:
    """Return where a response sends us; ``None`` if it is the last one.

    https is never left for http: what arrives would no longer be what the link promised.
    """
    import httpx2

    location = response.headers.get("location")
    if response.status_code not in (301, 302, 303, 307, 308) or location is None:
        return None
    if CONTROL.search(location) or "\\" in location.partition("?")[0].partition("#")[0]:
        raise LinkError(ProblemKind.BAD_LINK)
    try:
        target = read_link(str(url.join(location)) if not SCHEME.match(location) else location)
    except (httpx2.InvalidURL, ValueError):
        raise LinkError(ProblemKind.BAD_LINK) from None
    if url.scheme == "https" and target.scheme == "http":
        raise LinkError(ProblemKind.REDIRECTS, reason="downgrade")
    return target


def _check_status(response: httpx2.Response, now: datetime) -> None:
    status = response.status_code
    if 200 <= status < 300:
        return
    if response.headers.get("cf-mitigated") == "challenge":
        raise LinkError(ProblemKind.CHALLENGE, status=status)
    if status in (404, 410):
        raise LinkError(ProblemKind.NOT_FOUND, status=status)
    if 400 <= status < 500 and status not in (408, 425, 429):
        raise LinkError(ProblemKind.REFUSED, status=status)
    wait = retry_after(response.headers.get("retry-after", ""), now)
    values = {"status": status} if wait is None else {"status": status, "retry_after": wait}
    raise LinkError(ProblemKind.UNAVAILABLE, **values)


def _check_headers(response: httpx2.Response) -> None:
    """Refuse what is plainly no page, and stacked encodings.

    No server compresses a page twice; a stack turns each byte on the wire into a million
    bytes of work.
    """
    kind = response.headers.get("content-type", "").partition("/")[0].strip().lower()
    if kind in _MEDIA:
        raise LinkError(ProblemKind.NOT_HTML, what=Note(_MEDIA[kind]))
    encodings = response.headers.get_list("content-encoding", split_commas=True)
    if len([e for e in encodings if e.strip().lower() not in ("", "identity")]) > 1:
        raise LinkError(ProblemKind.UNREADABLE, reason="content_encoding")


def _broken(error: BaseException) -> tuple[ProblemKind, dict[str, object]]:
    """Tell a handshake that failed (a bad certificate, mostly) from a connection that broke."""
    import httpcore2

    cause: BaseException | None = error if isinstance(error, httpcore2.ConnectError) else None
    while cause is not None:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
            return ProblemKind.TLS, {"reason": cause.reason}
        cause = cause.__cause__ or cause.__context__
    return ProblemKind.UNAVAILABLE, {"reason": "connection"}
