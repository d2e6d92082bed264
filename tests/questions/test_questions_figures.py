"""Figures: which are shown, which are one, which contradict each other."""

from collections.abc import Callable, Sequence

import pytest

from bot.model import Story
from bot.questions import grouped
from bot.questions.contrasts import contrasts
from bot.questions.figures import figures

Told = Callable[..., Story]


def _surfaces(story: Story) -> list[str]:
    return [figure.surface for figure in figures(story)]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("The council paid more than 17 billion dollars for it.", ["17 billion dollars"]),
        ("More than 68,800 people lost their homes.", ["68,800"]),
        ("It was founded in 1992 and closed in 2016.", ["1992", "2016"]),
        ("About 9 percent of the grain passes through here.", ["9 percent"]),
        ("It is the second largest port of the region.", ["second"]),
        ("They have been partners for 30 years.", ["30 years"]),
        ("Channel 12 showed the pictures.", []),
        ("The Euro 2016 tournament had ended.", []),
        ("Rana Khalil, 51, was there.", []),
        ("It opens on 6 November 2025.", []),
        ("It happened three months ago.", []),
        ("The shop opens at 10:30 p.m. and one man waits.", []),
        ("He was the first to arrive.", []),
    ],
)
def test_english_figures_that_say_something(told: Told, sentence: str, shown: list[str]) -> None:
    assert _surfaces(told(sentence)) == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("أنفقت البلدية أكثر من ١٧ مليار دولار على المشروع.", ["١٧ مليار دولار"]),
        ("أقيمت العلاقات عام 1992.", ["1992"]),
        ("وهي ثاني أكبر مورد للنفط في المنطقة.", ["ثاني"]),
        ("قتل عشرة جنود وثلاثة من العاملين في الموقع.", ["عشرة", "ثلاثة"]),
        ("ذكرت القناة 12 أن الدولة هي كازاخستان.", []),
        ("زار الوزير كازاخستان عام 2016.", ["2016"]),
        ("يبدأ العمل في 6 نوفمبر 2025.", []),
    ],
)
def test_arabic_figures_that_say_something(told: Told, sentence: str, shown: list[str]) -> None:
    assert _surfaces(told(sentence, language="ar")) == shown


@pytest.mark.parametrize(
    ("sentence", "language", "counting"),
    [
        ("The plan makes 1,200 direct jobs in the port.", "en", "1,200 direct jobs"),
        ("A 25-tonne truck drove into the wall.", "en", "25-tonne truck"),
        ("They killed 84, officials said.", "en", "84"),
        ("سيوفر المشروع ١٢٠٠ وظيفة مباشرة في الميناء.", "ar", "١٢٠٠ وظيفة مباشرة"),
        ("سقط أكثر من 68,800 فلسطينياً، بحسب المصدر.", "ar", "68,800 فلسطينياً"),
    ],
)
def test_what_a_figure_counts_is_told_in_the_sources_words(
    told: Told, sentence: str, language: str, counting: str
) -> None:
    assert [f.counting for f in figures(told(sentence, language=language))] == [counting]


def test_the_same_figure_in_two_languages_is_one(story: Story) -> None:
    groups = [{f.line.passage.paragraph for f in group} for group in grouped(story)]
    assert {"a1.p1", "a3.p1"} in groups  # 14 killed
    assert {"a1.p2", "a3.p2"} in groups  # 340 million, and 1987


def _contradicting(story: Story) -> list[list[str]]:
    return [[figure.surface for figure in group] for group in contrasts(story)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (  # the plain case
            "The blast at the market killed 17 soldiers on Friday.",
            "Friday's blast at the market killed 15 soldiers.",
            [["17", "15"]],
        ),
        (  # both may be true
            "The blast at the market killed more than 70 people.",
            "The blast at the market killed 84 people.",
            [],
        ),
        (  # another fate
            "The blast at the market killed 17 people.",
            "The blast at the market injured 15 people.",
            [],
        ),
        (  # a part of them
            "The blast at the market killed 17 people.",
            "The blast at the market killed many people, including 10 children.",
            [],
        ),
        (  # another time
            "The blast at the market killed 17 people.",
            "In January 2015 a blast at a market killed 12 people.",
            [],
        ),
        (  # another place
            "The blast at the market killed 17 people.",
            "A blast in Dijon killed 13 people.",
            [],
        ),
        (  # another unit
            "The new bridge over the river is 340 metres long.",
            "The new bridge over the river is 400 feet long.",
            [],
        ),
        (  # one source gives both: a price and a part of it
            "The offer of $82 a share has $60 in cash, the company said.",
            "The offer has $60 a share in cash, $82 in all.",
            [],
        ),
        (  # they add up
            "The blast killed 13 people at the camp.",
            "The blast killed 10 guards and three workers at the camp.",
            [],
        ),
    ],
)
def test_figures_of_two_sources_contradict(
    told: Told, one: str, other: str, found: list[list[str]]
) -> None:
    assert _contradicting(told(one, other)) == found


def test_two_figures_of_one_sentence_are_told_apart(told: Told) -> None:
    story = told(
        "The rocket flew 2,700 km and reached an altitude of 550 km, the army said.",
        "The army said the rocket flew 3,700 km and reached an altitude of 770 km.",
    )
    assert _contradicting(story) == [["2,700 km", "3,700 km"], ["550 km", "770 km"]]


def test_a_source_that_corrects_others_contradicts_them(told: Told) -> None:
    story = told(
        "The firm will spend 340 million dollars.",
        "The ministry put the sum at 430 million dollars, not 340 million as reported.",
    )
    assert _contradicting(story) == [["340 million dollars", "430 million dollars"]]


def test_one_source_does_not_contradict_itself(told: Told) -> None:
    sentences: Sequence[str] = (
        "The blast at the market killed 17 soldiers on Friday.",
        "Friday's blast at the market killed 15 soldiers, others said.",
    )
    assert _contradicting(told(sentences)) == []
