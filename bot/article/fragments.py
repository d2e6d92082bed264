"""Text fragments: the part of a link after "#:~:text=" that a browser searches and shows.

Grammar and matching: WICG "URL Fragment Text Directives": ``[prefix-,]start[,end][,-suffix]``,
each part percent-encoded with "-", "," and "&"; parts match whole words, the case aside; text
of a range may run over blocks, the other parts may not.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent

LONG = 120
"""Characters above which a passage is given by its first and last words."""
EDGE = 5
"""Words at each end of a long passage, and most words of a prefix or suffix."""
_WORD = re.compile(r"\S+")


def text_fragment(paragraph: str, quote: str, all_text: str) -> str:
    """Return the directive that finds ``quote`` in a page that holds ``all_text``.

    "" where the quote is empty or does not stand in its paragraph.
    """
    at = paragraph.find(quote.strip())
    quote = quote.strip()
    if not quote or at < 0:
        return ""
    start, end = _whole_words(paragraph, at, at + len(quote))
    passage = paragraph[start:end]
    text = " ".join(all_text.split())
    body = _range(passage, text) if len(passage) > LONG else _part(passage)
    if body and "," not in body and _count(passage, text) <= 1:
        return body
    if "," in body and len(passage) > LONG:
        return body
    return _surrounded(paragraph, start, end, text)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to whole words, then cut signs from its ends: matching goes by words."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _range(passage: str, text: str) -> str:
    """Return "first words,last words", with as many words as make the first ones unique."""
    words = [m.span() for m in _WORD.finditer(passage)]
    for size in range(EDGE, min(len(words) // 2, 4 * EDGE) + 1):
        first = passage[: words[size - 1][1]]
        last = passage[words[-size][0] :]
        if _count(first, text) <= 1:
            return f"{_part(first)},{_part(last)}"
    return ""


def _surrounded(paragraph: str, start: int, end: int, text: str) -> str:
    """Add words before and after a passage until it is the only one."""
    passage = paragraph[start:end]
    if len(passage) > LONG:
        words = [m.span() for m in _WORD.finditer(passage)]
        body = f"{_part(passage[: words[EDGE - 1][1]])},{_part(passage[words[-EDGE][0] :])}"
    else:
        body = _part(passage)
    prefix, suffix = paragraph[:start], paragraph[end:]
    for size in range(1, 2 * EDGE):
        low = _back(paragraph, start, size)
        high = _on(paragraph, end, size)
        prefix, suffix = paragraph[low:start], paragraph[end:high]
        if size > 1 and _count(paragraph[low:high], text) <= 1:
            break
    ahead = f"{_part(prefix.strip())}-," if _says(prefix) else ""
    behind = f",-{_part(suffix.strip())}" if _says(suffix) else ""
    return f"{ahead}{body}{behind}"


def _back(text: str, at: int, size: int) -> int:
    """Return where the ``size`` words before ``at`` begin."""
    starts = [m.start() for m in _WORD.finditer(text[:at])]
    return starts[-size] if size <= len(starts) else 0


def _on(text: str, at: int, size: int) -> int:
    """Return where the ``size`` words after ``at`` end."""
    ends = [at + m.end() for m in _WORD.finditer(text[at:])]
    return ends[size - 1] if size <= len(ends) else len(text)


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _count(passage: str, text: str) -> int:
    return text.lower().count(" ".join(passage.split()).lower())


def _part(text: str) -> str:
    """Percent-encode a part; "-" is written out too, for it marks prefix and suffix."""
    return percent(text, safe="").replace("-", "%2D")
