"""What is shown where nobody says which paragraph answers."""

from dataclasses import replace

import pytest

from bot.answer.picking import closest
from bot.language import detect
from bot.model import Question, Story
from bot.testing.nouns import make_article

ARABIC = make_article(
    "أعلنت الوزارة أن المصنع سيوفر ثمانمئة وظيفة جديدة خلال عامين.",
    "ونفت النقابة أن تكون قد وافقت على ملكية الدولة للأرض.",
    "وقال المهندس إن وظائف المصنع ستذهب إلى سكان القرى المجاورة.",
    id="a1",
    language="ar",
)
COPY = replace(
    make_article(
        "أعلنت الوزارة أن المصنع سيوفّر ثمانمئة وظيفة جديدة خلال عامين فقط.",
        id="a2",
        url="https://example.org/2",
        language="ar",
    ),
    copy_of="a1",
)
ENGLISH = make_article(
    "Critics doubt that as many jobs will come, and point to the mill that closed.",
    "The river flooded twice last winter.",
    id="a3",
    url="https://example.org/3",
)
STORY = Story((COPY, ARABIC, ENGLISH))


def shown(text: str) -> list[str]:
    return [c.paragraph for c in closest(Question(text, detect(text)), STORY)]


@pytest.mark.parametrize(
    "question",
    [
        "من هو ملك الدنمارك؟",
        "Who is the queen of Denmark?",
        "Who won the football match in winter?",
    ],
)
def test_a_stray_word_in_common_comes_not_near(question: str) -> None:
    assert shown(question) == []


@pytest.mark.parametrize("question", ["هل وافقت النقابة؟", "Did it flood?", "jobs?"])
def test_a_short_question_finds_its_paragraph(question: str) -> None:
    assert shown(question)


def test_one_text_is_shown_once_and_no_copy() -> None:
    found = shown("كم وظيفة سيوفر المصنع؟")
    assert "a1.p1" in found
    assert "a2.p1" not in found


def test_one_of_those_shown_is_in_the_language_of_the_question() -> None:
    assert "a3.p1" in shown("How many new jobs will the factory provide within two years?")
