"""Health and metrics on a loopback port, for those who look after an installation.

``/health`` is 200 with ``{"status": "ok"}`` or 503 with what is wrong; ``/metrics`` is in
Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/). There
are numbers and names of platforms there, no texts, no ids and no secrets.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.registry import Collector

from bot.meter import COUNTERS, TIMES, Meter

log = structlog.get_logger()

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class State:
    """How things stand now: tasks waiting and under way, the age of the oldest in seconds.

    ``ills`` are names of what does not work ("telegram", "store"), with what to say of it.
    """

    waiting: int = 0
    doing: int = 0
    oldest: float = 0.0
    ills: Mapping[str, str] = field(default_factory=dict)


class _Snapshot(Collector):
    """One look at a meter and a state, as metrics."""

    def __init__(self, meter: Meter, state: State) -> None:
        self._meter = meter
        self._state = state

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily | SummaryMetricFamily]:
        """Yield every metric."""
        for name, meaning in COUNTERS.items():
            lines = list(self._meter.of(name))
            names = sorted({label for labels, _, _ in lines for label in labels})
            counter = CounterMetricFamily(f"isnad_{name}", meaning, labels=names)
            for labels, n, _ in lines:
                counter.add_metric([labels.get(label, "") for label in names], n)
            yield counter
        for name, meaning in TIMES.items():
            lines = list(self._meter.of(name))
            names = sorted({label for labels, _, _ in lines for label in labels})
            summary = SummaryMetricFamily(f"isnad_{name}", meaning, labels=names)
            for labels, n, total in lines:
                summary.add_metric([labels.get(label, "") for label in names], n, total)
            yield summary
        state = self._state
        yield GaugeMetricFamily("isnad_tasks_waiting", "Tasks that wait", state.waiting)
        yield GaugeMetricFamily("isnad_tasks_doing", "Tasks under way", state.doing)
        yield GaugeMetricFamily(
            "isnad_tasks_oldest_seconds", "Age of the task that waits longest", state.oldest
        )
        yield GaugeMetricFamily("isnad_up", "Whether everything works", int(not state.ills))


def exposition(meter: Meter, state: State) -> bytes:
    """Return metrics in Prometheus's text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Snapshot(meter, state))
    return generate_latest(registry)


@asynccontextmanager
async def watched(
    port: int, meter: Meter, look: Callable[[], Awaitable[State]]
) -> AsyncIterator[int]:
    """Serve health and metrics on 127.0.0.1 until the block ends; give the port, 0 without one.

    A port that is taken is said in the log: Isnad works without being watched.
    """

    async def health(_: web.Request) -> web.Response:
        ills = (await look()).ills
        status = {"status": "ill" if ills else "ok", "ills": list(ills), "why": dict(ills)}
        return web.json_response(status, status=503 if ills else 200)

    async def metrics(_: web.Request) -> web.Response:
        body = exposition(meter, await look())
        return web.Response(body=body, headers={"Content-Type": TEXT})

    app = web.Application()
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    try:
        await site.start()
    except OSError as error:
        log.warning("not watched: the port is taken", port=port, error=error.strerror)
        yield 0
    else:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
