"""Posts on their way to a Telegram that refuses, stalls and forgets."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.telegram.api import Api, Pace
from adapters.telegram.faults import CallError, MutedError, StoppedError, UnclearError
from adapters.telegram.sending import Sender, rows
from adapters.telegram.traces import Traces
from bot.model import Action, Block, BlockKind, Chat, Place, Post, Ref, Span
from bot.render import brief_post, plain_post
from bot.seal import HmacSeal
from bot.testing.nouns import make_brief
from bot.testing.telegram import FakeTelegram, Person

QUICK = Pace(answer=0.15, backoff=0.001, edits=0.05, longest=5.0)
STAGE = replace(plain_post(["Reading 1 of 2 …"], "en"), passing=True)
SAID = plain_post(["Said."], "en")
BRIEF = replace(brief_post(make_brief(), "en"), actions=(Action("Sources", "/sources"),))


class Nowhere:
    """An inbox that is never needed: no message is being dealt with."""

    async def receive(self, event: str, payload: bytes) -> bool:
        raise NotImplementedError

    async def pending(self) -> tuple[tuple[str, bytes], ...]:
        raise NotImplementedError

    async def done(self, event: str) -> None:
        raise NotImplementedError


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def api(tg: FakeTelegram) -> AsyncIterator[Api]:
    api = Api(tg.token, tg.base_url, "", QUICK)
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def sender(api: Api) -> Sender:
    seal = HmacSeal(b"key", lambda: datetime(2026, 11, 21, tzinfo=UTC))
    return Sender(api, Traces(Nowhere()), seal, rich=True, commands=["help"])


@pytest.fixture
def classic(sender: Sender) -> Sender:
    traces = Traces(Nowhere())
    return Sender(sender._api, traces, sender._seal, rich=False, commands=["help"])


@pytest.fixture
def amina(tg: FakeTelegram) -> Person:
    return tg.user("Amina")


def at(person: Person) -> Place:
    return Place(Chat("telegram", str(person.id)), user=str(person.id))


def titles(person: Person) -> list[str]:
    return [post.text.split("\n", 1)[0] for post in person.chat.posts]


TITLES = ["افتتاح جسر المنارة", "Brief"]


async def test_a_brief_takes_the_placeholders_place(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    ref = await sender.send(at(amina), STAGE)
    shown = await sender.send(at(amina), BRIEF, ref)
    assert shown.id == ref.id
    assert [str(post.id) for post in amina.chat.posts] == [shown.id, *shown.more]
    assert [bool(post.content.rich) for post in amina.chat.posts] == [True, True]
    assert [bool(post.buttons) for post in amina.chat.posts] == [False, True]
    assert (tg.violations, tg.refused) == ([], [])


async def test_a_server_without_rich_messages_gets_the_classic_form(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.rich = False
    await sender.send(at(amina), BRIEF, await sender.send(at(amina), STAGE))
    refused = len(tg.refused)
    await sender.send(at(amina), BRIEF)
    assert titles(amina) == [*TITLES, *TITLES]
    assert (refused, len(tg.refused)) == (1, 1), "it is remembered"


async def test_stages_are_edits_with_a_moment_between_them(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    ref = await sender.send(at(amina), STAGE)
    for n in range(6):
        stage = replace(plain_post([f"Stage {n}"], "en"), passing=True)
        assert await sender.send(at(amina), stage, ref) == ref
    await tg.until(lambda: amina.chat.last.text == "Stage 5")
    assert len(amina.chat.last.history) == 2
    await sender.send(at(amina), replace(STAGE), ref)
    await sender.send(at(amina), SAID, ref)
    await asyncio.sleep(2 * QUICK.edits)
    assert titles(amina) == ["Said."]


async def test_a_shorter_post_takes_the_further_messages_away(
    sender: Sender, amina: Person
) -> None:
    ref = await sender.send(at(amina), BRIEF)
    shown = await sender.send(at(amina), SAID, ref)
    assert titles(amina) == ["Said."]
    assert shown.more == ()


async def test_the_same_again_changes_nothing(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    ref = await sender.send(at(amina), BRIEF)
    assert await sender.send(at(amina), BRIEF, ref) == ref
    assert titles(amina) == TITLES


async def test_a_message_that_is_gone_is_posted_anew(sender: Sender, amina: Person) -> None:
    ref = await sender.send(at(amina), BRIEF)
    amina.chat.posts[0].deleted = True
    shown = await sender.send(at(amina), BRIEF, ref)
    assert (shown.id != ref.id, shown.more) == (True, ref.more)
    assert sorted(titles(amina)) == sorted(TITLES)


# --- ambiguous outcomes ----------------------------------------------------

AMBIGUOUS = pytest.mark.parametrize(
    "fault", ["accepts_then_502", "accepts_then_closes", "accepts_then_hangs"]
)


@AMBIGUOUS
async def test_a_placeholder_of_unknown_fate_is_sent_at_most_twice(
    tg: FakeTelegram, classic: Sender, amina: Person, fault: str
) -> None:
    getattr(tg, fault)("sendMessage")
    ref = await classic.send(at(amina), STAGE)
    await classic.send(at(amina), BRIEF, ref)
    assert titles(amina) == ["Reading 1 of 2 …", *TITLES]


@AMBIGUOUS
async def test_a_further_part_of_unknown_fate_comes_once(
    tg: FakeTelegram, classic: Sender, amina: Person, fault: str
) -> None:
    ref = await classic.send(at(amina), STAGE)
    getattr(tg, fault)("sendMessage")
    await classic.send(at(amina), BRIEF, ref)
    assert sorted(titles(amina)) == sorted([*TITLES, "…"])


@AMBIGUOUS
async def test_an_edit_of_unknown_fate_is_repeated(
    tg: FakeTelegram, classic: Sender, amina: Person, fault: str
) -> None:
    ref = await classic.send(at(amina), STAGE)
    getattr(tg, fault)("editMessageText")
    await classic.send(at(amina), BRIEF, ref)
    assert titles(amina) == TITLES


async def test_an_answer_of_unknown_fate_is_not_sent_again(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.accepts_then_502("sendMessage")
    ref = await sender.send(at(amina), SAID)
    assert titles(amina) == ["Said."]
    await sender.send(at(amina), plain_post(["More."], "en"), ref)
    assert titles(amina) == ["Said.", "More."]


async def test_a_part_that_cannot_be_shown_does_not_keep_the_others_back(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    ref = await classic.send(at(amina), STAGE)
    tg.fails("editMessageText", 502, times=3)
    with pytest.raises(UnclearError):
        await classic.send(at(amina), BRIEF, ref)
    assert titles(amina) == ["Reading 1 of 2 …", TITLES[1]]


async def test_without_a_connection_it_is_tried_again(sender: Sender, amina: Person) -> None:
    api = Api("1:x", "http://127.0.0.1:9/bot", "", QUICK)
    with pytest.raises(CallError, match="UnreachedError: ConnectError"):
        await api.once("sendMessage", str(amina.id), text="x")


# --- refusals --------------------------------------------------------------


async def test_markup_that_cannot_be_read_goes_out_as_plain_text(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    tg.fails("sendMessage", 400, "Bad Request: can't parse entities: Unsupported start tag")
    await classic.send(at(amina), plain_post(["1 < 2 & 3"], "en"))
    assert titles(amina) == ["\u200e1 < 2 & 3"]


async def test_rich_markup_that_cannot_be_read_goes_out_in_the_classic_form(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.fails("editMessageText", 400, "Bad Request: can't parse entities: Unsupported tag")
    await sender.send(at(amina), BRIEF)
    assert titles(amina) == TITLES
    assert [bool(post.content.rich) for post in amina.chat.posts] == [False, False]


async def test_who_blocks_us_is_left_alone(
    tg: FakeTelegram, sender: Sender, api: Api, amina: Person
) -> None:
    amina.chat.my_chat_member("kicked")
    for _ in range(2):
        with pytest.raises(MutedError):
            await sender.send(at(amina), SAID)
    assert len(tg.called("sendMessage")) == 1
    amina.chat.my_chat_member("member")
    api.unmute(str(amina.id))
    await sender.send(at(amina), SAID)
    assert titles(amina) == ["Said."]


async def test_a_chat_that_wants_peace_gets_it_and_others_do_not_wait(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    basim = tg.user("Basim")
    tg.fails("sendMessage", 429, parameters={"retry_after": 1}, chat=amina.id)
    waiting = asyncio.create_task(sender.send(at(amina), SAID))
    await tg.until(lambda: tg.refused or tg.called("sendMessage"))
    await sender.send(at(basim), SAID)
    assert (titles(amina), titles(basim)) == ([], ["Said."])
    await waiting
    assert titles(amina) == ["Said."]
    assert len(tg.called("sendMessage", amina.chat)) == 2


async def test_a_group_that_became_a_supergroup_is_followed(
    tg: FakeTelegram, sender: Sender
) -> None:
    group = tg.group("News", kind="group")
    place = Place(Chat("telegram", str(group.id)), answers="5", user="7")
    ref = await sender.send(place, STAGE)
    new = group.migrates()
    shown = await sender.send(place, BRIEF, ref)
    again = await sender.send(place, BRIEF, shown)
    assert shown.chat == again.chat == Chat("telegram", str(new.id))
    assert [post.text.split("\n")[0] for post in new.posts] == TITLES


async def test_a_topic_that_is_gone_is_no_reason_to_be_silent(
    tg: FakeTelegram, sender: Sender
) -> None:
    group = tg.group("News", forum=True)
    place = Place(Chat("telegram", str(group.id)), thread="77")
    await sender.send(place, SAID)
    assert [post.text for post in group.posts] == ["Said."]


async def test_a_token_that_is_no_longer_good_stops_it(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.token = "110201543:another"
    with pytest.raises(StoppedError):
        await sender.send(at(amina), SAID)


# --- forms -----------------------------------------------------------------


async def test_in_a_group_an_answer_shows_to_whom(tg: FakeTelegram, sender: Sender) -> None:
    group = tg.group("News")
    asked = group.says(tg.user("Amina"), "/help")
    await sender.send(Place(Chat("telegram", str(group.id)), answers=str(asked.id)), SAID)
    assert group.last.reply_to is asked


async def test_buttons_of_a_private_answer_are_for_who_asked(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    quiet = replace(SAID, quiet=True, actions=(Action("Delete", "/forget yes"),))
    await sender.send(at(amina), quiet)
    ((button,),) = amina.chat.last.buttons
    chat, data = Chat("telegram", str(amina.id)), button["callback_data"]
    assert len(data.encode()) <= 64
    assert sender._seal.open(data, chat, str(amina.id)) == "/forget yes"
    assert sender._seal.open(data, chat, "8") is None


async def test_a_button_that_is_too_long_is_left_out(sender: Sender, amina: Person) -> None:
    wide = replace(SAID, actions=(Action("All", "/brief " + "x" * 60), Action("Go", "/status")))
    await sender.send(at(amina), wide)
    assert [b["text"] for row in amina.chat.last.buttons for b in row] == ["Go"]


@pytest.mark.parametrize(
    ("labels", "shape"),
    [
        (["العربية", "English", "Both"], [3]),
        (["English", "Both", "Sources", "Again"], [2, 2]),
        (["Arabic", "Both languages", "Sources", "Again"], [2, 2]),
        (["a" * 30, "b"], [1, 1]),
        ([], []),
    ],
)
def test_buttons_stand_in_rows_that_fit(labels: list[str], shape: list[int]) -> None:
    assert [len(row) for row in rows({"text": label} for label in labels)] == shape


async def test_a_long_answer_comes_whole_and_in_order(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    lines = [f"{n}: " + "word " * 300 for n in range(6)]
    ref = await sender.send(at(amina), plain_post(lines, "en"))
    assert len(ref.more) == 2
    assert [p.text.split(":")[0] for p in amina.chat.posts] == ["0", "2", "4"]
    assert tg.violations == []


async def test_no_preview_and_no_mention_is_made_of_a_sources_words(
    sender: Sender, amina: Person
) -> None:
    block = Block(BlockKind.CLAIM, (Span("@everyone https://evil.example/x"),), "en")
    await sender.send(at(amina), Post((block,)))
    assert amina.chat.last.links == []
    assert amina.chat.last.content.preview == {"is_disabled": True}


async def test_the_token_is_in_no_log(
    tg: FakeTelegram, sender: Sender, amina: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "adapters"):
        tg.fails("sendMessage", 400, "Bad Request: message is strange")
        with pytest.raises(CallError) as error:
            await sender.send(at(amina), SAID)
        tg.accepts_then_502("sendMessage")
        await sender.send(at(amina), SAID)
    assert tg.token not in caplog.text + repr(error.value) + str(error.value)


async def test_a_reference_to_nothing_is_no_message(sender: Sender, amina: Person) -> None:
    shown = await sender.send(at(amina), SAID, Ref(at(amina).chat, "0"))
    assert shown.id == str(amina.chat.last.id)
