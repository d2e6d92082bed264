"""When an article was published, and whether the page's own evidence agrees on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lxml.html import HtmlElement

from bot.article.blocks import Block
from bot.article.dates import Stamp, in_url, spoken, stamp
from bot.article.evidence import Evidence
from bot.article.patterns import lists
from bot.model import Published

NEAR = 25
"""Blocks around the beginning of the text in which a date line is looked for."""
_OWN = re.compile(
    r"publi|posted|entry-date|post-date|article[_-]?date|created|pub-?date|dtstart", re.I
)
_CHANGED = re.compile(r"updat|modif|edit", re.I)
_WEIGHTS = {"json": 4, "meta": 4, "time": 3, "url": 3, "text": 2, "changed": 1}


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    stamp: Stamp


def published(
    told: Evidence,
    tree: HtmlElement,
    page: Sequence[Block],
    start: int,
    url: str,
    language: str,
    fetched: datetime,
) -> Published | None:
    """Tell when the article on a page was published.

    ``start`` is the block where its text begins. The day is the publisher's own; it is
    ``sure`` where two kinds of evidence agree on it and none that is meant for it disagrees.
    """
    limit = fetched.date() + timedelta(days=1)
    found = [f for f in _evidence(told, tree, page, start, url, language) if f.stamp.day <= limit]
    if not any(f.kind != "changed" for f in found):
        return _guessed(tree, url, found, limit)
    return _weighed(found)


def _evidence(
    told: Evidence, tree: HtmlElement, page: Sequence[Block], start: int, url: str, language: str
) -> Iterator[_Found]:
    for node in told.articles:
        if read := _in_node(node, ("datePublished", "dateCreated", "uploadDate")):
            yield _Found("json", read)
            break
    for name in lists()["dates"]["published"]:
        values = told.meta.get(name, ())
        reads = [s for v in values if (s := _any(v, language))]
        if reads:
            yield _Found("meta", reads[0])
            break
    yield from _times(tree)
    day = in_url(url) or in_url(told.canonical)
    if day:
        yield _Found("url", Stamp(day))
    yield from _written(page, start, language)
    for value in (told.said("dateModified"), told.first(*lists()["dates"]["changed"])):
        if read := stamp(value):
            yield _Found("changed", read)


def _in_node(node: Mapping[str, Any], keys: tuple[str, ...]) -> Stamp | None:
    for key in keys:
        value = node.get(key)
        if isinstance(value, list):
            value = next(iter(value), None)
        if isinstance(value, str) and (read := stamp(value)):
            return read
    return None


def _any(value: str, language: str) -> Stamp | None:
    return stamp(value) or next(spoken(value, language), None)


def _times(tree: HtmlElement) -> Iterator[_Found]:
    """Read <time> elements and microdata: the one said to be the publication, else the first."""
    first: Stamp | None = None
    for element in tree.iter("time", "span", "abbr", "meta", "p", "div"):
        own = "datepublished" in (element.get("itemprop") or "").lower()
        if element.tag != "time" and not own:
            continue
        value = element.get("datetime") or element.get("content") or ""
        value = value if value.strip() else "".join(element.itertext())[:80]
        read = stamp(value)
        if read is None:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if own or element.get("pubdate") is not None or _OWN.search(names):
            yield _Found("meta" if own else "time", read)
            return
        if first is None and not _CHANGED.search(names):
            first = read
    if first is not None:
        yield _Found("time", first)


def _written(page: Sequence[Block], start: int, language: str) -> Iterator[_Found]:
    """Read the nearest date line before or just after the beginning of the text."""
    near = sorted(page[max(0, start - NEAR) : start + 8], key=lambda b: abs(b.n - start))
    for block in near:
        if len(block.text) > 150 or block.zone in ("related", "nav", "footer", "comments"):
            continue
        read = next(spoken(block.text, language), None)
        if read and not _CHANGED.search(block.text):
            yield _Found("text", read)
            return


def _weighed(found: list[_Found]) -> Published:
    votes: dict[date, int] = {}
    kinds: dict[date, set[str]] = {}
    for one in found:
        for day in _days(one.stamp):
            votes[day] = votes.get(day, 0) + _WEIGHTS[one.kind]
            kinds.setdefault(day, set()).add(one.kind)
    order = [day for one in found for day in _days(one.stamp)]
    day = max(order, key=lambda d: (votes[d], -order.index(d)))
    exact = next((f.stamp.at for f in found if f.stamp.at and day in _days(f.stamp)), None)
    against = [f for f in found if f.kind in ("json", "meta") and day not in _days(f.stamp)]
    agree = len(kinds[day] - {"changed"}) > 1
    loose = all(f.stamp.loose for f in found if day in _days(f.stamp))
    return Published(day, exact, sure=agree and not against and not loose)


def _days(read: Stamp) -> tuple[date, ...]:
    """Return the days that a stamp may mean: late hours of UTC are the next day in the east.

    A publisher's local day cannot be told from a stamp in UTC; other evidence can tell it.
    """
    if read.at is None or read.at.utcoffset():
        return (read.day,)
    shifted = (read.at + timedelta(hours=5)).date(), (read.at - timedelta(hours=8)).date()
    return tuple(dict.fromkeys((read.day, *shifted)))


def _guessed(tree: HtmlElement, url: str, found: Sequence[_Found], limit: date) -> Published | None:
    """Let htmldate look through the whole page; what it finds is never sure."""
    from htmldate import find_date

    guess = find_date(tree, url=url or None, original_date=True, max_date=limit.isoformat())
    if guess and not guess.endswith("-01-01"):  # a mere year, made a day
        return Published(date.fromisoformat(guess), sure=False)
    if found:
        return Published(found[0].stamp.day, found[0].stamp.at, sure=False)
    return Published(date.fromisoformat(guess), sure=False) if guess else None
