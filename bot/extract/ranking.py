"""How much a passage matters: how central it is, how many outlets have it, where it stands.

Centrality is the degree of LexRank (Erkan and Radev 2004): the similarity of a passage to those of
other articles, with words weighed by how few passages use them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from bot.extract.passages import Passage
from bot.extract.vocabulary import unified
from bot.language.words import terms
from bot.model import Article

LEAD = 3  # passages at the head of an article that tell what it is about
_LINK = 0.08  # similarity below which two passages have nothing to do with each other
_ECHO = 0.3  # similarity from which another outlet says much the same
_FLOOR = 0.3  # weight of a word that every passage has, against 1.3 for one that a single one has
_OWN = 0.6  # what the lead of its own article counts for in a passage's relevance
_RARE = 4  # passages that a rare word may stand in
_RARE_SHARED = 2  # rare words that two passages must share to be an echo at any likeness
_AGREED = 0.4  # share of the sources that must lead with one figure to make others outliers
_SAME_ARTICLE = 0.4  # what a likeness inside one article is worth against one across outlets

_OPENING = 6  # passages in which an article comes to its news
_SCENE = 0.7  # share of that passage's relevance under which what stands before it sets a scene

Key = tuple[str, int]


def key(passage: Passage) -> Key:
    """Return what names a passage in its story."""
    return passage.article, passage.n


@dataclass(frozen=True)
class Field:
    """What a story's passages mean to each other."""

    weight: dict[str, float]
    forms: Mapping[str, str] = field(default_factory=dict)
    leads: dict[str, float] = field(default_factory=dict)
    heads: dict[str, float] = field(default_factory=dict)  # in titles and first sentences
    centrality: dict[Key, float] = field(default_factory=dict)
    echoes: dict[Key, frozenset[str]] = field(default_factory=dict)
    relevance: dict[Key, float] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)  # led with by this share of sources
    sizes: dict[frozenset[str], float] = field(default_factory=dict, repr=False)
    masses: dict[frozenset[str], float] = field(default_factory=dict, repr=False)

    def likeness(self, one: Passage, other: Passage) -> float:
        """Return the weighed cosine of the words of two passages, 0 to 1."""
        both = sum(self.weight.get(t, 1.0) ** 2 for t in one.terms & other.terms)
        return both / (self._size(one.terms) * self._size(other.terms) or 1.0)

    def overlap(self, one: Passage, other: Passage) -> float:
        """Return how much of the shorter passage's words the other has, weighed, 0 to 1."""
        both = sum(self.weight.get(t, 1.0) for t in one.terms & other.terms)
        return both / (min(self._mass(one.terms), self._mass(other.terms)) or 1.0)

    def standing(self, passage: Passage) -> float:
        """Return how much its speaker is one of those whom the story is about, 0 to 1."""
        named = unified(terms(passage.speaker or "", passage.language), self.forms)
        return max((self.leads.get(term, 0.0) for term in named), default=0.0)

    def told_of(self, passage: Passage) -> float:
        """Return how much of what names its speaker the articles open with, 0 to 1."""
        named = unified(terms(passage.speaker or "", passage.language), self.forms)
        return sum(self.heads.get(term, 0.0) for term in named) / max(1, len(named))

    def agreed(self, passage: Passage) -> float:
        """Return the share of sources that lead with the figure of it that most lead with."""
        return max((self.figures.get(figure, 0.0) for figure in passage.measures), default=0.0)

    def is_outlier(self, passage: Passage) -> bool:
        """Tell a lead whose figures few have where the other sources lead with one they share.

        It tells another part of the news, or an earlier state of it.
        """
        shared = max(self.figures.values(), default=0.0)
        heads = passage.place < LEAD and bool(passage.measures)
        return heads and shared >= _AGREED and 2 * self.agreed(passage) <= shared

    def covered(self, passage: Passage, known: Set[str]) -> float:
        """Return how much of a passage's words are among ``known``, weighed, 0 to 1."""
        both = sum(self.weight.get(t, 1.0) for t in passage.terms & known)
        return both / (self._mass(passage.terms) or 1.0)

    def _mass(self, words: frozenset[str]) -> float:
        if words not in self.masses:
            self.masses[words] = sum(self.weight.get(t, 1.0) for t in words)
        return self.masses[words]

    def _size(self, words: frozenset[str]) -> float:
        if words not in self.sizes:
            self.sizes[words] = math.sqrt(sum(self.weight.get(t, 1.0) ** 2 for t in words))
        return self.sizes[words]


