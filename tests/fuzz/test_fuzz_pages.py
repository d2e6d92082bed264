"""Fuzz targets: any page, any link, any header in bounded time and without an exception."""

import contextlib
import time
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.article.reading import is_bomb, read
from bot.article.refresh import refresh_target
from bot.article.urls import canonical, identity
from bot.headers import max_age, retry_after, validator
from bot.link import LinkError, read_link

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SECONDS = 5.0  # the processor time that one document is given
URL = "https://nour.example/a"

TAGS = ["p", "div", "b", "table", "td", "a", "style", "script", "title", "svg", "template", "h1"]
VALUES = st.sampled_from(["", "display:none", "color:#fff", "0;url=//x", "\x00", "\ud800", "خبر ١"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["style", "class", "id", "href", "hidden", "content", "http-equiv"]), VALUES
).map(lambda found: "".join(f' {name}="{value}"' for name, value in found.items()))
OPENED = st.builds("<{}{}>".format, st.sampled_from(TAGS), ATTRIBUTES)
CLOSED = st.sampled_from(TAGS).map("</{}>".format)
ODD = st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<", ">", "&", "&#x110000;", '"', "'"])
PIECE = OPENED | CLOSED | ODD | st.text(max_size=20)
PAGES = st.builds(
    lambda pieces, times: "".join(pieces) * times,
    st.lists(PIECE, max_size=30),
    st.sampled_from([1, 1, 1, 50]),
)


def fuzz_page(data: bytes) -> None:
    """Read any bytes as a page."""
    started = time.process_time()
    reading = read(data, URL, None, NOW)
    assert (reading.article is None) != (reading.problem is None)
    refresh_target(data, URL)
    is_bomb(data.decode("latin-1"))
    assert time.process_time() - started < SECONDS


def fuzz_link(text: str) -> None:
    """Read any text as a link, and bring it to its one form."""
    started = time.process_time()
    canonical(text, text)
    identity(text)
    with contextlib.suppress(LinkError):
        assert str(read_link(str(read_link(text)))) == str(read_link(text))
    assert time.process_time() - started < SECONDS


def fuzz_header(text: str) -> None:
    """Read any text as a header."""
    wait = retry_after(text, NOW)
    assert wait is None or 0 <= wait <= 86400
    assert (max_age(text) or 0) <= 86400
    validator(text).encode("ascii")


@settings(max_examples=100, deadline=None)
@given(PAGES.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=500))
def test_any_page(data: bytes) -> None:
    fuzz_page(data)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text(max_size=80).map("http://".__add__))
def test_any_link(text: str) -> None:
    fuzz_link(text)


DATES = st.from_regex(
    r"[A-Z][a-z]{2}, \d{1,4} [A-Z][a-z]{2} \d{1,6} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | DATES | st.from_regex(r"max-age=\d+"))
def test_any_header(text: str) -> None:
    fuzz_header(text)
