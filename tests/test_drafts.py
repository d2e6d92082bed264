"""A person's draft against its sources."""

import pytest

from bot.drafts import check_draft, statements
from bot.model import Label, Story
from bot.render import as_text, draft_post
from bot.testing.nouns import make_article, make_story

STORY = make_story()
FERRY = Story(
    (
        make_article(
            "وقالت رئيسة البلدية لمى الصرفي في مؤتمر إن العبّارة ستُبحر غدا إلى جزيرة طيبة.",
            id="a1",
            language="ar",
        ),
        make_article(
            "Captain Odel Brenn said the ferry will sail at dawn and return by night.",
            id="a2",
            url="https://example.org/a2",
            language="en",
        ),
    )
)


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


@pytest.mark.parametrize(
    "said",
    [
        "فاز منتخب السلة بالكأس الذهبية.",
        "أعلن البنك المركزي خفض أسعار الفائدة.",
        "Scientists found a new frog in a rainforest.",
    ],
)
async def test_of_a_sentence_about_something_else_nothing_but_that_is_said(said: str) -> None:
    (claim,) = await check_draft(said, FERRY, None)
    assert claim.verdict
    assert [f.reason.key for f in claim.verdict.findings] == ["check.support.nothing"]
    assert not claim.citations


@pytest.mark.parametrize("said", ["العبّارة تبحر إلى الجزيرة غدا.", "The ferry returns by night."])
async def test_a_sentence_in_other_words_keeps_its_paragraph(said: str) -> None:
    (claim,) = await check_draft(said, FERRY, None)
    assert claim.citations


@pytest.mark.parametrize(
    ("said", "interface", "shown"),
    [
        ("Captain Odel Brenn said the ferry will sink.", "en", "are not in the paragraph: sink"),
        (
            "وقالت لمى الصرفي إن العبّارة ستُبحر غدا بلا رُبّان.",
            "ar",
            "كلمات منها ليست في الفقرة: بلا · رُبّان",
        ),
    ],
)
async def test_a_sentence_that_nobody_judged_is_not_shown_as_holding(
    said: str, interface: str, shown: str
) -> None:
    claims = await check_draft(said, FERRY, None)
    post = as_text(draft_post(claims, FERRY, interface, judged=False))
    assert ("nobody has judged" if interface == "en" else "لم يحكم أحد بصحتها") in post
    assert shown in post
