"""The one place where the parts are joined: settings in, working parts out."""

from __future__ import annotations

import asyncio
import importlib
import secrets
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from bot import commands
from bot.access import Gate
from bot.alerts import Alerts, closed_chat
from bot.article import Reader
from bot.budget import Limits, Prices, Whose
from bot.chats import close, rate, remember
from bot.config import Settings, data_home
from bot.endpoints import has_model, judge, writers
from bot.errors import StoreUnreachableError
from bot.extract import Extractive
from bot.feeds.reader import Reader as FeedReader
from bot.fetch import Fetcher
from bot.house import House
from bot.meter import meter
from bot.model import Chat, Fate, Message, Place, Post
from bot.outbox import Dispatcher
from bot.owners import Owners, free_in
from bot.ports import Adapter, Jobs, PageReader, Services, Store
from bot.preset import Preset
from bot.purse import Budget, Purse
from bot.seal import HmacSeal, PageLinks
from bot.tools import Tools
from bot.traffic import attachments

if TYPE_CHECKING:
    from bot.app import App

FIRST_KNOCK, LAST_KNOCK = 0.5, 5.0  # seconds between two tries to reach a database
BEAT = 2.0  # seconds between two signs of life of a worker


def now() -> datetime:
    """Return the time, with its zone."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh id for a brief: 12 characters, unguessable enough to be a reference."""
    return uuid.uuid4().hex[:12]


@asynccontextmanager
async def tools(
    settings: Settings,
    reader: PageReader | None = None,
    feeds: FeedReader | None = None,
    alerts: Alerts | None = None,
) -> AsyncIterator[Tools]:
    """Open what jobs work with, and close it again.

    ``reader`` and ``feeds`` take the place of those that read in processes of their own;
    ``alerts`` hear what only an owner can mend.
    """
    alerts = alerts or Alerts()
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
        writer, answerer = await writers(settings, store, alerts, stack)
        reader = reader or Reader()
        stack.push_async_callback(reader.close)
        feeds = feeds or FeedReader()
        stack.push_async_callback(feeds.close)
        yield Tools(
            fetcher=fetcher,
            reader=reader,
            store=store,
            extractive=Extractive(),
            writer=writer,
            judge=await stack.enter_async_context(judge(settings, store, alerts)),
            now=now,
            new_id=new_id,
            feeds=feeds,
            answerer=answerer,
            keep_days=settings.store.keep_days,
        )


def open_store(settings: Settings) -> Store:
    """Return the store that the settings name, not yet open."""
    from bot.store import SqlStore  # SQLAlchemy takes a while to import

    return SqlStore(settings.store_url)


