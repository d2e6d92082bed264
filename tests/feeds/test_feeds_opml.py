"""Lists of feeds come in and go out as OPML, and nothing else comes in with them."""

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.errors import FeedError, HostileFeedError, LargeFeedError, OutlineError
from bot.feeds.opml import DEPTH, MAX_BYTES, MOST, Outline, read_opml, write_opml
from bot.language import strip_bidi

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
OUTLINES = (
    Outline("https://nour.example/feed", "نور & شركاه", "https://nour.example/", ("عربي", "محلي")),
    Outline("https://bay.example/rss?a=1&b=2", 'The "Bay"', "", ("عربي",)),
    Outline("https://hill.example/feed"),
)


def opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_what_is_written_is_read_back() -> None:
    assert read_opml(write_opml(OUTLINES, "Isnad", NOW)) == OUTLINES


def test_what_is_written_is_opml_2() -> None:
    root = etree.fromstring(write_opml(OUTLINES, "خلاصاتي", NOW))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title") == "خلاصاتي"
    assert root.findtext("head/dateCreated") == "Sat, 21 Nov 2026 08:00:00 GMT"
    kinds = {e.get("type") for e in root.iter("outline") if e.get("xmlUrl")}
    assert (kinds, all(e.get("text") for e in root.iter("outline"))) == ({"rss"}, True)


def test_an_empty_list_is_a_list() -> None:
    assert read_opml(write_opml((), "Isnad", NOW)) == ()


@pytest.mark.parametrize(
    ("outline", "read"),
    [
        ('<outline xmlUrl="https://a.example/"/>', Outline("https://a.example/")),
        ('<outline XMLURL="https://a.example/"/>', Outline("https://a.example/")),
        ('<outline text="A" xmlUrl="https://a.example/"/>', Outline("https://a.example/", "A")),
        (
            '<outline text="A" title="B" xmlUrl="https://a.example/" htmlUrl="/x"/>',
            Outline("https://a.example/", "B"),
        ),
        (
            '<outline text="&lt;b&gt;A&amp;B&lt;/b&gt;&nbsp;C" xmlUrl="https://a.example/?x=1&y=2"/>',
            Outline("https://a.example/?x=1&y=2", "A&B C"),
        ),
    ],
)
def test_lists_of_other_programs_are_read(outline: str, read: Outline) -> None:
    assert read_opml(opml(outline)) == (read,)


def test_folders_may_be_nested_and_unnamed() -> None:
    body = (
        '<outline text="A"><outline><outline text="B"><outline xmlUrl="https://a.example/"/>'
        '</outline></outline></outline><outline xmlUrl="https://b.example/"/>'
    )
    assert [o.folder for o in read_opml(opml(body))] == [("A", "B"), ()]


@pytest.mark.parametrize("codec", ["windows-1256", "utf-8-sig", "utf-16"])
def test_lists_in_any_charset_are_read(codec: str) -> None:
    text = opml('<outline text="أخبار المجلس" xmlUrl="https://a.example/"/>').decode()
    declared = text.replace("?>", f' encoding="{codec.removesuffix("-sig")}"?>', 1)
    assert read_opml(declared.encode(codec))[0].title == "أخبار المجلس"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://u:p@a.example/",
        "https://[bad",
        "x",
        "",
    ],
)
def test_only_web_addresses_come_in(url: str) -> None:
    assert read_opml(opml(f'<outline text="A" xmlUrl="{url}"/>')) == ()


def test_a_feed_comes_once() -> None:
    body = '<outline text="A" xmlUrl="https://a.example/"/>' * 2
    assert len(read_opml(opml(body))) == 1


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE opml [<!ENTITY a "laugh">]>',
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!-- --><!DOCTYPE opml [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]>',
    ],
)
def test_declarations_are_refused(head: str) -> None:
    with pytest.raises(HostileFeedError):
        read_opml(opml('<outline text="&a;" xmlUrl="https://a.example/"/>', head))


@pytest.mark.parametrize(
    "data",
    [b"", b"words", b"<html><body><opml></opml></body></html>", b"<rss/>", b"<opml><body>", b"{}"],
)
def test_what_is_no_list_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(OutlineError) as caught:
        read_opml(data, "list.opml")
    assert caught.value.values == {"source": "list.opml"}


def test_a_list_is_not_larger_than_any_list() -> None:
    with pytest.raises(LargeFeedError):
        read_opml(b" " * (MAX_BYTES + 1))
    body = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(MOST + 1))
    assert len(read_opml(opml(body))) == MOST


def test_folders_are_not_deeper_than_any_folder() -> None:
    body = (
        '<outline text="A">' * 3000 + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * 3000
    )
    assert read_opml(opml(body))[0].folder == ("A",) * DEPTH


@pytest.mark.parametrize(
    "piece",
    ['a{}="x" ', "<outline>", "<!--", "&a{};", '<outline text="&lt;b>"/>', 'xmlns:a{}="x{}" '],
)
def test_no_list_takes_long(piece: str) -> None:
    start = time.process_time()
    body = "".join(piece.format(n, n) for n in range(MAX_BYTES // (len(piece) + 6)))
    with pytest.raises(FeedError):
        read_opml(f"<opml {body}".encode())
    assert time.process_time() - start < 3


TEXT = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="<>&\ufffd") | st.just(" "),
    max_size=20,
).map(lambda t: " ".join(strip_bidi(t).split()))


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXT, max_size=8))
def test_any_title_is_written_and_read(titles: list[str]) -> None:
    given = tuple(Outline(f"https://a.example/{n}", title) for n, title in enumerate(titles))
    back = read_opml(write_opml(given, "Isnad", NOW))
    assert [o.url for o in back] == [o.url for o in given]
    assert read_opml(write_opml(back, "Isnad", NOW)) == back


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100), st.sampled_from([b"", b"<opml>", b"<opml><body><outline "]))
def test_no_bytes_raise_anything_but_a_feed_error(data: bytes, start: bytes) -> None:
    with contextlib.suppress(FeedError):
        assert isinstance(read_opml(start + data), tuple)
