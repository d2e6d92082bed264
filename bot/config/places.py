"""In which line of a TOML file a setting stands. Pure; ``tomllib`` itself does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LARGEST = 1000  # lines: every beginning of the file is read as a file, so the work is its square


def lines_of(text: str, keys: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and the last line (from 1) that write ``keys``, or what holds them.

    For ``("llm", "modl")`` that is the line of ``modl`` in ``[llm]``; where it is not there, the
    line of ``[llm]``; ``None`` where there is neither, or the file is no TOML or very long.
    """
    lines = text_lines(text)
    if len(lines) > LARGEST:
        return None
    found, depth, first = None, 0, 1
    for n, table in _beginnings(lines):
        reached = _depth(table, keys)
        if reached > depth:
            found, depth = (first, n), reached
        first = n + 1
    return found


def text_lines(text: str) -> list[str]:
    """Return the lines of a TOML file with their ends; only a line feed ends one (toml.io)."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def line_of(text: str, keys: Sequence[str]) -> int | None:
    """Return the line (from 1) in which ``keys``, or what holds them, begins."""
    found = lines_of(text, keys)
    return found[0] if found else None


def holds(table: Mapping[str, Any], keys: Sequence[str]) -> bool:
    """Whether a table has something at ``keys``."""
    return _depth(table, keys) == len(keys)


def _beginnings(lines: Sequence[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield, with its number of lines, every beginning of a file that is itself one."""
    for n in range(1, len(lines) + 1):
        try:
            yield n, tomllib.loads("".join(lines[:n]))
        except tomllib.TOMLDecodeError:
            continue  # in the middle of a value


def _depth(table: Any, keys: Sequence[str]) -> int:
    """Return how many of ``keys``, from the left, are there."""
    for n, key in enumerate(keys):
        if isinstance(table, list) and key.isdecimal() and int(key) < len(table):
            table = table[int(key)]
        elif isinstance(table, Mapping) and key in table:
            table = table[key]
        else:
            return n
    return len(keys)
