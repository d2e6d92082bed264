"""Socket Mode: websockets on which payloads travel in envelopes.

Sources: docs.slack.dev/apis/events-api/using-socket-mode. Up to ten connections; each payload goes
to one of them at random; a frame "disconnect" asks for a new connection.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot.testing.patience import PATIENCE
from bot.testing.slack.delivery import COMMANDS, EVENTS, Delivery, UndeliveredError
from bot.testing.slack.ledger import Json

if TYPE_CHECKING:
    from aiohttp import web

MOST: Final = 10
HOST: Final = "applink-fake"


@dataclass(eq=False)
class Socket:
    """A connection. A half-open one swallows what comes and says nothing any more."""

    name: str
    ws: web.WebSocketResponse
    transport: asyncio.Transport | None = None
    half_open: bool = False
    retiring: bool = False  # asked to leave: gets nothing new
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    frames: list[Json] = field(default_factory=list)  # what the app sent

    async def say(self, frame: Json) -> None:
        """Send a frame; a half-open connection loses it."""
        if not self.half_open and not self.ws.closed:
            await self.ws.send_str(json.dumps(frame, ensure_ascii=False))


class Sockets:
    """The server's end of Socket Mode; a ``Carrier``."""

    def __init__(self, app_id: str, seed: int = 0) -> None:
        self.open: list[Socket] = []
        self.made = 0  # connections that ever were
        self._app = app_id
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._tickets: set[str] = set()
        self._somebody = asyncio.Event()

    def ticket(self) -> str:
        """Return what allows one connection."""
        made = secrets.token_hex(12)
        self._tickets.add(made)
        return made

    async def connected(self, count: int = 1, seconds: float = PATIENCE) -> None:
        """Wait until so many connections are open. TimeoutError."""
        async with asyncio.timeout(seconds):
            while len(self.open) < count:
                self._somebody.clear()
                await self._somebody.wait()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Speak with one connection until it ends."""
        from aiohttp import WSMsgType, web

        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(request.query["ticket"])
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        self.made += 1
        socket = Socket(f"socket-{self.made}", ws, request.transport)
        if len(self.open) >= MOST:
            await socket.say(disconnect("too_many_websockets"))
            await ws.close()
            return ws
        self.open.append(socket)
        await socket.say(self._hello())
        self._somebody.set()
        try:
            async for frame in ws:
                if frame.type is WSMsgType.PING and not socket.half_open:
                    await ws.pong(frame.data)
                elif frame.type is WSMsgType.TEXT and not socket.half_open:
                    self._heard(socket, json.loads(frame.data))
        finally:
            self._gone(socket)
        return ws

    async def carry(self, delivery: Delivery) -> tuple[Json, str]:
        """Send a payload in an envelope to one connection, and wait for its acknowledgement."""
        socket = await self._any()
        id = secrets.token_hex(16)
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.waiting[id] = answer
        try:
            delivery.started = asyncio.get_running_loop().time()
            await socket.say(_envelope(delivery, id))
            return await answer, socket.name
        except ConnectionError as error:
            raise UndeliveredError("connection_failed") from error
        finally:
            socket.waiting.pop(id, None)

    async def refresh(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Ask every connection for a new one, then (unless it is a "warning") end it."""
        for socket in tuple(self.open):
            await self.retire(socket, reason, close=close and reason != "warning")

    async def retire(self, socket: Socket, reason: str, *, close: bool) -> None:
        """Ask one connection to leave."""
        socket.retiring = close
        await socket.say(disconnect(reason))
        if close:
            await self.close(socket)

    async def close(self, socket: Socket) -> None:
        """End a connection in order."""
        self._gone(socket)
        await socket.ws.close()

    def drop(self, socket: Socket | None = None) -> None:
        """Cut a connection (or all) without a word."""
        for each in [socket] if socket else tuple(self.open):
            self._gone(each)
            if each.transport is not None:
                each.transport.abort()

    async def end(self) -> None:
        """Close all."""
        for socket in tuple(self.open):
            await self.close(socket)

    async def _any(self) -> Socket:
        while not (fit := [s for s in self.open if not s.retiring]):
            self._somebody.clear()
            await self._somebody.wait()
        return self._random.choice(fit)

    def _heard(self, socket: Socket, frame: Any) -> None:
        socket.frames.append(frame)
        answer = socket.waiting.get(frame.get("envelope_id", ""))
        if answer is not None and not answer.done():
            answer.set_result(frame.get("payload") or {})

    def _gone(self, socket: Socket) -> None:
        if socket in self.open:
            self.open.remove(socket)
        for answer in socket.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the socket is gone"))

    def _hello(self) -> Json:
        debug = {"host": HOST, "build_number": 1, "approximate_connection_time": 18060}
        info = {"app_id": self._app}
        count = len(self.open)
        return {
            "type": "hello",
            "num_connections": count,
            "debug_info": debug,
            "connection_info": info,
        }


def disconnect(reason: str) -> Json:
    """Return the frame that asks for a new connection."""
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}


def _envelope(delivery: Delivery, id: str) -> Json:
    made: Json = {
        "envelope_id": id,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != EVENTS,
        "payload": delivery.payload,
    }
    if delivery.kind == EVENTS:
        made |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    if delivery.kind == COMMANDS:
        made["payload"] = {**delivery.payload, "is_enterprise_install": "false"}
    return made
