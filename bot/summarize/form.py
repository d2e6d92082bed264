"""JSON Schemas of the answers that a model is asked for, built for one story.

They keep to what every endpoint with enforced schemas takes: closed objects, every field
required, nullable by a union with null, no lengths, counts or patterns. What they cannot say is
checked when the answer is read (``bot.summarize.answer``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from bot.model import Basis, Section, Status

Schema: TypeAlias = dict[str, Any]

MOST_IDS = 800  # OpenAI's strict mode takes 1000 enum values in a schema, ours included

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}


def draft_form(paragraphs: Sequence[str], languages: Sequence[str]) -> Schema:
    """Return the schema of a draft whose citations can only be ``paragraphs``."""
    sides, cited = {"$ref": "#/$defs/sides"}, listed({"$ref": "#/$defs/citation"})
    position = closed(text=sides, citations=cited)
    articles = dict.fromkeys(id.split(".", 1)[0] for id in paragraphs)
    return closed(
        nonce=_TEXT,
        claims=listed({"$ref": "#/$defs/claim"}),
        disagreements=listed(closed(topic=sides, positions=listed(position))),
        unsaid=listed(sides),
        headline=sides,
        outlets=listed(closed(article={"type": "string", "enum": list(articles)}, forms=sides)),
    ) | {"$defs": _definitions(paragraphs, languages)}


def repair_form(
    paragraphs: Sequence[str], languages: Sequence[str], claims: Sequence[str]
) -> Schema:
    """Return the schema of repairs for ``claims`` (ids), each a claim or null."""
    claim = {"anyOf": [{"$ref": "#/$defs/claim"}, {"type": "null"}]}
    repair = closed(id={"type": "string", "enum": list(claims)}, claim=claim)
    return closed(nonce=_TEXT, repairs=listed(repair)) | {
        "$defs": _definitions(paragraphs, languages)
    }


def _definitions(paragraphs: Sequence[str], languages: Sequence[str]) -> Schema:
    known = len(paragraphs) <= MOST_IDS
    paragraph = {"type": "string", "enum": list(paragraphs)} if known else _TEXT
    sides = {"$ref": "#/$defs/sides"}
    name = {"$ref": "#/$defs/name"}
    number = closed(
        value=_TEXT, unit=_TEXT_OR_NULL, counts=_TEXT_OR_NULL, surface=_TEXT, forms=sides
    )
    claim = closed(
        section=choice(Section),
        citations=listed({"$ref": "#/$defs/citation"}),  # the evidence first, then the sentence
        speaker=_or_null(name),
        medium=_or_null(name),
        status=choice(Status),
        when=_or_null(closed(value=_TEXT, surface=_TEXT, basis=choice(Basis))),
        text=sides,
        numbers=listed(number),
        names=listed(name),
    )
    return {
        "sides": closed(**dict.fromkeys(languages, _TEXT)),
        "name": closed(surface=_TEXT, forms=sides),
        "citation": closed(paragraph=paragraph, evidence=_TEXT),
        "claim": claim,
    }


def closed(**properties: Schema) -> Schema:
    """Return the schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def choice(values: Iterable[StrEnum]) -> Schema:
    """Return the schema of a text that is one of ``values``."""
    return {"type": "string", "enum": [v.value for v in values]}
