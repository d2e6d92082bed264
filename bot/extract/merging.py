"""Makes claims of chosen passages: what is quoted, who else has it, who speaks through whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.extract.backing import backing
from bot.extract.opening import cut
from bot.extract.ordering import points_back
from bot.extract.passages import Passage
from bot.extract.ranking import Field
from bot.extract.sections import status
from bot.extract.selecting import Candidate
from bot.model import Citation, Claim, Name

MOST_CITATIONS = 3


def claim_of(
    candidate: Candidate,
    before: Passage | None,
    others: Sequence[Passage],
    field: Field,
    knows: Mapping[str, str],
    *,
    opens: bool = False,
) -> Claim:
    """Return the claim of a chosen passage; its id is left empty.

    ``before`` is the passage that it cannot stand without: its words open the claim where the
    passage hangs on it or ``opens`` is set, and it is cited where it only names the speaker.
    ``others`` are searched for outlets that say the same.
    """
    passage = candidate.passage
    text, citations = _words(passage, before, opens=opens)
    for other in backing(passage, others, field, knows):
        if len(citations) < MOST_CITATIONS:
            citations.append(cite(other))
    language = passage.language
    if not (points_back(passage) and text == passage.text):  # «وأضاف» goes on from its head
        text, citations[0] = _opened(text, citations[0], language)
    return Claim(
        id="",
        section=candidate.section,
        text={language: text},
        citations=tuple(citations),
        speaker=_name(passage.speaker, language),
        medium=_name(passage.medium, language),
        status=status(passage, candidate.section),
    )


def _words(passage: Passage, before: Passage | None, *, opens: bool) -> tuple[str, list[Citation]]:
    """Return the text of a claim and the citations that hold it."""
    if before is None:
        return passage.text, [cite(passage)]
    if passage.root is not None and not opens:
        named = [cite(before)] if before.paragraph != passage.paragraph else []
        return passage.text, [cite(passage), *named]
    if before.paragraph == passage.paragraph:
        text = passage.source[before.start : passage.end]
        return text, [Citation(passage.paragraph, text, before.start, passage.end)]
    return f"{before.text} {passage.text}", [cite(before), cite(passage)]


def _opened(text: str, first: Citation, language: str) -> tuple[str, Citation]:
    """Return a claim's text and its first citation without their link to the sentence before."""
    link = cut(text, language)
    start = None if first.start is None else first.start + link
    return text[link:], replace(first, quote=first.quote[link:], start=start)


def cite(passage: Passage) -> Citation:
    """Return the citation of a passage with its place in the paragraph."""
    return Citation(passage.paragraph, passage.text, passage.start, passage.end)


def _name(surface: str | None, language: str) -> Name | None:
    return Name(surface, {language: surface}) if surface else None
