"""The parts of the configuration: one field for each setting, its default and its meaning."""

from __future__ import annotations

import os
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    NoDecode,
)

from bot.config.wrong import WrongValueError
from bot.model import Chat
from prompts import languages as spoken

LANGUAGE = re.compile(r"[a-z]{2,3}")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})  # where http is as good as https
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set counts


def of_terminal() -> str:
    """Return the language that the terminal is set to, if Isnad speaks it, else English."""
    found = next((os.environ[name][:2] for name in LOCALES if os.environ.get(name)), "en")
    return found if found in spoken() else "en"


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
        default="auto",
        validate_default=True,
        description="the language Isnad speaks where nothing tells another; auto: LANG's, else en",
    )

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _listed(value)

    @field_validator("languages")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        from babel.localedata import exists  # only where settings are read

        for code in value:
            if not (LANGUAGE.fullmatch(code) and exists(code)):
                raise WrongValueError("config.language", code=code)
        return value

    @field_validator("interface")
    @classmethod
    def _spoken(cls, value: str) -> str:
        if value == "auto":
            return of_terminal()
        if value not in spoken():
            raise WrongValueError("config.one_of", known=", ".join((*spoken(), "auto")))
        return value


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
    price_input: float = Field(default=0, ge=0, description="of a million tokens, for budgets")
    price_cached: float = Field(default=0, ge=0, description="of a million that were cached")
    price_output: float = Field(default=0, ge=0, description="of a million in answers")
    currency: str = Field(default="USD", description="of these prices")


def _listed(value: object) -> object:
    """Read a list that stands in the environment: "a, b", or as in the file: ["a", "b"]."""
    if isinstance(value, str):
        bare = value.replace(" ", "").removeprefix("[").removesuffix("]")
        return tuple(part for raw in bare.split(",") if (part := raw.strip("\"'")))
    return value


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
        return _listed(value)


class StoreSettings(Section):
    """What Isnad remembers."""

    url: str | None = Field(
        default=None, description="an SQLAlchemy URL; default: SQLite in the data folder"
    )
    keep_days: int = Field(
        default=0,
        ge=0,
        description="days for which articles and briefs are kept where a chat did not choose"
        " (/keep); 0: for good",
    )
    patience: float = Field(
        default=60, ge=0, description="seconds for which a PostgreSQL is awaited at the start"
    )


class JobsSettings(Section):
    """Briefs, answers and digests on their way."""

    slots: int = Field(default=4, ge=1, le=64, description="how many are made at a time")
    deadline: float = Field(
        default=600, gt=0, description="seconds until one that does not end is begun again"
    )
    grace: float = Field(
        default=6, ge=0, description="seconds to end what is under way when Isnad is stopped"
    )
    lease: float = Field(
        default=15,
        ge=1,
        description="seconds of a worker's silence until others do its work (PostgreSQL)",
    )


