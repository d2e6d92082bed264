"""Digests and feeds of the configuration file: there with it, changed with it, gone with it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import config
from bot.errors import ConfigError
from bot.model import Chat, Note, Polled
from bot.preset import Preset
from bot.render import say
from bot.store import SqlStore
from bot.subscribing import Here, digest, unfollow
from bot.testing.nouns import Clock
from prompts import text

HERE, THERE = Chat("telegram", "-100"), Chat("slack", "C1")
START = datetime(2026, 11, 20, 9, tzinfo=UTC)

MORNING = """
[[digest]]
chat = "telegram:-100"
name = "morning"
at = "08:00 Asia/Riyadh"
topic = ["oil"]
"""

EVENING = """
[[digest]]
chat = "telegram:-100"
name = "evening"
at = "20:00 weekdays UTC"
"""


class Office:
    """A store, a clock, and a configuration that changes."""

    def __init__(self, store: SqlStore, clock: Clock[datetime], folder: Path) -> None:
        self.store, self.clock, self._folder = store, clock, folder
        self.tools: Any = SimpleNamespace(store=store, now=clock)

    def preset(self, written: str) -> Preset:
        file = self._folder / "c.toml"
        file.write_text(written, "utf-8")
        loaded = config.load(file)
        return Preset(loaded.digest, loaded.feeds, self.tools)

    async def starts(self, written: str) -> list[str]:
        """Start with a configuration; return the names of the digests that there then are."""
        await self.preset(written).digests()
        return [one.named for one, _ in await self.store.digests.subscriptions(HERE)]

    async def says(self, argument: str) -> str:
        async def nobody(_: object) -> bool:
            return True

        said = await digest(Here(HERE, "en", self.tools, nobody, "e"), argument)
        return "\n".join(b.spans[0].text for b in said.post.blocks)


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    clock = Clock(START)
    store = SqlStore("sqlite:///:memory:", now=clock)
    await store.open()
    yield Office(store, clock, tmp_path)
    await store.close()


async def only(office: Office) -> Any:
    ((one, _),) = await office.store.digests.subscriptions(HERE)
    return one


async def test_a_digest_of_the_file_is_there_after_a_start_and_once(office: Office) -> None:
    assert await office.starts(MORNING + EVENING) == ["morning", "evening"]
    assert await office.starts(MORNING + EVENING) == ["morning", "evening"]
    office.clock.at = datetime(2026, 11, 21, 5, tzinfo=UTC)
    found = await office.store.digests.due(office.clock.at)
    (due,) = (one for one, _ in found if one.named == "morning")
    assert (due.named, due.topic, due.schedule.zone) == ("morning", ("oil",), "Asia/Riyadh")


async def test_it_is_gone_when_the_file_has_it_no_longer(office: Office) -> None:
    await office.starts(MORNING + EVENING)
    assert await office.starts(EVENING) == ["evening"]
    assert await office.starts("") == []


async def test_what_a_chat_asked_for_itself_stays(office: Office) -> None:
    await office.says("add 07:00 UTC")
    await office.starts(MORNING)
    assert await office.starts("") == [""]


async def test_it_is_changed_when_the_file_changes_and_stays_the_same_digest(
    office: Office,
) -> None:
    await office.starts(MORNING)
    before = await only(office)
    await office.starts(MORNING.replace("oil", "gas").replace("08:00 Asia/Riyadh", "09:30 UTC"))
    after = await only(office)
    assert (after.id, after.created) == (before.id, before.created)
    assert (after.topic, after.schedule.zone, f"{after.schedule.times[0]:%H:%M}") == (
        ("gas",), "UTC", "09:30",
    )  # fmt: skip


async def test_a_change_of_its_hour_brings_no_slot_of_before(office: Office) -> None:
    await office.starts(MORNING)
    await office.starts(MORNING.replace("08:00 Asia/Riyadh", "08:30 UTC"))  # half an hour ago
    assert await office.store.digests.due(office.clock.at + timedelta(hours=1)) == ()


async def test_a_file_that_stays_as_it_is_touches_no_slot(office: Office) -> None:
    await office.starts(MORNING)
    office.clock.at = datetime(2026, 11, 21, 5, tzinfo=UTC)  # its hour has come, nobody looked
    await office.starts(MORNING)
    assert len(await office.store.digests.due(office.clock.at)) == 1


async def test_it_can_be_paused_in_the_chat_which_outlives_a_start(office: Office) -> None:
    await office.starts(MORNING)
    assert "paused" in await office.says("pause 1")
    await office.starts(MORNING.replace("oil", "gas"))
    assert (await only(office)).paused
    assert "paused" not in await office.says("resume 1")


@pytest.mark.parametrize("asked", ["remove 1", "move 1 10:00", "احذف 1"])
async def test_it_cannot_be_removed_or_moved_in_the_chat(office: Office, asked: str) -> None:
    await office.starts(MORNING)
    before = await only(office)
    assert await office.says(asked) == text("digest.fixed", "en")
    assert await only(office) == before


async def test_the_list_says_where_it_comes_from(office: Office) -> None:
    await office.starts(MORNING)
    assert "from the configuration file, where it is called “morning”" in await office.says("list")


async def test_a_chat_that_moved_takes_its_digest_along(office: Office) -> None:
    await office.starts(MORNING)
    await office.store.move(HERE, THERE)
    await office.starts(MORNING.replace("oil", "gas"))
    ((one, _),) = await office.store.digests.subscriptions(THERE)
    assert (one.chat, one.topic) == (THERE, ("gas",))
    assert await office.store.digests.subscriptions(HERE) == ()


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (MORNING.replace("08:00", "25:99"), 5, "digest.0.at: “25:99” is no time of day"),
        (MORNING.replace("Asia/Riyadh", "Asia/Riyahd"), 5, "Asia/Riyadh"),
        (MORNING.replace("telegram:-100", "telegrm:1"), 3, "telegram, slack"),
        (MORNING.replace("telegram:-100", "telegram:"), 3, "PLATFORM:ID"),
        (MORNING.replace("topic", "topics"), 6, "did you mean topic?"),
        (MORNING.replace("08:00 Asia/Riyadh", "08:00 oil"), 5, "words of the topic go to topic"),
        (MORNING + MORNING, 2, "several digests that are called morning"),
        ('\n[[feeds]]\nchat = "slack:C1"\nfollow = []', 4, "feeds.0.follow"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, wrong: str, line: int, said: str
) -> None:
    file = tmp_path / "c.toml"
    file.write_text(wrong, "utf-8")
    with pytest.raises(ConfigError) as error:
        config.load(file)
    told = say(error.value.note, "en")
    assert said in told
    assert f"c.toml:{line}:" in told


# --- feeds


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Sites that have a feed; others cannot be reached."""
    there = {"one.example", "two.example"}

    async def follow(typed: str, chat: Chat, tools: Any, named: str = "") -> Note:
        if typed not in there:
            return Note("problem.unreachable", {})
        polled = Polled(f"https://{typed}/rss")
        new = await tools.store.digests.follow(chat, polled, typed, (), named)
        return Note("feed.followed" if new else "feed.known", {})

    monkeypatch.setattr("bot.following.follow", follow)
    return there


