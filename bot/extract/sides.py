"""One language side of a brief, from the articles of that language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.extract.cutting import passages
from bot.extract.fitness import (
    SHORTEST,
    Footing,
    advertised,
    footing,
    is_news,
    relevant,
    shortened,
    without_repeats,
)
from bot.extract.headlines import lateness
from bot.extract.merging import claim_of
from bot.extract.ordering import arranged, points_back, same_source, settled
from bot.extract.passages import Passage
from bot.extract.ranking import Field, Key, field_of, independent, key, scenes
from bot.extract.sections import Setting, place
from bot.extract.selecting import Candidate, choose, size, worth
from bot.extract.vocabulary import unified, vocabulary
from bot.extract.weights import weights
from bot.model import Article, Claim, Section
from bot.story.nearcopies import contained, shingles

_COPIED = 0.5  # of a passage's letters in the original of its article: it is the original's
_MOST_WEIGHED = 600  # passages of a side that are weighed against each other
_ROUNDS = 3  # in which others are chosen for what nobody would know who says it
_LONGEST_PAIR = 60  # words of a claim that had to take the sentence before it along


@dataclass(frozen=True)
class Side:
    """The articles of one language, read: what may become a claim, and how it is chosen."""

    articles: tuple[Article, ...]
    candidates: tuple[Candidate, ...]
    sources: int  # that know the news for themselves
    _fit: tuple[Passage, ...]
    _field: Field
    _by_key: Mapping[Key, Passage]

    @property
    def most(self) -> int:
        """How many claims suit this side alone."""
        return size(self.sources, len(self.candidates))

    def chosen(self, most: int, favoured: Collection[Key] = ()) -> list[Candidate]:
        """Return at most ``most`` candidates in reading order, ``favoured`` ones sooner."""
        extra: float = weights("worth")["paired"]
        pool = [
            replace(c, worth=c.worth + extra) if key(c.passage) in favoured else c
            for c in self.candidates
        ]
        found = settled(choose(pool, self._field, most))
        for _ in range(_ROUNDS):
            lost = self._lost(found)
            if not lost:
                break
            pool = [c for c in pool if key(c.passage) not in lost]
            found = settled(choose(pool, self._field, most))
        return arranged(self._merged(found))

    def _lost(self, found: Sequence[Candidate]) -> set[Key]:
        """Return "he added" where no chosen sentence of its section names him and none opens it."""
        lost = set()
        for one in found:
            other = None if one.passage.speaker else self._head(one, found)
            if other and other.section is not one.section:
                lost.add(key(one.passage))
        for one in (c for c in found if points_back(c.passage)):
            head = _before(one.passage, self._by_key)
            others = (c for c in found if c is not one and c.section is one.section)
            named = any(same_source(c.passage, one.passage) for c in others)
            told = any(head and key(head) == key(c.passage) for c in found)
            if not named and (told or not (head and _opens(one.passage, head))):
                lost.add(key(one.passage))
        return lost

    def _merged(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Return the chosen without those that open another of their section."""
        opening = {key(head.passage) for one in found if (head := self._head(one, found))}
        return [c for c in found if key(c.passage) not in opening]

    def _head(self, one: Candidate, found: Sequence[Candidate]) -> Candidate | None:
        """Return the chosen sentence that one hangs on which names nobody before itself."""
        before = _before(one.passage, self._by_key) if one.passage.root is None else None
        own = [c for c in found if c.section is one.section or not one.passage.speaker]
        heads = (c for c in own if before and key(c.passage) == key(before))
        return next(heads, None)

    def alone(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is a claim without the passage before it."""
        return _before(candidate.passage, self._by_key) is None

    def claim(self, candidate: Candidate, told: Collection[Key] = ()) -> Claim:
        """Return the claim of a candidate, without an id.

        The passage that it leans on opens it, unless that is a claim itself (in ``told``).
        """
        passage = candidate.passage
        before = _before(passage, self._by_key)
        opens = before is not None and key(before) not in told and _opens(passage, before)
        if before and passage.root is None and key(before) in told:
            before = None
        knows = independent(self.articles)
        return claim_of(candidate, before, self._fit, self._field, knows, opens=opens)


def read_side(articles: Sequence[Article]) -> Side:
    """Read the articles of one language; of copies only what they alone have."""
    given, articles = articles, originals(articles)
    everything = own_passages(given)
    forms = vocabulary(term for p in everything for term in p.terms)
    everything = [replace(p, terms=unified(p.terms, forms)) for p in everything]
    by_key = {key(p): p for p in everything}
    furniture = advertised(everything)
    news = [p for p in everything if p.paragraph not in furniture and is_news(p)]
    fit = without_repeats([short for p in _heads(news, len(articles)) if (short := shortened(p))])
    field = field_of(articles, fit, forms)
    fit = relevant(fit, field.relevance, len(articles))
    candidates = _timed(_candidates(fit, by_key, field, news_year(articles)), lateness(given))
    sources = len(set(independent(articles).values()))
    return Side(tuple(given), tuple(candidates), sources, tuple(fit), field, by_key)


def _heads(found: Sequence[Passage], articles: int) -> list[Passage]:
    """Keep the first passages of each article, so that the work does not grow with its square."""
    share = _MOST_WEIGHED // max(1, articles)
    counts: Counter[str] = Counter()
    kept = []
    for passage in found:
        counts[passage.article] += 1
        if counts[passage.article] <= share:
            kept.append(passage)
    return kept


def own_passages(articles: Sequence[Article]) -> list[Passage]:
    """Return the passages of the articles, of a copy only those that its original has not."""
    runs = {a.id: shingles(" ".join(p.text for p in a.paragraphs)) for a in articles}
    return [
        passage
        for article in articles
        for passage in passages(article)
        if contained(shingles(passage.text), runs.get(article.copy_of or "", frozenset())) < _COPIED
    ]


def originals(articles: Sequence[Article]) -> Sequence[Article]:
    """Return the articles without copies of others among them."""
    ids = {a.id for a in articles}
    return [a for a in articles if a.copy_of not in ids]


def _candidates(
    fit: Sequence[Passage],
    by_key: Mapping[Key, Passage],
    field: Field,
    year: int | None,
) -> list[Candidate]:
    """Return the passages that can become a claim with their sections and worth."""
    out, slow = [], scenes(fit, field.relevance)
    for passage in fit:
        if footing(passage) is Footing.HANGS and _before(passage, by_key) is None:
            continue
        setting = Setting(field.relevance[key(passage)], year, field.told_of(passage))
        placed = place(passage, setting)
        value = worth(passage, placed, field, year)
        value += weights("worth")["scene"] if key(passage) in slow else 0.0
        out.append(Candidate(passage, placed, value))
    return out


def _timed(found: Iterable[Candidate], late: Mapping[str, float]) -> list[Candidate]:
    """Return the candidates, what is announced worth more the later its article came out."""
    extra: float = weights("worth")["newest"]
    return [
        replace(c, worth=c.worth + extra * late[c.passage.article])
        if c.section is Section.ANNOUNCEMENT
        else c
        for c in found
    ]


def _before(passage: Passage, by_key: Mapping[Key, Passage]) -> Passage | None:
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


def _opens(passage: Passage, before: Passage) -> bool:
    """Tell "He added ..." right behind the sentence that names him: behind others it misleads."""
    beside = before.n == passage.n - 1 and passage.place - before.place <= 1
    fits = footing(before) is Footing.STANDS and before.words + passage.words <= _LONGEST_PAIR
    return beside and fits and points_back(passage) and (is_news(before) or _presents(before))


def _presents(passage: Passage) -> bool:
    """Tell "Councillor Ann Lee disagreed.", too short for news, from other short sentences."""
    return 2 < passage.words < SHORTEST and passage.text.endswith(".")


def news_year(articles: Sequence[Article]) -> int | None:
    """Return the latest year in which one of the articles was published, else fetched."""
    dated = max((a.published.day.year for a in articles if a.published), default=None)
    return dated or max((a.fetched.year for a in articles), default=None)
