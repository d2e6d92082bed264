"""Text that was broken at a column, and what must not be joined."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.reading import read
from bot.article.wrapping import unwrapped
from bot.testing.pages import ARABIC, ENGLISH, NOW

MARKED = "الخطة «تراعي المباني التاريخية»، كما قالت العمدة، وتبقي الجسر مفتوحا طوال مدة العمل."


def wrapped(paragraphs: tuple[str, ...], width: int, between: str = "\n\n") -> str:
    return between.join(textwrap.fill(text, width, break_on_hyphens=False) for text in paragraphs)


def texts(text: str, name: str = "story.txt") -> list[str]:
    article = read(text.encode(), name, None, NOW).article
    assert article is not None
    return [p.text for p in article.paragraphs]


@pytest.mark.parametrize("name", ["story.txt", "story.md", ""])
@pytest.mark.parametrize("width", [60, 66, 72, 79, 100])
@pytest.mark.parametrize("paragraphs", [ENGLISH, (*ARABIC, MARKED)], ids=["en", "ar"])
def test_a_paragraph_that_was_broken_is_one_again(
    paragraphs: tuple[str, ...], width: int, name: str
) -> None:
    assert texts(wrapped(paragraphs, width), name) == [*paragraphs]


def test_without_blank_lines_a_short_line_ends_a_paragraph() -> None:
    text = "\n".join([wrapped(ENGLISH[:1], 72), wrapped(ENGLISH[1:2], 72)])
    assert texts(text)[0] == ENGLISH[0]


def test_the_title_stays_apart() -> None:
    text = f"Council backs repair of old bridge\n\n{wrapped(ENGLISH, 72)}"
    article = read(text.encode(), "story.txt", None, NOW).article
    assert article is not None
    assert article.title == "Council backs repair of old bridge"
    assert [p.text for p in article.paragraphs] == [*ENGLISH]


def test_items_of_a_list_stay_apart_and_their_own_lines_do_not() -> None:
    items = [
        "- The council votes on the plan in the first week of May, unless the mayor says no.",
        "- Work begins in June, when the river is low, and goes on until the rains of autumn.",
        "1. The bridge stays open to people on foot for as long as the engineers allow.",
    ]
    broken = [textwrap.fill(item, 72, subsequent_indent="  ") for item in items]
    lines = "\n".join([wrapped(ENGLISH, 72), "", *broken]).splitlines()
    assert unwrapped(lines)[-3:] == items


def test_headings_and_quoted_lines_are_kept_apart() -> None:
    quote = textwrap.indent(textwrap.fill(ENGLISH[1], 70), "> ")
    text = "\n".join(
        [wrapped(ENGLISH[:1], 72), "## What it costs", quote, "", wrapped(ENGLISH, 72)]
    )
    lines = unwrapped(text.splitlines())
    assert lines[:3] == [ENGLISH[0], "## What it costs", f"> {ENGLISH[1]}"]


VERSE = [
    "The river keeps the bridge for its own reasons,",
    "and I keep the bridge for mine,",
    "and neither of us has told the other",
    "what the stone is for.",
]
ARABIC_VERSE = [
    "على ضفة النهر القديم وقفنا نسائله   عن الجسر والأحجار والليل طائله",
    "فما قال إلا أن للماء عادة قديمة   وأن الذي يمضي مع الماء قائله",
    "وكنا إذا ما جاءنا الصيف راجعين إليه   يردد صوت العابرين مناهله",
]


@pytest.mark.parametrize(
    "lines",
    [
        VERSE,
        ARABIC_VERSE,
        ["A line that ends here, for a reason of its own,  ", "and one below it", ""] * 3,
        [*ENGLISH],
        [*ARABIC],
        ["| Year | Cost of the bridge in millions of dinars |", "| --- | --- |", "| 2025 | 12 |"],
        ["The mayor said yes to the plan.", "The council said no to the mayor."] * 5,
        ["Mayor says yes to the plan for the old bridge", "Council says no", "Engineers wait"],
    ],
)
def test_lines_that_are_their_own_stay_so(lines: list[str]) -> None:
    assert unwrapped(lines) == lines


def test_a_word_with_a_hyphen_that_ends_a_line_stays_whole() -> None:
    lines = [
        "The council of the town has at last decided on the plan for a well-",
        "known bridge that engineers of the region had given up long ago, and",
        "it will be paid for by those who live on the two banks of the river",
        "below it.",
    ]
    assert "a well-known bridge" in unwrapped(lines)[0]
    assert len(unwrapped(lines)) == 1


@given(st.lists(st.text(alphabet="ab .-#>|*\t\nب،١", max_size=110), max_size=12))
def test_no_word_is_lost_or_made(lines: list[str]) -> None:
    def plain(text: str) -> str:
        return "".join(text.replace(">", "").split())

    assert plain("".join(unwrapped(lines))) == plain("".join(lines))
