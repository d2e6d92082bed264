"""Sentences: the cuts, the places that are none, and that nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import sentences

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(" .!?…؟۔。\n\r\"'«»“”()1aAبد؛،-:"), st.characters(codec="utf-8")
    ),
    max_size=80,
)


def cut(text: str, language: str = "und") -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text, language)]


@given(HOSTILE)
def test_the_sentences_together_are_the_text(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(one[1] == other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عاد الوزير. هل يبقى؟ نعم!", ["عاد الوزير.", "هل يبقى؟", "نعم!"]),
        ("عاد الوزير، ثم قال؛ وهذا مهم: نعم.", ["عاد الوزير، ثم قال؛ وهذا مهم: نعم."]),
        ("قال د. سالم إن م. علي حضر. ثم سكت.", ["قال د. سالم إن م. علي حضر.", "ثم سكت."]),
        ("بلغت 3.5 في المئة. وزادت ٤٫٢.", ["بلغت 3.5 في المئة.", "وزادت ٤٫٢."]),
        ("قال: «لن نعود. سنبقى.» ثم خرج.", ["قال: «لن نعود. سنبقى.»", "ثم خرج."]),
        ("قال: «سنبقى.» وخرج علي. وعاد.", ["قال: «سنبقى.»", "وخرج علي.", "وعاد."]),
        ("انتهى الأمر.وقال غيره كلاما.", ["انتهى الأمر.", "وقال غيره كلاما."]),
        ("لا أعرف... ربما غدا. نعم.", ["لا أعرف... ربما غدا.", "نعم."]),
        ("وقع عام 500 ق.م في مصر. ثم عاد.", ["وقع عام 500 ق.م في مصر.", "ثم عاد."]),
        ("یہ خبر ہے۔ وہ آیا۔", ["یہ خبر ہے۔", "وہ آیا۔"]),
        ("他来了。我走。", ["他来了。", "我走。"]),
        ("Mr. Hill met J. K. Lund. They left.", ["Mr. Hill met J. K. Lund.", "They left."]),
        ("The U.S. Army left. The U.S. The end.", ["The U.S. Army left.", "The U.S.", "The end."]),
        ("Why? he asked. “Go!” she said.", ["Why? he asked.", "“Go!” she said."]),
        ("See www.a.org/b.c for v. 2.5. Done.", ["See www.a.org/b.c for v. 2.5.", "Done."]),
        ('He said: "We go. We stay." Then left.', ['He said: "We go. We stay."', "Then left."]),
        ("He said “Stop.” The men left.", ["He said “Stop.”", "The men left."]),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("A wrapped\nline of text. And more", ["A wrapped\nline of text.", "And more"]),
        ("Wait... what? No... Yes.", ["Wait... what?", "No...", "Yes."]),
        ("No stop", ["No stop"]),
        ("", []),
    ],
)
def test_where_a_text_is_cut(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_german_ordinal_ends_nothing() -> None:
    text = "Am 3. Oktober kam er. Dann ging er."
    assert cut(text, "de") == ["Am 3. Oktober kam er.", "Dann ging er."]


def test_a_long_hostile_text_takes_no_time() -> None:
    text = 'a."«.' * 20_000
    assert sentences(text)[-1][1] == len(text)
