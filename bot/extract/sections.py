"""Which section a passage belongs to, and what kind of statement it makes.

Three scores are added up from cues and the largest wins; ``data/weights.toml`` says how strongly
each cue speaks for a section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.fitness import quoted_share
from bot.extract.lexicon import lexicon, tokenize
from bot.extract.passages import Passage, act
from bot.extract.speech import Act
from bot.extract.weights import weights
from bot.model import Section, Status

_SPANS = frozenset(
    ("سنوات", "سنه", "سنتين", "اعوام", "عاما", "عامين", "اشهر", "شهرين", "عقود", "عقدين", "قرن")
)
_MEMBERS = ("النائب ", "النائبة ")  # of a parliament; not «النائب العام»
_REACH = 4  # words from «قبل» to the span that it counts back
_PRINCIPAL = 0.6  # standing from which the news is told of a speaker
_QUOTED = 0.3  # share of quoted words from which someone's own words matter
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the section of a passage depends on besides its own words."""

    relevance: float  # 0 to 1: how much it is about what the articles lead with
    year: int | None  # the year of the news
    standing: float = 0.0  # 0 to 1: how much the leads tell of who speaks


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
        (Section.REACTIONS, _reactions(passage, setting)),
        (Section.BACKGROUND, _background(passage, setting)),
    )
    return Placed(max(scores, key=lambda pair: pair[1])[0], scores)


def _announcement(passage: Passage, setting: Setting) -> float:
    """Score the news itself: what the leads are about, plans, today."""
    w = weights("announcement")
    leads: list[float] = w["lead"]
    lead = leads[passage.place] if passage.place < len(leads) else 0.0
    verb = act(passage)
    says = bool(passage.speaker or passage.refers) and verb is not Act.ANNOUNCE
    old = _looks_back(passage, setting.year)
    score: float = w["relevance"] * setting.relevance
    score += lead * max(0.0, min(1.0, 2.0 * setting.relevance - 0.4))
    score += w["announces"] if verb is Act.ANNOUNCE else w["judges"] if verb is Act.JUDGE else 0.0
    score += w["happens"] if passage.told("news.acts") else 0.0
    score += w["says_today" if says else "today"] if passage.told("time.today") else 0.0
    score += w["says_plan" if says else "plan"] if passage.plans else 0.0
    score += w["old"] if old else 0.0 if says else w["fresh"]
    score += w["figures"] if passage.figures and not old_year(passage, setting.year) else 0.0
    score += w["weighs" if passage.speaker else "weighs_unsaid"] * _weighs(passage)
    score += _uttered(passage) if says else 0.0
    if _is_party(passage, setting):
        return float(w["party_times"]) * score
    if _reports(passage):
        score += w["official"] + (w["official"] if passage.told("news.acts") else 0.0)
    if verb is Act.DENY:
        return float(w["reacts_times"]) * score
    if passage.told("stance.react"):
        # Whoever condemns an event tells it again, so likeness to the leads says little here.
        score = w["reacts_times"] * score if verb is Act.JUDGE else score + w["reacts"]
    return score


def _is_party(passage: Passage, setting: Setting) -> bool:
    """Tell a union or an opposition that answers to the news from one that makes it."""
    member = (passage.speaker or "").startswith(_MEMBERS)
    party = _is_among(passage, "people.parties") or (
        member and not _is_among(passage, "people.officials")
    )
    return party and setting.standing < _PRINCIPAL


def _reports(passage: Passage) -> bool:
    """Tell an office that says what is done from one that judges what others do."""
    judges = act(passage) is not Act.SAY or _weighs(passage) or quoted_share(passage) > _QUOTED
    return not judges and _is_among(passage, "people.officials")


def _is_among(passage: Passage, name: str) -> bool:
    """Tell whether the speaker of a passage bears a cue of list ``name``."""
    return bool(passage.speaker) and _bears(passage.speaker or "", passage.language, name)


@lru_cache(maxsize=2048)
def _bears(speaker: str, language: str, name: str) -> bool:
    return bool(lexicon(language).find(tokenize(speaker))[name])


def _uttered(passage: Passage) -> float:
    """Score what makes somebody's words theirs rather than news: quoted, an appeal, a comment."""
    w = weights("announcement")
    score: float = w["quoted"] * quoted_share(passage)
    score += w["opens_quoted"] if passage.opens_quoted and not _reports(passage) else 0.0
    score += w["commentator"] if passage.speech and passage.speech.commentator else 0.0
    appeals = passage.has("stance.first_person") or passage.has("stance.second_person")
    return score + (w["appeals"] if appeals else 0.0)


