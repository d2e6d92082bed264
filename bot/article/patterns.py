"""The word lists and patterns of this package (``patterns.toml``), compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def lists() -> dict[str, dict[str, list[str]]]:
    """Return the file as it stands: section, name, entries."""
    source = resources.files(__package__).joinpath("patterns.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def pattern(section: str) -> re.Pattern[str]:
    """Compile a section to one pattern, without regard to case; each name is a group of it."""
    groups = (f"(?P<{name}>{'|'.join(entries)})" for name, entries in lists()[section].items())
    return re.compile("|".join(groups), re.I)
