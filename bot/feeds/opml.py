"""Lists of feeds in and out: OPML 2.0 (opml.org/spec2.opml), nested outlines included."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from lxml import etree

from bot.article.signs import tidy
from bot.errors import LargeFeedError, OutlineError
from bot.feeds.document import from_root, text_of
from bot.feeds.text import plain, web

MAX_BYTES: Final = 1_000_000
MOST: Final = 5000  # feeds of one list
TITLE: Final = 300  # characters
DEPTH: Final = 10  # folders in folders; above them are <opml> and <body>

_ROOT: Final = re.compile(r"<opml(?=[\s>/])", re.I)


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list; ``folder`` holds the folders around it, outermost first."""

    url: str
    title: str = ""
    site: str = ""
    folder: tuple[str, ...] = ()


def read_opml(data: bytes, name: str = "OPML") -> tuple[Outline, ...]:
    """Read a list of feeds, each once; outlines without the web address of a feed are passed over.

    ``name`` is what people call the file. Raises ``OutlineError`` for what is no OPML,
    ``LargeFeedError``, ``BrokenFeedError`` and ``HostileFeedError`` as for feeds.
    """
    if len(data) > MAX_BYTES:
        raise LargeFeedError(source=name, megabytes=f"{MAX_BYTES / 1e6:g}")
    document = from_root(text_of(data, None, name), _ROOT, name)
    if document is None:
        raise OutlineError(source=name)
    reader = _OutlineReader()
    try:
        reader.feed(document)
    except ExpatError as error:
        raise OutlineError(source=name) from error
    return tuple(reader.found.values())


def write_opml(outlines: Iterable[Outline], title: str, now: datetime) -> bytes:
    """Return a list of feeds as OPML 2.0 in UTF-8; ``read_opml`` gives the same outlines."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = tidy(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now.astimezone(UTC), usegmt=True)
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for outline in outlines:
        parent = _folder(outline.folder, folders)
        words = tidy(outline.title)
        element = etree.SubElement(parent, "outline", type="rss", text=words or outline.url)
        if words:
            element.set("title", words)
        element.set("xmlUrl", outline.url)
        if outline.site:
            element.set("htmlUrl", outline.site)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _folder(
    path: tuple[str, ...], folders: dict[tuple[str, ...], etree._Element]
) -> etree._Element:
    """Return the element of a folder, made with those around it where they are not there yet."""
    if path not in folders:
        parent = _folder(path[:-1], folders)
        folders[path] = etree.SubElement(parent, "outline", text=tidy(path[-1]))
    return folders[path]


class _OutlineReader:
    """Takes the outlines as they come; Expat, because others take quadratic time on attributes."""

    def __init__(self) -> None:
        self.found: dict[str, Outline] = {}
        self._folder: list[str] = []  # of each open element, "" where it is none
        self._parser = ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, document: str) -> None:
        self._parser.Parse(document.encode("utf-8", "replace"), True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        given = {name.lower(): value for name, value in attributes.items()}
        words = given.get("title") or given.get("text") or ""
        title = "" if words == given.get("xmlurl") else plain(words, TITLE)
        url = web(given.get("xmlurl", ""))
        if url and len(self.found) < MOST:
            folder = tuple(filter(None, self._folder[: DEPTH + 2]))
            outline = Outline(url, title, web(given.get("htmlurl", "")), folder)
            self.found.setdefault(url, outline)
        self._folder.append(title if tag == "outline" and not url else "")

    def _end(self, tag: str) -> None:
        self._folder.pop()
