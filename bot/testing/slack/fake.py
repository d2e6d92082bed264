"""The fake Slack: a workspace, an app installed in it, and a server on loopback."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from bot.testing.ledger import Act, Fault, Faults
from bot.testing.patience import PATIENCE
from bot.testing.slack.delivery import EVENTS, Carrier, Deliveries, Delivery
from bot.testing.slack.ledger import Ack, Call, Json, SlackError, rate_limited
from bot.testing.slack.manifest import manifest_problems
from bot.testing.slack.nouns import Message, View
from bot.testing.slack.payloads import Identity
from bot.testing.slack.people import Channel, User
from bot.testing.slack.push import FORM, JSON, Push
from bot.testing.slack.server import Server
from bot.testing.slack.sockets import Sockets
from bot.testing.slack.world import Person, Room, World
from bot.testing.windows import busiest

TICK: Final = 0.1


class FakeSlack(World):
    """A Slack on 127.0.0.1; an async context manager.

    Point an app at ``base_url`` with ``token``, ``app_token`` and ``signing_secret``. Events
    come over its websockets, or (``request_url`` set) over HTTP to that address. ``clock``
    gives Unix seconds; ``seed`` decides which websocket gets what.
    """

    token = "xoxb-fake-bot-token"  # noqa: S105 - opens nothing
    app_token = "xapp-1-fake-app-token"  # noqa: S105
    configuration_token = "xoxe.xoxp-1-fake-configuration-token"  # noqa: S105
    signing_secret = "fake-signing-secret"  # noqa: S105

    def __init__(
        self,
        *,
        port: int = 0,
        request_url: str = "",
        clock: Callable[[], float] = time.time,
        seed: int = 0,
        who: Identity | None = None,
    ) -> None:
        super().__init__(clock, who or Identity())
        self.port = port
        self.faults: Faults[SlackError] = Faults("apps.connections.open")
        self.sockets = Sockets(self.who.app, seed)
        self.push = Push(self.signing_secret, clock, request_url)
        self.server = Server(self, self.sockets, self.faults)
        for each in (self.token, self.app_token, self.configuration_token):
            self.server.tokens[each] = ""
        self.deliveries = Deliveries(self.due, self._carrier, self.notify)
        self._ticker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Start to listen, on the port asked for or on any."""
        self.port = await self.server.start(self.port)
        self.base = f"http://127.0.0.1:{self.port}"
        self._ticker = asyncio.get_running_loop().create_task(self._tick())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and end what is still under way."""
        assert self._ticker is not None
        self._ticker.cancel()
        await asyncio.gather(self._ticker, return_exceptions=True)
        await self._told.close()
        await self.sockets.end()
        await self.push.close()
        await self.server.stop()

    @property
    def base_url(self) -> str:
        """What goes into ``[adapters.slack] base_url``."""
        return f"{self.base}/api/"

    @property
    def request_url(self) -> str:
        """Where the app wants its events; empty: Socket Mode."""
        return self.push.url

    @request_url.setter
    def request_url(self, url: str) -> None:
        self.push.url = url

    @property
    def acks(self) -> list[Ack]:
        """What the app acknowledged, with the seconds that it took."""
        return self._told.acks

    @property
    def modals(self) -> list[View]:
        """The modals that are open, the topmost last."""
        return [view for view in self.views if view.open]

    # --- the other side ----------------------------------------------------

    def user(self, name: str, locale: str = "en-US") -> User:
        """Let somebody join the workspace."""
        made = Person(self.id("U"), name.lower().replace(" ", "."), name, locale)
        self.people[made.id] = made
        for room in self.rooms.values():
            if room.kind == "channel":
                room.members.append(made.id)
        return User(self, made)

    def channel(self, name: str, *, kind: str = "channel", member: bool = True) -> Channel:
        """Make a channel ("group": private) with everybody in it; the app if it is a ``member``."""
        everybody = [id for id, who in self.people.items() if not who.is_bot]
        mine = [self.who.bot_user] if member else []
        made = Room(self.id("C"), name, kind, everybody + mine)
        self.rooms[made.id] = made
        return Channel(self, made)

    def dm(self, user: User) -> Channel:
        """Return somebody's conversation with the app."""
        return Channel(self, self.im(user.id))

    @property
    def bot(self) -> str:
        """What mentions the app in a message."""
        return f"<@{self.who.bot_user}>"

    def install(self, manifest: Mapping[str, Any]) -> None:
        """Give the app what its manifest asks for, and no more; ValueError if it is wrong."""
        if problems := manifest_problems(dict(manifest)):
            raise ValueError(f"invalid manifest: {problems}")
        scopes = (manifest.get("oauth_config") or {}).get("scopes") or {}
        subscribed = (manifest.get("settings") or {}).get("event_subscriptions") or {}
        self.scopes = frozenset(scopes.get("bot") or ())
        self.events = frozenset(subscribed.get("bot_events") or ())
        features = manifest.get("features") or {}
        commands = features.get("slash_commands") or ()
        self.commands = {each["command"]: bool(each.get("should_escape")) for each in commands}
        shortcuts = features.get("shortcuts") or ()
        self.shortcuts = frozenset(each["callback_id"] for each in shortcuts)

    def uninstall(self) -> None:
        """Take the app away: its tokens end, it is told so."""
        self.server.tokens[self.token] = "account_inactive"
        tokens = {"oauth": [], "bot": [self.who.bot_user]}
        self.tell({"type": "tokens_revoked", "tokens": tokens, "event_ts": self.ts()})
        self.tell({"type": "app_uninstalled", "event_ts": self.ts()})

    def revoke(self, error: str = "token_revoked") -> None:
        """Answer the bot's token with this error from now on; "" makes it good again."""
        self.server.tokens[self.token] = error

    def redeliver(self, what: Delivery | Message) -> Delivery:
        """Send the same payload once more, as if its acknowledgement had been lost."""
        if isinstance(what, Message):
            what = self.delivered(what)[0]
        again = Delivery(what.kind, what.payload, what.id, attempt=1, failures=["http_timeout"])
        return self._told.send(again)

    def delivers(self, payload: Json, kind: str = EVENTS) -> Delivery:
        """Send any payload as it is."""
        return self.tell_raw(kind, payload)

    def delivered(self, said: Message) -> list[Delivery]:
        """Return the deliveries that told the app of a message."""
        events = [(d, d.payload.get("event")) for d in self._told.all]
        return [d for d, e in events if isinstance(e, dict) and e.get("ts") == said.ts]

    # --- time --------------------------------------------------------------

    async def passes(self, seconds: float) -> None:
        """Let time pass on the server's clock: what is late fails, what is due is tried again.

        Signatures keep telling ``clock``'s time, which is the app's.
        """
        self.offset += seconds
        await self._told.tick()
        await asyncio.sleep(0)

    async def settle(self, seconds: float = PATIENCE) -> None:
        """Wait until the app has answered all that it was told. TimeoutError."""
        await self._told.settle(seconds)

    async def until(self, true: Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Wait until something is so; looked at after every call. TimeoutError if never."""
        async with asyncio.timeout(seconds):
            while not true():
                await self.changed.wait()

    # --- what was asked ----------------------------------------------------

    def called(self, method: str, channel: Channel | None = None) -> list[Call]:
        """Return the calls of a method, in a channel if one is named."""
        found = (call for call in self.calls if call.method == method)
        return [call for call in found if channel is None or call.channel == channel.id]

    @property
    def refused(self) -> list[Call]:
        """The calls that were refused for what they asked, not because a test ordered it."""
        return [call for call in self.calls if call.error and not call.ordered]

    def busiest(self, seconds: float, channel: Channel | None = None) -> int:
        """Return the most posts that took effect within any window of so many seconds."""
        calls = self.called("chat.postMessage", channel)
        return busiest((call.time for call in calls if call.done), seconds)

    # --- faults to order ---------------------------------------------------

    def fails(self, method: str, error: str | int, **which: Any) -> None:
        """Order a refusal, by name or by HTTP status, before anything is done.

        ``which``: ``channel`` (its id), ``after``, ``every``, ``times`` (1; None: for ever).
        """
        self._order(method, Act.FAIL, _refusal(error), **which)

    def limits(self, method: str, retry_after: float, **which: Any) -> None:
        """Answer 429 until so many seconds have passed (or so many ``times``)."""
        which.setdefault("times", None)
        until = self.now() + retry_after
        self._order(method, Act.FAIL, rate_limited(retry_after), until=until, **which)

    def accepts_then_hangs(self, method: str, **which: Any) -> None:
        """Order that a call takes effect and is never answered."""
        self._order(method, Act.HANG, **which)

    def accepts_then_closes(self, method: str, **which: Any) -> None:
        """Order that a call takes effect and its connection is cut."""
        self._order(method, Act.CLOSE, **which)

    def accepts_then_fails(self, method: str, error: str | int = 502, **which: Any) -> None:
        """Order that a call takes effect and is answered with an error."""
        self._order(method, Act.ANSWER, _refusal(error), **which)

    def _order(
        self,
        method: str,
        act: Act,
        error: SlackError | None = None,
        channel: str | None = None,
        **which: Any,
    ) -> None:
        self.faults.orders.append(Fault(method, act, error, channel, **which))

    # --- requests that are not deliveries ----------------------------------

    async def raw_post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """Post anything to the app's address, headers as they are; returns status and text."""
        return await self.push.post(body, {"Content-Type": JSON, **headers})

    def signed(
        self, body: bytes, timestamp: str | None = None, secret: str | None = None
    ) -> dict[str, str]:
        """Return the headers that sign a body; timestamp and secret can be wrong on purpose."""
        return self.push.headers(body, timestamp, secret)

    async def verifies_url(self) -> bool:
        """Ask the app to prove its address, as Slack does when it is entered."""
        challenge = self.id("")
        body = json.dumps(
            {
                "token": self.who.verification,
                "challenge": challenge,
                "type": "url_verification",
            }
        ).encode()
        status, text = await self.raw_post(body, self.signed(body))
        return status == 200 and challenge in text

    async def checks_ssl(self) -> int:
        """Send what Slack sends to see whether a command's address is secure; the status."""
        body = urlencode({"ssl_check": "1", "token": self.who.verification}).encode()
        status, _ = await self.raw_post(body, {"Content-Type": FORM, **self.signed(body)})
        return status

    # --- inside ------------------------------------------------------------

    @property
    def _told(self) -> Deliveries:
        assert self.deliveries is not None
        return self.deliveries

    def _carrier(self) -> Carrier:
        return self.push if self.push.url else self.sockets

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            await self._told.tick()


def _refusal(error: str | int) -> SlackError:
    if isinstance(error, str):
        return rate_limited(1) if error == "ratelimited" else SlackError(error)
    if error == 429:
        return rate_limited(1)
    page = f"<html><head><title>{error}</title></head><body>{error}</body></html>".encode()
    return SlackError(f"http_{error}", status=error, body=page)
