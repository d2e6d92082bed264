"""``config.example.toml``, made from the settings themselves."""

from __future__ import annotations

from typing import get_origin

from pydantic import BaseModel

from bot.config.loading import Settings
from bot.config.private import section_of


def example() -> str:
    """Return ``config.example.toml``: every setting with its default and meaning."""
    lines = [
        "# Every setting of Isnad with its default. Copy to config.toml and change what you need.",
        "# Each can also be set in the environment: ISNAD_<SECTION>__<KEY>, e.g. ISNAD_LLM__MODEL.",
        "# A list stands there with commas: ISNAD_BRIEF__LANGUAGES=ar,en",
    ]
    _example(Settings, "", lines)
    return "\n".join(lines) + "\n"


def _example(model: type[BaseModel], path: str, lines: list[str], mark: str = "") -> None:
    """Write a section; ``mark`` comments out one that is not there unless somebody sets it."""
    nested: list[tuple[str, type[BaseModel], str]] = []
    for name, field in model.model_fields.items():
        kind = section_of(field.annotation)
        if kind is not None:
            optional = "" if kind is field.annotation else "# "
            named = f"{path}.{name}" if path else name
            named = f"[{named}]" if get_origin(field.annotation) is tuple else named
            nested.append((named, kind, optional))
            continue
        default = field.get_default(call_default_factory=True)
        unset = default is None or field.is_required()
        empty = "[]" if get_origin(field.annotation) is tuple else '""'
        shown = f"# {name} = {empty}" if unset else f"{mark}{name} = {_toml(default)}"
        lines.append(f"{shown}  # {field.description}")
    for name, kind, optional in nested:
        about = (kind.__doc__ or "").strip()
        lines.extend(["", f"{optional}[{name}]  # {about}"])
        _example(kind, name, lines, optional)


def _toml(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
