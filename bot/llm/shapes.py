"""Looks into JSON whose shape nobody promised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []


def text_of(value: object) -> str:
    """Return a text, or the texts of a list of content parts, joined; else nothing."""
    if isinstance(value, list):
        return "".join(text_of(mapping(part).get("text")) for part in value)
    return value if isinstance(value, str) else ""
