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
from bot.article.urls import split
from bot.model import Published

NEAR = 25
"""Blocks around the beginning of the text in which a date line is looked for."""
TOP = 3
"""Blocks at the top of a page that hold its own clock."""
_ELSEWHERE = frozenset(["related", "nav", "footer", "comments", "caption"])
_OWN = re.compile(
    r"publi|posted|entry-date|post-date|article[_-]?date|created|pub-?date|dtstart", re.I
)
_CHANGED = re.compile(r"updat|modif|edit", re.I)
_WEIGHTS = {"json": 5, "meta": 4, "time": 3, "url": 3, "text": 2}


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
    ``sure`` where two kinds of evidence agree on it, or a full time stamp is meant for it, and
    nothing that is meant for it disagrees.
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
    day = next((d for u in (url, told.canonical) if "://" in u and (d := in_url(u))), None)
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
    """Read the nearest date line before or just after the beginning of the text.

    Not the clock that many sites have at the very top.
    """
    head = next((b.n for b in page if b.tag == "h1"), TOP)
    low = max(min(TOP, head), start - NEAR)
    near = sorted(page[low : start + 8], key=lambda b: abs(b.n - start))
    for block in near:
        if len(block.text) > 150 or block.zone in _ELSEWHERE or block.prose:
            continue
        read = next(spoken(block.text, language), None)
        if read and not _CHANGED.search(block.text):
            yield _Found("text", read)
            return


def _weighed(found: list[_Found]) -> Published:
    """Weigh the evidence: what is meant for machines decides, the rest confirms it or stands in."""
    meant = [f for f in found if f.kind in ("json", "meta")]
    seen = [f for f in found if f.kind in ("url", "text")]
    votes: dict[date, int] = {}
    for one in meant or [f for f in found if f.kind != "changed"]:
        votes[one.stamp.day] = votes.get(one.stamp.day, 0) + _WEIGHTS[one.kind]
    for one in found:
        if one.stamp.day in votes:
            votes[one.stamp.day] += 1
    day = max(votes, key=lambda d: votes[d])
    exact = next((f.stamp.at for f in found if f.stamp.at and f.stamp.day == day), None)
    local = {f.stamp.day for f in seen if not f.stamp.loose}
    if exact and day not in local and (shifted := _local_days(exact) & local):
        day = min(shifted)  # the publisher's own day, told by its address or its date line
    kinds = {f.kind for f in found if f.kind != "changed" and day in _days(f.stamp)}
    against = [f for f in meant if day not in _days(f.stamp)]
    loose = all(f.stamp.loose for f in found if f.stamp.day == day)
    agreed = len(kinds) > 1 or bool(meant and exact)
    return Published(day, exact, sure=agreed and not against and not loose)


def _local_days(moment: datetime) -> set[date]:
    """Return the days that a moment in UTC is on somewhere: it may not tell the publisher's."""
    if moment.utcoffset():
        return {moment.date()}
    return {(moment + timedelta(hours=hours)).date() for hours in (-8, 0, 5)}


def _days(read: Stamp) -> set[date]:
    return {read.day} | (_local_days(read.at) if read.at else set())


def _guessed(tree: HtmlElement, url: str, found: Sequence[_Found], limit: date) -> Published | None:
    """Let htmldate look through the whole page; what it finds is never sure."""
    from htmldate import find_date

    guess = find_date(
        tree,
        url=url if split(url).hostname else None,
        original_date=True,
        extensive_search=False,
        max_date=limit.isoformat(),
    )
    if guess and not guess.endswith("-01-01"):  # a mere year, made a day
        return Published(date.fromisoformat(guess), sure=False)
    if found:
        return Published(found[0].stamp.day, found[0].stamp.at, sure=False)
    return None