async def await_store(
    settings: Settings,
    tell: Callable[[str], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Return when a PostgreSQL answers that may still be starting, telling once that it is awaited.

    Raises StoreUnreachableError if it does not within ``[store] patience`` seconds. A file is
    there or not: for one nothing is awaited.
    """
    if settings.store_url.startswith("sqlite"):
        return
    left, pause = settings.store.patience, FIRST_KNOCK
    while True:
        store = open_store(settings)
        try:
            await store.open()
            return
        except StoreUnreachableError as error:
            if left <= 0:
                raise
            if pause == FIRST_KNOCK:
                from bot import render  # it takes a while to import
                from bot.model import Note

                waits = Note("error.store_awaited", {"why": error.note, "n": f"{left:.0f}"})
                tell(render.say(waits, settings.brief.interface))
        finally:
            await store.close()
        wait = min(pause, left)
        left, pause = left - wait, min(pause * 2, LAST_KNOCK)
        await sleep(wait)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store and close it again."""
    store = open_store(settings)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


Make = Callable[[Services], Adapter]
FILES = "files"  # the folder of attachments, below the data folder


@asynccontextmanager
async def house(
    settings: Settings,
    adapters: Mapping[str, Make],
    reader: PageReader | None = None,
    feeds: FeedReader | None = None,
) -> AsyncIterator[House]:
    """Open all parts and close them again; ``adapters`` makes each platform's, by its name.

    ConfigError where another process works on the same file.
    """
    async with AsyncExitStack() as stack:
        alerts = Alerts()
        opened = await stack.enter_async_context(tools(settings, reader, feeds, alerts))
        jobs = await stack.enter_async_context(open_jobs(settings, opened.store))
        made: dict[str, Adapter] = {}
        gate = Gate(opened.store, settings.access.allow, settings.access.open, now)

        async def settled(chat: Chat) -> None:
            await jobs.settled(chat)
            await outbox.settled(chat)

        async def again(place: Place, message: str, language: str) -> Fate | None:
            return await front().desk.again(place, message, language)

        async def at_home(chat: Chat, language: str) -> Post:
            from bot.home import home

            return await home(opened, settings.brief.languages, chat, language)

        async def admits(message: Message) -> bool:
            return await gate.role(message) is not None

        for name, make in adapters.items():
            given = await services(name, settings, opened.store, settled)
            given = replace(given, again=again, home=at_home, admits=admits)
            moved, stands = partial(_move, opened.store, gate), partial(alerts.platform, name)
            made[name] = make(replace(given, moved=moved, stands=stands))
        outbox = Dispatcher(
            opened.store.outbox,
            made,
            opened.now,
            lease=0.0 if settings.store_url.startswith("sqlite") else settings.jobs.lease,
            closed=partial(_close, opened.store, alerts),
        )
        free = partial(free_in, data_home())
        owners = Owners(alerts, opened, gate, made, outbox, settings.brief.interface, free)
        pages = None if "console" in adapters else await page_links(settings, opened.store)
        front = cache(partial(_front, settings, opened, jobs, outbox, gate, owners, pages))
        await owners.drop(_unused(settings))
        preset = Preset(settings.digest, settings.feeds, opened)
        yield House(
            opened, front, gate, made, jobs, outbox, owners, preset, data_home() / FILES, pages
        )


def _front(
    settings: Settings,
    tools: Tools,
    jobs: Jobs,
    outbox: Dispatcher,
    gate: Gate,
    owners: Owners,
    pages: PageLinks | None,
) -> App:
    """Return the front door. What answers takes a while to import: it is not waited for."""
    from bot.app import App
    from bot.desk import Desk

    desk = Desk(
        tools,
        jobs,
        outbox,
        settings.brief.languages,
        data_home() / FILES,
        purse(settings, tools.store),
        owners.alerts,
        pages,
    )
    return App(tools, desk, commands.table(), settings.brief.interface, gate, owners.known)


async def _close(store: Store, alerts: Alerts, chat: Chat, reason: str) -> None:
    """Note that a chat takes no posts any more; an owner is to know if digests live there."""
    await close(store, chat, reason, now())
    if await store.digests.subscriptions(chat):
        alerts.fire(closed_chat(chat, reason))


async def _move(store: Store, gate: Gate, old: Chat, new: Chat) -> None:
    """Let all that is a chat's be another's, its role and files too."""
    await store.move(old, new)
    await gate.move(old, new)
    attachments.move(data_home() / FILES, old, new)


def _unused(settings: Settings) -> set[str]:
    """Return the names of parts that an alert may be about and that the settings do not name."""
    unused = set(type(settings.adapters).model_fields) - set(configured(settings))
    if not has_model(settings):
        unused.add("model")
    if not has_model(settings) or not settings.llm.judge_model:
        unused.add("judge_model")
    return unused


@asynccontextmanager
async def open_jobs(settings: Settings, store: Store) -> AsyncIterator[Jobs]:
    """Open what does tasks: workers in this process on SQLite, procrastinate on PostgreSQL."""
    work = settings.jobs
    if settings.store_url.startswith("sqlite"):
        from bot.jobs.alone import alone
        from bot.jobs.local import LocalJobs

        with alone(store.file):
            yield LocalJobs(
                store.tasks, now, slots=work.slots, deadline=work.deadline, grace=work.grace
            )
        return
    from bot.jobs.postgres import PostgresJobs  # procrastinate takes a while to import
    from bot.store.tasks import SqlTasks

    assert isinstance(store.tasks, SqlTasks)  # the queue's rows are written beside theirs
    jobs = PostgresJobs(
        store.tasks,
        now,
        slots=work.slots,
        deadline=work.deadline,
        grace=work.grace,
        beat=min(BEAT, work.lease / 5),
        silent=work.lease,
    )
    await jobs.open()
    yield jobs


def purse(settings: Settings, store: Store) -> Purse:
    """Return what watches over the day's limits."""
    most, llm = settings.budget, settings.llm
    limits = {
        Whose.USER: Limits(
            most.user_briefs,
            most.user_questions,
            most.user_links,
            most.user_tokens,
            most.user_money,
        ),
        Whose.CHAT: Limits(
            most.chat_briefs,
            most.chat_questions,
            most.chat_links,
            most.chat_tokens,
            most.chat_money,
        ),
        Whose.ALL: Limits(most.briefs, most.questions, most.links, most.tokens, most.money),
    }
    prices = Prices(llm.price_input, llm.price_cached, llm.price_output, llm.currency)
    return Purse(store.charges, Budget(limits, most.links_in_message, prices), now)


async def services(
    name: str, settings: Settings, store: Store, settled: Callable[[Chat], Awaitable[None]]
) -> Services:
    """Return what the house gives to the adapter ``name``."""
    files = data_home() / FILES

    async def rated(chat: Chat, message: str, user: str, good: bool) -> None:
        meter.count("ratings", platform=name, good="yes" if good else "no")
        found = await store.outbox.at(chat, message)
        if found is not None and found[1] is not None:
            await rate(store, chat, found[1], user, good)

    async def opened(chat: Chat) -> None:
        await remember(store, chat, closed=None)

    return Services(
        interface=settings.brief.interface,
        inbox=store.inbox(name),
        seal=HmacSeal(await _secret(store), now),
        menu=commands.menu(name),
        files=files,
        pauses=store.pauses(name),
        settled=settled,
        opened=opened,
        at=store.outbox.at,
        rated=rated,
    )


async def page_links(settings: Settings, store: Store) -> PageLinks | None:
    """Return what makes links to pages, ``None`` where none are served.

    The terminal's process serves none: it gives files.
    """
    web = settings.web
    if not web.public_url:
        return None
    return PageLinks(web.public_url, await _secret(store), now, web.days)


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


def adapter(name: str, settings: Settings) -> Make:
    """Return what makes the adapter of ``[adapters.<name>]``: the module ``adapters.<name>``."""
    module = importlib.import_module(f"adapters.{name}")

    def make(services: Services) -> Adapter:
        made: Adapter = module.create(getattr(settings.adapters, name), services)
        return made

    return make
