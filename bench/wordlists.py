"""The word tables of the generators, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

# A letter, digit, vowel sign or hyphen: what may not stand right beside a word that is replaced.
_JOINED = r"[\w\u064b-\u0652-]"


@cache
def table(name: str) -> dict[str, Any]:
    """Return ``claims/<name>.toml``."""
    return tomllib.loads(files("bench").joinpath("claims", f"{name}.toml").read_text("utf-8"))


def words(section: str, language: str) -> list[Any]:
    """Return the entries of one section of the words, none for a language that it lacks."""
    found: list[Any] = table("words")[section].get(language, [])
    return found


@cache
def whole(pattern: str) -> re.Pattern[str]:
    """Compile ``pattern`` so that it takes whole words; one that ends in a group may go on."""
    end = "" if pattern.endswith((")", "]")) else f"(?!{_JOINED})"
    return re.compile(f"(?<!{_JOINED})(?:{pattern}){end}")


def names(language: str, *sections: str) -> list[list[str]]:
    """Return the names of ``people`` or ``places``: whole name first, then the short one."""
    return [entry[language] for section in sections for entry in table("names")[section]]
