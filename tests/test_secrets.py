"""Planted secrets: whatever is said, logged, kept or shown at DEBUG, none of them is in it."""

import asyncio
import io
import json
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from adapters.console import Terminal
from adapters.slack.manifest import manifest
from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build, log, render
from bot.cli import main
from bot.cli.reading import public
from bot.commands import menu
from bot.config import Settings, secrets
from bot.export import as_wire, audit_record
from bot.jobs import attempts
from bot.meter import meter
from bot.model import Brief, Chat, Reading
from bot.page import brief_page
from bot.testing.copyist import copied
from bot.testing.llm import FakeLLM
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web
from bot.traffic.turns import Rule
from bot.watch import watched

TELEGRAM = "8123456789:AAH-planted_token_planted_token_1234"
BOT, APP = "xoxb-1111-2222-PlantedBotToken", "xapp-1-A1-3333-PlantedAppToken"
SIGNING = "planted0signing0secret0of0slack00"
KEY = "sk-proj-PlantedPlantedPlanted1234567890"
PASSWORD = "planted-password-77"  # of a database, in its address
PARAMETER = "planted-in-an-address-5512"  # in links that people send
CONFIGURED = (TELEGRAM, BOT, APP, SIGNING, KEY)
PRIVATE = "Zorvathine"  # in every text that people sent or had read

STORY = f"""The {PRIVATE} bridge reopens

The {PRIVATE} bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor {PRIVATE} Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the {PRIVATE} line was closed in 1968.
"""

Said = dict[str, str]


class Crashing(HereReader):
    """Reads all pages but one, over which it breaks with all secrets in its last words."""

    async def read(
        self, data: bytes, url: str, content_type: str | None, fetched: datetime
    ) -> Reading:
        if "crash" in url:
            raise RuntimeError(f"{' '.join(CONFIGURED)} in {url}?token={PARAMETER}")
        return await super().read(data, url, content_type, fetched)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    """Return all that came out of Isnad, by where."""
    home = tmp_path_factory.mktemp("home")
    root, names = log.logging.getLogger(), ("", *log.OURS, *log.QUIET)
    levels = [(log.logging.getLogger(n), log.logging.getLogger(n).level) for n in names]
    handlers, raising = root.handlers[:], log.logging.raiseExceptions
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ISNAD_HOME", str(home))
        patch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
        patch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
        patch.setattr(attempts, "FAULT", attempts.NEVER)
        patch.setenv("OPENAI_LOG", "debug")
        yield asyncio.run(_everything(home))
    for logger, level in levels:
        logger.setLevel(level)
    root.handlers[:], log.logging.raiseExceptions = handlers, raising
    log.structlog.reset_defaults()


async def _everything(home: Path) -> Said:
    out, logged = Said(), io.StringIO()
    async with FakeTelegram() as tg, FakeSlack() as slack, FakeLLM() as llm, Web() as web:
        tg.token = TELEGRAM
        slack.install(manifest(menu("slack")))
        slack.server.tokens |= {BOT: "", APP: ""}
        settings = _settings(tg, slack, llm, web)
        log.setup("debug", secrets(settings), logged, as_json=True)
        pace = Pace(poll=5, edits=0.0, album=0.0)
        tokens: Any = settings.adapters.telegram
        adapters: Any = {
            "telegram": lambda services: Telegram(tokens, services, pace),
            "slack": build.adapter("slack", settings),
        }
        async with build.house(settings, adapters, Crashing()) as house:
            serving = asyncio.create_task(house.serve())
            await _telegram(tg, llm, web, house, out)
            await _slack(slack, web, house, out)
            async with watched(0, meter, house.state) as port:
                for path in ("/health", "/metrics"):
                    out[path] = await asyncio.to_thread(_get, f"http://127.0.0.1:{port}{path}")
            kept = await house.tools.store.briefs(Chat("telegram", str(tg.people[0].id)), 1)
            out |= _exports(kept[0])
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        out["jobs"] = await asyncio.to_thread(_cli, "jobs", "list")
        out["doctor"] = await asyncio.to_thread(_cli, "doctor")
        log.setup("debug", secrets(settings), logged, as_json=True)
        out["console"] = await _console(settings, web)
        for exploding in (_chained, _wrapped):
            try:
                exploding()
            except ValueError:
                log.structlog.get_logger("bot.test").exception("broken", token=KEY)
    out["log"] = logged.getvalue()
    return out


