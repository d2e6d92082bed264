"""The model that the settings connect, in its three parts: who writes, answers, and judges."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot import whose
from bot.alerts import Alerts
from bot.config import Settings
from bot.errors import ConfigError
from bot.model import Note, Usage
from bot.ports import Answerer, Model, Store, Summarizer

if TYPE_CHECKING:
    from bot.judge import Judge


async def writers(
    settings: Settings, store: Store, alerts: Alerts, stack: AsyncExitStack
) -> tuple[Summarizer | None, Answerer | None]:
    """Return who writes briefs and answers with a model, nobody where none is to be used.

    What they answered is found again for as long as it is kept, and goes with its chat.
    ``alerts`` hear what only an owner can mend.
    """
    if not has_model(settings):
        return None, None
    from bot.answer import ModelAnswerer
    from bot.llm.kept import KeptModel
    from bot.summarize import ModelSummarizer

    asked = await stack.enter_async_context(endpoint(settings))
    llm = settings.llm
    kept = KeptModel(_paid(asked, "model", store, alerts), store, whose.chat)
    writer = ModelSummarizer(kept, llm.context_tokens, llm.output_tokens)
    return writer, ModelAnswerer(kept, llm.context_tokens)


@asynccontextmanager
async def judge(
    settings: Settings, store: Store | None = None, alerts: Alerts | None = None
) -> AsyncIterator[Judge | None]:
    """Open the judge, ``None`` where no model is to be used.

    ``store`` keeps its answers and what they cost, ``alerts`` hear what only an owner can mend.
    """
    if not has_model(settings):
        yield None
        return
    from bot.judge import Judge
    from bot.llm.kept import KeptModel

    llm = settings.llm
    async with endpoint(settings, llm.judge_model) as opened:
        asked = opened
        if store:
            name = "judge_model" if llm.judge_model else "model"
            paid = _paid(opened, name, store, alerts or Alerts())
            asked = KeptModel(paid, store, whose.chat)
        yield Judge(asked, llm.context_tokens)


def _paid(asked: Model, name: str, store: Store, alerts: Alerts) -> Model:
    """Return a model whose answers are paid for by whom they are for, ``name`` it is told by."""
    from bot.llm.paid import PaidModel

    async def pay(used: Usage, model: str) -> None:
        await store.charges.pay(used, model, whose.chat(), whose.user())

    return PaidModel(asked, pay, partial(alerts.model, name))


def has_model(settings: Settings) -> bool:
    """Whether a model is to be used; ConfigError where one is asked for and none connected."""
    if settings.brief.engine == "model" and not settings.model_connected:
        raise ConfigError(detail=Note("config.no_model"))
    return settings.brief.engine != "extractive" and settings.model_connected


@asynccontextmanager
async def endpoint(settings: Settings, model: str = "") -> AsyncIterator[Model]:
    """Open the configured endpoint; ``model``: another one there. It rests after outages."""
    from bot.llm.breaker import BreakerModel
    from bot.llm.openai import OpenAIModel  # the SDK is only loaded where a model is connected

    llm = settings.llm
    asked = OpenAIModel(
        base_url=llm.base_url,
        api_key=llm.api_key.get_secret_value() if llm.api_key else None,
        model=model or llm.model,
        timeout=llm.timeout,
        max_output_tokens=llm.output_tokens,
    )
    async with asked:
        yield BreakerModel(asked)
