"""Messages of the fake Slack, through the real SDK: what is taken and what is refused."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.testing.nouns import Clock
from bot.testing.slack import FakeSlack

Json = dict[str, Any]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}


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


# --- tokens and scopes -----------------------------------------------------------


async def test_who_the_app_is(slack: FakeSlack, client: AsyncWebClient) -> None:
    told = await client.auth_test()
    assert (told["user_id"], told["bot_id"]) == (slack.who.bot_user, slack.who.bot)
    assert "chat:write" in told.headers["x-oauth-scopes"]


async def test_tokens_are_checked(slack: FakeSlack, client: AsyncWebClient) -> None:
    assert await error(client.api_call("auth.test", params={"token": "xoxb-other"})) == (
        "invalid_auth"
    )
    assert await error(AsyncWebClient(base_url=slack.base_url).auth_test()) == "not_authed"
    slack.revoke()
    assert await error(client.auth_test()) == "token_revoked"
    slack.revoke("account_inactive")
    assert await error(client.auth_test()) == "account_inactive"
    slack.revoke("")
    assert (await client.auth_test())["ok"]


async def test_a_socket_needs_the_apps_own_token(slack: FakeSlack, client: AsyncWebClient) -> None:
    opened = await client.apps_connections_open(app_token=slack.app_token)
    assert opened["url"].startswith(f"ws://127.0.0.1:{slack.port}/link/?ticket=")
    wrong = client.apps_connections_open(app_token=slack.token)
    assert await error(wrong) == "not_allowed_token_type"


async def test_a_missing_scope_is_named(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.scopes = frozenset({"chat:write", "channels:read"})
    news = slack.channel("news")
    await client.conversations_info(channel=news.id)
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_history(channel=news.id)
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "channels:history"
    assert caught.value.response["provided"] == "channels:read,chat:write"


async def test_unknown_methods_and_missing_arguments(client: AsyncWebClient) -> None:
    assert await error(client.api_call("chat.shout")) == "unknown_method"
    assert await error(client.api_call("chat.update", json={"text": "x"})) == "invalid_arguments"


# --- messages --------------------------------------------------------------------


async def test_a_post_is_edited_and_deleted(slack: FakeSlack, client: AsyncWebClient) -> None:
    news = slack.channel("news")
    posted = await client.chat_postMessage(channel="#news", text="reading", unfurl_links=False)
    (said,) = news.posts
    assert posted["channel"] == news.id
    assert posted["ts"] == posted["message"]["ts"] == said.ts
    assert said.unfurl_links is False
    await client.chat_update(channel=news.id, ts=said.ts, text="done", blocks=[SECTION])
    assert said.screen == "x"
    assert [edit.text for edit in said.edits] == ["reading"]
    await client.chat_delete(channel=news.id, ts=said.ts)
    assert said.deleted
    assert news.screen() == []
    assert slack.violations == []


async def test_blocks_stay_or_go_as_slack_has_it(slack: FakeSlack, client: AsyncWebClient) -> None:
    news = slack.channel("news")
    ts = (await client.chat_postMessage(channel=news.id, text="a", blocks=[SECTION]))["ts"]
    await client.chat_update(channel=news.id, ts=ts, text="only text")
    assert news.posts[0].blocks == []
    assert news.posts[0].screen == "only text"


async def test_where_the_app_may_not_speak(slack: FakeSlack, client: AsyncWebClient) -> None:
    other = slack.channel("other", member=False)
    secret = slack.channel("secret", kind="group", member=False)
    old = slack.channel("old")
    old.archived()
    say = client.chat_postMessage
    assert await error(say(channel=other.id, text="x")) == "not_in_channel"
    assert await error(say(channel=secret.id, text="x")) == "channel_not_found"
    assert await error(say(channel=old.id, text="x")) == "is_archived"
    assert await error(say(channel="C0NO", text="x")) == "channel_not_found"
    slack.scopes |= {"chat:write.public"}
    assert (await say(channel=other.id, text="x"))["ok"]
    assert [call.error for call in slack.refused] == [
        *("not_in_channel", "channel_not_found", "is_archived", "channel_not_found"),
    ]


async def test_what_cannot_be_said(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.channel("news")

    async def say(**what: Any) -> str:
        return await error(client.api_call("chat.postMessage", json={"channel": "news", **what}))

    assert await say() == "no_text"
    assert await say(text=" ") == "no_text"
    assert await say(markdown_text="x", text="x") == "markdown_text_conflict"
    assert await say(markdown_text="x" * 12_001) == "msg_too_long"
    assert await say(text="x", blocks=[{"type": "section"}]) == "invalid_blocks"
    assert await say(text="x", blocks="no JSON") == "invalid_blocks_format"
    assert await say(text="x", username="Reuters") == "missing_scope"
    assert await say(text="x", metadata={"event_type": "a"}) == "invalid_metadata_format"


async def test_long_text_is_cut_and_noted(slack: FakeSlack, client: AsyncWebClient) -> None:
    news = slack.channel("news")
    await client.chat_postMessage(channel=news.id, text="x" * 40_000)
    assert slack.violations == []
    told = await client.chat_postMessage(channel=news.id, text="x" * 40_001)
    assert told["warning"] == "message_truncated"
    assert len(news.posts[1].text) == 40_000
    assert "cut" in slack.violations[0].what


async def test_an_edit_takes_less_text(slack: FakeSlack, client: AsyncWebClient) -> None:
    news = slack.channel("news")
    ts = (await client.chat_postMessage(channel=news.id, text="x"))["ts"]
    at: Json = {"channel": news.id, "ts": ts}
    await client.chat_update(**at, text="x" * 4000)
    assert await error(client.chat_update(**at, text="x" * 4001)) == "msg_too_long"
    assert slack.violations == []
    await client.chat_update(**at, text="خ" * 2001, blocks=[SECTION])
    assert slack.violations == []
    await client.chat_update(**at, text="خ" * 2001)
    assert news.posts[0].text == "خ" * 2000
    assert "lost" in slack.violations[0].what


async def test_only_its_own_messages(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    said = news.says(amina, "hello")
    change, remove = client.chat_update, client.chat_delete
    assert await error(change(channel=news.id, ts=said.ts, text="x")) == "cant_update_message"
    assert await error(remove(channel=news.id, ts=said.ts)) == "cant_delete_message"
    assert await error(change(channel=news.id, ts="1.0", text="x")) == "message_not_found"
    ts = (await client.chat_postMessage(channel=news.id, text="x"))["ts"]
    await remove(channel=news.id, ts=ts)
    assert await error(change(channel=news.id, ts=ts, text="x")) == "message_not_found"


async def test_the_edit_window_closes(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.edit_window = 60
    news = slack.channel("news")
    ts = (await client.chat_postMessage(channel=news.id, text="x"))["ts"]
    await slack.passes(60)
    await client.chat_update(channel=news.id, ts=ts, text="y")
    await slack.passes(1)
    late = client.chat_update(channel=news.id, ts=ts, text="z")
    assert await error(late) == "edit_window_closed"


async def test_an_ephemeral_message_is_for_one(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    told = await client.chat_postEphemeral(channel=news.id, user=amina.id, text="for you")
    assert news.posts == []
    assert news.screen() == []
    assert news.screen(viewer=amina.id) == ["for you"]
    ts = told["message_ts"]
    change = client.chat_update(channel=news.id, ts=ts, text="x")
    assert await error(change) == "message_not_found"
    nobody = client.chat_postEphemeral(channel=news.id, user="U0NOBODY", text="x")
    assert await error(nobody) == "user_not_in_channel"


async def test_a_thread_is_read_with_its_parent(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    parent = news.says(amina, "parent")
    await client.chat_postMessage(channel=news.id, text="one", thread_ts=parent.ts)
    news.says(amina, "two", thread=parent)
    told = await client.conversations_replies(channel=news.id, ts=parent.ts)
    assert [message["text"] for message in told["messages"]] == ["parent", "one", "two"]
    assert told["messages"][0]["reply_count"] == 2
    assert [said.text for said in news.thread(parent)] == ["one", "two"]
    top = await client.conversations_history(channel=news.id)
    assert [message["text"] for message in top["messages"]] == ["parent"]
    lost = client.conversations_replies(channel=news.id, ts="1.0")
    assert await error(lost) == "thread_not_found"


async def test_a_wrong_thread_is_noted(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.channel("news")
    await client.chat_postMessage(channel="news", text="x", thread_ts="1.0")
    assert [violation.what for violation in slack.violations] == ["no message 1.0 to answer"]


async def test_metadata_finds_a_lost_post(slack: FakeSlack, client: AsyncWebClient) -> None:
    news = slack.channel("news")
    metadata = {"event_type": "brief", "event_payload": {"k": "outbox-1"}}
    posted = await client.chat_postMessage(channel=news.id, text="x", metadata=metadata)
    assert posted["message"]["metadata"] == metadata
    await client.chat_update(channel=news.id, ts=posted["ts"], text="y")
    told = await client.conversations_history(channel=news.id, include_all_metadata=True)
    assert told["messages"][0]["metadata"] == metadata
    told = await client.conversations_history(channel=news.id)
    assert "metadata" not in told["messages"][0]


async def test_history_has_pages_and_bounds(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    said = [news.says(amina, str(i)) for i in range(5)]
    first = await client.conversations_history(channel=news.id, limit=2)
    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=news.id, limit=3, cursor=cursor)
    assert [message["text"] for message in second["messages"]] == ["2", "1", "0"]
    later = await client.conversations_history(channel=news.id, oldest=said[3].ts)
    assert [message["text"] for message in later["messages"]] == ["4"]
    both = await client.conversations_history(channel=news.id, oldest=said[3].ts, inclusive=True)
    assert len(both["messages"]) == 2
    wrong = client.conversations_history(channel=news.id, oldest="yesterday")
    assert await error(wrong) == "invalid_ts_oldest"


async def test_a_message_can_grow(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina = slack.user("Amina")
    room = slack.dm(amina)
    first = room.says(amina, "brief this")
    started = await client.chat_startStream(channel=room.id, thread_ts=first.ts)
    at = {"channel": room.id, "ts": started["ts"]}
    await client.chat_appendStream(**at, markdown_text="**one**")
    assert await error(client.chat_update(**at, text="x")) == "streaming_state_conflict"
    too_long = client.chat_appendStream(**at, markdown_text="x" * 12_001)
    assert await error(too_long) == "msg_too_long"
    await client.chat_stopStream(**at, markdown_text=" two", blocks=[SECTION])
    assert room.posts[0].screen == "one two\nx"
    done = client.chat_appendStream(**at, markdown_text="x")
    assert await error(done) == "message_not_in_streaming_state"


async def test_a_stream_in_a_channel_names_its_reader(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    said = news.says(amina, "x")
    begin = client.chat_startStream(channel=news.id, thread_ts=said.ts)
    assert await error(begin) == "missing_recipient_user_id"
    started = await client.chat_startStream(
        channel=news.id,
        thread_ts=said.ts,
        recipient_user_id=amina.id,
        recipient_team_id=slack.who.team,
    )
    assert started["ok"]
