"""Reads a judge's answer into opinions; what has no form is simply not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.judge.opinion import Kind, Opinion, Ruling, SideOpinion
from bot.model import Citation
from bot.summarize.asking import UnusableError, check_nonce
from bot.summarize.prefix import one_line

_REASON = 300  # characters; 25 words and some


def read_opinions(
    data: Mapping[str, Any], nonce: str, asked: Sequence[str]
) -> Mapping[str, Opinion]:
    """Return the opinions in an answer by claim id, of those ``asked`` for.

    A claim that has two opinions has none: which one counts? UnusableError if the answer is
    another's, holds no list, or nothing of use.
    """
    check_nonce(data, nonce)
    if not isinstance(data.get("verdicts"), list):
        raise UnusableError('"verdicts" is not a list')
    read = [_opinion(raw) for raw in data["verdicts"]]
    found = [one for one in read if one is not None and one.claim in asked]
    if not found:
        raise UnusableError("no verdict in it has the form")
    once = [one.claim for one in found]
    return {one.claim: one for one in found if once.count(one.claim) == 1}


def _opinion(raw: object) -> Opinion | None:
    try:
        return _Verdict.model_validate(raw).noun
    except ValidationError:
        return None


def _as_list(value: object) -> object:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _kind(value: object) -> object:
    return value if isinstance(value, str) and value in set(Kind) else Kind.OTHER


def _ruling(value: object) -> object:
    """Return the ruling in "elsewhere:a1.p3" or the like."""
    return value.partition(":")[0].strip().lower() if isinstance(value, str) else value


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Proof(_Part):
    paragraph: str
    quote: str


class _Side(_Part):
    unsupported: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    kind: Annotated[Kind, BeforeValidator(_kind)] = Kind.NONE
    verdict: Annotated[Ruling, BeforeValidator(_ruling)]

    @property
    def noun(self) -> SideOpinion:
        words = tuple(line for line in map(one_line, self.unsupported) if line)
        return SideOpinion(self.verdict, words, self.kind)


class _Verdict(_Part):
    id: str
    evidence: Annotated[tuple[_Proof, ...], BeforeValidator(_as_list)] = ()
    reason: str = ""
    sides: dict[str, _Side]

    @property
    def noun(self) -> Opinion:
        cited = (Citation(p.paragraph.strip("[] "), one_line(p.quote)) for p in self.evidence)
        sides = {code: side.noun for code, side in self.sides.items()}
        reason = one_line(self.reason)[:_REASON]
        return Opinion(self.id, tuple(dict.fromkeys(cited)), reason, sides)
