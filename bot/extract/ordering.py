"""The order in which chosen sentences are read: the main news first, nobody spoken of unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.extract.fitness import Footing, footing, quoted_share
from bot.extract.opening import cut
from bot.extract.passages import Passage
from bot.extract.selecting import Candidate, same_voice
from bot.model import Section

_ABOUT = -0.8  # and what praise, blame and quoted words take off it
_QUOTED = 0.15
_HEADS = 0.3  # what being the first sentence of its article adds to a sentence's claim to be first


def points_back(passage: Passage) -> bool:
    """Tell «وأضاف», "he said", which name nobody, from "the ministry said"."""
    return passage.refers and not (passage.speech and passage.speech.pointer)


def same_source(one: Passage, other: Passage) -> bool:
    """Whether two passages have one speaker, or take him from the same sentence."""
    roots = {p.n if p.root is None else p.root for p in (one, other)}
    if one.article == other.article and len(roots) == 1:
        return True
    return bool(one.speaker) and same_voice(one, other)


def settled(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the chosen, "he added" in the section of the sentence that names him.

    It stays in its own where something else there names him.
    """
    return [_with_its_head(one, found) if points_back(one.passage) else one for one in found]


def _with_its_head(one: Candidate, found: Sequence[Candidate]) -> Candidate:
    near = [
        c
        for c in found
        if c is not one and not points_back(c.passage) and same_source(c.passage, one.passage)
    ]
    if not near or any(c.section is one.section for c in near):
        return one
    head = min(near, key=lambda c: (c.passage.article != one.passage.article, c.passage.n))
    return replace(one, placed=replace(one.placed, section=head.section))


def arranged(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the chosen by section, the weightiest first.

    The announcement opens with what an article leads with and stands alone. What one speaker says
    among the reactions stands together; "the company" comes behind what its article says before.
    """
    out: list[Candidate] = []
    for section in Section:
        pool = sorted(
            (c for c in chosen if c.section is section),
            key=lambda c: (-c.worth, c.passage.article, c.passage.n),
        )
        if section is Section.ANNOUNCEMENT:
            first = max(pool, key=_opens_well, default=None)
            pool.sort(key=lambda c: c is not first)
        if section is Section.REACTIONS:
            pool = _together(pool)
        out += _behind_heads(_in_turn(pool))
    return out


def _opens_well(candidate: Candidate) -> tuple[bool, float]:
    """Return how well a sentence opens a brief.

    It leans on none, an article leads with it, and it tells what happened rather than what somebody
    said or felt about it.
    """
    passage = candidate.passage
    heads = _HEADS if passage.n == 0 else 0.0
    about = _ABOUT if passage.has("stance.react") or quoted_share(passage) > _QUOTED else 0.0
    stands = passage.n == 0 or footing(passage) is Footing.STANDS
    return stands, candidate.worth + heads + about


def _together(pool: Sequence[Candidate]) -> list[Candidate]:
    """Return what one speaker says side by side."""
    left, out = list(pool), []
    while left:
        first = left.pop(0)
        group = [c for c in left if first.passage.speaker and same_voice(c.passage, first.passage)]
        left = [c for c in left if c not in group]
        out += [first, *group]
    return out


def _in_turn(pool: Sequence[Candidate]) -> list[Candidate]:
    """Put what leans on its article behind what the same article says before, if that is there."""
    out = [c for c in pool if not _leans(c.passage)]
    for one in (c for c in pool if _leans(c.passage)):
        before = [n for n, c in enumerate(out, 1) if _goes_before(c.passage, one.passage)]
        out.insert(before[-1] if before else len(out), one)
    return out


def _leans(passage: Passage) -> bool:
    if passage.n == 0:
        return False  # its article says nothing before it
    pointer = bool(passage.speech and passage.speech.pointer)
    links = passage.begins("joints.leaning") and not cut(passage.text, passage.language)
    return not points_back(passage) and (pointer or links)


def _goes_before(passage: Passage, other: Passage) -> bool:
    return passage.article == other.article and passage.n < other.n


def _behind_heads(pool: Sequence[Candidate]) -> list[Candidate]:
    """Put "he added" behind what the same person says in its section.

    Where nothing there is his, the sentence that names him opens it, and it stands in its turn.
    """
    back = [c for c in pool if points_back(c.passage)]
    placed = [c for c in pool if c not in back or not _said(c, pool)]
    for one in sorted(back, key=lambda c: (c.passage.article, c.passage.n)):
        if one not in placed:
            said = [n for n, c in enumerate(placed, 1) if same_source(c.passage, one.passage)]
            placed.insert(said[-1] if said else len(placed), one)
    return placed


def _said(one: Candidate, pool: Sequence[Candidate]) -> bool:
    """Tell whether the speaker of "he added" is named by another sentence of the pool."""
    named = (c for c in pool if not points_back(c.passage))
    return any(same_source(c.passage, one.passage) for c in named)
