"""Whose turn it is, played through with a clock of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.traffic.turns import SOON, Rule, Scope, Ticket, Turns

ALL = Scope("", Rule(30, 1.0, kept=10, gap=0.01))
CHAT = Rule(1, 1.0)
GROUP = Rule(20, 60.0)


def scopes(chat: int) -> tuple[Scope, ...]:
    """What a call in a chat counts for; groups have numbers below zero."""
    group = (Scope(str(chat), GROUP),) if chat < 0 else ()
    return (ALL, *group, Scope(str(chat), CHAT))


class Play:
    """Chats that post one call after the other to a platform some way off.

    ``counted`` has when the platform counted each call, by chat.
    """

    def __init__(self, way: Callable[[], float], rates: Random) -> None:
        self.turns = Turns()
        self.now = 0.0
        self.counted: dict[int, list[float]] = defaultdict(list)
        self.busy: dict[int, float] = {}
        self._way = way
        self._rates = rates
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._n = count()
        self._then: dict[Ticket, Callable[[], None]] = {}

    def post(self, chat: int, calls: int, patience: float = 0.0) -> None:
        """Make so many calls in a chat, each when the one before is answered."""
        since = self.now

        def call(left: int) -> None:
            if left:
                ticket = Ticket(scopes(chat), since, patience)
                self._then[ticket] = lambda: self._call(ticket, chat, lambda: call(left - 1))
                self.turns.ask(ticket)

        call(calls)

    def at(self, time: float, do: Callable[[], None]) -> None:
        heappush(self._events, (time, next(self._n), do))

    def run(self) -> float:
        """Play to the end; return when the last call was counted."""
        while True:
            decided, again = self.turns.due(self.now)
            for ticket in decided:
                self._then.pop(ticket)()
            if decided:
                continue
            soonest = self._events[0][0] if self._events else None
            moments = [time for time in (again, soonest) if time is not None]
            if not moments:
                return max((t for times in self.counted.values() for t in times), default=0.0)
            self.now = max(self.now, min(moments))
            while self._events and self._events[0][0] <= self.now:
                heappop(self._events)[2]()

    def _call(self, ticket: Ticket, chat: int, then: Callable[[], None]) -> None:
        if ticket.granted is None:
            assert ticket.busy is not None
            self.busy[chat] = ticket.busy
            return
        way = self._way()
        self.counted[chat].append(self.now + way * self._rates.uniform(0.25, 0.75))

        def answered() -> None:
            self.turns.over(ticket, self.now)
            then()

        self.at(self.now + way, answered)


def most_within(times: Iterable[float], seconds: float) -> int:
    """Return the largest number of moments within any window of this length (half open)."""
    window: list[float] = []
    most = 0
    for time in sorted(times):
        window = [t for t in window if t > time - seconds] + [time]
        most = max(most, len(window))
    return most


def every(play: Play) -> Iterator[float]:
    for times in play.counted.values():
        yield from times


def fan_out(seed: int, fastest: float = 0.005, slowest: float = 0.04) -> Play:
    """600 people and 20 groups, each with a post that takes two calls, all due at once."""
    rates = Random(seed)
    play = Play(lambda: rates.uniform(fastest, slowest), rates)
    for chat in [*range(1, 601), *range(-20, 0)]:
        play.post(chat, 2)
    return play


@pytest.mark.parametrize(
    ("seed", "fastest", "slowest"), [(1, 0.0, 0.01), (2, 0.005, 0.04), (3, 0.06, 0.1)]
)
def test_many_posts_at_once_go_out_at_the_allowed_rate_and_no_faster(
    seed: int, fastest: float, slowest: float
) -> None:
    play = fan_out(seed, fastest, slowest)
    took = play.run()
    assert sum(map(len, play.counted.values())) == 1240
    assert 1240 / took >= 0.95 * 30
    assert most_within(every(play), 1.0) <= 30
    assert all(most_within(times, 1.0) == 1 for times in play.counted.values())


def test_a_group_is_told_no_more_than_it_may_hear_in_a_minute() -> None:
    rates = Random(1)
    play = Play(lambda: rates.uniform(0.005, 0.04), rates)
    for _ in range(3):
        play.post(-1, 20)
    took = play.run()
    assert most_within(play.counted[-1], 60.0) == 20
    assert took < 141


def test_a_chat_that_is_to_be_left_alone_costs_the_others_nothing() -> None:
    usual, disturbed = fan_out(1), fan_out(1)
    disturbed.turns.pause("5", 300.0)
    assert disturbed.run() <= 1.02 * usual.run()
    assert disturbed.busy == {5: 300.0}
    assert 5 not in disturbed.counted


def test_a_short_pause_is_waited_out() -> None:
    play = fan_out(1)
    play.turns.pause("700", 3.0)
    play.post(700, 1, patience=5.0)
    play.run()
    assert play.busy == {}
    assert play.counted[700][0] >= 3.0


def test_a_pause_of_everything_stops_everything() -> None:
    play = fan_out(1)
    play.at(2.0, lambda: play.turns.pause("", 12.0))
    play.run()
    assert not [t for t in every(play) if 2.1 < t < 12.0]
    assert len(play.busy) > 500


def test_what_began_first_is_finished_first() -> None:
    rates = Random(1)
    play = Play(lambda: 0.01, rates)
    for chat in range(1, 301):
        play.at(chat * 1e-6, partial(play.post, chat, 2))
    play.run()
    done = [times[1] for _, times in sorted(play.counted.items())]
    assert done[29] < 3.2, "the first thirty do not wait for the others to begin"


def test_a_chat_that_floods_waits_behind_the_others() -> None:
    rates = Random(1)
    play = Play(lambda: 0.01, rates)

    def flood(left: int) -> None:
        play.post(1, 1)
        if left:
            play.at(play.now + 0.1, lambda: flood(left - 1))

    flood(100)
    for n in range(60):
        play.at(n * 0.2, partial(play.post, 2 + n, 1))
    play.run()
    waited = [play.counted[2 + n][0] - n * 0.2 for n in range(60)]
    assert max(waited) < 0.1


def test_a_call_holds_its_place_until_it_is_answered() -> None:
    turns = Turns()
    first, second = Ticket(scopes(1), 0.0), Ticket(scopes(1), 0.0)
    turns.ask(first)
    turns.ask(second)
    assert turns.due(0.0) == ([first], None)
    assert turns.due(5.0) == ([], None)
    turns.over(first, 20.0)
    assert turns.due(20.0) == ([], 21.0)
    assert turns.due(21.0)[0] == [second]


def test_who_leaves_the_queue_takes_no_place() -> None:
    turns = Turns()
    first, second, third = (Ticket(scopes(1), float(n)) for n in range(3))
    for ticket in (first, second, third):
        turns.ask(ticket)
    turns.due(0.0)
    turns.over(second, 0.1)
    turns.over(first, 0.2)
    assert turns.due(1.3)[0] == [third]


def test_what_can_be_left_takes_no_place_that_others_need() -> None:
    turns = Turns()
    scope = Scope("", Rule(30, 1.0, kept=10))
    spare = [turns.spare(Ticket((scope,), 0.0), 0.0) for _ in range(30)]
    assert spare == [0.0] * 20 + [SOON] * 10
    content = [Ticket((scope,), 0.0) for _ in range(10)]
    for ticket in content:
        turns.ask(ticket)
    assert turns.due(0.0)[0] == content


def test_calls_do_not_begin_all_at_once() -> None:
    turns = Turns()
    scope = Scope("", Rule(30, 1.0, gap=0.01))
    first, second = Ticket((scope,), 0.0), Ticket((scope,), 0.0)
    turns.ask(first)
    turns.ask(second)
    assert turns.due(5.0) == ([first], 5.01)
    assert turns.spare(Ticket((scope,), 0.0), 5.0) == pytest.approx(0.01)
    assert turns.due(5.01)[0] == [second]


@given(
    st.lists(
        st.tuples(st.integers(-3, 8), st.integers(1, 4), st.floats(0, 3), st.floats(0, 3)),
        max_size=40,
    ),
    st.integers(0, 10_000),
)
def test_no_window_is_ever_too_full_and_nobody_is_forgotten(
    posts: list[tuple[int, int, float, float]], seed: int
) -> None:
    rates = Random(seed)
    play = Play(lambda: rates.uniform(0.0, 0.5), rates)
    for chat, calls, at, pause in posts:
        play.at(at, partial(play.post, chat, calls, patience=1000.0))
        if pause > 2:
            play.at(at, partial(play.turns.pause, str(chat), at + pause))
    play.run()
    assert sum(map(len, play.counted.values())) == sum(calls for _, calls, _, _ in posts)
    assert most_within(every(play), 1.0) <= 30
    for chat, times in play.counted.items():
        assert most_within(times, 1.0) <= 1
        assert chat >= 0 or most_within(times, 60.0) <= 20
