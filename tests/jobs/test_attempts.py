"""What comes of a failure: tried again, when, how often."""

import pytest

from bot import errors
from bot.jobs.attempts import FAULT, Attempts, Backoff, Failure, failure_of, insist, pause
from bot.model import Chat, Note, Problem, ProblemKind, Task, TaskKind, TaskState
from bot.testing.nouns import READ


@pytest.mark.parametrize(
    "error",
    [
        errors.ModelBusyError(),
        errors.ModelTimeoutError(),
        errors.ModelQuotaError(),
        errors.StoreLockedError(),
        errors.StoreUnreachableError(),
        errors.StoreFullError(),
        ValueError("a bug"),
    ],
    ids=lambda e: type(e).__name__,
)
def test_what_may_pass_is_tried_again(error):
    assert pause(failure_of(error), 0, 0.5) > 0


@pytest.mark.parametrize(
    "error",
    [
        errors.ModelKeyError(),
        errors.ModelUnknownError(),
        errors.ModelRefusalError(),
        errors.ModelContextError(),
        errors.ModelError(status=400),
        errors.ConfigError(detail="x"),
        errors.StoreCorruptError(),
        errors.ReadError(Problem("x", ProblemKind.NOT_FOUND)),
    ],
    ids=lambda e: type(e).__name__,
)
def test_what_will_not_pass_is_not_tried_again(error):
    failure = failure_of(error)
    assert pause(failure, 0, 0.5) is None
    assert failure.note == error.note


def test_pauses_double_up_to_the_longest_until_there_are_enough():
    failure = Failure(Note("x"), Backoff(first=10, longest=60, most=5))
    assert [pause(failure, n, 0.5) for n in range(6)] == [10, 20, 40, 60, 60, None]


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 7.5), (0.5, 10), (1.0, 12.5)])
def test_chance_spreads_pauses_by_a_quarter(chance, seconds):
    assert pause(Failure(Note("x"), Backoff(10, 60, 5)), 0, chance) == seconds


@pytest.mark.parametrize(
    ("wanted", "least", "most"), [(90, 90, 90), (1, 3.75, 6.25), (1e9, 3600, 3600), ("soon", 3, 7)]
)
def test_a_server_that_asks_for_time_gets_it_within_reason(wanted, least, most):
    error = errors.ModelBusyError(retry_after=wanted)
    assert least <= pause(failure_of(error), 0, 0.5) <= most


def test_an_unforeseen_error_tells_people_nothing_of_itself():
    failure = failure_of(ValueError("a private word"))
    assert failure == Failure(Note("error.unexpected"), FAULT)


async def test_a_call_is_made_until_the_store_is_back(monkeypatch):
    monkeypatch.setattr("bot.jobs.attempts._FIRST_KNOCK", 0)
    faults = [errors.StoreUnreachableError(), errors.StoreLockedError()]

    async def call():
        if faults:
            raise faults.pop()
        return "done"

    assert await insist(call) == "done"


@pytest.mark.parametrize("error", [errors.StoreCorruptError(), errors.LostError(), ValueError()])
async def test_a_call_that_will_never_do_is_made_once(error):
    calls = []

    async def call():
        calls.append(1)
        raise error

    with pytest.raises(type(error)):
        await insist(call)
    assert calls == [1]


class Book:
    """Tasks that only note how attempts end."""

    def __init__(self):
        self.noted = []

    async def end(self, task, state, reason=None):
        self.noted.append(("end", state))

    async def hand_back(self, task, due, reason=None):
        self.noted.append(("back", reason))


@pytest.mark.parametrize(
    ("error", "noted"),
    [
        (None, [("end", TaskState.DONE)]),
        (errors.LostError(), []),  # the row is another attempt's, whatever its number
        (errors.ModelBusyError(), [("back", errors.ModelBusyError().note)]),
    ],
    ids=lambda v: type(v).__name__,
)
async def test_what_is_noted_of_an_attempt(error, noted):
    async def work(task):
        if error:
            raise error

    async def gave_up(task, reason):
        raise AssertionError

    book = Book()
    task = Task("t", TaskKind.BRIEF, Chat("telegram", "1"), b"", READ, attempt=1)
    await Attempts(book, lambda: READ).do(task, work, gave_up)
    assert book.noted == noted


async def test_who_takes_over_while_a_task_is_given_up_keeps_it():
    async def work(task):
        raise errors.ConfigError(detail="x")

    async def gave_up(task, reason):
        raise errors.LostError

    book = Book()
    task = Task("t", TaskKind.BRIEF, Chat("telegram", "1"), b"", READ, attempt=1)
    await Attempts(book, lambda: READ).do(task, work, gave_up)
    assert book.noted == []
