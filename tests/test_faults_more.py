"""Faults and attacks that no other room's tests hold."""

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

import adapters.telegram
from adapters.slack.listening import WINDOW, fresh
from adapters.slack.listening import Intake as SlackIntake
from adapters.telegram.intake import understand
from adapters.telegram.listening import Intake
from adapters.telegram.nouns import Asked, Self
from bot.article.reading import read
from bot.errors import ReadError, StoreError, StoreFullError
from bot.fetch import Fetcher
from bot.model import ProblemKind, SourceKind
from bot.sources import MAX_SOURCES, in_message
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Answer, Web

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
MEGABYTE = 1_000_000


class Events:
    """An inbox in memory; what is in ``full`` finds no room."""

    def __init__(self, full: Sequence[str] = ()) -> None:
        self.known: list[str] = []
        self.full = full

    async def receive(self, event: str, payload: bytes) -> bool:
        if event in self.full:
            raise StoreFullError(place="here")
        self.known.append(event)
        return self.known.count(event) == 1

    async def pending(self) -> tuple[tuple[str, bytes], ...]:
        return ()

    async def done(self, event: str) -> None: ...


# --- what comes from a platform ----------------------------------------------


async def test_updates_that_come_out_of_order_are_taken_in_theirs() -> None:
    arrived: list[str] = []
    intake = Intake(Events(), lambda update: True, lambda key, update: arrived.append(key))
    await intake.take([{"update_id": n} for n in (12, 9, 11, 9, 10)])
    assert arrived == ["9", "10", "11", "12"]


async def test_an_update_that_cannot_be_stored_is_not_confirmed_and_costs_no_other() -> None:
    arrived: list[str] = []
    intake = Intake(Events(["2"]), lambda update: True, lambda key, update: arrived.append(key))
    with pytest.raises(StoreError):
        await intake.take([{"update_id": n} for n in (1, 2, 3)])
    assert arrived == ["1", "3"]


@pytest.mark.parametrize(("full", "status"), [((), 200), (("Ev1",), 503)])
async def test_slack_is_told_to_deliver_again_what_cannot_be_stored(
    full: Sequence[str], status: int
) -> None:
    arrived: list[str] = []
    read: Any = lambda payload: payload  # noqa: E731
    intake = SlackIntake(Events(full), read, lambda key, event: arrived.append(key))
    body = '{"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_mention"}}'
    request = AsyncBoltRequest(body=body, headers={"content-type": ["application/json"]})

    async def next() -> BoltResponse:
        raise AssertionError

    answer = await intake.async_process(req=request, resp=BoltResponse(status=404), next=next)
    assert (answer and answer.status, arrived) == (status, [] if full else ["Ev1"])


@pytest.mark.parametrize(
    ("off", "taken"), [(0, True), (-WINDOW, True), (WINDOW, True), (-361, False), (361, False)]
)
def test_a_signed_time_may_be_five_minutes_off(off: int, taken: bool) -> None:
    assert fresh(str(1_790_000_000 + off), 1_790_000_000.0) is taken
    assert WINDOW == 300


async def test_an_edit_of_a_message_that_was_never_seen_asks_like_a_new_one() -> None:
    async with FakeTelegram() as tg:
        amina = tg.user("Amina")
        amina.chat.edits(amina.says("hello"), "https://a.example/x")
        edit = tg.updates.made[-1].json()
        found = understand(edit, Self(tg.me["id"], tg.me["username"]))
    assert "edited_message" in edit
    assert isinstance(found, Asked)
    assert found.message.links == ("https://a.example/x",)


def test_nothing_can_ask_for_a_paid_broadcast() -> None:
    folder = Path(adapters.telegram.__file__).parent
    assert not [p for p in folder.glob("*.py") if "allow_paid_broadcast" in p.read_text("utf-8")]


# --- what people send --------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "word " * (MEGABYTE // 5),
        "كلمة " * (MEGABYTE // 9),
        "a" * MEGABYTE,
        "Sentence number one is here.\n" * (MEGABYTE // 29),
    ],
    ids=["words", "Arabic words", "one word", "lines"],
)
def test_a_megabyte_of_pasted_text_is_one_source_and_is_answered(text: str) -> None:
    (source,) = in_message(text)
    assert source.kind is SourceKind.TEXT
    reading = read(source.value.encode(), "", "text/plain", NOW)
    assert (reading.article is None) != (reading.problem is None)


def test_more_links_than_any_message_holds_are_so_many_sources_and_no_more() -> None:
    text = " ".join(f"http://a.example/{n}" for n in range(MAX_SOURCES + 2000))
    assert len(in_message(text)) == MAX_SOURCES


# --- what sites send ---------------------------------------------------------


@pytest.mark.parametrize("times", [2, 3])
async def test_a_bomb_in_several_wrappings_is_not_unpacked(times: int) -> None:
    body = b" " * (20 * MEGABYTE)
    for _ in range(times):
        body = gzip.compress(body, 9)
    headers = [("Content-Encoding", ", ".join(["gzip"] * times))]
    async with Web() as web, Fetcher([web.host], max_bytes=100_000) as fetcher:
        url = web.answer("/a", Answer(headers=headers, body=body))
        with pytest.raises(ReadError) as caught:
            await fetcher.fetch(url)
    assert caught.value.problem.kind is ProblemKind.UNREADABLE
    assert len(body) < 10_000
