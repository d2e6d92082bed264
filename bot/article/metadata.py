"""Title, outlet and author of a page, from what it says in several places."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from bot.article.blocks import Block
from bot.article.evidence import Evidence, text_of, types_of
from bot.article.lines import kind_of_line
from bot.article.patterns import lists, pattern
from bot.article.signs import squeeze, tidy
from bot.article.urls import split

SEPARATORS = re.compile(r"\s+[|–—·•»«:/-]+\s+|\s*[|»ㅣ]\s*")
_HANDLE = re.compile(r"^@|^https?:|^www\.|/")
_SAYS = re.compile(r"[:?؟]\s")  # what says or asks something is no name
_ORGANIZATIONS = re.compile(r"^(?:NewsMediaOrganization|Organization|WebSite|Corporation|Brand)$")
_BYLINE = re.compile(
    r"\b(?:author(?:[_-]?name)?|byline(?:[_-]?name)?|writer|reporter|by-?author|auteur|autor)\b",
    re.I,
)
_NOT_BYLINE = re.compile(r"\b(?:bio|box|about|comment|avatar|img|image|social|share|follow)", re.I)
_SITE = re.compile(
    r"^[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,6}$|\b[a-z\d-]+\.(?:com|net|org|info|[a-z]{2})\b"
    r"|[Aa]dmin|\d$|^[Aa]rticle\b"
)
_ALIKE = ("LATIN", "CYRILLIC", "GREEK")  # scripts, as Unicode names their letters
_GENERIC = frozenset(["home", "homepage", "index", "untitled", "news", "الرئيسية", "خبر"])


def title(told: Evidence, page: Sequence[Block], outlet: str) -> str:
    """Return the headline: the one <h1> that other places agree with, else what they say."""
    heads = [b.text for b in page if b.tag == "h1" and b.zone not in ("nav", "footer")]
    said = [t for t in (told.said("headline"), told.first("og:title", "twitter:title")) if t]
    named = [without_site(t, outlet) for t in (*said, told.title) if t]
    for head in heads:
        if len(head) > 8 and any(_same(head, name) for name in named):
            return next((n for n in named if _has_kicker(head, n)), head)
    if named:
        return max(named[: len(said)] or named, key=lambda t: sum(_same(t, o) for o in named))
    return heads[0] if heads else ""


def _same(one: str, other: str) -> bool:
    """Tell whether two titles are one, give or take signs, or an ending that was cut."""
    a, b = squeeze(one), squeeze(other)
    return bool(a and b) and (a == b or (min(len(a), len(b)) > 20 and (a in b or b in a)))


def _has_kicker(head: str, name: str) -> bool:
    """Tell whether ``head`` is the title ``name`` with a word or two set above it."""
    return len(name) > 20 and head != name and head.endswith(name) and len(head) < 2 * len(name)


def without_site(text: str, outlet: str) -> str:
    """Cut the name of the site from the end or the beginning of a title."""
    parts = SEPARATORS.split(text)
    if len(parts) < 2:
        return text
    for name in (outlet, outlet.split(".")[0]):
        key = squeeze(name)
        for part in (parts[-1], parts[0]):
            if key and len(part) < len(text) / 2 and (squeeze(part) == key or key in squeeze(part)):
                return _cut(text, part)
    return text


def _cut(text: str, part: str) -> str:
    text = text.removesuffix(part) if text.endswith(part) else text.removeprefix(part)
    return re.sub(r"^[\s|–—·•»«:/ㅣ-]+|[\s|–—·•»«:/ㅣ-]+$", "", text)


def outlet(told: Evidence, url: str) -> str:
    """Return the name of the outlet: og:site_name, JSON-LD publisher, the site's name, its host.

    A name in whose words look-alike letters of several scripts are mixed has its host beside it.
    "" where the page names none and has no address.
    """
    home = host(url) or host(told.canonical)
    for said in _names(told):
        parts = SEPARATORS.split(tidy(said))
        name = parts[0] if len(said) > 30 or "|" in said else tidy(said)
        if _HANDLE.search(name) or _SAYS.search(name):
            continue
        if 1 < len(name) <= 60:
            key = squeeze(name)
            if key in _GENERIC or (told.title and key == squeeze(told.title) and len(key) > 30):
                continue
            return f"{name} ({_told(home)})" if home and _mixed(name) else name
    return _told(home)


def _mixed(name: str) -> bool:
    """Whether a word has letters of several scripts whose letters look alike."""
    found = (
        {s for s in _ALIKE for letter in word if unicodedata.name(letter, "").startswith(s)}
        for word in name.split()
    )
    return any(len(scripts) > 1 for scripts in found)


def _told(host: str) -> str:
    """Return a host with its form in plain letters beside it: in others, letters look alike."""
    if host.isascii():
        return host
    with contextlib.suppress(UnicodeError):
        return f"{host} ({host.encode('idna').decode()})"
    return host


def _names(told: Evidence) -> Iterator[str]:
    site = told.first("og:site_name")
    publisher = told.said("publisher")
    if site and publisher and site.isascii() and site == site.lower():
        yield publisher  # a bare domain or a lower-case key is the poorer name
    yield site
    yield publisher
    yield told.first(
        "microdata:publisher",
        "application-name",
        "dc.publisher",
        "dcterms.publisher",
        "al:ios:app_name",
    )
    for node in told.nodes:
        if any(_ORGANIZATIONS.match(t) for t in types_of(node)):
            yield text_of(node.get("name"))


def host(url: str) -> str:
    """Return the host of a web address without "www." ("" for anything else)."""
    parts = split(url)
    found = (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    if "xn--" in found:
        with contextlib.suppress(UnicodeError):
            found = found.encode("ascii").decode("idna")
    return found.removeprefix("www.")


def author(
    told: Evidence, tree: HtmlElement, page: Sequence[Block], outlet: str, url: str
) -> str | None:
    """Return the author or authors, "A, B"; ``None`` where the page names none."""
    home = host(url) or host(told.canonical)
    sites = (outlet, home, home.split(".")[0])
    for names in (_from_json(told), _from_meta(told), _from_bylines(tree), _from_lines(page)):
        found = [n for n in (clean_author(name, sites) for name in names) if n]
        if found:
            return ", ".join(dict.fromkeys(found))
    return None


def _from_json(told: Evidence) -> Iterator[str]:
    for node in told.articles:
        value = node.get("author") or node.get("creator")
        names = [text_of(v) for v in value] if isinstance(value, list) else [text_of(value)]
        if any(names):
            yield from names
            return


def _from_meta(told: Evidence) -> Iterable[str]:
    for name in (
        "author",
        "article:author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
    ):
        values = [v for v in told.meta.get(name, ()) if not _HANDLE.search(v)]
        if values:
            return values
    return ()


def _from_bylines(tree: HtmlElement) -> Iterable[str]:
    for element in tree.iter("a", "span", "div", "p", "address", "strong", "h3", "h4", "h5", "li"):
        if not element.keys():
            continue
        names = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
        own = "author" in (element.get("rel") or "").split()
        if not own and (
            not names.strip() or not _BYLINE.search(names) or _NOT_BYLINE.search(names)
        ):
            continue
        text = tidy(" ".join(element.itertext()))
        if 2 < len(text) <= 80:
            return [text]
    return ()


def _from_lines(page: Sequence[Block]) -> Iterable[str]:
    """Return the first line that says "By ..." and no more."""
    near = (b.text for b in page if len(b.text) <= 80 and b.zone in ("", "author"))
    said = (t for t in near if pattern("byline").match(t) and kind_of_line(t) == "byline")
    return list(islice(said, 1))


def clean_author(text: str, sites: Sequence[str]) -> str:
    """Cut "By" and what follows the name; "" if what is left is no name of a person or agency.

    ``sites`` are the names of the outlet, which many pages give as their author.
    """
    text = pattern("byline").sub("", tidy(text)).strip(" -–—|,،:;")
    text = re.split(r"\s+[|•·–—-]\s+|\s{2,}|\n", text)[0].strip()
    if not 2 < len(text) <= 80 or re.search(r"\d{2}|@|https?:|[<>{}]", text):
        return ""
    known = {squeeze(site) for site in sites} | pattern_words("no_author")
    return "" if squeeze(text) in known or _SITE.search(text) else text


def pattern_words(name: str) -> frozenset[str]:
    """Return a word list of ``patterns.toml`` with its words squeezed."""
    return frozenset(squeeze(w) for w in lists()["words"][name])
