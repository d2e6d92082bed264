"""`isnad setup` from nothing to a brief in Telegram and in Slack: all real but the services."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters.slack.manifest import manifest
from adapters.telegram.adapter import Telegram
from adapters.telegram.api import Pace
from bot import build, config
from bot.cli import main
from bot.cli.setup import called
from bot.commands import menu
from bot.setup import files
from bot.testing.copyist import copied
from bot.testing.llm import FakeLLM
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereReader
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from bot.testing.web import Web
from bot.traffic.turns import Rule

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG", *config.LOCALES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.log.setup", lambda *_: None)


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.install(manifest(menu("slack")))
        yield fake


@pytest.fixture
async def llm() -> AsyncIterator[FakeLLM]:
    async with FakeLLM() as fake:
        fake.answers(
            lambda call: {"word": "well"} if "a connection" in call.system else copied(call)
        )
        yield fake


async def types(*lines: str) -> Result:
    """Run `isnad setup` in a thread of its own, and type these lines; "^C" ends it there."""
    said = "".join(f"{line}\n" for line in lines)
    return await asyncio.to_thread(CliRunner().invoke, main, ["setup"], input=said)


def everything(tg: FakeTelegram, slack: FakeSlack, llm: FakeLLM) -> tuple[str, ...]:
    """Return what somebody types who has everything at hand."""
    return (
        *("2", "5", llm.base_url, "sk-planted-key-1", "fake-1"),  # English; another model
        *("3", tg.base_url, tg.token),  # Telegram, at an address of our own
        *("3", slack.base_url, slack.token, slack.app_token),  # and so is Slack
        *("2", "08:00 Riyadh", "1", "1"),  # a digest; SQLite; write it
    )


async def test_from_nothing_to_a_brief_in_telegram_and_in_slack(
    tg: FakeTelegram, slack: FakeSlack, llm: FakeLLM, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    made = await types(*everything(tg, slack, llm))
    assert made.exit_code == 0, made.output
    assert "That works: fake-1 at " in made.output
    assert "That works: @isnad_bot" in made.output
    assert "/digest add 08:00 Riyadh" in made.output
    async with Web() as web:
        monkeypatch.setenv("ISNAD_FETCH__ALLOW_HOSTS", web.host)
        settings = config.load()
        tokens: Any = settings.adapters.telegram
        assert build.configured(settings) == ("telegram", "slack")
        adapters = {name: build.adapter(name, settings) for name in build.configured(settings)}
        pace = Pace(poll=5, edits=0.0, album=0.0)
        adapters["telegram"] = lambda services: Telegram(tokens, services, pace)
        async with build.house(settings, adapters, HereReader()) as house:
            serving = asyncio.create_task(house.serve())
            amina, basim = tg.user("Amina", language="en"), slack.user("Basim")
            amina.says(f"/start {await house.app.gate.claim_code()}")
            await tg.until(lambda: any("I am Isnad" in p.text for p in amina.chat.posts))
            amina.says("/invite editor")
            await tg.until(lambda: "start=" in str(amina.chat.last.links))
            amina.says(web.text("/a", BRIDGE))
            await tg.until(lambda: _brief(p.text for p in amina.chat.posts))
            word = amina.chat.posts[1].links[0].rpartition("start=")[2]
            await slack.sockets.connected()
            news = slack.channel("news")
            basim.commands(slack.dm(basim), "/isnad", f"start {word}")
            async with asyncio.timeout(PATIENCE):
                while len(await house.app.gate.people()) < 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            news.says(basim, f"{slack.bot} {web.text('/b', BRIDGE)}")
            await slack.until(lambda: _brief(p.screen for p in news.posts))
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


def _brief(texts: Any) -> bool:
    return any("nine weeks of repairs" in text for text in texts)


async def test_secrets_are_written_privately_and_shown_nowhere(
    tg: FakeTelegram, slack: FakeSlack, llm: FakeLLM, tmp_path: Path
) -> None:
    made = await types(*everything(tg, slack, llm))
    plain, private = (tmp_path / name for name in ("config.toml", "secrets.toml"))
    kept = config.secrets(config.load())
    assert set(kept) == {"sk-planted-key-1", tg.token, slack.token, slack.app_token}
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert not any(secret in made.output + plain.read_text() for secret in kept)
    assert not (tmp_path / files.DRAFT).exists()


async def test_who_stops_goes_on_from_there(
    tg: FakeTelegram, slack: FakeSlack, llm: FakeLLM, tmp_path: Path
) -> None:
    lines = everything(tg, slack, llm)
    stopped = await types(*lines[:10])  # the end of input, in the middle of Slack's tokens
    assert stopped.exit_code == 130
    assert "Your answers are kept" in stopped.output
    assert not (tmp_path / "config.toml").exists()
    assert stat.S_IMODE((tmp_path / files.DRAFT).stat().st_mode) == 0o600
    went_on = await types("1", *lines[8:])
    assert went_on.exit_code == 0, went_on.output
    assert "Go on where you stopped?" in went_on.output
    assert tg.token in config.secrets(config.load())
    assert not (tmp_path / files.DRAFT).exists()


async def test_a_configuration_that_is_there_is_kept_shown_and_copied(tmp_path: Path) -> None:
    old = "# ours\n[log]\nlevel = 'info'  # for now\n\n[brief]\ninterface = 'en'  # so\n"
    (tmp_path / "config.toml").write_text(old)
    made = await types("1", "1", "1", "1", "1", "1")
    assert made.exit_code == 0, made.output
    assert "-interface = 'en'" in made.output
    assert "-level" not in made.output
    assert (tmp_path / "config.toml").read_text() == old.replace("'en'", '"ar"')
    copies = _read(tmp_path, "config.toml.*.bak")
    assert copies == [old]


def _read(folder: Path, pattern: str) -> list[str]:
    return [file.read_text() for file in folder.glob(pattern)]


async def test_who_does_not_want_it_written_has_it_not_written(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[log]\n")
    made = await types("1", "1", "1", "1", "1", "2")
    assert made.exit_code == 130
    assert (tmp_path / "config.toml").read_text() == "[log]\n"


async def test_a_file_that_is_not_understood_is_left_alone(tmp_path: Path) -> None:
    old = 'brief = { interface = "en" }\n'
    (tmp_path / "config.toml").write_text(old)
    made = await types("1", "1", "1", "1", "1")
    assert "brief.interface" in made.output
    assert (tmp_path / "config.toml").read_text() == old


@pytest.mark.parametrize(
    ("text", "said"),
    [("[brief\n", "config.toml:1: "), ("[secrets]\nfile = 'x\n", "config.toml:2: ")],
)
async def test_a_broken_configuration_is_said_by_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    made = await types("1")
    assert made.exit_code == 2
    assert said in made.output


async def test_broken_secrets_are_said(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text("[llm\n")
    made = await types("1")
    assert (made.exit_code, "secrets.toml: " in made.output) == (2, True)


async def test_a_wrong_token_is_said_in_words_and_asked_again(tg: FakeTelegram) -> None:
    wrong = "110201543:this-is-not-the-token-of-the-bot"
    lines = ("3", tg.base_url, wrong, "1", "", tg.token, "1", "1", "1", "1")
    made = await types("2", "1", *lines)
    assert made.exit_code == 0, made.output
    assert "That was not accepted (Unauthorized)" in made.output
    assert config.secrets(config.load()) == (tg.token,)


async def test_in_arabic_errors_are_arabic(tg: FakeTelegram) -> None:
    made = await types("١", "١", "٣", tg.base_url, "1:wrong-wrong-wrong-wrong-wrong", "٢", "١")
    assert "لم يُقبل (Unauthorized)" in made.output
    assert "That was" not in made.output


async def test_a_model_that_is_not_there_is_said_in_words() -> None:
    async with FakeLLM() as llm:
        llm.fails(404, {"error": {"message": "no such model"}})
        made = await types("2", "3", llm.base_url, "absent", "2", "1", "1", "1", "1")
    assert "there is no such model at this address" in made.output
    assert made.exit_code == 0, made.output
    assert not config.load().model_connected


async def test_a_database_that_is_not_there_is_said_in_words() -> None:
    url = "postgresql://isnad:planted-pw@127.0.0.1:9/isnad"
    made = await types("2", "1", "1", "1", "2", url, "2", "1")
    assert "cannot be opened" in made.output
    assert "planted-pw" not in made.output


async def test_a_database_is_tried_and_its_address_is_a_secret(postgres_server: str) -> None:
    url = postgres_server.format("postgres")
    made = await types("2", "1", "1", "1", "2", url, "1")
    assert "That works: PostgreSQL." in made.output
    assert url not in made.output
    assert config.load().store_url == url


def test_ctrl_c_ends_it_with_a_word_and_the_answers_kept(tmp_path: Path) -> None:
    """As a process of its own, with the signal that a terminal sends."""
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "setup"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONUTF8": "1", "LANG": "en_US.UTF-8"},
    )
    assert running.stdin is not None
    assert running.stdout is not None
    watchdog = threading.Timer(60, running.kill)
    watchdog.start()
    running.stdin.write(b"2\n1\n")
    running.stdin.flush()
    seen = b""
    while b"Telegram" not in seen:
        seen += os.read(running.stdout.fileno(), 4096)
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate()
    watchdog.cancel()
    assert running.returncode == 130
    assert b"Your answers are kept" in rest
    assert set(files.draft(tmp_path)) == {"language", "model"}
    assert not (tmp_path / "config.toml").exists()


async def test_who_chose_arabic_is_greeted_in_arabic_the_next_time() -> None:
    await types("1", "^C")
    made = await types("^C")
    assert "كنت هنا من قبل" in made.output
    assert "You were here" not in made.output


async def test_what_is_no_token_is_told_in_words(tg: FakeTelegram) -> None:
    made = await types("2", "1", "2", "my bot", "^C")
    assert "That is no bot token" in made.output
    assert "not_a_token" not in made.output


def test_commands_are_told_as_they_can_be_typed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.argv", [str(tmp_path / ".venv/bin/isnad"), "setup"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert called() == ".venv/bin/isnad"
    monkeypatch.setattr("sys.argv", ["/elsewhere/isnad", "setup"])
    assert called() == "/elsewhere/isnad"
    there = tmp_path / "isnad"
    there.touch(0o755)
    assert called() == "isnad"
