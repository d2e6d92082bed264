"""Other spellings say the same: what they add can be taken away again."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.rows import SETS, load
from bench.spellings import SPELLINGS, respelled

ROWS = tuple(row for name in SETS for row in load(name))
WORDS = st.text('ابتةكلمنيىأإآؤئ كتاب ٠١٢abc XYZ019,.«»"', max_size=60)


def spelled(kind: str, text: str, language: str = "ar", seed: int = 1) -> str:
    return SPELLINGS[kind](text, language, Random(seed))


@pytest.mark.parametrize("kind", SPELLINGS)
def test_every_spelling_finds_work(kind: str) -> None:
    assert list(respelled(ROWS, 1, [kind]))


def test_labels_and_sources_stay_as_they_were() -> None:
    for row, new in respelled(ROWS, 1):
        assert (row.supported, row.paragraphs) == (new.supported, new.paragraphs)
        assert (row.claim, row.quote) != (new.claim, new.quote)


def test_no_evidence_is_made_where_there_is_none() -> None:
    assert not [new for row, new in respelled(ROWS, 1) if new.quote and not row.quote]


@given(WORDS, st.integers(0, 9))
def test_tatweel_only_stretches(text: str, seed: int) -> None:
    assert spelled("tatweel", text, seed=seed).replace("ـ", "") == text


@given(WORDS, st.integers(0, 9))
def test_diacritics_are_all_that_is_added(text: str, seed: int) -> None:
    new = spelled("diacritics", text, seed=seed)
    assert "".join(c for c in new if unicodedata.category(c) != "Mn") == text


@given(WORDS, st.integers(0, 9))
def test_direction_marks_are_all_that_is_added(text: str, seed: int) -> None:
    new = spelled("bidi_marks", text, seed=seed)
    assert re.sub("[\u200e\u200f\u061c\u202a-\u202c\u2066-\u2069]", "", new) == text


@given(WORDS, st.integers(0, 9))
def test_words_stay_the_same_between_other_spaces(text: str, seed: int) -> None:
    assert spelled("spaces", text, seed=seed).split() == text.split()


@pytest.mark.parametrize("kind", ["digits_arabic", "digits_persian", "digits_western"])
def test_a_digit_keeps_its_value(kind: str) -> None:
    text = "في 12 و٣٤ و۵۶"
    new = spelled(kind, text)
    assert [unicodedata.decimal(c) for c in new if c.isdecimal()] == [1, 2, 3, 4, 5, 6]
    assert new != text


def test_english_keeps_its_digits() -> None:
    assert spelled("digits_arabic", "In 1998", "en") == "In 1998"


@pytest.mark.parametrize(
    ("kind", "language", "text", "expected"),
    [
        ("alef", "ar", "أعلن إبراهيم آراء", "اعلن ابراهيم اراء"),
        ("hamza", "ar", "مسؤول عن الشؤون", "مسئول عن الشئون"),
        ("endings", "ar", "في مدينة كبرى", "فى مدينه كبري"),
        ("no_diacritics", "ar", "وُقّعت", "وقعت"),
        ("name_variant", "en", "Al-Barquqi met Salim.", "Al-Barkouki met Saleem."),
        ("name_variant", "ar", "قالت إنغريد", "قالت إنجريد"),
    ],
)
def test_a_spelling_changes_what_it_says(
    kind: str, language: str, text: str, expected: str
) -> None:
    assert spelled(kind, text, language) == expected


def test_quotation_marks_change_and_the_words_do_not() -> None:
    new = spelled("quote_glyphs", "قال: «لا أحد»")
    assert new[5:-1].endswith("لا أحد")
    assert "«" not in new


@pytest.mark.parametrize("seed", range(4))
def test_thousands_are_grouped_anew(seed: int) -> None:
    assert spelled("separators", "بلغ 45,000 و1,500,000", seed=seed) in (
        "بلغ 45٬000 و1,500,000",
        "بلغ 45000 و1,500,000",
    )
