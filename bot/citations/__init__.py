"""The checks that every claim passes before it is posted, and their order.

A check is one pure function ``(claim, evidence) -> findings``; no finding means that it passed.
To add one: write the function in a module of its own and list it here.
"""

from bot.citations.attribution import attribution
from bot.citations.cause import cause
from bot.citations.dates import dates
from bot.citations.evidence import Evidence, Passage, Shelf, passage, shelf
from bot.citations.injection import injection
from bot.citations.ladder import CheckFunction, Rungs, judge_claim, judge_claims, worst
from bot.citations.modality import modality
from bot.citations.names import names
from bot.citations.numbers import numbers
from bot.citations.parity import parity
from bot.citations.polarity import polarity
from bot.citations.quote import quote
from bot.citations.schema import cites, schema
from bot.citations.scope import scope
from bot.citations.support import support
from bot.citations.wording import wording
from bot.model import Check

GATES: Rungs = (
    (Check.SCHEMA, schema),
    (Check.CITES, cites),
    (Check.QUOTE, quote),
    (Check.NUMBERS, numbers),
    (Check.DATES, dates),
    (Check.NAMES, names),
    (Check.PARITY, parity),
    (Check.INJECTION, injection),
)
"""Hard checks: a claim that fails one cannot be posted."""

CUES: Rungs = (
    (Check.POLARITY, polarity),
    (Check.MODALITY, modality),
    (Check.ATTRIBUTION, attribution),
    (Check.SCOPE, scope),
    (Check.CAUSE, cause),
    (Check.WORDING, wording),
    (Check.SUPPORT, support),
)
"""Soft checks: they send a claim to the judge; without a judge it is unclear."""

LADDER: Rungs = (*GATES, *CUES)

__all__ = [
    "CUES",
    "GATES",
    "LADDER",
    "CheckFunction",
    "Evidence",
    "Passage",
    "Rungs",
    "Shelf",
    "judge_claim",
    "judge_claims",
    "passage",
    "shelf",
    "worst",
]
