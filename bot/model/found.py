"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.read import Article, Paragraph


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph of an archive that holds what was looked for, with its article outside any story.

    ``score`` only compares hits of one search: the higher the better.
    """

    article: Article
    paragraph: Paragraph
    score: float