class AccessSettings(Section):
    """Who may use Isnad on Telegram and Slack; `isnad serve` prints a code for its first owner."""

    open: bool = Field(default=False, description="let in everybody who finds it, as editor")
    allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description='let in as editors: "slack" (all of it), "telegram:-1001234567"'
    )

    @field_validator("allow", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _listed(value)


class BudgetSettings(Section):
    """The most of a day, counted in UTC; 0 is no limit. Money needs the prices in [llm]."""

    links_in_message: int = Field(default=50, ge=0, description="links of one message")
    user_briefs: int = Field(default=50, ge=0, description="briefs and digests for one person")
    user_questions: int = Field(default=200, ge=0, description="questions and checks of one person")
    user_links: int = Field(default=0, ge=0, description="links read for one person")
    user_tokens: int = Field(default=0, ge=0, description="tokens for one person")
    user_money: float = Field(default=0, ge=0, description="for one person")
    chat_briefs: int = Field(default=100, ge=0, description="briefs and digests in one chat")
    chat_questions: int = Field(default=400, ge=0, description="questions and checks in one chat")
    chat_links: int = Field(default=500, ge=0, description="links read for one chat")
    chat_tokens: int = Field(default=0, ge=0, description="tokens for one chat")
    chat_money: float = Field(default=0, ge=0, description="for one chat")
    briefs: int = Field(default=1000, ge=0, description="briefs and digests in all")
    questions: int = Field(default=4000, ge=0, description="questions and checks in all")
    links: int = Field(default=0, ge=0, description="links read in all")
    tokens: int = Field(default=0, ge=0, description="tokens in all, read and written")
    money: float = Field(default=0, ge=0, description="in all")


class WebSettings(Section):
    """Briefs as pages under links that nobody can guess; without public_url they come as files."""

    public_url: str = Field(
        default="", description="where people reach it: https, through your own proxy with TLS"
    )
    host: str = Field(default="127.0.0.1", description="where `isnad serve` listens for that proxy")
    port: int = Field(default=8080, ge=0, le=65_535, description="the port there")
    days: int = Field(default=30, ge=1, le=3_650, description="that a link holds")

    @field_validator("public_url")
    @classmethod
    def _safe(cls, value: str) -> str:
        parts = urlsplit(value)
        near = parts.scheme == "http" and parts.hostname in LOOPBACK
        if value and not (parts.hostname and (parts.scheme == "https" or near)):
            raise WrongValueError("config.public_url")
        if parts.query or parts.fragment or parts.username:
            raise WrongValueError("config.bare_url")
        return value.rstrip("/")


class WatchSettings(Section):
    """Health and Prometheus metrics of `isnad serve`, on 127.0.0.1."""

    port: int = Field(default=9464, ge=0, le=65_535, description="where; 0: nowhere")


class LogSettings(Section):
    """What Isnad tells its operator, on standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="the least that is logged"
    )


class SecretsSettings(Section):
    """Where secrets are kept, if not in the environment; only their owner may read the file."""

    file: str = Field(
        default="", description="settings that are secrets; empty: secrets.toml beside this file"
    )
    folder: str = Field(
        default="", description='a folder with a file for each, "/run/secrets": llm__api_key, ...'
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
            raise WrongValueError("config.needs", mode="socket", setting="app_token")
        if self.mode == "http" and self.signing_secret is None:
            raise WrongValueError("config.needs", mode="http", setting="signing_secret")
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
            raise WrongValueError("config.needs", mode="webhook", setting="webhook_url")
        return self


class AdapterSettings(Section):
    """One part for each chat platform, named like its module in ``adapters/``."""

    console: ConsoleSettings = ConsoleSettings()
    telegram: TelegramSettings | None = None
    slack: SlackSettings | None = None


def chat_of(named: str) -> Chat:
    """Return the chat that is named "telegram:-1001234567". WrongValueError says what may be."""
    platform, _, id = named.partition(":")
    known = tuple(AdapterSettings.model_fields)
    if platform not in known or not id.strip():
        raise WrongValueError("config.chat", known=", ".join(known))
    return Chat(platform, id.strip())


class OfChat(Section):
    """What is set for one chat."""

    chat: str = Field(description='whose: "telegram:-1001234567", "slack:C0123456789"')

    @field_validator("chat")
    @classmethod
    def _there(cls, value: str) -> str:
        chat_of(value)
        return value


class DigestSettings(OfChat):
    """A digest of a chat, one such part for each; in the chat it can only be paused."""

    at: str = Field(description='when, as after /digest add: "08:00 weekdays Asia/Riyadh"')
    name: str = Field(
        default="digest", min_length=1, description="tells several digests of one chat apart"
    )
    topic: tuple[str, ...] = Field(default=(), description="words that narrow it; none: everything")
    stories: int = Field(default=5, ge=1, le=20, description="that it tells at most")
    quiet: bool = Field(default=False, description="post nothing where there is nothing new")
    catch_up: int = Field(
        default=360, ge=0, description="minutes after its time in which a missed one still comes"
    )

    @field_validator("at")
    @classmethod
    def _read(cls, value: str) -> str:
        from bot.digest.reading import read_wanted  # only where there is a digest
        from bot.errors import ScheduleError

        try:
            wanted = read_wanted(value, "UTC")
        except ScheduleError as error:
            raise WrongValueError(error.note.key, **error.note.values) from None
        if wanted.topic:
            raise WrongValueError("config.no_time", word=wanted.topic[0])
        return value


class FeedsSettings(OfChat):
    """Feeds that a chat follows, one such part for each chat; they are added to its own."""

    follow: tuple[str, ...] = Field(min_length=1, description="feeds, or sites that have one")
