"""Text files and pasted text: a paragraph a line, the title first if the first line is short.

Where lines were broken at a column, those of a paragraph are put together first.

What such files carry before the text (a section, a date, an author, captions) and after it (a
source line) is laid aside; it gives the article its date, author and outlet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.article.clean import SHORT, Line, clean, digest
from bot.article.dates import spoken
from bot.article.lines import is_date_line, kind_of_line
from bot.article.patterns import pattern
from bot.article.signs import squeeze, tidy
from bot.article.wrapping import unwrapped
from bot.language import detect
from bot.language.fold import folded
from bot.model import Article, Completeness, Problem, ProblemKind, Published, Reading

TITLE = 160
"""Characters up to which a first line without a full stop is a title."""
LEAST = 40
"""Characters of text below which a file tells nothing: not one sentence of news is as short."""
HEADS = 10
"""Lines before the text that are looked at."""
_FRAME = frozenset(("marker", "date", "agency", "byline", "source"))
_DATE = re.compile(
    r"^\s*(?:date|published|التاريخ|تاريخ النشر)\s*:?\s*(\d{4}-\d{2}-\d{2})\b[T\d:.Z+-]*\s*", re.I
)
_SENTENCE = re.compile(r"[.!?؟。…][\"'»”’)\]]*\s*$")
_DATELINE = re.compile(r"^[^().:!?]{2,60}?\((?P<name>[^()]{2,40})\)\s*[-–—:]")
_SIGNED = re.compile(r"^\((?P<name>[A-Z]{2,8}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,2})\)\s+\S")
_SOURCE = re.compile(r"^[^:/|–—-]{2,20}\s*[:/|–—-]+\s*(?P<name>.{2,60}?)\s*$")
_MARKDOWN = (
    (re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$"), r"\2"),
    (re.compile(r"^\s{0,3}>\s?"), ""),
    (re.compile(r"^\s{0,3}(?:[*+-]|\d{1,3}[.)])\s+"), ""),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)
_RULE = re.compile(r"^\s{0,3}(?:[-*_=]\s*){3,}$|^\s*(?:```|~~~).*$")
_HASHES = re.compile(r"^\s{0,3}(#{1,6})\s+\S")


@dataclass(frozen=True, slots=True)
class _Heads:
    """What the lines before and after the text said."""

    title: str = ""
    author: str | None = None
    outlet: str = ""
    published: Published | None = None
    removed: tuple[str, ...] = ()


def read_text(text: str, source: str, fetched: datetime, markdown: bool = False) -> Reading:
    """Read a text file (``source`` is its name) or pasted text (``source`` is "")."""
    lines = _lines(text, markdown)
    if not lines:
        return Reading(source, problem=Problem(source, ProblemKind.EMPTY))
    language = detect("\n".join(line.text for line in lines))
    lines, dated = _without_stamps(lines)
    lines, heads = _split(lines, language)
    done = clean(lines, [heads.title], heads.author, language, marked=False)
    paragraphs = done.paragraphs
    if sum(len(p.text) for p in paragraphs) < LEAST:
        return Reading(source, problem=Problem(source, ProblemKind.STUB))
    removed = (*heads.removed, *done.removed)
    name = heads.outlet or _outlet([p.text for p in paragraphs], removed)
    return Reading(
        source,
        article=Article(
            url=source,
            canonical="",
            outlet=name,
            title=heads.title,
            author=heads.author,
            published=_published(dated, removed, language, fetched),
            fetched=fetched,
            language=language,
            paragraphs=paragraphs,
            removed=removed,
            completeness=Completeness.FULL if source else Completeness.PASTED,
            digest=digest(paragraphs),
        ),
    )


def _lines(text: str, markdown: bool) -> list[Line]:
    lines: list[Line] = []
    for raw in unwrapped(text.splitlines()):
        tag = ""
        if markdown:
            if _RULE.match(raw):
                continue
            hashes = _HASHES.match(raw)
            tag = f"h{len(hashes[1])}" if hashes else ""
            for found, put in _MARKDOWN:
                raw = found.sub(put, raw)
        if line := tidy(raw):
            lines.append(Line(line, tag))
    return lines


def _without_stamps(lines: list[Line]) -> tuple[list[Line], date | None]:
    """Cut "date 2025-11-07" from the beginnings of lines."""
    found: date | None = None
    rest: list[Line] = []
    for line in lines:
        stamp = _DATE.match(line.text)
        if stamp and (day := _iso(stamp[1])):
            found = found or day
            line = replace(line, text=line.text[stamp.end() :].strip())
        if line.text:
            rest.append(line)
    return rest, found


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _split(lines: list[Line], language: str) -> tuple[list[Line], _Heads]:
    """Part the lines before the text from the text: title, author, section, captions."""
    first = next((n for n, line in enumerate(lines[:HEADS]) if _is_text(line, n)), None)
    first = min(1, len(lines) - 1) if first is None else first
    heads, rest = lines[:first], lines[first:]
    if not heads:
        return rest, _Heads()
    if len(heads) == 1 and not kind_of_line(heads[0].text, language):
        return rest, _Heads(title=heads[0].text)
    plain = [h for h in heads if kind_of_line(h.text, language) not in _FRAME]
    title = _title(plain)
    after = plain[plain.index(title) + 1 :] if title in plain else []
    dated = next((n for n, h in enumerate(heads) if is_date_line(h.text, language)), None)
    author = _author(heads, dated, title, language)
    kept, aside = _subheads(heads, after, title, author, dated)
    return [*kept, *rest], _Heads(
        title=title.text if title else "",
        author=author,
        removed=tuple(h.text for h in aside),
    )


def _is_text(line: Line, n: int) -> bool:
    """Tell the article's first paragraph from what stands before it: long, or a sentence."""
    if line.tag:
        return False
    return len(line.text) > (SHORT if n else TITLE) or (
        len(line.text) > 60 and bool(_SENTENCE.search(line.text))
    )


