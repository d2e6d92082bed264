"""Direction, isolates, and controls that a source left behind."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import direction, isolate, isolate_whole, strip_bidi, text_direction

FSI, PDI = "\u2068", "\u2069"
HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\n"
        ),
        st.sampled_from("ابجdef 123.,()«»[]@#$%+-٣"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("uz_Arab", "rtl"), ("", "ltr")],
)  # fmt: skip
def test_direction_of_a_language(language: str, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("قال Reuters إن الوزير عاد", "rtl"), ("He said نعم", "ltr"), ("123", "ltr"), ("שלום", "rtl")],
)
def test_direction_of_a_text(text: str, expected: str) -> None:
    assert text_direction(text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("قالت Reuters (نقلا عن AFP) إن", "قالت [Reuters] (نقلا عن [AFP]) إن"),
        ("طائرة F-16 وطائرة Boeing 737 معا", "طائرة [F-16] وطائرة [Boeing 737] معا"),
        ("لغة C++ في U.S. الآن", "لغة [C++] في [U.S.] الآن"),
        ("حلف NATO (OTAN) قال", "حلف [NATO (OTAN)] قال"),
        ("انظر https://a.org/b?x=1&y=2 هنا", "انظر [https://a.org/b?x=1&y=2] هنا"),
        ("كتب @name أن $5bn دفعت", "كتب [@name] أن [$5bn] دفعت"),
        ("عام 1992 فقط", "عام 1992 فقط"),
    ],
)
def test_latin_runs_in_an_arabic_line_are_isolated(text: str, shown: str) -> None:
    assert isolate(text, "rtl") == shown.replace("[", FSI).replace("]", PDI)


def test_arabic_runs_in_an_english_line_are_isolated() -> None:
    assert (
        isolate("The daily الشرق الجديد said 5", "ltr")
        == f"The daily {FSI}الشرق الجديد{PDI} said 5"
    )


def test_lines_are_isolated_one_by_one() -> None:
    assert isolate("abc\ndef", "rtl") == f"{FSI}abc{PDI}\n{FSI}def{PDI}"


@given(HOSTILE, st.sampled_from(["rtl", "ltr"]))
def test_isolating_twice_changes_nothing(text: str, base: str) -> None:
    once = isolate(text, base)  # type: ignore[arg-type]
    assert isolate(once, base) == once  # type: ignore[arg-type]


@given(HOSTILE, st.sampled_from(["rtl", "ltr"]))
def test_isolates_pair_up_and_nothing_else_is_added(text: str, base: str) -> None:
    shown = isolate(text, base)  # type: ignore[arg-type]
    depth = 0
    for char in shown:
        depth += (char == FSI) - (char == PDI)
        assert depth in (0, 1)
        assert char != "\n" or depth == 0
    assert depth == 0
    assert shown.replace(FSI, "").replace(PDI, "") == strip_bidi(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\u202eevil\u202c", "evil"),
        ("a\u2066b", "ab"),
        ("می\u200cشود", "می\u200cشود"),
        ("\u200fقال", "\u200fقال"),
        ("a\u200b\ufeff\u180e\U000e0041b", "ab"),
        ("a\u2028b", "a b"),
        ("a\x00\x1bb\tc\nd", "ab\tc\nd"),
        ("❤\ufe0f", "❤\ufe0f"),
    ],
)
def test_what_reorders_or_hides_goes_and_what_words_need_stays(text: str, kept: str) -> None:
    assert strip_bidi(text) == kept


def test_a_whole_field_is_closed_off() -> None:
    assert isolate_whole("\u202ename") == f"{FSI}name{PDI}"


def test_invisible_characters_of_the_attack_set(shared: Path) -> None:
    lines = (shared / "attacks" / "bidi_and_invisible.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    for item in (row for row in rows if "cp" in row):
        char = chr(int(item["cp"][2:], 16))
        assert (char in strip_bidi(item["text"])) == item["must_survive"], item["name"]
