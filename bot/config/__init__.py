"""Settings: where they come from, what they mean, what they default to.

Order, first wins: environment (``ISNAD_<SECTION>__<KEY>``, and ``OPENAI_API_KEY``,
``OPENAI_BASE_URL`` for ``[llm]``), then the configuration file, then the defaults below.
``isnad config`` prints ``config.example.toml``, which is made from this file.
Unknown settings are errors.
"""

from bot.config.loading import Settings, data_home, load, secrets
from bot.config.sample import example
from bot.config.sections import (
    LOCALES,
    AccessSettings,
    AdapterSettings,
    BriefSettings,
    ConsoleSettings,
    FetchSettings,
    JobsSettings,
    LlmSettings,
    LogSettings,
    SlackSettings,
    StoreSettings,
    TelegramSettings,
)

__all__ = [
    "LOCALES",
    "AccessSettings",
    "AdapterSettings",
    "BriefSettings",
    "ConsoleSettings",
    "FetchSettings",
    "JobsSettings",
    "LlmSettings",
    "LogSettings",
    "Settings",
    "SlackSettings",
    "StoreSettings",
    "TelegramSettings",
    "data_home",
    "example",
    "load",
    "secrets",
]
