"""Reads the word lists of this package (``data/*.toml``), each once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the parsed table ``data/<name>.toml``. Callers share it and must not change it."""
    source = files("bot.digest").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
