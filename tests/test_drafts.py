"""A person's draft against its sources."""

import pytest

from bot.drafts import check_draft, statements
from bot.model import Label
from bot.testing.nouns import make_story

STORY = make_story()


async def _labels(text: str) -> list[Label]:
    claims = await check_draft(text, STORY, None)
    return [claim.verdict.label for claim in claims if claim.verdict]


def test_a_draft_is_cut_into_its_sentences_headings_left_out() -> None:
    text = "The bridge\n\nIt opened on Monday. The mayor, Sami Haddad, spoke."
    text += "\nوقال إن الكلفة كبيرة جدا."
    assert [list(claim.text.items()) for claim in statements(text)] == [
        [("en", "It opened on Monday.")],
        [("en", "The mayor, Sami Haddad, spoke.")],
        [("ar", "وقال إن الكلفة كبيرة جدا.")],
    ]


async def test_a_sentence_that_a_source_carries_holds() -> None:
    assert await _labels("Mayor Sami Haddad said the bridge had cost 14 million dinars.") == [
        Label.SUPPORTED
    ]


async def test_a_sentence_is_held_against_the_source_that_has_it() -> None:
    """The Arabic source says 12 million, the English one 14: each sentence finds its own."""
    claims = await check_draft("قال رئيس البلدية إن كلفة الجسر بلغت 12 مليون دينار.", STORY, None)
    assert [(c.verdict.label, c.citations[0].paragraph) for c in claims if c.verdict] == [
        (Label.SUPPORTED, "a1.p2")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Sami Haddad said the bridge had cost 41 million dinars.",
        "قال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت 15 مليون دينار.",
        "Zebras graze on green northern hills.",
    ],
)
async def test_what_no_source_carries_does_not_hold(text: str) -> None:
    assert await _labels(text) == [Label.UNSUPPORTED]
