"""What both the read and the said need: a language side, a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Sides: TypeAlias = Mapping[str, str | None]
"""Text per language side; ``None`` marks a side that could not be made."""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence for people, kept as a key and its values until a language is known.

    ``key`` is a dotted key of ``prompts/lang/<code>.toml`` ("problem.not_found");
    ``values`` fill its ``{placeholders}``.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
