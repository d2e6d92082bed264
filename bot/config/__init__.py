"""Settings: where they come from, what they mean, what they default to.

Order, first wins: environment (``ISNAD_<SECTION>__<KEY>``, and ``OPENAI_API_KEY``,
``OPENAI_BASE_URL`` for ``[llm]``), a folder of secrets, ``secrets.toml``, the configuration file,
the defaults below.
``isnad config`` prints ``config.example.toml``, which is made from this file.
Unknown settings are errors.
"""

import os

# pydantic looks for plugins of its own in every distribution that is installed; we have none
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from bot.config.loading import (
    Settings,
    config_file,
    data_home,
    interface,
    load,
    secrets,
    secrets_file,
    target_file,
)
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
    SecretsSettings,
    SlackSettings,
    StoreSettings,
    TelegramSettings,
    of_terminal,
)
from bot.config.wrong import WrongValueError, what_is_wrong

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
    "SecretsSettings",
    "Settings",
    "SlackSettings",
    "StoreSettings",
    "TelegramSettings",
    "WrongValueError",
    "config_file",
    "data_home",
    "example",
    "interface",
    "load",
    "of_terminal",
    "secrets",
    "secrets_file",
    "target_file",
    "what_is_wrong",
]
