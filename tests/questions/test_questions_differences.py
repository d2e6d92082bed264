"""Where sources differ: told by the brief, or found word against word."""

from collections.abc import Callable
from dataclasses import replace

from bot.model import Brief, Citation, Disagreement, Position, Story
from bot.questions import DifferenceKind, differences

Told = Callable[..., Story]


def _given(brief: Brief, kind: DifferenceKind) -> list[list[str]]:
    found = (one for one in differences(brief) if one.kind is kind)
    return [[version.given[0] for version in one.versions] for one in found]


def test_figures_times_lists_and_announcers_are_found(extract: Brief) -> None:
    assert _given(extract, DifferenceKind.NUMBERS) == [["14 شخصا", "17 شخصا"]]
    assert _given(extract, DifferenceKind.DATES) == [["May 2026", "June 2026"]]
    assert _given(extract, DifferenceKind.NAMES) == [
        ["الأردن ومصر والعراق", "الأردن ومصر والعراق والكويت"]
    ]
    assert _given(extract, DifferenceKind.SPEAKERS) == [
        ["وزير الري سالم الحمداني", "شركة مياه مران"]
    ]


def test_every_side_rests_on_its_own_words(either: Brief) -> None:
    for one in differences(either):
        for version in one.versions:
            for given, words in zip(version.given, version.words, strict=True):
                text = either.story.paragraphs[words.paragraph].text
                assert given in words.quote
                assert words.quote in text


def test_the_briefs_own_points_come_first_and_are_not_found_again(brief: Brief) -> None:
    def position(id: str, text: str) -> Position:
        words = brief.story.paragraphs[id].text
        return Position({"ar": text, "en": text}, (Citation(id, words, 0, len(words)),))

    point = Disagreement(
        {"ar": "عدد القتلى", "en": "The dead"}, (position("a1.p1", "14"), position("a2.p1", "17"))
    )
    kinds = [one.kind for one in differences(replace(brief, disagreements=(point,)))]
    assert kinds == [DifferenceKind.TOLD, DifferenceKind.DATES, DifferenceKind.NAMES]


def test_sources_that_agree_do_not_differ(told: Told, brief: Brief) -> None:
    story = told(
        "The dam was built in 1987 for 340 million dollars, and works begin in May 2026.",
        "Works at the dam, built in 1987 for 340 million dollars, begin in May 2026.",
    )
    assert differences(replace(brief, story=story, claims=())) == ()


def test_a_copy_does_not_differ_from_its_original(told: Told, brief: Brief) -> None:
    first = "The blast at the market in the old town killed 17 soldiers on Friday, the army said."
    story = told(first, "Friday's blast at the market in the old town killed 15 soldiers.")
    one, other = story.articles
    copied = Story((one, replace(other, copy_of="a1")))
    assert _given(replace(brief, story=copied, claims=()), DifferenceKind.NUMBERS) == []
