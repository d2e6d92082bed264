"""Where the feeds of a site are: by its page's word, by its links, by custom. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement, document_fromstring

from bot.article.charset import UndecodableError, decode
from bot.article.urls import joined
from bot.feeds.text import plain, web
from bot.link import SCHEME
from bot.model import Candidate, How

MOST: Final = 20  # feeds of one page
TITLE: Final = 200  # characters

_EDGES: Final = " \t\r\n<>\"'«»“”،؛,;\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
_FEED_SCHEME: Final = re.compile(r"feed:(?://)?", re.I)
_HOST: Final = re.compile(r"[^\s/?#@:]+\.[^\s/?#@:.]{2,}(?::\d+)?(?:[/?#]\S*)?")


def addresses(typed: str) -> tuple[str, ...]:
    """Return the addresses to try, in order, for what a person typed; none if it is no address.

    A whole link stands for itself; a bare host or host and path ("example.org/news") is tried
    with https, with "www." and with http; the scheme "feed:" is taken away.
    """
    text = typed.strip(_EDGES)
    if scheme := _FEED_SCHEME.match(text):
        text = text[scheme.end() :]
    if "://" in text or (SCHEME.match(text) and not _HOST.fullmatch(text)):
        tries = [text]
    elif _HOST.fullmatch(text):
        named = text.lower().startswith("www.")
        tries = [f"https://{text}", *([] if named else [f"https://www.{text}"]), f"http://{text}"]
    else:
        tries = []
    return tuple(dict.fromkeys(filter(None, map(web, tries))))


def candidates(page: bytes, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """Return where the feeds of a page may be, in order of worth: all that it names, no guesses.

    ``url`` is where the page was fetched in the end. What it declares comes first, then what
    it links to; feeds of comments last in each. Takes quadratic time on pages that are
    made for that: strangers' pages go through ``bot.feeds.reader.Reader``.
    """
    try:
        tree: HtmlElement = document_fromstring(decode(page, content_type) or " ")
    except (UndecodableError, LxmlError, ValueError):
        return ()
    base = next((joined(url, e.get("href", "")) for e in tree.iter("base") if e.get("href")), url)
    found = [*_declared(tree), *_linked(tree)]
    placed = (Candidate(web(c.url, base), c.title, c.how) for c in found)
    first: dict[str, Candidate] = {}
    for candidate in sorted(placed, key=_worth):
        if candidate.url and candidate.url != url:
            first.setdefault(candidate.url, candidate)
    return tuple(first.values())[:MOST]


def guesses(url: str) -> tuple[Candidate, ...]:
    """Return the usual places of feeds: for a page's folder, at most two deep, and its root."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    names = [name for name in parts.path.split("/") if name][:2]
    if names and "." in names[-1]:
        names.pop()
    folders = ["/".join([*names, ""])] if names else []
    return tuple(
        Candidate(address, "", How.GUESSED)
        for folder in (*folders, "")
        for name in _data()["usual"]
        if (address := web(f"{root}{folder}{name}"))
    )


def _declared(tree: HtmlElement) -> Iterator[Candidate]:
    for link in tree.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "feed" in rels or ("alternate" in rels and kind in _data()["types"]):
            yield Candidate(
                link.get("href") or "", plain(link.get("title") or "", TITLE), How.DECLARED
            )


def _linked(tree: HtmlElement) -> Iterator[Candidate]:
    for link in tree.iter("a", "area"):
        href = (link.get("href") or "").strip()
        if not href:
            continue
        title = plain(link.get("title") or str(link.text_content())[:TITLE], TITLE)
        typed = (link.get("type") or "").lower() in _data()["types"][:3]
        if typed or _looks_like_feed(href) or title.lower() in _data()["words"]:
            yield Candidate(href, title, How.LINKED)


def _looks_like_feed(href: str) -> bool:
    try:
        parts = urlsplit(href.lower())
    except ValueError:
        return False
    return any(p.fullmatch(f"{parts.path}?{parts.query}".rstrip("?")) for p in _paths())


def _worth(candidate: Candidate) -> tuple[int, bool]:
    words = set(re.findall(r"\w+", f"{candidate.title} {candidate.url}".lower()))
    return list(How).index(candidate.how), not words.isdisjoint(_data()["comments"])


@cache
def _data() -> dict[str, Any]:
    source = resources.files(__package__).joinpath("discover.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _paths() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _data()["paths"]))
