"""The comparison form: what is the same word, and where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import ascii_digits, find_all, fold, folded, locate

MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("اأإآٱىيةهؤئءوكیک ـًَّٕٔ٠١٢۳۴,،؛؟«»“”\"'’–—\u200c\u200e\u200f\u202e\t\n"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إسرائيل", "اسرائيل"),
        ("مستشفى", "مستشفي"),
        ("حكومة", "حكومه"),
        ("مسؤول", "مسئول"),
        ("شؤون", "شئون"),
        ("کرمان", "كرمان"),
        ("علی", "علي"),
        ("كـــتاب", "كتاب"),
        ("كِتَابٌ", "كتاب"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("١٩٩٥", "1995"),
        ("۱۹۹۵", "1995"),
        ("می\u200cشود", "میشود"),
        ("\u200fقال\u200e", "قال"),
        ("«نعم»", '"نعم"'),
        ("“yes”", '"yes"'),
        ("don’t", "don't"),
        ("1950–53", "1950-53"),
        ("a\u00a0 \t b", "a b"),
        ("Erdoğan", "Erdogan"),
        ("İstanbul", "istanbul"),
        ("Kılıçdaroğlu", "Kilicdaroglu"),
        ("Løkke", "LOKKE"),
        ("STRASSE", "straße"),
        ("e\u0301lite", "élite"),
        ("ؤ", "و\u0654"),
        ("٣٠٬٠٠٠٫٥", "30,000.5"),
        ("５０％", "50%"),
    ],
)
def test_two_spellings_of_one_word_have_one_form(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("لن", "لم"), ("علم", "عالم"), ("مالي", "مال"), ("мой", "мои"), ("हिन्दी", "हनद")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(MIXED)
def test_the_map_agrees_with_the_form(text: str) -> None:
    form = fold(text)
    assert len(form.origin) == len(form.text)
    assert list(form.origin) == sorted(form.origin)
    for at, char in zip(form.origin, form.text, strict=True):
        cluster = unicodedata.normalize("NFC", text[slice(*form.span(*_one(form.origin, at)))])
        assert char in folded(cluster) or char == " "


def _one(origin: tuple[int, ...], at: int) -> tuple[int, int]:
    return origin.index(at), len(origin) - origin[::-1].index(at)


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("start", [0, 0x10000], ids=hex)
def test_folding_twice_changes_no_character(start: int) -> None:
    """The planes that hold most characters; letters in between keep neighbours apart."""
    codes = (c for c in range(start, start + 0x10000) if not 0xD800 <= c <= 0xDFFF)
    once = folded("x".join(map(chr, codes)))
    assert folded(once) == once


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    assert fold("a\ud800b").span(0, 3) == (0, 3)


def test_a_span_includes_the_marks_of_its_last_letter() -> None:
    text = "قالَ الكِتابُ اليوم"
    assert text[slice(*fold(text).span(4, 10))] == "الكِتابُ"


@pytest.mark.parametrize("span", [(-1, 2), (2, 1), (0, 99)])
def test_a_span_outside_the_form_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span"):
        fold("abc").span(*span)


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("سنوقع الاتفاق", "قال: «سنُوقّع الإتفاق» غدا", "سنُوقّع الإتفاق"),
        ("قد نوقع على «شيء ما» غدا", 'قال: "قد نوقع على "شيء ما" غدا"', 'قد نوقع على "شيء ما" غدا'),
        ("'we will stay' here", "He said: “We will stay” here.", "We will stay” here"),
        ("دول عربية", "بين فلان ودول عربية", "دول عربية"),
        ("in 1995.", "it was in ١٩٩٥, they said", "in ١٩٩٥"),
        ("نعم ، سنذهب", "قال نعم، سنذهب", "نعم، سنذهب"),
    ],
)
def test_a_quotation_is_found_where_it_stands(quote: str, text: str, found: str) -> None:
    span = locate(quote, text)
    assert span is not None
    assert text[slice(*span)] == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("كازاخستان لن تنضم", "كازاخستان سوف تنضم ولن تتأخر"),
        ("الدولة تنضم إلى الاتفاق", "الدولة لن تنضم إلى الاتفاق"),
        ("تنضم إلى الاتفاق", "ستنضم إلى الاتفاق"),
        ("joined the pact", "rejoined the pact"),
        ("sign the deal", "sign the deals"),
        ("50 people", "150 people"),
        ("3.5 million", "35 million"),
        ("we leave. we stay", "we leave we stay"),
        ("لا شك", "بلا شك"),
        ("", "anything"),
        ("«…»", "«…»"),
    ],
)
def test_words_that_do_not_stand_there_are_not_found(quote: str, text: str) -> None:
    assert locate(quote, text) is None


def test_every_occurrence_is_found() -> None:
    assert find_all("نعم", fold("نعم ثم نَعَم ثم نعمة")) == ((0, 3), (7, 12))


@given(MIXED)
def test_digits_change_alone_and_in_place(text: str) -> None:
    plain = ascii_digits(text)
    assert len(plain) == len(text)
    pairs = zip(text, plain, strict=True)
    assert all(a == b or (b in "0123456789" and unicodedata.decimal(a) == int(b)) for a, b in pairs)
