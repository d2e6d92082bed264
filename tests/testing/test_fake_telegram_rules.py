"""What the fake server refuses and what it takes: one case of each for every rule."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.testing.nouns import Clock
from bot.testing.telegram import FakeTelegram, Person, RateLimits


class Client:
    """A bare client: what it is told to send goes over the wire as it is."""

    def __init__(self, tg: FakeTelegram, session: aiohttp.ClientSession) -> None:
        self.tg, self.session = tg, session

    async def __call__(self, method: str, **params: Any) -> Any:
        """Return the result, or the description of the error."""
        sent = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        url = f"{self.tg.base_url}{self.tg.token}/{method}"
        async with self.session.post(url, data=sent) as response:
            said = await response.json()
        assert said["ok"] is (response.status == 200)
        return said["result"] if said["ok"] else said["description"]


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(1_795_000_000.0)


@pytest.fixture
async def tg(clock: Clock[float]) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(clock=clock) as server:
        yield server


@pytest.fixture
async def call(tg: FakeTelegram) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(tg, session)


@pytest.fixture
def amina(tg: FakeTelegram) -> Person:
    return tg.user("Amina", language="ar")


def what(tg: FakeTelegram) -> list[str]:
    return [violation.what for violation in tg.violations]


# --- calls ----------------------------------------------------------------------------------


async def test_an_unknown_method_is_not_found(call: Client) -> None:
    assert await call("sendPigeon") == "Not Found"


async def test_upper_and_lower_case_of_methods_is_one(call: Client) -> None:
    assert (await call("GETME"))["username"] == "isnad_bot"


async def test_a_wrong_token_is_refused(tg: FakeTelegram) -> None:
    async with aiohttp.ClientSession() as session:
        response = await session.get(f"{tg.base_url}1:wrong/getMe")
        assert response.status == 401


async def test_an_unknown_parameter_is_answered_and_noted(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    assert (await call("sendMessage", chat_id=amina.id, text="x", colour="red"))["text"] == "x"
    assert what(tg) == ["unknown parameter colour"]


async def test_an_unknown_field_inside_is_noted(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    options = {"is_disabled": True, "shape": "round"}
    await call("sendMessage", chat_id=amina.id, text="x", link_preview_options=options)
    assert what(tg) == ["unknown field link_preview_options.shape"]


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"text": "x"}, "Bad Request: chat_id is empty"),
        ({"chat_id": 1, "text": "x"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "Bad Request: chat not found"),
        ({}, "Bad Request: chat_id is empty"),
    ],
)
async def test_what_is_required_must_be_there(
    call: Client, params: dict[str, Any], answer: str
) -> None:
    assert await call("sendMessage", **params) == answer


async def test_json_bodies_and_queries_are_read_too(tg: FakeTelegram, amina: Person) -> None:
    url = f"{tg.base_url}{tg.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"chat_id": amina.id, "text": "one"})
        await session.get(url, params={"chat_id": amina.id, "text": "two"})
    assert [m.text for m in amina.chat.posts] == ["one", "two"]


async def test_a_known_method_that_is_not_played_says_so(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    assert "Not Implemented" in await call("sendDice", chat_id=amina.id)
    assert tg.violations


# --- text -------------------------------------------------------------------------------------

TOO_LONG = "Bad Request: message is too long"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("x" * 4096, True),
        ("x" * 4097, False),
        ("😀" * 2048, True),
        ("😀" * 2049, False),
        ("<b>" + "x" * 4096 + "</b>", True),
        ("&amp;" * 4096, True),
        ("&amp;" * 4097, False),
    ],
)
async def test_the_length_is_that_of_the_parsed_text(
    call: Client, amina: Person, text: str, taken: bool
) -> None:
    answer = await call("sendMessage", chat_id=amina.id, text=text, parse_mode="HTML")
    assert (answer == TOO_LONG) is not taken


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "Bad Request: message text is empty"),
        (" \n ", "Bad Request: text must be non-empty"),
        ("\u200f\u2800", "Bad Request: text must be non-empty"),
        ("<b></b>", "Bad Request: text must be non-empty"),
        (
            "<p>x</p>",
            'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        (
            "ن<b>x</i>",
            "Bad Request: can't parse entities: Unmatched end tag at byte offset 6, expected "
            '"</b>", found "</i>"',
        ),
        (
            "<b>x",
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag "
            '"b"',
        ),
        ("x</b>", "Bad Request: can't parse entities: Unexpected end tag at byte offset 1"),
        ("a < b", 'Bad Request: can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ],
)
async def test_text_that_is_refused(call: Client, amina: Person, text: str, answer: str) -> None:
    assert await call("sendMessage", chat_id=amina.id, text=text, parse_mode="HTML") == answer


async def test_a_hundred_entities_are_kept_and_the_rest_is_lost(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    link = '<a href="https://example.com/">x</a> '
    await call("sendMessage", chat_id=amina.id, text=link * 100, parse_mode="HTML")
    assert tg.violations == []
    sent = await call(
        "sendMessage", chat_id=amina.id, text=link * 100 + "<b>y</b>", parse_mode="HTML"
    )
    assert {e["type"] for e in sent["entities"]} == {"text_link"}
    assert what(tg) == ["entity lost: bold on 'y'"]


async def test_a_bad_link_is_dropped_and_noted(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    text = '<a href="javascript:alert(1)">x</a> <a href="https://a.example/?b=1&amp;c=2">y</a>'
    sent = await call("sendMessage", chat_id=amina.id, text=text, parse_mode="HTML")
    assert [e["url"] for e in sent["entities"]] == ["https://a.example/?b=1&c=2"]
    assert what(tg) == ["link dropped: javascript:alert(1)"]


async def test_entities_are_counted_in_utf16_units(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    entities = [{"type": "bold", "offset": 3, "length": 3}]
    await call("sendMessage", chat_id=amina.id, text="😀 نصّ", entities=entities)
    assert [e.of("😀 نصّ") for e in amina.chat.last.entities] == ["نصّ"]
    entities[0]["offset"] = 6
    await call("sendMessage", chat_id=amina.id, text="😀 نصّ", entities=entities)
    assert what(tg) == ["entity beyond the text: bold at 6"]


async def test_overrides_are_removed_and_isolates_stay(call: Client, amina: Person) -> None:
    sent = await call("sendMessage", chat_id=amina.id, text="a\u202eb\u2028c \u2068d\u2069 e\tf")
    assert sent["text"] == "abc \u2068d\u2069 e f"


async def test_links_in_plain_text_are_found(call: Client, amina: Person) -> None:
    text = "see t.me/x, @someone_1 and https://a.example/b. No 3.5 or U.S. here"
    sent = await call("sendMessage", chat_id=amina.id, text=text)
    found = [text[e["offset"] :][: e["length"]] for e in sent["entities"]]
    assert found == ["t.me/x", "@someone_1", "https://a.example/b"]


# --- buttons ----------------------------------------------------------------------------------


def keys(*buttons: dict[str, Any], rows: int = 1) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)] * rows}


@pytest.mark.parametrize(
    ("markup", "answer"),
    [
        (keys({"text": "x", "callback_data": "d" * 64}), None),
        (keys({"text": "x", "callback_data": "ن" * 32}), None),
        (keys({"text": "x", "callback_data": "d" * 65}), "Bad Request: BUTTON_DATA_INVALID"),
        (keys({"text": "x", "callback_data": "ن" * 33}), "Bad Request: BUTTON_DATA_INVALID"),
        (keys({"text": "x", "url": "https://a.example/"}), None),
        (
            keys({"text": "x", "url": "javascript:x"}),
            "Bad Request: inline keyboard button URL 'javascript:x' is invalid: Wrong HTTP URL",
        ),
        (
            keys({"text": "x"}),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the "
            "inline keyboard",
        ),
        (
            keys({"text": " ", "callback_data": "d"}),
            "Bad Request: inline keyboard button text must be non-empty",
        ),
        (keys({"text": "x", "callback_data": "d"}, rows=100), None),
        (
            keys({"text": "x", "callback_data": "d"}, rows=101),
            "Bad Request: reply markup is too long",
        ),
    ],
)
async def test_buttons(
    call: Client, amina: Person, markup: dict[str, Any], answer: str | None
) -> None:
    said = await call("sendMessage", chat_id=amina.id, text="x", reply_markup=markup)
    assert said == answer or (answer is None and said["reply_markup"] == markup)


async def test_a_tap_is_answered_in_time(
    tg: FakeTelegram, call: Client, amina: Person, clock: Clock[float]
) -> None:
    markup = keys({"text": "Sources", "callback_data": "s"})
    await call("sendMessage", chat_id=amina.id, text="x", reply_markup=markup)
    tap, late = (amina.chat.taps(amina, amina.chat.last, said) for said in ("Sources", "s"))
    assert not isinstance(tap, str) and not isinstance(late, str)
    assert await call("answerCallbackQuery", callback_query_id=tap.id, text="here") is True
    clock.at += 3600
    assert await call("answerCallbackQuery", callback_query_id=late.id) == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    assert (tap.answers, late.answers) == ([{"text": "here"}], [])


async def test_what_is_wrong_inside_a_keyboard_is_named(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    markup = keys({"text": "x", "callback_data": "d", "colour": "red", "size": 3})
    assert (await call("sendMessage", chat_id=amina.id, text="x", reply_markup=markup))["text"]
    place = "unknown field reply_markup.inline_keyboard[0][0]."
    assert what(tg) == [f"{place}colour", f"{place}size"]
    answer = await call("sendMessage", chat_id=amina.id, text="x", reply_markup="{")
    assert answer == "Bad Request: can't parse reply keyboard markup JSON object"


async def test_nine_buttons_in_a_row_are_noted(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    for count in (8, 9):
        markup = keys(*[{"text": "x", "callback_data": "d"}] * count)
        await call("sendMessage", chat_id=amina.id, text="x", reply_markup=markup)
    assert what(tg) == ["9 buttons in a row"]


# --- edits and deletions ------------------------------------------------------------------------


async def test_edits(call: Client, amina: Person) -> None:
    mine = (await call("sendMessage", chat_id=amina.id, text="one"))["message_id"]
    theirs = amina.says("hello").id
    edit = {"chat_id": amina.id, "text": "two"}
    assert (await call("editMessageText", message_id=mine, **edit))["text"] == "two"
    answer = await call("editMessageText", message_id=mine, **edit)
    assert answer.startswith("Bad Request: message is not modified:")
    answer = await call("editMessageText", message_id=9999, **edit)
    assert answer == "Bad Request: message to edit not found"
    answer = await call("editMessageText", message_id=theirs, **edit)
    assert answer == "Bad Request: message can't be edited"


async def test_an_edit_without_buttons_takes_them_away(call: Client, amina: Person) -> None:
    markup = keys({"text": "x", "callback_data": "d"})
    sent = await call("sendMessage", chat_id=amina.id, text="one", reply_markup=markup)
    place = {"chat_id": amina.id, "message_id": sent["message_id"]}
    await call("editMessageText", text="one", **place)
    assert amina.chat.last.buttons == []
    assert amina.chat.last.edited is None  # buttons alone do not mark it
    await call("editMessageReplyMarkup", reply_markup=markup, **place)
    assert amina.chat.last.buttons == markup["inline_keyboard"]


async def test_deleting_ends_after_two_days(
    call: Client, amina: Person, clock: Clock[float]
) -> None:
    ids = [(await call("sendMessage", chat_id=amina.id, text="x"))["message_id"] for _ in "ab"]
    assert await call("deleteMessage", chat_id=amina.id, message_id=ids[0]) is True
    answer = await call("deleteMessage", chat_id=amina.id, message_id=ids[0])
    assert answer == "Bad Request: message to delete not found"
    clock.at += 48 * 3600
    answer = await call("deleteMessage", chat_id=amina.id, message_id=ids[1])
    assert answer == "Bad Request: message can't be deleted for everyone"


async def test_a_reply_needs_its_message(call: Client, amina: Person) -> None:
    first = amina.says("hello")
    reply = {"message_id": first.id}
    sent = await call("sendMessage", chat_id=amina.id, text="x", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "hello"
    reply = {"message_id": 9999}
    answer = await call("sendMessage", chat_id=amina.id, text="x", reply_parameters=reply)
    assert answer == "Bad Request: message to be replied not found"


async def test_captions_end_at_1024(call: Client, amina: Person, tg: FakeTelegram) -> None:
    known = amina.chat.sends_document(amina, "a.txt", b"x").content.media["document"]["file_id"]
    send = {"chat_id": amina.id, "document": known}
    assert (await call("sendDocument", caption="x" * 1024, **send))["document"]["file_id"] == known
    answer = await call("sendDocument", caption="x" * 1025, **send)
    assert answer == "Bad Request: message caption is too long"


# --- the bot's own --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("commands", "answer"),
    [
        ([{"command": "ask", "description": "ask"}] * 100, True),
        ([{"command": "ask", "description": "ask"}] * 101, "Bad Request: BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "Ask", "description": "ask"}], "Bad Request: BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "ask"}], "Bad Request: BOT_COMMAND_INVALID"),
        (
            [{"command": "ask", "description": "x" * 257}],
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
    ],
)
async def test_commands(call: Client, commands: list[dict[str, str]], answer: object) -> None:
    assert await call("setMyCommands", commands=commands, language_code="ar") == answer


async def test_names_and_descriptions(call: Client) -> None:
    assert await call("setMyName", name="إسناد", language_code="ar") is True
    assert (await call("getMyName", language_code="ar"))["name"] == "إسناد"
    assert (await call("getMyName"))["name"] == "Isnad"
    assert "too long" in await call("setMyName", name="x" * 65)


async def test_chat_actions(call: Client, amina: Person) -> None:
    assert await call("sendChatAction", chat_id=amina.id, action="typing") is True
    answer = await call("sendChatAction", chat_id=amina.id, action="thinking")
    assert answer == "Bad Request: wrong parameter action in request"


async def test_pinning_in_groups_is_for_administrators(tg: FakeTelegram, call: Client) -> None:
    plain, own = tg.group("Desk"), tg.group("Room", bot_admin=True)
    for chat, answer in (
        (plain, "Bad Request: not enough rights to manage pinned messages in the chat"),
        (own, True),
    ):
        sent = await call("sendMessage", chat_id=chat.id, text="x")
        pin = {"chat_id": chat.id, "message_id": sent["message_id"]}
        assert await call("pinChatMessage", **pin) == answer
    assert own.pinned == own.posts


async def test_drafts_are_for_private_chats(tg: FakeTelegram, call: Client, amina: Person) -> None:
    assert await call("sendMessageDraft", chat_id=amina.id, draft_id=1, text="so far") is True
    assert amina.chat.drafts[1].text == "so far"
    group = tg.group("Desk")
    assert "private" in await call("sendMessageDraft", chat_id=group.id, draft_id=1, text="x")
    assert "non-zero" in await call("sendMessageDraft", chat_id=amina.id, draft_id=0, text="x")
    await call("sendMessage", chat_id=amina.id, text="done")
    assert amina.chat.drafts == {}


# --- rates --------------------------------------------------------------------------------------


async def test_one_message_a_second_in_a_chat(clock: Clock[float]) -> None:
    async with (
        FakeTelegram(clock=clock, limits=RateLimits()) as tg,
        aiohttp.ClientSession() as session,
    ):
        call, amina, group = Client(tg, session), tg.user("Amina"), tg.group("Desk")
        assert (await call("sendMessage", chat_id=amina.id, text="x"))["text"] == "x"
        again = await call("sendMessage", chat_id=amina.id, text="x")
        assert again == "Too Many Requests: retry after 1"
        clock.at += 1
        assert (await call("sendMessage", chat_id=amina.id, text="x"))["text"] == "x"
        for _ in range(20):
            clock.at += 0.1
            assert (await call("sendMessage", chat_id=group.id, text="x"))["text"] == "x"
        last = await call("sendMessage", chat_id=group.id, text="x")
        assert last == "Too Many Requests: retry after 59"
        assert (tg.busiest(1, amina.chat), tg.busiest(60, group)) == (1, 20)
        assert len(tg.refused) == 2


def test_a_little_jitter_may_be_forgiven() -> None:
    strict, kind = RateLimits(), RateLimits(slack=0.05)
    assert [limits.take(1, 10.0, group=False) for limits in (strict, kind)] == [0, 0]
    assert [limits.take(1, 10.96, group=False) for limits in (strict, kind)] == [1, 0]


async def test_thirty_messages_a_second_in_all(clock: Clock[float]) -> None:
    async with (
        FakeTelegram(clock=clock, limits=RateLimits()) as tg,
        aiohttp.ClientSession() as session,
    ):
        call, people = Client(tg, session), [tg.user(f"P{i}") for i in range(31)]
        answers = [await call("sendMessage", chat_id=p.id, text="x") for p in people]
        assert [isinstance(answer, str) for answer in answers] == [False] * 30 + [True]


async def test_a_429_of_one_chat_leaves_the_others_alone(
    tg: FakeTelegram, call: Client, amina: Person, clock: Clock[float]
) -> None:
    omar = tg.user("Omar")
    tg.fails("*", 429, parameters={"retry_after": 30}, chat=amina.id)
    answer = await call("sendMessage", chat_id=amina.id, text="x")
    assert answer == "Too Many Requests: retry after 30"
    assert (await call("sendMessage", chat_id=omar.id, text="x"))["text"] == "x"
    clock.at += 30
    assert (await call("sendMessage", chat_id=amina.id, text="x"))["text"] == "x"


async def test_every_third_call_fails(tg: FakeTelegram, call: Client, amina: Person) -> None:
    tg.fails("sendMessage", 500, every=3, times=2)
    answers = [await call("sendMessage", chat_id=amina.id, text="x") for _ in range(9)]
    assert [i for i, answer in enumerate(answers) if isinstance(answer, str)] == [2, 5]


async def test_a_fault_of_all_methods_leaves_polling_alone(
    tg: FakeTelegram, call: Client, amina: Person
) -> None:
    tg.fails("*", 500)
    assert await call("getUpdates") == []
    assert await call("getMe") == "Internal Server Error"
    tg.fails("getUpdates", 502, times=None)
    tg.faults.clear()
    assert await call("getUpdates") == []
