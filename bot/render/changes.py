"""What a brief has that an earlier one of the same story had not, and the other way round."""

from __future__ import annotations

from dataclasses import dataclass

from bot.language import folded
from bot.model import Brief, Claim


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of the new claims of a brief, and how many of the earlier one are gone."""

    new: frozenset[str]
    withdrawn: int


def changes(before: Brief, after: Brief) -> Changes:
    """Compare two briefs: a claim is the same if it rests on a paragraph that the other cites.

    Paragraphs are compared by their text, since their ids depend on the order of the sources.
    """
    old, new = _evidence(before), _evidence(after)
    return Changes(
        new=frozenset(c.id for c in after.claims if not _texts(after, c) & old),
        withdrawn=sum(not _texts(before, c) & new for c in before.claims),
    )


def _evidence(brief: Brief) -> frozenset[str]:
    return frozenset(text for claim in brief.claims for text in _texts(brief, claim))


def _texts(brief: Brief, claim: Claim) -> frozenset[str]:
    paragraphs = brief.story.paragraphs
    return frozenset(folded(paragraphs[c.paragraph].text) for c in claim.citations)
