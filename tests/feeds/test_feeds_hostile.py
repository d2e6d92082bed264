"""Feeds that were made to do harm: nothing expands, nothing runs, nobody waits."""

import base64
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import FeedError, HostileFeedError
from bot.feeds.reading import answer, read
from bot.model import Feed
from bot.testing.feeds import NOW, Item, atom, json_feed, rss

URL = "https://nour.example/feed"
SCRIPT = re.compile(r"<[a-z!/?]|javascript:|\bon(?:click|load|error|mouse\w+)\s*=|data:text", re.I)

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "laugh"}">' for n in range(10))
BODY = "<rss><channel><title>{0}</title><item><title>{0}</title></item></channel></rss>"


def texts(feed: Feed) -> list[str]:
    """Return every text of a feed that anybody could be shown."""
    found = [feed.title, feed.site]
    for entry in feed.entries:
        found += [entry.id, entry.url, entry.title, entry.summary, entry.author or ""]
    return found


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "windows-1256"])
@pytest.mark.parametrize(
    "before",
    [
        f"<!DOCTYPE rss [{LAUGHS}]>",
        '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "http://127.0.0.1/x">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
        '<!DOCTYPE rss PUBLIC "-//A//B" "http://127.0.0.1/x.dtd" [<!ENTITY l9 "laugh">]>',
        '<!doctype rss\n[\n<!entity l9 "laugh">\n]>',
        '<!-- <a --><!DOCTYPE rss [<!ENTITY l9 "laugh">]>',
        '<?x <a ?><!DOCTYPE rss [<!ENTITY l9 "laugh">]>',
        '<!ENTITY l9 "laugh">',
        '<!DOCTYPE rss [<!ATTLIST rss title CDATA "laugh">]>',
        "<!DOCTYPE rss [",
    ],
)
def test_declarations_are_refused(before: str, codec: str) -> None:
    source = f'<?xml version="1.0" encoding="{codec}"?>{before}{BODY.format("&l9;")}'
    with pytest.raises(HostileFeedError):
        read(source.encode(codec), URL, None, NOW)


@pytest.mark.parametrize(
    "source",
    [
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">' + BODY.format("&l9;"),
        '<?x <rss ?><!DOCTYPE rss [<!ENTITY l9 "laugh">]>' + BODY.format("&l9;"),
        "<rss>" + f"<!DOCTYPE rss [{LAUGHS}]>" + BODY.format("&l9;"),
        BODY.format("&l9;&xxe;"),
        BODY.format('<x xmlns:xi="http://www.w3.org/2001/XInclude">'
                    '<xi:include href="file:///etc/passwd" parse="text"/></x>'),
        '<?xml-stylesheet href="file:///etc/passwd"?>' + BODY.format("x"),
    ],
)  # fmt: skip
def test_nothing_expands_and_nothing_is_fetched(source: str) -> None:
    said = answer(source.encode(), URL, None, NOW)
    shown = " ".join(texts(said.feed)) if said.feed else ""
    assert "laugh" not in shown
    assert "root:" not in shown


@pytest.mark.parametrize("write", [rss, atom, json_feed])
@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<math><mi xlink:href='data:x,<script>alert(1)</script>'>",
        "]]><script>alert(1)</script><![CDATA[",
        "<!--<script>alert(1)</script>-->",
        "\u202e<script>alert(1)</script>",
    ],
)
def test_no_script_is_kept(write: type, bad: str) -> None:
    item = Item(title=bad, text=f"words {bad}", author=bad, id=bad)
    shown = texts(read(write(item, title=bad), URL, None, NOW))
    assert [text for text in shown if SCRIPT.search(text)] == []


def test_no_row_of_the_attacks_crashes_expands_or_keeps_a_script(shared: Path) -> None:
    rows = (shared / "attacks/feeds.jsonl").read_text("utf-8").splitlines()
    read_rows = 0
    for row in map(json.loads, rows):
        data = base64.b64decode(row["data_b64"])
        try:
            shown = texts(read(data, URL, None, NOW))
        except FeedError:
            continue
        read_rows += 1
        assert [t for t in shown if SCRIPT.search(t)] == [], row["file"]
        assert sum(map(len, shown)) <= 2 * len(data) + 1000, row["file"]
    assert read_rows > 0.9 * len(rows)


PIECES = """<rss>|<channel>|<item>|</item>|<title>|</title>|<link>|<guid>|<pubDate>|<feed
 xmlns="http://www.w3.org/2005/Atom">|<entry>|<content type="xhtml">|<content type="x/y">|<rdf:RDF>|
<![CDATA[|]]>|<!DOCTYPE rss>|<!DOCTYPE rss [|<!ENTITY a "b">|<?xml version="1.0"?>|
<?xml encoding="x"?>|
<!--|-->|&a;|&#0;|&#x110000;|&amp;|&|<|>|"|<script>|xml:base="http://["|http://[|{"version":
"https://jsonfeed.org/version/1"|,"items":[{|}]}|:|,|null|[|{|<author>|a@b.example|<media:content|
<georss:polygon>1 2|<itunes:image href="x"/>|<svg>|<math>|<div>|خبر|\x00|\ud800|\ufeff"""
TOKENS = st.lists(st.sampled_from(PIECES.replace("\n", "").split("|")), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TOKENS, st.sampled_from(["", "<rss><channel>", "<feed>", '{"version":"']))
def test_no_document_raises_anything_but_a_feed_error(source: str, start: str) -> None:
    said = answer((start + source).encode("utf-8", "surrogatepass"), URL, None, NOW)
    assert (said.feed is None) == bool(said.problem)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"<rss>", b"<?xml", b"\xff\xfe", b"{"]))
def test_no_bytes_raise_anything_but_a_feed_error(data: bytes, start: bytes) -> None:
    said = answer(start + data, URL, "text/xml; charset=windows-1256", NOW)
    assert (said.feed is None) == bool(said.problem)
