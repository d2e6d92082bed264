"""Settings: where they come from, what they mean, what they default to.

Order, first wins: environment (``ISNAD_<SECTION>__<KEY>``, and ``OPENAI_API_KEY``,
``OPENAI_BASE_URL`` for ``[llm]``), then the configuration file, then the defaults below.
``isnad config`` prints ``config.example.toml``, which is made from this file.
Unknown settings are errors.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import quote

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from bot.errors import ConfigError

PREFIX = "ISNAD_"
RESERVED = frozenset({"ISNAD_HOME", "ISNAD_CONFIG"})  # places, not settings


class Section(BaseModel):
    """A part of the configuration; what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BriefSettings(Section):
    """What a brief looks like."""

    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("ar", "en"),
        min_length=1,
        max_length=2,
        description="the sides of a brief, first one first",
    )
    engine: Literal["auto", "model", "extractive"] = Field(
        default="auto", description="who writes: auto takes the model where one is connected"
    )
    interface: str = Field(
        default="en", description="the language Isnad speaks where nothing tells another"
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(" ", "").split(",")) if isinstance(value, str) else value


class LlmSettings(Section):
    """The model: any OpenAI-compatible endpoint."""

    base_url: str = Field(default="https://api.openai.com/v1", description="the endpoint")
    api_key: SecretStr | None = Field(
        default=None, description="better in the environment: OPENAI_API_KEY"
    )
    model: str = Field(default="gpt-5.6-mini", description="the model's name at that endpoint")
    judge_model: str = Field(
        default="", description="the model that checks claims; empty: the one that writes"
    )
    timeout: float = Field(
        default=180, gt=0, description="seconds for one answer, all retries included"
    )
    context_tokens: int = Field(
        default=100_000,
        ge=4_000,
        description="what is sent at most; longer stories are cut by plan",
    )
    output_tokens: int = Field(
        default=16_000, ge=500, description="what an answer may take at most"
    )


class FetchSettings(Section):
    """Reading links."""

    timeout: float = Field(default=20, gt=0, description="seconds for one link, redirects included")
    max_bytes: int = Field(
        default=5_000_000, ge=10_000, description="decoded size of a page at most"
    )
    allow_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description='hosts that may have private addresses, "intranet.example" or "127.0.0.1:8000"',
    )

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part for part in value.replace(" ", "").split(",") if part)
        return value


class StoreSettings(Section):
    """What Isnad remembers."""

    url: str | None = Field(
        default=None, description="an SQLAlchemy URL; default: SQLite in the data folder"
    )


class LogSettings(Section):
    """What Isnad tells its operator, on standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="the least that is logged"
    )


class ConsoleSettings(Section):
    """The terminal."""

    width: int = Field(
        default=0, ge=0, description="columns; 0: as wide as the terminal, at most 100"
    )


class SlackSettings(Section):
    """Slack, connected by Socket Mode or by HTTP; `isnad slack-manifest` prints the app."""

    bot_token: SecretStr = Field(description='"xoxb-...", from OAuth & Permissions')
    app_token: SecretStr | None = Field(
        default=None, description='"xapp-...", from Basic Information; for mode "socket"'
    )
    signing_secret: SecretStr | None = Field(
        default=None, description='from Basic Information; for mode "http"'
    )
    mode: Literal["socket", "http"] = Field(
        default="socket", description="how events come: a websocket, or requests to a port"
    )
    port: int = Field(default=3000, ge=0, le=65_535, description='where mode "http" listens')
    preview: bool = Field(
        default=False, description="show a brief to its asker first, who publishes or discards it"
    )
    base_url: str = Field(default="https://slack.com/api/", description="the Web API")

    @model_validator(mode="after")
    def _enough(self) -> SlackSettings:
        if self.mode == "socket" and self.app_token is None:
            raise ValueError('mode "socket" needs app_token')
        if self.mode == "http" and self.signing_secret is None:
            raise ValueError('mode "http" needs signing_secret')
        return self


class TelegramSettings(Section):
    """Telegram, where there is a token of @BotFather."""

    token: SecretStr = Field(
        min_length=1, description="better in the environment: ISNAD_ADAPTERS__TELEGRAM__TOKEN"
    )
    base_url: str = Field(
        default="https://api.telegram.org/bot", description="the Bot API server, up to the token"
    )
    base_file_url: str = Field(
        default="", description="where files come from; empty: that server's usual place"
    )
    mode: Literal["polling", "webhook"] = Field(
        default="polling", description="how messages come: asked for, or posted to webhook_url"
    )
    webhook_url: str = Field(
        default="", description="the public https address that leads to the port below"
    )
    webhook_host: str = Field(
        default="127.0.0.1", description="where to listen; a proxy with TLS stands in front"
    )
    webhook_port: int = Field(default=8443, ge=0, le=65535, description="the port to listen on")
    webhook_secret: SecretStr | None = Field(
        default=None, description="what Telegram proves itself by; default: new at every start"
    )
    rich: Literal["auto", "off"] = Field(
        default="auto", description="rich messages where the server takes them, or classic ones"
    )

    @model_validator(mode="after")
    def _reachable(self) -> TelegramSettings:
        if self.mode == "webhook" and not self.webhook_url:
            raise ValueError('mode = "webhook" needs webhook_url')
        return self


class AdapterSettings(Section):
    """One part for each chat platform, named like its module in ``adapters/``."""

    console: ConsoleSettings = ConsoleSettings()
    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None


class Settings(BaseSettings):
    """Every setting there is."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, env_prefix=PREFIX, env_nested_delimiter="__"
    )

    brief: BriefSettings = BriefSettings()
    llm: LlmSettings = LlmSettings()
    fetch: FetchSettings = FetchSettings()
    store: StoreSettings = StoreSettings()
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
        found = _section(model.model_fields[key].annotation) if key in model.model_fields else None
        if found is None:
            break
        model = found
    return list(model.model_fields)


def example() -> str:
    """Return ``config.example.toml``: every setting with its default and meaning."""
    lines = [
        "# Every setting of Isnad with its default. Copy to config.toml and change what you need.",
        "# Each can also be set in the environment: ISNAD_<SECTION>__<KEY>, e.g. ISNAD_LLM__MODEL.",
    ]
    _example(Settings, "", lines)
    return "\n".join(lines) + "\n"


def _example(model: type[BaseModel], path: str, lines: list[str], mark: str = "") -> None:
    """Write a section; ``mark`` comments out one that is not there unless somebody sets it."""
    nested: list[tuple[str, type[BaseModel], str]] = []
    for name, field in model.model_fields.items():
        kind = _section(field.annotation)
        if kind is not None:
            optional = "" if kind is field.annotation else "# "
            nested.append((f"{path}.{name}" if path else name, kind, optional))
            continue
        default = field.get_default(call_default_factory=True)
        unset = default is None or field.is_required()
        shown = f'# {name} = ""' if unset else f"{mark}{name} = {_toml(default)}"
        lines.append(f"{shown}  # {field.description}")
    for name, kind, optional in nested:
        about = (kind.__doc__ or "").strip()
        lines.extend(["", f"{optional}[{name}]  # {about}"])
        _example(kind, name, lines, optional)


def _section(annotation: object) -> type[BaseModel] | None:
    """Return the section that a field holds, also where it may be ``None``."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _toml(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
