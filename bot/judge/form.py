"""The JSON Schema of a judge's answer, built for one batch of claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.judge.opinion import Kind, Ruling
from bot.summarize.form import MOST_IDS, Schema, choice, closed, listed

_TEXT: Schema = {"type": "string"}
_OURS = 60  # enum values that are not paragraphs: claims, kinds, rulings


def judge_form(claims: Sequence[str], paragraphs: Sequence[str], sides: Iterable[str]) -> Schema:
    """Return the schema of verdicts on ``claims`` (ids) whose ``sides`` are languages.

    Evidence comes before the reason and the reason before the verdict, so that a model that
    writes from left to right has looked before it rules.
    """
    known = len(paragraphs) <= MOST_IDS - _OURS
    paragraph = {"type": "string", "enum": list(paragraphs)} if known else _TEXT
    side = closed(unsupported=listed(_TEXT), kind=choice(Kind), verdict=choice(Ruling))
    verdict = closed(
        id={"type": "string", "enum": list(claims)},
        evidence=listed(closed(paragraph=paragraph, quote=_TEXT)),
        reason=_TEXT,
        sides=closed(**{code: {"$ref": "#/$defs/side"} for code in sides}),
    )
    return closed(nonce=_TEXT, verdicts=listed(verdict)) | {"$defs": {"side": side}}
