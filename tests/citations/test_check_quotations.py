"""What stands in quotation marks, in every style."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citations.quotations import is_unclosed, quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we will wait" and left.', ["we will wait"]),
        ("He said “we will wait” and left.", ["we will wait"]),
        ("قال «سننتظر طويلا» ثم غادر", ["سننتظر طويلا"]),
        ("قال ‹سننتظر› ثم غادر", ["سننتظر"]),
        ("He said 'we will wait' and left.", ["we will wait"]),
        ("Er sagte „wir warten“ und ging.", ["wir warten"]),
        ("قال »سننتظر« ثم غادر", ["سننتظر"]),
        ('وصفها بـ"الرمزية" أمس', ["الرمزية"]),
        ('"قد نوقع على "شيء ما" اليوم"', ["شيء ما", 'قد نوقع على "شيء ما" اليوم']),
        ("“He said ‘no’ twice”", ["no", "He said ‘no’ twice"]),
        ("The ministers' visit isn't over", []),
        ("don’t, won’t, can’t", []),
        ('a 6" nail', []),
        ("nothing quoted", []),
        ('empty "" here', []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [q.text for q in quotations(text)] == quoted


def test_offsets_point_at_the_words() -> None:
    text = "قال «سننتظر» و“سنرى”"
    assert [text[q.start : q.end] for q in quotations(text)] == ["سننتظر", "سنرى"]


@pytest.mark.parametrize(
    ("text", "unclosed"), [('He said "we wait', True), ('He said "we wait"', False), ("It", False)]
)
def test_a_quotation_without_an_end(text: str, unclosed: bool) -> None:
    assert is_unclosed(text, quotations(text)) is unclosed


@given(st.text(alphabet="ab \"'“”«»‹›„‘’.،", max_size=40))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for quoted in quotations(text):
        assert text[quoted.start : quoted.end] == quoted.text
