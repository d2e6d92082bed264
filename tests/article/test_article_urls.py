"""One address per article, and links that open at the quoted words."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.refresh import refresh_target
from bot.article.urls import canonical, deep_link, identity, readable
from bot.testing.pages import ARABIC, ENGLISH

URL = "https://news.example/bridge"


@pytest.mark.parametrize(
    ("given_url", "wanted"),
    [
        ("https://news.example/a?utm_source=x&id=5&fbclid=z#top", "https://news.example/a?id=5"),
        ("HTTPS://News.Example:443/a", "https://news.example/a"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://m.news.example/a", "https://www.news.example/a"),
        ("https://news.example/amp/2026/a", "https://news.example/2026/a"),
        ("https://news.example/a/amp/", "https://news.example/a"),
        ("https://news.example/a.amp.html", "https://news.example/a.html"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/a", "https://news.example/a"),
        ("https://news.example//a", "https://news.example/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/ship/amplifier", "https://news.example/ship/amplifier"),
        ("https://news.example/a%2Fb", "https://news.example/a%2Fb"),
        ("/tmp/page.html", ""),
        ("", ""),
        ("ftp://news.example/a", ""),
        ("https://[bad/a", ""),
    ],
)
def test_canonical(given_url: str, wanted: str) -> None:
    assert canonical(given_url) == wanted


def test_spellings_of_an_arabic_path_are_one() -> None:
    spellings = (
        "https://news.example/خبر/1",
        "https://news.example/%D8%AE%D8%A8%D8%B1/1",
        "https://news.example/%d8%ae%d8%a8%d8%b1/1",
    )
    assert {canonical(s) for s in spellings} == {"https://news.example/%D8%AE%D8%A8%D8%B1/1"}


@pytest.mark.parametrize(
    ("own", "named", "wanted"),
    [
        (
            "https://www.news.example/a?x=1",
            "https://www.news.example/a",
            "https://www.news.example/a",
        ),
        ("https://m.news.example/a", "https://www.news.example/b", "https://www.news.example/b"),
        ("https://news.example/a", "/b", "https://news.example/b"),
        ("https://news.example/a", "https://other.example/b", "https://news.example/a"),
        ("https://news.example/a", "https://news.example/", "https://news.example/a"),
        ("https://news.example/a", "javascript:alert(1)", "https://news.example/a"),
        ("page.html", "https://news.example/a", "https://news.example/a"),
    ],
)
def test_a_page_may_name_its_address_on_its_own_site(own: str, named: str, wanted: str) -> None:
    assert canonical(own, named) == wanted


def test_identity_ignores_what_does_not_tell_articles_apart() -> None:
    spellings = ("http://www.news.example/a/", "https://news.example/a", "https://m.news.example/a")
    assert len({identity(s) for s in spellings}) == 1


@given(st.text(max_size=60))
def test_any_text_has_an_address_or_none(text: str) -> None:
    assert canonical(text, text) in ("", canonical(canonical(text, text)))


def fragment(paragraph: str, quote: str, *others: str) -> str:
    link = deep_link(URL, paragraph, quote, "\n".join([paragraph, *others]))
    assert link.startswith(f"{URL}#:~:text=")
    return link.split("#:~:text=")[1]


def test_a_quote_is_escaped_whole() -> None:
    assert fragment("Ships - 12, in all & more.", "12, in all & more") == (
        "12%2C%20in%20all%20%26%20more"
    )
    assert "%2D" in fragment("A door-to-door search.", "door-to-door")


def test_an_arabic_quote_opens() -> None:
    assert unquote(fragment(ARABIC[1], "رئيسة المجلس")) == "رئيسة المجلس"


def test_a_long_quote_is_given_by_its_ends() -> None:
    start, end = fragment(ENGLISH[0], ENGLISH[0]).split(",")
    assert ENGLISH[0].startswith(unquote(start))
    assert ENGLISH[0].endswith(unquote(end))


def test_a_quote_that_comes_twice_is_told_by_its_surroundings() -> None:
    prefix, quote, suffix = fragment(
        "The old bridge closed, the new bridge opened.", "bridge", *ENGLISH
    ).split(",")
    assert prefix.endswith("-")
    assert suffix.startswith("-")
    assert quote == "bridge"
    assert f"{unquote(prefix[:-1])} bridge {unquote(suffix[1:])}".startswith("The old bridge")


def test_a_quote_is_widened_to_whole_words() -> None:
    assert fragment("Rebuilding begins.", "build") == "Rebuilding"


@pytest.mark.parametrize("quote", ["", "not there"])
def test_without_the_words_the_link_is_plain(quote: str) -> None:
    assert deep_link(URL, ENGLISH[0], quote, ENGLISH[0]) == URL


def test_a_fragment_of_the_address_gives_way() -> None:
    assert deep_link(f"{URL}#top", "The bridge.", "bridge", "The bridge.").startswith(f"{URL}#:~:")


REFRESH = '<html><head><meta http-equiv="refresh" content="{}"></head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;URL='https://other.example/a'", "https://other.example/a"),
        ("0; url=/a?x=1&amp;y=2", "https://news.example/a?x=1&y=2"),
        ("5;https://other.example/a", "https://other.example/a"),
        ("600", None),
        ("60; url=/later", None),
        ("0; url=/bridge", None),
        ("0; url=javascript:alert(1)", None),
        ("0; url=file:///etc/passwd", None),
        ("0;url=http://[", None),
    ],
)
def test_where_a_page_sends_its_reader(content: str, target: str | None) -> None:
    assert refresh_target(REFRESH.format(content, "Moved").encode(), URL) == target


def test_a_page_with_text_is_read_not_left() -> None:
    body = " ".join(ENGLISH) * 2
    assert refresh_target(REFRESH.format("0; url=/other", body).encode(), URL) is None


def test_a_hostile_source_takes_no_time() -> None:
    assert refresh_target(b"<meta " * 100_000 + b"<script" * 100_000, URL) is None


@pytest.mark.parametrize(
    ("url", "read"),
    [
        (
            "https://a.example/%D9%85%D9%8A%D9%86%D8%A7%D8%A1?a=1%202",
            "https://a.example/ميناء?a=1%202",
        ),
        ("https://a.example/x#:~:text=caf%C3%A9%2C%20b", "https://a.example/x#:~:text=café%2C%20b"),
        ("https://a.example/%E2%80%AE%FF%C2%A0", "https://a.example/%E2%80%AE%FF%C2%A0"),
        ("https://a.example/plain%", "https://a.example/plain%"),
    ],
)
def test_an_address_is_shown_in_the_letters_of_its_script(url: str, read: str) -> None:
    assert readable(url) == read
