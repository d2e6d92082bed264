"""Which section a passage belongs to, and what kind of statement it makes.

Three scores are added up from cues and the largest wins. The weights were set by hand while
reading stories in both languages; each says how strongly one cue speaks for a section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.extract.fitness import quoted_share
from bot.extract.lexicon import lexicon, tokenize
from bot.extract.passages import Passage, act
from bot.extract.speech import Act
from bot.model import Section, Status

_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the section of a passage depends on besides its own words."""

    relevance: float  # 0 to 1: how much it is about what the articles lead with
    year: int | None  # the year of the news


@dataclass(frozen=True, slots=True)
class Placed:
    """A section with the scores of all three."""

    section: Section
    scores: tuple[tuple[Section, float], ...]

    @property
    def margin(self) -> float:
        """How far the section is ahead of the next."""
        best, second = sorted((score for _, score in self.scores), reverse=True)[:2]
        return best - second


def place(passage: Passage, setting: Setting) -> Placed:
    """Return the section of a passage."""
    scores = (
        (Section.ANNOUNCEMENT, _announcement(passage, setting)),
        (Section.REACTIONS, _reactions(passage)),
        (Section.BACKGROUND, _background(passage, setting)),
    )
    return Placed(max(scores, key=lambda pair: pair[1])[0], scores)


def _announcement(passage: Passage, setting: Setting) -> float:
    """Score the news itself: what the leads are about, plans, today."""
    score = 2.0 * setting.relevance
    lead = {0: 1.3, 1: 0.8, 2: 0.5, 3: 0.3}.get(passage.place, 0.0)
    score += lead * max(0.0, min(1.0, 2.0 * setting.relevance - 0.4))
    score += {Act.ANNOUNCE: 0.9, Act.JUDGE: -0.8}.get(act(passage) or Act.SAY, 0.0)
    score += 0.6 if passage.told("news.acts") else 0.0
    score += 0.5 if passage.told("time.today") else 0.0
    score += 0.8 if passage.told("time.plan") else 0.0
    dated = passage.told("time.background") or passage.told("time.context")
    score += 0.0 if dated or old_year(passage, setting.year) else 0.4
    score += 0.3 if passage.figures and not old_year(passage, setting.year) else 0.0
    score -= 0.3 * _weighs(passage) if passage.speaker else 0.0
    if passage.told("stance.react"):
        # Whoever condemns an event tells it again, so likeness to the leads says little here.
        score = 0.4 * score if act(passage) is Act.JUDGE else score - 1.2
    return score


def _reactions(passage: Passage) -> float:
    """Score what people say about the news."""
    verb = act(passage)
    score = (
        {Act.JUDGE: 1.5, Act.DENY: 1.0, Act.ALLEGE: 0.7, Act.SAY: 0.5}.get(verb, 0.0)
        if verb
        else 0.0
    )
    if passage.speech and passage.speech.commentator:
        score += 1.2
    if passage.speech and passage.speech.paper:
        score -= 0.6
    score += 0.5 if passage.spoken else 0.0
    voiced = bool(passage.speaker or passage.refers)
    score += _weighs(passage) * (0.65 if voiced else 0.4)
    score += 1.1 if passage.told("stance.react") else 0.0
    score += 0.9 * quoted_share(passage) if voiced else 0.3 * quoted_share(passage)
    score += 0.7 if _under(passage, "time.headings_reactions") else 0.0
    return score


def _background(passage: Passage, setting: Setting) -> float:
    """Score history and context: earlier years, "since", "has long", «كان قد»."""
    score = 0.3 if passage.speaker else 0.7
    score += 1.3 if old_year(passage, setting.year) else 0.0
    score += min(1.6, 0.9 * passage.told("time.background"))
    score += 0.7 if passage.told("time.context") else 0.0
    score += 0.6 if _under(passage, "time.headings_background") else 0.0
    score += 0.5 * passage.place / max(1, passage.places - 1)
    score -= 0.3 if passage.told("time.today") else 0.0
    return score


def _weighs(passage: Passage) -> int:
    """Return how many words weigh the news, at most three."""
    return min(3, len(passage.hits["stance.weigh"]))


def old_year(passage: Passage, year: int | None) -> bool:
    """Tell whether a year before that of the news is named."""
    years = [int(y) for figure in passage.figures for y in _YEAR.findall(figure)]
    return bool(years) and (year is None or min(years) < year)


def _under(passage: Passage, name: str) -> bool:
    """Tell whether the heading above the passage holds a cue of list ``name``."""
    if not passage.heading:
        return False
    return bool(lexicon(passage.language).find(tokenize(passage.heading))[name])


def status(passage: Passage, section: Section) -> Status:
    """Return what kind of statement a passage makes about its event."""
    verb = act(passage)
    commentator = bool(passage.speech and passage.speech.commentator)
    weighs = section is Section.REACTIONS and passage.has("stance.weigh")
    rules = (
        (verb is Act.DENY, Status.DENIED),
        (verb is Act.ALLEGE or passage.has("stance.alleged"), Status.ALLEGED),
        (verb is Act.JUDGE or commentator or weighs, Status.OPINION),
        (passage.has("time.plan") and section is not Section.BACKGROUND, Status.PLANNED),
        (passage.has("stance.hedge"), Status.POSSIBLE),
    )
    return next((kind for holds, kind in rules if holds), Status.DONE)
