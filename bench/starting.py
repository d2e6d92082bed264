"""Start-up and memory beside a bare process: ``python -m bench.starting``.

The bare one (``bare.py``) is python-telegram-bot and slack-bolt in one process, as their own
examples connect them, with handlers that do nothing. Both poll and connect to the shipped fakes of
Telegram and Slack. Start-up is from the start of the process to the first ``getUpdates``; memory
(RSS of the process and its children, from /proc) is read when both platforms have been connected
for a while.
``isnad --help`` and a command of bare click are timed in the same way.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from bench.figures import markdown
from bench.memory import resident
from bench.turns import HEADER, ROUNDS, Line, in_turns
from bot.testing.slack import FakeSlack
from bot.testing.telegram import FakeTelegram

IDLE = 2.0  # seconds of calm before memory is read
PATIENCE = 60.0
BARE = Path(__file__).with_name("bare.py")  # run as a file, so that it loads nothing of ours
# Python keeps what it has compiled, as it does where nobody tells it not to
ORDINARY = {"PYTHONDONTWRITEBYTECODE": ""}
START_AIM, MEMORY_AIM, HELP_AIM = 1.3, 1.5, 0.2
CLICK = "import click; click.Group('x', help='x')(['--help'], standalone_mode=False)"


async def serve(
    command: Sequence[str], environment: dict[str, str], tg: FakeTelegram, slack: FakeSlack
) -> tuple[float, float]:
    """Run a server; return seconds to its first poll and megabytes of memory when idle."""
    polls, began = tg.polls, perf_counter()
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | ORDINARY | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while tg.polls == polls:
                if process.returncode is not None:
                    assert process.stderr is not None
                    sys.exit((await process.stderr.read()).decode())
                await asyncio.sleep(0.002)
            took = perf_counter() - began
            await slack.sockets.connected(1)
        await asyncio.sleep(IDLE)
        return took, resident(process.pid)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def servers(rounds: int) -> list[Line]:
    """Measure both servers in turns."""
    figures: dict[str, list[tuple[float, float]]] = {"isnad": [], "bare": []}
    async with FakeTelegram() as tg, FakeSlack() as slack:
        keys = (tg.token, tg.base_url, slack.token, slack.app_token, slack.base_url)
        bare_command = (sys.executable, "-P", str(BARE), *keys)
        commands: dict[str, tuple[str, ...]] = {
            "isnad": (sys.executable, "-m", "bot", "serve"),
            "bare": bare_command,
        }
        with tempfile.TemporaryDirectory() as home:
            given = _settings(home, tg, slack)
            await serve(commands["isnad"], given, tg, slack)  # makes its store
            await serve(commands["bare"], {}, tg, slack)
            for n in range(rounds):
                for name in sorted(commands, reverse=bool(n % 2)):
                    figures[name].append(await serve(commands[name], given, tg, slack))
    start, had = (
        [tuple(one[at] for one in figures[name]) for name in ("isnad", "bare")] for at in (0, 1)
    )
    peer = "bare PTB and Bolt"
    return [
        Line("`isnad serve`, start to the first poll", "s", start[0], start[1], peer, START_AIM),
        Line("`isnad serve`, memory when idle", "MB", had[0], had[1], peer, MEMORY_AIM),
    ]


def _settings(home: str, tg: FakeTelegram, slack: FakeSlack) -> dict[str, str]:
    return {
        "ISNAD_HOME": home,
        "ISNAD_WATCH__PORT": "0",
        "ISNAD_ADAPTERS__TELEGRAM__TOKEN": tg.token,
        "ISNAD_ADAPTERS__TELEGRAM__BASE_URL": tg.base_url,
        "ISNAD_ADAPTERS__SLACK__BOT_TOKEN": slack.token,
        "ISNAD_ADAPTERS__SLACK__APP_TOKEN": slack.app_token,
        "ISNAD_ADAPTERS__SLACK__BASE_URL": slack.base_url,
    }


def processor(command: Sequence[str]) -> float:
    """Return the seconds of processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | ORDINARY
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def helping(rounds: int) -> Line:
    """Measure how long it takes until help is shown, beside help of bare click."""
    mine, theirs = in_turns(
        lambda: [processor([sys.executable, "-m", "bot", "--help"])],
        lambda: [processor([sys.executable, "-c", CLICK])],
        rounds,
    )
    what = "`isnad --help`, processor time"
    return Line(what, "s", mine[0], theirs[0], "bare click", HELP_AIM, of_ours=True)


def lines(rounds: int = ROUNDS) -> list[Line]:
    """Measure all of it."""
    return [*asyncio.run(servers(rounds)), helping(rounds)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.starting")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args(arguments)
    print(markdown(HEADER, [line.cells() for line in lines(given.rounds)]))


if __name__ == "__main__":
    main()
