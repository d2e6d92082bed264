"""Reads the word lists and pattern tables of this package (``data/*.toml``), each once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the parsed table ``data/<name>.toml``; FileNotFoundError if there is none.

    Callers share the object and must not change it.
    """
    source = files("bot.language").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def split(words: str) -> tuple[str, ...]:
    """Split a space-separated list of a table into its words."""
    return tuple(words.split())


@cache
def listed(name: str) -> tuple[str, ...]:
    """Return the words of the list ``data/<name>.txt``; lines that begin with "#" are remarks."""
    source = files("bot.language").joinpath("data", f"{name}.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
