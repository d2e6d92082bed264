"""Text that was broken at a column: the lines of a paragraph become one line again. Pure.

A program breaks a line before the first word that has no room. So in such a text each line but a
paragraph's last is as long as it can be, which lines of verse, headings and lists are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

NARROW, WIDE = 50, 100
"""Characters: no text is broken at fewer or more columns; shorter lines are verse or labels."""
WITHIN = 0.95
"""The share of lines that keep to the column; an address may stand out."""
_OWN_LINE = re.compile(
    r"^\s{0,3}(?:#{1,6}\s|[*+•▪◦–—-]\s|\d{1,3}[.)]\s|[٠-٩]{1,3}[.)-]\s|\||```|~~~|(?:[-*_=]\s*){3,}$)"
)
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_BREAK = re.compile(r"(?: {2}|\\)$")  # Markdown: a line ends here because its writer wants it
_VERSE = re.compile(r"\S(?: {3,}|\t+)\S|\*{3}")  # a gap between the halves of a verse
_ENDED = re.compile(r"[.!?؟。…:؛;][\"'»”’)\]]*\s*$")
_HYPHEN = re.compile(r"[^\W\d_]-$")


def unwrapped(lines: Sequence[str]) -> list[str]:
    """Return lines (blank ones included) with those of one paragraph joined.

    A text that was not broken at a column comes back as it is.
    """
    column = _column(lines)
    if column is None:
        return list(lines)
    made: list[str] = []
    before = ""
    for line in lines:
        if made and _goes_on(before, line, column):
            made[-1] = _joined(made[-1], line)
        else:
            made.append(line)
        before = line
    return made


def _column(lines: Sequence[str]) -> int | None:
    """Return at how many characters a text was broken, ``None`` if it was not."""
    pairs = [(one, other) for one, other in pairwise(lines) if _may_go_on(one, other)]
    if not pairs:
        return None
    widths = sorted(len(one.rstrip()) for one, _ in pairs)
    column = max(widths[int(WITHIN * (len(widths) - 1))], len(pairs[-1][1].rstrip()))
    if not NARROW <= column <= WIDE:
        return None
    broken = [pair for pair in pairs if _is_full(*pair, column) and not _ENDED.search(pair[0])]
    if len(pairs) == 1:  # too little to tell by, but for a sentence that goes on
        return column if broken and pairs[0][1].lstrip()[:1].islower() else None
    return column if 2 * len(broken) >= len(pairs) else None


def _may_go_on(line: str, after: str) -> bool:
    """Whether the line after a line may be of its paragraph, by the signs that lines have."""
    if not line.strip() or not after.strip() or _BREAK.search(line):
        return False
    if bool(_QUOTE.match(line)) != bool(_QUOTE.match(after)):
        return False
    own = (_OWN_LINE.match(after), _VERSE.search(line), _VERSE.search(after))
    if any(own) or line.lstrip().startswith(("#", "|", "```", "~~~")):
        return False
    return _OWN_LINE.match(line) is not None or _indent(after) < _indent(line) + 2


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_full(line: str, after: str, column: int) -> bool:
    """Whether the first word after a line had no room in it."""
    word = _QUOTE.sub("", after).split(None, 1)[0]
    return len(line.rstrip()) + 1 + len(word) > column


def _goes_on(line: str, after: str, column: int) -> bool:
    if not _may_go_on(line, after):
        return False
    indented = _OWN_LINE.match(line) is not None and _indent(after) > _indent(line)
    return indented or _is_full(line, after, column)


def _joined(line: str, after: str) -> str:
    rest = _QUOTE.sub("", after).strip()
    return f"{line.rstrip()}{'' if _HYPHEN.search(line.rstrip()) else ' '}{rest}"
