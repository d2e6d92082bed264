"""Telegram's own HTML, and what becomes of text and entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.testing.telegram.entities import Entity, find, settle, units
from bot.testing.telegram.html import MarkupError, checked_link, parse_html


def seen(source: str) -> list[tuple[str, str]]:
    parsed = parse_html(source)
    return [(entity.type, entity.of(parsed.text)) for entity in parsed.entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><strong>b</strong>", "ab", [("bold", "a"), ("bold", "b")]),
        ("<I>a</i>", "a", [("italic", "a")]),
        ("<b>a</>", "a", [("bold", "a")]),
        ("<ins>a</ins><del>b</del>", "ab", [("underline", "a"), ("strikethrough", "b")]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", "a")]),
        ("<blockquote>a\nb</blockquote>", "a\nb", [("blockquote", "a\nb")]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", "a")]),
        ("<pre>a</pre>", "a", [("pre", "a")]),
        ("&lt;&gt;&amp;&quot;&#1576;&#x628;", '<>&"بب', []),
        ("&nbsp;&copy;&apos;&", "&nbsp;&copy;&apos;&", []),
        ("😀<b>ن</b>", "😀ن", [("bold", "ن")]),
        ("<a>example.com</a>", "example.com", [("text_link", "example.com")]),
        ('<a href="tg://user?id=7">a</a>', "a", [("text_mention", "a")]),
        ('<a href="">x</a><b></b>', "x", []),
        ('<tg-emoji emoji-id="5">🙂</tg-emoji>', "🙂", [("custom_emoji", "🙂")]),
    ],
)
def test_what_it_takes(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    assert parse_html(source).text == text
    assert seen(source) == entities


def test_a_language_of_code_is_kept_where_pre_and_code_meet() -> None:
    parsed = parse_html('<pre><code class="language-python">x</code></pre>')
    assert [(e.type, e.get("language")) for e in parsed.entities] == [("pre", "python")]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x_y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a "x">z</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("&#xd800;", "Text contains invalid Unicode characters"),
    ],
)
def test_what_it_refuses(source: str, words: str) -> None:
    with pytest.raises(MarkupError) as refused:
        parse_html(source)
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("HTTP://a.example", "http://a.example/"),
        ("a.example", "http://a.example/"),
        ("https://a.example:8443/", "https://a.example:8443/"),
        ("https://a.example/أ", "https://a.example/أ"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("https://localhost/x", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://a.example/", None),
        ("https://", None),
        ("#x", None),
        ("", None),
    ],
)
def test_links_that_are_kept(link: str, kept: str | None) -> None:
    assert checked_link(link) == kept


@given(st.text(alphabet="<>/ab=\"'& #;ن😀\n", max_size=60))
def test_any_text_is_parsed_or_refused(source: str) -> None:
    try:
        parsed = parse_html(source)
    except MarkupError:
        return
    assert all(0 <= e.offset < e.end <= units(parsed.text) for e in parsed.entities)


@given(
    st.text(alphabet="ab \n\u202e\u2028ن😀", max_size=30),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6),
    st.data(),
)
def test_entities_lie_within_what_is_left_of_the_text(
    text: str, spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    kinds = st.sampled_from(["bold", "italic", "text_link", "blockquote", "code"])
    given_ = [Entity(data.draw(kinds), a, b) for a, b in spans if a + b <= units(text)]
    settled = settle(text, given_)
    assert all(0 <= e.offset < e.end <= units(settled.text) for e in settled.entities)
    assert settled.text == settled.text.strip(" \n") or settled.entities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x)", ["https://a.example/x"]),
        ("http://127.0.0.1:80/a", ["http://127.0.0.1:80/a"]),
        ("انظر a.example.com/ar ثم موقع.شبكة، انتهى", ["a.example.com/ar", "موقع.شبكة"]),
        ("a.example.com/ar، ثم", ["a.example.com/ar،"]),
        (
            "https://a.example/x_(y)). [https://a.example/z]",
            ["https://a.example/x_(y)", "https://a.example/z"],
        ),
        ("#خبر_عاجل و #2024", ["#خبر_عاجل"]),
        ("/brief@isnad_bot x", ["/brief@isnad_bot"]),
        ("a/b 1/2 and/or", []),
        ("x@a.example.com", ["x@a.example.com"]),
        ("3.5 and U.S. and e.g. this", []),
        ("@abc @abcd", ["@abcd"]),
    ],
)
def test_what_the_server_finds_by_itself(text: str, found: list[str]) -> None:
    assert [entity.of(text) for entity in find(text)] == found


@pytest.mark.parametrize(
    ("part", "found"),
    [("https://a.example/x ", 5000), ("@abcd ", 16_666), ("a+", 0), ("a.", 0), ("https://", 0)],
)
def test_a_long_text_is_searched_to_its_end(part: str, found: int) -> None:
    assert len(find(part * (100_000 // len(part)))) == found


@pytest.mark.parametrize(
    ("source", "kept", "lost"),
    [
        ("<b>a<b>b</b></b>", ["bold"], []),
        ("<b>a<i>b</i></b>", ["bold", "italic"], []),
        ('<b><a href="https://a.example">b</a></b>', ["text_link", "bold"], []),
        ("<code><b>x</b></code>", ["code"], ["bold"]),
        ("<b>a <code>x</code> b</b>", ["bold", "code", "bold"], []),
        ("<blockquote><code>x</code> y</blockquote>", ["blockquote", "code"], []),
        ("<blockquote>x<blockquote>y</blockquote></blockquote>", ["blockquote"], ["blockquote"]),
    ],
)
def test_what_may_stand_in_what(source: str, kept: list[str], lost: list[str]) -> None:
    parsed = parse_html(source)
    settled = settle(parsed.text, parsed.entities)
    assert [e.type for e in settled.entities] == kept
    assert [e.type for e in settled.lost] == lost


def test_of_several_direction_marks_only_the_last_stays() -> None:
    assert settle("a\u200f\u200f\u200eb\u200fc", ()).text == "a\u200c\u200c\u200eb\u200fc"
