"""Whether two figures are of different places: those that the story as a whole is not about."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from bot.language.names import names_in
from bot.language.names.matching import parts
from bot.model import Story
from bot.questions.figures import Figure

_WINDOW = 60  # characters on either side of a figure
_COMMON = 0.4  # share of the articles that name what the story is about
_IN = re.compile(r"(?:\b(?:in|at|from|of|near)\s+(?:the\s+)?|(?<!\w)(?:في|من|قرب)\s+|(?<!\w)ب)$")
_COUNTED = 3  # characters between a figure and a name that says of whom it is


class Places:
    """The places of a story, by how many of its articles name them."""

    def __init__(self, story: Story) -> None:
        spread: Counter[str] = Counter()
        for article in story.articles:
            text = "\n".join((article.title, *(p.text for p in article.paragraphs)))
            names = names_in(text, article.language)
            spread.update({key for name in names for key in _keys(name.surface)})
        least = max(2.0, _COMMON * len(story.articles))
        self._common = {key for key, n in spread.items() if n >= least}

    def apart(self, one: Figure, other: Figure) -> bool:
        """Tell whether one of two figures is of a place that is neither common nor the other's."""
        ours, theirs = _named(one) - self._common, _named(other) - self._common
        return bool(ours ^ theirs)


@lru_cache(maxsize=4)
def places(story: Story) -> Places:
    """Return the places of a story; kept for the last few."""
    return Places(story)


def _named(figure: Figure) -> frozenset[str]:
    """Return the places beside a figure, and the land of those who are counted."""
    text, found = figure.line.passage.text, set[str]()
    for name in names_in(text, figure.line.passage.language):
        away = max(figure.start - name.end, name.start - figure.end)
        counted = 0 <= name.start - figure.end <= _COUNTED
        if counted or (away <= _WINDOW and _IN.search(text[: name.start])):
            found |= _keys(name.surface)
    return frozenset(found)


def _keys(name: str) -> frozenset[str]:
    return frozenset(key for part in parts(name) for key in (part.keys or {part.form}))
