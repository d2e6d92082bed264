"""Characters: which stay in a text, and how two texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Joiners and direction marks belong to the spelling (Persian, emoji); every other format
# character, control, noncharacter and private sign does not survive.
KEPT = frozenset("\u200c\u200d\u200e\u200f")
_ODD = "\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # the rest of \s
_ODD += "\u2800\u3164\u115f\u1160\u180e"  # what looks like spaces
_SPACES = re.compile(f" [ {_ODD}]+|[{_ODD}][ {_ODD}]*")  # all but a single plain one
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\ufffc\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_EDGES = "\u200c\u200d "
_DENSE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff01-\uff60]")
_NOT_KEY = re.compile(r"[\W_]+")
_NO_KEY = bytes(b for b in range(128) if not chr(b).isalnum())  # the same for ASCII, in one pass
_SMALL = bytes(range(256)).lower()


MARKS = 30
"""Marks on one letter: more than in any script (UAX #15, section 13); sorting them takes time in
proportion to the square of their number."""
_PILED = re.compile(r"[^\w\s\x00-\x7f]{31,}")  # marks are among these, and few other runs
_CONTROLS = re.compile("[\x80-\x9f]")
# Browsers read the controls U+0080 to U+009F as windows-1252 (HTML Standard, 13.2.5.80).
_C1 = {n: bytes([n]).decode("cp1252", "ignore") or None for n in range(0x80, 0xA0) if n != 0x85} | {
    0x85: "…"
}


def tidy(text: str) -> str:
    """Return ``text`` as one line: NFC, single spaces, no invisible signs but joiners and marks."""
    if text.isascii():
        return " ".join(_DROPPED.sub("", text).split())
    if _CONTROLS.search(text):
        text = text.translate(_C1)
    text = _PILED.sub(_unpiled, _SPACES.sub(" ", _DROPPED.sub("", text)))
    return unicodedata.normalize("NFC", text).strip(_EDGES)


def _unpiled(piled: re.Match[str]) -> str:
    """Return a run of signs with at most ``MARKS`` marks on each."""
    kept, marks = [], 0
    for char in piled.group():
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MARKS:
            kept.append(char)
    return "".join(kept)


def squeeze(text: str) -> str:
    """Return the letters and digits of ``text`` alone, for comparing two renderings of it."""
    if text.isascii():
        return text.encode().translate(_SMALL, _NO_KEY).decode()
    parts = [part if part.isalnum() else _NOT_KEY.sub("", part) for part in text.split()]
    return "".join(parts).lower()


def visible(html: str) -> str:
    """Return what stands between the tags, without scripts, styles and comments.

    A rough look at a source that is not parsed; takes time in proportion to its length,
    whatever is in it.
    """
    return " ".join(_between(html, (*_SKIPPED, ("<", ">"))))


def _between(html: str, skipped: tuple[tuple[str, str], ...]) -> Iterator[str]:
    low = html.lower()
    if len(low) != len(html):  # a letter that has no single small form
        low = html
    at = start = 0
    while (start := low.find("<", start)) >= 0:
        closing = next((end for tag, end in skipped if low.startswith(tag, start)), "")
        if not closing:
            start += 1
            continue
        yield html[at:start]
        end = low.find(closing, start + 1)
        if end < 0:
            return
        at = end + len(closing)
        if closing.startswith("</"):
            at = low.find(">", at) + 1 or len(html)
        start = at
    yield html[at:]


_SKIPPED = (
    ("<script", "</script"),
    ("<style", "</style"),
    ("<template", "</template"),
    ("<svg", "</svg"),
    ("<!--", "-->"),
)


def is_dense(text: str) -> bool:
    """Tell whether a text is in a script whose signs are words or syllables (Chinese ...)."""
    return not text.isascii() and bool(_DENSE.search(text[:40]))
