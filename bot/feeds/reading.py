"""Bytes to a ``Feed``: the formats read, everything in it cleaned, dated, told apart."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.article.signs import tidy
from bot.article.urls import canonical, identity
from bot.errors import BrokenFeedError, FeedError, LargeFeedError, NotAFeedError
from bot.feeds import jsonfeed, syndication
from bot.feeds.dates import published
from bot.feeds.discover import candidates
from bot.feeds.document import text_of
from bot.feeds.raw import Answer, RawEntry, RawFeed
from bot.feeds.text import plain, web
from bot.language import detect
from bot.model import Dating, Entry, Feed

MAX_BYTES: Final = 5_000_000
ENTRIES: Final = 500  # of one feed; of more, the newest
TITLE: Final = 300  # characters
SUMMARY: Final = 1000
ID: Final = 300
TELLING: Final = 200  # characters of a summary that tell its language, beside the title

_CODE: Final = re.compile(r"[<>\"']|^(?:java|vb)script:|^data:", re.I)
_OLDEST: Final = datetime.min.replace(tzinfo=UTC)


def read(data: bytes, url: str, content_type: str | None, now: datetime) -> Feed:
    """Read a feed: RSS 0.90 to 2.0, RDF, Atom or JSON Feed, in any charset.

    ``url`` is where it was fetched in the end, ``content_type`` the header, ``now`` the moment
    of the fetch (aware): entries are not later. Raises the kinds of ``FeedError``. It takes time
    in proportion to ``data`` for honest feeds only: strangers' feeds go through
    ``bot.feeds.reader.Reader``.
    """
    if len(data) > MAX_BYTES:
        raise LargeFeedError(source=url, megabytes=f"{MAX_BYTES / 1e6:g}")
    text = text_of(data, content_type, url)
    if jsonfeed.looks_like(text):
        return _feed(jsonfeed.read(text, url), url, now)
    return _feed(syndication.read(text, url), url, now)


def answer(data: bytes, url: str, content_type: str | None, now: datetime) -> Answer:
    """Read a feed as ``read`` does, and raise nothing, whatever is in it."""
    try:
        return Answer(read(data, url, content_type, now))
    except NotAFeedError as error:
        return Answer(None, error.key, error.values, candidates(data, url, content_type))
    except FeedError as error:
        return Answer(None, error.key, error.values)
    except Exception:  # noqa: BLE001  the parsers are not ours, and fail in many ways
        return Answer(None, BrokenFeedError.key, {"source": url})


def _feed(raw: RawFeed, url: str, now: datetime) -> Feed:
    declared = _code(raw.language)
    found = detect(" ".join(plain(e.title or "".join(e.texts), TITLE) for e in raw.entries[:20]))
    language = declared if found == "und" else found
    entries = [_entry(entry, url, language, now) for entry in raw.entries]
    told = _once(_told_apart([e for e in entries if e.title or e.url or e.summary]))
    kept = _newest(told)
    return Feed(
        url,
        plain(raw.title, TITLE),
        web(raw.site, url),
        language,
        tuple(kept),
        raw.pause,
        raw.finished,
        len(told) - len(kept),
    )


def _entry(raw: RawEntry, base: str, language: str, now: datetime) -> Entry:
    title = plain(raw.title, TITLE)
    summary = next((text for markup in raw.texts if (text := plain(markup, SUMMARY))), "")
    url = web(raw.link, base) or (web(raw.id) if raw.id.startswith("http") else "")
    own = detect(f"{title} {summary[:TELLING]}")
    own = _code(raw.language) if own == "und" else own
    moment, dating = published(raw.dates, language, now)
    return Entry(
        _id(raw, url, f"{title}\n{summary}"),
        url,
        title,
        summary,
        moment,
        dating,
        plain(raw.author, TITLE) or None,
        language if own == "und" else own,
    )


def _code(language: str) -> str:
    """Return the ISO 639 code of a language tag ("ar-EG"), "und" if it is none."""
    code = language.strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else "und"


def _id(raw: RawEntry, url: str, words: str) -> str:
    """Return what the feed calls the entry, else its address, else a hash of its words."""
    own = tidy(raw.id)
    if own:
        return own if len(own) <= ID and not _CODE.search(own) else _hash(own)
    return _address(url) if url else _hash(words)


def _address(url: str) -> str:
    same = identity(canonical(url))
    return same if len(same) <= ID else _hash(same)


def _hash(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _told_apart(entries: Sequence[Entry]) -> Iterable[Entry]:
    """Give entries that share an id, but not an address, their addresses for ids."""
    addresses: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        addresses[entry.id].add(entry.url)
    for entry in entries:
        shared = len(addresses[entry.id]) > 1
        yield replace(entry, id=_address(entry.url)) if shared and entry.url else entry


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Keep the first of the entries with one id, and of those with one title and address."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for entry in entries:
        keys = {(entry.id,), (entry.title, entry.url or entry.id)}
        if seen.isdisjoint(keys):
            kept.append(entry)
        seen |= keys
    return kept


def _newest(entries: list[Entry]) -> list[Entry]:
    """Keep the newest where there are too many, in their own order; undated ones count as new."""
    if len(entries) <= ENTRIES:
        return entries
    old = (Dating.ANCIENT, Dating.BROKEN)
    moments = [
        e.published or (_OLDEST if e.dating in old else datetime.max.replace(tzinfo=UTC))
        for e in entries
    ]
    chosen = sorted(range(len(entries)), key=lambda n: moments[n], reverse=True)[:ENTRIES]
    return [entries[n] for n in sorted(chosen)]
