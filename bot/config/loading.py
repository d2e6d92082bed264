"""Reading the settings: environment, then the file, then the defaults."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import get_args
from urllib.parse import quote

from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from bot.config.sections import (
    AccessSettings,
    AdapterSettings,
    BriefSettings,
    BudgetSettings,
    FetchSettings,
    JobsSettings,
    LlmSettings,
    LogSettings,
    StoreSettings,
    WatchSettings,
)
from bot.errors import ConfigError

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
    log: LogSettings = LogSettings()
    adapters: AdapterSettings = AdapterSettings()

    @property
    def store_url(self) -> str:
        """The store's URL, SQLite in the data folder unless set."""
        path = quote(str(data_home() / "isnad.db"))  # a URL: "?" and "%" mean something in it
        return self.store.url or f"sqlite+aiosqlite:///{path}"

    @property
    def model_connected(self) -> bool:
        """Whether a model was named: a key in the environment, or anything in ``[llm]``."""
        return "llm" in self.model_fields_set


def data_home() -> Path:
    """Return the data folder: ``ISNAD_HOME``, else the platform's usual place."""
    if os.environ.get("ISNAD_HOME"):
        return Path(os.environ["ISNAD_HOME"])
    from platformdirs import user_data_path

    return user_data_path("isnad")


def load(path: Path | None = None) -> Settings:
    """Read the settings. ConfigError names the setting that is unknown or wrong, and its place.

    ``path`` is the configuration file; without it ``ISNAD_CONFIG``, else ``config.toml`` in
    the working directory if it is there.
    """
    file = _file(path)

    class Sources(Settings):
        """Settings read from the environment, then the usual OpenAI variables, then the file."""

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            usual = InitSettingsSource(settings_cls, {"llm": _openai()} if _openai() else {})
            if file is None:
                return env_settings, usual
            return env_settings, usual, TomlConfigSettingsSource(settings_cls, file)

    _refuse_unknown_variables()
    try:
        return Sources()
    except ValidationError as error:
        raise ConfigError(detail=_explain(error, file)) from error
    except SettingsError as error:
        raise ConfigError(detail=f"environment: {error}") from error
    except OSError as error:
        raise ConfigError(detail=f"{file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(detail=f"{file}: {error}") from error


def _file(path: Path | None) -> Path | None:
    named = path or (Path(os.environ["ISNAD_CONFIG"]) if os.environ.get("ISNAD_CONFIG") else None)
    if named is not None:
        if not named.is_file():
            raise ConfigError(detail=f"{named}: there is no such file")
        return named
    usual = Path("config.toml")
    return usual if usual.is_file() else None


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
                raise ConfigError(
                    detail=f"{name}: unknown setting; it is {PREFIX}<SECTION>__<KEY>,"
                    f" with a section of {sections}"
                )


def _explain(error: ValidationError, file: Path | None) -> str:
    """Say each wrong setting with its place, what is wrong and what is allowed; never its value."""
    lines = []
    for item in error.errors(include_input=False, include_url=False):
        keys = [str(part) for part in item["loc"]]
        variable = PREFIX + "__".join(keys).upper()
        where = variable if variable in os.environ else f"{file or 'defaults'}: {'.'.join(keys)}"
        if item["type"] == "extra_forbidden":
            lines.append(f"{where}: unknown setting; known here: {', '.join(_known(keys))}")
        else:
            lines.append(f"{where}: {item['msg']}")
    return "\n".join(lines)


def _known(keys: list[str]) -> list[str]:
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
    """Return every secret of the settings: what no log may show."""
    found: list[str] = []
    for _, value in part:
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, BaseModel):
            found.extend(secrets(value))
    return tuple(secret for secret in found if secret)


def section_of(annotation: object) -> type[BaseModel] | None:
    """Return the section that a field holds, also where it may be ``None``."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
