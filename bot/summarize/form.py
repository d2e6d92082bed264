"""JSON Schemas of the answers that a model is asked for, built for one story.

They keep to what every endpoint with enforced schemas takes: closed objects, every field
required, nullable by a union with null, no lengths, counts or patterns. What they cannot say is
checked when the answer is read (``bot.summarize.answer``).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from bot.model import Basis, Section, Status

Schema: TypeAlias = dict[str, Any]

MOST_IDS = 900  # OpenAI's strict mode takes 1000 enum values in a schema, ours included

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}


def draft_form(paragraphs: Sequence[str], languages: Sequence[str]) -> Schema:
    """Return the schema of a draft whose citations can only be ``paragraphs``."""
    sides, cited = {"$ref": "#/$defs/sides"}, _list({"$ref": "#/$defs/citation"})
    position = _closed(text=sides, citations=cited)
    return _closed(
        nonce=_TEXT,
        claims=_list({"$ref": "#/$defs/claim"}),
        disagreements=_list(_closed(topic=sides, positions=_list(position))),
        unsaid=_list(sides),
        headline=sides,
    ) | {"$defs": _definitions(paragraphs, languages)}


def repair_form(
    paragraphs: Sequence[str], languages: Sequence[str], claims: Sequence[str]
) -> Schema:
    """Return the schema of repairs for ``claims`` (ids), each a claim or null."""
    claim = {"anyOf": [{"$ref": "#/$defs/claim"}, {"type": "null"}]}
    repair = _closed(id={"type": "string", "enum": list(claims)}, claim=claim)
    return _closed(nonce=_TEXT, repairs=_list(repair)) | {
        "$defs": _definitions(paragraphs, languages)
    }


def _definitions(paragraphs: Sequence[str], languages: Sequence[str]) -> Schema:
    known = len(paragraphs) <= MOST_IDS
    paragraph = {"type": "string", "enum": list(paragraphs)} if known else _TEXT
    sides = {"$ref": "#/$defs/sides"}
    name = {"$ref": "#/$defs/name"}
    number = _closed(
        value=_TEXT, unit=_TEXT_OR_NULL, counts=_TEXT_OR_NULL, surface=_TEXT, forms=sides
    )
    claim = _closed(
        section=_choice(Section),
        citations=_list({"$ref": "#/$defs/citation"}),  # the evidence first, then the sentence
        speaker=_or_null(name),
        medium=_or_null(name),
        status=_choice(Status),
        when=_or_null(_closed(value=_TEXT, surface=_TEXT, basis=_choice(Basis))),
        text=sides,
        numbers=_list(number),
        names=_list(name),
    )
    return {
        "sides": _closed(**dict.fromkeys(languages, _TEXT)),
        "name": _closed(surface=_TEXT, forms=sides),
        "citation": _closed(paragraph=paragraph, evidence=_TEXT),
        "claim": claim,
    }


def _closed(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _choice(values: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [v.value for v in values]}
