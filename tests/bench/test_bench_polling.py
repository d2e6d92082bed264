"""The bench of polling measures what it says."""

import pytest

from bench import polling


async def test_feeds_bring_their_entries_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "ENTRIES", 3)
    first, second = await polling.rounds(4)
    assert (first.feeds, first.entries, second.entries) == (4, 12, 0)
    assert min(first.seconds, second.seconds, first.pause) > 0


def test_a_feed_is_always_the_same_one() -> None:
    assert polling.feed(3) == polling.feed(3) != polling.feed(4)
