"""How much two claims say the same: by their words, names and figures, within and across languages.

Figures, dates and denials are left out within a language: a claim whose figure was corrected is
still about the same matter, and ``bot.digest.conflicts`` tells that it changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from math import log

from bot.citations.prepared import Prepared, prepare
from bot.language import stem, stopwords, words
from bot.language.names.matching import Index, Part, index, part_in, parts
from bot.model import Claim, Sides
from bot.story.bridge import LANGUAGES, concepts_in
from bot.story.terms import listed_share

# Of 92 pairs of claims of one story that say the same in other words, nine in ten reach this, and
# of pairs that do not, fewer than one in a hundred.
SAME = 0.3
# Across languages only names, figures and listed concepts can be compared, so as much likeness
# proves less. Scaled so that this bound and the one above fall together.
_ACROSS = SAME / 0.43
_UNKNOWN = 0.1  # of the weight of words that no list carries across

_RARE = 0.002  # share of news with a word that no list knows
_NAMED = 0.01  # and with a name
_PRIOR = 20  # claims that these shares are worth against those at hand
_FIGURE = 4.0  # weight of a figure across languages, beside a rare word's 7
_LIGHTEST = 0.1


@dataclass(frozen=True)
class Face:
    """One side of a claim, or a sentence of a source, ready to be compared."""

    text: Prepared

    @property
    def language(self) -> str:
        """The language it is in."""
        return self.text.language

    @cached_property
    def names(self) -> tuple[Part, ...]:
        """The parts of the names in it."""
        found = (part for name in self.text.names for part in parts(name.surface))
        return tuple(dict.fromkeys(found))

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The stems of its content words, with their concepts; names, figures and times apart."""
        told = {word for part in self.names for word in part.form.split()}
        told |= {word for figure in self.text.quantities for word in words(figure.surface)}
        told |= {word for time in self.text.dates(None) for word in words(time.surface)}
        empty = stopwords(self.language)
        return {
            stem(word): concepts_in(word, self.language)
            for word in self.text.words
            if word not in empty and word not in told and not any(map(str.isdigit, word))
        }

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What its words stand for in any language."""
        return frozenset().union(*self.words.values())

    @cached_property
    def figures(self) -> frozenset[Decimal]:
        """Its figures that count anything."""
        return frozenset(figure.value for figure in self.text.quantities if not figure.weak)

    @cached_property
    def index(self) -> Index:
        """Its names as others may spell them."""
        return index(self.text.text)


@lru_cache(maxsize=2048)
def face(text: str, language: str) -> Face:
    """Return a text ready to be compared; the same object for the same text."""
    return Face(prepare(text, language))


Faces = Mapping[str, Face]


def faces(sides: Sides) -> Faces:
    """Return the sides of a claim in our languages, ready to be compared."""
    return {code: face(text, code) for code, text in sides.items() if text and code in LANGUAGES}


class Weights:
    """How telling words and names are among the claims of a story: what most have tells little."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        told = [faces(claim.text) for claim in claims]
        self._total = len(told)
        self._spread = {code: Counter[str]() for code in LANGUAGES}
        for sides in told:
            for code, side in sides.items():
                self._spread[code].update(list(side.words))
                self._spread[code].update(f"@{part.form}" for part in side.names)

    def of(self, key: str, language: str) -> float:
        """Return the weight of a stem, or of a name ("@..."), in a language."""
        share = _NAMED if key[0] == "@" else listed_share(key) or _RARE
        others = max(self._spread[language][key] - 1, 0)
        return max(_LIGHTEST, -log((others + share * _PRIOR) / (self._total + _PRIOR)))


def alike(one: Faces, other: Faces, weights: Weights) -> float:
    """Return how much two claims say the same, 0 to 1; ``SAME`` and more: about the same matter.

    They are compared in each language that both have, else across languages.
    """
    common = [code for code in one if code in other]
    if common:
        return sum(_dice(one[code], other[code], weights) for code in common) / len(common)
    across = (_across(a, b, weights) for a in one.values() for b in other.values())
    return _ACROSS * max(across, default=0.0)


def _dice(one: Face, other: Face, weights: Weights) -> float:
    sides = (shared(one, other, weights), shared(other, one, weights))
    whole = sum(whole for _, whole in sides)
    return sum(both for both, _ in sides) / whole if whole else 0.0


def shared(one: Face, other: Face, weights: Weights) -> tuple[float, float]:
    """Return the weight of what ``one`` says that ``other`` says too, and of all it says."""
    both = whole = 0.0
    for word, known in one.words.items():
        weight = weights.of(word, one.language)
        whole += weight
        both += weight if word in other.words or known & other.concepts else 0.0
    named, names = _named(one, other, weights)
    return both + named, whole + names


def shared_across(one: Face, other: Face, weights: Weights) -> tuple[float, float]:
    """Return the same for two languages: by concepts, names and figures."""
    both = whole = 0.0
    for word, known in one.words.items():
        weight = weights.of(word, one.language) * (1.0 if known else _UNKNOWN)
        whole += weight
        both += weight if known & other.concepts else 0.0
    named, names = _named(one, other, weights)
    figures = _FIGURE * len(one.figures & other.figures), _FIGURE * len(one.figures)
    return both + named + figures[0], whole + names + figures[1]


def _across(one: Face, other: Face, weights: Weights) -> float:
    sides = (shared_across(one, other, weights), shared_across(other, one, weights))
    whole = sum(whole for _, whole in sides)
    return sum(both for both, _ in sides) / whole if whole else 0.0


def _named(one: Face, other: Face, weights: Weights) -> tuple[float, float]:
    found = [(weights.of(f"@{part.form}", one.language), part) for part in one.names]
    both = sum(weight for weight, part in found if part_in(part, other.index))
    return both, sum(weight for weight, _ in found)


def unmatched(one: Face, other: Face) -> tuple[Sequence[Part], float]:
    """Return the names of ``one`` that ``other`` lacks, and the share of its other words there."""
    names = [part for part in one.names if not part_in(part, other.index)]
    said = [
        word in other.words or bool(known & other.concepts) for word, known in one.words.items()
    ]
    return names, sum(said) / len(said) if said else 1.0