def _looks_back(passage: Passage, year: int | None) -> bool:
    return bool(_past(passage) or passage.told("time.context")) or old_year(passage, year)


def _past(passage: Passage) -> int:
    """Count the cues that look back; «قبل عام» ("a year ago") is none in «قبل عام 2030»."""
    tokens = passage.clause.tokens
    listed = sum(
        not passage.clause.in_quotes(hit.start)
        and not (hit.end < len(tokens) and _YEAR.fullmatch(tokens[hit.end].form))
        for hit in passage.hits["time.background"]
    )
    return listed or _counts_back(passage)


def _counts_back(passage: Passage) -> bool:
    """Tell «قبل عشر سنوات», «منذ نحو خمسة أشهر», whose figure no list can have."""
    if passage.language != "ar":
        return False
    tokens = passage.clause.tokens
    return any(
        token.form in ("قبل", "منذ")
        and not passage.clause.in_quotes(at)
        and any(t.form in _SPANS for t in tokens[at + 1 : at + _REACH])
        for at, token in enumerate(tokens)
    )


def _reactions(passage: Passage, setting: Setting) -> float:
    """Score what people say about the news."""
    w = weights("reactions")
    verb = act(passage)
    score: float = w[verb.value] if verb else 0.0
    score += w["also_judges"] if verb is Act.SAY and passage.told("verbs.judge") else 0.0
    score += w["commentator"] if passage.speech and passage.speech.commentator else 0.0
    score += w["paper"] if passage.speech and passage.speech.paper else 0.0
    score += w["spoken"] if passage.spoken else 0.0
    if _is_party(passage, setting):
        score += w["party"] + (w["say"] if verb is Act.ANNOUNCE else 0.0)
    else:
        score += w["official"] if _reports(passage) else 0.0
    voiced = bool(passage.speaker or passage.refers)
    score += _weighs(passage) * w["weighs" if voiced else "weighs_unsaid"]
    score += w["reacts"] if passage.told("stance.react") else 0.0
    score += w["opens_quoted"] if passage.opens_quoted and passage.speaker else 0.0
    score += w["quoted" if voiced else "quoted_unsaid"] * quoted_share(passage)
    score += w["heading"] if _under(passage, "time.headings_reactions") else 0.0
    return score


def _background(passage: Passage, setting: Setting) -> float:
    """Score history and context: earlier years, "since", "has long", «كان قد»."""
    w = weights("background")
    score: float = w["said" if passage.speaker else "base"]
    cues = ("time.background", "time.context", "time.stative")
    looks = old_year(passage, setting.year) or any(passage.has(cue) for cue in cues)
    score += 0.0 if looks or passage.speaker else w["recent"]
    own = 1.0 - quoted_share(passage) if passage.speaker else 1.0
    score += w["year"] * own if old_year(passage, setting.year) else 0.0
    score += min(w["past_most"], w["past"] * _past(passage))
    score += w["context"] if passage.told("time.context") else 0.0
    stative = passage.told("time.stative") and not passage.told("news.acts")
    score += w["stative"] if stative else 0.0
    score += w["heading"] if _under(passage, "time.headings_background") else 0.0
    score += w["late"] * passage.place / max(1, passage.places - 1)
    score += w["today"] if passage.told("time.today") else 0.0
    return score


def _weighs(passage: Passage) -> int:
    """Return how many words weigh the news, at most three."""
    return min(3, len(passage.hits["stance.weigh"]))


def old_year(passage: Passage, year: int | None) -> bool:
    """Tell whether a year before that of the news is named.

    Not in a quotation: whoever recalls an earlier year answers today's news with it.
    """
    clause = passage.clause
    told = (t.form for at, t in enumerate(clause.tokens) if not clause.in_quotes(at))
    years = [int(year) for form in told for year in _YEAR.findall(form)]
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
        (verb is Act.ALLEGE or bool(passage.told("stance.alleged")), Status.ALLEGED),
        (verb is Act.JUDGE or weighs, Status.OPINION),
        (commentator and section is Section.REACTIONS, Status.OPINION),
        (passage.plans and section is not Section.BACKGROUND, Status.PLANNED),
        (passage.has("stance.hedge"), Status.POSSIBLE),
    )
    return next((kind for holds, kind in rules if holds), Status.DONE)
