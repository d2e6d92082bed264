"""Markup to plain text (no tags, no scripts, one line), links to addresses of the web."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from lxml.etree import LxmlError
from lxml.html import HtmlElement, document_fromstring

from bot.article.signs import tidy
from bot.article.urls import joined
from bot.link import LinkError, read_link

RAW: Final = 20_000  # characters of markup looked at: some parsers take quadratic time
ENOUGH: Final = 4  # times the limit: so much markup mostly holds enough words
MARGIN: Final = 20  # characters, in which what was cut off could show
ROUNDS: Final = 4  # feeds escape their markup once too often, attackers more often

_TAG: Final = re.compile(r"<[a-z!/?]", re.I)
_CDATA: Final = re.compile(r"<!\[CDATA\[|\]\]>")
# what lxml takes into no text
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOSE: Final = " ،؛,;:.-–"
_SILENT: Final = (
    "script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg",
    "math", "frameset", "noframes", "noembed", "textarea", "select", "xmp", "audio", "video",
)  # fmt: skip
_APART: Final = (
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
)  # fmt: skip


def plain(markup: str, limit: int) -> str:
    """Return what a reader would see of ``markup``, at most ``limit`` characters, as one line.

    Scripts, styles and embedded things go with their content; markup that was escaped several
    times is undone as often. What is cut ends in "…" after a whole word.
    """
    text = _words(markup[: ENOUGH * limit])
    if len(text) <= limit + MARGIN and len(markup) > ENOUGH * limit:
        text = _words(markup[:RAW])
    if len(text) <= limit:
        return text
    whole, _, _ = text[:limit].rpartition(" ")
    return f"{(whole or text[: limit - 1]).rstrip(_LOOSE)}…"


def web(link: str, base: str = "") -> str:
    """Return a link, joined to ``base`` if it is relative, as an address of the web; else ""."""
    try:
        return str(read_link(joined(base, link.strip()))) if link.strip() else ""
    except LinkError:
        return ""


def _words(markup: str) -> str:
    text = tidy(_bare(markup))
    if _TAG.search(text):  # it was hidden by something invisible
        text = tidy(_bare(text))
    return " ".join(_TAG.sub(" ", text).split())


def _bare(text: str) -> str:
    for _ in range(ROUNDS):
        if "&" not in text and not _TAG.search(text):
            break
        text = _shown(text)
    return text


def _shown(markup: str) -> str:
    if not _TAG.search(markup):
        return unescape(markup)
    try:
        tree: HtmlElement = document_fromstring(f"<div>{_CDATA.sub('', markup)}")
    except (LxmlError, ValueError):
        return unescape(_TAG.sub(" ", markup))
    for element in list(tree.iter(*_SILENT)):
        element.drop_tree()
    for element in tree.iter(*_APART):
        element.text = f" {_NOT_XML.sub('', element.text or '')}"
        element.tail = f" {_NOT_XML.sub('', element.tail or '')}"
    return str(tree.text_content())
