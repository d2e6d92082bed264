"""The Bot API as data: methods, types, fields; and whether a value fits them.

``api.json.xz`` holds the facts of Bot API 10.1 (names, types, what is required, closed lists of
words), made from PaulSonOfLars/telegram-bot-api-spec.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

ARRAY: Final = "Array of "
NEWER: Final = ("sendRichMessage", "sendRichMessageDraft")  # what a server before 10.1 lacks


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method, or a field of a type."""

    name: str
    types: tuple[str, ...]
    required: bool
    values: tuple[str, ...] = ()  # where the field says what an object is


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: its fields by name, or the types that it stands for."""

    name: str
    fields: Mapping[str, Field]
    subtypes: tuple[str, ...] = ()


@cache
def methods() -> Mapping[str, Mapping[str, Field]]:
    """Return the parameters of every method, by its name."""
    return {name: _fields(fields) for name, fields in _data()["methods"].items()}


@cache
def types() -> Mapping[str, Kind]:
    """Return every type by its name."""
    return {
        name: Kind(name, _fields(said.get("fields", {})), tuple(said.get("subtypes", ())))
        for name, said in _data()["types"].items()
    }


@cache
def spelled(method: str) -> str | None:
    """Return a method's name as the API spells it; upper and lower case do not matter there."""
    return {name.lower(): name for name in methods()}.get(method.lower())


def read(value: str, field: Field) -> Any:
    """Make of a parameter as it was sent what its field means; ``ValueError`` if nothing does.

    A string that may be more than one thing is read as the first that fits.
    """
    for kind in field.types:
        try:
            return _read(value, kind)
        except ValueError:
            continue
    raise ValueError(field.name)


def misfits(value: Any, kinds: tuple[str, ...], where: str) -> Iterator[str]:
    """Say what of a JSON value does not fit any of these types, as "where: what".

    Of several types the one counts whose own fields fit best, whatever is wrong further inside.
    """
    tries = [list(_misfits(value, kind, where)) for kind in kinds]
    level = where.count(".") + 1

    def badness(wrong: list[str]) -> tuple[int, int]:
        return sum(what.split(":")[0].count(".") <= level for what in wrong), len(wrong)

    yield from min(tries, key=badness, default=[])


def _read(value: str, kind: str) -> Any:
    if kind == "Integer":
        return int(value)
    if kind == "Float":
        return float(value)
    if kind == "Boolean":
        return value.strip().lower() in {"true", "yes", "1"}
    if kind in ("String", "InputFile"):
        return value
    found = json.loads(value)
    if not isinstance(found, list if kind.startswith(ARRAY) else dict):
        raise ValueError(kind)
    return found


def _misfits(value: Any, kind: str, where: str) -> Iterator[str]:
    if kind.startswith(ARRAY):
        if not isinstance(value, list):
            yield f"{where}: not an array"
            return
        for i, part in enumerate(value):
            yield from _misfits(part, kind.removeprefix(ARRAY), f"{where}[{i}]")
    elif kind in types():
        yield from _object_misfits(value, types()[kind], where)
    elif not _is_plain(value, kind):
        yield f"{where}: not {kind}"


def _is_plain(value: Any, kind: str) -> bool:
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "Float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool) if kind == "Boolean" else isinstance(value, str)


def _object_misfits(value: Any, kind: Kind, where: str) -> Iterator[str]:
    if kind.subtypes:
        yield from misfits(value, kind.subtypes, where)
        return
    if not isinstance(value, dict):
        yield f"{where}: not a {kind.name}"
        return
    for name, field in kind.fields.items():
        if name not in value:
            if field.required:
                yield f"{where}.{name}: missing"
            continue
        yield from misfits(value[name], field.types, f"{where}.{name}")
        if field.values and isinstance(value[name], str) and value[name] not in field.values:
            yield f"{where}.{name}: {value[name]!r} is none of {', '.join(field.values)}"
    yield from (f"{where}.{name}: unknown" for name in value if name not in kind.fields)


@cache
def _data() -> dict[str, Any]:
    packed = files(__package__).joinpath("api.json.xz").read_bytes()
    found: dict[str, Any] = json.loads(lzma.decompress(packed))
    return found


def _fields(said: Mapping[str, Any]) -> Mapping[str, Field]:
    return {
        name: Field(name, tuple(f["types"]), f.get("required", False), tuple(f.get("values", ())))
        for name, f in said.items()
    }
