"""``isnad serve`` at once and without pace, for who starts it again and again: ``Hurried``.

A process that has loaded everything forks for each start. Pages are read in the process itself,
and no post waits for its turn under the platforms' limits.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from bot.errors import ModelError

GAP: Final = 0.05  # seconds between two stages of a placeholder
LOOK: Final = 0.2  # seconds between two looks at the clock


class Hurried:
    """Starts Isnad, one process at a time; an async context manager."""

    def __init__(self) -> None:
        self._parent: asyncio.subprocess.Process | None = None
        self._ended: asyncio.Task[int] | None = None
        self._pid = 0

    async def __aenter__(self) -> Self:
        """Load everything."""
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-m", "bot.testing.hurried")
        self._parent = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all."""
        await self.kill()
        assert self._parent is not None
        self._parent.kill()
        await self._parent.communicate()

    async def start(self, environment: Mapping[str, str], log: Path) -> None:
        """Start Isnad; what it writes to standard error goes to the end of ``log``."""
        assert self._parent is not None
        assert self._parent.stdin is not None
        request = {"environment": dict(environment), "log": str(log)}
        self._parent.stdin.write(json.dumps(request).encode() + b"\n")
        self._pid = await self._line()
        self._ended = asyncio.create_task(self._line())

    def send(self, number: int) -> None:
        """Send a signal."""
        os.kill(self._pid, number)

    async def kill(self) -> None:
        """End the process if there is one."""
        if self.returncode is None and self._ended is not None:
            self.send(signal.SIGKILL)
            await self._ended

    async def wait(self) -> int:
        """Wait for the end of the process; return how it ended, a signal below zero."""
        assert self._ended is not None
        return await asyncio.shield(self._ended)

    @property
    def returncode(self) -> int | None:
        """How the process ended, ``None`` while it lives."""
        return self._ended.result() if self._ended is not None and self._ended.done() else None

    async def _line(self) -> int:
        assert self._parent is not None
        assert self._parent.stdout is not None
        return int(await self._parent.stdout.readline())


def _serve(request: Mapping[str, Any]) -> None:
    """Be ``isnad serve``."""
    from bot import failpoint
    from bot.cli import main

    nothing = os.open(os.devnull, os.O_RDWR)
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for standard, file in ((0, nothing), (1, nothing), (2, log)):
        os.dup2(file, standard)
    os.environ.update(request["environment"])
    failpoint.arm(os.environ.get(failpoint.VARIABLE, ""))
    main(["serve"])


def _unpaced() -> None:
    import adapters.slack.limits
    import adapters.telegram.limits
    import bot.ticker
    from adapters.slack.adapter import Slack
    from adapters.telegram import adapter
    from adapters.telegram.api import Pace
    from bot import build
    from bot.testing.reading import HereReader
    from bot.traffic.turns import Rule

    bot.ticker.EVERY = LOOK
    adapters.telegram.limits.CHAT = Rule(1000, 1.0)
    adapters.slack.limits.CHANNEL = Rule(1000, 1.0)
    setattr(adapter, "Pace", partial(Pace, edits=GAP))  # noqa: B010  (it is not exported)
    setattr(build, "Reader", HereReader)  # noqa: B010
    Slack.stage_gap = GAP


async def _loaded() -> None:
    """Load what is else loaded when it is used: read a page, and brief it without a model."""
    import bot.jobs.local
    import bot.jobs.postgres
    import bot.store  # noqa: F401
    from bot import tokens
    from bot.article.reading import read
    from bot.extract import Extractive
    from bot.llm.openai import OpenAIModel
    from bot.story import stories
    from bot.testing.pages import NOW, article
    from bot.verify import verify

    reading = read(article().encode(), "https://site.example/a", "text/html", NOW)
    assert reading.article is not None
    (story,) = stories([reading.article])
    draft = await Extractive().draft(story, ("en",))
    await verify(draft, story, ("en",), Extractive())
    tokens.count("word")
    async with OpenAIModel(base_url="http://127.0.0.1:9", api_key="sk-test", model="none") as model:
        with suppress(ModelError):
            await model.ask("", [""], {}, "none")


def _main() -> None:
    _unpaced()
    asyncio.run(_loaded())
    for line in sys.stdin.buffer:
        child = os.fork()
        if not child:
            _serve(json.loads(line))
            os._exit(0)
        print(child, flush=True)  # noqa: T201  (whoever started us reads this)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    _main()
