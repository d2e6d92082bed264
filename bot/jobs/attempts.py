"""One attempt of a task: the work, its deadline, and what comes of a failure."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias, TypeVar

import structlog

from bot.errors import (
    BotError,
    LostError,
    ModelBusyError,
    ModelQuotaError,
    ModelTimeoutError,
    StoreError,
)
from bot.model import Note, Task, TaskState
from bot.ports import Tasks

log = structlog.get_logger()

T = TypeVar("T")
Work: TypeAlias = Callable[[Task], Awaitable[None]]
GaveUp: TypeAlias = Callable[[Task, Note], Awaitable[None]]

DEADLINE: Final = 900.0
"""Seconds for one attempt: a brief of many long articles with a slow model takes a few minutes."""

MOST_LOSSES: Final = 5
"""A task over which its process died so often is the reason for it."""

_LONGEST = 3600.0  # seconds: what a server asks for beyond that is not waited for
_FIRST_KNOCK, _LAST_KNOCK = 0.1, 5.0  # seconds between two tries to reach the store


@dataclass(frozen=True, slots=True)
class Backoff:
    """How a kind of failure is tried again: up to ``most`` times.

    ``first`` are the seconds before the first of them, doubled for each further one up to
    ``longest``.
    """

    first: float
    longest: float
    most: int


NEVER = Backoff(0, 0, 0)
FAULT = Backoff(5, 60, 3)

_BACKOFFS: tuple[tuple[type[BotError], Backoff], ...] = (
    (ModelQuotaError, Backoff(300, 3600, 3)),  # somebody has to pay first
    (ModelBusyError, Backoff(5, 300, 15)),  # an outage of about an hour
    (ModelTimeoutError, Backoff(5, 300, 6)),  # each try takes its time as well
    (StoreError, Backoff(1, 60, 60)),
)
_RETRYABLE = Backoff(5, 300, 10)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt failed, in words for people, and how it is tried again."""

    note: Note
    backoff: Backoff
    after: float = 0.0  # seconds that a server asked for


def failure_of(error: Exception) -> Failure:
    """Return what an error means for its task.

    What a person has to mend first (a wrong key, an unknown model) is not tried again; what may
    pass is; an error that nobody foresaw a few times, in case it does.
    """
    if not isinstance(error, BotError):
        return Failure(Note("error.unexpected"), FAULT)
    known = next((b for kind, b in _BACKOFFS if isinstance(error, kind)), _RETRYABLE)
    mended = error.retryable or isinstance(error, ModelQuotaError)
    wanted = error.values.get("retry_after", 0.0)
    after = float(wanted) if isinstance(wanted, int | float) else 0.0
    return Failure(error.note, known if mended else NEVER, after)


def pause(failure: Failure, failures: int, chance: float) -> float | None:
    """Return the seconds before the next try, ``None`` if there is to be none.

    ``failures`` counts those before this one; ``chance`` (0 to 1) spreads tries that failed
    together by a quarter either way.
    """
    backoff = failure.backoff
    if failures >= backoff.most:
        return None
    grown: float = min(backoff.longest, backoff.first * 2.0 ** min(failures, 30))
    return max(min(failure.after, _LONGEST), grown * (0.75 + chance / 2))


class Attempts:
    """Does attempts with ``tasks`` as the book of them; ``now`` is the clock, aware."""

    def __init__(
        self,
        tasks: Tasks,
        now: Callable[[], datetime],
        deadline: float = DEADLINE,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._tasks = tasks
        self._now = now
        self._deadline = deadline
        self._chance = chance

    async def do(self, task: Task, work: Work, gave_up: GaveUp) -> None:
        """Do an attempt to its end and note what came of it; raises nothing but a cancellation."""
        with structlog.contextvars.bound_contextvars(task=task.key, attempt=task.attempt):
            try:
                if task.losses >= MOST_LOSSES:
                    await self._give_up(task, Note("error.crashed"), gave_up)
                elif failure := await self._try(task, work):
                    await self._fail(task, failure, gave_up)
                else:  # whatever the work forgot to end is over too
                    await insist(lambda: self._tasks.end(task, TaskState.DONE))
            except LostError:
                log.info("task taken over")

    async def _fail(self, task: Task, failure: Failure, gave_up: GaveUp) -> None:
        seconds = pause(failure, task.failures, self._chance())
        if seconds is None:
            await self._give_up(task, failure.note, gave_up)
            return
        log.warning("task failed", reason=failure.note.key, again_in=round(seconds, 1))
        due = self._now() + timedelta(seconds=seconds)
        await insist(lambda: self._tasks.hand_back(task, due, failure.note))

    async def _try(self, task: Task, work: Work) -> Failure | None:
        try:
            async with asyncio.timeout(self._deadline) as limit:
                await work(task)
        except LostError:
            raise
        except BotError as error:
            return failure_of(error)
        except Exception as error:
            if isinstance(error, TimeoutError) and limit.expired():
                return Failure(Note("error.deadline"), FAULT)
            log.exception("task failed")
            return failure_of(error)
        return None

    async def _give_up(self, task: Task, reason: Note, gave_up: GaveUp) -> None:
        """Tell of it first: who is stopped in between tells it again, under the same key."""
        log.warning("task given up", reason=reason.key)
        try:
            await insist(lambda: gave_up(task, reason))
        except LostError:
            raise
        except Exception:
            log.exception("not told that a task was given up")
        await insist(lambda: self._tasks.end(task, TaskState.DEAD, reason))


async def insist(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call until the store does it; errors that will not pass come through."""
    knock = _FIRST_KNOCK
    while True:
        try:
            return await call()
        except StoreError as error:
            if not error.retryable:
                raise
            log.warning("the store is away", reason=error.key)
        await asyncio.sleep(knock)
        knock = min(_LAST_KNOCK, knock * 2)
