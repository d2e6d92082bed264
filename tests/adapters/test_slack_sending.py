"""Messages on their way to Slack, when Slack has trouble."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.slack import stages as pace
from adapters.slack import web as calls
from adapters.slack.faults import (
    GoneError,
    MutedError,
    RefusedError,
    StoppedError,
    TooLongError,
    UnclearError,
    fault,
)
from adapters.slack.parts import Part
from adapters.slack.sending import Sender, Spot, spot
from adapters.slack.stages import Stages
from adapters.slack.web import Web
from bot.model import Block, BlockKind, Chat, Place, Post, Ref, Span
from bot.seal import HmacSeal
from bot.testing.slack import Channel, FakeSlack


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "TIMEOUT", 0.3)
    monkeypatch.setattr("adapters.slack.outgoing.BACKOFF", 0.01)
    monkeypatch.setattr(calls, "BACKOFF", 0.01)
    monkeypatch.setattr(pace, "GAP", 0.02)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake


@pytest.fixture
def news(slack: FakeSlack) -> Channel:
    return slack.channel("news")


@pytest.fixture
async def sender(slack: FakeSlack) -> AsyncIterator[Sender]:
    web = Web(slack.token, slack.base_url)
    seal = HmacSeal(b"k" * 32, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    yield Sender(web, seal, preview=False, interface="en")
    await web.close()


def post(*texts: str, kind: BlockKind = BlockKind.CLAIM, passing: bool = False) -> Post:
    return Post(tuple(Block(kind, (Span(t),), "en") for t in texts), passing=passing)


def place(channel: Channel) -> Place:
    return Place(Chat("slack", channel.id), user="U1")


FATES = ("accepts_then_hangs", "accepts_then_closes", "accepts_then_fails")
GONE = ("message_not_found", "edit_window_closed", "cant_update_message")
LONG = post(*(f"{n} " + "word " * 1000 for n in range(6)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("token_revoked", StoppedError),
        ("account_inactive", StoppedError),
        ("invalid_auth", StoppedError),
        ("is_archived", MutedError),
        ("not_in_channel", MutedError),
        ("channel_not_found", MutedError),
        ("message_not_found", GoneError),
        ("edit_window_closed", GoneError),
        ("cant_update_message", GoneError),
        ("msg_too_long", TooLongError),
        ("msg_blocks_too_long", TooLongError),
        ("fatal_error", UnclearError),
        ("request_timeout", UnclearError),
        ("invalid_blocks", RefusedError),
        ("something_new", RefusedError),
    ],
)
def test_errors_have_their_meaning(name: str, kind: type[Exception]) -> None:
    assert type(fault(name)) is kind


async def test_a_long_post_is_a_message_and_its_thread(sender: Sender, news: Channel) -> None:
    ref = await sender.send(place(news), LONG)
    first, *rest = news.posts
    assert (ref.id, ref.more) == (first.ts, tuple(p.ts for p in rest))
    assert len(rest) == 2
    assert {p.thread for p in rest} == {first.ts}


async def test_a_shorter_post_in_its_place_deletes_what_is_left_over(
    sender: Sender, news: Channel
) -> None:
    ref = await sender.send(place(news), LONG)
    again = await sender.send(place(news), post("short"), ref)
    assert [p.screen.strip() for p in news.posts] == ["• short"]
    assert again.id == ref.id
    assert again.more == ()


@pytest.mark.parametrize(
    "fate", ["accepts_then_hangs", "accepts_then_closes", "accepts_then_fails"]
)
async def test_a_post_of_unknown_fate_is_found_and_not_repeated(
    slack: FakeSlack, sender: Sender, news: Channel, fate: str
) -> None:
    getattr(slack, fate)("chat.postMessage")
    ref = await sender.send(place(news), post("once"))
    assert [p.ts for p in news.posts] == [ref.id]


@pytest.mark.parametrize(
    "fate", ["accepts_then_hangs", "accepts_then_closes", "accepts_then_fails"]
)
async def test_a_later_part_of_unknown_fate_is_found_too(
    slack: FakeSlack, sender: Sender, news: Channel, fate: str
) -> None:
    getattr(slack, fate)("chat.postMessage", after=1)
    ref = await sender.send(place(news), LONG)
    assert [p.ts for p in news.posts] == [ref.id, *ref.more]
    assert len(ref.more) == 2


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_post_that_did_not_arrive_is_sent_again(
    slack: FakeSlack, sender: Sender, news: Channel, status: int
) -> None:
    slack.fails("chat.postMessage", status, times=2)
    await sender.send(place(news), post("once"))
    assert len(news.posts) == 1


async def test_an_edit_of_unknown_fate_is_repeated(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    ref = await sender.send(place(news), post("first"))
    slack.accepts_then_closes("chat.update", times=2)
    await sender.send(place(news), post("second"), ref)
    assert [p.screen.strip() for p in news.posts] == ["• second"]


async def test_a_pause_holds_the_channel_that_it_was_asked_for(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    other = slack.channel("other")
    slack.limits("chat.postMessage", 1, channel=news.id)
    waiting = asyncio.create_task(sender.send(place(news), post("later")))
    await slack.until(lambda: slack.called("chat.postMessage"))
    await sender.send(place(other), post("now"))
    assert (len(other.posts), len(news.posts)) == (1, 0)
    await waiting
    assert len(news.posts) == 1
    assert len(slack.called("chat.postMessage", news)) == 2  # one refusal, nothing during the wait


@pytest.mark.parametrize(
    "error", ["message_not_found", "edit_window_closed", "cant_update_message"]
)
async def test_what_cannot_be_edited_is_posted_anew(
    slack: FakeSlack, sender: Sender, news: Channel, error: str
) -> None:
    ref = await sender.send(place(news), post("first"))
    slack.fails("chat.update", error)
    again = await sender.send(place(news), post("second"), ref)
    assert again.id != ref.id
    assert news.posts[-1].screen.strip() == "• second"


async def test_what_slack_finds_too_long_is_cut_again(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", "msg_blocks_too_long", times=2)
    await sender.send(place(news), post("one", "two", "three", "four"))
    told = [line for p in news.posts for line in p.screen.split("\n")]
    assert told == ["• one", "• two", "• three", "• four"]


async def test_blocks_that_slack_refuses_go_out_as_text(
    slack: FakeSlack, sender: Sender, news: Channel
) -> None:
    slack.fails("chat.postMessage", "invalid_blocks")
    await sender.send(place(news), post("a < b", "<!channel>"))
    (only,) = news.posts
    assert only.screen == "a < b\n<!channel>"
    assert only.mentions == []


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel"])
async def test_a_closed_channel_is_an_error_that_tells_what_to_do(
    slack: FakeSlack, sender: Sender, news: Channel, error: str
) -> None:
    slack.fails("chat.postMessage", error)
    with pytest.raises(MutedError) as caught:
        await sender.send(place(news), post("x"))
    assert caught.value.note.key == "slack.not_here"


async def test_a_quiet_post_is_for_one_person(slack: FakeSlack, sender: Sender) -> None:
    amina = slack.user("Amina")
    news = slack.channel("desk")
    at = Place(Chat("slack", news.id), user=amina.id)
    await sender.send(at, replace(post("psst"), quiet=True))
    assert [m.ephemeral_for for m in news.messages] == [amina.id]


async def test_stages_that_follow_quickly_are_passed_over() -> None:
    edits: list[str] = []

    async def edit(channel: str, ts: str, part: Part) -> None:
        edits.append(part.text)

    stages = Stages(edit)
    for n in range(20):
        await stages.show("C1", "1.1", Part(str(n), ()))
    await asyncio.sleep(0.05)
    assert edits == ["0", "19"]
    await stages.show("C1", "1.1", Part("last but one", ()))
    await stages.show("C1", "1.1", Part("never shown", ()))
    await stages.end("C1", "1.1")
    await asyncio.sleep(0.05)
    assert edits == ["0", "19", "last but one"]


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


def test_a_reference_tells_channel_messages_and_thread() -> None:
    chat = Chat("slack", "C1")
    for place in (
        Spot("C1", ("1.1", "1.2")),
        Spot("C1", ("1.1", "1.2"), "0.9"),
        Spot("D7", ("1.1",)),
    ):
        assert spot(place.ref(chat)) == place
    assert "0.9" in Spot("C1", ("1.1",), "0.9").ref(chat).more
    assert spot(Ref(chat, "1.1")) == Spot("C1", ("1.1",))
