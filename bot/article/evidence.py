"""What a page says of itself in its head: meta elements, JSON-LD, links. Read once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from bot.article.signs import tidy

DEPTH = 12
"""How deep JSON-LD is followed."""
SIZE = 1_000_000
"""Characters of one JSON-LD script that are read."""
ARTICLES = re.compile(r"(?:article|posting|report|review|newsarticle|blogposting)$", re.I)
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", re.S)
_JSON_TYPES = ("application/ld+json", "application/json+ld")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The head of a page.

    ``meta`` maps lower-case names (name, property, itemprop) to their contents in page order, and
    "microdata:publisher" to its name;
    ``articles`` are the JSON-LD objects of an article type, the page's main one first; ``types``
    all JSON-LD types; ``nodes`` every JSON-LD object.
    """

    meta: Mapping[str, list[str]] = field(default_factory=dict)
    nodes: tuple[Mapping[str, Any], ...] = ()
    articles: tuple[Mapping[str, Any], ...] = ()
    types: frozenset[str] = frozenset()
    title: str = ""  # of <title>
    canonical: str = ""
    refresh: str = ""  # content of <meta http-equiv=refresh>

    def first(self, *names: str) -> str:
        """Return the first non-empty meta content under the names, in the order given."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value:
                    return value
        return ""

    def said(self, key: str) -> str:
        """Return the first text under ``key`` of the page's JSON-LD articles."""
        for node in self.articles:
            if text := text_of(node.get(key)):
                return text
        return ""


def text_of(value: Any) -> str:
    """Return a JSON-LD value as text: a string, the name of an object, or the first of a list."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("headline") or "")
    if isinstance(value, list):
        return next((t for v in value if (t := text_of(v))), "")
    return ""


def evidence(tree: HtmlElement) -> Evidence:
    """Read the head of a page; broken JSON-LD is left out."""
    meta: dict[str, list[str]] = {}
    refresh = ""
    for element in tree.iter("meta"):
        content = tidy(element.get("content") or "")
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and content:
            meta.setdefault(name.strip().lower(), []).append(content)
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            refresh = refresh or content
    if publisher := _publisher(tree):
        meta["microdata:publisher"] = [publisher]
    nodes = tuple(_nodes(tree))
    articles = [n for n in nodes if any(ARTICLES.search(t) for t in types_of(n))]
    articles.sort(key=lambda n: -len(n))  # mentions of other articles carry less
    return Evidence(
        meta=meta,
        nodes=nodes,
        articles=tuple(articles),
        types=frozenset(t for n in nodes for t in types_of(n)),
        title=tidy(tree.findtext(".//title") or ""),
        canonical=_canonical(tree) or next(iter(meta.get("og:url", [])), ""),
        refresh=refresh,
    )


def _canonical(tree: HtmlElement) -> str:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return (element.get("href") or "").strip()
    return ""


def _publisher(tree: HtmlElement) -> str:
    """Return the publisher's name from microdata (HTML Standard, section 5.2)."""
    for element in tree.xpath('//*[@itemprop="publisher"]'):
        for named in (*element.xpath('.//*[@itemprop="name"]'), element):
            if name := tidy(named.get("content") or named.text_content()):
                return name
    return ""


def _nodes(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        if kind in _JSON_TYPES and script.text:
            yield from _objects(_loaded(script.text[:SIZE]), DEPTH)


def _loaded(text: str) -> Any:
    text = _COMMENT.sub("", _COMMENT.sub("", text.strip())).strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:  # trailing commas and bare newlines are the commonest faults
        return json.loads(re.sub(r",\s*([}\]])", r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth - 1)


def types_of(node: Mapping[str, Any]) -> list[str]:
    """Return the types of a JSON-LD object without their prefix ("NewsArticle")."""
    value = node.get("@type") or []
    found = value if isinstance(value, list) else [value]
    return [t.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for t in found if isinstance(t, str)]
