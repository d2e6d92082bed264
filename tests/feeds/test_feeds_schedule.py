"""When a feed is asked again, by what came of the last time."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from types import NoneType
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError, BrokenFeedError, HostileFeedError, NotAFeedError, ReadError
from bot.feeds.schedule import (
    SPREAD,
    Brought,
    Failed,
    Outcome,
    Pace,
    Told,
    Unchanged,
    after,
    failed,
    is_due,
)
from bot.model import Entry, Feed, Polled, Problem, ProblemKind, Trouble
from bot.testing.feeds import NOW

URL = "https://nour.example/feed"
KNOWN = Polled(URL, etag='"1"', modified="then", digest="d1", marks="m1", polled=NOW)
TOLD = Told(URL)
PACE = Pace()


def feed(*ids: str, pause: int | None = None, finished: bool = False) -> Feed:
    entries = tuple(Entry(id, "", id, "") for id in ids)
    return Feed(URL, "Nour", "", "en", entries, pause, finished)


def wait(polled: Polled, now: datetime = NOW) -> float:
    """Return the seconds until a feed is asked again."""
    assert polled.due is not None
    return (polled.due - now).total_seconds()


def close(seconds: float, wanted: float) -> bool:
    """Whether a wait is what was wanted, and what is added so that feeds part."""
    return wanted <= seconds <= wanted * (1 + SPREAD) + 1


# --- how often -------------------------------------------------------------


def test_a_new_feed_is_asked_at_once_and_then_in_an_hour() -> None:
    assert is_due(Polled(URL), NOW)
    polled = after(Brought(TOLD, feed("a")), Polled(URL), NOW)
    assert close(wait(polled), 3600)
    assert (polled.changed, polled.polled) == (NOW, NOW)


def test_a_busy_feed_is_asked_more_often_down_to_ten_minutes() -> None:
    polled = Polled(URL)
    for n in range(9):
        polled = after(Brought(TOLD, feed(str(n))), polled, NOW)
    assert polled.interval == 600
    assert close(wait(polled), 600)


@pytest.mark.parametrize("outcome", [Unchanged(TOLD), Brought(TOLD, feed("a"))])
def test_a_quiet_feed_is_asked_less_often_up_to_twelve_hours(outcome: Outcome) -> None:
    polled = after(Brought(TOLD, feed("a")), Polled(URL), NOW)
    for _ in range(12):
        polled = after(outcome, polled, NOW + timedelta(hours=1))
    assert polled.interval == 12 * 3600
    assert polled.changed == NOW


def test_entries_in_another_order_are_nothing_new() -> None:
    polled = after(Brought(TOLD, feed("a", "b")), Polled(URL), NOW)
    later = after(Brought(TOLD, feed("b", "a")), polled, NOW)
    assert later.interval > polled.interval


def test_the_bounds_can_be_set() -> None:
    pace = Pace(60, 300)
    assert close(wait(after(Unchanged(TOLD), KNOWN, NOW, pace)), 300)
    assert close(wait(after(Failed(Trouble.SILENT), KNOWN, NOW, pace)), 60)


# --- what the site wishes --------------------------------------------------


@pytest.mark.parametrize(
    ("pause", "max_age", "seconds"),
    [
        (None, None, 3600),
        (7200, None, 7200),
        (None, 7200, 7200),
        (7200, 9000, 9000),
        (60, 60, 3600),
        (10**6, None, 12 * 3600),
        (None, 86400, 12 * 3600),
    ],
)
def test_a_site_may_ask_for_longer_but_not_for_ever(
    pause: int | None, max_age: int | None, seconds: int
) -> None:
    outcome = Brought(replace(TOLD, max_age=max_age), feed("a", pause=pause))
    assert close(wait(after(outcome, Polled(URL), NOW)), seconds)


def test_a_feeds_own_pause_holds_while_it_is_unchanged() -> None:
    polled = after(Brought(TOLD, feed("a", pause=36_000)), Polled(URL), NOW)
    assert close(wait(after(Unchanged(TOLD), polled, NOW)), 36_000)


@pytest.mark.parametrize(
    ("asked", "seconds"), [(None, 600), (5, 600), (5000, 5000), (86400, 86400)]
)
def test_retry_after_is_kept(asked: int | None, seconds: int) -> None:
    assert close(wait(after(Failed(Trouble.SILENT, asked), KNOWN, NOW)), seconds)


# --- failures --------------------------------------------------------------


def test_after_failures_the_wait_doubles_up_to_twelve_hours() -> None:
    polled = KNOWN
    for seconds in (600, 1200, 2400, 4800, 9600, 19_200, 38_400, 43_200, 43_200):
        polled = after(Failed(Trouble.SILENT), polled, NOW)
        assert close(wait(polled), seconds)


def test_trouble_is_remembered_from_its_beginning_and_forgotten_at_its_end() -> None:
    first = after(Failed(Trouble.SILENT), KNOWN, NOW)
    second = after(Failed(Trouble.REFUSED), first, NOW + timedelta(hours=1))
    assert (second.trouble, second.since, second.failures) == (Trouble.REFUSED, NOW, 2)
    assert second.note is not None
    assert second.note.key == "feed.refused"
    well = after(Unchanged(TOLD), second, NOW)
    assert (well.trouble, well.since, well.failures, well.note) == (Trouble.NONE, None, 0, None)


def test_a_failure_keeps_what_is_known_of_the_feed() -> None:
    polled = after(Failed(Trouble.SILENT), KNOWN, NOW)
    assert (polled.etag, polled.modified, polled.digest) == ('"1"', "then", "d1")
    assert polled.interval == KNOWN.interval


@pytest.mark.parametrize("outcome", [Failed(Trouble.GONE), Brought(TOLD, feed(finished=True))])
def test_what_has_gone_or_ended_is_not_asked_again(outcome: Outcome) -> None:
    polled = after(outcome, KNOWN, NOW)
    assert (polled.stopped, polled.due, polled.since) == (True, None, NOW)
    assert polled.note is not None
    assert not is_due(polled, NOW + timedelta(days=1000))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ReadError(Problem(URL, ProblemKind.NOT_FOUND, {"status": 410})), Failed(Trouble.GONE)),
        (ReadError(Problem(URL, ProblemKind.NOT_FOUND, {"status": 404})), Failed(Trouble.MISSING)),
        (
            ReadError(Problem(URL, ProblemKind.UNAVAILABLE, {"status": 429, "retry_after": 60})),
            Failed(Trouble.SILENT, 60),
        ),
        (ReadError(Problem(URL, ProblemKind.TIMEOUT)), Failed(Trouble.SILENT)),
        (ReadError(Problem(URL, ProblemKind.REFUSED)), Failed(Trouble.REFUSED)),
        (ReadError(Problem(URL, ProblemKind.TLS)), Failed(Trouble.UNSAFE)),
        (ReadError(Problem(URL, ProblemKind.TOO_LARGE)), Failed(Trouble.UNREADABLE)),
        (NotAFeedError(source=URL), Failed(Trouble.NO_FEED)),
        (HostileFeedError(source=URL), Failed(Trouble.UNREADABLE)),
        (BrokenFeedError(source=URL), Failed(Trouble.UNREADABLE)),
        (BotError(), Failed(Trouble.UNREADABLE)),
    ],
)
def test_errors_are_troubles(error: BotError, outcome: Failed) -> None:
    assert failed(error) == outcome


# --- what is kept ----------------------------------------------------------


def test_validators_are_those_of_the_last_answer() -> None:
    polled = after(Brought(Told(URL, '"2"', "", "d2"), feed("a")), KNOWN, NOW)
    assert (polled.etag, polled.modified, polled.digest) == ('"2"', "", "d2")


def test_an_unchanged_feed_keeps_the_validators_that_are_not_said_again() -> None:
    polled = after(Unchanged(Told(URL, '"2"')), KNOWN, NOW)
    assert (polled.etag, polled.modified, polled.digest) == ('"2"', "then", "d1")


def test_a_feed_that_has_moved_for_good_is_followed_there() -> None:
    new = "https://new.example/feed"
    assert after(Unchanged(Told(new)), KNOWN, NOW).url == new


def test_feeds_that_were_followed_together_part() -> None:
    feeds = [Polled(f"https://nour.example/{n}") for n in range(50)]
    due = {after(Unchanged(Told(f.url)), f, NOW).due for f in feeds}
    assert len(due) > 40


def test_how_a_feed_stands_is_easy_to_store() -> None:
    hints = get_type_hints(Polled)
    plain = {t for f in fields(Polled) for t in (get_args(hints[f.name]) or (hints[f.name],))}
    assert plain <= {str, int, bool, datetime, NoneType, Trouble}


OUTCOMES = st.one_of(
    st.builds(Failed, st.sampled_from(list(Trouble)[3:]), st.none() | st.integers(0, 86400)),
    st.builds(Unchanged, st.builds(Told, st.just(URL), max_age=st.integers(0, 10**9))),
    st.builds(
        lambda ids, pause: Brought(TOLD, feed(*ids, pause=pause)),
        st.lists(st.sampled_from("abc"), max_size=3),
        st.integers(0, 10**9),
    ),
)


@given(st.lists(OUTCOMES, max_size=30))
def test_whatever_happens_the_next_time_is_within_bounds(outcomes: list[Outcome]) -> None:
    polled, now = Polled(URL), NOW
    for outcome in outcomes:
        polled = after(outcome, polled, now)
        seconds = wait(polled, now)
        assert PACE.shortest <= seconds <= 86400 * (1 + SPREAD)
        assert PACE.shortest <= polled.interval <= PACE.longest
        now += timedelta(seconds=seconds)
