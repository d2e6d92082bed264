"""How the fake Slack tells an app: envelopes and signed requests, retries, connections lost."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.testing.patience import PATIENCE
from bot.testing.slack import COMMANDS, EVENTS, INTERACTIVE, FakeSlack
from bot.testing.slack.sockets import Socket

Json = dict[str, Any]


class Listener:
    """An app's end of one websocket; acknowledges, unless told not to."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def frame(self) -> Json:
        frame: Json = await self.ws.receive_json(timeout=PATIENCE)
        return frame

    async def ack(self, frame: Json, **payload: Any) -> None:
        more = {"payload": payload} if payload else {}
        await self.ws.send_json({"envelope_id": frame["envelope_id"], **more})

    async def take(self) -> Json:
        frame = await self.frame()
        await self.ack(frame)
        return frame


@asynccontextmanager
async def connected(slack: FakeSlack, count: int = 1) -> AsyncIterator[list[Listener]]:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.app_token}"}
        made = []
        for _ in range(count):
            async with session.post(slack.base_url + "apps.connections.open", headers=headers) as r:
                url = (await r.json())["url"]
            made.append(Listener(await session.ws_connect(url)))
            assert (await made[-1].frame())["type"] == "hello"
        yield made
        for listener in made:
            await listener.ws.close()


