"""A start without a part that should be there: it is waited for, done without, or said."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import build
from bot.cli.base import main
from bot.cli.running import _serve
from bot.commands.listed import LISTED, menu
from bot.commands.runs import RUNS
from bot.config import Settings
from bot.errors import StoreUnreachableError
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram
from prompts import languages, text


class Opens:
    """A store that cannot be opened so many times."""

    def __init__(self, faults: int) -> None:
        self.faults = faults
        self.closed = 0

    async def open(self) -> None:
        self.faults -= 1
        if self.faults >= 0:
            raise StoreUnreachableError(place="db", detail="connection refused")

    async def close(self) -> None:
        self.closed += 1


@pytest.fixture
def naps() -> list[float]:
    return []


async def waited(naps: list[float], **store: object) -> list[str]:
    """Wait for the store of these settings; return what was told meanwhile."""
    told: list[str] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    await build.await_store(Settings(store=store), told.append, sleep)
    return told


async def test_a_postgresql_that_is_starting_is_awaited(
    monkeypatch: pytest.MonkeyPatch, naps: list[float]
) -> None:
    store = Opens(faults=3)
    monkeypatch.setattr(build, "open_store", lambda _: store)
    (told,) = await waited(naps, url="postgresql://isnad@db/isnad")
    assert told.endswith("Waiting for it, 60 seconds at most.")
    assert naps == [0.5, 1.0, 2.0]
    assert store.closed == 4


async def test_one_that_does_not_come_is_not_awaited_for_ever(
    monkeypatch: pytest.MonkeyPatch, naps: list[float]
) -> None:
    monkeypatch.setattr(build, "open_store", lambda _: Opens(faults=99))
    with pytest.raises(StoreUnreachableError):
        await waited(naps, url="postgresql://isnad@db/isnad", patience=20)
    assert sum(naps) == 20
    assert max(naps) == 5


async def test_a_file_is_not_awaited(monkeypatch: pytest.MonkeyPatch, naps: list[float]) -> None:
    monkeypatch.setattr(build, "open_store", lambda _: Opens(faults=99))
    assert await waited(naps, url="sqlite:////nowhere/isnad.db") == []
    assert naps == []


def test_a_file_that_cannot_be_opened_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setenv("ISNAD_STORE__URL", f"sqlite:///{tmp_path}")  # a folder
    monkeypatch.setenv("ISNAD_ADAPTERS__TELEGRAM__TOKEN", "1:a")
    ended = CliRunner().invoke(main, ["serve"])
    assert ended.exit_code == 2
    assert str(tmp_path) in ended.output
    assert "Traceback" not in ended.output


async def test_where_no_platform_is_left_it_ends_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    async with FakeTelegram() as tg:
        telegram = {"token": "110201543:not-the-token-of-that-server", "base_url": tg.base_url}
        settings = Settings(adapters={"telegram": telegram}, watch={"port": 0}, jobs={"grace": 0})
        assert await _serve(settings) == 1
    assert "telegram refuses our token (Unauthorized)" in capsys.readouterr().err


async def test_the_code_is_told_as_it_is_typed_in_slack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    async with FakeSlack() as slack:
        keys = {"bot_token": "xoxb-no", "app_token": "xapp-no", "base_url": slack.base_url}
        settings = Settings(adapters={"slack": keys}, watch={"port": 0}, jobs={"grace": 0})
        assert await _serve(settings) == 1
    assert re.search(r"/start (\S+) \(in Slack: /isnad start \1\)", capsys.readouterr().out)


def test_what_answers_and_fetches_is_not_loaded_by_a_start() -> None:
    """It would be waited for, and held in memory, by a process that nobody has asked anything."""
    late = {"bot.app", "bot.pipeline", "bot.story", "bot.citations", "bot.extract.drafting"}
    late |= {"bot.render", "bot.language.names", "httpx2", "lxml", "babel", "openai"}
    late |= {"bot.article.signs"}
    code = """
import sys
from bot import build, commands, later, store, ticker
commands.menu("telegram")
print(*sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) & late == set()


def test_a_server_loads_nothing_that_colours_a_terminal() -> None:
    code = """
import sys
from bot.cli.base import uncoloured
with uncoloured():
    import httpx, structlog
    hidden = sys.modules["rich"] is None
import rich
print(hidden, "rich.traceback" in sys.modules, "pygments.lexers" in sys.modules)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "False", "False"]


def test_the_help_of_a_menu_is_read_when_it_is_shown() -> None:
    (brief,) = (entry for entry in menu("telegram") if entry.name == "brief")
    assert dict(brief.help) == {code: text("command.brief", code) for code in languages()}
    assert "tlh" not in brief.help


def test_each_command_that_is_listed_does_something() -> None:
    assert sorted(RUNS) == sorted(one.name for one in LISTED)
