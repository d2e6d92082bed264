"""What a judge says of a claim, as data: a ruling on each side, with its proof and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Citation


class Ruling(StrEnum):
    """What the cited paragraphs do for one side of a claim."""

    SUPPORTED = "supported"
    PARTIAL = "partial"  # some of it stands there, some does not
    CONTRADICTED = "contradicted"
    NOT_IN_CITED = "not_in_cited"  # they do not speak of it


class Kind(StrEnum):
    """What sort of error makes a side fail; the value ends its text key and is said in the prompt.

    The sorts are those of errors found in machine-written news, see ``prompts/judge.md``.
    """

    NUMBER = "number"
    UNIT = "unit"
    BOUND = "bound"
    DATE = "date"
    NAME = "name"
    OFFICE = "office"
    ACTOR = "actor"
    SPEAKER = "speaker"
    ATTRIBUTION = "attribution"
    QUOTATION = "quotation"
    PLAN = "plan"
    ALLEGATION = "allegation"
    CERTAINTY = "certainty"
    NEGATION = "negation"
    SCOPE = "scope"
    RANK = "rank"
    CAUSE = "cause"
    STALE = "stale"
    EVENT = "event"
    WORDING = "wording"
    TRANSLATION = "translation"
    ADDITION = "addition"
    CITATION = "citation"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SideOpinion:
    """One side: the ruling, the words that fail it, and the sort of error."""

    ruling: Ruling
    unsupported: tuple[str, ...] = ()
    kind: Kind = Kind.NONE


@dataclass(frozen=True, slots=True)
class Opinion:
    """One claim: the words of the sources that decide it, why, and each side's ruling."""

    claim: str
    evidence: tuple[Citation, ...]
    reason: str
    sides: Mapping[str, SideOpinion]
