"""A fake web site on loopback, and stand-ins for name server and network.

    async with Web() as web:
        web.page("/a", "<p>...</p>")
        async with Fetcher(allow_hosts=[web.host]) as fetcher:
            page = await fetcher.fetch(web.url("/a"))

With ``connect=web.network`` and ``resolve=names(...)`` a fetcher under test believes in public
addresses while every connection ends here, and ``web.network.connections`` tells which
addresses it would have reached.
"""

# The signatures with a timeout are httpcore2's.
# ruff: noqa: ASYNC109

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

import httpcore2

from bot.connections import TidyStream
from bot.net import Resolver
from bot.testing.patience import passes

HTML: Final = "text/html; charset=utf-8"
Data: TypeAlias = bytes
DRIPS: Final = 50  # bytes while ``silence`` passes
TLS_HELLO: Final = b"\x16"  # who says this to a plain site waits for ever


@dataclass(frozen=True, slots=True)
class Hit:
    """A request that the site received; header names are in lower case."""

    method: str
    path: str  # as sent, with the query
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answers: head, body, and seconds to wait before each further byte."""

    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    length: int | None = -1  # Content-Length; -1: the truth, None: no header
    drip: float | None = None  # seconds between single bytes
    hang: bool = False  # after the body, keep the connection open and say no more
    after: float = 0.0  # seconds to wait before all that
    raw: bytes | None = None  # instead of all that: what to put on the wire


Reply: TypeAlias = Answer | Callable[[Hit], Answer]


@dataclass
class Web:
    """A web site on 127.0.0.1; an async context manager. Unknown paths answer 404.

    ``tls`` makes it an https site with the certificates of that context.
    """

    tls: ssl.SSLContext | None = None
    requests: list[Hit] = field(default_factory=list)
    silence: float = 0.0  # seconds that pass at once where no answer is given, or only bit by bit

    def __post_init__(self) -> None:
        self._answers: dict[str, Reply] = {}
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.network = Loopback(self)

    async def __aenter__(self) -> Self:
        """Start to listen on a free port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and end what is still being answered."""
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def host(self) -> str:
        """The site as "host:port", as ``allow_hosts`` takes it."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """Return the whole link of a path."""
        return f"{'https' if self.tls else 'http'}://{self.host}{path}"

    def hits(self, path: str) -> int:
        """Return how often a path was asked for, whatever the query."""
        return sum(hit.path.partition("?")[0] == path for hit in self.requests)

    # --- what the site says ------------------------------------------------

    def answer(self, path: str, reply: Reply) -> str:
        """Say anything: an ``Answer``, or a function from a ``Hit`` to one. Returns the link."""
        self._answers[path] = reply
        return self.url(path)

    def bytes(self, path: str, data: Data, content_type: str | None = HTML) -> str:
        """Serve bytes as they are, with this content type or (``None``) with none."""
        headers = [("Content-Type", content_type)] if content_type else []
        return self.answer(path, Answer(headers=headers, body=data))

    def page(self, path: str, html: str) -> str:
        """Serve an HTML page in UTF-8."""
        return self.bytes(path, html.encode(), HTML)

    def text(self, path: str, text: str) -> str:
        """Serve plain text in UTF-8."""
        return self.bytes(path, text.encode(), "text/plain; charset=utf-8")

    def status(self, path: str, status: int, **headers: str) -> str:
        """Answer with a status; ``retry_after="3"`` becomes the header Retry-After."""
        named = [(name.replace("_", "-").title(), value) for name, value in headers.items()]
        return self.answer(path, Answer(status, named, b"<p>so it is</p>"))

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Send on to ``target``, which goes into the Location header as it is (UTF-8)."""
        return self.answer(path, Answer(status, [("Location", target)]))

    def drip(self, path: str, every: float = 0.02) -> str:
        """Send one byte of the body now and then, for ever."""
        return self.answer(path, Answer(body=b" " * 100_000, length=None, drip=every))

    def hang(self, path: str) -> str:
        """Accept the request and never answer."""
        return self.answer(path, Answer(raw=b"", hang=True))

    def bomb(self, path: str, megabytes: int = 20) -> str:
        """Serve a small gzip body that decodes to this many megabytes."""
        packed = gzip.compress(b" " * (megabytes * 1_000_000), 1)
        headers = [("Content-Type", HTML), ("Content-Encoding", "gzip")]
        return self.answer(path, Answer(headers=headers, body=packed))

    def huge(self, path: str, megabytes: int = 10, *, told: bool = True) -> str:
        """Serve a page of this size, with its Content-Length or (``told=False``) without."""
        body = b"<p>word</p>" * (megabytes * 1_000_000 // 11 + 1)
        length = -1 if told else None
        return self.answer(path, Answer(headers=[("Content-Type", HTML)], body=body, length=length))

    # --- how it says it ----------------------------------------------------

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first = await reader.readexactly(1)
            if first == TLS_HELLO:
                return
            hit = _hit((first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            length = int(hit.headers.get("content-length", "0"))
            hit = replace(hit, body=await reader.readexactly(length))
            self.requests.append(hit)
            path = hit.path.partition("?")[0]
            found = self._answers.get(hit.path, self._answers.get(path, Answer(404)))
            await self._send(writer, found(hit) if callable(found) else found)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever asked has gone
        finally:
            writer.close()

    async def _send(self, writer: asyncio.StreamWriter, answer: Answer) -> None:
        await asyncio.sleep(answer.after)
        writer.write(_head(answer) if answer.raw is None else answer.raw)
        if answer.drip is None:
            writer.write(answer.body)
            await writer.drain()
        for i in range(len(answer.body) if answer.drip is not None else 0):
            writer.write(answer.body[i : i + 1])
            await writer.drain()
            passes(self.silence / DRIPS)
            await asyncio.sleep(0 if self.silence else answer.drip or 0)
        if answer.hang:
            passes(self.silence)
            await asyncio.Event().wait()


def _hit(head: str) -> Hit:
    first, *lines = head.split("\r\n")
    named = (line.partition(":") for line in lines if line)
    method, path, _ = first.split(" ")
    return Hit(method, path, {name.lower(): value.strip() for name, _, value in named})


def _head(answer: Answer) -> bytes:
    head = [f"HTTP/1.1 {answer.status} Answer", "Connection: close"]
    length = len(answer.body) if answer.length == -1 else answer.length
    head += [f"Content-Length: {length}"] if length is not None else []
    head += [f"{name}: {value}" for name, value in answer.headers]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


Names: TypeAlias = Mapping[str, str | Sequence[str] | Sequence[Sequence[str]]]


def names(known: Names, asked: list[str] | None = None) -> Resolver:
    """Return a resolver that knows only these names.

    A value is one address, several, or a list of lists: one answer per question, the last one
    for ever (rebinding). ``asked`` collects the names that were asked for.
    """
    seen: list[str] = [] if asked is None else asked

    async def resolve(host: str, port: int) -> Sequence[str]:
        times = seen.count(host)
        seen.append(host)
        found = known.get(host, ())
        if isinstance(found, str):
            return (found,)
        turn = found[min(times, len(found) - 1)] if found else ()
        return [str(address) for address in (found if isinstance(turn, str) else turn)]

    return resolve


class Loopback(httpcore2.AsyncNetworkBackend):
    """A network in which every address is a site of ours: the witness of where one connects.

    ``connections`` lists the (address, port) pairs that were asked for. Without a site (``None``)
    every connection is refused, so that nothing leaves the machine.
    """

    def __init__(self, web: Web | None = None, dead: Iterable[str] = ()) -> None:
        self._web = web
        self._dead = frozenset(dead)
        self.connections: list[tuple[str, int]] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Note the address; connect to the site instead."""
        self.connections.append((host, port))
        if self._web is None or host in self._dead:
            raise httpcore2.ConnectError("no such network")
        real = httpcore2.AnyIOBackend()
        return _Far(await real.connect_tcp("127.0.0.1", self._web.port, timeout))

    async def sleep(self, seconds: float) -> None:
        """Wait for real."""
        await asyncio.sleep(seconds)


class _Far(TidyStream):
    """A stream that hides that both of its ends are on this machine."""

    def get_extra_info(self, info: str) -> Any:
        return None if info in ("client_addr", "server_addr") else super().get_extra_info(info)
