"""The one place where the parts are joined: settings in, working parts out."""

from __future__ import annotations

import importlib
import secrets
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from bot import commands
from bot.app import App
from bot.article import Reader
from bot.config import Settings, data_home
from bot.errors import ConfigError
from bot.extract import Extractive
from bot.fetch import Fetcher
from bot.judge import Judge
from bot.pipeline import Tools
from bot.ports import Adapter, Model, PageReader, Services, Store, Summarizer
from bot.seal import HmacSeal


def now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh id for a brief: 12 characters, unguessable enough to be a reference."""
    return uuid.uuid4().hex[:12]


@asynccontextmanager
async def tools(settings: Settings, reader: PageReader | None = None) -> AsyncIterator[Tools]:
    """Open what jobs work with, and close it again.

    ``reader`` takes the place of the one that reads pages in processes of its own.
    """
    async with AsyncExitStack() as stack:
        store = open_store(settings)
        await store.open()
        stack.push_async_callback(store.close)
        fetcher = await stack.enter_async_context(
            Fetcher(
                timeout=settings.fetch.timeout,
                max_bytes=settings.fetch.max_bytes,
                allow_hosts=settings.fetch.allow_hosts,
            )
        )
        reader = reader or Reader()
        stack.push_async_callback(reader.close)
        yield Tools(
            fetcher=fetcher,
            reader=reader,
            store=store,
            extractive=Extractive(),
            writer=await _writer(settings, store, stack),
            judge=await stack.enter_async_context(judge(settings, store)),
            now=now,
            new_id=new_id,
        )


def open_store(settings: Settings) -> Store:
    """Return the store that the settings name, not yet open."""
    from bot.store import SqlStore  # SQLAlchemy takes a while to import

    return SqlStore(settings.store_url)


async def _writer(settings: Settings, store: Store, stack: AsyncExitStack) -> Summarizer | None:
    """Return the model's summarizer, or ``None`` where no model is to be used."""
    if not _has_model(settings):
        return None
    from bot.llm.kept import KeptModel
    from bot.summarize import ModelSummarizer

    asked = await stack.enter_async_context(endpoint(settings))
    llm = settings.llm
    return ModelSummarizer(KeptModel(asked, store), llm.context_tokens, llm.output_tokens)


@asynccontextmanager
async def judge(settings: Settings, store: Store | None = None) -> AsyncIterator[Judge | None]:
    """Open the judge, ``None`` where no model is to be used; ``store`` keeps its answers."""
    if not _has_model(settings):
        yield None
        return
    from bot.llm.kept import KeptModel

    llm = settings.llm
    async with endpoint(settings, llm.judge_model) as asked:
        yield Judge(KeptModel(asked, store) if store else asked, llm.context_tokens)


def _has_model(settings: Settings) -> bool:
    """Whether a model is to be used; ConfigError where one is asked for and none connected."""
    if settings.brief.engine == "model" and not settings.model_connected:
        raise ConfigError(
            detail="engine is model, but none is connected: set OPENAI_API_KEY or [llm]"
        )
    return settings.brief.engine != "extractive" and settings.model_connected


def endpoint(settings: Settings, model: str = "") -> AbstractAsyncContextManager[Model]:
    """Return the configured endpoint, to be closed after use; ``model``: another one there."""
    from bot.llm.openai import OpenAIModel  # the SDK is only loaded where a model is connected

    llm = settings.llm
    return OpenAIModel(
        base_url=llm.base_url,
        api_key=llm.api_key.get_secret_value() if llm.api_key else None,
        model=model or llm.model,
        timeout=llm.timeout,
        max_output_tokens=llm.output_tokens,
    )


async def services(name: str, settings: Settings, store: Store) -> Services:
    """Return what the house gives to the adapter ``name``."""
    files = data_home() / "files"
    return Services(
        interface=settings.brief.interface,
        inbox=store.inbox(name),
        seal=HmacSeal(await _secret(store), now),
        menu=commands.menu(name),
        files=files,
    )


async def _secret(store: Store) -> bytes:
    """Return this installation's own key for buttons, made at its first start."""
    found = await store.kept("secret", "seal")
    if found is None:
        await store.keep("secret", "seal", secrets.token_bytes(32))
        found = await store.kept("secret", "seal")
    return found or b""


def configured(settings: Settings) -> tuple[str, ...]:
    """Return the names of the chat platforms that the settings configure, the terminal apart."""
    fields = type(settings.adapters).model_fields
    return tuple(n for n in fields if n != "console" and getattr(settings.adapters, n) is not None)


def adapter(name: str, settings: Settings, services: Services) -> Adapter:
    """Return the adapter of ``[adapters.<name>]``: the module ``adapters.<name>``."""
    module = importlib.import_module(f"adapters.{name}")
    made: Adapter = module.create(getattr(settings.adapters, name), services)
    return made


def app(settings: Settings, tools: Tools, adapters: Mapping[str, Adapter]) -> App:
    """Join the front door with its commands."""
    return App(
        tools, adapters, commands.table(), settings.brief.languages, settings.brief.interface
    )
