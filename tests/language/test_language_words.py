"""Words, stems, content terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import detect, stem, stopwords, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال الوزيرُ: «نعم»", ("قال", "الوزير", "نعم")),
        ("The U.S. won't pay $17.5bn", ("the", "us", "won't", "pay", "17.5", "bn")),
        ("Kassym-Jomart", ("kassym", "jomart")),
        ("٣٠٬٠٠٠ دونم", ("30,000", "دونم")),
        ("今天3点", ("今", "天", "3", "点")),
        ("", ()),
    ],
)
def test_words_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "family",
    [
        ("اتفاق الاتفاق والاتفاق للاتفاق اتفاقات اتفاقية الاتفاقيات وبالاتفاق اتفاقهم"),
        ("مدينه المدينه بالمدينه"),
        ("مهندس المهندسين والمهندسون مهندسات"),
        ("agreement agreements"),
        ("country countries country's"),
        ("attack attacks attacked attacking"),
    ],
)
def test_forms_of_one_word_share_a_stem(family: str) -> None:
    assert len({stem(word) for word in words(family)}) == 1


@pytest.mark.parametrize("word", ["بلد", "وزير", "كان", "فرق", "news", "his", "1992", "سلام"])
def test_short_words_keep_their_letters(word: str) -> None:
    assert stem(word) == word


@given(st.text(alphabet="ابتةوفسلنهيمكءdefsing'", min_size=1, max_size=12))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)


def test_terms_leave_function_words_out() -> None:
    assert terms("The minister of trade said that he is in the town", "en") == (
        "minister",
        "trade",
        "town",
    )
    assert terms("قال إن الوزير في المدينة", "ar") == (stem("الوزير"), stem("المدينه"))


def test_every_language_that_is_told_has_function_words() -> None:
    assert "of" in stopwords("en")
    assert detect(" ".join(sorted(stopwords("fr")))) == "fr"
