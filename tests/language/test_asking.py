"""What is a question, in Arabic and English."""

import pytest

from bot.language import goes_on, is_question


@pytest.mark.parametrize(
    "text",
    [
        "Who announced it?",
        "who announced it",
        "And Saudi Arabia?",
        "The date of the signing?",
        "tell me who signed",
        "Didn't the minister resign?",
        "من أعلن ذلك؟",
        "متى يُوقَّع الاتفاق",
        "وماذا عن السعودية؟",
        "هل وافق البرلمان",
        "اشرح لي الاتفاق",
        "كم بلغت الكلفة؟»",
        "The cost?",
    ],
)
def test_questions(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "hello there",
        "Thanks, that helps a lot.",
        "The minister said so.",
        "who",
        "شكرا جزيلا",
        "قال الوزير ذلك",
        "مرحبا بك يا صديقي",
    ],
)
def test_no_questions(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("text", ["and Saudi Arabia", "والسعودية", "but the unions"])
def test_a_few_words_may_go_on_from_a_question(text: str) -> None:
    assert goes_on(text)


@pytest.mark.parametrize("text", ["ok", "thanks", "and", "the harbour opened"])
def test_other_words_do_not(text: str) -> None:
    assert not goes_on(text)
