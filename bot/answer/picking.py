"""What of the sources a question is answered from, and which paragraphs come closest to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.answer.ranking import best, is_near
from bot.language import detect, terms, words
from bot.model import Article, Citation, Note, Question, Story
from bot.story.nearcopies import same_text
from bot.summarize.budget import TASK_TOKENS, fit
from bot.summarize.prefix import line, only, sources, system
from bot.tokens import count

CLOSEST = 3  # paragraphs that are shown where nobody says which answer
_FEW = 3  # content words below which a question may lean on the one before it
_ALONE = 2  # and with so many it does so only where a word points back
_POINTS = words(  # back; "how much" alone asks of what was spoken of, too
    """and but also then or it its that this these those he she they him her his them their there
    ذلك هذا هذه تلك هؤلاء هناك أيضا ولكن ثم أو كم"""
)
_DEEP = 400  # paragraphs that are ranked at most
_CONSIDERED = 12  # paragraphs that those shown are taken from


def pick(asked: Question, story: Story, context_tokens: int) -> tuple[Story, tuple[Note, ...]]:
    """Return what of ``story`` a model is shown, and a note where that is not all.

    All of it where it fits, the same as in every other task; else the article heads and the
    paragraphs nearest to the question, each with the one before it, which often names who speaks.
    """
    whole, cut = fit(story, context_tokens)
    if not cut:
        return whole, ()
    heads = Story(tuple(replace(a, paragraphs=()) for a in story.articles))
    room = context_tokens - TASK_TOKENS - count(system()) - count(sources(heads))
    taken: set[str] = set()
    for id in _wanted(asked, story):
        cost = count(line(story.paragraphs[id]))
        if id not in taken and cost <= room:
            room -= cost
            taken.add(id)
    left = len(story.paragraphs) - len(taken)
    farther = Note("note.cut_farther")
    return only(story, taken), (Note("note.cut", {"paragraphs": left, "what": farther}),)


def nearest(asked: Question, story: Story, k: int) -> tuple[str, ...]:
    """Return the ids of at most ``k`` paragraphs nearest to a question, nearest first.

    A question that leans on the one before it is looked for together with that one.
    """
    words = _words(asked)
    return tuple(p.id for p in best(words, detect(words), story.articles, k))


def _words(asked: Question) -> str:
    """Return what a question is looked for by."""
    if asked.earlier and _leans(asked):
        return f"{asked.earlier[-1].question} {asked.text}"
    return asked.text


def _leans(asked: Question) -> bool:
    """Tell "And the fishermen?", "When does it begin?" from a short question that is whole."""
    held = len(set(terms(asked.text, asked.language)))
    said = words(asked.text)
    points = bool(said) and (not set(_POINTS).isdisjoint(said) or said[0].startswith("و"))
    return held < _ALONE or (held < _FEW and points)


def closest(asked: Question, story: Story, given: Iterable[Citation] = ()) -> tuple[Citation, ...]:
    """Return the passages that come closest: those ``given`` that exist, else the nearest.

    None where no paragraph comes near. Of those with one text one stands, no copy's where it can
    be helped; where the nearest are all in other languages than the question, the last gives way
    to the nearest in its own.
    """
    paragraphs = story.paragraphs
    real = [c for c in given if c.paragraph in paragraphs]
    if real:
        return tuple({c.paragraph: c for c in reversed(real)}.values())[::-1][:CLOSEST]
    return tuple(Citation(id, paragraphs[id].text) for id in _shown(asked, story))


def _shown(asked: Question, story: Story) -> tuple[str, ...]:
    words, texts = _words(asked), {id: p.text for id, p in story.paragraphs.items()}
    language = detect(words)
    found = nearest(asked, story, _CONSIDERED)
    if not any(is_near(words, language, texts[id], story.article(id).language) for id in found):
        return ()
    kept: list[str] = []
    for id in found:
        twin = next((n for n, other in enumerate(kept) if same_text(texts[id], texts[other])), None)
        if twin is None:
            kept.append(id)
        elif story.article(kept[twin]).copy_of and not story.article(id).copy_of:
            kept[twin] = id
    shown, rest = kept[:CLOSEST], kept[CLOSEST:]
    own = [id for id in kept if story.article(id).language == asked.language]
    if own and own[0] in rest:
        shown[-1] = own[0]
    return tuple(shown)


def cited_articles(story: Story, citations: Iterable[Citation]) -> Story:
    """Return the articles of ``story`` that are cited, whole."""
    cited = {c.paragraph.split(".", 1)[0] for c in citations}
    return Story(tuple(a for a in story.articles if a.id in cited))


def gathered(articles: Sequence[Article]) -> Story:
    """Return articles of different stories as one whose ids are theirs alone: a1, a2, ..."""
    return Story(tuple(_numbered(a, f"a{n}") for n, a in enumerate(articles, 1)))


def _numbered(article: Article, id: str) -> Article:
    paragraphs = tuple(
        replace(p, id=f"{id}.p{n}", n=n) for n, p in enumerate(article.paragraphs, 1)
    )
    return replace(article, id=id, paragraphs=paragraphs, copy_of=None)


def _wanted(asked: Question, story: Story) -> Iterator[str]:
    """Yield paragraphs by nearness, each followed by the one before it."""
    before = {
        one.id: other.id
        for a in story.articles
        for other, one in zip(a.paragraphs, a.paragraphs[1:], strict=False)
    }
    for id in nearest(asked, story, _DEEP):
        yield id
        if id in before:
            yield before[id]
