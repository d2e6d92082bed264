"""What every chat platform promises of a post, whatever its server answers, whoever is killed."""

import asyncio
import contextlib
import io
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.console import Terminal
from adapters.slack.adapter import Slack
from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot.config import SlackSettings, TelegramSettings
from bot.errors import DeliveryError
from bot.model import Block, BlockKind, Chat, Fate, Place, Post, Span
from bot.ports import Adapter
from bot.render import plain_post
from bot.testing.memory import KilledError, MemoryTrail, services
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.traffic.turns import Rule

STAGE = replace(plain_post(["Reading …"], "en"), passing=True)
FIRST = plain_post(["First."], "en")
SECOND = plain_post(["Second."], "en")
MARKS = ("Alpha.", "Beta.", "Gamma.")


Screen = Callable[[], list[str]]


@dataclass
class Platform:
    """An adapter and what people see in a chat: the messages that are there, in order."""

    adapter: Adapter
    chat: Callable[[], tuple[Place, Screen]]  # a new one
    edits: bool = True
    size: int = 100  # words that nearly fill a message
    fail: Callable[[str, str], None] = field(default=lambda how, what: None)
    stall: Callable[[int], Callable[[], bool]] = field(default=lambda n: lambda: False)
    """Order that the n-th call from now is done and not answered; tells whether it was."""

    def __post_init__(self) -> None:
        self.elsewhere()

    def elsewhere(self) -> None:
        """Go on in a new chat."""
        self.place, self.seen = self.chat()

    @property
    def long(self) -> Post:
        """A post that takes several messages."""
        texts = (f"{mark} {'word ' * self.size}" for mark in MARKS)
        return Post(tuple(Block(BlockKind.CLAIM, (Span(text),), "en") for text in texts))

    def shows(self, *marks: str) -> bool:
        """Whether each of these is to be seen once, in this order, and nothing else that tells."""
        text = "\n".join(self.seen())
        found = [text.count(mark) for mark in ("First.", "Second.", *MARKS)]
        wanted = [int(mark in marks) for mark in ("First.", "Second.", *MARKS)]
        return found == wanted and [m for m in MARKS if m in marks] == sorted(
            (m for m in MARKS if m in marks), key=text.find
        )


def console(tmp_path: Path) -> Platform:
    out = io.StringIO()
    terminal = Terminal(io.StringIO(), out, services(tmp_path), width=100)
    chat = Chat("console", "terminal")
    return Platform(terminal, lambda: (Place(chat), lambda: [out.getvalue()]), edits=False)


@contextlib.asynccontextmanager
async def telegram(tmp_path: Path, rich: Any) -> AsyncIterator[Platform]:
    async with FakeTelegram() as tg:
        settings: Any = TelegramSettings(token=SecretStr(tg.token), base_url=tg.base_url, rich=rich)
        adapter = Telegram(settings, services(tmp_path), Pace())

        def chat() -> tuple[Place, Screen]:
            person = tg.user("Amina")
            place = Place(Chat("telegram", str(person.id)), user=str(person.id))
            return place, lambda: [post.text for post in person.chat.posts]

        def fail(how: str, what: str) -> None:
            method = {"post": "sendMessage", "edit": "editMessageText"}[what]
            tg.silence = Pace.answer
            getattr(tg, f"accepts_then_{how}")(method)

        def stall(n: int) -> Callable[[], bool]:
            tg.accepts_then_hangs("*", after=n)
            order = tg.faults.orders[-1]
            return lambda: order.times == 0

        await adapter._api.start()
        yield Platform(
            adapter,
            chat,
            size=500,
            fail=fail,
            stall=stall,
        )
        await adapter._api.stop()
        assert tg.violations == []


