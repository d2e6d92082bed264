"""Places, people, views, files and answers of the fake Slack, through the real SDK."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.testing.nouns import Clock
from bot.testing.slack import FakeSlack

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
