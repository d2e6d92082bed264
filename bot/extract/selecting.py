"""Chooses passages: the most telling first, each new one for what the chosen do not say yet.

Maximal marginal relevance (Carbonell and Goldstein 1998) with a quota for each section, and a price
on speakers, paragraphs and articles that have had their say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.fitness import Footing, footing, quoted_share
from bot.extract.lexicon import forms
from bot.extract.opening import cut
from bot.extract.passages import Passage, act
from bot.extract.ranking import LEAD, Field, key
from bot.extract.sections import Placed, old_year
from bot.extract.speech import Act
from bot.extract.weights import weights
from bot.language.words import terms
from bot.model import Section

MOST = 24  # claims in a brief
_PER_ARTICLE = (0, 9, 14, 18, 21)  # claims for so many independent articles; then MOST
_SHARE = 0.6  # of the fit passages at most become claims ...
_FEW = 5  # ... unless they are so few
_REPEAT = 0.5  # likeness from which a passage says nothing new
_REPEAT_OVERLAP = 0.7
_REPEAT_FIGURES = 0.3  # likeness that is enough where the figures are the same
_RETOLD = (  # likeness and overlap that are enough for two outlets' own reports of the news ...
    (0.28, 0.35, False),
    (0.22, 0.4, False),
    (0.22, 0.3, True),  # ... where the figures are the same
)
_SAME_FIGURES = 0.18  # likeness that is enough where the chosen has all its figures
_LEAST = 0.0  # gain below which a passage is left out, inside its section's quota
_MORE = 2  # claims that a section may have beyond its quota
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
    return min(most, max(math.ceil(passages * _SHARE), min(passages, _FEW)))


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
    hangs = w["hangs_named"] if passage.speaker and not passage.refers else w["hangs"]
    total += {Footing.LEANS: w["leans"], Footing.HANGS: hangs}.get(footing(passage), 0.0)
    links = passage.begins("joints.links") and not cut(passage.text, passage.language)
    total += w["linked"] if links and passage.language == "en" else 0.0
    total += w["short"] if passage.words < 10 else w["long"] if passage.words > 45 else 0.0
    total += w["spoken"] if passage.spoken else 0.0
    total += w["thin"] if passage.told("junk.thin") else 0.0
    total += w["principal"] * field.standing(passage)
    if placed.section is Section.ANNOUNCEMENT:
        total += w["agreed"] * field.agreed(passage)
        changed = bool(passage.told("news.update"))
        total += w["outlier"] if field.is_outlier(passage) and not changed else 0.0
    return total + _detail(passage, placed, year)


def _detail(passage: Passage, placed: Placed, year: int | None) -> float:
    """Return the worth of what makes a statement checkable: a speaker, figures, a date, words."""
    w = weights("worth")
    total: float = w["figures"] if passage.figures else 0.0
    if placed.section is Section.ANNOUNCEMENT:
        total += w["plan"] if passage.plans else 0.0
        told = not passage.speaker and not passage.refers and passage.n == 0
        total += w["announces"] if act(passage) is Act.ANNOUNCE else w["tells"] if told else 0.0
        total += w["update"] if passage.told("news.update") else 0.0
    if placed.section is Section.REACTIONS:
        named = "named" if passage.speaker and not passage.refers else "referred"
        total += w[named if passage.speaker else "nameless"]
        total += w["quoted"] if quoted_share(passage) > 0.15 else 0.0
    if placed.section is Section.BACKGROUND:
        total += w["year"] if old_year(passage, year) else 0.0
    return total


def choose(candidates: Sequence[Candidate], field: Field, most: int) -> list[Candidate]:
    """Return the chosen candidates, at most ``most``, best first."""
    quota = {name: round(share * most) for name, share in weights("quota").items()}
    race = _Race(candidates, field)
    for section in Section:
        while len(race.chosen) < most and race.count(section) < quota[section.value]:
            if not race.take_best([section], _LEAST):
                break
    while len(race.chosen) < most:
        room = [s for s in Section if race.count(s) < quota[s.value] + _MORE]
        if not race.take_best(room, _LEAST_MORE):
            break
    return race.chosen


class _Race:
    """The candidates still open, with what the chosen ones take off each."""

    def __init__(self, candidates: Sequence[Candidate], field: Field) -> None:
        self.chosen: list[Candidate] = []
        self._field = field
        self._open = dict(enumerate(candidates))
        self._alike = dict.fromkeys(self._open, 0.0)
        self._heard = dict.fromkeys(self._open, 0.0)
        self._known: set[str] = set()

    def count(self, section: Section) -> int:
        """Return how many are chosen for a section."""
        return sum(c.section is section for c in self.chosen)

    def take_best(self, sections: Sequence[Section], least: float) -> bool:
        """Choose the candidate that adds most to ``sections``, if it adds more than ``least``."""
        gains = {at: self._gain(at) for at, c in self._open.items() if c.section in sections}
        best = max(gains, key=lambda at: gains[at], default=None)
        if best is None or gains[best] <= least:
            return False
        taken = self._open.pop(best)
        self.chosen.append(taken)
        self._known |= taken.passage.terms
        for at in [at for at, c in self._open.items() if self._repeats(at, c, taken)]:
            del self._open[at]
        return True

    def _gain(self, at: int) -> float:
        """Return the worth of a candidate less what is taken off for what is chosen already."""
        w = weights("price")
        candidate = self._open[at]
        covered = self._field.covered(candidate.passage, self._known)
        price: float = w["alike"] * self._alike[at] + self._heard[at]
        price += w["covered"] * max(0.0, covered - w["covered_free"])
        return candidate.worth - price

    def _repeats(self, at: int, candidate: Candidate, taken: Candidate) -> bool:
        """Note what ``taken`` takes off a candidate; tell whether it leaves nothing to say."""
        w = weights("price")
        own, other = candidate.passage, taken.passage
        alike = self._field.likeness(own, other)
        self._alike[at] = max(self._alike[at], alike)
        self._heard[at] += w["article"] if other.article == own.article else 0.0
        self._heard[at] += w["paragraph"] if other.paragraph == own.paragraph else 0.0
        both = candidate.section is taken.section is Section.REACTIONS
        if same_voice(own, other):
            self._heard[at] += w["voice_again" if both else "voice"]
        shared = self._field.overlap(own, other)
        both = candidate.section is taken.section is Section.ANNOUNCEMENT
        return (
            alike >= _REPEAT
            or shared >= _REPEAT_OVERLAP
            or (alike >= _REPEAT_FIGURES and same_measures(own, other))
            or (both and _retells(own, other, alike, shared))
        )


def same_measures(one: Passage, other: Passage) -> bool:
    """Tell whether two passages give the same figures, or one gives some of the other's."""
    left, right = one.measures, other.measures
    return bool(left and right) and (left <= right or right <= left)


def _retells(one: Passage, other: Passage, alike: float, shared: float) -> bool:
    """Tell whether two outlets tell the main news in their own voice and in their own words."""
    if one.article == other.article or one.told("news.update"):
        return False
    figures = same_measures(one, other)
    if one.speaker and other.speaker:
        return False
    if figures and one.measures <= other.measures and alike >= _SAME_FIGURES:
        return True
    if one.speaker or other.speaker:
        leads = max(one.n, other.n) < LEAD
        return leads and alike >= _RETOLD[0][0] and shared >= _RETOLD[1][1]
    return any(
        alike >= least and shared >= overlap and (figures or not needs)
        for least, overlap, needs in _RETOLD
    )


def same_voice(one: Passage, other: Passage) -> bool:
    """Tell whether two passages name the same speaker, as far as names go."""
    left, right = _name(one), _name(other)
    return bool(left and right) and (left <= right or right <= left or len(left & right) >= 2)


def _name(passage: Passage) -> frozenset[str]:
    return _name_terms(passage.speaker or "", passage.language)


@lru_cache(maxsize=4096)
def _name_terms(speaker: str, language: str) -> frozenset[str]:
    return frozenset(terms(speaker, language)) - forms(language, "grammar.titles")
