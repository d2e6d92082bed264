"""How much a passage matters: how central it is, how many outlets have it, where it stands.

Centrality is the degree of LexRank (Erkan and Radev 2004): the similarity of a passage to those of
other articles, with words weighed by how few passages use them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.extract.passages import Passage
from bot.extract.vocabulary import unified
from bot.language.words import terms
from bot.model import Article

LEAD = 3  # passages at the head of an article that tell what it is about
_LINK = 0.08  # similarity below which two passages have nothing to do with each other
_ECHO = 0.3  # similarity from which another outlet says much the same
_FLOOR = 0.3  # weight of a word that every passage has, against 1.3 for one that a single one has
_SAME_ARTICLE = 0.4  # what a likeness inside one article is worth against one across outlets

Key = tuple[str, int]


def key(passage: Passage) -> Key:
    """Return what names a passage in its story."""
    return passage.article, passage.n


@dataclass(frozen=True)
class Field:
    """What a story's passages mean to each other."""

    core: dict[str, float]
    weight: dict[str, float]
    centrality: dict[Key, float] = field(default_factory=dict)
    echoes: dict[Key, frozenset[str]] = field(default_factory=dict)
    relevance: dict[Key, float] = field(default_factory=dict)

    def likeness(self, one: Passage, other: Passage) -> float:
        """Return the weighed cosine of the words of two passages, 0 to 1."""
        both = sum(self.weight.get(t, 1.0) ** 2 for t in one.terms & other.terms)
        return both / (self._size(one) * self._size(other) or 1.0)

    def overlap(self, one: Passage, other: Passage) -> float:
        """Return how much of the shorter passage's words the other has, weighed, 0 to 1."""
        both = sum(self.weight.get(t, 1.0) for t in one.terms & other.terms)
        sizes = [sum(self.weight.get(t, 1.0) for t in p.terms) for p in (one, other)]
        return both / (min(sizes) or 1.0)

    def covered(self, one: Passage, others: Sequence[Passage]) -> float:
        """Return how much of a passage's words some of the others have, weighed, 0 to 1."""
        known = frozenset().union(*(p.terms for p in others)) if others else frozenset()
        both = sum(self.weight.get(t, 1.0) for t in one.terms & known)
        return both / (sum(self.weight.get(t, 1.0) for t in one.terms) or 1.0)

    def _size(self, passage: Passage) -> float:
        return math.sqrt(sum(self.weight.get(t, 1.0) ** 2 for t in passage.terms))


def core_terms(
    articles: Sequence[Article], found: Sequence[Passage], forms: Mapping[str, str]
) -> dict[str, float]:
    """Return the words of the leads, each with the share of articles that lead with it."""
    leads: dict[str, set[str]] = defaultdict(set)
    for passage in found:
        if passage.n < LEAD:
            for term in passage.terms:
                leads[term].add(passage.article)
    for article in articles:
        for term in unified(terms(article.title, article.language), forms):
            leads[term].add(article.id)
    total = max(1, len(articles))
    return {term: len(ids) / total for term, ids in leads.items()}


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
    core = core_terms(articles, found, forms)
    built = Field(core, weight)
    _link(built, found, independent(articles))
    top = 0.0
    for passage in found:
        share = sum(core.get(t, 0.0) for t in passage.terms) / math.sqrt(len(passage.terms) + 4)
        built.relevance[key(passage)] = share
        top = max(top, share)
    for name in built.relevance:
        built.relevance[name] /= top or 1.0
    return built


def _link(built: Field, found: Sequence[Passage], knows: Mapping[str, str]) -> None:
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
            if alike >= _ECHO and not same:
                echoes[key(one)].add(knows.get(other.article, other.article))
                echoes[key(other)].add(knows.get(one.article, one.article))
    top = max(degree.values(), default=0.0) or 1.0
    built.centrality.update({name: value / top for name, value in degree.items()})
    built.echoes.update({name: frozenset(ids) for name, ids in echoes.items()})
