"""Other names of commands and of the words behind them (``names.toml``), in Arabic above all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.language import folded


def other_names(command: str) -> tuple[str, ...]:
    """Return what a command is called besides its name, the most common one first."""
    return tuple(_table()["commands"].get(command, ()))


def choice(of: str, said: str) -> str:
    """Return the value that a word means, by the names that ``of`` (a section) gives its values.

    "english" is "en" in "lang"; what is no name of any comes back as it was said.
    """
    form = folded(said)
    found = (value for value, names in _table()[of].items() if form in (value, *map(folded, names)))
    return next(found, said)


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("bot.commands").joinpath("names.toml").read_text("utf-8"))
