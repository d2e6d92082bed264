"""Secrets that are kept in files: where they are looked for, and who else may read them.

Beside the environment there are two places for secrets: a TOML file that holds nothing else
(``secrets.toml`` beside the configuration), and a folder with a file for each, as container
engines make it (``/run/secrets/llm__api_key``). What a file holds may be read by its owner alone;
a folder is the engine's, which decides that for itself.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr

from bot.errors import ConfigError
from bot.model import Note

FILE = "secrets.toml"
LARGEST = 64_000  # bytes of a secret's file: none is near
OTHERS = stat.S_IRWXG | stat.S_IRWXO
USUAL = {"openai_api_key": ("llm", "api_key"), "openai_base_url": ("llm", "base_url")}

Keys = tuple[str, ...]


def secret_keys(model: type[BaseModel], above: Keys = ()) -> Iterator[Keys]:
    """Yield the keys of every setting that is a secret by its type."""
    for keys, annotation in settings_of(model, above):
        if SecretStr in (annotation, *_parts(annotation)):
            yield keys


def settings_of(model: type[BaseModel], above: Keys = ()) -> Iterator[tuple[Keys, object]]:
    """Yield the keys and the annotation of every setting."""
    for name, field in model.model_fields.items():
        section = section_of(field.annotation)
        if section is None:
            yield (*above, name), field.annotation
        else:
            yield from settings_of(section, (*above, name))


def section_of(annotation: object) -> type[BaseModel] | None:
    """Return the section that a field holds, also where it may be ``None``."""
    for kind in (annotation, *_parts(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _parts(annotation: object) -> tuple[object, ...]:
    return tuple(getattr(annotation, "__args__", ()))


def held(table: Mapping[str, Any], model: type[BaseModel]) -> tuple[Keys, ...]:
    """Return the keys of the secrets in a file's table; a database's password is one, too."""
    found = [keys for keys in secret_keys(model) if _at(table, keys)]
    url = _at(table, ("store", "url"))
    if isinstance(url, str) and has_password(url):
        found.append(("store", "url"))
    return tuple(found)


def has_password(url: str) -> bool:
    """Whether an address holds a password."""
    try:
        return bool(urlsplit(url).password)
    except ValueError:
        return "@" in url  # it cannot be read; better once too often


def _at(table: Any, keys: Keys) -> Any:
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table


def refuse_public(file: Path, secrets: Sequence[Keys]) -> None:
    """Raise ConfigError where ``file`` holds ``secrets`` and others may read or change it."""
    if secrets and is_public(file):
        named = ", ".join(".".join(keys) for keys in secrets)
        run = f"chmod 600 {shlex.quote(str(file))}"
        told = {"file": str(file), "secrets": named, "run": run}
        raise ConfigError(detail=Note("config.public", told))


def is_public(file: Path) -> bool:
    """Whether anybody but its owner may read or change a file; OSError where it is not there."""
    return os.name == "posix" and bool(file.stat().st_mode & OTHERS)


def read_folder(folder: Path, model: type[BaseModel]) -> dict[str, Any]:
    """Return the settings in a folder that has a file for each of them.

    A file is named like the variable of the environment, with or without ``isnad_``, in letters
    of any size: ``llm__api_key``, ``ISNAD_ADAPTERS__TELEGRAM__TOKEN``, ``openai_api_key``. Files
    of other names are others'. Raises ConfigError where there is no folder, or a file of ours is
    misspelt, large or no text.
    """
    if not folder.is_dir():
        raise ConfigError(detail=Note("config.no_folder", {"folder": str(folder)}))
    known = {"__".join(keys): keys for keys, _ in settings_of(model)} | USUAL
    table: dict[str, Any] = {}
    for file in sorted(folder.iterdir()):
        name = file.name.lower()
        keys = known.get(name.removeprefix("isnad_"))
        if keys is None and name.startswith("isnad_"):
            raise ConfigError(detail=Note("config.secret_name", {"file": str(file)}))
        value = _secret(file) if keys is not None and file.is_file() else ""
        if keys is not None and value:  # an empty file is one that nobody filled in
            _put(table, keys, value)
    return table


def _secret(file: Path) -> str:
    """Return what a file holds, without the newline that editors put at its end."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise ConfigError(detail=Note("config.secret_large", {"file": str(file)}))
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise ConfigError(detail=Note("error.not_text", {"file": str(file)})) from None
    except OSError as error:
        raise ConfigError(detail=unreadable(file, error)) from error


def unreadable(file: Path, error: OSError) -> Note:
    """Return why a file cannot be read."""
    return Note("config.unreadable", {"file": str(file), "why": error.strerror or str(error)})


def _put(table: dict[str, Any], keys: Keys, value: str) -> None:
    for key in keys[:-1]:
        table = table.setdefault(key, {})
    table[keys[-1]] = value
