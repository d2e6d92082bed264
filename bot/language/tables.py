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
    return tuple(word for line in listed_lines(name) for word in line.split())


def listed_lines(name: str) -> tuple[str, ...]:
    """Return the lines of the list ``data/<name>.txt`` without remarks and empty ones."""
    source = files("bot.language").joinpath("data", f"{name}.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
