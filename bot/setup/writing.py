"""Answers into TOML files as people keep them: with their comments, in their order. Pure."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from bot.config.places import holds, lines_of, text_lines
from bot.setup.steps import Keys, put

_LINE = re.compile(
    r"(?P<left>\s*[^=\"'{\[]+=\s*)"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s\"'#\[{]+)"
    r"(?P<right>\s*(?:#.*)?)\Z"
)


class UneditableError(Exception):
    """A file is written in a way that is not understood well enough to be changed."""


def edited(text: str, changes: Iterable[tuple[Keys, str]]) -> str:
    """Return a TOML file with these settings changed or added, and nothing else.

    Raises ``UneditableError`` where that cannot be done: the file is left to its owner then.
    """
    for keys, value in changes:
        text = _edited(text, keys, value)
    return text


def _edited(text: str, keys: Keys, value: str) -> str:
    before = tomllib.loads(text)
    if _at(before, keys) == value:
        return text
    wanted = deepcopy(before)
    try:
        put(wanted, keys, value)
        made = _replaced(text, keys, value) if holds(before, keys) else _added(text, keys, value)
        if tomllib.loads(made) == wanted:
            return made
    except (tomllib.TOMLDecodeError, TypeError, AttributeError):
        pass
    raise UneditableError(".".join(keys))


def _at(table: Any, keys: Keys) -> Any:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _replaced(text: str, keys: Keys, value: str) -> str:
    """Put a new value into the lines that hold one; a comment behind it stays."""
    found = lines_of(text, keys)
    if found is None:
        raise UneditableError(".".join(keys))
    lines = text_lines(text)
    first, last = found
    parts = _LINE.match(lines[first - 1].rstrip("\r\n"))
    if parts is None or first != last:
        raise UneditableError(".".join(keys))
    lines[first - 1] = f"{parts['left']}{quoted(value)}{parts['right']}\n"
    return "".join(lines)


def _added(text: str, keys: Keys, value: str) -> str:
    """Write a setting below the head of its section, or with a new one at the end."""
    line = f"{keys[-1]} = {quoted(value)}\n"
    lines = text_lines(text)
    head = re.compile(
        r"\s*\[\s*" + r"\s*\.\s*".join(map(re.escape, keys[:-1])) + r"\s*\]\s*(?:#.*)?"
    )
    for n, there in enumerate(lines):
        if head.fullmatch(there.rstrip("\r\n")):
            lines[n] = there.rstrip("\r\n") + "\n"
            return "".join((*lines[: n + 1], line, *lines[n + 1 :]))
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}[{'.'.join(keys[:-1])}]\n{line}"


def quoted(value: str) -> str:
    """Return a basic string of TOML (toml.io/en/v1.0.0#string)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def difference(before: str, after: str, name: str) -> Sequence[str]:
    """Return the lines that change, as ``diff -u`` shows them, without its head."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, "", "", 1, "")
    return tuple(line for line in found if not line.startswith(("---", "+++", "@@")))
