"""Who knows it for themselves: the report an article only repeats, the outlets behind a claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import SplitResult, unquote, urlsplit

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

    "The agency" and "المصدر نفسه" mean the medium that was named last; a speaker who goes on
    («وأضاف أن ...») goes on in the medium that carried the paragraph before.
    """
    return _attributions(article, tuple(known))


def outlets(story: Story, citations: Sequence[Citation]) -> tuple[str, ...]:
    """Return the outlets that know what ``citations`` say for themselves, each once.

    A copy counts as its original, an article that repeats a report as the report's origin, a
    paragraph that passes on hearsay as the medium it heard it from, and two paragraphs with
    the same text as one. Articles of which nobody knows the outlet (files, pasted texts) may all
    be one outlet's, also one that is named: together they count where no other does. Raises
    KeyError for a paragraph that is not in the story.
    """
    known = tuple(article.outlet for article in story.articles if article.outlet)
    found: dict[str, str] = {}
    told: list[str] = []
    for article, cited in _by_article(story, citations):
        fresh = [c for c in cited if not _is_told(story.paragraphs[c.paragraph].text, told)]
        told += [story.paragraphs[c.paragraph].text for c in fresh]
        if fresh:
            name = _knower(story, article, cited, known)
            found.setdefault(media.key(name), name)
    nameless = {media.key(called(a)) for a in story.articles if not is_named(a)}
    named = tuple(name for key, name in found.items() if key not in nameless)
    return named or tuple(found.values())[:1]


def _by_article(
    story: Story, citations: Sequence[Citation]
) -> Iterable[tuple[Article, list[Citation]]]:
    """Return the cited articles with their citations, in the order first cited."""
    cited: dict[str, list[Citation]] = {}
    for citation in citations:
        cited.setdefault(story.article(citation.paragraph).id, []).append(citation)
    return [(story.article(id), found) for id, found in cited.items()]


def _is_told(text: str, told: Sequence[str]) -> bool:
    return any(same_text(text, other) for other in told)


def _knower(
    story: Story, article: Article, citations: Sequence[Citation], known: tuple[str, ...]
) -> str:
    """Return the medium that what one article says goes back to.

    A claim needs all that is cited for it, so one paragraph of hearsay among them is enough.
    """
    heard = _attributions(article, known)
    for citation in citations:
        paragraph = story.paragraphs[citation.paragraph]
        medium = heard[article.paragraphs.index(paragraph)]
        if medium and _reaches_quote(article, paragraph, citation, known):
            return medium
    original = story.article(article.copy_of) if article.copy_of else article
    return article.origin or original.origin or called(original)


def called(article: Article) -> str:
    """Return what to call the outlet of an article: its name, else its host or file name."""
    file = PurePath(unquote(_place(article).path)).stem
    return article.outlet or _place(article).hostname or file or article.title or article.id


def is_named(article: Article) -> bool:
    """Tell whether the outlet of an article is known, by its name or its host."""
    return bool(article.outlet or _place(article).hostname)


def _place(article: Article) -> SplitResult:
    return urlsplit(article.canonical or article.url)


def _reaches_quote(
    article: Article, paragraph: Paragraph, citation: Citation, known: tuple[str, ...]
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


@lru_cache(maxsize=64)  # those of one brief: an article is held by its whole text
def _attributions(article: Article, known: tuple[str, ...]) -> tuple[str | None, ...]:
    found: list[str | None] = []
    last = before = None  # the medium named last, and that of the last paragraph of text
    for paragraph in article.paragraphs:
        if paragraph.kind is not ParagraphKind.BODY:
            found.append(None)
            continue
        before = _heard(paragraph.text, article, known, last, before)
        last = before or last
        found.append(before)
    return tuple(found)


def _heard(
    text: str, article: Article, known: tuple[str, ...], last: str | None, before: str | None
) -> str | None:
    """Return the medium of one paragraph, given those that came before it."""
    named = reported.hearsay(text, article.language, known)
    if named:
        return None if media.same(named, called(article)) else named
    if last and reported.speaks_again(text, article.language):
        return last
    return before if before and reported.goes_on(text, article.language) else None


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
