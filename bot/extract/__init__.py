"""The summarizer that needs no model: sentences of the sources, word for word.

It reads each article sentence by sentence (``passages``: words, cues, who speaks), leaves out
what is no news (``fitness``), tells announcement, reactions and background apart (``sections``),
weighs (``ranking``), chooses (``selecting``) and cites (``merging``). Each language side is made
from the sources of that language (``sides``). Deterministic; no I/O besides its own word lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.extract.sides import headline, numbered, side
from bot.model import Claim, Draft, Note, Story, Usage

__all__ = ["Extractive"]


class Extractive:
    """A ``bot.ports.Summarizer`` that quotes; it costs nothing and repairs nothing."""

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft:
        """Return at most 24 claims of ``story`` with the sides that its sources speak.

        A side that no source speaks is ``None`` in every claim and the headline, and a note says
        so (key "note.side_missing", value ``language``).
        """
        return draft(story, languages)

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        """Return nothing: a sentence of a source cannot be mended."""
        return (), Usage()


def draft(story: Story, languages: Sequence[str]) -> Draft:
    """Return the draft of ``story``; see ``Extractive.draft``."""
    articles = {code: [a for a in story.articles if a.language == code] for code in languages}
    spoken = [code for code in languages if articles[code]]
    missing = [code for code in languages if not articles[code]]
    claims = [c for code in spoken for c in side(articles[code])]
    return Draft(
        headline={code: headline(articles[code]) for code in languages},
        claims=numbered(_complete(claim, languages) for claim in claims),
        notes=tuple(Note("note.side_missing", {"language": code}) for code in missing),
    )


def _complete(claim: Claim, languages: Sequence[str]) -> Claim:
    return replace(claim, text={code: claim.text.get(code) for code in languages})
