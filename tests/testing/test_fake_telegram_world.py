"""The people on the other side, the queue of updates, and what a chat shows."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.testing.nouns import Clock
from bot.testing.patience import PATIENCE
from bot.testing.telegram import BotApiError, FakeTelegram
from bot.testing.telegram.queue import UpdateQueue
from bot.testing.telegram.render import render_html


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(1_795_000_000.0)


@pytest.fixture
async def tg(clock: Clock[float]) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=clock) as server:
        yield server


async def ask(tg: FakeTelegram, method: str, **params: Any) -> Any:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{tg.base_url}{tg.token}/{method}", json=params) as response,
    ):
        return await response.json()


def kinds(tg: FakeTelegram) -> list[str]:
    return [update.kind for update in tg.updates.made]


# --- people ---------------------------------------------------------------------------------


def test_a_message_brings_its_links_and_commands() -> None:
    amina = FakeTelegram().user("Amina", language="ar", username="amina")
    said = amina.says("/brief https://a.example/x").json()
    assert [e["type"] for e in said["entities"]] == ["bot_command", "url"]
    assert said["from"]["language_code"] == "ar"
    assert said["chat"] == {
        "id": amina.id,
        "type": "private",
        "first_name": "Amina",
        "username": "amina",
    }


def test_a_hidden_link_is_given_as_an_entity() -> None:
    amina = FakeTelegram().user("Amina")
    link = {"type": "text_link", "offset": 4, "length": 4, "url": "https://a.example/"}
    assert amina.says("see this", entities=[link]).links == ["https://a.example/"]


def test_forwards_say_where_they_come_from() -> None:
    tg = FakeTelegram()
    amina, omar, channel = tg.user("Amina"), tg.user("Omar"), tg.channel("News")
    origins = [
        amina.chat.forwards(amina, "x", origin).json()["forward_origin"]["type"]
        for origin in (omar, channel, "Somebody")
    ]
    assert origins == ["user", "channel", "hidden_user"]


def test_what_people_do_in_a_group() -> None:
    tg = FakeTelegram()
    amina, desk = tg.user("Amina"), tg.group("Desk", forum=True)
    topic = desk.opens_topic(amina, "Water")
    first = desk.says(amina, "https://a.example/", thread=topic)
    answer = desk.says(amina, "more", reply_to=first, anonymous=True)
    desk.edits(first, "https://b.example/")
    desk.album(amina, [("a.txt", b"1"), ("b.txt", b"2")], "both")
    assert first.json()["message_thread_id"] == topic
    assert answer.json()["sender_chat"]["id"] == desk.id
    assert answer.json()["reply_to_message"]["message_id"] == first.id
    assert kinds(tg) == ["message"] * 3 + ["edited_message"] + ["message"] * 2
    albums = {message.json().get("media_group_id") for message in desk.messages[-2:]}
    assert len(albums) == 1 and None not in albums
    assert [message.text for message in desk.messages[-2:]] == ["both", ""]


def test_a_channel_speaks_in_its_own_name() -> None:
    tg = FakeTelegram()
    news = tg.channel("News")
    post = news.channel_post("https://a.example/", "Amina")
    news.edits(post, "https://b.example/")
    assert kinds(tg) == ["channel_post", "edited_channel_post"]
    assert "from" not in post.json()
    assert news.screen() == ["News (edited):", "  https://b.example/"]


def test_in_privacy_mode_a_bot_sees_what_is_meant_for_it() -> None:
    tg = FakeTelegram(privacy=True)
    amina, desk = tg.user("Amina"), tg.group("Desk")
    for text in ("hello", "@isnad_bot hello", "/ask x", "/ask@other_bot x", "/ask@isnad_bot x"):
        desk.says(amina, text)
    seen = [update.payload["text"] for update in tg.updates.made]
    assert seen == ["@isnad_bot hello", "/ask x", "/ask@isnad_bot x"]


def test_message_ids_run_on_their_own_in_supergroups() -> None:
    tg = FakeTelegram()
    amina, omar, desk = tg.user("Amina"), tg.user("Omar"), tg.group("Desk")
    private = [amina.says("x").id, omar.says("x").id]
    assert private[1] == private[0] + 1
    assert desk.says(amina, "x").id == 1


# --- what becomes of the bot ------------------------------------------------------------------


async def test_a_blocked_bot_may_not_write(tg: FakeTelegram) -> None:
    amina, desk = tg.user("Amina"), tg.group("Desk")
    amina.chat.kicks_bot()
    desk.kicks_bot()
    said = [await ask(tg, "sendMessage", chat_id=c.id, text="x") for c in (amina.chat, desk)]
    assert [answer["description"] for answer in said] == [
        "Forbidden: bot was blocked by the user",
        "Forbidden: bot was kicked from the supergroup chat",
    ]
    assert kinds(tg) == ["my_chat_member"] * 2
    desk.takes_bot_back()
    assert (await ask(tg, "sendMessage", chat_id=desk.id, text="x"))["ok"]


async def test_nobody_is_written_to_first(tg: FakeTelegram) -> None:
    omar = tg.user("Omar", started=False)
    said = await ask(tg, "sendMessage", chat_id=omar.id, text="x")
    assert said["description"] == "Forbidden: bot can't initiate conversation with a user"
    omar.says("/start")
    assert (await ask(tg, "sendMessage", chat_id=omar.id, text="x"))["ok"]


async def test_a_group_that_migrates_names_its_new_id(tg: FakeTelegram) -> None:
    old = tg.group("Desk", kind="group")
    sent = await ask(tg, "sendMessage", chat_id=old.id, text="x")
    new = old.migrates()
    said = await ask(tg, "sendMessage", chat_id=old.id, text="x")
    assert said["parameters"] == {"migrate_to_chat_id": new.id}
    edit = {"message_id": sent["result"]["message_id"], "text": "y"}
    said = await ask(tg, "editMessageText", chat_id=old.id, **edit)
    assert said["description"] == "Bad Request: message can't be edited"
    assert (await ask(tg, "sendMessage", chat_id=new.id, text="x"))["ok"]
    said_by_updates = [
        set(u.payload) & {"migrate_to_chat_id", "migrate_from_chat_id"} for u in tg.updates.made
    ]
    assert said_by_updates == [{"migrate_to_chat_id"}, {"migrate_from_chat_id"}]


async def test_an_older_server_knows_no_rich_messages(clock: Clock[float]) -> None:
    async with FakeTelegram(clock=clock, rich=False) as tg:
        amina, rich = tg.user("Amina"), {"html": "<p>x</p>"}
        said = await ask(tg, "sendRichMessage", chat_id=amina.id, rich_message=rich)
        assert (said["error_code"], said["description"]) == (404, "Not Found")
        sent = (await ask(tg, "sendMessage", chat_id=amina.id, text="x"))["result"]
        place = {"chat_id": amina.id, "message_id": sent["message_id"]}
        said = await ask(tg, "editMessageText", rich_message=rich, **place)
        assert said["description"] == "Bad Request: message text is empty"


async def test_a_rich_message_comes_and_changes(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    send = {"chat_id": amina.id, "rich_message": {"html": "<p>x</p>"}}
    sent = (await ask(tg, "sendRichMessage", **send))["result"]
    assert sent["rich_message"]["blocks"] == [{"type": "paragraph", "text": "x"}]
    place = {"chat_id": amina.id, "message_id": sent["message_id"]}
    same = await ask(tg, "editMessageText", rich_message={"markdown": "x"}, **place)
    assert "not modified" in same["description"]
    assert (await ask(tg, "editMessageText", rich_message={"markdown": "**y**"}, **place))["ok"]
    assert (await ask(tg, "editMessageText", text="z", **place))["result"]["text"] == "z"
    override = {"html": "<p>a\u202eb \u2067c\u2069</p>"}
    await ask(tg, "editMessageText", rich_message=override, **place)
    assert amina.chat.last.text == "ab \u2067c\u2069"
    both = {"html": "<p>x</p>", "markdown": "x"}
    assert not (await ask(tg, "sendRichMessage", **(send | {"rich_message": both})))["ok"]


# --- the queue --------------------------------------------------------------------------------


async def ids(queue: UpdateQueue, offset: int = 0, limit: int = 100) -> list[int]:
    return [update["update_id"] for update in await queue.get(offset, limit, 0)]


async def test_updates_stay_until_they_are_confirmed(clock: Clock[float]) -> None:
    queue = UpdateQueue(clock, next_id=1)
    for _ in range(5):
        queue.add("message", {})
    assert await ids(queue) == await ids(queue) == [1, 2, 3, 4, 5]
    assert await ids(queue, 3) == [3, 4, 5]
    assert await ids(queue, limit=2) == [3, 4]
    assert await ids(queue, -1) == [5]
    assert await ids(queue) == [5]
    assert await ids(queue, 6) == []


async def test_updates_are_kept_for_a_day(clock: Clock[float]) -> None:
    queue = UpdateQueue(clock)
    queue.add("message", {})
    clock.at += 86_400
    assert await ids(queue) == []


async def test_some_kinds_come_only_when_asked_for(clock: Clock[float]) -> None:
    queue = UpdateQueue(clock, next_id=1)
    queue.add("message_reaction", {})
    queue.allow(["message_reaction"])
    queue.add("message_reaction", {})
    queue.add("message", {})
    queue.allow(None)
    queue.add("message", {})
    queue.allow([])
    queue.add("message", {})
    assert await ids(queue) == [2, 5]


async def test_a_long_poll_ends_with_the_first_update(clock: Clock[float]) -> None:
    queue = UpdateQueue(clock, next_id=7)
    poll = asyncio.create_task(queue.get(0, 100, 50))
    await asyncio.sleep(0)
    queue.add("message", {})
    assert [update["update_id"] for update in await poll] == [7]


async def test_a_second_poller_ends_the_first(clock: Clock[float]) -> None:
    queue = UpdateQueue(clock)
    first = asyncio.create_task(queue.get(0, 100, 50))
    await asyncio.sleep(0)
    second = asyncio.create_task(queue.get(0, 100, 50))
    with pytest.raises(BotApiError) as ended:
        await first
    assert ended.value.status == 409
    queue.add("message", {})
    assert len(await second) == 1


async def test_a_hasty_poller_is_held_back(clock: Clock[float]) -> None:
    queue = UpdateQueue(clock, next_id=1, strict=True)
    queue.add("message", {})
    queue.add("message", {})
    assert await ids(queue) == [1, 2]
    assert await ids(queue) == [1]
    clock.at += 0.6
    assert await ids(queue) == [1, 2]


async def test_an_update_is_delivered_again_though_it_was_confirmed(tg: FakeTelegram) -> None:
    said = tg.user("Amina").says("x")
    first = (await ask(tg, "getUpdates"))["result"]
    assert (await ask(tg, "getUpdates", offset=first[0]["update_id"] + 1))["result"] == []
    tg.redeliver(said)
    assert (await ask(tg, "getUpdates", offset=first[0]["update_id"] + 1))["result"] == first
    assert tg.polls == 3


async def test_updates_of_a_later_version_are_delivered(tg: FakeTelegram) -> None:
    tg.delivers({"update_id": 1, "dream_shared": {"id": 2}})
    got = (await ask(tg, "getUpdates"))["result"]
    assert [update["dream_shared"] for update in got] == [{"id": 2}]


# --- webhooks ---------------------------------------------------------------------------------


async def test_a_webhook_gets_updates_with_its_secret_until_it_takes_them(
    tg: FakeTelegram,
) -> None:
    got: list[tuple[str | None, int]] = []
    answers = [500, 200, 200]
    done = asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["update_id"]))
        if len(got) == 3:
            done.set()
        return web.Response(status=answers[len(got) - 1])

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    amina = tg.user("Amina")
    amina.says("before")
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    assert (await ask(tg, "setWebhook", url=url, secret_token="s3cret"))["ok"]
    amina.says("after")
    async with asyncio.timeout(PATIENCE):
        await done.wait()
    first, second = (update.id for update in tg.updates.made)
    assert got == [("s3cret", first), ("s3cret", first), ("s3cret", second)]
    assert (await ask(tg, "getUpdates"))["error_code"] == 409
    assert "500" in (await ask(tg, "getWebhookInfo"))["result"]["last_error_message"]
    assert (await ask(tg, "deleteWebhook"))["ok"]
    assert (await ask(tg, "getUpdates"))["ok"]
    await runner.cleanup()


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"url": "http://a.example/x"}, "An HTTPS URL must be provided for webhook"),
        ({"url": "nonsense"}, "invalid webhook URL specified"),
        ({"url": "https://a.example:8000/x"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://a.example/x", "secret_token": "x" * 257}, "secret token is too long"),
        ({"url": "https://a.example/x", "secret_token": "ن"}, "unallowed characters"),
    ],
)
async def test_webhooks_that_are_refused(
    tg: FakeTelegram, params: dict[str, str], answer: str
) -> None:
    assert answer in (await ask(tg, "setWebhook", **params))["description"]


# --- what is seen -----------------------------------------------------------------------------


async def test_the_screen_shows_texts_files_and_buttons(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    amina.says("https://a.example/x")
    keys = [
        [{"text": "العربية", "callback_data": "a"}, {"text": "Site", "url": "https://a.example"}]
    ]
    await ask(
        tg,
        "sendMessage",
        chat_id=amina.id,
        text='<b>خبر</b>\n\none <a href="https://a.example/1">[1]</a>.',
        parse_mode="HTML",
        reply_markup={"inline_keyboard": keys},
    )
    assert amina.chat.screen(links=True) == [
        "Amina:",
        "  https://a.example/x",
        "Isnad:",
        "  خبر",
        "",
        "  one [1] <https://a.example/1>.",
        "  [العربية] [Site]",
    ]
    assert amina.chat.taps(amina, amina.chat.last, "Site") == "https://a.example"


async def test_the_page_escapes_and_sets_directions(tg: FakeTelegram) -> None:
    amina = tg.user("<script>")
    desk = tg.group("Desk")
    desk.says(amina, "<img src=x>")
    text = (
        '<blockquote expandable>نص\nb</blockquote><a href="https://a.example/?a=1&amp;b=%22">x</a>'
    )
    await ask(tg, "sendMessage", chat_id=desk.id, text=text, parse_mode="HTML")
    rich = {"html": "<p>ن &lt;b&gt;</p>", "is_rtl": True}
    await ask(tg, "sendRichMessage", chat_id=desk.id, rich_message=rich)
    page = render_html(desk)
    assert "&lt;script&gt;" in page and "<script>" not in page and "<img" not in page
    assert '<blockquote class="expandable" dir="rtl"><div class="line" dir="auto">نص</div>' in page
    assert '<a href="https://a.example/?a=1&amp;b=%22">x</a>' in page
    assert '<div class="rich" dir="rtl"><p>ن &lt;b&gt;</p></div>' in page
