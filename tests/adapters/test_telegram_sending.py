"""Posts on their way to a Telegram that refuses, stalls and forgets."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from adapters.telegram.api import Api, Pace
from adapters.telegram.buttons import rows
from adapters.telegram.sending import Sender
from bot.model import Action, Block, BlockKind, Chat, Fate, Place, Post, Span
from bot.render import brief_post, plain_post
from bot.seal import HmacSeal
from bot.testing.memory import MemoryPauses, MemoryTrail
from bot.testing.nouns import make_brief
from bot.testing.patience import passes
from bot.testing.telegram import FakeTelegram, Message, Person
from bot.traffic.faults import (
    BusyError,
    CallError,
    MutedError,
    RefusedError,
    StoppedError,
    UnclearError,
    UnreachedError,
)
from bot.traffic.turns import Rule, Scope

PACE = Pace(patience=2.0)
STAGE = replace(plain_post(["Reading 1 of 2 …"], "en"), passing=True)
SAID = plain_post(["Said."], "en")
BRIEF = replace(brief_post(make_brief(), "en"), actions=(Action("Sources", "/sources"),))


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for its turn: that is the limiter's own."""
    monkeypatch.setattr("adapters.telegram.limits.ALL", Scope("", Rule(1000, 1.0)))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.telegram.limits.GROUP", Rule(1000, 1.0))


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.silence = PACE.answer
        yield server


@pytest.fixture
def pauses() -> MemoryPauses:
    return MemoryPauses()


@pytest.fixture
async def api(tg: FakeTelegram, pauses: MemoryPauses) -> AsyncIterator[Api]:
    api = Api(tg.token, tg.base_url, "", pauses, PACE)
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def moves() -> list[tuple[str, str]]:
    """Groups that moved, as the house was told."""
    return []


@pytest.fixture
def sender(api: Api, moves: list[tuple[str, str]]) -> Sender:
    seal = HmacSeal(b"key", lambda: datetime(2026, 11, 21, tzinfo=UTC))

    async def moved(old: Chat, new: Chat) -> None:
        moves.append((old.id, new.id))

    return Sender(api, seal, moved, rich=True, commands=["help"])


@pytest.fixture
def classic(sender: Sender) -> Sender:
    return Sender(sender._api, sender._seal, sender._moved, rich=False, commands=["help"])


@pytest.fixture
def amina(tg: FakeTelegram) -> Person:
    return tg.user("Amina")


def at(person: Person) -> Place:
    return Place(Chat("telegram", str(person.id)), user=str(person.id))


def titles(person: Person) -> list[str]:
    return [post.text.split("\n", 1)[0] for post in person.chat.posts]


def labels(post: Message) -> list[str]:
    return [button["text"] for row in post.buttons for button in row]


TITLES = ["افتتاح جسر المنارة", "Brief"]


