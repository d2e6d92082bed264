"""What a bot may ask about chats and itself, and the lesser ways to say something."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.testing.telegram import Chat, FakeTelegram, Person
from bot.testing.telegram.__main__ import Console
from bot.testing.telegram.render import render_html


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
def amina(tg: FakeTelegram) -> Person:
    return tg.user("Amina", language="ar")


async def ask(tg: FakeTelegram, method: str, **params: Any) -> Any:
    """Return the result, or the description of the error."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{tg.base_url}{tg.token}/{method}", json=params) as response,
    ):
        said = await response.json()
        return said["result"] if said["ok"] else said["description"]


async def test_chats_and_their_members(tg: FakeTelegram, amina: Person) -> None:
    omar = tg.user("Omar")
    desk = tg.group("Desk", admins=[amina], bot_admin=True, username="the_desk")
    assert (await ask(tg, "getChat", chat_id="@the_desk"))["title"] == "Desk"
    statuses = [
        (await ask(tg, "getChatMember", chat_id=desk.id, user_id=id))["status"]
        for id in (amina.id, omar.id, tg.me["id"])
    ]
    assert statuses == ["administrator", "member", "administrator"]
    admins = await ask(tg, "getChatAdministrators", chat_id=desk.id)
    assert [admin["user"]["id"] for admin in admins] == [amina.id, tg.me["id"]]
    answer = await ask(tg, "getChatAdministrators", chat_id=amina.id)
    assert answer == "Bad Request: there are no administrators in the private chat"
    assert "PARTICIPANT_ID_INVALID" in await ask(tg, "getChatMember", chat_id=desk.id, user_id=5)


async def test_a_bot_that_left_is_no_member(tg: FakeTelegram, amina: Person) -> None:
    desk = tg.group("Desk")
    assert await ask(tg, "leaveChat", chat_id=desk.id) is True
    answer = await ask(tg, "sendMessage", chat_id=desk.id, text="x")
    assert answer == "Forbidden: bot is not a member of the supergroup chat"
    desk.says(amina, "is it gone?")
    assert tg.updates.made == []


async def test_copies_and_forwards(tg: FakeTelegram, amina: Person) -> None:
    said = amina.says("hello")
    again = {"chat_id": amina.id, "from_chat_id": amina.id}
    await ask(tg, "copyMessage", message_id=said.id, **again)
    await ask(tg, "forwardMessage", message_id=said.id, **again)
    assert [message.text for message in amina.chat.posts] == ["hello", "hello"]
    answer = await ask(tg, "copyMessage", message_id=999, **again)
    assert answer == "Bad Request: message to copy not found"


async def test_several_messages_are_deleted_at_once(tg: FakeTelegram, amina: Person) -> None:
    ids = [(await ask(tg, "sendMessage", chat_id=amina.id, text="x"))["message_id"] for _ in "abc"]
    assert await ask(tg, "deleteMessages", chat_id=amina.id, message_ids=[*ids[:2], 999]) is True
    assert [message.id for message in amina.chat.posts] == ids[2:]
    assert isinstance(await ask(tg, "deleteMessages", chat_id=amina.id, message_ids=[]), str)


async def test_others_messages_in_a_group_are_deleted_by_administrators(
    tg: FakeTelegram, amina: Person
) -> None:
    answers = []
    for chat in (tg.group("Desk"), tg.group("Room", bot_admin=True)):
        said = chat.says(amina, "x")
        answers.append(await ask(tg, "deleteMessage", chat_id=chat.id, message_id=said.id))
    assert answers == ["Bad Request: message can't be deleted for everyone", True]


async def test_captions_are_edited_where_there_is_a_file(tg: FakeTelegram, amina: Person) -> None:
    known = amina.chat.sends_document(amina, "a.txt", b"x").content.media["document"]["file_id"]
    sent = await ask(tg, "sendDocument", chat_id=amina.id, document=known, caption="one")
    place = {"chat_id": amina.id, "message_id": sent["message_id"]}
    assert (await ask(tg, "editMessageCaption", caption="two", **place))["caption"] == "two"
    answer = await ask(tg, "editMessageText", text="three", **place)
    assert answer == "Bad Request: there is no text in the message to edit"


