"""The weights of the extractive summarizer, read once from ``data/weights.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def weights(table: str) -> dict[str, Any]:
    """Return one table of weights by its name; KeyError if there is none."""
    source = files("bot.extract").joinpath("data", "weights.toml")
    found: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))[table]
    return found
