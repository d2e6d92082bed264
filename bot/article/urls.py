"""Addresses of articles: one form per article, and links that open at a quoted passage.

Canonical form: WHATWG URL percent-encoding in capitals, no default port, no fragment, no
tracking parameters, no AMP or mobile variant. The path's own slash at the end stays.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from unicodedata import category
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from bot.article.fragments import text_fragment

_PATH_SAFE = "/:@!$&'()*+,;=-._~"
_ENCODED = re.compile(r"(?:%[89a-f][0-9a-f])+", re.I)  # bytes of what is not ASCII
_SHOWN = frozenset("LN")  # letters and numbers; marks stay with the signs
_PORTS = {"http": 80, "https": 443}
_MOBILE = re.compile(r"^(?:m|mobile|amp|touch|wap)\.(?=[^.]+\.[^.]+)", re.I)
_AMP_PATH = re.compile(
    r"(?<=/)amp(?:/|$)|/amp/?$|\.amp(?=\.html?$|$)|(?<=/)amp(?:stories|html)/", re.I
)
_AMP_CACHE = re.compile(r"^[a-z0-9-]+\.cdn\.ampproject\.org$", re.I)
_CACHE_PATH = re.compile(r"^/[a-z]/(s/)?(.+)$")


@cache
def _trackers() -> re.Pattern[str]:
    source = resources.files(__package__).joinpath("trackers.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return re.compile(f"(?:{'|'.join(data['parameters'])})", re.I)


def canonical(url: str, page_canonical: str | None = None) -> str:
    """Return the one form of an article's address.

    ``page_canonical`` is what the page says of itself (rel=canonical, og:url); it counts only
    on the same site, and not if it leads to the site's front page. "" for anything that is no
    web address, unless the page names one (a saved page).
    """
    own = _clean(url)
    named = _clean(joined(url, page_canonical.strip())) if page_canonical else ""
    if not own:
        return named if urlsplit(named).path.strip("/") else ""
    if named and _same_site(own, named) and _leads_deeper(own, named):
        return named
    return own


def identity(url: str) -> str:
    """Return what is equal for two addresses of one article, and is no address itself.

    Scheme, "www." and a slash at the end do not count.
    """
    parts = split(_clean(url))
    host = (parts.netloc or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' if parts.query else ''}{parts.query}" or url


def deep_link(url: str, paragraph_text: str, quote: str, all_text: str) -> str:
    """Return ``url`` with a text fragment that shows ``quote`` (WICG text fragments).

    ``paragraph_text`` is the paragraph that holds the quote, ``all_text`` the whole article,
    one paragraph a line: where the quote is not unique in it, words around it are added.
    """
    fragment = text_fragment(paragraph_text, quote, all_text)
    base, _, _ = url.partition("#")
    return f"{base}#:~:text={fragment}" if fragment and base else url


def readable(url: str) -> str:
    """Return an address as people read it: letters of any script as letters, not as percents.

    It leads to the same place when it is typed or pasted: what else is encoded (spaces, signs,
    what turns or hides text, what is no UTF-8) stays so.
    """
    return _ENCODED.sub(lambda run: _letters(run[0]), url)


def _letters(run: str) -> str:
    try:
        words = unquote_to_bytes(run).decode()
    except UnicodeDecodeError:
        return run
    return "".join(ch if category(ch)[0] in _SHOWN else quote(ch) for ch in words)


def split(url: str) -> SplitResult:
    """Part an address as ``urlsplit`` does; all parts are empty where it is none."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # is checked only when it is asked for
        return parts
    except ValueError:
        return urlsplit("")


def joined(base: str, url: str) -> str:
    """Join addresses as ``urljoin`` does; "" where one of them is none."""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def _clean(url: str) -> str:
    parts = split(url.encode("utf-8", "replace").decode())  # half a character stands for none
    host, port = (parts.hostname or "").rstrip("."), parts.port
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return ""
    if _AMP_CACHE.match(host) and (inner := _CACHE_PATH.match(parts.path)):
        return _clean(f"{'https' if inner[1] else 'http'}://{inner[2]}?{parts.query}")
    place = _MOBILE.sub("www.", _ascii(host))
    if port and port != _PORTS[scheme]:
        place = f"{place}:{port}"
    path = _AMP_PATH.sub("", _encoded(parts.path)) or "/"
    return urlunsplit((scheme, place, re.sub(r"/{2,}", "/", path), _query(parts.query), ""))


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return host.lower()


def _encoded(path: str) -> str:
    """Percent-encode a path in one way: letters of any script, and escapes in capitals.

    An escaped delimiter stays escaped: "%2F" is no slash.
    """
    pieces = re.split(r"(%(?:2f|3f|23|25|26|2b|3d|3b|20|00))", path, flags=re.I)
    return "".join(
        piece.upper() if n % 2 else quote(unquote_to_bytes(piece), safe=_PATH_SAFE)
        for n, piece in enumerate(pieces)
    )


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=None)
    kept = [(k, v) for k, v in pairs if not _trackers().fullmatch(k)]
    return urlencode(kept, quote_via=quote) if kept else ""


def _same_site(one: str, other: str) -> bool:
    return _site(one) == _site(other)


def _site(url: str) -> str:
    """Return the registrable part of a host, by the public suffix list."""
    from courlan import extract_domain

    host = urlsplit(url).hostname or ""
    return extract_domain(url, fast=True) or host.removeprefix("www.")


def _leads_deeper(own: str, named: str) -> bool:
    """Refuse a canonical address that is the site's front page while the page is not."""
    return bool(urlsplit(named).path.strip("/")) or not urlsplit(own).path.strip("/")
