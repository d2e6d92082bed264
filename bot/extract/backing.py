"""Which passages of other outlets carry a claim, so that they may be cited and counted for it.

An outlet that is cited must say the thing itself. Likeness of words finds who writes about the
same matter; what decides is that nothing of the claim is missing there: its figures, years and
names, who says it, whether it is denied, and most of its words. In doubt nobody backs it: one
outlet that holds is worth more than three of which two do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.extract.pairs import marks, says
from bot.extract.passages import Passage, act
from bot.extract.ranking import Field, key
from bot.extract.selecting import same_voice
from bot.extract.speech import Act
from bot.language.names import name_in
from bot.language.words import terms

_CARRIED = 0.7  # share of the claim's weighed words that the other passage must have
_BACK = 0.4  # and of the other's words that the claim has, ...
_WHOLE = 0.85  # ... unless it has nearly all of the claim's,
_BACK_WHOLE = 0.3  # where this much is enough
_SAYS = frozenset({Act.SAY, Act.ANNOUNCE})
_YEAR_DIGITS = 4


def backing(
    passage: Passage, others: Sequence[Passage], field: Field, knows: Mapping[str, str]
) -> list[Passage]:
    """Return passages of other sources that say the same, one a source, the likest first.

    ``knows`` holds for each article id the source that it knows the news from.
    """
    own = knows.get(passage.article, passage.article)
    found = sorted(
        (
            p
            for p in others
            if knows.get(p.article, p.article) != own and carries(p, passage, field)
        ),
        key=lambda p: (-field.likeness(passage, p), p.article, p.n),
    )
    first: dict[str, Passage] = {}
    for other in found:
        first.setdefault(knows.get(other.article, other.article), other)
    return list(first.values())


def carries(other: Passage, claim: Passage, field: Field) -> bool:
    """Tell whether another passage says all that the claim says, in the same roles."""
    if key(claim) == key(other) or claim.language != other.language:
        return False
    share, back = field.covered(claim, other.terms), field.covered(other, claim.terms)
    if share < _CARRIED or back < (_BACK_WHOLE if share >= _WHOLE else _BACK):
        return False
    if not (_same_voice(claim, other) and _same_verb(claim, other)):
        return False
    if bool(claim.told("stance.negation")) != bool(other.told("stance.negation")):
        return False
    left, right = (marks(p.text, p.language, None) for p in (claim, other))
    return (
        _same_days(claim, other)
        and all(any(says(q, r) for r in right.figures) for q in left.figures)
        and _years(claim) <= other.figures
        and _same_names(left.names, claim, right.names, other)
        and (bool(claim.speaker) or _same_order(left.names, other))
    )


def _same_voice(claim: Passage, other: Passage) -> bool:
    """Tell whether both speak for the same person, or both for their outlets."""
    if not claim.speaker or not other.speaker:
        return claim.speaker == other.speaker and claim.refers == other.refers
    return same_voice(claim, other)


def _same_verb(claim: Passage, other: Passage) -> bool:
    acts = act(claim), act(other)
    return acts[0] is acts[1] or claim.spoken or other.spoken or set(acts) <= _SAYS


def _years(passage: Passage) -> frozenset[str]:
    return frozenset(f for f in passage.figures if len(f) == _YEAR_DIGITS)


def _same_names(
    names: Sequence[str], claim: Passage, others: Sequence[str], other: Passage
) -> bool:
    """Tell whether the claim's names stand in the other text.

    One may be left out («the Saudi ministry», "the ministry") where no other stands in its place.
    """
    absent = [name for name in names if not name_in(name, other.text)]
    foreign = any(not name_in(name, claim.text) for name in others)
    return not absent or (len(absent) == 1 < len(names) and not foreign)


def _same_days(one: Passage, other: Passage) -> bool:
    """Tell whether two passages may be of one day: where both name weekdays, one is the same."""
    named = [
        {p.clause.tokens[hit.start].form for hit in p.hits["grammar.weekdays"]}
        for p in (one, other)
    ]
    return not all(named) or bool(named[0] & named[1])


def _same_order(names: Sequence[str], other: Passage) -> bool:
    """Tell whether the claim's names stand in the other text in the same order.

    Who does and who suffers a thing is mostly told by order; a passive is refused with the rest.
    """
    there = terms(other.text, other.language)
    firsts = [stems[0] for name in names if (stems := terms(name, other.language))]
    places = [there.index(stem) for stem in firsts if stem in there]
    return all(before <= after for before, after in pairwise(places))