def feeds(*names: str) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return f'[[feeds]]\nchat = "telegram:-100"\nfollow = [{listed}]\n'


async def followed(office: Office, written: str) -> list[str]:
    await office.preset(written).feeds()
    return [one.polled.url for one in await office.store.digests.following(HERE)]


async def test_feeds_of_the_file_are_followed_and_let_go_with_it(
    office: Office, sites: set[str]
) -> None:
    one, two = "https://one.example/rss", "https://two.example/rss"
    assert await followed(office, feeds("one.example", "two.example")) == [one, two]
    assert await followed(office, feeds("two.example")) == [two]
    assert await followed(office, "") == []


async def test_a_feed_that_a_chat_found_itself_stays(office: Office, sites: set[str]) -> None:
    own = Polled("https://own.example/rss")
    await office.store.digests.follow(HERE, own, "own", ())
    assert len(await followed(office, feeds("one.example"))) == 2
    assert await followed(office, "") == [own.url]


async def test_a_site_that_is_away_is_looked_for_again(office: Office, sites: set[str]) -> None:
    sites.remove("one.example")
    assert await followed(office, feeds("one.example")) == []
    sites.add("one.example")
    assert len(await followed(office, feeds("one.example"))) == 1


async def test_a_feed_of_the_file_is_not_let_go_in_the_chat(
    office: Office, sites: set[str]
) -> None:
    await followed(office, feeds("one.example"))

    async def nobody(_: object) -> bool:
        return True

    here = Here(HERE, "en", office.tools, nobody, "e")
    for asked in ("1", "https://one.example/rss"):
        said = await unfollow(here, asked)
        assert not said.done
        assert "configuration file" in said.post.blocks[0].spans[0].text
    assert len(await office.store.digests.following(HERE)) == 1
    assert not (await unfollow(replace(here, chat=THERE), "1")).done


async def test_a_chat_that_moved_takes_feeds_and_new_digests_of_the_file_along(
    office: Office, sites: set[str]
) -> None:
    await followed(office, feeds("one.example"))
    await office.store.move(HERE, THERE)
    assert await followed(office, feeds("one.example", "two.example")) == []
    there = await office.store.digests.following(THERE)
    assert [one.named for one in there] == ["one.example", "two.example"]
    assert await office.starts(MORNING) == []
    assert len(await office.store.digests.subscriptions(THERE)) == 1
