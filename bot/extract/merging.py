"""Makes claims of chosen passages: what is quoted, who else has it, who speaks through whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.extract.passages import Passage
from bot.extract.ranking import Field, key
from bot.extract.sections import status
from bot.extract.selecting import Candidate, same_measures, same_voice
from bot.extract.vocabulary import skeleton
from bot.language.words import terms
from bot.model import Citation, Claim, Name

MOST_CITATIONS = 3
_AGREES = 0.34  # likeness from which another outlet's passage backs a claim
_AGREES_OVERLAP = 0.5
_EASED = 0.8  # times both, where the figures are the same


def claim_of(
    candidate: Candidate,
    before: Passage | None,
    others: Sequence[Passage],
    field: Field,
    knows: Mapping[str, str],
) -> Claim:
    """Return the claim of a chosen passage; its id is left empty.

    ``before`` is the passage that it cannot stand without: its words open the claim where the
    passage hangs on it, and it is cited where it only names the speaker. ``others`` are searched
    for outlets that say the same.
    """
    passage = candidate.passage
    text, citations = _words(passage, before)
    for other in backing(passage, others, field, knows):
        if len(citations) < MOST_CITATIONS:
            citations.append(cite(other))
    language = passage.language
    return Claim(
        id="",
        section=candidate.section,
        text={language: text},
        citations=tuple(citations),
        speaker=_name(passage.speaker, language),
        medium=_name(passage.medium, language),
        status=status(passage, candidate.section),
    )


def _words(passage: Passage, before: Passage | None) -> tuple[str, list[Citation]]:
    """Return the text of a claim and the citations that hold it."""
    if before is None:
        return passage.text, [cite(passage)]
    if passage.root is not None:
        named = [cite(before)] if before.paragraph != passage.paragraph else []
        return passage.text, [cite(passage), *named]
    if before.paragraph == passage.paragraph:
        text = passage.source[before.start : passage.end]
        return text, [Citation(passage.paragraph, text, before.start, passage.end)]
    return f"{before.text} {passage.text}", [cite(before), cite(passage)]


def cite(passage: Passage) -> Citation:
    """Return the citation of a passage with its place in the paragraph."""
    return Citation(passage.paragraph, passage.text, passage.start, passage.end)


def _name(surface: str | None, language: str) -> Name | None:
    return Name(surface, {language: surface}) if surface else None


def backing(
    passage: Passage, others: Sequence[Passage], field: Field, knows: Mapping[str, str]
) -> list[Passage]:
    """Return passages of other sources that say the same, one a source, the likest first."""
    own = knows.get(passage.article, passage.article)
    found = sorted(
        (p for p in others if knows.get(p.article, p.article) != own and agrees(passage, p, field)),
        key=lambda p: (-field.likeness(passage, p), p.article, p.n),
    )
    heard: set[str] = set()
    out = []
    for other in found:
        source = knows.get(other.article, other.article)
        if source not in heard:
            heard.add(source)
            out.append(other)
    return out


def _mentions(passage: Passage, speaker: str) -> bool:
    """Tell whether a passage names a speaker, at least by most of the words of the name."""
    named = {skeleton(term) for term in terms(speaker, passage.language)}
    return 2 * len(named & passage.terms) > len(named)


def agrees(one: Passage, other: Passage, field: Field) -> bool:
    """Tell whether another outlet's passage backs a claim: same matter, figures and voice."""
    if key(one) == key(other) or one.language != other.language:
        return False
    if one.speaker and other.speaker and not same_voice(one, other):
        return False
    if one.speaker and not (same_voice(one, other) or _mentions(other, one.speaker)):
        return False
    if one.figures and other.figures and not one.figures & other.figures:
        return False
    eased = _EASED if same_measures(one, other) else 1.0
    if field.likeness(one, other) < _AGREES * eased:
        return False
    return field.overlap(one, other) >= _AGREES_OVERLAP * eased
