"""Who knows it for themselves: the report an article only repeats, the outlets behind a claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.language import locate
from bot.model import Article, Citation, Paragraph, ParagraphKind, Story
from bot.story import media, reported
from bot.story.nearcopies import same_text

# An article that has more of one medium's report than of anything else.
_MOSTLY = 0.5
_FEWEST = 2  # paragraphs; one attributed paragraph makes no repeated report


def origin(article: Article, known: Sequence[str] = ()) -> str | None:
    """Return the medium whose report ``article`` only repeats, as it writes it, or ``None``.

    It does if its credit line, byline or dateline names one medium that is not its own outlet,
    or if at least half of its paragraphs pass on what one other medium reported.
    """
    names = tuple(known)
    for found in (_credited(article, names), _mostly(article, names)):
        if found and not media.same(found, called(article)):
            return found
    return None


def attributions(article: Article, known: Sequence[str] = ()) -> tuple[str | None, ...]:
    """Return for each paragraph the other medium whose report it passes on, as written.

    "The agency" and "المصدر نفسه" mean the medium that was named last.
    """
    return _attributions(article, tuple(known))


def outlets(story: Story, citations: Sequence[Citation]) -> tuple[str, ...]:
    """Return the outlets that know what ``citations`` say for themselves, each once.

    A copy counts as its original, an article that repeats a report as the report's origin, a
    paragraph that passes on hearsay as the medium it heard it from, and two paragraphs with
    the same text as one. Raises KeyError for a paragraph that is not in the story.
    """
    cited = [(story.article(c.paragraph), story.paragraphs[c.paragraph], c) for c in citations]
    known = tuple(article.outlet for article in story.articles if article.outlet)
    found: dict[str, str] = {}
    told: list[str] = []
    for article, paragraph, citation in cited:
        if any(same_text(paragraph.text, text) for text in told):
            continue
        told.append(paragraph.text)
        name = _knower(story, article, paragraph, citation, known)
        found.setdefault(media.key(name), name)
    return tuple(found.values())


def _knower(
    story: Story, article: Article, paragraph: Paragraph, citation: Citation, known: tuple[str, ...]
) -> str:
    """Return the medium that a cited paragraph's words go back to."""
    heard = _attributions(article, known)[article.paragraphs.index(paragraph)]
    if heard and _before_quote_ends(heard, article, paragraph, citation, known):
        return heard
    if article.origin:
        return article.origin
    original = story.article(article.copy_of) if article.copy_of else article
    return original.origin or called(original)


def called(article: Article) -> str:
    """Return what to call the outlet of an article: its name, else its host or file name."""
    host = urlsplit(article.canonical or article.url).hostname
    return article.outlet or host or PurePath(article.url).stem or article.title or article.id


def _before_quote_ends(
    heard: str, article: Article, paragraph: Paragraph, citation: Citation, known: tuple[str, ...]
) -> bool:
    """Tell whether hearsay reaches the cited words: it may begin in a later sentence."""
    spot = locate(citation.quote, paragraph.text) if citation.quote else None
    if not spot:
        return True
    first = next(iter(reported.spans(paragraph.text, article.language, known)), None)
    if first is None:  # "the agency said"
        return True
    stops = [at for at in (paragraph.text.find(stop, spot[1]) for stop in ".؟?!\n") if at >= 0]
    return first[0] <= min(stops, default=len(paragraph.text))


@lru_cache(maxsize=512)
def _attributions(article: Article, known: tuple[str, ...]) -> tuple[str | None, ...]:
    found: list[str | None] = []
    last: str | None = None
    for paragraph in article.paragraphs:
        heard = None
        if paragraph.kind is not ParagraphKind.HEADING:
            heard = reported.hearsay(paragraph.text, article.language, known)
            if heard is None and reported.speaks_again(paragraph.text, article.language):
                heard = last
        if heard and media.same(heard, called(article)):
            heard = None
        last = heard or last
        found.append(heard)
    return tuple(found)


def _credited(article: Article, known: tuple[str, ...]) -> str | None:
    """Return the medium in the byline, the dateline, or a credit line around the text."""
    bodies = [p.text for p in article.paragraphs if p.kind is ParagraphKind.BODY]
    lines = [article.author or "", *article.removed, *bodies[-1:]]
    credits = [name for line in lines if (name := reported.credit(line, known))]
    credits += [name for text in bodies[:2] if (name := reported.dateline(text, known))]
    keys = {media.key(name) for name in credits}
    return credits[0] if len(keys) == 1 else None


def _mostly(article: Article, known: tuple[str, ...]) -> str | None:
    """Return the medium that at least half of the paragraphs pass on reports from."""
    heard = [
        name
        for name, paragraph in zip(_attributions(article, known), article.paragraphs, strict=True)
        if paragraph.kind is ParagraphKind.BODY
    ]
    counts = Counter(media.key(name) for name in heard if name)
    if not counts:
        return None
    first, count = counts.most_common(1)[0]
    if count < _FEWEST or count < _MOSTLY * len(heard):
        return None
    return next(name for name in heard if name and media.key(name) == first)
