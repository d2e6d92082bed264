"""The bench of many posts at once, with few."""

from pathlib import Path

import pytest
import structlog

from bench.fanout import run, table
from bot.traffic.turns import Rule


async def test_every_chat_gets_its_post_and_the_figures_say_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.setattr("adapters.telegram.limits.CHAT", Rule(100, 1.0))
    with structlog.testing.capture_logs():
        seen = await run(4, 1, pause=1)
    assert [len(times) for times in seen.counted.values()] == [2] * 5
    assert len(seen.others()) == 8
    assert table(seen, seen).splitlines()[2].split() == ["|", "calls", "|", "8", "|", "8", "|"]
