"""Turns chosen lines into paragraphs, and lays aside what is not the article's own text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from bot.article.lines import kind_of_line
from bot.article.signs import is_dense, squeeze
from bot.model import Paragraph, ParagraphKind

OUTSIDE = frozenset(
    ("nav", "consent", "share", "newsletter", "ad", "tags", "comments", "footer", "author")
)
"""Parts of a page that hold no article (``blocks`` names them)."""
SHORT = 110
"""Characters up to which a line can be a heading."""
TWIN = 50
"""Letters from which a line that comes again is filler (lists and tables may repeat)."""
QUOTE = 40
"""Letters from which a line that repeats part of a paragraph is a pull quote."""
REPEATED = 0.85
"""Share of a pull quote's words that stand in the paragraph that it repeats."""
_STOP = re.compile(r"[.!?؟。！？…:;؛،,][\"'»”’)\]]*$")
_QUESTION = re.compile(r"[?؟？][\"'»”’)\]]*$")
_WORD = re.compile(r"\w+")
_LISTED = ("li", "td", "th", "dd", "dt")
_OPENING = "-–—•*\"'«“„‹"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page or a file: its text, its element ("h2", "p", "li"), and where it stood."""

    text: str
    tag: str = ""
    zone: str = ""
    linked: float = 0.0


@dataclass(slots=True)
class Cleaned:
    """The paragraphs of an article, and the lines that were laid aside with their kinds."""

    paragraphs: tuple[Paragraph, ...] = ()
    removed: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def clean(
    lines: Iterable[Line],
    titles: Sequence[str],
    author: str | None,
    language: str,
    marked: bool = True,
) -> Cleaned:
    """Number the lines that are an article's own; lay aside the rest, in order.

    ``titles`` are the forms of its title: a line that repeats one is laid aside, as are the
    author's name, dates, markers (``lines``), captions, linked headlines and twins. ``marked``
    tells that lists and links are marked as such; where they are not (plain text), runs of
    headlines are told by their form.
    """
    known = {squeeze(t) for t in titles if t}
    names = {squeeze(author)} | {squeeze(n) for n in author.split(",")} if author else set()
    done = Cleaned()
    kept: list[Line] = []
    seen: set[str] = set()
    for line in lines:
        key = squeeze(line.text)
        kind = _aside(line, key, known, names, seen, language)
        if kind:
            done.removed.append(line.text)
            done.kinds.append(kind)
        elif key:
            kept.append(line)
            if len(key) >= TWIN and line.tag not in _LISTED:
                seen.add(key)
    kept = _without_leading(kept, done)
    kept = _without_hanging(kept if marked else _without_headlines(kept, done), done)
    done.paragraphs = numbered([(line.text, kind) for line, kind in _kinds(kept)])
    return done


def _aside(
    line: Line, key: str, titles: set[str], names: set[str], seen: set[str], language: str
) -> str:
    if key in titles:
        return "title"
    if line.zone == "caption":
        return "caption"
    if line.zone in OUTSIDE and len(line.text) < 2 * SHORT:
        return line.zone
    if key and key in names:
        return "byline"
    if key in seen:
        return "twin"
    if line.linked > 0.9 and not _STOP.search(line.text):
        return "related"
    return kind_of_line(line.text, language)


def _without_leading(kept: list[Line], done: Cleaned) -> list[Line]:
    """Lay aside names and labels that stand before the first paragraph, which are no headings."""
    first = next((n for n, line in enumerate(kept) if len(line.text) > SHORT), 0)
    for line in [line for line in kept[:first] if _is_name(line)]:
        kept.remove(line)
        done.removed.append(line.text)
        done.kinds.append("label")
    return kept


def _without_headlines(kept: list[Line], done: Cleaned) -> list[Line]:
    """Lay aside runs of two or more short lines without a full stop: headlines, captions.

    Only where the article's own paragraphs end in full stops.
    """
    long = [line for line in kept if len(line.text) > SHORT]
    stopped = sum(1 for line in long if _STOP.search(line.text))
    if len(long) < 2 or stopped < 0.8 * len(long):
        return kept
    rest: list[Line] = []
    for bare, run in groupby(kept, key=_is_bare):
        lines = list(run)
        if bare and len(lines) > 1 and rest:
            done.removed += [line.text for line in lines]
            done.kinds += ["related"] * len(lines)
        else:
            rest += lines
    return rest


def _is_bare(line: Line) -> bool:
    return (
        line.tag not in _LISTED
        and not _heads(line)
        and len(line.text) <= SHORT
        and not _STOP.search(line.text)
        and line.text[:1] not in _OPENING
        and not any(c.isdigit() for c in line.text[:12])  # no timetable
        and not is_dense(line.text)
        and " | " not in line.text
    )


def _is_name(line: Line) -> bool:
    """Tell a line of one to four words that is no heading of its own and no sentence."""
    return (
        not _heads(line)
        and line.tag not in _LISTED
        and len(line.text) <= (12 if is_dense(line.text) else 40)
        and len(_WORD.findall(line.text)) <= 4
        and not _STOP.search(line.text)
        and not line.text[0].isdigit()
    )


def _without_hanging(kept: list[Line], done: Cleaned) -> list[Line]:
    """Lay aside headings at the end: they announce what is no longer there."""
    while kept and _heads(kept[-1]) and any(not _heads(line) for line in kept):
        line = kept.pop()
        done.removed.append(line.text)
        done.kinds.append("heading")
    return kept


def _heads(line: Line) -> bool:
    return line.tag in ("h1", "h2", "h3", "h4", "h5", "h6")


def _kinds(kept: list[Line]) -> Iterable[tuple[Line, ParagraphKind]]:
    quotes = _pull_quotes(kept)
    for n, line in enumerate(kept):
        follows = kept[n + 1] if n + 1 < len(kept) else None
        if n in quotes or (n + 1 in quotes and _is_label(line.text)):
            yield line, ParagraphKind.QUOTE
        elif is_heading(line, follows):
            yield line, ParagraphKind.HEADING
        else:
            yield line, ParagraphKind.BODY


def is_heading(line: Line, follows: Line | None) -> bool:
    """Tell a heading: an <h2>, or a short line without a full stop above a longer one."""
    if _heads(line):
        return len(line.text) <= 2 * SHORT
    if follows is None or line.tag in _LISTED or len(line.text) > SHORT:
        return False
    if line.text[:1] in _OPENING or " | " in line.text or len(_WORD.findall(line.text)) > 14:
        return False
    if _STOP.search(line.text) and not _QUESTION.search(line.text):
        return False
    return len(follows.text) > max(60, len(line.text))


def _is_label(text: str) -> bool:
    return len(text) <= 60 and text.rstrip().endswith((":", "："))


def _pull_quotes(kept: list[Line]) -> set[int]:
    """Find lines whose words stand, nearly all in order, in another paragraph that says more."""
    grams = [_grams(line.text) for line in kept]
    found: set[int] = set()
    counts = Counter(chain.from_iterable(grams))
    repeated = {gram for gram, count in counts.items() if 1 < count <= 8}
    if not repeated:
        return found
    owners: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, own in enumerate(grams):
        for gram in own & repeated:
            owners[gram].append(n)
    for n, own in enumerate(grams):
        again = own & repeated
        if not again or len(squeeze(kept[n].text)) < QUOTE:
            continue
        shared: dict[int, int] = {}
        for gram in again:
            for other in owners[gram]:
                shared[other] = shared.get(other, 0) + 1
        shared.pop(n, None)
        if any(
            count >= REPEATED * len(own) and len(grams[m]) > len(own) and m not in found
            for m, count in shared.items()
        ):
            found.add(n)
    return found


def _grams(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def numbered(texts: Iterable[tuple[str, ParagraphKind]]) -> tuple[Paragraph, ...]:
    """Number paragraphs "p1", "p2" ... in order."""
    return tuple(Paragraph(f"p{n}", n, text, kind) for n, (text, kind) in enumerate(texts, 1))


def digest(paragraphs: Iterable[Paragraph]) -> str:
    """Return the SHA-256 of the paragraphs' text, one a line."""
    text = "\n".join(p.text for p in paragraphs)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
