"""The summarizer that needs no model: sentences of the sources, word for word.

Each article is cut into sentences that know their words, cues and speaker (``cutting``, ``voices``;
``interviews`` and ``introductions`` say who answers and who is presented). What is no news is left
out (``fitness``); announcement, reactions and background are told apart (``sections``); sentences
are weighed against each other (``ranking``), chosen (``selecting``), put in order (``ordering``),
freed of their links (``opening``) and cited (``merging``), beside their own outlet only those that
carry them (``backing``); a title that they bear out stands over them (``headlines``). Each language
side is made from the sources of that language (``sides``); where sentences of both tell one fact
(``pairs``), they are one claim (``drafting``). Deterministic; no I/O besides its own word lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Claim, Draft, Story, Usage

__all__ = ["Extractive"]


class Extractive:
    """A ``bot.ports.Summarizer`` that quotes; it costs nothing and repairs nothing."""

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft:
        """Return at most 24 claims of ``story`` with the sides that its sources speak.

        A side that no source speaks is ``None`` in every claim and the headline, and a note says
        so (key "note.side_missing", value ``language``).
        """
        from bot.extract.drafting import draft  # its patterns and tables take a while to load

        return draft(story, languages)

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        """Return nothing: a sentence of a source cannot be mended."""
        return (), Usage()
