"""Faults that a test orders of the fake Slack, and what an installation allows."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.testing.nouns import Clock
from bot.testing.slack import FakeSlack, Pace

Json = dict[str, Any]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock=Clock(1_790_000_000.0)) as slack:
        slack.echo = False
        yield slack


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=slack.token, base_url=slack.base_url, session=session, retry_handlers=[]
        )


async def error(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    found: str = caught.value.response["error"]
    return found


# --- faults ------------------------------------------------------------------------------


async def test_an_ordered_error_comes_once(slack: FakeSlack, client: AsyncWebClient) -> None:
    news = slack.channel("news")
    slack.fails("chat.postMessage", "fatal_error", after=1)
    say = client.chat_postMessage
    await say(channel=news.id, text="1")
    assert await error(say(channel=news.id, text="2")) == "fatal_error"
    await say(channel=news.id, text="3")
    assert news.screen() == ["1", "3"]
    assert slack.refused == []


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_ordered_status_is_a_page(
    slack: FakeSlack, client: AsyncWebClient, status: int
) -> None:
    slack.fails("*", status)
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.status_code == status


async def test_a_channel_is_limited_alone(slack: FakeSlack, client: AsyncWebClient) -> None:
    one, two = slack.channel("one"), slack.channel("two")
    slack.limits("chat.postMessage", 30, channel=one.id)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=one.id, text="x")
    response = caught.value.response
    assert (response["error"], response.status_code) == ("ratelimited", 429)
    assert response.headers["Retry-After"] == "30"
    await client.chat_postMessage(channel=two.id, text="x")
    await slack.passes(30)
    await client.chat_postMessage(channel=one.id, text="x")


async def test_a_pace_can_be_kept(slack: FakeSlack, client: AsyncWebClient) -> None:
    now = slack.clock()
    slack.clock = lambda: now
    slack.pace = Pace()
    one, two = slack.channel("one"), slack.channel("two")
    await client.chat_postMessage(channel=one.id, text="x")
    await client.chat_postMessage(channel=two.id, text="x")
    fast = client.chat_postMessage(channel=one.id, text="x")
    assert await error(fast) == "ratelimited"
    await slack.passes(1)
    await client.chat_postMessage(channel=one.id, text="x")
    assert slack.busiest(1.0, one) == 1
    assert slack.busiest(1.0) == 2


async def test_accepted_then_closed_is_posted_once(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    news = slack.channel("news")
    slack.accepts_then_closes("chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel=news.id, text="x")
    assert news.screen() == ["x"]
    (call,) = slack.called("chat.postMessage", news)
    assert (call.done, call.status) == (True, 0)


async def test_accepted_then_silent_is_posted_once(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    news = slack.channel("news")
    slack.accepts_then_hangs("chat.postMessage")
    asked = asyncio.create_task(client.chat_postMessage(channel=news.id, text="x"))
    await slack.until(lambda: slack.called("chat.postMessage") and news.posts)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert news.screen() == ["x"]


async def test_accepted_then_refused_is_posted_once(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    news = slack.channel("news")
    slack.accepts_then_fails("chat.postMessage", 502)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=news.id, text="x")
    assert news.screen() == ["x"]


# --- the manifest ------------------------------------------------------------------------


async def test_an_installation_has_what_its_manifest_asks_for(slack: FakeSlack) -> None:
    manifest = {
        "display_information": {"name": "Isnad"},
        "features": {"bot_user": {"display_name": "isnad"}},
        "oauth_config": {"scopes": {"bot": ["chat:write", "im:history"]}},
        "settings": {
            "event_subscriptions": {"bot_events": ["message.im"]},
            "socket_mode_enabled": True,
        },
    }
    amina, news = slack.user("Amina"), slack.channel("news")
    slack.install(manifest)
    with pytest.raises(LookupError, match="not a valid command"):
        amina.commands(news, "/brief")
    with pytest.raises(LookupError, match="no shortcut"):
        amina.shortcut(None, "start")
    assert slack.scopes == {"chat:write", "im:history"}
    assert slack.events == frozenset({"message.im"})
    with pytest.raises(ValueError, match="invalid manifest"):
        slack.install({"display_information": {}})


async def test_a_manifest_is_validated_by_its_own_token(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    good = {"display_information": {"name": "Isnad"}}
    token = slack.configuration_token
    assert (await client.apps_manifest_validate(manifest=good, token=token))["ok"]
    bad = client.apps_manifest_validate(manifest={"name": "Isnad"}, token=token)
    assert await error(bad) == "invalid_manifest"
    mine = client.apps_manifest_validate(manifest=good)
    assert await error(mine) == "not_allowed_token_type"
