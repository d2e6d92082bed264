"""Reads the word lists of this package (``data/*.toml``), each once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bot.language import folded


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the parsed table ``data/<name>.toml``. Callers share it and must not change it."""
    source = files("bot.questions").joinpath("data", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def folded_set(name: str, key: str) -> frozenset[str]:
    """Return the words of one list in comparison form, "_" as a space; none where it has no such.

    ``name`` names the list in ``words.toml``, ``key`` the language.
    """
    listed = table("words").get(name, {}).get(key, "")
    return frozenset(folded(word.replace("_", " ")) for word in listed.split())


@cache
def keys(name: str) -> frozenset[str]:
    """Return a list of ``words.toml`` that holds keys of the known names."""
    return frozenset(str(table("words")[name]["und"]).split())