def _settings(tg: FakeTelegram, slack: FakeSlack, llm: FakeLLM, web: Web) -> Settings:
    keys = {"bot_token": BOT, "app_token": APP, "signing_secret": SIGNING}
    sections: dict[str, Any] = {
        "brief": {"interface": "en"},
        "fetch": {"allow_hosts": (web.host,), "timeout": PATIENCE},
        "jobs": {"grace": 0},
        "access": {"open": True},
        "llm": {
            "base_url": llm.base_url,
            "api_key": SecretStr(KEY),
            "model": "fake-1",
            "timeout": 3,
        },
        "adapters": {
            "telegram": {"token": TELEGRAM, "base_url": tg.base_url, "rich": "off"},
            "slack": keys | {"base_url": slack.base_url},
        },
    }
    return Settings(**sections)


async def _telegram(
    tg: FakeTelegram, llm: FakeLLM, web: Web, house: build.House, out: Said
) -> None:
    """People ask; the platform, the model, a site and our own code fail in turn."""
    amina = tg.user("Amina", language="en")
    chat = Chat("telegram", str(amina.id))

    async def done() -> None:
        async with asyncio.timeout(PATIENCE):
            await tg.until(lambda: tg.polls and not tg.updates.pending)
            while await house.tools.store.inbox("telegram").pending():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            await house.jobs.settled(chat)
            await house.outbox.settled(chat)

    llm.answers(copied)
    tg.accepts_then_closes("sendMessage")
    amina.says(web.text("/a", STORY))
    await done()
    for command in ("/status", "/errors", "/usage", "/people", "/page", "/sources", "/help"):
        amina.says(command)
        await done()
    echo = {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "invalid_api_key"}}
    llm._steps.clear()
    llm.fails(401, echo)
    amina.says(f"{web.text('/b', STORY)}?token={PARAMETER}")
    await done()
    amina.says(f"{web.url('/absent')}?api_key={PARAMETER} {web.text('/crash', STORY)}")
    await done()
    amina.says("/errors")
    await done()
    out["telegram"] = "\n".join(post.text for post in amina.chat.posts)
    assert "nine weeks of repairs" in out["telegram"]


async def _slack(slack: FakeSlack, web: Web, house: build.House, out: Said) -> None:
    basim, news = slack.user("Basim"), slack.channel("news")
    await slack.sockets.connected()
    slack.accepts_then_closes("chat.postMessage")
    news.says(basim, f"{slack.bot} {web.text('/c', STORY)}")
    await slack.until(lambda: any("nine weeks" in post.screen for post in news.posts))
    basim.commands(news, "/isnad", "status")
    basim.commands(news, "/isnad", "errors")
    await slack.settle()
    chat = Chat("slack", news.id)
    await house.jobs.settled(chat)
    await house.outbox.settled(chat)
    answers = [json.dumps(call.params, default=str) for call in slack.calls]
    out["slack"] = "\n".join([post.screen for post in news.posts] + answers)


async def _console(settings: Settings, web: Web) -> str:
    lines = (web.text("/d", STORY), "/status", "/errors", "/page", web.url("/crash"), "/errors")
    typed, heard = io.StringIO("".join(f"{line}\n" for line in lines)), io.StringIO()
    made: dict[str, Any] = {"console": lambda given: Terminal(typed, heard, given, width=100)}
    async with build.house(settings, made, Crashing()) as house, house.working():
        await house.adapters["console"].run(house.app.handle)
    return heard.getvalue()


