"""Grouping many short entries: what is looked at must grow with their number, not its square."""

from itertools import combinations, count

import pytest

from bot.story.bridge import Marks
from bot.story.grouping import groups
from bot.story.likeness import Likeness
from bot.story.linkage import linkage
from bot.story.terms import Profile


def profiles(events: int, reports: int, name: str = "term") -> list[Profile]:
    """Entries that share six rare terms with their event and two common ones with everybody."""
    terms = count()
    found = []
    for _ in range(events):
        about = [f"{name}{next(terms)}" for _ in range(6)]
        for _ in range(reports):
            own = [f"{name}{next(terms)}" for _ in range(4)]
            shares = dict.fromkeys(about + own, 0.002) | {"minister": 0.15, "today": 0.3}
            found.append(Profile(dict.fromkeys(shares, 1.0), shares, frozenset(about[:3])))
    return found


def test_only_pairs_that_share_something_telling_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[tuple[int, int]] = []

    def of(alike: Likeness, i: int, j: int) -> float:
        compared.append((i, j))
        return float(i // 3 == j // 3)

    monkeypatch.setattr(Likeness, "of", of)
    groups(profiles(events=200, reports=3), [None] * 600)
    assert set(compared) == {
        pair for n in range(0, 600, 3) for pair in combinations(range(n, n + 3), 2)
    }
    assert len(compared) == len(set(compared))


def test_many_entries_come_back_by_event() -> None:
    found = groups(profiles(events=200, reports=3), [None] * 600)
    assert found == tuple((n, n + 1, n + 2) for n in range(0, 600, 3))


def test_groups_join_by_their_average_not_by_their_nearest_articles() -> None:
    pairs = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.5, (0, 2): 0.0, (0, 3): 0.0, (1, 3): 0.0}
    assert sorted(map(sorted, linkage(4, pairs, 0.3))) == [[0, 1], [2, 3]]


def test_a_story_that_everybody_tells_comes_back_whole() -> None:
    told = profiles(events=1, reports=200) + profiles(events=100, reports=2, name="other")
    found = groups(told, [None] * 400)
    assert found[0] == tuple(range(200))
    assert set(map(len, found[1:])) == {2}


def test_two_languages_meet_among_many_entries() -> None:
    def sign(event: int, language: str) -> Marks:
        counts = dict.fromkeys(
            (f"places {event % 7}", f"things {event % 11}", f"figure {event}"), 1.0
        )
        shares = {mark: 0.1 if mark[0] == "p" else 0.01 for mark in counts}
        return Marks(language, counts, shares, {}, frozenset())

    marked = [sign(n // 2, ("ar", "en")[n % 2]) for n in range(400)]
    empty = Profile({}, {}, frozenset())
    found = groups([empty] * 400, marked)
    assert found == tuple((n, n + 1) for n in range(0, 400, 2))
