"""Reading a link: one host, whoever reads it.

Programs differ over user names, backslashes, control characters, percent signs and odd ports
in a link; whoever mixes them wants two programs to see two hosts. Such links are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.model import ProblemKind

if TYPE_CHECKING:
    import httpx2

LINK_LENGTH: Final = 8192  # characters once percent-encoded; RFC 9110 asks servers for 8000

# What people copy along with a link without seeing it: spaces, joiners, direction marks.
_EDGES: Final = (
    " \t\r\n\u00a0\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff"
)
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SCHEME: Final = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?P<rest>.*)", re.ASCII | re.I | re.S)
_HOST: Final = re.compile(rb"[a-z0-9._:-]+")  # a name or an address, without brackets
_WEB: Final = re.compile(
    r"//(?P<host>\[[0-9a-f:.]+\]|[^\s/?#@:%\\\[\]]+)(?::(?P<port>[0-9]{0,5}))?"
    r"(?P<path>(?:/[^?#\\]*)?)(?P<query>(?:\?[^#]*)?)(?:#.*)?",
    re.I | re.S,
)


class LinkError(Exception):
    """A link that may not or cannot be opened: the kind of problem and its values."""

    def __init__(self, kind: ProblemKind, **values: object) -> None:
        super().__init__(kind, values)
        self.kind = kind
        self.values = values


def too_large(limit: int) -> LinkError:
    """Return the error for a page of more than ``limit`` bytes."""
    return LinkError(ProblemKind.TOO_LARGE, megabytes=f"{limit / 1e6:g}")


def read_link(text: str) -> httpx2.URL:
    """Read a web link; the result has no fragment, user name or trailing dot.

    Raises ``LinkError``: FORBIDDEN_ADDRESS for schemes other than http and https, BAD_LINK for
    what is no link or is written so that programs would read different hosts in it.
    """
    import httpx2  # it takes a while

    text = text.strip(_EDGES)
    link = SCHEME.fullmatch(text)
    if not link or len(text) > LINK_LENGTH or CONTROL.search(text):
        raise LinkError(ProblemKind.BAD_LINK)
    scheme = link["scheme"].lower()
    if scheme not in ("http", "https"):
        raise LinkError(ProblemKind.FORBIDDEN_ADDRESS, scheme=scheme)
    web = _WEB.fullmatch(link["rest"])
    if not web or (web["port"] and not 0 < int(web["port"]) < 65536):
        raise LinkError(ProblemKind.BAD_LINK)
    host = web["host"].rstrip(".")
    if host.rpartition(".")[2].isnumeric() and not host.isascii():
        raise LinkError(ProblemKind.BAD_LINK)  # an address in the digits of another script
    port = f":{int(web['port'])}" if web["port"] else ""
    try:
        url = httpx2.URL(f"{scheme}://{host}{port}{web['path']}{web['query']}")
        url = url.copy_with(raw_path=url.raw_path)  # what dots leave empty becomes "/"
    except (httpx2.InvalidURL, ValueError):
        raise LinkError(ProblemKind.BAD_LINK) from None
    if not _HOST.fullmatch(url.raw_host) or url.userinfo or len(str(url)) > LINK_LENGTH:
        raise LinkError(ProblemKind.BAD_LINK)
    return url
