"""Near-copies: articles whose text stands, with small changes, in another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.language import folded
from bot.model import Article, ParagraphKind

# Runs of letters without spaces: a changed spelling or another way to write a figure costs a
# dozen runs, not the sentence. Independent reports of one event share names and quotations,
# up to a fifth of their runs. Two that each took the same agency's text into a report of their
# own, or two pages of one site with the same teasers, share about half; what was merely cut and
# given a new first line keeps two thirds and more.
_RUN = 12
COPIED = 0.65
_SAME_TEXT = 0.5  # of a single paragraph's runs
_SHORTEST = 120  # runs; less text is too little to call a copy


def shingles(text: str) -> frozenset[str]:
    """Return the runs of 12 letters and digits of ``text`` in comparison form."""
    letters = "".join(char for char in folded(text) if char.isalnum())
    return frozenset(letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1))


def contained(inner: frozenset[str], outer: frozenset[str]) -> float:
    """Return the share, 0 to 1, of the runs of ``inner`` that stand in ``outer``."""
    return len(inner & outer) / len(inner) if inner else 0.0


def same_text(one: str, other: str) -> bool:
    """Tell whether two paragraphs are one text with small changes."""
    short, long = sorted((shingles(one), shingles(other)), key=len)
    return contained(short, long) >= _SAME_TEXT and len(long) <= 2 * len(short)


def copies(articles: Sequence[Article], credits: Sequence[str | None]) -> Mapping[int, int]:
    """Return for the position of each near-copy the position of its original.

    An article is a copy if ``COPIED``, two thirds, of its body stand in another one. Of two that
    hold each other, the copy is the one with a credit (``credits``: one for each article), else the
    one published later, else the one without an author, else the shorter one, else the later
    one given. Of a short article inside a longer one the short one is the copy, unless it is
    the earlier or has a credit of its own.
    """
    bodies = [_runs(article) for article in articles]
    found: dict[int, tuple[float, int]] = {}
    for at in range(len(articles)):
        for other in range(at):
            shares = (contained(bodies[at], bodies[other]), contained(bodies[other], bodies[at]))
            if min(len(bodies[at]), len(bodies[other])) < _SHORTEST or max(shares) < COPIED:
                continue
            copy, original = _which(articles, credits, bodies, at, other, shares)
            share = max(shares)
            if copy is not None and share > found.get(copy, (0.0, 0))[0]:
                found[copy] = (share, original)
    return {copy: _root(copy, found) for copy in found if _root(copy, found) != copy}


def _which(
    articles: Sequence[Article],
    credits: Sequence[str | None],
    bodies: Sequence[frozenset[str]],
    at: int,
    other: int,
    shares: tuple[float, float],
) -> tuple[int | None, int]:
    """Return which of two overlapping articles is the copy (``None``: neither), and the other."""
    earlier = _earlier(articles[at], articles[other])
    if min(shares) >= COPIED:
        one, two = articles[at], articles[other]
        signs = (
            (credits[at] is None) - (credits[other] is None),
            earlier,
            bool(one.author) - bool(two.author),
            _earlier(one, two, sure=False),
            len(bodies[at]) - len(bodies[other]),
        )
        return (other, at) if next(filter(None, signs), 0) > 0 else (at, other)
    inner, outer, before = (at, other, earlier) if shares[0] >= COPIED else (other, at, -earlier)
    # Both may have printed an agency's text; then the short one is no copy of the long one.
    return (None if before > 0 or credits[inner] else inner), outer


def _earlier(one: Article, other: Article, sure: bool = True) -> int:
    """Return 1 if ``one`` was published before ``other``, -1 if after, 0 if that is unknown.

    Dates that are not sure count only where ``sure`` is not asked for.
    """
    first, second = one.published, other.published
    if not (first and second) or (sure and not (first.sure and second.sure)):
        return 0
    if first.day != second.day or not (first.at and second.at):
        return (first.day < second.day) - (first.day > second.day)
    moments = [_moment(at) for at in (first.at, second.at)]
    return (moments[0] < moments[1]) - (moments[0] > moments[1])


def _moment(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _root(at: int, found: Mapping[int, tuple[float, int]]) -> int:
    """Follow copies of copies to the article that is none (or was seen already)."""
    seen = {at}
    while at in found and found[at][1] not in seen:
        at = found[at][1]
        seen.add(at)
    return at


def _runs(article: Article) -> frozenset[str]:
    told = (p.text for p in article.paragraphs if p.kind is ParagraphKind.BODY)
    return shingles(" ".join(told))
