"""A judge in process, the ready-made story, and short claims on it."""

from collections.abc import Callable

import pytest

from bot.model import Citation, Claim, Section, Sides, Story
from bot.testing.judge import Bench
from bot.testing.nouns import make_story


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def story() -> Story:
    """The ready-made story: a1 in Arabic, a2 in English, two paragraphs each."""
    return make_story()


@pytest.fixture
def make() -> Callable[..., Claim]:
    def claim(id: str, text: Sides | str, *cited: str, quote: str = "") -> Claim:
        sides = text if not isinstance(text, str) else {"en": text}
        return Claim(
            id, Section.ANNOUNCEMENT, sides, tuple(Citation(c, quote) for c in cited or ("a1.p1",))
        )

    return claim