async def test_a_brief_takes_the_placeholders_place(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await sender.send(at(amina), STAGE, trail)
    (placeholder,) = trail.ids
    await sender.send(at(amina), BRIEF, trail)
    assert trail.ids[0] == placeholder
    assert tuple(str(post.id) for post in amina.chat.posts) == trail.ids
    assert [bool(post.content.rich) for post in amina.chat.posts] == [True, True]
    assert ["Sources" in labels(post) for post in amina.chat.posts] == [False, True]
    assert (tg.violations, tg.refused) == ([], [])


async def test_a_server_without_rich_messages_gets_the_classic_form(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.rich = False
    await sender.send(at(amina), BRIEF, MemoryTrail())
    refused = len(tg.refused)
    await sender.send(at(amina), BRIEF, MemoryTrail())
    assert titles(amina) == [*TITLES, *TITLES]
    assert (refused, len(tg.refused)) == (1, 1), "it is remembered"


async def test_stages_are_edits_of_the_placeholder(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    for n in range(3):
        await sender.send(at(amina), replace(plain_post([f"{n}"], "en"), passing=True), trail)
    assert [content.text for _, content in amina.chat.last.history] == ["\u200e0", "\u200e1"]
    assert titles(amina) == ["\u200e2"]


async def test_what_is_posted_for_good_comes_by_edit(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    await sender.send(at(amina), SAID, MemoryTrail())
    assert [content.text for _, content in amina.chat.last.history] == ["…"]
    assert titles(amina) == ["Said."]


async def test_a_shorter_post_takes_the_further_messages_away(
    sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await sender.send(at(amina), BRIEF, trail)
    await sender.send(at(amina), SAID, trail)
    assert titles(amina) == ["Said."]
    assert len(trail.ids) == 1


async def test_the_same_again_changes_nothing(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await sender.send(at(amina), BRIEF, trail)
    before = trail.ids
    await sender.send(at(amina), BRIEF, trail)
    assert (titles(amina), trail.ids) == (TITLES, before)


async def test_what_is_no_longer_to_be_seen_is_deleted(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await sender.send(at(amina), BRIEF, trail)
    amina.chat.posts[1].deleted = True
    await sender.send(at(amina), None, trail)
    assert (amina.chat.posts, trail.ids) == ([], ())


async def test_what_is_too_old_to_be_deleted_is_emptied(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await classic.send(at(amina), BRIEF, trail)
    later = tg.clock() + timedelta(hours=49).total_seconds()
    tg.clock = lambda: later
    await classic.send(at(amina), None, trail)
    assert (titles(amina), trail.ids) == (["…", "…"], ())
    assert not any(post.buttons for post in amina.chat.posts)


@pytest.mark.parametrize("gone", [0, 1])
async def test_what_is_gone_is_posted_anew_with_all_that_follows_it(
    sender: Sender, amina: Person, gone: int
) -> None:
    trail = MemoryTrail()
    await sender.send(at(amina), BRIEF, trail)
    amina.chat.posts[gone].deleted = True
    await sender.send(at(amina), BRIEF, trail)
    assert titles(amina) == TITLES
    assert tuple(str(post.id) for post in amina.chat.posts) == trail.ids


# --- ambiguous outcomes ----------------------------------------------------

AMBIGUOUS = pytest.mark.parametrize(
    "fault", ["accepts_then_502", "accepts_then_closes", "accepts_then_hangs"]
)


@AMBIGUOUS
@pytest.mark.parametrize("post", [STAGE, SAID, BRIEF])
async def test_a_placeholder_of_unknown_fate_is_posted_once_more(
    tg: FakeTelegram, classic: Sender, amina: Person, fault: str, post: Post
) -> None:
    getattr(tg, fault)("sendMessage")
    trail = MemoryTrail()
    with pytest.raises(UnclearError):
        await classic.send(at(amina), post, trail)
    assert trail.ids == ()
    await classic.send(at(amina), BRIEF, trail)
    assert titles(amina)[1:] == TITLES


async def test_a_time_without_answers_leaves_one_placeholder_behind(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    tg.accepts_then_502("*", times=4)
    for _ in range(4):
        with pytest.raises(UnclearError):
            await classic.send(at(amina), BRIEF, trail)
        trail.unsure = True
    await classic.send(at(amina), BRIEF, trail)
    assert titles(amina) == ["…", *TITLES]


@AMBIGUOUS
async def test_a_further_part_of_unknown_fate_comes_once_and_in_its_place(
    tg: FakeTelegram, classic: Sender, amina: Person, fault: str
) -> None:
    getattr(tg, fault)("sendMessage", after=1)
    trail = MemoryTrail()
    with pytest.raises(UnclearError):
        await classic.send(at(amina), BRIEF, trail)
    assert titles(amina) == [TITLES[0], "…"]
    await classic.send(at(amina), BRIEF, trail)
    assert titles(amina) == [TITLES[0], "…", TITLES[1]]


@AMBIGUOUS
async def test_an_edit_of_unknown_fate_is_repeated(
    tg: FakeTelegram, classic: Sender, amina: Person, fault: str
) -> None:
    trail = MemoryTrail()
    getattr(tg, fault)("editMessageText")
    with pytest.raises(UnclearError):
        await classic.send(at(amina), BRIEF, trail)
    assert titles(amina) == TITLES, "the other part does not wait"
    await classic.send(at(amina), BRIEF, trail)
    assert titles(amina) == TITLES


async def test_a_part_that_is_refused_does_not_keep_the_others_back(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    tg.fails("editMessageText", 400, "Bad Request: message is strange")
    with pytest.raises(RefusedError):
        await classic.send(at(amina), BRIEF, MemoryTrail())
    assert titles(amina) == ["…", TITLES[1]]


async def test_without_a_connection_it_was_not_done(amina: Person, pauses: MemoryPauses) -> None:
    api = Api("1:x", "http://127.0.0.1:9/bot", "", pauses, PACE)
    with pytest.raises(UnreachedError, match="ConnectError") as error:
        await api.call("sendMessage", str(amina.id), text="x")
    assert error.value.fate is Fate.UNSENT


async def test_before_it_is_known_who_we_are_nothing_was_done(
    tg: FakeTelegram, pauses: MemoryPauses
) -> None:
    tg.fails("getMe", 502)
    api = Api(tg.token, tg.base_url, "", pauses, PACE)
    with pytest.raises(UnreachedError):
        await api.start()
    assert (await api.start())["username"] == "isnad_bot"
    await api.stop()


# --- refusals --------------------------------------------------------------


async def test_markup_that_cannot_be_read_goes_out_as_plain_text(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    tg.fails("editMessageText", 400, "Bad Request: can't parse entities: Unsupported start tag")
    await classic.send(at(amina), plain_post(["1 < 2 & 3"], "en"), MemoryTrail())
    assert titles(amina) == ["\u200e1 < 2 & 3"]


async def test_of_markup_that_cannot_be_read_the_log_has_a_hash_and_no_word(
    tg: FakeTelegram, classic: Sender, amina: Person
) -> None:
    tg.fails("editMessageText", 400, "Bad Request: can't parse entities: Unsupported start tag")
    with structlog.testing.capture_logs() as logs:
        await classic.send(at(amina), plain_post(["a private word"], "en"), MemoryTrail())
    (said,) = [log for log in logs if log["event"] == "telegram cannot read our markup"]
    assert re.fullmatch(r"[0-9a-f]{16}", said["text"])
    assert "private" not in str(logs)


async def test_rich_markup_that_cannot_be_read_goes_out_in_the_classic_form(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.fails("editMessageText", 400, "Bad Request: can't parse entities: Unsupported tag")
    await sender.send(at(amina), BRIEF, MemoryTrail())
    assert titles(amina) == TITLES
    assert [bool(post.content.rich) for post in amina.chat.posts] == [False, False]
    await sender.send(at(amina), BRIEF, MemoryTrail())
    assert amina.chat.last.content.rich, "the next one may be read"


async def test_who_blocks_us_is_closed(tg: FakeTelegram, sender: Sender, amina: Person) -> None:
    amina.chat.my_chat_member("kicked")
    with pytest.raises(MutedError) as error:
        await sender.send(at(amina), SAID, MemoryTrail())
    assert error.value.fate is Fate.CLOSED


async def test_a_chat_that_wants_peace_gets_it_and_others_do_not_wait(
    tg: FakeTelegram, sender: Sender, amina: Person, pauses: MemoryPauses, api: Api
) -> None:
    api.pace = replace(PACE, patience=300.0)
    basim = tg.user("Basim")
    tg.fails("sendMessage", 429, parameters={"retry_after": 300}, chat=amina.id)
    waiting = asyncio.create_task(sender.send(at(amina), SAID, MemoryTrail()))
    await tg.until(lambda: tg.called("sendMessage"))
    await sender.send(at(basim), SAID, MemoryTrail())
    assert (titles(amina), titles(basim)) == ([], ["Said."])
    usual = tg.clock
    tg.clock = lambda: usual() + 300
    passes(300)
    await waiting
    assert titles(amina) == ["Said."]
    assert len(tg.called("sendMessage", amina.chat)) == 2
    assert list(pauses.until) == [str(amina.id)]


async def test_a_longer_pause_is_told_and_respected_by_the_next_process(
    tg: FakeTelegram, sender: Sender, amina: Person, pauses: MemoryPauses
) -> None:
    tg.fails("sendMessage", 429, parameters={"retry_after": 600}, chat=amina.id)
    with pytest.raises(BusyError) as error:
        await sender.send(at(amina), SAID, MemoryTrail())
    assert (error.value.fate, error.value.after) == (Fate.UNSENT, 600.0)
    next_one = Api(tg.token, tg.base_url, "", pauses, PACE)
    await next_one.start()
    with pytest.raises(BusyError) as error:
        await next_one.call("sendMessage", str(amina.id), text="x")
    assert 540 < error.value.after <= 600
    await next_one.stop()
    assert len(tg.called("sendMessage")) == 1


async def test_where_many_are_to_be_left_alone_alike_everything_rests(
    tg: FakeTelegram, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.api.SAME_MOMENT", 30.0)  # on a busy machine
    tg.fails("sendMessage", 429, parameters={"retry_after": 300})
    for n in range(5):
        with pytest.raises(BusyError):
            await sender.send(at(tg.user(f"P{n}")), SAID, MemoryTrail())
    assert len(tg.called("sendMessage")) == 3


async def test_chats_that_rest_each_for_their_own_time_are_each_their_own(
    tg: FakeTelegram, sender: Sender
) -> None:
    people = [tg.user(f"P{n}") for n in range(5)]
    for n, person in enumerate(people):
        pause = {"retry_after": 10 + 3 * n}
        tg.fails("sendMessage", 429, parameters=pause, chat=person.id)
        with pytest.raises(BusyError):
            await sender.send(at(person), SAID, MemoryTrail())
    dalia = tg.user("Dalia")
    await sender.send(at(dalia), SAID, MemoryTrail())
    assert titles(dalia) == ["Said."]


async def test_what_is_shown_after_listening_ended_opens_the_line_again(
    sender: Sender, api: Api, amina: Person
) -> None:
    await api.stop()
    await api.start()
    await sender.send(at(amina), SAID, MemoryTrail())
    assert titles(amina) == ["Said."]


async def test_a_stage_is_left_where_it_would_have_to_wait(
    tg: FakeTelegram, sender: Sender, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1, 60.0))
    trail = MemoryTrail()
    await sender.send(at(amina), STAGE, trail)
    with pytest.raises(BusyError) as error:
        await sender.send(at(amina), STAGE, trail)
    assert 0 < error.value.after < 60.1
    assert len(tg.calls) == 2, "who it is, and the placeholder"


@pytest.mark.parametrize("shown", [True, False])
async def test_a_group_that_became_a_supergroup_is_followed(
    tg: FakeTelegram, sender: Sender, moves: list[tuple[str, str]], shown: bool
) -> None:
    group = tg.group("News", kind="group")
    place = Place(Chat("telegram", str(group.id)), answers="5", user="7")
    trail = MemoryTrail()
    if shown:
        await sender.send(place, STAGE, trail)
    new = group.migrates()
    await sender.send(place, BRIEF, trail)
    assert moves == [(str(group.id), str(new.id))]
    assert [post.text.split("\n")[0] for post in new.posts] == TITLES
    assert tuple(str(post.id) for post in new.posts) == trail.ids


async def test_a_topic_that_is_gone_is_no_reason_to_be_silent(
    tg: FakeTelegram, sender: Sender
) -> None:
    group = tg.group("News", forum=True)
    place = Place(Chat("telegram", str(group.id)), thread="77")
    await sender.send(place, SAID, MemoryTrail())
    assert [post.text for post in group.posts] == ["Said."]


async def test_a_token_that_is_no_longer_good_stops_it(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    tg.token = "110201543:another"
    with pytest.raises(StoppedError) as error:
        await sender.send(at(amina), SAID, MemoryTrail())
    assert (error.value.fate, error.value.stopped) == (Fate.UNSENT, True)


# --- forms -----------------------------------------------------------------


async def test_in_a_group_an_answer_shows_to_whom(tg: FakeTelegram, sender: Sender) -> None:
    group = tg.group("News")
    asked = group.says(tg.user("Amina"), "/help")
    await sender.send(
        Place(Chat("telegram", str(group.id)), answers=str(asked.id)), SAID, MemoryTrail()
    )
    assert group.last.reply_to is asked


async def test_buttons_of_a_private_answer_are_for_who_asked(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    quiet = replace(SAID, quiet=True, actions=(Action("Delete", "/forget yes"),))
    await sender.send(at(amina), quiet, MemoryTrail())
    ((button,),) = amina.chat.last.buttons
    chat, data = Chat("telegram", str(amina.id)), button["callback_data"]
    assert len(data.encode()) <= 64
    assert sender._seal.open(data, chat, str(amina.id)) == "/forget yes"
    assert sender._seal.open(data, chat, "8") is None


@pytest.mark.parametrize("rich", [True, False])
async def test_a_number_that_a_message_cites_is_a_button_under_it(
    sender: Sender, classic: Sender, amina: Person, rich: bool
) -> None:
    await (sender if rich else classic).send(at(amina), BRIEF, MemoryTrail())
    for post in amina.chat.posts:
        cited = sorted(set(re.findall(r"\[\d+\]", post.text)))
        assert cited
        assert labels(post)[: len(cited)] == cited
    data = amina.chat.posts[0].buttons[0][0]["callback_data"]
    assert sender._seal.open(data, at(amina).chat, "8") == "/source 1"


async def test_a_brief_shows_a_small_preview_of_its_lead_article(
    classic: Sender, amina: Person
) -> None:
    await classic.send(at(amina), BRIEF, MemoryTrail())
    first, second = (post.content.preview for post in amina.chat.posts)
    lead = next(span.href for block in BRIEF.blocks for span in block.spans if span.href)
    assert first == {"url": lead.partition("#")[0], "prefer_small_media": True}
    assert second == {"is_disabled": True}


async def test_a_question_opens_the_input_field_of_who_is_asked(
    tg: FakeTelegram, sender: Sender
) -> None:
    group, amina = tg.group("News"), tg.user("Amina")
    asked = group.says(amina, "/ask")
    ask = replace(plain_post(["What do you want to know?"], "en"), asks=True)
    place = Place(Chat("telegram", str(group.id)), answers=str(asked.id), user=str(amina.id))
    trail = MemoryTrail()
    for _ in range(2):
        await sender.send(place, ask, trail)
    (post,) = group.posts
    assert post.forces_reply(amina.id)
    assert not post.forces_reply(tg.user("Basim").id)
    assert (post.reply_to, [str(post.id)]) == (asked, list(trail.ids))


async def test_a_question_to_a_group_itself_mentions_nobody(
    tg: FakeTelegram, sender: Sender
) -> None:
    group = tg.group("News")
    ask = replace(plain_post(["What?"], "en"), asks=True)
    await sender.send(
        Place(Chat("telegram", str(group.id)), user=str(group.id)), ask, MemoryTrail()
    )
    assert [entity.type for entity in group.last.entities] == []


async def test_a_button_that_is_too_long_is_left_out(sender: Sender, amina: Person) -> None:
    wide = replace(SAID, actions=(Action("All", "/brief " + "x" * 60), Action("Go", "/status")))
    await sender.send(at(amina), wide, MemoryTrail())
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
    trail = MemoryTrail()
    await sender.send(at(amina), plain_post(lines, "en"), trail)
    assert len(trail.ids) == 3
    assert [p.text.split(":")[0] for p in amina.chat.posts] == ["0", "2", "4"]
    assert tg.violations == []


async def test_no_preview_and_no_mention_is_made_of_a_sources_words(
    sender: Sender, amina: Person
) -> None:
    block = Block(BlockKind.CLAIM, (Span("@everyone https://evil.example/x"),), "en")
    await sender.send(at(amina), Post((block,)), MemoryTrail())
    assert amina.chat.last.links == []
    assert amina.chat.last.content.preview == {"is_disabled": True}


async def test_the_token_is_in_no_log(
    tg: FakeTelegram, sender: Sender, amina: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "adapters"):
        tg.fails("sendMessage", 400, "Bad Request: message is strange")
        with pytest.raises(CallError) as error:
            await sender.send(at(amina), SAID, MemoryTrail())
    assert tg.token not in caplog.text + repr(error.value) + str(error.value)
