"""Messages on their way to Slack, when Slack has trouble."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import limits
from adapters.slack import web as calls
from adapters.slack.faults import TooLongError, fault
from adapters.slack.nouns import Means
from adapters.slack.sending import Sender
from adapters.slack.web import Web
from bot.model import Block, BlockKind, Chat, Fate, Message, Place, Post, Span
from bot.seal import HmacSeal
from bot.testing.memory import KilledError, MemoryPauses, MemoryTrail
from bot.testing.patience import passes
from bot.testing.slack import Channel, FakeSlack, Pace, User
from bot.traffic.faults import (
    BusyError,
    CallError,
    GoneError,
    MutedError,
    RefusedError,
    StoppedError,
    UnclearError,
    UnreachedError,
)
from bot.traffic.turns import Rule


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.outgoing.BACKOFF", 0.01)
    monkeypatch.setattr(calls, "BACKOFF", 0.01)
    monkeypatch.setattr(limits, "CHANNEL", Rule(1000, 1.0))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.silence = calls.TIMEOUT + 1.0  # its SDK counts in whole seconds
        yield fake


@pytest.fixture
def amina(slack: FakeSlack) -> User:
    return slack.user("Amina")


@pytest.fixture
def news(slack: FakeSlack, amina: User) -> Channel:
    return slack.channel("news")


@pytest.fixture
def pauses() -> MemoryPauses:
    return MemoryPauses()


def speaker(slack: FakeSlack, pauses: MemoryPauses, preview: bool = False) -> Sender:
    web = Web(slack.token, slack.base_url, pauses)
    seal = HmacSeal(b"k" * 32, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    return Sender(web, seal, preview=preview, interface="en")


@pytest.fixture
async def sender(slack: FakeSlack, pauses: MemoryPauses) -> AsyncIterator[Sender]:
    made = speaker(slack, pauses)
    made.web.open()
    yield made
    await made.web.close()


def post(*texts: str, kind: BlockKind = BlockKind.CLAIM, passing: bool = False) -> Post:
    return Post(tuple(Block(kind, (Span(t),), "en") for t in texts), passing=passing)


def brief(*texts: str) -> Post:
    return Post((Block(BlockKind.TITLE, (Span("Title"),), "en"), *post(*texts).blocks))


def place(channel: Channel, **more: str) -> Place:
    return Place(Chat("slack", channel.id), **{"user": "U1"} | more)


def screens(channel: Channel) -> list[str]:
    return [p.screen.strip() for p in channel.posts]


def starts(channel: Channel) -> list[str]:
    """The first words of each message, in the order in which people see them."""
    return [p.screen.strip("• \n").split(" ")[0] for p in channel.posts]


FATES = ("accepts_then_hangs", "accepts_then_closes", "accepts_then_fails")
GONE = ("message_not_found", "edit_window_closed", "cant_update_message")
LONG = post(*(f"{n} " + "word " * 1000 for n in range(6)))


@pytest.mark.parametrize(
    ("name", "kind", "fate"),
    [
        ("token_revoked", StoppedError, Fate.UNSENT),
        ("account_inactive", StoppedError, Fate.UNSENT),
        ("invalid_auth", StoppedError, Fate.UNSENT),
        ("is_archived", MutedError, Fate.CLOSED),
        ("not_in_channel", MutedError, Fate.CLOSED),
        ("channel_not_found", MutedError, Fate.CLOSED),
        ("message_not_found", GoneError, Fate.REFUSED),
        ("edit_window_closed", GoneError, Fate.REFUSED),
        ("cant_update_message", GoneError, Fate.REFUSED),
        ("msg_too_long", TooLongError, Fate.REFUSED),
        ("msg_blocks_too_long", TooLongError, Fate.REFUSED),
        ("fatal_error", UnclearError, Fate.UNCLEAR),
        ("request_timeout", UnclearError, Fate.UNCLEAR),
        ("invalid_blocks", RefusedError, Fate.REFUSED),
        ("user_not_in_channel", RefusedError, Fate.REFUSED),
        ("something_new", RefusedError, Fate.REFUSED),
    ],
)
def test_errors_have_their_meaning(name: str, kind: type[CallError], fate: Fate) -> None:
    error = fault(name)
    assert type(error) is kind
    assert (error.fate, error.stopped) == (fate, kind is StoppedError)


# --- messages and their trail ----------------------------------------------


async def test_a_long_post_is_a_message_and_its_thread(sender: Sender, news: Channel) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    first, *rest = news.posts
    assert trail.ids == (first.ts, *(p.ts for p in rest), f"thread/{first.ts}")
    assert len(rest) == 2
    assert {p.thread for p in rest} == {first.ts}


async def test_a_post_is_edited_into_its_messages(sender: Sender, news: Channel) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), post("first"), trail)
    await sender.send(place(news), LONG, trail)
    assert starts(news) == ["0", "2", "4"]
    assert news.posts[0].edits


async def test_a_shorter_post_in_its_place_deletes_what_is_left_over(
    sender: Sender, news: Channel
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    first = trail.ids[0]
    await sender.send(place(news), post("short"), trail)
    assert screens(news) == ["• short"]
    assert trail.ids == (first, f"thread/{first}")


async def test_no_post_takes_the_messages_away(sender: Sender, news: Channel) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    news.deletes(news.posts[-1])  # somebody was quicker
    await sender.send(place(news), None, trail)
    assert (screens(news), trail.ids) == ([], ())


async def test_the_trail_is_kept_before_the_next_call(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    seen: list[int] = []

    class Watched(MemoryTrail):
        async def keep(self, ids: object) -> None:
            seen.append(len(slack.called("chat.postMessage")))
            await super().keep(ids)  # type: ignore[arg-type]

    await sender.send(place(news), LONG, Watched())
    assert seen == [1, 2, 3]


async def test_an_answer_in_a_channel_stands_in_the_thread_of_the_question(
    sender: Sender, news: Channel, amina: User
) -> None:
    said = news.says(amina, "what about this?")
    trail = MemoryTrail()
    await sender.send(place(news, answers=said.ts), post("this"), trail)
    (only,) = news.posts
    assert only.thread == said.ts
    assert trail.ids == (only.ts, f"thread/{said.ts}")
    await sender.send(place(news), LONG, trail)  # the place of a later one may be another
    assert {p.thread for p in news.posts} == {said.ts}


# --- killed, or not answered -----------------------------------------------


@pytest.mark.parametrize("killed", range(3))
async def test_a_process_that_is_killed_before_it_records_a_part_repeats_none(
    sender: Sender, news: Channel, killed: int
) -> None:
    trail = MemoryTrail(killed=killed)
    with pytest.raises(KilledError):
        await sender.send(place(news), LONG, trail)
    await sender.send(place(news), LONG, trail.restarted())
    assert starts(news) == ["0", "2", "4"]


async def test_what_a_killed_process_left_shows_what_is_wanted_now(
    sender: Sender, news: Channel
) -> None:
    trail = MemoryTrail(killed=0)
    with pytest.raises(KilledError):
        await sender.send(place(news), post("old"), trail)
    await sender.send(place(news), post("new"), trail.restarted())
    assert screens(news) == ["• new"]


async def test_what_a_killed_process_left_over_is_taken_away(sender: Sender, news: Channel) -> None:
    trail = MemoryTrail(killed=1)
    with pytest.raises(KilledError):
        await sender.send(place(news), LONG, trail)
    await sender.send(place(news), post("short"), trail.restarted())
    assert screens(news) == ["• short"]


async def test_a_lost_post_is_found_among_many_others(
    slack: FakeSlack, sender: Sender, news: Channel, amina: User
) -> None:
    said = news.says(amina, "asked")
    trail = MemoryTrail(killed=0)
    with pytest.raises(KilledError):
        await sender.send(place(news, answers=said.ts), brief("once"), trail)
    for n in range(450):
        news.says(amina, str(n))
    await sender.send(place(news, answers=said.ts), brief("once"), trail.restarted())
    assert len(news.posts) == 1


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("part", range(3))
async def test_a_part_of_unknown_fate_is_found_and_not_repeated(
    slack: FakeSlack, sender: Sender, news: Channel, fate: str, part: int
) -> None:
    getattr(slack, fate)("chat.postMessage", after=part)
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    assert starts(news) == ["0", "2", "4"]
    assert trail.ids[:3] == tuple(p.ts for p in news.posts)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_post_that_did_not_arrive_is_sent_again(
    slack: FakeSlack, sender: Sender, news: Channel, status: int
) -> None:
    slack.fails("chat.postMessage", status, times=2)
    await sender.send(place(news), post("once"), MemoryTrail())
    assert len(news.posts) == 1


async def test_a_post_whose_fate_stays_unknown_is_searched_the_next_time(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.accepts_then_closes("chat.postMessage")
    slack.fails("conversations.history", 500, times=3)
    trail = MemoryTrail()
    with pytest.raises(UnclearError):
        await sender.send(place(news), post("once"), trail)
    await sender.send(place(news), post("once"), trail.restarted())
    assert len(news.posts) == 1


async def test_nobody_can_say_unsent_of_what_may_be_there(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.accepts_then_closes("chat.postMessage")
    slack.limits("conversations.history", 30)
    with pytest.raises(UnclearError) as caught:
        await sender.send(place(news), post("once"), MemoryTrail())
    assert caught.value.after == 30


async def test_where_we_may_not_look_a_post_is_sent_again(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", 502)
    slack.fails("conversations.history", "not_in_channel", times=None)
    await sender.send(place(news), post("once"), MemoryTrail())
    assert len(news.posts) == 1


async def test_a_server_that_is_not_there_is_an_error_of_what_was_surely_not_sent(
    pauses: MemoryPauses, news: Channel
) -> None:
    web = Web("xoxb-1", "http://127.0.0.1:9/api/", pauses)
    away = Sender(web, HmacSeal(b"k" * 32, lambda: datetime.now(UTC)), False, "en")
    with pytest.raises(UnreachedError) as caught:
        await away.send(place(news), post("x"), MemoryTrail())
    assert caught.value.fate is Fate.UNSENT


async def test_an_edit_of_unknown_fate_is_repeated(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), post("first"), trail)
    slack.accepts_then_closes("chat.update", times=2)
    await sender.send(place(news), post("second"), trail)
    assert screens(news) == ["• second"]


async def test_what_is_said_after_listening_has_ended_is_sent(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    await sender.web.close()
    await sender.send(place(news), post("late"), MemoryTrail())
    assert screens(news) == ["• late"]


# --- pauses and pace -------------------------------------------------------


async def test_a_pause_holds_the_channel_that_it_was_asked_for(
    slack: FakeSlack, sender: Sender, news: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.sending.PATIENCE", 300.0)
    other = slack.channel("other")
    slack.limits("chat.postMessage", 300, channel=news.id)
    waiting = asyncio.create_task(sender.send(place(news), post("later"), MemoryTrail()))
    await slack.until(lambda: slack.called("chat.postMessage"))
    await sender.send(place(other), post("now"), MemoryTrail("other"))
    assert (len(other.posts), len(news.posts)) == (1, 0)
    await slack.passes(300)
    passes(300)
    await waiting
    assert len(news.posts) == 1
    assert len(slack.called("chat.postMessage", news)) == 2  # one refusal, nothing during the wait


async def test_a_long_pause_is_told_and_outlives_the_process(
    slack: FakeSlack, sender: Sender, news: Channel, pauses: MemoryPauses
) -> None:
    slack.limits("chat.postMessage", 600, channel=news.id)
    trail = MemoryTrail()
    with pytest.raises(BusyError) as caught:
        await sender.send(place(news), post("later"), trail)
    assert (caught.value.fate, caught.value.after) == (Fate.UNSENT, 600)
    left = pauses.until[news.id] - datetime.now(UTC)
    assert timedelta(seconds=540) < left < timedelta(seconds=601)
    with pytest.raises(BusyError):
        await speaker(slack, pauses).send(place(news), post("later"), trail)
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_channel_gets_a_message_a_second_and_channels_do_not_wait_for_each_other(
    slack: FakeSlack, sender: Sender, news: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHANNEL", Rule(1, 0.1))
    slack.pace = Pace(1, 0.1)
    rooms = [news, *(slack.channel(f"c{n}") for n in range(9))]
    posts = (sender.send(place(room), LONG, MemoryTrail(room.id)) for room in rooms)
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*posts)
    took = asyncio.get_running_loop().time() - began
    assert [starts(room) for room in rooms] == [["0", "2", "4"]] * 10
    assert not [call for call in slack.calls if call.error]
    assert took < 10 * 2 * 0.1  # one after the other they would have to take as long


@pytest.mark.parametrize(("asked", "after"), [("nan", 1.0), ("inf", 1.0), ("-7", 0.1), ("x", 1.0)])
def test_a_pause_that_is_no_number_of_seconds_is_a_short_one(asked: str, after: float) -> None:
    answer = SimpleNamespace(status_code=429, headers={"Retry-After": asked}, data={})
    error = SlackApiError("", answer)  # type: ignore[no-untyped-call]
    assert calls.wanted_pause(error) == after


async def test_a_stage_that_would_have_to_wait_is_left(
    slack: FakeSlack, sender: Sender, news: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STAGES", Rule(2, 60.0))
    trail = MemoryTrail()
    await sender.send(place(news), post("0", passing=True), trail)
    for n in (1, 2):
        await sender.send(place(news), post(str(n), passing=True), trail)
    with pytest.raises(BusyError):
        await sender.send(place(news), post("3", passing=True), trail)
    await sender.send(place(news), post("the brief"), trail)
    assert screens(news) == ["• the brief"]
    assert [edit.text for edit in news.posts[0].edits] == ["0", "1", "2"]


# --- what cannot be changed, or is refused ---------------------------------


@pytest.mark.parametrize("error", GONE)
async def test_what_cannot_be_edited_is_posted_anew_and_does_not_stay(
    slack: FakeSlack, sender: Sender, news: Channel, error: str
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), post("first"), trail)
    first = trail.ids[0]
    slack.fails("chat.update", error)
    await sender.send(place(news), post("second"), trail)
    assert trail.ids[0] != first
    assert screens(news) == ["• second"]


@pytest.mark.parametrize("gone", range(3))
async def test_parts_stay_in_order_where_one_of_them_is_gone(
    sender: Sender, news: Channel, gone: int
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    news.deletes(news.posts[gone])
    await sender.send(place(news), LONG, trail)
    assert starts(news) == ["0", "2", "4"]
    assert {p.thread for p in news.posts[1:]} == {news.posts[0].ts}


@pytest.mark.parametrize("killed", range(3))
async def test_what_is_posted_anew_is_not_repeated_after_a_kill(
    sender: Sender, news: Channel, killed: int
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    news.deletes(news.posts[0])
    trail.kept, trail.killed = 0, killed
    with pytest.raises(KilledError):
        await sender.send(place(news), LONG, trail)
    await sender.send(place(news), LONG, trail.restarted())
    assert starts(news) == ["0", "2", "4"]


async def test_a_change_that_is_refused_keeps_no_other_back(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), LONG, trail)
    slack.fails("chat.update", "something_new")
    again = post(*(f"again{n} " + "word " * 1000 for n in range(6)))
    with pytest.raises(RefusedError):
        await sender.send(place(news), again, trail)
    assert starts(news) == ["0", "again2", "again4"]


async def test_a_server_that_finds_everything_too_long_is_not_asked_for_ever(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", "msg_too_long", times=None)
    with pytest.raises(TooLongError):
        await sender.send(place(news), post("one", "two"), MemoryTrail())
    assert len(slack.called("chat.postMessage")) < 10


async def test_a_stage_of_a_placeholder_that_is_gone_brings_none_back(
    sender: Sender, news: Channel
) -> None:
    trail = MemoryTrail()
    await sender.send(place(news), post("0", passing=True), trail)
    news.deletes(news.posts[0])
    await sender.send(place(news), post("1", passing=True), trail)
    assert screens(news) == []


async def test_what_slack_finds_too_long_is_cut_again(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", "msg_blocks_too_long", times=2)
    await sender.send(place(news), post("one", "two", "three", "four"), MemoryTrail())
    told = [line for p in news.posts for line in p.screen.split("\n")]
    assert told == ["• one", "• two", "• three", "• four"]


async def test_blocks_that_slack_refuses_go_out_as_text(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", "invalid_blocks")
    await sender.send(place(news), post("a < b", "<!channel>"), MemoryTrail())
    (only,) = news.posts
    assert only.screen == "a < b\n<!channel>"
    assert only.mentions == []


async def test_an_answer_whose_thread_is_gone_stands_in_the_channel(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", "thread_not_found")
    await sender.send(place(news, thread="1.1"), LONG, MemoryTrail())
    assert starts(news) == ["0", "2", "4"]
    assert {p.thread for p in news.posts[1:]} == {news.posts[0].ts}


# --- to one person alone ---------------------------------------------------


def asked(channel: Channel, user: User) -> Message:
    return Message(Chat("slack", channel.id), "command.1", user.id, "/status")


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel"])
async def test_a_closed_channel_is_an_error_and_who_asked_is_told_once_what_to_do(
    slack: FakeSlack, sender: Sender, news: Channel, amina: User, error: str
) -> None:
    message = asked(news, amina)
    sender.occasion(message, Means(response_url=slack.response_url(news.room, amina.id)))
    slack.fails("chat.postMessage", error, times=None)
    for _ in range(2):
        with pytest.raises(MutedError):
            await sender.send(message.place, brief("x"), MemoryTrail())
    (told,) = news.messages
    assert "/invite" in told.screen
    assert told.ephemeral_for == amina.id


async def test_a_quiet_post_is_for_one_person(news: Channel, sender: Sender, amina: User) -> None:
    trail = MemoryTrail()
    quiet = replace(post("psst"), quiet=True)
    await sender.send(place(news, user=amina.id), quiet, trail)
    await sender.send(place(news, user=amina.id), quiet, trail.restarted())
    assert [m.ephemeral_for for m in news.messages] == [amina.id]


async def test_the_answer_to_a_command_is_for_its_asker_also_after_a_restart(
    news: Channel, sender: Sender, amina: User
) -> None:
    await sender.send(asked(news, amina).place, post("the sources"), MemoryTrail())
    assert [m.ephemeral_for for m in news.messages] == [amina.id]


async def test_a_response_address_that_is_used_up_or_old_is_not_needed(
    slack: FakeSlack, news: Channel, sender: Sender, amina: User
) -> None:
    message = asked(news, amina)
    sender.occasion(message, Means(response_url=slack.response_url(news.room, amina.id)))
    for n in range(6):
        await sender.send(message.place, post(str(n)), MemoryTrail(str(n)))
    slack.offset += 31 * 60
    sender.occasion(message, Means(response_url=slack.response_url(news.room, amina.id)))
    slack.offset += 31 * 60
    await sender.send(message.place, post("6"), MemoryTrail("6"))
    assert [m.screen.strip("• \n") for m in news.messages] == [str(n) for n in range(7)]
    assert {m.ephemeral_for for m in news.messages} == {amina.id}


@pytest.mark.parametrize("fate", FATES)
async def test_an_answer_of_unknown_fate_is_repeated_once(
    slack: FakeSlack, news: Channel, sender: Sender, amina: User, fate: str
) -> None:
    getattr(slack, fate)("chat.postEphemeral", times=None)
    trail = MemoryTrail()
    with pytest.raises(UnclearError):
        await sender.send(asked(news, amina).place, post("the sources"), trail)
    for _ in range(3):
        trail = trail.restarted()
        await sender.send(asked(news, amina).place, post("the sources"), trail)
    assert len(news.messages) == 2


async def test_what_a_modal_shows_is_collected_and_a_brief_is_not(
    news: Channel, sender: Sender, amina: User
) -> None:
    message = asked(news, amina)
    occasion = sender.occasion(message, Means(), sink=True)
    await sender.send(message.place, post("the paragraph"), MemoryTrail())
    await sender.send(message.place, brief("x"), MemoryTrail("brief"))
    assert occasion.sink is not None
    assert len(occasion.sink) == len(news.posts) == 1


# --- previews --------------------------------------------------------------


@pytest.fixture
async def previewer(slack: FakeSlack, pauses: MemoryPauses) -> AsyncIterator[Sender]:
    made = speaker(slack, pauses, preview=True)
    made.web.open()
    yield made
    await made.web.close()


@pytest.mark.parametrize("killed", [None, 0, 1, 2, 3])
async def test_a_preview_is_published_once_also_by_a_process_that_is_killed(
    slack: FakeSlack, previewer: Sender, news: Channel, amina: User, killed: int | None
) -> None:
    asker, everybody = place(news, user=amina.id), Place(Chat("slack", news.id))
    long = Post((*brief("0").blocks, *LONG.blocks))
    trail = MemoryTrail()
    await previewer.send(asker, post("reading", passing=True), trail)
    await previewer.send(asker, long, trail)
    chat = slack.dm(amina)
    shown = [p.screen.split("\n")[0] for p in chat.posts]
    assert (len(shown), news.posts) == (3, [])
    assert trail.ids[0] == f"{chat.id}/{chat.posts[0].ts}"
    trail.kept, trail.killed = 0, killed
    try:
        await previewer.send(everybody, long, trail)
    except KilledError:
        trail = trail.restarted()
        await previewer.send(everybody, long, trail)
    assert [p.screen.split("\n")[0] for p in news.posts] == shown
    assert screens(chat) == ["The brief is in the channel."]
    assert trail.ids == (*(p.ts for p in news.posts), f"thread/{news.posts[0].ts}")


async def test_a_brief_for_nobody_in_particular_has_no_preview(
    previewer: Sender, news: Channel
) -> None:
    await previewer.send(Place(Chat("slack", news.id)), brief("digest"), MemoryTrail())
    assert len(news.posts) == 1


async def test_somebody_without_messages_does_not_close_the_channel(
    slack: FakeSlack, previewer: Sender, news: Channel, amina: User
) -> None:
    slack.fails("conversations.open", "messages_tab_disabled")
    with pytest.raises(RefusedError):
        await previewer.send(place(news, user=amina.id), brief("x"), MemoryTrail())
    assert news.posts == []


# --- files -----------------------------------------------------------------


async def test_the_token_goes_to_slack_only_and_along_no_redirect(
    slack: FakeSlack, sender: Sender
) -> None:
    file = slack.file("a.html", b"<p>x</p>", "U1", "text/html")
    url = str(file.json(slack.base)["url_private_download"])
    assert await sender.web.download(url, 100) == b"<p>x</p>"
    assert await sender.web.download(url, 5) is None
    assert await sender.web.download(url.replace("127.0.0.1", "localhost"), 100) is None
    assert await sender.web.download("https://slack.com.evil.example/a.html", 100) is None
    slack.revoke()
    assert await sender.web.download(url, 100) is None  # a page that asks to sign in
