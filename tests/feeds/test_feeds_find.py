"""From what a person typed, or from a page, to feeds."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import HostileFeedError, NoFeedFoundError, ReadError
from bot.feeds.discover import addresses, candidates, guesses
from bot.feeds.find import TRIES, Found, find
from bot.feeds.reader import Reader
from bot.feeds.reading import answer
from bot.fetch import Fetcher
from bot.model import Candidate, Feed, How
from bot.testing.feeds import NOW, Item, atom, json_feed, rss
from bot.testing.web import Web, names

PAGE = "https://nour.example/ar/news"


class InProcess(Reader):
    """A reader without processes: these tests are about what is around it."""

    async def look(
        self, data: bytes, url: str, content_type: str | None, now: datetime
    ) -> Feed | tuple[Candidate, ...]:
        said = answer(data, url, content_type, now)
        if said.problem == HostileFeedError.key:
            raise HostileFeedError(source=url)
        return said.feed or said.candidates


# --- what a person types ---------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "tries"),
    [
        (
            "nour.example",
            ["https://nour.example/", "https://www.nour.example/", "http://nour.example/"],
        ),
        ("www.nour.example/ar", ["https://www.nour.example/ar", "http://www.nour.example/ar"]),
        (" <https://nour.example/feed?x=1#top> ", ["https://nour.example/feed?x=1"]),
        ("«https://nour.example/feed»،", ["https://nour.example/feed"]),
        ("HTTP://nour.example/feed", ["http://nour.example/feed"]),
        ("feed:https://nour.example/rss", ["https://nour.example/rss"]),
        (
            "feed://nour.example/rss",
            [
                "https://nour.example/rss",
                "https://www.nour.example/rss",
                "http://nour.example/rss",
            ],
        ),
        (
            "نور.مثال",
            [
                "https://xn--wgb5bg.xn--mgbh0fb/",
                "https://www.xn--wgb5bg.xn--mgbh0fb/",
                "http://xn--wgb5bg.xn--mgbh0fb/",
            ],
        ),
        ("nour", []),
        ("the nour newspaper", []),
        ("", []),
        ("javascript:alert(1)", []),
        ("file:///etc/passwd", []),
        ("ftp://nour.example/", []),
        ("desk@nour.example", []),
        ("https://user:pass@nour.example/", []),
        ("https://[bad/", []),
    ],
)
def test_what_is_typed_is_an_address_or_none(typed: str, tries: list[str]) -> None:
    assert list(addresses(typed)) == tries


@given(st.text(max_size=50))
def test_nothing_typed_raises(typed: str) -> None:
    assert all(url.startswith(("https://", "http://")) for url in addresses(typed))


# --- what a page names -----------------------------------------------------


def found(head: str = "", body: str = "") -> list[Candidate]:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return list(candidates(html.encode(), PAGE, "text/html; charset=utf-8"))


@pytest.mark.parametrize(
    "kind",
    [
        "application/rss+xml",
        "application/atom+xml; charset=utf-8",
        "application/feed+json",
        "Application/RDF+XML",
        "text/xml",
    ],
)
def test_a_page_declares_its_feeds(kind: str) -> None:
    head = f'<link rel="alternate home" type="{kind}" title="أخبار &amp; آراء" href="/feed">'
    assert found(head) == [
        Candidate("https://nour.example/feed", "أخبار & آراء", How.DECLARED),
    ]


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="alternate" type="application/json" href="/wp-json/x">',
        '<link rel="alternate" hreflang="en" href="/en">',
        '<link rel="stylesheet" type="application/rss+xml" href="/feed">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="https://[bad/">',
        '<link rel="alternate" type="application/rss+xml">',
        f'<link rel="alternate" type="application/rss+xml" href="{PAGE}">',
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(head: str) -> None:
    assert found(head) == []


@pytest.mark.parametrize(
    ("link", "taken"),
    [
        ('<a href="/rss">x</a>', True),
        ('<a href="/ar/feed/">x</a>', True),
        ('<a href="/rss/world.xml">x</a>', True),
        ('<a href="/news.rss">x</a>', True),
        ('<a href="/sport_rss2.xml">x</a>', True),
        ('<a href="/?feed=rss2">x</a>', True),
        ('<a href="/x?id=1&amp;format=atom">x</a>', True),
        ('<a href="/subscribe">RSS</a>', True),
        ('<a href="/subscribe">خلاصات</a>', True),
        ('<a href="/subscribe" type="application/atom+xml">x</a>', True),
        ('<a href="/feedback">x</a>', False),
        ('<a href="/news/rss-explained.html">x</a>', False),
        ('<a href="/feeding-the-poor">x</a>', False),
        ('<a href="javascript:alert(1)">RSS</a>', False),
        ('<a href="https://[bad/rss">RSS</a>', False),
        ("<a>RSS</a>", False),
    ],
)
def test_links_that_look_like_feeds_are_taken(link: str, taken: bool) -> None:
    assert [c.how for c in found(body=link)] == [How.LINKED] * taken


def test_the_best_come_first_and_those_of_comments_last() -> None:
    head = (
        '<base href="https://nour.example/base/">'
        '<link rel="alternate" type="application/rss+xml" title="تعليقات" href="c1">'
        '<link rel="alternate" type="application/rss+xml" title="x" href="comments/feed">'
        '<link rel="alternate" type="application/rss+xml" title="News" href="news">'
    )
    urls = [
        c.url.removeprefix("https://nour.example/") for c in found(head, '<a href="/rss">R</a>')
    ]
    assert urls == ["base/news", "base/c1", "base/comments/feed", "rss"]


def test_a_feed_is_named_once_and_as_it_was_declared() -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="News" href="/rss">'
    assert [c.title for c in found(head, '<a href="/rss">RSS</a>')] == ["News"]


def test_usual_places_are_guessed_near_the_page_first() -> None:
    urls = [c.url for c in guesses("https://nour.example/ar/index.html?x=1")]
    assert urls[0] == "https://nour.example/ar/feed"
    assert "https://nour.example/rss.xml" in urls
    assert {c.how for c in guesses(PAGE)} == {How.GUESSED}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda t: f"<a href={t}>rss".encode()))
def test_no_page_raises(page: bytes) -> None:
    assert all(c.url.startswith("http") for c in candidates(page, PAGE))


# --- finding ---------------------------------------------------------------


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


async def look_for(web: Web, typed: str, pauses: list[float] | None = None) -> Found:
    async def pause(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    resolve = names({"nour.example": "93.184.216.34"})
    async with Fetcher([web.host], resolve=resolve, connect=web.network) as fetcher:
        return await find(typed, fetcher, InProcess(), lambda: NOW, sleep=pause)


def declared(*hrefs: str) -> str:
    links = (f'<link rel="alternate" type="application/rss+xml" href="{h}">' for h in hrefs)
    return f"<!doctype html><html><head>{''.join(links)}</head><body>words</body></html>"


@pytest.mark.parametrize("write", [rss, atom, json_feed])
async def test_the_link_of_a_feed_is_that_feed(web: Web, write: type) -> None:
    url = web.bytes("/f", write(Item(id="1")), "text/plain")
    result = await look_for(web, url)
    assert (result.polled.url, len(result.feed.entries), result.others) == (url, 1, ())
    assert result.polled.due is not None


async def test_a_bare_host_leads_to_what_its_page_declares(web: Web) -> None:
    web.page("/", declared("/one", "/two"))
    web.bytes("/one", rss(Item()), "text/xml")
    pauses: list[float] = []
    result = await look_for(web, "nour.example", pauses)
    assert result.polled.url == "http://nour.example/one"
    assert [c.url for c in result.others] == ["http://nour.example/two"]
    assert pauses == [1.0]


async def test_what_cannot_be_read_is_passed_over(web: Web) -> None:
    web.page("/", declared("/lost", "/hostile", "/page", "/three"))
    web.bytes("/hostile", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "text/xml")
    web.page("/page", "<html></html>")
    url = web.bytes("/three", rss(Item()), "text/xml")
    assert (await look_for(web, web.url("/"))).polled.url == url


async def test_a_page_that_lists_feeds_is_looked_through(web: Web) -> None:
    web.page("/", '<html><body><a href="/rss">RSS</a></body></html>')
    web.page("/rss", '<html><body><a href="/rss/world.xml">العالم</a></body></html>')
    url = web.bytes("/rss/world.xml", rss(Item()), "text/xml")
    assert (await look_for(web, web.url("/"))).polled.url == url


async def test_usual_places_are_tried_where_a_page_says_nothing(web: Web) -> None:
    web.page("/news/", "<html><body>words</body></html>")
    url = web.bytes("/feed.xml", rss(Item()), "text/xml")
    assert (await look_for(web, web.url("/news/"))).polled.url == url


async def test_a_feed_with_entries_wins_over_an_empty_one(web: Web) -> None:
    web.page("/", declared("/empty", "/full"))
    empty = web.bytes("/empty", rss(), "text/xml")
    url = web.bytes("/full", rss(Item()), "text/xml")
    assert (await look_for(web, web.url("/"))).polled.url == url
    web.status("/full", 404)
    assert (await look_for(web, web.url("/"))).polled.url == empty


async def test_a_feed_that_has_moved_is_followed_where_it_is(web: Web) -> None:
    url = web.bytes("/new", rss(Item()), "text/xml")
    assert (await look_for(web, web.redirect("/old", "/new", 301))).polled.url == url


async def test_a_site_without_a_feed_is_said_to_have_none(web: Web) -> None:
    url = web.page("/", declared(*(f"/{n}" for n in range(50))))
    with pytest.raises(NoFeedFoundError) as caught:
        await look_for(web, url)
    assert caught.value.values == {"source": url}
    assert len(web.requests) == 1 + TRIES


async def test_what_is_no_address_finds_nothing(web: Web) -> None:
    with pytest.raises(NoFeedFoundError):
        await look_for(web, "the nour newspaper")


async def test_a_site_that_does_not_answer_is_a_problem_of_the_network(web: Web) -> None:
    with pytest.raises(ReadError):
        await look_for(web, web.status("/", 503))


async def test_a_hostile_feed_is_said_to_be_one(web: Web) -> None:
    url = web.bytes("/f", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "text/xml")
    with pytest.raises(HostileFeedError):
        await look_for(web, url)
