"""Nouns as bytes and back without any loss: the form in which they are kept.

The bytes are one JSON object ``{"format": 1, "noun": "Brief", "data": {...}}``. The fields and
their types come from the dataclasses of ``bot.model`` themselves, so a new field needs nothing
here: give it a default, and bytes written before it existed still load. A change that defaults
cannot carry raises ``FORMAT`` and adds the step from the old form to ``_UPGRADES``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from bot import model

FORMAT = 1
"""Number of the form that ``dump`` writes."""

_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From a format number to the function that turns its data into the next one's."""

_TAG = "$"
_LOOSE: dict[str, type[Any]] = {"date": date, "datetime": datetime, "Note": model.Note}

Noun = TypeVar("Noun")
Coder = Callable[[Any], Any]

_MADE: dict[Any, tuple[Coder, Coder]] = {}


class CodecError(ValueError):
    """The bytes are not what ``dump`` writes, or a newer Isnad wrote them."""


def dump(noun: object) -> bytes:
    """Return any noun of ``bot.model`` as bytes (UTF-8 JSON) that ``load`` turns back.

    TypeError for a value, deep inside or not, that no field of a noun may hold.
    """
    kind = type(noun)
    body = {"format": FORMAT, "noun": kind.__name__, "data": _coders(kind)[0](noun)}
    # surrogatepass: text that came in broken is kept broken, not lost with everything around it
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def load(kind: type[Noun], data: bytes) -> Noun:
    """Return the ``kind`` that ``dump`` wrote as ``data``; CodecError if it is anything else."""
    try:
        body = json.loads(data.decode("utf-8", "surrogatepass"))
        version, noun, inner = body["format"], body["noun"], body["data"]
    except (ValueError, TypeError, KeyError) as error:
        raise CodecError("not a stored noun") from error
    if noun != kind.__name__:
        raise CodecError(f"a {noun} where a {kind.__name__} was expected")
    if not isinstance(version, int) or version > FORMAT:
        raise CodecError(f"format {version} was written by a newer Isnad")
    try:
        for step in range(version, FORMAT):
            inner = _UPGRADES[step](inner)
        loaded: Noun = _coders(kind)[1](inner)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CodecError(f"a {kind.__name__} that does not fit its type") from error
    return loaded


def dump_article(article: model.Article) -> bytes:
    """Return an article as bytes; ``load_article`` turns them back."""
    return dump(article)


def load_article(data: bytes) -> model.Article:
    """Return the article of ``dump_article``; CodecError if ``data`` is anything else."""
    return load(model.Article, data)


def dump_brief(brief: model.Brief) -> bytes:
    """Return a brief as bytes; ``load_brief`` turns them back."""
    return dump(brief)


def load_brief(data: bytes) -> model.Brief:
    """Return the brief of ``dump_brief``; CodecError if ``data`` is anything else."""
    return load(model.Brief, data)


def _coders(hint: Any) -> tuple[Coder, Coder]:
    """Return the encoder to JSON values and the decoder from them for one type."""
    if hint not in _MADE:
        _MADE[hint] = _make(hint)
    return _MADE[hint]


def _make(hint: Any) -> tuple[Coder, Coder]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (inner,) = (arg for arg in args if arg is not NoneType)
        return _optional(*_coders(inner))
    if origin is tuple:
        return _tuple(*_coders(args[0]))
    if origin is Mapping:
        return _mapping(*_coders(args[1]))
    if hint is object:
        return _encode_loose, _decode_loose
    if isinstance(hint, type) and is_dataclass(hint):
        return _noun(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if hint in (date, datetime, time):
        return _day(hint)
    if hint in (str, int, bool):
        return _scalar(hint)
    raise TypeError(f"no stored form for {hint!r}")


def _optional(encode: Coder, decode: Coder) -> tuple[Coder, Coder]:
    return (
        lambda value: None if value is None else encode(value),
        lambda data: None if data is None else decode(data),
    )


def _tuple(encode: Coder, decode: Coder) -> tuple[Coder, Coder]:
    return lambda value: [encode(v) for v in value], lambda data: tuple(decode(d) for d in data)


def _mapping(encode: Coder, decode: Coder) -> tuple[Coder, Coder]:
    return (
        lambda value: {str(k): encode(v) for k, v in value.items()},
        lambda data: {k: decode(d) for k, d in data.items()},
    )


def _enum(kind: type[Enum]) -> tuple[Coder, Coder]:
    return lambda value: kind(value).value, kind


def _day(kind: type[date] | type[time]) -> tuple[Coder, Coder]:
    return lambda value: value.isoformat(), kind.fromisoformat


def _scalar(kind: type[Any]) -> tuple[Coder, Coder]:
    def same(value: Any) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise TypeError(f"{type(value).__name__} where {kind.__name__} was expected")
        return kind(value)

    return same, same


def _noun(kind: type[Any]) -> tuple[Coder, Coder]:
    hints = get_type_hints(kind)
    coders = {f.name: _coders(hints[f.name]) for f in fields(kind)}
    needed = {f.name for f in fields(kind) if f.default is f.default_factory is MISSING}

    def encode(value: Any) -> dict[str, Any]:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} where {kind.__name__} was expected")
        return {name: coder[0](getattr(value, name)) for name, coder in coders.items()}

    def decode(data: Any) -> Any:
        unknown, missing = data.keys() - coders.keys(), needed - data.keys()
        if unknown or missing:
            raise CodecError(f"{kind.__name__}: unknown {unknown}, missing {missing}")
        return kind(**{name: coders[name][1](value) for name, value in data.items()})

    return encode, decode


def _encode_loose(value: Any) -> Any:
    """Encode a value of a note: JSON's own types as they are, a few more with a tag.

    Anything else becomes its words: a note is for people, and what they would read is the
    same. No brief is lost because a check put an unusual value into its reason.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_encode_loose(v) for v in value]
    if isinstance(value, tuple):
        return {_TAG: "tuple", "is": [_encode_loose(v) for v in value]}
    if isinstance(value, Set):
        return {_TAG: "frozenset", "is": [_encode_loose(v) for v in sorted(value, key=str)]}
    if isinstance(value, Mapping):
        return {_TAG: "dict", "is": {str(k): _encode_loose(v) for k, v in value.items()}}
    if isinstance(value, Decimal):
        return {_TAG: "Decimal", "is": str(value)}
    if type(value) in _LOOSE.values():
        return {_TAG: type(value).__name__, "is": _coders(type(value))[0](value)}
    return str(value)


def _decode_loose(data: Any) -> Any:
    if isinstance(data, list):
        return [_decode_loose(d) for d in data]
    if not isinstance(data, dict):
        return data
    tag, inner = data[_TAG], data["is"]
    if tag == "tuple":
        return tuple(_decode_loose(d) for d in inner)
    if tag == "frozenset":
        return frozenset(_decode_loose(d) for d in inner)
    if tag == "dict":
        return {k: _decode_loose(d) for k, d in inner.items()}
    if tag == "Decimal":
        return Decimal(inner)
    return _coders(_LOOSE[tag])[1](inner)