def _exports(brief: Brief) -> Said:
    writers: dict[str, Callable[[Brief], str]] = {
        "json": lambda made: json.dumps(public(made)),
        "markdown": lambda made: render.as_markdown(render.brief_post(made, "en")),
        "html": brief_page,
        "wire": as_wire,
        "audit": lambda made: json.dumps(audit_record(made, public(made))),
    }
    return {name: write(brief) for name, write in writers.items()}


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url) as answered:
            return str(answered.read().decode())
    except HTTPError as error:
        return str(error.read().decode())


def _cli(*words: str) -> str:
    keys = {"TELEGRAM__TOKEN": TELEGRAM, "SLACK__BOT_TOKEN": BOT, "SLACK__APP_TOKEN": APP}
    env = {f"ISNAD_ADAPTERS__{name}": value for name, value in keys.items()}
    dead = {f"ISNAD_ADAPTERS__{p}__BASE_URL": "http://127.0.0.1:9/" for p in ("TELEGRAM", "SLACK")}
    more = {"ISNAD_LLM__BASE_URL": "http://127.0.0.1:9/v1", "ISNAD_LLM__TIMEOUT": "0.5"}
    return CliRunner().invoke(main, words, env=env | dead | more | {"OPENAI_API_KEY": KEY}).output


def _chained() -> None:
    try:
        raise OSError(f"GET https://api.telegram.org/bot{TELEGRAM}/getMe: {BOT}")
    except OSError as error:
        raise ValueError(f"Authorization: Bearer {KEY}") from error


def _wrapped() -> None:
    raise ValueError(f"postgresql://isnad:{PASSWORD}@db/isnad refused {SIGNING} {APP}")


PLACES = (
    *("log", "telegram", "slack", "console", "/health", "/metrics", "jobs", "doctor"),
    *("json", "markdown", "html", "wire", "audit"),
)


@pytest.mark.parametrize("place", PLACES)
def test_no_secret_comes_out(said: Said, place: str) -> None:
    assert said[place]
    assert [secret for secret in (*CONFIGURED, PASSWORD) if secret in said[place]] == []


def test_no_text_of_an_article_or_a_message_is_logged(said: Said) -> None:
    assert PRIVATE not in said["log"]
    assert PRIVATE in said["telegram"]


@pytest.mark.parametrize("place", ["/health", "/metrics", "jobs", "doctor"])
def test_operators_are_shown_no_texts(said: Said, place: str) -> None:
    assert PRIVATE not in said[place]


def test_a_secret_in_an_address_is_not_logged(said: Said) -> None:
    assert PARAMETER not in said["log"]


def test_what_went_wrong_is_told_all_the_same(said: Said) -> None:
    """Else this would pass for a log that is empty."""
    events = [json.loads(line) for line in said["log"].splitlines()]
    told = {event["event"] for event in events}
    assert {"task begun", "task done", "broken"} <= told
    assert any("RuntimeError" in event.get("exception", "") for event in events)
    assert log.REDACTED in said["log"]
    assert "telegram/" in said["jobs"]
    assert "FAIL telegram" in said["doctor"]


# --- the guard over all other tests ---------------------------------------------


@pytest.fixture
def guard(request: pytest.FixtureRequest) -> Any:
    """What looks at every test of this suite."""
    plugins = request.config.pluginmanager.get_plugins()
    return next(plugin for plugin in plugins if hasattr(plugin, "leaked"))


def test_the_guard_knows_the_tokens_of_the_fakes(guard: Any) -> None:
    slack = {FakeSlack.token, FakeSlack.app_token, FakeSlack.signing_secret}
    assert slack | {FakeTelegram().token} <= set(guard.KNOWN)


def test_the_guard_sees_a_token_in_what_was_logged(guard: Any) -> None:
    assert guard.leaked([("Captured log call", f"GET /bot{FakeTelegram().token}/getMe")])
    assert not guard.leaked([("Captured log call", "GET /bot[redacted]/getMe")])
