"""What is wrong with a setting, as notes for people; a value itself is never in them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.model import Note
from prompts import text

_KINDS: Mapping[str, str] = {
    "missing": "config.missing",
    "literal_error": "config.one_of",
    "greater_than": "config.above",
    "greater_than_equal": "config.least",
    "less_than": "config.below",
    "less_than_equal": "config.most",
    "too_short": "config.few",
    "too_long": "config.many",
    "string_too_short": "config.empty",
    "model_type": "config.table",
    "model_attributes_type": "config.table",
    "dict_type": "config.table",
    "tuple_type": "config.list",
    "list_type": "config.list",
    "finite_number": "config.number",
}
"""From pydantic's types of errors (its own texts are in English only)."""

_FAMILIES = (
    ("int_", "config.whole"),
    ("float_", "config.number"),
    ("bool_", "config.truth"),
    ("string_", "config.text"),
)
"""From the beginnings of those that have many: int_parsing, int_type, int_from_float ..."""

_LIMITS = {"gt", "ge", "lt", "le", "min_length", "max_length"}


class WrongValueError(ValueError):
    """A setting's value is not allowed; ``note`` says what is. For validators."""

    def __init__(self, key: str, **values: object) -> None:
        self.note = Note(key, values)
        super().__init__(text(key, "en", **values))


def what_is_wrong(item: Mapping[str, Any]) -> Note:
    """Return what is wrong by one of the errors of a ``ValidationError``, made with its context.

    What no kind is known for is told in pydantic's own words.
    """
    told: Mapping[str, Any] = item.get("ctx") or {}
    if isinstance(told.get("error"), WrongValueError):
        note: Note = told["error"].note
        return note
    kind = str(item["type"])
    key = _KINDS.get(kind) or next((k for head, k in _FAMILIES if kind.startswith(head)), None)
    if key is None:
        return Note("config.other", {"why": str(item["msg"]).removeprefix("Value error, ")})
    if key == "config.one_of":
        return Note(key, {"known": ", ".join(re.findall(r"'([^']*)'", str(told["expected"])))})
    limits = [value for name, value in told.items() if name in _LIMITS]
    return Note(key, {"limit": f"{limits[0]:.9g}"} if limits else {})
