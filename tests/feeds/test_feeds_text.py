"""Markup becomes the plain words that a reader would have seen."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.text import plain

MARKUP = re.compile(r"<[a-z!/?]", re.I)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("a < b & c > d", "a < b & c > d"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("<b>bold</b>.", "bold."),
        ("one<p>two</p>three<br>four", "one two three four"),
        ("<ul><li>one<li>two</ul>", "one two"),
        ("<img alt='a > b' src=x onerror=alert(1)>words", "words"),
        ("<a href='javascript:alert(1)'>words</a>", "words"),
        ("<![CDATA[words]]>", "words"),
        ("&lt;![CDATA[words]]&gt;", "words"),
        ("<!-- not --> words <!-- not", "words"),
        ("one\x1f<?", "one"),
        ("<p>one&#31;</p>two", "one two"),
        ("أعلن <em>المجلس</em>&nbsp;ذلك", "أعلن المجلس ذلك"),
        ("a\u202eb\x00c\u2066d\ud800", "abcd"),
        ("خانه\u200cها", "خانه\u200cها"),
        ("  one \n\t two  ", "one two"),
    ],
)
def test_words_stay_and_markup_goes(markup: str, text: str) -> None:
    assert plain(markup, 100) == text


@pytest.mark.parametrize("escaped", range(4))
@pytest.mark.parametrize(
    "element",
    ["script", "SCRIPT", "style", "iframe", "svg", "object", "noscript", "template", "textarea"],
)
def test_scripts_go_with_what_is_in_them(element: str, escaped: int) -> None:
    markup = f"<{element} src='//x.example'>alert(1)</{element}>words"
    for _ in range(escaped):
        markup = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(markup, 100) == "words"


def test_markup_that_was_escaped_too_often_is_broken_up() -> None:
    markup = "<script>alert(1)</script>"
    for _ in range(10):
        markup = markup.replace("&", "&amp;").replace("<", "&lt;")
    assert not MARKUP.search(plain(markup, 100))


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one, two three", 6, "one…"),
        ("onetwothree", 5, "onet…"),
        ("قال المجلس، أمس", 12, "قال المجلس…"),
    ],
)
def test_a_long_text_ends_in_a_whole_word(text: str, limit: int, cut: str) -> None:
    assert plain(text, limit) == cut


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<a ",
        "<p a='",
        "&lt;",
        "<table>",
        "<svg>",
        "<!--",
        "<![CDATA[",
        "a<b ",
        'x="1" ',
        "<",
    ],
)
def test_no_markup_takes_long(piece: str) -> None:
    start = time.process_time()
    plain(f"<p {piece * 1_000_000}", 100)
    assert time.process_time() - start < 0.5


PIECES = ["<script>", "</script>", "<", ">", "&lt;", "&gt;", "&amp;", "&#60;", "&#x3c;", "a", " "]
PIECES += [
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "script",
    "style",
    '"',
    "'",
    "/",
    "ق",
    "\x00",
    "\ud800",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_nothing_comes_out_as_markup(markup: str) -> None:
    text = plain(markup, 50)
    assert not MARKUP.search(text)
    assert len(text) <= 50
