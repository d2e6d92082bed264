"""The real SDK, python-telegram-bot, talks to the fake server."""

import warnings
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.testing.telegram import FakeTelegram


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


def sdk(tg: FakeTelegram, **timeouts: float) -> telegram.Bot:
    request = HTTPXRequest(httpx_kwargs={"trust_env": False}, **timeouts)
    return telegram.Bot(tg.token, tg.base_url, tg.base_file_url, request=request)


@pytest.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[telegram.Bot]:
    async with sdk(tg) as bot:
        yield bot


async def test_a_message_is_sent_edited_and_deleted(tg: FakeTelegram, bot: telegram.Bot) -> None:
    amina = tg.user("Amina", language="ar")
    sent = await bot.send_message(amina.id, "<b>خبر</b> one", parse_mode="HTML")
    assert sent.entities[0].type == "bold"
    edited = await bot.edit_message_text("two", amina.id, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    assert amina.chat.screen() == ["Isnad (edited):", "  two"]
    assert [content.text for _, content in amina.chat.last.history] == ["خبر one"]
    assert await bot.delete_message(amina.id, sent.message_id)
    assert amina.chat.screen() == []
    assert tg.violations == []


async def test_a_rich_message_goes_through_the_raw_call(
    tg: FakeTelegram, bot: telegram.Bot
) -> None:
    amina = tg.user("Amina")
    rich = {"html": "<h1>عنوان</h1><p>نص</p>", "is_rtl": True}
    sent = await bot.do_api_request(
        "sendRichMessage", {"chat_id": amina.id, "rich_message": rich}, return_type=telegram.Message
    )
    assert isinstance(sent, telegram.Message)
    assert amina.chat.last.content.rich is not None
    assert amina.chat.last.content.rich.json()["is_rtl"] is True
    edit = {
        "chat_id": amina.id,
        "message_id": sent.message_id,
        "rich_message": {"html": "<p>ب</p>"},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        await bot.do_api_request("editMessageText", edit)
    assert amina.chat.screen() == ["Isnad (edited):", "  ب"]
    assert tg.violations == []


async def test_polling_brings_what_people_do(tg: FakeTelegram) -> None:
    seen: list[Any] = []

    async def on_text(update: telegram.Update, context: Any) -> None:
        assert update.message is not None
        button = telegram.InlineKeyboardButton("Sources", callback_data="s:1")
        markup = telegram.InlineKeyboardMarkup([[button]])
        await update.message.reply_text("reading", reply_markup=markup)

    async def on_tap(update: telegram.Update, context: Any) -> None:
        assert update.callback_query is not None
        seen.append(update.callback_query.data)
        await update.callback_query.answer("here they are")

    app: Any = Application.builder().bot(sdk(tg)).build()
    app.add_handler(MessageHandler(filters.TEXT, on_text))
    app.add_handler(CallbackQueryHandler(on_tap))
    amina = tg.user("Amina")
    async with app:
        await app.updater.start_polling()
        await app.start()
        amina.says("https://example.com/a")
        await tg.until(lambda: amina.chat.posts)
        tap = amina.chat.taps(amina, amina.chat.last, "Sources")
        await tg.until(lambda: not isinstance(tap, str) and tap.answers)
        await app.updater.stop()
        await app.stop()
    assert seen == ["s:1"]
    assert amina.chat.screen()[-2:] == ["  reading", "  [Sources]"]
    assert tg.updates.pending == []
    assert tg.violations == []
    assert tg.refused == []


async def test_a_file_goes_up_and_down(tg: FakeTelegram, bot: telegram.Bot) -> None:
    amina = tg.user("Amina")
    await bot.send_document(amina.id, b"{}", filename="brief.json", caption="the brief")
    assert amina.chat.screen() == ["Isnad:", "  the brief", "  (document: brief.json)"]
    message = amina.chat.sends_document(amina, "a.txt", "نص".encode())
    file = await bot.get_file(message.content.media["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()).decode() == "نص"


async def test_the_menu_is_set_per_language(tg: FakeTelegram, bot: telegram.Bot) -> None:
    await bot.set_my_commands([("help", "what I can do")])
    await bot.set_my_commands([("help", "ما أستطيعه")], language_code="ar")
    assert tg.menu("ar", "all_private_chats")[0]["description"] == "ما أستطيعه"
    assert tg.menu("fr", "all_private_chats")[0]["description"] == "what I can do"
    assert (await bot.get_my_commands(language_code="ar"))[0].command == "help"


@pytest.mark.filterwarnings("ignore:.*retry_after.*")
@pytest.mark.parametrize(
    ("status", "description", "parameters", "error"),
    [
        (429, None, {"retry_after": 30}, RetryAfter),
        (403, "Forbidden: bot was blocked by the user", {}, Forbidden),
        (409, None, {}, Conflict),
        (400, "Bad Request: chat not found", {}, BadRequest),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -5}, ChatMigrated),
        (502, None, {}, NetworkError),
    ],
)
async def test_an_ordered_error_is_what_the_sdk_raises(
    tg: FakeTelegram,
    bot: telegram.Bot,
    status: int,
    description: str | None,
    parameters: dict[str, int],
    error: type[Exception],
) -> None:
    amina = tg.user("Amina")
    tg.fails("sendMessage", status, description, parameters=parameters)
    with pytest.raises(error):
        await bot.send_message(amina.id, "x")
    assert amina.chat.messages == []


async def test_a_message_arrives_though_the_answer_does_not(tg: FakeTelegram) -> None:
    amina = tg.user("Amina")
    tg.silence = 20.0
    async with sdk(tg, read_timeout=tg.silence) as bot:
        tg.accepts_then_hangs("sendMessage")
        with pytest.raises(TimedOut):
            await bot.send_message(amina.id, "one")
        tg.accepts_then_closes("sendMessage")
        with pytest.raises(NetworkError) as cut:
            await bot.send_message(amina.id, "two")
        assert not isinstance(cut.value, TimedOut)
        tg.accepts_then_502("sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(amina.id, "three")
    assert [m.text for m in amina.chat.messages] == ["one", "two", "three"]
    assert [call.done for call in tg.called("sendMessage")] == [True, True, True]