def _title(plain: Sequence[Line]) -> Line | None:
    """Choose the title: a "#" heading, a line that comes twice, the first line that is no label."""
    for head in plain:
        if head.tag == "h1" or sum(squeeze(h.text) == squeeze(head.text) for h in plain) > 1:
            return head
    whole = (h for h in plain if len(h.text) >= 20 and len(h.text.split()) >= 3)
    return next(whole, None) or max(plain, key=lambda h: len(h.text), default=None)


def _author(
    heads: Sequence[Line], dated: int | None, title: Line | None, language: str
) -> str | None:
    """Find the author: a byline ("By ..."), or a short name beside the date line."""
    for head in heads:
        if kind_of_line(head.text, language) == "byline":
            name = pattern("byline").sub("", head.text).strip(" :-–—")
            return name or None
    if dated is None:
        return None
    for n in (dated + 1, dated - 1):
        if 0 <= n < len(heads) and heads[n] != title and _is_name(heads[n].text, language):
            return heads[n].text
    return None


def _is_name(text: str, language: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 4 or len(text) > 40 or re.search(r"[\d:.؟!?،,/|]", text):
        return False
    return not kind_of_line(text, language) and not pattern("section").search(folded(text))


def _subheads(
    heads: Sequence[Line],
    after: Sequence[Line],
    title: Line | None,
    author: str | None,
    dated: int | None,
) -> tuple[list[Line], list[Line]]:
    """Part what follows the title into headings that stay, and labels and captions that do not.

    Where a date or author line stands among them, the lines are a page's frame.
    """
    framed = dated is not None or author is not None
    kept: list[Line] = []
    aside: list[Line] = []
    known = {squeeze(title.text)} if title else set()
    for head in heads:
        if head is title or squeeze(head.text) in known:
            continue
        stays = head in after and not framed and head.text != author
        (kept if stays and len(head.text) > 12 else aside).append(head)
    return kept, aside


def _published(
    dated: date | None, removed: Sequence[str], language: str, fetched: datetime
) -> Published | None:
    """Take the day from the stamp, or from a line that says nothing but a date."""
    written = None
    for line in removed:
        if is_date_line(line, language):
            found = next(spoken(line, language), None)
            if found and found.day <= fetched.date():
                written = found
                break
    if dated and written:
        return Published(dated, sure=dated == written.day)
    if dated:
        return Published(dated)
    return Published(written.day, sure=not written.loose) if written else None


def _outlet(paragraphs: Sequence[str], removed: Sequence[str]) -> str:
    """Name the outlet where the text does: a source line, or a dateline "City (Outlet) -"."""
    for line in removed:
        if kind_of_line(line) == "source" and (found := _SOURCE.match(line)):
            return found["name"].strip(" .")
    first = paragraphs[0] if paragraphs else ""
    found = _DATELINE.match(first) or _SIGNED.match(first)
    return found["name"].strip() if found else ""
