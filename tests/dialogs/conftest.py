"""A terminal to talk to: everything real but the model, which is scripted or absent."""

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from adapters.console import CHAT, Terminal
from bot import build
from bot.config import Settings
from bot.model import Brief
from bot.testing.patience import PATIENCE
from bot.testing.reading import HereReader
from bot.testing.web import Web
from bot.traffic.turns import Rule


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


@pytest.fixture
def unpaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of the test's own, and platforms whose posts need not wait for their turn."""
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("adapters.slack.limits.CHANNEL", Rule(1000, 1.0))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(1000, 1.0))


class Dialog:
    """Says lines to Isnad in a terminal that is a pipe; remembers all that was answered."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def says(self, *lines: str) -> str:
        """Send each line as a message; return everything that Isnad wrote."""
        said = io.StringIO("".join(f"{line}\n" for line in lines))
        heard = io.StringIO()
        adapters = {"console": lambda services: Terminal(said, heard, services, width=100)}
        async with build.house(self.settings, adapters, HereReader()) as house, house.working():
            await house.adapters["console"].run(house.app.handle)
        return heard.getvalue()

    async def last_brief(self) -> Brief:
        """Return the brief that was kept last."""
        async with build.tools(self.settings, HereReader()) as tools:
            kept = await tools.store.last_brief(CHAT)
        assert kept is not None
        return kept


@pytest.fixture(scope="session")
def talker() -> Callable[[Settings], Dialog]:
    """Make a dialog from whole settings; for tests that share one dialog."""
    return Dialog


@pytest.fixture
def dialog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Web) -> Callable[..., Dialog]:
    """Make a dialog; sections of the configuration as keywords."""
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where files for people lie

    def make(**sections: dict[str, object]) -> Dialog:
        fetch = {"allow_hosts": (web.host,), "timeout": PATIENCE} | sections.pop("fetch", {})
        return Dialog(Settings(fetch=fetch, **sections))

    return make
