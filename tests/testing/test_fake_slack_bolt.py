"""The real Bolt app talks to the fake Slack, over Socket Mode and over HTTP."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.testing.patience import soon
from bot.testing.slack import FakeSlack

MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "source",
    "title": {"type": "plain_text", "text": "Source 1"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": "> a verbatim paragraph"}},
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "words"},
        },
    ],
}
BUTTONS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Brief* of <https://a.example/1|one>"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "sources",
                "value": "b1",
                "text": {"type": "plain_text", "text": "Sources"},
            }
        ],
    },
]


def bolt(slack: FakeSlack) -> tuple[AsyncApp, list[str]]:
    """A small app that uses what Isnad uses."""
    client = AsyncWebClient(token=slack.token, base_url=slack.base_url, retry_handlers=[])
    app = AsyncApp(client=client, token=slack.token, signing_secret=slack.signing_secret)
    heard: list[str] = []

    @app.event("app_mention")
    async def mention(event: dict[str, Any], client: AsyncWebClient) -> None:
        heard.append("mention")
        posted = await client.chat_postMessage(channel=event["channel"], text="reading …")
        await client.chat_update(
            channel=event["channel"], ts=posted["ts"], text="Brief", blocks=BUTTONS
        )

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event.get("subtype", event["channel_type"]))

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "_settings_"}}]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.command("/brief")
    async def brief(ack: Any, command: dict[str, Any], respond: Any) -> None:
        await ack(f"reading {command['text']}")
        await respond(text="done", response_type="in_channel")

    @app.action("sources")
    async def sources(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("source")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        words = view["state"]["values"]["words"]["words"]["value"]
        heard.append(words)
        if words == "bad":
            await ack(response_action="errors", errors={"words": "no"})
        else:
            await ack()

    @app.view_closed("source")
    async def closed(ack: Any) -> None:
        await ack()
        heard.append("closed")

    @app.shortcut("brief_thread")
    async def shortcut(ack: Any, shortcut: dict[str, Any]) -> None:
        await ack()
        heard.append(shortcut["message"]["text"])

    return app, heard


@asynccontextmanager
async def over_sockets(slack: FakeSlack) -> AsyncIterator[list[str]]:
    app, heard = bolt(slack)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.sockets.connected()
    try:
        yield heard
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def over_http(slack: FakeSlack) -> AsyncIterator[list[str]]:
    app, heard = bolt(slack)
    runner = web.AppRunner(app.web_app("/slack/events"), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield heard
    finally:
        await runner.cleanup()


@pytest.fixture(params=[over_sockets, over_http], ids=["sockets", "http"])
async def talk(request: pytest.FixtureRequest) -> AsyncIterator[tuple[FakeSlack, list[str]]]:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    async with FakeSlack() as slack, request.param(slack) as heard:
        yield slack, heard
        await slack.settle()


Talk = tuple[FakeSlack, list[str]]


async def test_a_mention_is_answered_by_a_post_and_an_edit(talk: Talk) -> None:
    slack, heard = talk
    amina, news = slack.user("Amina"), slack.channel("news")
    news.says(amina, f"{slack.bot} https://a.example/1")
    await slack.until(lambda: news.posts and news.posts[0].edits)
    assert "mention" in heard
    assert news.posts[0].edits[0].text == "reading …"
    assert news.posts[0].links == [("one", "https://a.example/1")]
    assert news.screen()[-2:] == ["Brief of one", "[Sources]"]
    assert news.screen(links=True)[-2] == "Brief of one <https://a.example/1>"


async def test_a_direct_message_arrives(talk: Talk) -> None:
    slack, heard = talk
    amina = slack.user("Amina")
    said = slack.dm(amina).says(amina, "سلام")
    await slack.settle()
    await soon(lambda: heard)
    assert heard == ["im"]
    assert [d.ack is not None for d in slack.delivered(said)] == [True]


async def test_a_command_is_answered_twice(talk: Talk) -> None:
    slack, _ = talk
    amina, news = slack.user("Amina"), slack.channel("news")
    amina.commands(news, "/brief", "https://a.example/1")
    await slack.until(lambda: news.posts)
    await slack.until(lambda: len(news.messages) == 2)
    assert {m.ephemeral_for for m in news.messages} == {amina.id, None}
    assert news.screen() == ["done"]
    assert set(news.screen(viewer=amina.id)) == {"reading https://a.example/1", "done"}


async def test_a_button_opens_a_modal_that_can_be_sent_off(talk: Talk) -> None:
    slack, heard = talk
    amina, news = slack.user("Amina"), slack.channel("news")
    news.says(amina, f"{slack.bot} https://a.example/1")
    await slack.until(lambda: news.posts and news.posts[0].blocks)
    amina.clicks(news.posts[0], "sources")
    await slack.until(lambda: slack.modals)
    modal = slack.modals[0]
    assert modal.title == "Source 1"
    assert modal.screen.startswith("a verbatim paragraph")
    await amina.submits(modal, words="bad").acked()
    assert modal.open
    assert modal.errors == {"words": "no"}
    await amina.submits(modal, words="good").acked()
    assert heard[-2:] == ["bad", "good"]
    assert slack.modals == []


async def test_a_closed_modal_is_told(talk: Talk) -> None:
    slack, heard = talk
    amina, news = slack.user("Amina"), slack.channel("news")
    news.says(amina, f"{slack.bot} hello")
    await slack.until(lambda: news.posts and news.posts[0].blocks)
    amina.clicks(news.posts[0], "Sources")
    await slack.until(lambda: slack.modals)
    closed = amina.closes(slack.modals[0])
    assert closed is not None
    await closed.acked()
    await soon(lambda: "closed" in heard)
    assert slack.modals == []


async def test_a_shortcut_carries_its_message(talk: Talk) -> None:
    slack, heard = talk
    amina, news = slack.user("Amina"), slack.channel("news")
    said = news.says(amina, "look at [this](https://a.example/2)")
    await amina.shortcut(said, "brief_thread").acked()
    await soon(lambda: "look at <https://a.example/2|this>" in heard)


async def test_the_home_tab_is_published(talk: Talk) -> None:
    slack, _ = talk
    amina = slack.user("Amina")
    amina.opens_home()
    await slack.until(lambda: amina.id in slack.homes)
    assert slack.homes[amina.id].screen == "settings"


async def test_the_sdk_raises_slacks_error_names() -> None:
    async with FakeSlack() as slack:
        client = AsyncWebClient(token=slack.token, base_url=slack.base_url)
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C0NOWHERE", text="hello")
        assert caught.value.response["error"] == "channel_not_found"


async def test_urls_are_verified_and_bad_signatures_are_seen() -> None:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    async with FakeSlack() as slack, over_http(slack) as heard:
        body = json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode()
        now = slack.clock()
        assert await slack.verifies_url()
        assert await slack.checks_ssl() == 200
        late = slack.signed(body, timestamp=str(int(now) - 361))
        assert (await slack.raw_post(body, late))[0] == 401
        early = slack.signed(body, timestamp=str(int(now) + 361))
        assert (await slack.raw_post(body, early))[0] == 401
        wrong = slack.signed(body, secret="another")
        assert (await slack.raw_post(body, wrong))[0] == 401
        assert (await slack.raw_post(body, {}))[0] == 401
        assert heard == []


async def test_files_go_both_ways() -> None:
    async with FakeSlack() as slack:
        client = AsyncWebClient(token=slack.token, base_url=slack.base_url)
        amina, news = slack.user("Amina"), slack.channel("news")
        said = news.says(amina, "read this", files=[("page.html", b"<p>hello</p>")])
        assert said.files[0].mimetype == "text/html"
        await client.files_upload_v2(channel=news.id, filename="brief.md", content="# مرحبا")
        assert news.posts[0].files[0].content.decode() == "# مرحبا"


async def test_everything_at_once_is_acknowledged() -> None:
    async with FakeSlack() as slack, over_sockets(slack) as heard:
        amina, news = slack.user("Amina"), slack.channel("news")
        for i in range(30):
            news.says(amina, f"message {i}")
        await slack.settle()
        assert len(slack.acks) == 30
        assert [ack.attempt for ack in slack.acks] == [0] * 30
        await soon(lambda: len(heard) == 30)
        assert heard == ["channel"] * 30


async def test_no_event_is_lost_while_connections_are_renewed() -> None:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    async with FakeSlack() as slack, over_sockets(slack) as heard:
        amina, news = slack.user("Amina"), slack.channel("news")
        for i in range(3):
            made = slack.sockets.made
            news.says(amina, f"before {i}")
            await slack.sockets.refresh()
            news.says(amina, f"after {i}")
            await slack.sockets.connected()
            assert slack.sockets.made > made
        await slack.settle()
        await slack.passes(60)
        await slack.settle()
        assert len({ack.delivery for ack in slack.acks}) == 6
        await soon(lambda: len(heard) >= 6)
