"""Chat platforms with people on them, for who watches Isnad from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from bot.model import Chat
from bot.testing.slack import Channel, FakeSlack
from bot.testing.telegram import FakeTelegram

SAME: Final = "message is not modified"  # an edit that was made before


@dataclass(frozen=True, slots=True)
class Told:
    """A message of ours: all that it ever said, the newest last, and whether it still stands."""

    versions: tuple[str, ...]
    stands: bool


class Side(Protocol):
    """A fake platform with people on it. ``early``: they may speak before anybody listens."""

    early: bool

    def settings(self) -> dict[str, str]:
        """Return what connects Isnad."""

    def asks(self, n: int, text: str) -> None:
        """Let the n-th person say something."""

    def listening(self) -> bool:
        """Whether Isnad listens."""

    async def heard(self) -> bool:
        """Whether all that was said is confirmed."""

    def chat(self, n: int) -> Chat:
        """Return the chat of the n-th person."""

    def chats(self) -> Iterator[tuple[str, list[Told]]]:
        """Yield what was ever posted in each chat."""

    def wrong(self) -> tuple[str, ...]:
        """Return what the server refused or had to complain of."""


class TelegramSide:
    """People in private chats."""

    early = True

    def __init__(self, fake: FakeTelegram) -> None:
        self.fake = fake
        self._polls = 0

    def settings(self) -> dict[str, str]:
        """Return what connects Isnad."""
        given = {"TOKEN": self.fake.token, "BASE_URL": self.fake.base_url, "RICH": "off"}
        return {f"ISNAD_ADAPTERS__TELEGRAM__{name}": value for name, value in given.items()}

    def asks(self, n: int, text: str) -> None:
        """Let the n-th person say something."""
        while len(self.fake.people) <= n:
            self.fake.user(f"P{len(self.fake.people)}", language="en")
        self.fake.people[n].says(text)

    def listening(self) -> bool:
        """Whether somebody asks for updates who did not when this was asked last."""
        new, self._polls = self.fake.polls > self._polls, self.fake.polls
        return new

    async def heard(self) -> bool:
        """Whether all that was said is confirmed."""
        return not self.fake.updates.pending

    def chat(self, n: int) -> Chat:
        """Return the chat of the n-th person."""
        return Chat("telegram", str(self.fake.people[n].id))

    def chats(self) -> Iterator[tuple[str, list[Told]]]:
        """Yield what was ever posted in each chat."""
        for person in self.fake.people:
            mine = [m for m in person.chat.messages if m.by_bot]
            before = (tuple(content.text for _, content in m.history) for m in mine)
            told = zip(mine, before, strict=True)
            yield person.name, [Told((*said, m.text), not m.deleted) for m, said in told]

    def wrong(self) -> tuple[str, ...]:
        """Return what the server refused or had to complain of."""
        calls = (call for call in self.fake.refused if SAME not in call.description)
        refused = [f"{call.method}: {call.description}" for call in calls]
        return (*map(str, self.fake.violations), *refused)


class SlackSide:
    """People who mention the app, each in a channel of their own."""

    early = False

    def __init__(self, fake: FakeSlack) -> None:
        self.fake = fake
        self.amina = fake.user("Amina")
        self.rooms: list[Channel] = []

    def settings(self) -> dict[str, str]:
        """Return what connects Isnad."""
        fake = self.fake
        given = {"BOT_TOKEN": fake.token, "APP_TOKEN": fake.app_token, "BASE_URL": fake.base_url}
        return {f"ISNAD_ADAPTERS__SLACK__{name}": value for name, value in given.items()}

    def asks(self, n: int, text: str) -> None:
        """Let somebody mention the app in the n-th channel."""
        while len(self.rooms) <= n:
            self.rooms.append(self.fake.channel(f"news-{len(self.rooms)}"))
        self.rooms[n].says(self.amina, f"{self.fake.bot} {text}")

    def listening(self) -> bool:
        """Whether the app is connected."""
        return bool(self.fake.sockets.open)

    async def heard(self) -> bool:
        """Whether all that was said is acknowledged; time passes until it is said again."""
        told = self.fake.deliveries
        assert told is not None
        left = [one for one in told.all if not one.ended.is_set()]
        due = [one.due for one in left if one.due is not None]
        if due and self.listening() and not any(one.under_way for one in left):
            await self.fake.passes(max(0.0, max(due) - self.fake.due()))
        return not left

    def chat(self, n: int) -> Chat:
        """Return the n-th channel."""
        return Chat("slack", self.rooms[n].id)

    def chats(self) -> Iterator[tuple[str, list[Told]]]:
        """Yield what was ever posted in each channel."""
        for room in self.rooms:
            mine = [m for m in room.messages if m.by_app]
            before = (tuple(edit.text for edit in m.edits) for m in mine)
            told = zip(mine, before, strict=True)
            yield room.name, [Told((*said, m.screen), not m.deleted) for m, said in told]

    def wrong(self) -> tuple[str, ...]:
        """Return what the server refused or had to complain of."""
        refused = [f"{call.method}: {call.error}" for call in self.fake.refused]
        return (*map(str, self.fake.violations), *refused)
