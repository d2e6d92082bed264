"""Reads ``shapes.toml`` and holds objects against it, in Slack's own words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from bot.testing.slack.ledger import Json

SPEC: Final = re.compile(r"(\[)?(@?[a-z_|]+)(?::(\d+))?(\])?(?::(\d+))?(!)?")
URL: Final = re.compile(r"(?i)(https?://[^\s<>\"]+|mailto:[^\s<>]+)\Z")
TEXT_TYPES: Final = {"plain": ("plain_text",), "mrkdwn": ("mrkdwn",)}
EITHER: Final = ("plain_text", "mrkdwn")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field may hold: a type with its most characters, alone or in a list."""

    type: str
    most: int | None
    list: bool
    items: int | None
    required: bool


@cache
def _table() -> Json:
    text = (files("bot.testing.slack") / "shapes.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def fields(name: str) -> dict[str, Field]:
    """Return the fields of an object; KeyError if there is no such object."""
    return {key: _field(spec) for key, spec in _table()["objects"][name].items()}


def _field(spec: str) -> Field:
    found = SPEC.fullmatch(spec)
    assert found is not None, spec
    many, kind, most, _, items, required = found.groups()
    number = int(most) if most else None
    return Field(kind, number, bool(many), int(items) if items else None, bool(required))


def problems(value: object, type: str, at: str) -> Iterator[str]:
    """Yield what is wrong with a value of a type of the file; ``at`` is its JSON pointer."""
    yield from _value(value, Field(type, None, False, None, True), at)


def items(value: object, type: str, most: int, at: str) -> Iterator[str]:
    """Yield what is wrong with a list of at most so many values of a type."""
    yield from _list(value, Field(type, None, True, most, True), at)


def _list(value: object, field: Field, at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"must be an array [json-pointer:{at}]"
        return
    if not value:
        yield f"no fewer than 1 items allowed [json-pointer:{at}]"
    if field.items is not None and len(value) > field.items:
        yield f"no more than {field.items} items allowed [json-pointer:{at}]"
    single = Field(field.type, field.most, False, None, True)
    for i, item in enumerate(value):
        yield from _value(item, single, f"{at}/{i}")


def _value(value: Any, field: Field, at: str) -> Iterator[str]:
    if field.list:
        yield from _list(value, field, at)
    elif field.type in ("str", "url"):
        yield from _string(value, field, at)
    elif field.type in ("bool", "int"):
        if not isinstance(value, bool if field.type == "bool" else int):
            yield f"must be a valid {field.type} [json-pointer:{at}]"
    elif field.type in ("plain", "mrkdwn", "text"):
        yield from _text(value, TEXT_TYPES.get(field.type, EITHER), field.most, at)
    elif field.type != "any":
        yield from _object(value, _names(field.type), at)


def _string(value: object, field: Field, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"must be a string [json-pointer:{at}]"
        return
    if field.most is not None and len(value) > field.most:
        yield f"must be less than {field.most + 1} characters [json-pointer:{at}]"
    if field.type == "url" and not URL.match(value):
        yield f"must be a valid URL [json-pointer:{at}]"
    if field.required and not value:
        yield f"must be more than 0 characters [json-pointer:{at}]"


def _text(value: object, types: tuple[str, ...], most: int | None, at: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in types:
        wanted = " or ".join(types)
        yield f"failed to match all allowed schemas: {wanted} [json-pointer:{at}]"
        return
    yield from _fields(
        value, {**fields(value["type"]), "text": Field("str", most, False, None, True)}, at
    )


def _names(type: str) -> tuple[str, ...]:
    names: list[str] = _table()["kinds"][type[1:]] if type[0] == "@" else type.split("|")
    return tuple(names)


def _object(value: object, names: tuple[str, ...], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"must be an object [json-pointer:{at}]"
        return
    name = _name(value, names)
    if name is None:
        yield f"unsupported type: {value.get('type')} [json-pointer:{at}/type]"
    elif name not in _table()["kinds"]["loose"]:
        yield from _fields(value, fields(name), at)


def _name(value: Json, names: tuple[str, ...]) -> str | None:
    if names[0] in _table()["kinds"]["untyped"]:
        return names[0]
    type = value.get("type")
    if type == "image" and "image_element" in names:
        return "image_element"
    return type if isinstance(type, str) and type in names else None


def _fields(value: Json, known: dict[str, Field], at: str) -> Iterator[str]:
    for key, field in known.items():
        if value.get(key) is not None:
            yield from _value(value[key], field, f"{at}/{key}")
        elif field.required:
            yield f"missing required field: {key} [json-pointer:{at}]"
    for key in value.keys() - known.keys() - {"type", "block_id"}:
        yield f"invalid additional property: {key} [json-pointer:{at}]"
    block_id = value.get("block_id", "")
    if not isinstance(block_id, str) or len(block_id) > 255:
        yield f"must be less than 256 characters [json-pointer:{at}/block_id]"
