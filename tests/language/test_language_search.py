"""What a text is found by: stems, meanings, names, figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.search import forms_of, terms
from bot.language.stemming import root, stems


def shared(one: str, other: str) -> set[str]:
    return set(forms_of(one)) & set(forms_of(other))


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("والمحكمه", "محكم"),
        ("للدول", "دول"),
        ("حكومتها", "حكوم"),
        ("مسؤولين", "مسؤول"),
        ("فلسطينيون", "فلسط"),
        ("رسميا", "رسم"),
        ("اعلنت", "اعلن"),
        ("لبنان", "لبنان"),
        ("agreements", "agr"),
        ("countries", "countri"),
        ("stopped", "stop"),
        ("told", "tell"),
        ("bus", "bus"),
        ("2016", "2016"),
        ("東", "東"),
    ],
)
def test_the_likeliest_stem(word: str, stem: str) -> None:
    assert stems(word)[0] == stem


@pytest.mark.parametrize("word", ["كلفه", "كتاب", "بلاد", "لجنه", "وزير", "فريق"])
def test_a_first_letter_that_may_be_the_words_own_stays(word: str) -> None:
    assert stems(word)[0][0] == word[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كلفة الجسر", "بكلفتها"),
        ("الكلفة", "وكلفته"),
        ("قرية", "والقرية"),
        ("the mayor hoped", "mayors hoping"),
        ("Tokayev", "توكاييف"),
        ("tokayev", "لتوكاييف"),
        ("Sami Haddad", "قال سامي الحداد"),
        ("12 million", "اثني عشر مليون"),
        ("17 billion", "١٧ مليار"),
        ("the minister resigned", "استقالة الوزير"),
    ],
)
def test_what_means_the_same_shares_a_form(one: str, other: str) -> None:
    assert shared(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("كلفة", "ألفة"), ("the bus", "business"), ("Tokayev", "توقيع")]
)
def test_what_only_looks_alike_shares_none(one: str, other: str) -> None:
    assert not shared(one, other)


def test_function_words_are_no_terms() -> None:
    assert terms("the of and", "en") == terms("من إلى في", "ar") == ()


@pytest.mark.parametrize(
    ("one", "other"), [("انضمام", "ينضم"), ("تطبيع", "طبع"), ("اعلان", "اعلن")]
)
def test_a_root_is_what_a_verb_and_its_noun_share(one: str, other: str) -> None:
    assert root(stems(one)[0]) == root(stems(other)[0]) != ""


@settings(deadline=None)  # the first loads the word lists
@given(st.text(max_size=80))
def test_any_text_has_forms_without_spaces(text: str) -> None:
    assert all(form and " " not in form for form in forms_of(text))
