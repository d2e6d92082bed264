"""Who is cited beside the outlet that a claim was taken from: only who says the same."""

from collections.abc import Callable

import pytest

from bot.extract.drafting import draft
from bot.model import Article, Story

CLAIM = "Three divers drowned on Monday when a ferry struck the old pier of Vell, in Menad."
FILLER = "The weather over the strait has been calm for most of the week, sailors noted."


def counted(article: Callable[..., Article], other: str) -> bool:
    """Tell whether a claim cites both articles: the one of ``CLAIM`` and the one of ``other``."""
    story = Story(
        (
            article("a1", "Ferry strikes pier of Vell", (CLAIM, FILLER)),
            article("a2", "Pier of Vell struck by ferry", (other,)),
        )
    )
    claims = draft(story, ("en",)).claims
    assert claims
    return any({c.paragraph[:2] for c in claim.citations} == {"a1", "a2"} for claim in claims)


def test_an_outlet_that_says_the_same_is_cited(article: Callable[..., Article]) -> None:
    same = "Three divers drowned on Monday as a ferry struck the old pier of Vell in Menad."
    assert counted(article, same)


@pytest.mark.parametrize(
    "other",
    [
        "Four divers drowned on Monday when a ferry struck the old pier of Vell, in Menad.",
        "Three divers drowned on Friday when a ferry struck the old pier of Vell, in Menad.",
        "Three divers drowned on Monday when a ferry struck the old pier of Vell, in Sarvia.",
        "No divers drowned on Monday when a ferry struck the old pier of Vell, in Menad.",
        "A ferry struck the old pier of Vell, in Menad, and its owner has been questioned.",
        "Three divers drowned on Monday, a ferry struck the pier, Mayor Ann Lee of Vell said.",
    ],
)
def test_an_outlet_that_says_something_else_is_not(
    article: Callable[..., Article], other: str
) -> None:
    assert not counted(article, other)