@contextlib.asynccontextmanager
async def slack(tmp_path: Path) -> AsyncIterator[Platform]:
    async with FakeSlack() as fake:
        settings: Any = SlackSettings(
            bot_token=SecretStr(fake.token), app_token=SecretStr("xapp-1"), base_url=fake.base_url
        )
        numbers = itertools.count()

        def chat() -> tuple[Place, Screen]:
            channel = fake.channel(f"news-{next(numbers)}")
            place = Place(Chat("slack", channel.id))
            return place, lambda: [post.screen for post in channel.posts]

        def fail(how: str, what: str) -> None:
            method = {"post": "chat.postMessage", "edit": "chat.update"}[what]
            fake.silence = 30.0  # more than a call has
            getattr(fake, f"accepts_then_{how.replace('502', 'fails')}")(method)

        def stall(n: int) -> Callable[[], bool]:
            fake.accepts_then_hangs("*", after=n)
            order = fake.faults.orders[-1]
            return lambda: order.times == 0

        yield Platform(
            Slack(settings, services(tmp_path)),
            chat,
            size=2300,
            fail=fail,
            stall=stall,
        )


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No call waits for its turn."""
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.slack.web.BACKOFF", 0.01)
    monkeypatch.setattr("adapters.slack.outgoing.BACKOFF", 0.01)


NAMES = ["console", "telegram-rich", "telegram-classic", "slack"]


@pytest.fixture(params=NAMES)
async def platform(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Platform]:
    if request.param == "console":
        yield console(tmp_path)
        return
    name, _, form = request.param.partition("-")
    rich = "auto" if form == "rich" else "off"
    async with slack(tmp_path) if name == "slack" else telegram(tmp_path, rich) as made:
        yield made


remote = pytest.mark.parametrize("platform", NAMES[1:], indirect=True)


async def deliver(platform: Platform, post: Post | None, trail: MemoryTrail) -> int:
    """Show a post as the outbox does: again until it is shown; return how often it took."""
    for tries in range(1, 9):
        try:
            await platform.adapter.send(platform.place, post, trail)
        except DeliveryError as error:
            assert error.fate in {Fate.UNSENT, Fate.UNCLEAR}
            trail.unsure = trail.unsure or error.fate is Fate.UNCLEAR
        else:
            return tries
    raise AssertionError("never shown")


async def test_a_post_is_shown_and_the_trail_knows_where(platform: Platform) -> None:
    trail = MemoryTrail()
    assert await deliver(platform, FIRST, trail) == 1
    assert platform.shows("First.")
    assert trail.ids


async def test_what_comes_later_takes_its_place(platform: Platform) -> None:
    trail = MemoryTrail()
    for post in (STAGE, FIRST, SECOND):
        await deliver(platform, post, trail)
    assert platform.shows("Second.") or not platform.edits
    assert "Second." in platform.seen()[-1]
    assert "Reading" not in "".join(platform.seen())


async def test_two_posts_are_two(platform: Platform) -> None:
    one, two = MemoryTrail("one"), MemoryTrail("two")
    await deliver(platform, FIRST, one)
    await deliver(platform, SECOND, two)
    assert platform.shows("First.", "Second.")
    assert not set(one.ids) & set(two.ids)


@remote
async def test_the_same_again_changes_nothing(platform: Platform) -> None:
    trail = MemoryTrail()
    await deliver(platform, platform.long, trail)
    before = (platform.seen(), trail.ids)
    await deliver(platform, platform.long, trail)
    assert (platform.seen(), trail.ids) == before


@remote
async def test_a_long_post_comes_whole_and_in_order_and_may_be_taken_away(
    platform: Platform,
) -> None:
    trail = MemoryTrail()
    await deliver(platform, platform.long, trail)
    assert platform.shows(*MARKS)
    assert len(platform.seen()) >= 2
    await deliver(platform, FIRST, trail)
    assert platform.shows("First.")
    assert len(platform.seen()) == 1
    await deliver(platform, None, trail)
    assert (platform.seen(), trail.ids) == ([], ())


LENGTHS = pytest.mark.parametrize("long", [False, True], ids=["short", "long"])


@remote
@LENGTHS
@pytest.mark.parametrize("what", ["post", "edit"])
@pytest.mark.parametrize("how", ["hangs", "closes", "502"])
async def test_what_is_done_and_not_answered_is_shown_once(
    platform: Platform, how: str, what: str, long: bool
) -> None:
    trail = MemoryTrail()
    if what == "edit":
        await deliver(platform, STAGE, trail)
    platform.fail(how, what)
    await deliver(platform, platform.long if long else FIRST, trail)
    assert platform.shows(*(MARKS if long else ["First."]))
    assert _placeholders(platform) <= 1


@remote
@LENGTHS
async def test_a_kill_before_the_record_leaves_at_most_a_placeholder(
    platform: Platform, long: bool
) -> None:
    """At every moment at which a message is there and not yet on record."""
    post = platform.long if long else FIRST
    for n in range(20):
        trail = MemoryTrail(f"post-{n}", killed=n)
        try:
            await platform.adapter.send(platform.place, post, trail)
        except KilledError:
            await deliver(platform, post, trail.restarted())
        else:
            break
        assert platform.shows(*(MARKS if long else ["First."]))
        assert _placeholders(platform) <= 1
        platform.elsewhere()
    assert n == len(platform.seen())


@remote
async def test_a_kill_while_a_call_is_under_way_repeats_nothing(platform: Platform) -> None:
    """After every call that the platform did and whose answer nobody lived to see."""
    for n in range(30):
        trail = MemoryTrail(f"post-{n}")
        hit = platform.stall(n)
        sending = asyncio.ensure_future(platform.adapter.send(platform.place, platform.long, trail))
        while not (hit() or sending.done()):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        if not hit():
            break
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await deliver(platform, platform.long, trail.restarted())
        assert platform.shows(*MARKS)
        assert _placeholders(platform) <= 1
        platform.elsewhere()
    assert n >= 3


def _placeholders(platform: Platform) -> int:
    return sum(text.strip("\u200e\u200f ") in {"…", "Reading …"} for text in platform.seen())
