"""How soon Slack hears that an event arrived, beside bare Bolt: ``python -m bench.acks``.

500 signed mentions with a link are posted at once to two servers, each in a process of its own:
Bolt with a listener that takes five seconds, and Isnad's adapter, whose every event is on the disk
before it is acknowledged, with a handler that takes as long. They take turns; a round's figure is
the 99th percentile of its 500 acknowledgements.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from bench.figures import markdown
from bench.results import options, tell
from bot.testing.slack.push import JSON, signature

EVENTS, CHANNELS, ROUNDS = 500, 50, 7
BUSY = 5.0  # seconds that a handler takes
SECRET = "of the bench"
BOT = "U0BENCH"
SERVERS = ("Bolt", "Isnad")


# --- the servers, each in its own process ----------------------------------


async def bare(listening: Callable[[int], None]) -> None:
    """Serve as Bolt's own example does, authorization looked up nowhere."""
    from aiohttp import web
    from slack_bolt.app.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id=BOT
        )

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    @app.event("app_mention")
    async def answer(event: dict[str, Any]) -> None:
        await asyncio.sleep(BUSY)

    runner = web.AppRunner(app.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening(runner.addresses[0][1])
    await asyncio.Event().wait()


async def isnad(listening: Callable[[int], None]) -> None:
    """Serve the adapter, on a store of its own."""
    from adapters.slack import create
    from bot.build import open_store
    from bot.config import Settings, SlackSettings
    from bot.model import Message
    from bot.testing.memory import services
    from bot.testing.slack import FakeSlack, Identity

    async def handle(message: Message) -> None:
        await asyncio.sleep(BUSY)

    with tempfile.TemporaryDirectory() as folder:
        sections: dict[str, Any] = {"store": {"url": f"sqlite:///{folder}/isnad.db"}}
        store = open_store(Settings(**sections))
        await store.open()
        async with FakeSlack(who=Identity(bot_user=BOT)) as slack:
            settings: Any = SlackSettings.model_validate(
                {"bot_token": slack.token, "signing_secret": SECRET, "base_url": slack.base_url}
                | {"mode": "http", "port": 0}
            )
            adapter: Any = create(settings, services(Path(folder), inbox=store.inbox("slack")))
            running = asyncio.create_task(adapter.run(handle))
            await adapter.listening.wait()
            listening(adapter.port)
            await running


@contextlib.asynccontextmanager
async def server(name: str) -> AsyncIterator[str]:
    """Run a server; give its address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.acks", "--serve", name),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        while not (line := await process.stdout.readline()).startswith(b"listening"):
            if not line:
                sys.exit(f"the server of {name} ended")
        yield f"http://127.0.0.1:{int(line.split()[1])}/slack/events"
    finally:
        process.kill()
        await process.wait()


# --- the other side --------------------------------------------------------


def mention(n: int) -> bytes:
    """Return the n-th event."""
    ts = f"1795000000.{n:06d}"
    event = {
        "type": "app_mention",
        "user": "U1",
        "ts": ts,
        "client_msg_id": f"{n:032x}",
        "text": f"<@{BOT}> <https://news.example/{n}>",
        "team": "T1",
        "blocks": [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "user", "user_id": BOT},
                            {"type": "text", "text": " "},
                            {"type": "link", "url": f"https://news.example/{n}"},
                        ],
                    }
                ],
            }
        ],
        "channel": f"C{n % CHANNELS:09d}",
        "event_ts": ts,
    }
    return json.dumps(
        {
            "token": "verification",
            "team_id": "T1",
            "api_app_id": "A1",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{n:09d}",
            "event_time": 1795000000,
            "authorizations": [{"team_id": "T1", "user_id": BOT, "is_bot": True}],
        }
    ).encode()


async def burst(session: aiohttp.ClientSession, url: str, first: int) -> list[float]:
    """Post all events at once; return how many seconds each acknowledgement took."""
    stamp = str(int(time.time()))
    bodies = [mention(n) for n in range(first, first + EVENTS)]
    signed = [(body, signature(SECRET, stamp, body)) for body in bodies]

    async def one(body: bytes, proof: str) -> float:
        headers = {"Content-Type": JSON, "X-Slack-Request-Timestamp": stamp}
        began = time.perf_counter()
        async with session.post(
            url, data=body, headers=headers | {"X-Slack-Signature": proof}
        ) as response:
            await response.read()
            if response.status != 200:
                sys.exit(f"not acknowledged: {response.status}")
        return time.perf_counter() - began

    return await asyncio.gather(*(one(*each) for each in signed))


async def measure(rounds: int) -> dict[str, list[list[float]]]:
    """Return the seconds of each acknowledgement, by server and round."""
    found: dict[str, list[list[float]]] = {name: [] for name in SERVERS}
    async with contextlib.AsyncExitStack() as stack:
        urls = [(name, await stack.enter_async_context(server(name))) for name in SERVERS]
        for n in range(rounds + 1):
            for name, url in urls if n % 2 else urls[::-1]:
                connector = aiohttp.TCPConnector(limit=0)
                async with aiohttp.ClientSession(connector=connector) as session:
                    took = await burst(session, url, n * EVENTS)
                if n:  # the first is for warming up
                    found[name].append(took)
                await asyncio.sleep(0.3)
    return found


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return a percentile, by the nearest rank."""
    return sorted(seconds)[max(0, int(len(seconds) * share + 0.5) - 1)]


def report(found: dict[str, list[list[float]]]) -> str:
    """Return the figures as a table."""
    rows = []
    for share in (0.5, 0.99):
        of = {name: [percentile(took, share) for took in found[name]] for name in SERVERS}
        ratios = [mine / theirs for theirs, mine in zip(*of.values(), strict=True)]
        cells = [_spread([s * 1000 for s in of[name]], ".0f") for name in SERVERS]
        rows.append((f"p{share * 100:.0f}", *cells, _spread(ratios, ".2f")))
    return markdown(("", *(f"{name}, ms" for name in SERVERS), "ratio"), rows)


def _spread(values: Sequence[float], form: str) -> str:
    """Return median and range."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:{form}} ({low:{form}} to {high:{form}})"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options(None, "python -m bench.acks")
    parser.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args(arguments)
    if given.serve:
        run: Callable[[Callable[[int], None]], Awaitable[None]]
        run = bare if given.serve == "Bolt" else isnad
        asyncio.run(_running(run))
        return
    table = report(asyncio.run(measure(given.rounds)))
    text = f"{EVENTS} events at once, {given.rounds} rounds in turns, median and range.\n\n{table}"
    tell("Acknowledgements", text, keep=given.write)


async def _running(run: Callable[[Callable[[int], None]], Awaitable[None]]) -> None:
    await run(lambda port: print(f"listening {port}", flush=True))


if __name__ == "__main__":
    main()
