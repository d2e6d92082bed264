"""Reading the settings: environment, secrets, then the file, then the defaults."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from bot.config.places import holds, line_of
from bot.config.private import FILE, held, read_folder, refuse_public, section_of, unreadable
from bot.config.sections import (
    AccessSettings,
    AdapterSettings,
    BriefSettings,
    BudgetSettings,
    DigestSettings,
    FeedsSettings,
    FetchSettings,
    JobsSettings,
    LlmSettings,
    LogSettings,
    SecretsSettings,
    StoreSettings,
    WatchSettings,
    WebSettings,
    of_terminal,
)
from bot.config.wrong import WrongValueError, what_is_wrong
from bot.errors import ConfigError
from bot.model import Note
from prompts import languages

PREFIX = "ISNAD_"
RESERVED = frozenset({"ISNAD_HOME", "ISNAD_CONFIG", "ISNAD_FAILPOINT"})  # no settings


class Settings(BaseSettings):
    """Every setting there is."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__"
    )

    brief: BriefSettings = Field(default_factory=BriefSettings)  # it asks the terminal's LANG
    llm: LlmSettings = LlmSettings()
    fetch: FetchSettings = FetchSettings()
    store: StoreSettings = StoreSettings()
    access: AccessSettings = AccessSettings()
    budget: BudgetSettings = BudgetSettings()
    jobs: JobsSettings = JobsSettings()
    watch: WatchSettings = WatchSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    secrets: SecretsSettings = SecretsSettings()
    adapters: AdapterSettings = AdapterSettings()
    digest: tuple[DigestSettings, ...] = ()
    feeds: tuple[FeedsSettings, ...] = ()

    @field_validator("digest")
    @classmethod
    def _apart(cls, value: tuple[DigestSettings, ...]) -> tuple[DigestSettings, ...]:
        twice = [one for one, n in Counter((d.chat, d.name) for d in value).items() if n > 1]
        if twice:
            chat, name = twice[0]
            raise WrongValueError("config.digests", chat=chat, name=name)
        return value

    @property
    def store_url(self) -> str:
        """The store's URL, SQLite in the data folder unless set."""
        path = quote(str(data_home() / "isnad.db"))  # a URL: "?" and "%" mean something in it
        return self.store.url or f"sqlite:///{path}"

    @property
    def model_connected(self) -> bool:
        """Whether a model was named: by a key, an address or a name that is not the default."""
        usual = LlmSettings()
        named = (self.llm.base_url, self.llm.model) != (usual.base_url, usual.model)
        return self.llm.api_key is not None or named


def data_home() -> Path:
    """Return the data folder: ``ISNAD_HOME``, else the platform's usual place."""
    if os.environ.get("ISNAD_HOME"):
        return Path(os.environ["ISNAD_HOME"])
    from platformdirs import user_data_path

    return user_data_path("isnad")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of settings as it was read; ``text`` to find the line of one."""

    path: Path
    text: str
    table: Mapping[str, Any]


def load(path: Path | None = None, more: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings. ConfigError names the setting that is unknown or wrong, and its place.

    ``path`` is the configuration file; without it ``ISNAD_CONFIG``, else ``config.toml`` in
    the working directory if it is there. Secrets may also stand in ``secrets.toml`` beside it and
    in ``[secrets] folder``; a file with secrets that others may read is refused.

    ``more`` are settings that win over all files, which need not be there then: what somebody is
    about to write.
    """
    file = config_file(path) if more is None else _there(target_file(path))
    _refuse_unknown_variables()
    config = _read(file) if file else None
    private = _private(config)
    files = [found for found in (private, config) if found]
    folder = _where(config, "folder")
    in_folder = read_folder(folder, Settings) if folder else {}
    usual = {"llm": _openai()} if _openai() else {}
    tables = [usual, more or {}, in_folder, *(f.table for f in files)]

    class Sources(Settings):
        """Settings read from the environment, then the usual OpenAI variables, then the files."""

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            given = (InitSettingsSource(settings_cls, dict(table)) for table in tables)
            return env_settings, *given

    try:
        loaded = Sources()
    except ValidationError as error:
        raise ConfigError(detail=_explain(error, files, folder if in_folder else None)) from None
    except SettingsError as error:
        raise ConfigError(detail=Note("config.environment", {"why": str(error)})) from None
    for found in files:
        refuse_public(found.path, held(found.table, Settings))
    return loaded


