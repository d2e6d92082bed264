import asyncio

import pytest

from bot.errors import StoreError, StoreLockedError
from bot.store.group import MOST, Gathered, Group


class Disk:
    """A commit that takes a while, writes down what it committed, and fails as told."""

    def __init__(self):
        self.commits = []
        self.failures = []

    async def commit(self, work):
        done = []
        work(done)
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.commits.append(done)


@pytest.fixture
def disk():
    return Disk()


def put(value):
    def work(done):
        done.append(value)
        return value

    return work


def fail(done):
    raise ValueError("mine")


async def test_a_caller_gets_what_its_work_returned(disk):
    assert await Group(disk.commit).run(put("x")) == "x"


async def test_writes_that_wait_for_one_commit_share_the_next(disk):
    group = Group(disk.commit)
    assert await asyncio.gather(*(group.run(put(n)) for n in range(500))) == list(range(500))
    assert len(disk.commits) == 1


async def test_writes_during_a_commit_go_into_the_one_after_it(disk):
    group = Group(disk.commit)
    first = asyncio.create_task(group.run(put("first")))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.gather(first, *(group.run(put(n)) for n in range(3)))
    assert disk.commits == [["first"], [0, 1, 2]]


async def test_the_order_of_writes_is_kept(disk):
    group = Group(disk.commit)
    await asyncio.gather(*(group.run(put(n)) for n in range(2 * MOST + 1)))
    assert [n for commit in disk.commits for n in commit] == list(range(2 * MOST + 1))
    assert [len(commit) for commit in disk.commits] == [MOST, MOST, 1]


async def test_only_the_one_at_fault_hears_of_its_failure(disk):
    group = Group(disk.commit)
    done = await asyncio.gather(
        group.run(put(1)), group.run(fail), group.run(put(2)), return_exceptions=True
    )
    assert [type(d) for d in done] == [int, ValueError, int]
    assert sorted(n for commit in disk.commits for n in commit) == [1, 2]


async def test_a_refused_row_is_the_fault_of_one(disk):
    disk.failures = [StoreError(detail="unique")]
    group = Group(disk.commit)
    assert await asyncio.gather(group.run(put(1)), group.run(put(2))) == [1, 2]


async def test_a_locked_database_fails_all_who_wait_after_one_attempt(disk):
    disk.failures = [StoreLockedError()]
    group = Group(disk.commit)
    done = await asyncio.gather(*(group.run(put(n)) for n in range(5)), return_exceptions=True)
    assert [type(d) for d in done] == [StoreLockedError] * 5
    assert disk.commits == []


async def test_it_goes_on_after_a_failure(disk):
    disk.failures = [StoreLockedError()]
    group = Group(disk.commit)
    with pytest.raises(StoreLockedError):
        await group.run(put("lost"))
    assert await group.run(put("kept")) == "kept"


async def test_a_caller_that_leaves_does_not_stop_the_others(disk):
    group = Group(disk.commit)
    leaver = asyncio.create_task(group.run(put("left")))
    stayer = asyncio.create_task(group.run(put("stayed")))
    await asyncio.sleep(0)
    leaver.cancel()
    assert await stayer == "stayed"


async def test_closing_waits_for_what_was_handed_in(disk):
    group = Group(disk.commit)
    last = asyncio.create_task(group.run(put("last")))
    await asyncio.sleep(0)
    await group.close()
    assert disk.commits == [["last"]]
    assert await last == "last"


class Table:
    """Writes items by statements, and fails at one that is wrong."""

    def __init__(self, disk):
        self.group = Group(disk.commit)
        self.statements = []

    def write(self, done, items):
        self.statements.append(list(items))
        if "wrong" in items:
            raise ValueError("wrong")
        done += items
        return [item * 2 for item in items]

    def gathered(self):
        return Gathered(self.group.run, self.write)


async def test_writes_of_one_kind_share_a_statement(disk):
    table = Table(disk)
    gathered = table.gathered()
    assert await asyncio.gather(*map(gathered.run, "abc")) == ["aa", "bb", "cc"]
    assert table.statements == [["a", "b", "c"]]
    assert await gathered.run("d") == "dd"
    assert disk.commits == [["a", "b", "c"], ["d"]]


async def test_who_comes_while_a_statement_runs_is_in_the_next(disk):
    table = Table(disk)
    gathered = table.gathered()
    first = asyncio.create_task(gathered.run("a"))
    while not table.statements:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert await gathered.run("b") == "bb"
    assert await first == "aa"
    assert table.statements == [["a"], ["b"]]


async def test_an_item_that_is_wrong_harms_no_other(disk):
    gathered = Table(disk).gathered()
    told = await asyncio.gather(*map(gathered.run, ["a", "wrong", "b"]), return_exceptions=True)
    assert (told[0], told[2]) == ("aa", "bb")
    assert isinstance(told[1], ValueError)


async def test_nobody_tries_alone_what_a_locked_database_did_not_take(disk):
    table = Table(disk)
    disk.failures.append(StoreLockedError(place="x", detail="locked"))
    told = await asyncio.gather(*map(table.gathered().run, "ab"), return_exceptions=True)
    assert [type(error) for error in told] == [StoreLockedError] * 2
    assert table.statements == [["a", "b"]]


async def test_a_caller_that_left_keeps_no_other_waiting(disk):
    gathered = Table(disk).gathered()
    gone, stays = (asyncio.create_task(gathered.run(item)) for item in "ab")
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "bb"
    assert disk.commits == [["a", "b"]]


async def test_who_comes_while_a_thread_begins_a_statement_is_in_it_or_in_the_next():
    written = []

    def work(connection, items):
        done = list(items)
        written.extend(done)
        return [item * 2 for item in done]

    async def write(work):
        return await asyncio.to_thread(work, None)

    gathered = Gathered(write, work)

    async def caller(first):
        for item in range(first, first + 100):
            assert await gathered.run(item) == item * 2

    await asyncio.gather(*(caller(first) for first in range(0, 1000, 100)))
    assert sorted(written) == list(range(1000))


async def test_a_transaction_that_never_began_stops_nothing_for_good():
    failures = [StoreLockedError(place="a file", detail="locked")]

    async def write(work):
        if failures:
            raise failures.pop()
        return work(None)

    gathered = Gathered(write, lambda connection, items: [item.upper() for item in items])
    with pytest.raises(StoreLockedError):
        await gathered.run("a")
    assert await gathered.run("a") == "A"
