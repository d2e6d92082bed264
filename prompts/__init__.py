"""Words: prompts for models and texts for people. The only reader of this folder.

``prompts/<name>.md`` is a prompt with a version in its head; ``prompts/lang/<code>.toml`` holds
every sentence that a person reads in that language. No other module opens these files.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FALLBACK = "en"
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})  # CLDR


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt for a model; ``label`` ("draft@3") names it in briefs and records."""

    name: str
    version: int
    template: str

    @property
    def label(self) -> str:
        """Name and version in one word."""
        return f"{self.name}@{self.version}"

    def fill(self, **values: str) -> str:
        """Put ``values`` in place of ``$name``; KeyError for a placeholder without a value."""
        return string.Template(self.template).substitute(values)


@cache
def prompt(name: str) -> Prompt:
    """Read ``prompts/<name>.md``: a head of ``---``, ``version: N``, ``---``, then the text."""
    text = files(__name__).joinpath(f"{name}.md").read_text("utf-8")
    _, head, body = text.split("---\n", 2)
    version = int(head.split("version:", 1)[1].split()[0])
    return Prompt(name, version, body.strip() + "\n")


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that Isnad speaks to people in."""
    folder = files(__name__).joinpath("lang")
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def _table(language: str) -> Mapping[str, object]:
    raw = tomllib.loads(files(__name__).joinpath(f"lang/{language}.toml").read_text("utf-8"))
    flat: dict[str, object] = {}
    _flatten("", raw, flat)
    return flat


def _flatten(prefix: str, table: Mapping[str, object], into: dict[str, object]) -> None:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not set(value) <= PLURALS:
            _flatten(f"{name}.", value, into)
        else:
            into[name] = value


def keys(language: str) -> frozenset[str]:
    """Return every text key of ``language``, dotted."""
    return frozenset(_table(language))


def template(key: str, language: str) -> object:
    """Return the raw text of ``key``: a string, or a mapping of plural forms."""
    if language not in languages():
        language = FALLBACK
    return _table(language)[key]


def text(key: str, language: str, /, **values: object) -> str:
    """Say ``key`` in ``language`` (English where Isnad does not speak it).

    A text may be a table of plural forms (CLDR names: zero, one, two, few, many, other),
    chosen by the value ``n``. KeyError for an unknown key or a missing value.
    """
    if language not in languages():
        language = FALLBACK
    found = template(key, language)
    if isinstance(found, dict):
        found = found.get(plural(language, values["n"]), found["other"])
    return str(found).format_map(values)


def language_name(code: str, language: str) -> str:
    """Return what ``language`` calls the language ``code``: "Arabic", "العربية"."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code).get_language_name(language) or code)
    except (UnknownLocaleError, ValueError):
        return code


def plural(language: str, n: object) -> str:
    """Return the CLDR plural category of ``n`` in ``language``."""
    from babel import Locale  # slow to import, and few texts count

    return str(Locale(language).plural_form(int(str(n))))