def _read(file: Path) -> _File:
    try:
        text = file.read_text("utf-8-sig")
        return _File(file, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = where[1] if where else len(text.splitlines())
        told = {"place": f"{file}:{line}", "why": str(error)}
        raise ConfigError(detail=Note("config.toml", told)) from None
    except OSError as error:
        raise ConfigError(detail=unreadable(file, error)) from None
    except UnicodeDecodeError:
        raise ConfigError(detail=Note("error.not_text", {"file": str(file)})) from None


def _private(config: _File | None) -> _File | None:
    """Read the file with secrets: the one that is named, else the usual one if it is there."""
    named = _where(config, "file")
    if named is not None and not named.is_file():
        raise ConfigError(detail=Note("config.no_secrets", {"file": str(named)}))
    file = named or _there((config.path.parent if config else Path()) / FILE)
    return _read(file) if file else None


def secrets_file(config: Path) -> Path:
    """Return where the secrets of a configuration are kept, or would be.

    ConfigError where the configuration cannot be read.
    """
    read = _read(config) if config.is_file() else None
    return _where(read, "file") or config.parent / FILE


def _where(config: _File | None, key: str) -> Path | None:
    """Return a path of ``[secrets]``; a relative one is so to the configuration."""
    in_file = config.table.get("secrets", {}) if config else {}
    told = os.environ.get(f"{PREFIX}SECRETS__{key.upper()}")
    told = told or (in_file.get(key) if isinstance(in_file, Mapping) else None)
    if not isinstance(told, str) or not told:
        return None
    return (config.path.parent if config else Path()) / told


def target_file(path: Path | None) -> Path:
    """Return where the configuration is, or would be."""
    return path or Path(os.environ.get("ISNAD_CONFIG") or "config.toml")


def config_file(path: Path | None) -> Path | None:
    """Return the configuration file; ConfigError where one is named and not there."""
    file = target_file(path)
    if not file.is_file() and (path or os.environ.get("ISNAD_CONFIG")):
        raise ConfigError(detail=Note("config.no_file", {"file": str(file)}))
    return _there(file)


def _there(file: Path) -> Path | None:
    return file if file.is_file() else None


def _openai() -> dict[str, str]:
    found = {
        "api_key": os.environ.get("OPENAI_API_KEY"),
        "base_url": os.environ.get("OPENAI_BASE_URL"),
    }
    return {key: value for key, value in found.items() if value}


def _refuse_unknown_variables() -> None:
    """Pydantic passes over a variable whose section it does not know; a typo must not pass."""
    for name in os.environ:
        if name.startswith(PREFIX) and name not in RESERVED:
            section = name[len(PREFIX) :].lower().partition("__")[0]
            if section not in Settings.model_fields or "__" not in name:
                sections = ", ".join(f.upper() for f in Settings.model_fields)
                told = {"name": name, "form": f"{PREFIX}<SECTION>__<KEY>", "sections": sections}
                raise ConfigError(detail=Note("config.variable", told))


def interface(path: Path | None) -> str:
    """Return the language to speak where the settings cannot be read: theirs if it can be found."""
    told: object = os.environ.get(f"{PREFIX}BRIEF__INTERFACE")
    if not told:
        try:
            brief = tomllib.loads(target_file(path).read_text("utf-8-sig")).get("brief")
        except (OSError, ValueError):  # that is what is going to be told
            brief = None
        told = brief.get("interface") if isinstance(brief, Mapping) else None
    return told if isinstance(told, str) and told in languages() else of_terminal()


def _explain(
    error: ValidationError, files: Sequence[_File], folder: Path | None
) -> tuple[Note, ...]:
    """Say each wrong setting with its place, what is wrong and what is allowed; never its value."""
    lines = []
    for item in error.errors(include_input=False, include_url=False):
        keys = [str(part) for part in item["loc"]]
        where = _place(keys, files, folder)
        if item["type"] == "extra_forbidden":
            known = _known(keys)
            near = difflib.get_close_matches(keys[-1], known, 1)
            told = {"place": where, "known": ", ".join(known), "near": near[0] if near else ""}
            lines.append(Note("config.unknown_near" if near else "config.unknown", told))
        else:
            lines.append(Note("config.wrong", {"place": where, "what": what_is_wrong(item)}))
    return tuple(lines)


def _place(keys: Sequence[str], files: Sequence[_File], folder: Path | None) -> str:
    """Return where a setting was read: a variable, a line of a file, or the file for it alone."""
    variable = (PREFIX + "__".join(keys)).upper()
    if variable in {name.upper() for name in os.environ}:
        return variable
    named = ".".join(keys)
    if folder is not None and (folder / "__".join(keys)).exists():
        return f"{folder / '__'.join(keys)}: {named}"
    for file in sorted(files, key=lambda f: not holds(f.table, keys)):
        line = line_of(file.text, keys)
        if line is not None:
            return f"{file.path}:{line}: {named}"
    return f"{files[-1].path if files else 'defaults'}: {named}"


def _known(keys: Sequence[str]) -> list[str]:
    model: type[BaseModel] = Settings
    for key in keys[:-1]:
        found = (
            section_of(model.model_fields[key].annotation) if key in model.model_fields else None
        )
        if found is None:
            break
        model = found
    return list(model.model_fields)


def secrets(part: BaseModel) -> tuple[str, ...]:
    """Return every secret of the settings, a database's password included: what no log may show."""
    found: list[str] = []
    for _, value in part:
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, BaseModel):
            found.extend(secrets(value))
    if isinstance(part, StoreSettings) and part.url:
        found.append(_password(part.url))
    return tuple(secret for secret in found if secret)


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""
