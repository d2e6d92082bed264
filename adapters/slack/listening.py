"""Events from Slack: checked, stored, acknowledged; in this order, through Bolt."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import structlog
from aiohttp import web as http
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.intake import key
from adapters.slack.nouns import Event
from adapters.slack.web import Web
from adapters.slack.words import Json
from bot.errors import StoreError
from bot.ports import Inbox

log = structlog.get_logger()

CONNECTIONS = 2
"""Websockets: Slack asks for a new one every few hours, and meanwhile the other one listens."""

PATH = "/slack/events"  # of events, commands and interactions alike
LARGEST = 2_000_000  # bytes of a request
STAMP = re.compile(r"[0-9]{1,12}\Z", re.ASCII)
WINDOW = 300  # seconds by which a signed time may differ from ours

Read: TypeAlias = Callable[[Json], Event | None]
Arrived: TypeAlias = Callable[[str, Event], None]


class Intake(AsyncMiddleware):
    """Stores what asks for something before Slack is told that it arrived, and hands it on.

    ``read`` says what a payload asks; what was stored for the first time is handed to ``arrived``.
    What cannot be stored is not acknowledged, so Slack delivers it again.
    """

    def __init__(self, inbox: Inbox, read: Read, arrived: Arrived) -> None:
        self._inbox = inbox
        self._read = read
        self._arrived = arrived

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        """Acknowledge a request; Slack's question for the address goes on through Bolt."""
        if req.body.get("type") == "url_verification":
            return await next()
        event = self._read(req.body)
        if event is None:
            return BoltResponse(status=200, body="")
        id = key(req.body)
        try:
            new = await self._inbox.receive(id, _stored(req))
        except StoreError as error:
            log.error("slack event not stored", error=str(error))
            return BoltResponse(status=503, body="")
        if new:
            self._arrived(id, event)
        return BoltResponse(status=200, body="")


def _stored(req: AsyncBoltRequest) -> bytes:
    """Return a payload as JSON; what came as JSON is taken as it came."""
    came = req.raw_body if req.content_type == "application/json" else json.dumps(req.body)
    return came.encode()


def bolt(web: Web, me: Json, intake: Intake) -> AsyncApp:
    """Return the Bolt app, with the intake before all else; ``me``: what ``auth.test`` answered."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=me.get("team_id"),
            bot_token=web.token,
            bot_id=me.get("bot_id"),
            bot_user_id=me.get("user_id"),
        )

    return AsyncApp(
        name="isnad",  # else it looks for one in the source of all its callers
        client=AsyncWebClient(base_url=web.base_url, retry_handlers=[]),
        before_authorize=intake,
        authorize=authorize,
        request_verification_enabled=False,  # done before: see ``Door``
        ignoring_self_events_enabled=False,  # the intake does
    )


# --- Socket Mode -----------------------------------------------------------


class Sockets:
    """Two websockets at a time, kept up by the SDK."""

    def __init__(self, app: AsyncApp, token: str) -> None:
        self._handlers = [AsyncSocketModeHandler(app, token) for _ in range(CONNECTIONS)]

    async def start(self) -> None:
        """Connect; returns when the connections stand."""
        for handler in self._handlers:
            await handler.client.connect()  # type: ignore[no-untyped-call]

    async def stop(self) -> None:
        """Close the connections."""
        for handler in self._handlers:
            await handler.client.close()  # type: ignore[no-untyped-call]


# --- HTTP ------------------------------------------------------------------


class Door:
    """A port on which Slack posts; who does not sign as Slack does is turned away."""

    def __init__(self, app: AsyncApp, secret: str, port: int) -> None:
        self._app = app
        self._verifier = SignatureVerifier(secret)
        self._runner: http.AppRunner | None = None
        self.port = port  # the real one once it listens

    async def start(self) -> None:
        """Listen."""
        server = http.Application(client_max_size=LARGEST)
        server.router.add_post(PATH, self._knock)
        self._runner = http.AppRunner(server, access_log=None, handle_signals=False)
        await self._runner.setup()
        await http.TCPSite(self._runner, "0.0.0.0", self.port).start()  # noqa: S104 - Slack's way in
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _knock(self, request: http.Request) -> http.Response:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not fresh(stamp, time.time()) or not signature.isascii():
            return http.Response(status=401)
        body = await request.read()
        if not self._verifier.is_valid(body, stamp, signature):
            return http.Response(status=401)
        text = body.decode("utf-8", "replace")
        asked = AsyncBoltRequest(
            body=text,
            query=request.query_string,
            headers={name: [value] for name, value in request.headers.items()},
        )
        return await to_aiohttp_response(await self._app.async_dispatch(asked))


def fresh(stamp: str, now: float) -> bool:
    """Whether a header holds a time in seconds that is about now."""
    return STAMP.match(stamp) is not None and abs(now - int(stamp)) <= WINDOW
