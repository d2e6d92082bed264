"""Links: one host, whoever reads them."""

import contextlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.link import LinkError, read_link
from bot.model import ProblemKind

GOOD = [
    ("http://example.org", "http://example.org/"),
    ("HTTP://Example.ORG.:080/a%2Fb?q=%2F#x", "http://example.org/a%2Fb?q=%2F"),
    ("https://example.org:8443/x", "https://example.org:8443/x"),
    ("https://example.org/خبر ١", "https://example.org/%D8%AE%D8%A8%D8%B1%20%D9%A1"),
    ("https://موقع.example/a", "https://xn--4gbrim.example/a"),
    ("\u200fhttps://example.org/a\u200f\n", "https://example.org/a"),
    ("http://user.example.org/path@x", "http://user.example.org/path@x"),
    ("http://example.org/?u=http://127.0.0.1/", "http://example.org/?u=http://127.0.0.1/"),
    ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
    ("http://example.org/a/..//..?q", "http://example.org/?q"),
    ("http://example.org/#a\\b", "http://example.org/"),
]


@pytest.mark.parametrize(("text", "read"), GOOD)
def test_a_link_is_read(text: str, read: str) -> None:
    assert str(read_link(text)) == read


BAD = [
    "",
    "example.org/a",
    "//example.org/a",
    "http:/example.org/",
    "http:\\\\example.org\\",
    "http:///a",
    "http://user@example.org/",
    "http://127.0.0.1\\@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org/a\\b",
    "http://exa mple.org/",
    "http://example.org%00/",
    "http://%31%32%37.0.0.1/",
    "http://example.org/\r\nX: y",
    "http://exam\tple.org/",
    "http://example.org:80:80/",
    "http://example.org:８０/",
    "http://example.org:٨٠/",
    "http://example.org:+80/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://[::1%25lo]/",
    "http://[::1/",
    "http://a<b/",
    "http://a|b/",
    "http://loc\u00adalhost/",
    "http://１２７.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://\u202eexample.org/",
    "http://example.org/" + "a" * 9000,
]


@pytest.mark.parametrize("text", BAD)
def test_what_programs_would_read_differently_is_no_link(text: str) -> None:
    with pytest.raises(LinkError) as caught:
        read_link(text)
    assert caught.value.kind is ProblemKind.BAD_LINK


@pytest.mark.parametrize(
    "text", ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "JavaScript:alert(1)"]
)
def test_only_web_schemes_are_opened(text: str) -> None:
    with pytest.raises(LinkError) as caught:
        read_link(text)
    assert caught.value.kind is ProblemKind.FORBIDDEN_ADDRESS


PIECES = ["http://", "https://", "a.example", "127.0.0.1", "@", ":", "\\", "/", "?", "#", "%", "["]
PIECES += ["]", "::1", ".", "80", "。", "１", "٣", "xn--", "-", "..", " ", "\t", "\u202e", "x" * 70]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_is_read_has_the_host_that_others_read_too(text: str) -> None:
    try:
        url = read_link(text)
    except LinkError:
        return
    written = str(url)
    assert re.fullmatch(r"[\x21-\x7e]+", written)
    parts = urlsplit(written)
    assert (parts.hostname, parts.username, parts.fragment) == (url.raw_host.decode(), None, "")
    assert str(read_link(written)) == written


@given(st.text(max_size=60).map("http://".__add__))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert read_link(text).raw_host
    except LinkError as error:
        assert error.kind in (ProblemKind.BAD_LINK, ProblemKind.FORBIDDEN_ADDRESS)


def test_browsers_read_the_same_host_in_every_link_that_is_read(shared: Path) -> None:
    rows = json.loads((shared / "attacks" / "urltestdata.json").read_text())
    read = 0
    for row in rows:
        if not isinstance(row, dict) or not row["input"].startswith("http"):
            continue
        try:
            url = read_link(row["input"])
        except LinkError:
            continue
        read += 1
        host = row.get("hostname", "").strip("[]").rstrip(".")
        ours = url.raw_host.decode()
        assert row.get("failure") or host == ours or _is_odd_number(ours), row["input"]
    assert read > 100


def test_what_httpx_reads_in_a_listed_link_is_what_we_read(shared: Path) -> None:
    """Ours refuses more, and never reads another host, port, path or query."""
    rows = json.loads((shared / "attacks" / "urltestdata.json").read_text())
    read = 0
    for text in [row["input"] for row in rows if isinstance(row, dict)]:
        try:
            ours = read_link(text)
        except LinkError:
            continue
        theirs = httpx2.URL(str(ours))
        assert (theirs.raw_host, theirs.port) == (ours.raw_host, ours.port), text
        assert theirs.raw_path == ours.raw_path, text
        with contextlib.suppress(httpx2.InvalidURL, ValueError):
            given = httpx2.URL(text.strip())
            assert given.raw_host.rstrip(b".") == ours.raw_host, text
        read += 1
    assert read > 100


def _is_odd_number(host: str) -> bool:
    """Odd spellings of addresses are left to the guard, which refuses them."""
    return bool(re.fullmatch(r"(?:[0-9a-fx]+\.)*(?:\d+|0x[0-9a-f]*)", host)) or ":" in host
