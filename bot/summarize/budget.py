"""What of a story is shown to a model whose context is limited, and what is said about the rest.

A copy's paragraph that stands word for word in another article is not shown again: nothing is
lost by that, so nothing is said. The plan for what does not fit: copies first, then pull quotes
and captions, then the paragraphs that share the least with the rest of the story; the openings
of the articles last. Order and ids stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from bot.language import terms, words
from bot.model import Article, Note, Paragraph, ParagraphKind, Story
from bot.summarize.prefix import line, sources, system
from bot.tokens import count

TASK_TOKENS = 6_000  # the longest task with its schema and a chat's own marks; a test holds it
OPENING = 3  # body paragraphs that begin an article and carry its news


class Cut(StrEnum):
    """What a paragraph was when it was cut; the value is its text key."""

    COPY = "note.cut_copies"
    CAPTION = "note.cut_captions"
    BACKGROUND = "note.cut_background"


def size(story: Story) -> int:
    """Return how many tokens a request on the whole of ``story`` takes at most."""
    return TASK_TOKENS + count(system()) + count(sources(story))


def fit(story: Story, context_tokens: int) -> tuple[Story, tuple[Note, ...]]:
    """Return what of ``story`` fits ``context_tokens``, and a note on each kind of cut.

    A paragraph that a copy repeats word for word is always left out, without a note.

    Every task on one story shows the same part of it, so that they share their beginning. All
    articles stay, with their heads, and one paragraph of the story, whatever its length.
    """
    story = _without(story, _repeated(story))
    limit = max(context_tokens - TASK_TOKENS - count(system()), context_tokens // 4)
    excess = count(sources(story)) - limit
    if excess <= 0:
        return story, ()
    cut: dict[str, Cut] = {}
    for why, paragraph in list(_plan(story))[:-1]:
        if excess <= 0:
            break
        cut[paragraph.id] = why
        excess -= count(line(paragraph))  # without its line break: rather too little
    return _without(story, cut.keys()), _notes(cut)


def _repeated(story: Story) -> Iterator[str]:
    """Yield the ids of the paragraphs that a copy has word for word from an article shown."""
    seen = {_wording(p) for a in story.articles if not a.copy_of for p in a.paragraphs}
    for article in story.articles:
        for paragraph in article.paragraphs if article.copy_of else ():
            if _wording(paragraph) in seen:
                yield paragraph.id
            seen.add(_wording(paragraph))


def _wording(paragraph: Paragraph) -> tuple[str, ...]:
    return tuple(words(paragraph.text))


def _notes(cut: Mapping[str, Cut]) -> tuple[Note, ...]:
    counts = Counter(cut.values())
    return tuple(
        Note("note.cut", {"paragraphs": counts[why], "what": Note(why.value)})
        for why in Cut
        if counts[why]
    )


def _without(story: Story, cut: Iterable[str]) -> Story:
    gone = frozenset(cut)
    if not gone:
        return story
    return Story(
        tuple(
            replace(article, paragraphs=tuple(p for p in article.paragraphs if p.id not in gone))
            for article in story.articles
        )
    )


def _plan(story: Story) -> Iterator[tuple[Cut, Paragraph]]:
    """Yield every paragraph, the one that can be spared first."""
    own = [a for a in story.articles if not a.copy_of]
    copies = [a for a in story.articles if a.copy_of]
    yield from ((Cut.COPY, p) for a in reversed(copies) for p in reversed(a.paragraphs))
    aside = {ParagraphKind.QUOTE, ParagraphKind.CAPTION}
    yield from ((Cut.CAPTION, p) for a in own for p in a.paragraphs if p.kind in aside)
    rest = [p for a in own for p in a.paragraphs if p.kind not in aside]
    opening = {p.id for a in own for p in _opening(a)}
    rank = _centrality(own)
    by_rank = sorted(rest, key=lambda p: (rank[p.id], -p.n))
    yield from ((Cut.BACKGROUND, p) for p in by_rank if p.id not in opening)
    last = sorted((p for p in rest if p.id in opening), key=lambda p: -p.n)
    yield from ((Cut.BACKGROUND, p) for p in last)


def _opening(article: Article) -> Sequence[Paragraph]:
    return [p for p in article.paragraphs if p.kind is ParagraphKind.BODY][:OPENING]


def _centrality(articles: Sequence[Article]) -> Mapping[str, float]:
    """Return for each paragraph's id how many other paragraphs share an average term of it."""
    found = {p.id: frozenset(terms(p.text, a.language)) for a in articles for p in a.paragraphs}
    shared = Counter(term for each in found.values() for term in each)
    return {
        id: sum(shared[term] - 1 for term in each) / (len(each) or 1) for id, each in found.items()
    }
