"""Guarded connections, and the pool of them that pages are fetched over.

Whatever ``bot.net`` decides is enforced here, at the moment of connecting: redirects, and links
that a page points to, are checked like the first link.
"""

# The signatures with a timeout are httpcore2's.
# ruff: noqa: ASYNC109

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import httpcore2
import httpx2

from bot.link import LinkError, too_large
from bot.model import ProblemKind
from bot.net import (
    ATTEMPT,
    PORTS,
    TRIES,
    AllowHosts,
    Resolver,
    check_name,
    literal,
    public_answer,
    system_resolver,
)


@cache
def _usual_tls() -> ssl.SSLContext:
    """The system's certificate authorities; read once, it takes 20 ms and more."""
    return httpx2.create_ssl_context(trust_env=False)


class Transport:
    """One pool of guarded connections; one request in, one undecoded response out."""

    def __init__(self, backend: GuardedBackend, tls: ssl.SSLContext | None, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls or _usual_tls(),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=5,
            network_backend=backend,
        )

    async def get(self, url: httpx2.URL, headers: Mapping[str, str]) -> httpx2.Response:
        """Ask for a page; httpcore2's errors and ``LinkError`` where none comes."""
        request = httpx2.Request("GET", url, headers=headers)
        response = await self._pool.handle_async_request(
            httpcore2.Request(
                method="GET",
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
            )
        )
        return httpx2.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, self._max_bytes),
            request=request,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.aclose()


class _Body(httpx2.AsyncByteStream):
    """The bytes on the wire, which httpx2 decodes piece by piece; at most ``limit`` of them.

    A body can be packed so that it never gives a single byte.
    """

    def __init__(self, response: httpcore2.Response, limit: int) -> None:
        self._response = response
        self._limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._response.aiter_stream():
            size += len(piece)
            if size > self._limit:
                raise too_large(self._limit)
            yield piece

    async def aclose(self) -> None:
        await self._response.aclose()


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Opens connections for httpcore2, to public addresses only.

    ``allow`` opens hosts by name; ``resolve`` and ``inner`` (what really connects) can be
    stand-ins. Raises ``LinkError`` for what may not be opened, httpcore2's own errors for
    what cannot.
    """

    def __init__(
        self,
        allow: AllowHosts,
        resolve: Resolver = system_resolver,
        inner: httpcore2.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow = allow
        self._resolve = resolve
        self._inner = inner or httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of ``host`` that answers, if all of them may be opened."""
        opened = self._allow.opens(host, port)
        addresses = await self._addresses(host, port, opened)
        failure: Exception | None = None
        for address in addresses[:TRIES]:
            try:
                stream = await self._inner.connect_tcp(
                    address, port, min(timeout or ATTEMPT, ATTEMPT), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                if not opened:
                    await _refuse_ourselves(stream, host)
                return TidyStream(stream)
        raise failure or LinkError(ProblemKind.NO_HOST, host=host)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Refuse: no link leads to a socket file."""
        raise LinkError(ProblemKind.FORBIDDEN_ADDRESS)

    async def sleep(self, seconds: float) -> None:
        """Wait (httpcore2 asks for it between its retries, which we do not use)."""
        await self._inner.sleep(seconds)

    async def _addresses(self, host: str, port: int, opened: bool) -> list[str]:
        if not opened and port not in PORTS:
            raise LinkError(ProblemKind.FORBIDDEN_ADDRESS, host=host, port=port)
        address = literal(host)
        if address is not None:
            answers: Sequence[str] = (str(address),)
        else:
            if not opened:
                check_name(host)
            answers = await self._resolve(host, port)
        if not opened and not all(public_answer(answer) for answer in answers):
            raise LinkError(ProblemKind.FORBIDDEN_ADDRESS, host=host)
        return list(dict.fromkeys(answers))


class TidyStream(httpcore2.AsyncNetworkStream):
    """A stream that is closed when its TLS handshake fails or is given up.

    httpcore2 leaves the socket open when a deadline ends the handshake.
    """

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has arrived, at most ``max_bytes``."""
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of ``buffer``."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Shake hands; the result replaces this stream."""
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._stream.aclose()
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)


async def _refuse_ourselves(stream: httpcore2.AsyncNetworkStream, host: str) -> None:
    """Close a connection that reached this very machine over its own public address."""
    ours, theirs = (stream.get_extra_info(end) for end in ("client_addr", "server_addr"))
    if ours and theirs and ours[0] == theirs[0]:
        await stream.aclose()
        raise LinkError(ProblemKind.FORBIDDEN_ADDRESS, host=host)
