"""JSON Schemas of what a model is asked for about a question."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.model import Status
from bot.summarize.form import MOST_IDS, Schema, choice, closed, listed

_TEXT: Schema = {"type": "string"}


class Says(StrEnum):
    """How far the sources answer a question, in a model's words."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def answer_form(paragraphs: Sequence[str]) -> Schema:
    """Return the schema of an answer whose citations can only be ``paragraphs``."""
    known = len(paragraphs) <= MOST_IDS
    paragraph: Schema = {"type": "string", "enum": list(paragraphs)} if known else _TEXT
    cited = listed({"$ref": "#/$defs/citation"})
    name: Schema = {"$ref": "#/$defs/name"}
    nobody: Schema = {"anyOf": [name, {"type": "null"}]}
    sentence = closed(
        citations=cited,  # the evidence first, then the sentence
        speaker=nobody,
        medium=nobody,
        status=choice(Status),
        text=_TEXT,
        names=listed(name),
    )
    return closed(
        nonce=_TEXT,
        asked=_TEXT,  # understood first, then answered
        answered=choice(Says),
        sentences=listed(sentence),
        closest=cited,
    ) | {
        "$defs": {
            "citation": closed(paragraph=paragraph, evidence=_TEXT),
            "name": closed(surface=_TEXT, form=_TEXT),
        }
    }


def search_form() -> Schema:
    """Return the schema of the words to search an archive by."""
    return closed(nonce=_TEXT, asked=_TEXT, terms=closed(ar=listed(_TEXT), en=listed(_TEXT)))
