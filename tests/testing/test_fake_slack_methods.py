"""The Web API of the fake Slack, through the real SDK: what is taken and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.testing.slack import FakeSlack, Pace, SlackError
from bot.testing.slack.methods import METHODS
from bot.testing.slack.params import AS_JSON, misfits, read
from bot.testing.slack.server import table

Json = dict[str, Any]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
HOME = {"type": "home", "blocks": [SECTION]}
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Title"},
    "blocks": [SECTION],
    "callback_id": "m",
}


class Clock:
    """Unix seconds that stand still."""

    def __init__(self) -> None:
        self.time = 1_790_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack(clock=Clock()) as slack:
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


def test_every_method_that_has_rules_is_played() -> None:
    assert METHODS.keys() | {"apps.connections.open"} == table()["methods"].keys()


def strategy() -> st.SearchStrategy[Json]:
    """Parameters of any kind, some of them names of what there is."""
    scalar = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    scalar |= st.sampled_from(["news", "U0BOT000001", "1790000000.000001", "1000", ""])
    keys = st.sampled_from(["type", "text", "id", "elements", "event_type", "event_payload"])
    nested = st.recursive(
        scalar | st.sampled_from(["section", "markdown", "rich_text", "modal", "table"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=8,
    )
    plain = ["channel", "ts", "text", "thread_ts", "user", "users", "limit", "cursor", "oldest"]
    plain += ["message_ts", "name", "length", "file", "trigger_id", "markdown_text", "parse"]
    return st.builds(
        lambda one, two: {**one, **two},
        st.dictionaries(st.sampled_from(plain), scalar, max_size=6),
        st.dictionaries(st.sampled_from(sorted(AS_JSON)), nested, max_size=3),
    )


@given(st.sampled_from(sorted(METHODS)), strategy())
@settings(max_examples=300, deadline=None)
def test_whatever_is_asked_is_done_or_refused(method: str, params: Json) -> None:
    slack = FakeSlack(clock=Clock())
    slack.echo, slack.events = False, frozenset()
    news = slack.channel("news")
    news.says(slack.user("Amina"), "hello")
    needed = dict.fromkeys(table()["methods"][method].get("required", ()), news.id)
    try:
        asked = {**needed, **read(params)}
        if not list(misfits(asked)):
            assert isinstance(METHODS[method](slack, asked), dict)
    except SlackError as refused:
        assert refused.json()["error"]


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


# --- people and places -------------------------------------------------------------


async def test_what_is_known_of_people(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina = slack.user("Amina", locale="ar-SA")
    told = await client.users_info(user=amina.id, include_locale=True)
    assert told["user"]["locale"] == "ar-SA"
    assert "locale" not in (await client.users_info(user=amina.id))["user"]
    assert await error(client.users_info(user="U0NO")) == "user_not_found"


async def test_what_is_known_of_places(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    assert (await client.conversations_info(channel=news.id))["channel"]["is_member"]
    members = (await client.conversations_members(channel=news.id))["members"]
    assert set(members) == {amina.id, slack.who.bot_user}
    opened = (await client.conversations_open(users=amina.id))["channel"]["id"]
    assert opened == slack.dm(amina).id
    assert (await client.conversations_info(channel=opened))["channel"]["user"] == amina.id
    assert (await client.team_info())["team"]["id"] == slack.who.team
    assert (await client.bots_info(bot=slack.who.bot))["bot"]["user_id"] == slack.who.bot_user


async def test_permalinks_and_reactions(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    said = news.says(amina, "x")
    link = await client.chat_getPermalink(channel=news.id, message_ts=said.ts)
    assert link["permalink"].endswith(f"/archives/{news.id}/p{said.ts.replace('.', '')}")
    at = {"channel": news.id, "timestamp": said.ts}
    await client.reactions_add(**at, name="eyes")
    assert said.reactions == {"eyes": [slack.who.bot_user]}
    assert await error(client.reactions_add(**at, name="eyes")) == "already_reacted"
    assert await error(client.reactions_add(**at, name="no such")) == "invalid_name"


async def test_assistant_threads(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.events = frozenset()
    amina = slack.user("Amina")
    first = amina.opens_assistant()
    at: Json = {"channel_id": first.channel, "thread_ts": first.ts}
    prompts = [{"title": "Brief", "message": "Brief these links"}]
    await client.assistant_threads_setSuggestedPrompts(**at, prompts=prompts)
    await client.assistant_threads_setStatus(**at, status="is reading …")
    await client.assistant_threads_setTitle(**at, title="A story")
    room = slack.dm(amina).room
    assert room.prompts == [(first.ts, prompts)]
    assert room.titles == {first.ts: "A story"}
    assert room.statuses[-1] == (first.ts, "is reading …")
    await client.chat_postMessage(channel=room.id, thread_ts=first.ts, text="done")
    assert room.statuses[-1] == (first.ts, "")
    many = client.assistant_threads_setSuggestedPrompts(**at, prompts=prompts * 5)
    assert await error(many) == "invalid_arguments"


# --- views -------------------------------------------------------------------------


async def test_a_trigger_opens_one_modal_in_time(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina = slack.user("Amina")
    one, two = slack.trigger(amina.id), slack.trigger(amina.id)
    opened = await client.views_open(trigger_id=one, view=MODAL)
    assert slack.modals[0].id == opened["view"]["id"]
    assert slack.modals[0].user == amina.id
    again = client.views_open(trigger_id=one, view=MODAL)
    assert await error(again) == "exchanged_trigger_id"
    await slack.passes(3.1)
    late = client.views_open(trigger_id=two, view=MODAL)
    assert await error(late) == "expired_trigger_id"
    unknown = client.views_open(trigger_id="1.2.3", view=MODAL)
    assert await error(unknown) == "invalid_trigger_id"


async def test_views_are_stacked_and_updated(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina = slack.user("Amina")
    opened = await client.views_open(trigger_id=slack.trigger(amina.id), view=MODAL)
    for _ in range(2):
        await client.views_push(trigger_id=slack.trigger(amina.id), view=MODAL)
    fourth = client.views_push(trigger_id=slack.trigger(amina.id), view=MODAL)
    assert await error(fourth) == "push_limit_reached"
    assert len({view.root for view in slack.modals}) == 1
    id, old = opened["view"]["id"], opened["view"]["hash"]
    await client.views_update(view_id=id, hash=old, view=MODAL)
    stale = client.views_update(view_id=id, hash=old, view=MODAL)
    assert await error(stale) == "hash_conflict"
    assert await error(client.views_update(view_id="V0NO", view=MODAL)) == "not_found"


async def test_a_home_is_published(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina = slack.user("Amina")
    await client.views_publish(user_id=amina.id, view=HOME)
    assert slack.homes[amina.id].screen == "x"
    wrong = client.views_publish(user_id=amina.id, view=MODAL)
    assert await error(wrong) == "invalid_arguments"


# --- answers at a URL ----------------------------------------------------------------


async def test_a_response_url_has_five_uses(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    hook = AsyncWebhookClient(slack.response_url(news.room, amina.id))
    for i in range(5):
        assert (await hook.send(text=str(i), response_type="in_channel")).body == "ok"
    sixth = await hook.send(text="no")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)
    assert len(news.posts) == 5


async def test_a_response_url_lives_thirty_minutes(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    hook = AsyncWebhookClient(slack.response_url(news.room, amina.id))
    await slack.passes(30 * 60)
    assert (await hook.send(text="in time")).status_code == 200
    await slack.passes(1)
    late = await hook.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)
    assert news.screen(viewer=amina.id) == ["in time"]


async def test_an_answer_at_a_url_can_fail(slack: FakeSlack) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    hook = AsyncWebhookClient(slack.response_url(news.room, amina.id), retry_handlers=[])
    slack.fails("response_url", 500)
    assert (await hook.send(text="x")).status_code == 500
    slack.accepts_then_closes("response_url")
    with pytest.raises(aiohttp.ClientConnectionError):
        await hook.send(text="y")
    assert news.screen(viewer=amina.id) == ["y"]


async def test_a_response_replaces_or_deletes(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    await client.chat_postEphemeral(channel=news.id, user=amina.id, text="x", blocks=blocks)
    (hidden,) = news.messages
    hook = AsyncWebhookClient(slack.response_url(news.room, amina.id, hidden))
    await hook.send(text="published", replace_original=True)
    assert hidden.screen == "published"
    assert (await hook.send(text="x", blocks=[{"type": "section"}])).status_code == 400
    await hook.send(delete_original=True)
    assert hidden.deleted


# --- files -----------------------------------------------------------------------------


async def test_a_file_needs_a_token(slack: FakeSlack, client: AsyncWebClient) -> None:
    amina, news = slack.user("Amina"), slack.channel("news")
    said = news.says(amina, files=[("page.html", b"<p>words</p>")])
    told = (await client.files_info(file=said.files[0].id))["file"]
    async with aiohttp.ClientSession() as session:
        async with session.get(told["url_private"]) as response:
            assert b"words" not in await response.read()
            assert response.url.path == "/signin"
        headers = {"Authorization": f"Bearer {slack.token}"}
        async with session.get(told["url_private_download"], headers=headers) as response:
            assert await response.read() == b"<p>words</p>"
            assert response.content_type == "text/html"


async def test_an_upload_is_of_the_length_announced(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    news = slack.channel("news")
    told = await client.files_getUploadURLExternal(filename="a.md", length=3)
    early = client.files_completeUploadExternal(files=[{"id": told["file_id"]}])
    assert await error(early) == "file_not_found"
    async with (
        aiohttp.ClientSession() as session,
        session.post(told["upload_url"], data=b"abc") as response,
    ):
        assert response.status == 200
    await client.files_completeUploadExternal(
        files=[{"id": told["file_id"], "title": "A"}], channel_id=news.id
    )
    assert news.posts[0].files[0].content == b"abc"


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
