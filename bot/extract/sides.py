"""One language side of a brief from the articles of that language, and the two sides matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from bot.extract.fitness import (
    Footing,
    advertised,
    footing,
    is_news,
    relevant,
    shortened,
    without_repeats,
)
from bot.extract.merging import claim_of
from bot.extract.passages import Passage, passages
from bot.extract.ranking import Field, field_of, independent, key
from bot.extract.sections import Setting, place
from bot.extract.selecting import Candidate, choose, same_voice, size, worth
from bot.extract.vocabulary import unified, vocabulary
from bot.language.words import terms
from bot.model import Article, Claim, Section

_ORDER = tuple(Section)
_LONGEST_PAIR = 60  # words of a claim that had to take the sentence before it along


def side(articles: Sequence[Article], most: int | None = None) -> tuple[Claim, ...]:
    """Return the claims of articles in one language, in reading order, without ids."""
    everything = [p for article in articles for p in passages(article)]
    forms = vocabulary(term for p in everything for term in p.terms)
    everything = [replace(p, terms=unified(p.terms, forms)) for p in everything]
    by_key = {key(p): p for p in everything}
    furniture = advertised(everything)
    news = [p for p in everything if p.paragraph not in furniture and is_news(p)]
    fit = [short for p in news if (short := shortened(p))]
    fit = without_repeats(fit)
    field = field_of(articles, fit, forms)
    fit = relevant(fit, field.relevance)
    knows = independent(articles)
    year = news_year(articles)
    candidates = _candidates(fit, by_key, field, year)
    limit = size(len(set(knows.values())), len(candidates))
    chosen = choose(candidates, field, min(limit, most or limit))
    return tuple(
        claim_of(c, _before(c.passage, by_key), fit, field, knows) for c in _arranged(chosen)
    )


def _candidates(
    fit: Iterable[Passage],
    by_key: Mapping[tuple[str, int], Passage],
    field: Field,
    year: int | None,
) -> list[Candidate]:
    """Return the passages that can become a claim with their sections and worth."""
    out = []
    for passage in fit:
        if footing(passage) is Footing.HANGS and _before(passage, by_key) is None:
            continue
        placed = place(passage, Setting(field.relevance[key(passage)], year))
        out.append(Candidate(passage, placed, worth(passage, placed, field, year)))
    return out


def _before(passage: Passage, by_key: Mapping[tuple[str, int], Passage]) -> Passage | None:
    """Return the passage that this one leans on, where it does and the two make a claim."""
    if passage.root is not None:
        return by_key[passage.article, passage.root]
    if footing(passage) is not Footing.HANGS or passage.spoken:
        return None
    previous = by_key.get((passage.article, passage.n - 1))
    far = 0 if passage.refers else 1
    if previous is None or passage.place - previous.place > far or not is_news(previous):
        return None
    stands = footing(previous) is Footing.STANDS
    return previous if stands and previous.words + passage.words <= _LONGEST_PAIR else None


def _arranged(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the chosen by section, the weightiest first, what one speaker says together."""
    out: list[Candidate] = []
    for section in _ORDER:
        pool = sorted(
            (c for c in chosen if c.section is section),
            key=lambda c: (-c.worth, c.passage.article, c.passage.n),
        )
        while pool:
            first = pool.pop(0)
            out.append(first)
            if section is not Section.REACTIONS or not first.passage.speaker:
                continue
            for other in [c for c in pool if same_voice(c.passage, first.passage)]:
                pool.remove(other)
                out.append(other)
    return out


def news_year(articles: Sequence[Article]) -> int | None:
    """Return the latest year in which one of the articles was published, if any tells."""
    return max((a.published.day.year for a in articles if a.published), default=None)


def headline(articles: Sequence[Article]) -> str | None:
    """Return the title that shares most with the other titles and leads, verbatim."""
    titled = [a for a in articles if a.title.strip() and a.copy_of is None]
    titled = titled or [a for a in articles if a.title.strip()]
    if not titled:
        return None
    words = {a.id: set(terms(a.title, a.language)) for a in titled}
    leads = [set(terms(" ".join(p.text for p in a.paragraphs[:2]), a.language)) for a in articles]

    def worth_of(article: Article) -> float:
        own = words[article.id]
        if not own or article.title.rstrip().endswith(("?", "؟")):
            return -1.0
        others = [words[a.id] for a in titled if a is not article] + leads
        return sum(len(own & other) for other in others) / (len(own) + 3) / max(1, len(others))

    return max(titled, key=worth_of).title.strip()


def numbered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims with the ids c1, c2, ..."""
    ids = count(1)
    return tuple(replace(claim, id=f"c{next(ids)}") for claim in claims)