async def test_topics(tg: FakeTelegram, amina: Person) -> None:
    desk = tg.group("Desk", forum=True)
    topic = desk.opens_topic(amina, "Water")
    said = desk.says(amina, "x", thread=topic)
    sent = await ask(tg, "sendMessage", chat_id=desk.id, text="x", message_thread_id=topic)
    assert sent["message_thread_id"] == topic
    reply = {"message_id": said.id}
    sent = await ask(tg, "sendMessage", chat_id=desk.id, text="x", reply_parameters=reply)
    assert sent["message_thread_id"] == topic
    answer = await ask(tg, "sendMessage", chat_id=desk.id, text="x", message_thread_id=999)
    assert answer == "Bad Request: message thread not found"


async def test_pins_and_reactions(tg: FakeTelegram, amina: Person) -> None:
    said = amina.says("x")
    place = {"chat_id": amina.id, "message_id": said.id}
    heart = [{"type": "emoji", "emoji": "❤"}]
    assert await ask(tg, "setMessageReaction", reaction=heart, **place) is True
    assert amina.chat.reactions == {said.id: heart}
    assert await ask(tg, "pinChatMessage", **place) is True
    assert await ask(tg, "unpinChatMessage", chat_id=amina.id) is True
    answer = await ask(tg, "unpinChatMessage", chat_id=amina.id)
    assert answer == "Bad Request: message to unpin not found"
    tg.updates.allow(["message_reaction"])
    assert amina.chat.reacts(amina, said, "👍").payload["new_reaction"][0]["emoji"] == "👍"


async def test_commands_for_one_chat_go_before_those_for_all(tg: FakeTelegram) -> None:
    desk = tg.group("Desk")
    scope = {"type": "chat", "chat_id": desk.id}
    everywhere = [{"command": "help", "description": "help"}]
    here = [{"command": "ask", "description": "ask"}]
    await ask(tg, "setMyCommands", commands=everywhere)
    await ask(tg, "setMyCommands", commands=here, scope=scope)
    scopes = (f"chat:{desk.id}", "all_group_chats")
    assert tg.menu("en", *scopes) == here
    assert await ask(tg, "deleteMyCommands", scope=scope) is True
    assert tg.menu("en", *scopes) == everywhere
    assert await ask(tg, "getMyCommands", scope=scope) == []


async def test_an_answer_to_a_tap_is_short(tg: FakeTelegram, amina: Person) -> None:
    tap = tg.tapped(amina, amina.says("x"), amina.chat, "forged")
    answer = await ask(tg, "answerCallbackQuery", callback_query_id=tap.id, text="x" * 201)
    assert answer == "Bad Request: MESSAGE_TOO_LONG"
    assert await ask(tg, "answerCallbackQuery", callback_query_id=tap.id, text="x" * 200) is True


async def test_a_tap_on_a_deleted_message_shows_no_text(tg: FakeTelegram, amina: Person) -> None:
    said = amina.says("x")
    said.deleted = True
    tg.tapped(amina, said, amina.chat, "d")
    seen = tg.updates.made[-1].payload["message"]
    assert seen == {"chat": amina.chat.json(), "message_id": said.id, "date": 0}


async def test_a_question_opens_the_field_of_who_is_mentioned_or_answered(
    tg: FakeTelegram, amina: Person
) -> None:
    group, basim, dalia = tg.group("News"), tg.user("Basim"), tg.user("Dalia")
    asked = group.says(amina, "/ask")
    await ask(
        tg,
        "sendMessage",
        chat_id=group.id,
        text=f'<a href="tg://user?id={basim.id}">What?</a>',
        parse_mode="HTML",
        reply_parameters={"message_id": asked.id},
        reply_markup={"force_reply": True, "selective": True},
    )
    forced = [person.name for person in (amina, basim, dalia) if group.last.forces_reply(person.id)]
    assert forced == ["Amina", "Basim"]


