"""Which paragraphs are nearest to a statement, in its own language or another. Pure.

Nearness finds evidence, it never is any: what a paragraph supports is for the checks to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import log

from bot.citations.evidence import Passage
from bot.citations.prepared import Prepared, prepare
from bot.language import terms
from bot.language.names import names_in
from bot.language.names.matching import Index, index, part_in, parts
from bot.story.bridge import concepts_in

_FIGURE = 1.5  # a figure that both have, beside a rare word's 1


@dataclass(frozen=True)
class _Held:
    """What a passage holds that may be asked for."""

    terms: frozenset[str]
    concepts: frozenset[str]
    figures: frozenset[Decimal]
    names: Index


@dataclass(frozen=True)
class Library:
    """Passages that can be asked for the nearest to a statement."""

    passages: tuple[Passage, ...]

    def nearest(self, text: str, language: str | None = None, k: int = 3) -> tuple[str, ...]:
        """Return the ids of the ``k`` passages nearest to ``text``, nearest first.

        Passages that share nothing with it are left out.
        """
        asked = prepare(text, language)
        wanted = self._wanted(asked)
        scored = []
        for passage in self.passages:
            near = sum(weight for found, weight in wanted if passage.id in found)
            scored.append((near, passage.id))
        ranked = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
        return tuple(id for _, id in ranked[:k])

    def _wanted(self, asked: Prepared) -> list[tuple[frozenset[str], float]]:
        """Return for each thing that the statement holds who else has it, and its weight."""
        text, language = asked.text, asked.language
        figures = {figure.value for figure in asked.quantities if not figure.weak}
        pieces = {piece for name in names_in(text, language) for piece in parts(name.surface)}
        held = self._held.items()
        found = [
            frozenset(id for id, h in held if t in h.terms) for t in set(terms(text, language))
        ]
        found += [frozenset(id for id, h in held if part_in(p, h.names)) for p in pieces]
        found += [
            frozenset(id for id, h in held if c in h.concepts) for c in concepts_in(text, language)
        ]
        counted = [frozenset(id for id, h in held if f in h.figures) for f in figures]
        wanted = [(ids, self._weight(ids)) for ids in found]
        return wanted + [(ids, _FIGURE * self._weight(ids)) for ids in counted]

    def _weight(self, ids: frozenset[str]) -> float:
        """Return the weight of what these passages have: 1 if it is only one, less for many."""
        most = log(1 + len(self.passages))
        return log(1 + len(self.passages) / len(ids)) / most if ids else 0.0

    @cached_property
    def _held(self) -> Mapping[str, _Held]:
        return {passage.id: _hold(passage) for passage in self.passages}


def library(passages: Sequence[Passage]) -> Library:
    """Return a library of ``passages``."""
    return Library(tuple(passages))


def _hold(passage: Passage) -> _Held:
    text, language = passage.prepared.text, passage.language
    return _Held(
        frozenset(terms(text, language)),
        concepts_in(text, language),
        frozenset(figure.value for figure in passage.prepared.quantities),
        index(text),
    )
