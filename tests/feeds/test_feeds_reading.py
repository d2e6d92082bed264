"""Feeds of every format come out as the same nouns, clean and told apart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import LargeFeedError, NotAFeedError
from bot.feeds.reading import ENTRIES, MAX_BYTES, SUMMARY, read
from bot.model import Dating, Entry, Feed
from bot.testing.feeds import NOW, Item, atom, json_feed, rss
from bot.testing.pages import ARABIC

URL = "https://nour.example/news/feed"
ITEM = Item(id="n-1", author="Nour Saleh")
ENTRY = Entry(
    id="n-1",
    url="https://nour.example/bridge",
    title="The bridge is open",
    summary="The council opened the bridge over the river.",
    published=NOW - timedelta(hours=1),
    dating=Dating.EXACT,
    author="Nour Saleh",
    language="en",
)


def feed(data: bytes | str, content_type: str | None = None) -> Feed:
    return read(data.encode() if isinstance(data, str) else data, URL, content_type, NOW)


def only(data: bytes | str) -> Entry:
    (entry,) = feed(data).entries
    return entry


def item(inner: str) -> str:
    return f"<rss version='2.0'><channel><item>{inner}</item></channel></rss>"


# --- formats ---------------------------------------------------------------


@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_one_feed_reads_the_same_in_every_format(write: type) -> None:
    found = feed(write(ITEM, title="Nour", language="en-GB"))
    assert found == Feed(URL, "Nour", "https://nour.example/", "en", (ENTRY,))


@pytest.mark.parametrize(
    "data",
    [
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel><title>Nour</title></channel>'
        '<item rdf:about="https://nour.example/1"><title>One</title>'
        "<link>https://nour.example/1</link></item></rdf:RDF>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Nour</title></channel>'
        "<item><title>One</title><link>https://nour.example/1</link></item></rdf:RDF>",
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        "<title>Nour</title><item><title>One</title><link>https://nour.example/1</link></item>"
        "</channel></rss>",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Nour</title><entry>'
        '<title>One</title><link rel="alternate" href="https://nour.example/1"/></entry></feed>',
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Nour</a:title><a:entry>'
        '<a:title>One</a:title><a:link href="https://nour.example/1"/></a:entry></a:feed>',
        '{"version": "https://jsonfeed.org/version/1", "title": "Nour", "author": {"name": "N"},'
        ' "items": [{"id": 1, "external_url": "https://nour.example/1", "title": "One"}]}',
    ],
    ids=["rss 1.0", "rss 0.90", "rss 0.91 with its DTD", "atom 0.3", "prefixed atom", "json 1.0"],
)
def test_old_formats_are_read(data: str) -> None:
    found = feed(data)
    assert (found.title, found.entries[0].title) == ("Nour", "One")
    assert found.entries[0].url == "https://nour.example/1"


@pytest.mark.parametrize(
    "data",
    [
        rss(ITEM)[:-40],
        b"\n\n  " + rss(ITEM),
        b"<b>Warning</b>: a server that talks in /srv/x.php\n" + rss(ITEM),
        rss(ITEM).replace(b"</title>", b"&nbsp;&</title>"),
        rss(ITEM).replace(b"bridge", b"\x0bbridge"),
        rss(ITEM).replace(b"<item>", b"<media:x/><item><br>"),
        rss(ITEM).replace(b"utf-8", b"no-such-charset"),
    ],
    ids=["cut", "blank lines", "junk before", "entities", "control", "prefix, tag", "charset"],
)
def test_a_damaged_feed_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert only(data).url == ENTRY.url


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"<!doctype html><html><head><title>Nour</title></head><body><rss></rss></body></html>",
        b"<p>words</p>",
        b"words alone",
        b"<urlset><url><loc>https://nour.example/</loc></url></urlset>",
        b'{"items": []}',
        b'{"version": "https://nour.example/version/1", "items": []}',
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"<!-- <rss> --><html></html>",
    ],
)
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAFeedError) as caught:
        feed(data)
    assert caught.value.values == {"source": URL}


def test_a_feed_without_entries_is_a_feed() -> None:
    assert feed(rss(title="Nour")).entries == ()


def test_larger_than_any_feed_is_not_read() -> None:
    with pytest.raises(LargeFeedError) as caught:
        feed(b" " * (MAX_BYTES + 1))
    assert caught.value.values["megabytes"] == "5"


# --- letters ---------------------------------------------------------------


@pytest.mark.parametrize("declared", ["header", "xml", "nowhere"])
@pytest.mark.parametrize("codec", ["windows-1256", "iso-8859-6", "utf-8", "utf-16"])
def test_arabic_is_read_in_every_charset(codec: str, declared: str) -> None:
    text = rss(*(Item(words, f"/{n}", text="") for n, words in enumerate(ARABIC))).decode()
    if codec == "iso-8859-6":
        text = text.translate(dict.fromkeys(map(ord, "«»–"), None))
    named = f'version="1.0" encoding="{codec}"' if declared == "xml" else 'version="1.0"'
    data = text.replace('version="1.0"', named, 1).encode(codec, "ignore")
    header = f"text/xml; charset={codec}" if declared == "header" else "text/xml"
    entry = feed(data, header).entries[0]
    assert entry.title == feed(text).entries[0].title
    assert entry.language == "ar"


def test_letters_in_cdata_help_to_tell_the_charset() -> None:
    inner = "".join(f"<item><title><![CDATA[{words}]]></title></item>" for words in ARABIC)
    data = f"<rss><channel>{inner}</channel></rss>".encode("windows-1256", "ignore")
    assert feed(data).language == "ar"


@pytest.mark.parametrize(
    ("declared", "title", "language"),
    [
        ("en-US", ARABIC[0], "ar"),
        ("ar", "The council opened the bridge over the river to the town.", "en"),
        ("ar-EG", "FIFA", "ar"),
        ("klingon!", "FIFA", "und"),
        ("", "FIFA", "und"),
    ],
)
def test_the_text_tells_its_language_better_than_the_feed(
    declared: str, title: str, language: str
) -> None:
    found = feed(rss(Item(title, text=""), language=declared))
    assert (found.language, found.entries[0].language) == (language, language)


# --- links -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a", "https://nour.example/a"),
        ("a?x=1&y=2", "https://nour.example/news/a?x=1&y=2"),
        ("//other.example/a", "https://other.example/a"),
        (" https://nour.example/a \n", "https://nour.example/a"),
        ("https://nour.example/أ", "https://nour.example/%D8%A3"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://user:pass@nour.example/", ""),
        ("https://[bad/", ""),
        ("mailto:a@nour.example", ""),
    ],
)
@pytest.mark.parametrize("write", [rss, atom, json_feed])
def test_links_lead_to_the_web_or_nowhere(write: type, link: str, url: str) -> None:
    assert only(write(Item(link=link))).url == url


def test_xml_base_is_where_links_start() -> None:
    data = atom(Item(link="a")).replace(b"<feed ", b'<feed xml:base="https://other.example/x/" ')
    assert only(data).url == "https://other.example/x/a"


def test_a_permanent_id_stands_in_for_a_link() -> None:
    assert only(item("<guid>https://nour.example/7</guid>")).url == "https://nour.example/7"


# --- ids and duplicates ----------------------------------------------------


@pytest.mark.parametrize(
    ("given", "id"),
    [
        (Item(id="n-1"), "n-1"),
        (Item(id=" tag:nour.example,2026:1 "), "tag:nour.example,2026:1"),
        (Item(link="https://www.nour.example/a/?utm_source=rss"), "nour.example/a"),
    ],
)
def test_an_id_is_the_feeds_own_or_the_address(given: Item, id: str) -> None:
    assert only(json_feed(given)).id == id


def test_an_entry_with_nothing_else_is_known_by_its_words() -> None:
    one, other = (only(item(f"<title>{word}</title>")) for word in ("one", "other"))
    assert one.id == only(item("<title>one</title>")).id != other.id


def test_an_id_is_never_long() -> None:
    assert len(only(json_feed(Item(id="x" * 10_000))).id) < 100


def test_an_id_that_every_entry_bears_is_none() -> None:
    found = feed(rss(*(Item(f"Item {n}", f"/{n}", id="0") for n in range(3))))
    assert [e.id for e in found.entries] == [f"nour.example/{n}" for n in range(3)]


@pytest.mark.parametrize(
    "other",
    [ITEM, replace(ITEM, title="Corrected"), replace(ITEM, id="n-2")],
    ids=["all the same", "the same id", "the same title and address"],
)
def test_an_entry_comes_once(other: Item) -> None:
    assert only(rss(ITEM, other)) == ENTRY


def test_one_page_may_have_several_entries() -> None:
    found = feed(rss(Item("08:00 One", id="1"), Item("09:00 Two", id="2")))
    assert len(found.entries) == 2


def test_of_too_many_entries_the_newest_stay_in_their_order() -> None:
    items = [
        Item(f"Item {n}", f"/{n}", published=NOW - timedelta(hours=600 - n)) for n in range(510)
    ]
    found = feed(rss(*items))
    assert [found.entries[0].title, found.entries[-1].title] == ["Item 10", "Item 509"]
    assert (len(found.entries), found.left_out) == (ENTRIES, 10)


# --- the rest --------------------------------------------------------------


def test_the_content_stands_in_for_a_missing_summary() -> None:
    content = "<x:encoded xmlns:x='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;Words.&lt;/p>"
    assert only(item(f"<description> </description>{content}</x:encoded>")).summary == "Words."


def test_a_summary_is_cut_after_a_word() -> None:
    summary = only(rss(Item(text="word " * 1000))).summary
    assert len(summary) <= SUMMARY
    assert summary.endswith("word…")


def test_plain_text_of_json_is_no_markup() -> None:
    assert only(json_feed(Item(text="1 &lt; 2 is written as 1 < 2"))).summary.endswith("1 < 2")


@pytest.mark.parametrize(
    ("given", "author"),
    [
        ("desk@nour.example (Nour Saleh)", "Nour Saleh"),
        ("desk@nour.example", None),
        ("<b>Nour</b>", "Nour"),
        ("", None),
    ],
)
def test_authors_are_names(given: str, author: str | None) -> None:
    assert only(rss(Item(author=given))).author == author


@pytest.mark.parametrize(
    ("ttl", "pause"),
    [("60", 3600), (" 5 ", 300), ("0", None), ("-1", None), ("x", None), ("9" * 30, None)],
)
def test_a_feed_asks_to_be_left_alone(ttl: str, pause: int | None) -> None:
    assert feed(rss(extra=f"<ttl>{ttl}</ttl>")).pause == pause


def test_a_json_feed_says_that_it_has_ended() -> None:
    assert feed(json_feed().replace(b'"items"', b'"expired": true, "items"')).finished


def test_one_odd_item_does_not_cost_the_others() -> None:
    data = json_feed(ITEM).replace(b'"items": [', b'"items": [7, {"title": {"a": 1}}, ')
    assert only(data) == ENTRY


def test_the_date_of_a_change_stands_in_for_a_broken_one() -> None:
    dates = "<pubDate>soon</pubDate><updated>2026-11-21T07:00:00Z</updated>"
    entry = only(item(f"<title>One</title>{dates}"))
    assert (entry.published, entry.dating) == (NOW - timedelta(hours=1), Dating.EXACT)