def leads_of(
    articles: Sequence[Article], found: Sequence[Passage], forms: Mapping[str, str], most: int
) -> dict[str, set[str]]:
    """Return the words of titles and leads, each with the ids of the articles that lead with it.

    A lead is the first ``most`` passages.
    """
    leads: dict[str, set[str]] = defaultdict(set)
    for passage in found:
        if passage.n < most:
            for term in passage.terms:
                leads[term].add(passage.article)
    for article in articles:
        for term in unified(terms(article.title, article.language), forms):
            leads[term].add(article.id)
    return leads


def _relevance(passage: Passage, leads: Mapping[str, Set[str]], articles: int) -> float:
    """Return how much of what the *other* articles lead with is in a passage.

    Its own article counts for little beside others: else any first sentence would be news.
    """
    own = _OWN if articles > 1 else 1.0
    shares = (
        len(heads - {passage.article}) + own * (passage.article in heads)
        for heads in (leads.get(t, frozenset()) for t in passage.terms)
    )
    return sum(shares) / (articles - 1 + own) / math.sqrt(len(passage.terms) + 4)


def independent(articles: Sequence[Article]) -> dict[str, str]:
    """Return for each article id the source it knows the news from: itself, or whom it copies."""
    return {a.id: a.origin or a.copy_of or a.id for a in articles}


def field_of(
    articles: Sequence[Article], found: Sequence[Passage], forms: Mapping[str, str]
) -> Field:
    """Weigh all passages of a story, in the common ``forms`` of its words, against each other."""
    counts = Counter(term for passage in found for term in passage.terms)
    total = len(found) + 1
    scale = math.log(total) or 1.0
    weight = {term: _FLOOR + math.log(total / count) / scale for term, count in counts.items()}
    built = Field(weight, forms)
    rare = frozenset(term for term, count in counts.items() if count <= max(_RARE, total // 25))
    _link(built, found, independent(articles), rare)
    leads = leads_of(articles, found, forms, LEAD)
    heads = leads_of(articles, found, forms, 1)
    built.leads.update({term: len(ids) / max(1, len(articles)) for term, ids in leads.items()})
    built.heads.update({term: len(ids) / max(1, len(articles)) for term, ids in heads.items()})
    built.figures.update(_figures(found, independent(articles)))
    shares = {key(p): _relevance(p, leads, len(articles)) for p in found}
    top = max(shares.values(), default=0.0) or 1.0
    built.relevance.update({name: share / top for name, share in shares.items()})
    return built


def scenes(found: Sequence[Passage], relevance: Mapping[Key, float]) -> frozenset[Key]:
    """Return the passages that set a scene before an article comes to its news.

    A feature opens with a boy on his way to school; what the other articles lead with follows.
    """
    heads: dict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        if len(heads[passage.article]) < _OPENING:
            heads[passage.article].append(passage)
    out: set[Key] = set()
    for opening in heads.values():
        news = max(opening, key=lambda p: relevance[key(p)])
        least = _SCENE * relevance[key(news)]
        out |= {
            key(p) for p in opening if p.n < news.n and not p.speaker and relevance[key(p)] < least
        }
    return frozenset(out)


def _figures(found: Sequence[Passage], knows: Mapping[str, str]) -> dict[str, float]:
    """Return for the figures of leads the share of several sources that have them there."""
    heads: dict[str, set[str]] = defaultdict(set)
    for passage in found:
        for figure in passage.measures if passage.place < LEAD else ():
            heads[figure].add(knows.get(passage.article, passage.article))
    sources = len(set(knows.values()))
    return {f: len(ids) / sources for f, ids in heads.items() if len(ids) > 1}


def _link(
    built: Field, found: Sequence[Passage], knows: Mapping[str, str], rare: frozenset[str]
) -> None:
    """Fill in centrality (0 to 1) and the sources that echo each passage."""
    degree: dict[Key, float] = {key(p): 0.0 for p in found}
    echoes: dict[Key, set[str]] = {key(p): set() for p in found}
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if not one.terms & other.terms:
                continue
            alike = built.likeness(one, other)
            if alike < _LINK:
                continue
            same = knows.get(one.article) == knows.get(other.article)
            worth = alike * (_SAME_ARTICLE if same else 1.0)
            degree[key(one)] += worth
            degree[key(other)] += worth
            if not same and (alike >= _ECHO or len(one.terms & other.terms & rare) >= _RARE_SHARED):
                echoes[key(one)].add(knows.get(other.article, other.article))
                echoes[key(other)].add(knows.get(one.article, one.article))
    top = max(degree.values(), default=0.0) or 1.0
    built.centrality.update({name: value / top for name, value in degree.items()})
    built.echoes.update({name: frozenset(ids) for name, ids in echoes.items()})
