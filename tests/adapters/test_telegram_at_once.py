"""Answers to commands in Telegram: at once, by one call, and never twice without saying so."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.telegram.api import Api, Pace
from adapters.telegram.sending import Sender
from bot.model import Block, BlockKind, Chat, Place, Post, Span
from bot.render import plain_post
from bot.seal import HmacSeal
from bot.testing.memory import MemoryPauses, MemoryTrail
from bot.testing.telegram import FakeTelegram, Person
from bot.traffic.faults import UnclearError
from bot.traffic.turns import Rule
from prompts import text

HELP = replace(plain_post(["Send me links."], "en"), at_once=True)
LONG = replace(
    HELP,
    blocks=tuple(Block(BlockKind.ITEM, (Span(f"{n} {'word ' * 400}"),), "en") for n in range(4)),
)


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """No call waits for its turn: that is the limiter's own."""
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.silence = 20.0
        yield server
        assert server.violations == []


@pytest.fixture
async def sender(tg: FakeTelegram) -> AsyncIterator[Sender]:
    api = Api(tg.token, tg.base_url, "", MemoryPauses(), Pace(answer=tg.silence))
    await api.start()
    seal = HmacSeal(b"key", lambda: datetime(2026, 11, 21, tzinfo=UTC))

    async def moved(old: Chat, new: Chat) -> None:
        raise AssertionError("nobody moved")

    yield Sender(api, seal, moved, rich=True, commands=["help"])
    await api.stop()


@pytest.fixture
def amina(tg: FakeTelegram) -> Person:
    return tg.user("Amina")


def _place(person: Person) -> Place:
    return Place(Chat("telegram", str(person.id)), user=str(person.id))


async def _send(sender: Sender, person: Person, post: Post, trail: MemoryTrail) -> None:
    await sender.send(_place(person), post, trail)


async def test_an_answer_is_there_after_one_call(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await _send(sender, amina, HELP, trail)
    assert [call.method for call in tg.calls if call.method != "getMe"] == ["sendMessage"]
    assert [post.text for post in amina.chat.posts] == ["Send me links."]
    assert trail.ids == (str(amina.chat.last.id),)


@pytest.mark.parametrize("how", ["hangs", "closes", "502"])
async def test_what_may_be_there_already_says_so(
    tg: FakeTelegram, sender: Sender, amina: Person, how: str
) -> None:
    trail = MemoryTrail()
    getattr(tg, f"accepts_then_{how}")("sendMessage")
    with pytest.raises(UnclearError):
        await _send(sender, amina, HELP, trail)
    trail.unsure = True  # as the outbox has it after such a try
    await _send(sender, amina, HELP, trail)
    first, second = (post.text for post in amina.chat.posts)
    assert first == "Send me links."
    assert second == f"{text('chat.perhaps_again', 'en')}\nSend me links."


async def test_the_same_answer_again_is_an_edit(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    trail = MemoryTrail()
    await _send(sender, amina, HELP, trail)
    later = replace(plain_post(["Send me files."], "en"), at_once=True)
    trail.unsure = True
    await _send(sender, amina, later, trail)
    assert [post.text for post in amina.chat.posts] == ["Send me files."]


async def test_markup_that_telegram_cannot_read_comes_as_plain_text(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    for method in ("sendMessage", "editMessageText"):
        tg.fails(method, 400, "Bad Request: can't parse entities: Unsupported tag")
    await _send(sender, amina, HELP, MemoryTrail())
    assert [post.text for post in amina.chat.posts] == ["Send me links."]


async def test_what_takes_several_messages_comes_the_careful_way(
    tg: FakeTelegram, sender: Sender, amina: Person
) -> None:
    await _send(sender, amina, LONG, MemoryTrail())
    assert len(amina.chat.posts) > 1
    assert all(post.history for post in amina.chat.posts)