async def test_a_question_to_all_opens_every_field_and_cannot_be_edited(
    tg: FakeTelegram, amina: Person
) -> None:
    group = tg.group("News")
    markup = {"force_reply": True, "input_field_placeholder": "x" * 65}
    await ask(tg, "sendMessage", chat_id=group.id, text="What?", reply_markup=markup)
    assert group.last.forces_reply(amina.id)
    assert [violation.method for violation in tg.violations] == ["sendMessage"]
    said = await ask(tg, "editMessageText", chat_id=group.id, message_id=group.last.id, text="Why?")
    assert said == "Bad Request: message can't be edited"


async def test_files_end_at_twenty_megabytes(tg: FakeTelegram, amina: Person) -> None:
    answers = []
    for size in (20 * 1024 * 1024, 20 * 1024 * 1024 + 1):
        sent = amina.chat.sends_document(amina, "a.txt", b"x" * size)
        file = sent.content.media["document"]["file_id"]
        answers.append(await ask(tg, "getFile", file_id=file))
    assert answers[0]["file_size"] == 20 * 1024 * 1024
    assert answers[1] == "Bad Request: file is too big"
    assert "wrong file_id" in await ask(tg, "getFile", file_id="nothing")


async def test_the_page_of_a_rich_message(tg: FakeTelegram, amina: Person) -> None:
    html = (
        "<h2>T</h2><hr/><ul><li>a</li></ul><ol start='4'><li>b</li></ol>"
        "<table bordered><caption>c</caption><tr><th colspan='2'>h</th></tr>"
        "<tr><td align='right'>1</td><td>2</td></tr></table>"
        "<details open><summary>s</summary><p>x <tg-spoiler>y</tg-spoiler></p></details>"
        "<blockquote>q<cite>z</cite></blockquote><footer>f</footer>"
    )
    await ask(tg, "sendRichMessage", chat_id=amina.id, rich_message={"html": html})
    page = render_html(amina.chat)
    for part in (
        '<div class="rich" dir="ltr"><h2>T</h2><hr><ul><li><p>a</p></li></ul>',
        '<ol><li value="4"><p>b</p></li></ol>',
        '<table class="bordered"><caption>c</caption><tr><th colspan="2"',
        '<td style="text-align:end">1</td>',
        '<details open><summary>s</summary><p>x <span class="spoiler">y</span></p></details>',
        "<blockquote><p>q</p><cite>z</cite></blockquote><footer>f</footer>",
    ):
        assert part in page


async def test_the_console_plays_a_person(
    tg: FakeTelegram, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    console = Console(tg, "Amina", "ar")
    chat: Chat = console.me.chat
    (tmp_path / "a.txt").write_text("x")
    keys = {"inline_keyboard": [[{"text": "Sources", "callback_data": "s"}]]}
    assert console.take("hello") and console.take(f":file {tmp_path / 'a.txt'}")
    await ask(tg, "sendMessage", chat_id=chat.id, text="hi", reply_markup=keys)
    for line in (":tap Sources", ":tap Nothing", ":page " + str(tmp_path / "p.html"), ":calls"):
        assert console.take(line)
    console.show()
    assert console.take(":group") and console.take("@isnad_bot hi") and console.take(":block")
    assert not console.take(":quit")
    out = capsys.readouterr().out
    assert "no such button" in out and "200 sendMessage" in out and "  [Sources]" in out
    assert "<!doctype html>" in (tmp_path / "p.html").read_text()
    kinds = [update.kind for update in tg.updates.made]
    assert kinds == ["message", "message", "callback_query", "message", "my_chat_member"]
    assert json.dumps(tg.updates.made[2].payload["data"]) == '"s"'
