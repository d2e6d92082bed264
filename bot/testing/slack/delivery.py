"""What the platform tells the app, until it is acknowledged or given up.

An acknowledgement is due in three seconds. Events are retried at once, after one minute and after
five (docs.slack.dev/apis/events-api#retries); commands and interactions are not. Time is the
server's own: nothing here sleeps.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.testing.patience import PATIENCE
from bot.testing.slack.ledger import Ack, Json

ACK_SECONDS: Final = 3.0
RETRIES: Final = (0.0, 60.0, 300.0)
EVENTS, COMMANDS, INTERACTIVE = "events_api", "slash_commands", "interactive"


@dataclass(slots=True, eq=False)
class Delivery:
    """A payload on its way. ``failures`` are the reasons of the attempts that failed."""

    kind: str
    payload: Json
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    on_ack: Callable[[Json], None] | None = None
    on_fail: Callable[[str], None] | None = None  # given up
    attempt: int = 0  # number of the retry, as the platform counts
    failures: list[str] = field(default_factory=list)
    due: float | None = None  # when to try again
    deadline: float | None = None  # while an attempt is under way
    started: float = 0.0  # of the attempt, on the loop's clock
    ack: Ack | None = None
    task: asyncio.Task[None] | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def reason(self) -> str:
        """Why it is tried again, as ``x-slack-retry-reason`` says it."""
        return self.failures[-1] if self.failures else ""

    @property
    def under_way(self) -> bool:
        """Whether an answer is awaited."""
        return not self.ended.is_set() and self.deadline is not None

    async def acked(self, seconds: float = PATIENCE) -> Ack | None:
        """Wait for the acknowledgement; ``None`` if the platform gave up. TimeoutError."""
        async with asyncio.timeout(seconds):
            await self.ended.wait()
        return self.ack


class Carrier(Protocol):
    """A way to the app."""

    async def carry(self, delivery: Delivery) -> tuple[Json, str]:
        """Return the app's answer and the name of the way, however long it takes.

        Raises ``UndeliveredError``.
        """
        ...


class UndeliveredError(Exception):
    """An attempt that failed; ``final`` if the app asked not to be told again."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.final = final


@dataclass(eq=False)
class Deliveries:
    """All deliveries; ``now`` gives seconds and ``carrier`` the way that is in use."""

    now: Callable[[], float]
    carrier: Callable[[], Carrier]
    notify: Callable[[], None] = lambda: None  # called when a delivery has ended
    acks: list[Ack] = field(default_factory=list)
    all: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._open: set[Delivery] = set()

    def send(self, delivery: Delivery) -> Delivery:
        """Start to deliver."""
        self.all.append(delivery)
        self._open.add(delivery)
        self._try(delivery)
        return delivery

    async def tick(self) -> None:
        """End attempts whose time is over, and begin those that are due."""
        await asyncio.sleep(0)  # who has not begun cannot be late
        now = self.now()
        late = [d.task for d in self._open if d.task and d.deadline and now >= d.deadline]
        for task in late:
            task.cancel("late")
        await asyncio.gather(*late, return_exceptions=True)
        for delivery in tuple(self._open):
            if delivery.due is not None and now >= delivery.due:
                self._try(delivery)

    async def settle(self, seconds: float = PATIENCE) -> None:
        """Wait until no answer is awaited; retries that lie in the future stay. TimeoutError."""
        async with asyncio.timeout(seconds):
            while tasks := [d.task for d in self._open if d.under_way and d.task]:
                await asyncio.wait(tasks)
                await asyncio.sleep(0)

    async def close(self) -> None:
        """Stop all attempts."""
        tasks = [d.task for d in self._open if d.task is not None]
        self._open.clear()
        for task in tasks:
            task.cancel("closed")
        await asyncio.gather(*tasks, return_exceptions=True)

    def _try(self, delivery: Delivery) -> None:
        loop = asyncio.get_running_loop()
        delivery.due = None
        delivery.deadline = self.now() + ACK_SECONDS
        delivery.started = loop.time()
        delivery.task = loop.create_task(self._attempt(delivery))

    async def _attempt(self, delivery: Delivery) -> None:
        try:
            answer, via = await self.carrier().carry(delivery)
        except asyncio.CancelledError:
            if delivery in self._open:
                self._failed(delivery, "http_timeout", final=False)
        except UndeliveredError as error:
            self._failed(delivery, error.reason, final=error.final)
        else:
            self._acked(delivery, answer, via)

    def _acked(self, delivery: Delivery, answer: Json, via: str) -> None:
        seconds = asyncio.get_running_loop().time() - delivery.started
        ack = Ack(delivery.id, delivery.kind, seconds, delivery.attempt, via, answer)
        delivery.ack = ack
        self.acks.append(ack)
        self._end(delivery)
        if delivery.on_ack is not None:
            delivery.on_ack(answer)

    def _failed(self, delivery: Delivery, reason: str, *, final: bool) -> None:
        delivery.failures.append(reason)
        delivery.deadline = None
        if final or delivery.kind != EVENTS or delivery.attempt >= len(RETRIES):
            self._end(delivery)
            if delivery.on_fail is not None:
                late = reason == "http_timeout"
                delivery.on_fail("operation_timeout" if late else "dispatch_failed")
            return
        wait = RETRIES[delivery.attempt]
        delivery.attempt += 1
        delivery.due = self.now() + wait
        if not wait:
            self._try(delivery)

    def _end(self, delivery: Delivery) -> None:
        self._open.discard(delivery)
        delivery.deadline = delivery.due = None
        delivery.ended.set()
        self.notify()
