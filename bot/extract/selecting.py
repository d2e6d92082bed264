"""Chooses passages: the most telling first, each new one for what the chosen do not say yet.

Maximal marginal relevance (Carbonell and Goldstein 1998) with a quota for each section, and a price
on speakers, paragraphs and articles that have had their say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extract.fitness import Footing, footing, quoted_share
from bot.extract.passages import Passage
from bot.extract.ranking import LEAD, Field, key
from bot.extract.sections import Placed, old_year
from bot.extract.weights import weights
from bot.language.words import terms
from bot.model import Section

MOST = 24  # claims in a brief
_PER_ARTICLE = (0, 9, 14, 18, 21)  # claims for so many independent articles; then MOST
_REPEAT = 0.5  # likeness from which a passage says nothing new
_REPEAT_OVERLAP = 0.7
_LEAST = 0.0  # gain below which a passage is left out, inside its section's quota
_LEAST_MORE = 0.3  # and beyond it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may become a claim, its section and its worth there."""

    passage: Passage
    placed: Placed
    worth: float

    @property
    def section(self) -> Section:
        """The section it would stand in."""
        return self.placed.section


def size(articles: int, passages: int) -> int:
    """Return how many claims suit so many independent articles with so many fit passages."""
    most = _PER_ARTICLE[articles] if articles < len(_PER_ARTICLE) else MOST
    return max(1, min(most, math.ceil(passages * 0.6)))


def worth(passage: Passage, placed: Placed, field: Field, year: int | None) -> float:
    """Return how much a passage is worth in its section."""
    w = weights("worth")
    name = key(passage)
    core = field.relevance.get(name, 0.0)
    total: float = w["central"] * field.centrality.get(name, 0.0)
    total += w["echo"] * math.log1p(len(field.echoes.get(name, ())))
    total += w["margin"] * min(2.0, placed.margin)
    total += w[placed.section.value] * core
    total += core * (w["first"] if passage.n == 0 else w["early"] if passage.n < LEAD else 0.0)
    total += {Footing.LEANS: w["leans"], Footing.HANGS: w["hangs"]}.get(footing(passage), 0.0)
    total += w["short"] if passage.words < 10 else w["long"] if passage.words > 45 else 0.0
    total += w["spoken"] if passage.spoken else 0.0
    total += w["thin"] if passage.told("junk.thin") else 0.0
    return total + _detail(passage, placed, year)


def _detail(passage: Passage, placed: Placed, year: int | None) -> float:
    """Return the worth of what makes a statement checkable: a speaker, figures, a date, words."""
    w = weights("worth")
    total: float = w["figures"] if passage.figures else 0.0
    if placed.section is Section.REACTIONS:
        named = "named" if passage.speaker and not passage.refers else "referred"
        total += w[named if passage.speaker else "nameless"]
        total += w["quoted"] if quoted_share(passage) > 0.15 else 0.0
    if placed.section is Section.BACKGROUND:
        total += w["year"] if old_year(passage, year) else 0.0
    return total


def choose(candidates: Sequence[Candidate], field: Field, most: int) -> list[Candidate]:
    """Return the chosen candidates, at most ``most``, best first."""
    quota = math.ceil(most / 3)
    chosen: list[Candidate] = []
    for limit, least in ((quota, _LEAST), (quota + 2, _LEAST_MORE)):
        for section in Section:
            while len(chosen) < most and _count(chosen, section) < limit:
                pool = [c for c in candidates if c.section is section]
                best = _best(pool, chosen, field, least)
                if best is None:
                    break
                chosen.append(best)
    return chosen


def _count(chosen: Sequence[Candidate], section: Section) -> int:
    return sum(c.section is section for c in chosen)


def _best(
    pool: Sequence[Candidate], chosen: Sequence[Candidate], field: Field, least: float
) -> Candidate | None:
    """Return the candidate that adds most, ``None`` if none adds as much as ``least``."""
    best, top = None, 0.0
    for candidate in pool:
        if candidate in chosen or any(
            says_same(candidate.passage, c.passage, field) for c in chosen
        ):
            continue
        gain = candidate.worth - _price(candidate, chosen, field)
        if best is None or gain > top:
            best, top = candidate, gain
    return best if best is not None and top > least else None


def _price(candidate: Candidate, chosen: Sequence[Candidate], field: Field) -> float:
    """Return what is taken off for likeness and for a voice, paragraph or article heard before."""
    w = weights("price")
    own, others = candidate.passage, [c.passage for c in chosen]
    price: float = w["alike"] * max((field.likeness(own, p) for p in others), default=0.0)
    price += w["covered"] * max(0.0, field.covered(own, others) - w["covered_free"])
    for other in others:
        price += w["article"] if other.article == own.article else 0.0
        price += w["paragraph"] if other.paragraph == own.paragraph else 0.0
        price += w["voice"] if same_voice(own, other) else 0.0
    return price


def same_voice(one: Passage, other: Passage) -> bool:
    """Tell whether two passages name the same speaker, as far as names go."""
    left, right = _name(one), _name(other)
    return bool(left and right) and (left <= right or right <= left or len(left & right) >= 2)


def _name(passage: Passage) -> frozenset[str]:
    return frozenset(terms(passage.speaker or "", passage.language))


def says_same(one: Passage, other: Passage, field: Field) -> bool:
    """Tell whether two passages say so much the same that one is enough."""
    if field.likeness(one, other) >= _REPEAT:
        return True
    return field.overlap(one, other) >= _REPEAT_OVERLAP