class Site:
    """An app's Request URL: answers what it is told to, keeps what came."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.body = ""
        self.requests: list[tuple[dict[str, str], str]] = []
        self.valid: list[bool] = []

    async def handle(self, request: web.Request) -> web.Response:
        text = await request.text()
        self.requests.append(({k.lower(): v for k, v in request.headers.items()}, text))
        verifier = SignatureVerifier(FakeSlack.signing_secret)
        self.valid.append(verifier.is_valid_request(text, dict(request.headers)))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, text=self.body, headers=self.headers)


@asynccontextmanager
async def site(slack: FakeSlack) -> AsyncIterator[Site]:
    made = Site()
    app = web.Application()
    app.router.add_post("/events", made.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    yield made
    await runner.cleanup()


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack


# --- Socket Mode ---------------------------------------------------------------


async def test_an_envelope_is_acknowledged(slack: FakeSlack) -> None:
    async with connected(slack) as (socket,):
        said = slack.channel("news").says(slack.user("Amina"), "hello")
        frame = await socket.take()
        assert frame["type"] == EVENTS
        assert frame["payload"]["event"]["text"] == "hello"
        assert frame["retry_attempt"] == 0
        (delivery,) = slack.delivered(said)
        ack = await delivery.acked()
        assert ack is not None
        assert (ack.delivery, ack.via) == (frame["payload"]["event_id"], "socket-1")
        assert (ack.attempt, ack.seconds >= 0) == (0, True)


async def test_a_ticket_opens_one_connection(slack: FakeSlack) -> None:
    ticket = slack.sockets.ticket()
    url = f"ws://127.0.0.1:{slack.port}/link/?ticket={ticket}"
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as ws:
            assert (await ws.receive_json())["connection_info"]["app_id"] == slack.who.app
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_what_is_not_acknowledged_comes_again(slack: FakeSlack) -> None:
    async with connected(slack) as (socket,):
        slack.channel("news").says(slack.user("Amina"), "hello")
        first = await socket.frame()
        await slack.passes(3)
        again = await socket.frame()
        assert again["payload"] == first["payload"]
        assert again["envelope_id"] != first["envelope_id"]
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "http_timeout")
        await slack.passes(3)
        await slack.passes(60)
        third = await socket.frame()
        assert third["retry_attempt"] == 2
        await slack.passes(3)
        await slack.passes(300)
        assert (await socket.take())["retry_attempt"] == 3


async def test_after_three_retries_it_is_given_up(slack: FakeSlack) -> None:
    async with connected(slack):
        said = slack.channel("news").says(slack.user("Amina"), "hello")
        for seconds in (3, 3, 60, 3, 300, 3):
            await slack.passes(seconds)
        (delivery,) = slack.delivered(said)
        assert await delivery.acked() is None
        assert delivery.failures == ["http_timeout"] * 4


async def test_a_command_is_not_tried_again(slack: FakeSlack) -> None:
    async with connected(slack) as (socket,):
        typed = slack.user("Amina").commands(slack.channel("news"), "/brief", "x")
        assert (await socket.frame())["type"] == COMMANDS
        await slack.passes(3)
        assert await typed.acked() is None
        assert [words for _, words in slack.excuses] == [
            '/brief failed with the error "operation_timeout"'
        ]


async def test_an_event_waits_for_a_connection(slack: FakeSlack) -> None:
    slack.channel("news").says(slack.user("Amina"), "hello")
    async with connected(slack) as (socket,):
        assert (await socket.take())["payload"]["event"]["text"] == "hello"


async def test_each_payload_goes_to_one_of_several_connections(slack: FakeSlack) -> None:
    async with connected(slack, 3) as sockets:
        news, amina = slack.channel("news"), slack.user("Amina")
        for i in range(20):
            news.says(amina, str(i))
        waiting = [len(socket.waiting) for socket in slack.sockets.open]
        await slack.passes(0)
        waiting = [len(socket.waiting) for socket in slack.sockets.open]
        assert sum(waiting) == 20
        assert all(waiting)
        for socket, count in zip(sockets, waiting, strict=True):
            for _ in range(count):
                await socket.take()
        await slack.settle()
        assert len({ack.delivery for ack in slack.acks}) == 20


async def test_the_eleventh_connection_is_sent_away(slack: FakeSlack) -> None:
    async with connected(slack, 10), aiohttp.ClientSession() as session:
        ticket = slack.sockets.ticket()
        async with session.ws_connect(f"ws://127.0.0.1:{slack.port}/link/?ticket={ticket}") as ws:
            frame = await ws.receive_json()
            assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")
            assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_warning_leaves_the_connection_a_refresh_ends_it(slack: FakeSlack) -> None:
    async with connected(slack) as (socket,):
        await slack.sockets.refresh("warning")
        assert (await socket.frame())["reason"] == "warning"
        assert len(slack.sockets.open) == 1
        await slack.sockets.refresh()
        assert (await socket.frame())["reason"] == "refresh_requested"
        assert slack.sockets.open == []


async def test_a_dropped_connection_gives_its_payloads_to_another(slack: FakeSlack) -> None:
    async with connected(slack, 2) as sockets:
        slack.channel("news").says(slack.user("Amina"), "hello")
        await slack.passes(0)
        holder = next(i for i, s in enumerate(slack.sockets.open) if s.waiting)
        slack.sockets.drop(slack.sockets.open[holder])
        again = await sockets[1 - holder].take()
        assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")


async def test_a_half_open_connection_swallows_everything(slack: FakeSlack) -> None:
    async with connected(slack) as (socket,):
        quiet: Socket = slack.sockets.open[0]
        quiet.half_open = True
        said = slack.channel("news").says(slack.user("Amina"), "hello")
        await slack.passes(3)
        assert quiet.frames == []
        assert slack.delivered(said)[0].failures == ["http_timeout"]
        quiet.half_open = False
        await slack.passes(3)
        await slack.passes(60)
        assert (await socket.take())["retry_attempt"] == 2


# --- Events API ------------------------------------------------------------------


async def test_requests_are_signed_and_retried_on_slacks_schedule(slack: FakeSlack) -> None:
    async with site(slack) as app:
        app.statuses = [500, 500, 500, 200]
        said = slack.channel("news").says(slack.user("Amina"), "hello")
        await slack.settle()
        assert len(app.requests) == 2  # and once more, at once
        await slack.passes(59)
        assert len(app.requests) == 2
        await slack.passes(1)
        await slack.settle()
        assert len(app.requests) == 3
        await slack.passes(300)
        await slack.settle()
        told = [
            (h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _ in app.requests
        ]
        assert told == [(None, None), *((str(i), "http_error") for i in (1, 2, 3))]
        assert {body for _, body in app.requests} == {app.requests[0][1]}
        assert app.valid == [True] * 4
        assert slack.delivered(said)[0].ack is not None


async def test_an_app_can_ask_not_to_be_told_again(slack: FakeSlack) -> None:
    async with site(slack) as app:
        app.statuses, app.headers = [500], {"X-Slack-No-Retry": "1"}
        slack.channel("news").says(slack.user("Amina"), "hello")
        await slack.settle()
        await slack.passes(400)
        await slack.settle()
        assert len(app.requests) == 1


async def test_nobody_at_the_address_is_a_failed_connection(slack: FakeSlack) -> None:
    slack.request_url = "http://127.0.0.1:1/events"
    said = slack.channel("news").says(slack.user("Amina"), "hello")
    await slack.settle()
    assert slack.delivered(said)[0].failures == ["connection_failed"] * 2


async def test_commands_are_forms_and_interactions_hold_a_payload(slack: FakeSlack) -> None:
    async with site(slack) as app:
        amina, news = slack.user("Amina"), slack.channel("news")
        await amina.commands(news, "/brief", "https://a.example/?x=1&y=ب").acked()
        await amina.shortcut(None, "start").acked()
        forms = [body for _, body in app.requests]
        assert "command=%2Fbrief" in forms[0]
        assert "text=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D%D8%A8" in forms[0]
        assert "is_enterprise_install=false" in forms[0]
        assert forms[1].startswith("payload=%7B")
        assert app.valid == [True, True]


async def test_the_same_event_can_be_delivered_again(slack: FakeSlack) -> None:
    async with site(slack) as app:
        said = slack.channel("news").says(slack.user("Amina"), "hello")
        await slack.until(lambda: slack.acks)
        for _ in range(3):
            await slack.redeliver(said).acked()
        assert len({body for _, body in app.requests}) == 1
        assert len(slack.acks) == 4


async def test_every_recorded_payload_can_be_delivered(slack: FakeSlack, shared: Path) -> None:
    lines = (shared / "platform" / "slack_payload_samples.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["json"] for line in lines]
    kinds = [
        COMMANDS if "command" in p else EVENTS if "event" in p else INTERACTIVE for p in payloads
    ]
    async with site(slack) as app:
        for payload, kind in zip(payloads, kinds, strict=True):
            assert await slack.delivers(payload, kind).acked() is not None
        assert app.valid == [True] * len(lines)
    slack.request_url = ""
    async with connected(slack) as (socket,):
        for payload, kind in zip(payloads, kinds, strict=True):
            sent = slack.delivers(payload, kind)
            assert (await socket.take())["type"] == kind
            assert await sent.acked() is not None
