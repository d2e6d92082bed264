"""The JSON Schema (draft 2020-12) of the brief that ``bot.codec.public`` writes.

Closed on purpose: a key that is not named here is an error, so a program that validates
notices a change instead of reading past it. Enumerations come from the nouns themselves.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeAlias

from bot.model import (
    Basis,
    Check,
    Completeness,
    Engine,
    Label,
    ParagraphKind,
    Part,
    ProblemKind,
    Section,
    Status,
)

Schema: TypeAlias = dict[str, Any]

_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_OFFSET: Schema = {"type": ["integer", "null"], "minimum": 0}
_DAY: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$",
}


def brief_schema() -> Schema:
    """Return the schema of one brief as a JSON object."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Isnad brief",
        "description": "One story, every claim checked against the paragraph that it cites.",
        "$ref": "#/$defs/brief",
        "$defs": {
            "sides": _sides(),
            "name": _sided({"surface": _TEXT}),
            "number": _sided(
                {"value": _TEXT, "unit": _TEXT_OR_NULL, "counts": _TEXT_OR_NULL, "surface": _TEXT}
            ),
            "when": _object({"value": _TEXT, "surface": _TEXT, "basis": _enum(Basis)}),
            "citation": _citation(),
            "paragraph": _object({"id": _TEXT, "kind": _enum(ParagraphKind), "text": _TEXT}),
            "article": _article(),
            "finding": _finding(),
            "claim": _claim(),
            "disagreement": _disagreement(),
            "brief": _brief(),
        },
    }


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _sided(properties: Schema) -> Schema:
    """An object with one more key per language, ``null`` where that side could not be made."""
    return _object(properties) | {"patternProperties": {_LANGUAGE: _TEXT_OR_NULL}}


def _sides() -> Schema:
    return _sided({}) | {
        "description": "Text by language; null is a side that could not be made.",
        "minProperties": 1,
    }


def _enum(kind: type[Enum]) -> Schema:
    return {"enum": [member.value for member in kind]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _maybe(name: str) -> Schema:
    return {"anyOf": [_ref(name), {"type": "null"}]}


def _list(items: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def _citation() -> Schema:
    return _object(
        {
            "paragraph": _TEXT | {"description": "Id of a paragraph of the articles."},
            "quote": _TEXT | {"description": "Words of that paragraph, verbatim."},
            "start": _OFFSET | {"description": "Code point offset of the quote; null: unknown."},
            "end": _OFFSET,
            "url": _TEXT | {"description": "Opens the evidence; empty if nothing can be opened."},
        }
    )


def _article() -> Schema:
    return _object(
        {
            "id": _TEXT,
            "url": _TEXT,
            "canonical": _TEXT,
            "outlet": _TEXT,
            "outlet_forms": _ref("sides"),
            "title": _TEXT,
            "author": _TEXT_OR_NULL,
            "published": _DAY,
            "published_at": _TEXT_OR_NULL,
            "published_sure": {"type": "boolean"},
            "fetched": _INSTANT,
            "language": _TEXT,
            "direction": {"enum": ["rtl", "ltr"]},
            "copy_of": _TEXT_OR_NULL,
            "origin": _TEXT_OR_NULL,
            "completeness": _enum(Completeness),
            "digest": _TEXT,
            "paragraphs": _list(_ref("paragraph")),
        }
    )


def _finding() -> Schema:
    return _object(
        {"check": _enum(Check), "label": _enum(Label), "side": _TEXT_OR_NULL, "reason": _TEXT}
    )


def _claim() -> Schema:
    verdict = {
        "label": _enum(Label),
        "checks": _list(_enum(Check)),
        "findings": _list(_ref("finding")),
    }
    return _object(
        {
            "id": _TEXT,
            "section": _enum(Section),
            "text": _ref("sides"),
            "speaker": _maybe("name"),
            "medium": _maybe("name"),
            "status": _enum(Status),
            "when": _maybe("when"),
            "numbers": _list(_ref("number")),
            "names": _list(_ref("name")),
            "citations": _list(_ref("citation"), least=1),
            "outlets": _COUNT,
            "verdict": _object(verdict),
        }
    )


def _disagreement() -> Schema:
    position = _object({"text": _ref("sides"), "citations": _list(_ref("citation"), least=1)})
    return _object({"topic": _ref("sides"), "positions": _list(position, least=2)})


def _dropped() -> Schema:
    return _object(
        {"part": _enum(Part), "text": _ref("sides"), "check": _enum(Check), "reason": _TEXT}
    )


def _brief() -> Schema:
    usage = ("calls", "input_tokens", "cached_tokens", "output_tokens")
    return _object(
        {
            "id": _TEXT,
            "created": _INSTANT,
            "engine": _enum(Engine),
            "model": _TEXT_OR_NULL,
            "prompt": _TEXT_OR_NULL,
            "languages": _list({"type": "string", "pattern": _LANGUAGE}, least=1),
            "headline": _ref("sides"),
            "articles": _list(_ref("article")),
            "claims": _list(_ref("claim")),
            "disagreements": _list(_ref("disagreement")),
            "unsaid": _list(_ref("sides")),
            "dropped": _list(_dropped()),
            "problems": _list(
                _object({"source": _TEXT, "kind": _enum(ProblemKind), "reason": _TEXT})
            ),
            "notes": _list(_TEXT),
            "usage": _object(dict.fromkeys(usage, _COUNT)),
        }
    )
