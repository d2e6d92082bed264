"""``isnad doctor``: is everything there that a brief needs? Each line says what to do if not."""

from __future__ import annotations

import importlib.util
import shlex
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from pathlib import Path

import click

from bot import probes
from bot.config import Settings, config_file, data_home, secrets
from bot.config.private import is_public
from bot.errors import BotError, DeliveryError
from bot.render import say

JUNE_2026 = datetime(2026, 6, 1, tzinfo=UTC)  # no true clock is before the day this was written
SKEW = 30.0  # seconds; Slack signs with the time and takes 300, tokens and digests suffer earlier
LITTLE, NOTHING = 1_000_000_000, 100_000_000  # bytes free on the store's disk
OURS = ("bot", "adapters", "prompts")
HOME = Path(__file__).resolve().parent.parent


class State(Enum):
    """How something is; the value is how it is written."""

    OK = "ok  "
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Health:
    """One thing that was looked at: how it is, and a sentence about it."""

    name: str
    state: State
    told: str


class WarnError(Exception):
    """It works, and somebody should look at it; the words say at what."""


Examination = Callable[[Settings], Awaitable[str]]


async def examine(settings: Settings) -> int:
    """Print one line for each examination; exit status 1 if any is not well."""
    found = []
    for name, look in examinations(settings):
        health = await _one(name, look, settings)
        click.echo(f"{health.state.value} {health.name:14} {health.told}")
        found.append(health)
    return 1 if any(health.state is State.FAIL for health in found) else 0


def examinations(settings: Settings) -> Iterator[tuple[str, Examination]]:
    """Yield what there is to look at: the house itself, then what it is connected to."""
    from bot.build import configured

    yield "configuration", configuration
    yield "secrets", private
    yield "packages", packages
    yield "store", store
    yield "disk", disk
    yield "reader", reader
    yield "tokens", tokens
    yield "model", model
    for name in configured(settings):
        yield name, partial(platform, name)
    yield "time zones", zones
    yield "clock", clock


async def _one(name: str, look: Examination, settings: Settings) -> Health:
    try:
        return Health(name, State.OK, await look(settings))
    except WarnError as warning:
        return Health(name, State.WARN, str(warning))
    except BotError as error:
        return Health(name, State.FAIL, say(error.note, "en"))
    except OSError as error:
        return Health(name, State.FAIL, str(error))


# --- the house ---------------------------------------------------------------


async def configuration(settings: Settings) -> str:
    """Tell where settings and data are; they were read already."""
    sides = ", ".join(settings.brief.languages)
    file = config_file(None) or "no file"
    return f"{file}; sides {sides}; engine {settings.brief.engine}; data in {data_home()}"


async def private(settings: Settings) -> str:
    """Look who may read what is secret; files of settings that others may read were refused."""
    kept = data_home() / "isnad.db"  # chats, and the key by which buttons are signed
    if kept.exists() and is_public(kept) and is_public(kept.parent):
        raise WarnError(f"others may read the store: run chmod 600 {shlex.quote(str(kept))}")
    known = len(set(secrets(settings)))
    return f"{known} known; their files are private" if known else "none yet"


async def packages(settings: Settings) -> str:
    """Tell whether the packages that are loaded are this Isnad's, and whether others are near."""
    return shadows(HOME, sys.path)


def shadows(home: Path, path: Sequence[str]) -> str:
    """Look for other packages of our names; ``home`` holds ours, ``path`` is where Python looks.

    Raises OSError where another one is loaded in place of ours, ``WarnError`` where one only waits.
    """
    for name in OURS:
        found = importlib.util.find_spec(name)
        origin = Path(found.origin).resolve() if found and found.origin else None
        if origin is None or origin.parent != home / name:
            raise OSError(
                f"the package {name} is not Isnad's but {origin or 'missing'}: uninstall the other,"
                " or run Isnad from its own .venv"
            )
    others = [
        str(other)
        for folder in map(Path, path)
        for name in OURS
        for other in (folder / name / "__init__.py", folder / f"{name}.py")
        if other.is_file() and other.resolve().parent != home / name
    ]
    if others:
        raise WarnError(
            f"other packages of our names are near: {', '.join(others)}; move them away"
        )
    return f"{', '.join(OURS)} are Isnad's, in {home}"


async def store(settings: Settings) -> str:
    """Open the store, write and read back."""
    return f"{await probes.store(settings)} opens, writes and reads; its schema is this Isnad's"


async def disk(settings: Settings) -> str:
    """Look for room where the data is."""
    home = data_home()
    there = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    return room(shutil.disk_usage(there).free, there)


def room(free: int, where: Path) -> str:
    """Judge the bytes that are free; OSError where the store may soon not be written to."""
    told = f"{free / 1e9:.1f} GB free in {where}"
    if free < NOTHING:
        raise OSError(f"{told}: make room, or set ISNAD_HOME to another disk")
    if free < LITTLE:
        raise WarnError(f"{told}: make room soon")
    return told


async def reader(settings: Settings) -> str:
    """Read a small page in the extractor's own process."""
    from bot.article import Reader

    words = "A short page to see whether pages can be read on this machine. " * 12
    page = f"<html><title>Probe</title><body><article><p>{words}</p></article></body></html>"
    reader = Reader()
    try:
        found = await reader.read(page.encode(), "https://probe.invalid/a", "text/html", _now())
    finally:
        await reader.close()
    if found.article is None:
        raise OSError("the extractor read nothing; is trafilatura installed whole?")
    return "reads a page"


async def tokens(settings: Settings) -> str:
    """Count with the tokenizer that ships with Isnad."""
    from bot.tokens import count

    return f"counts {count('Isnad counts tokens.')} tokens in a short sentence"


# --- what it is connected to ---------------------------------------------------


async def model(settings: Settings) -> str:
    """Ask the configured model for one word, if there is one."""
    if not settings.model_connected:
        return "none connected: briefs are made of the sources' own sentences"
    return f"{await probes.model(settings)} answers"


async def platform(name: str, settings: Settings) -> str:
    """Ask a chat platform who we are there."""
    try:
        return f"we are {await probes.platform(name, settings)}"
    except DeliveryError as error:
        why = probes.reason(error)
        if not error.stopped and "missing_scope" not in why:
            raise OSError(f"not reached ({why}): is the network up, is base_url right?") from None
        raise OSError(
            f"refused ({why}): get new tokens with isnad setup, or put them under [adapters.{name}]"
        ) from None


# --- time ------------------------------------------------------------------------


async def zones(settings: Settings) -> str:
    """Look whether there is time zone data, and of which year."""
    from importlib.metadata import PackageNotFoundError, version
    from zoneinfo import TZPATH, ZoneInfo

    ZoneInfo("Asia/Riyadh").utcoffset(_now())
    system = next((v for v in map(_zone_version, TZPATH) if v), None)
    try:
        used = system or version("tzdata")
    except PackageNotFoundError:
        used = "of unknown age"
    year = used[:4]
    if year.isdigit() and int(year) < _now().year - 1:
        raise WarnError(f"data {used} is old, digests may come at a wrong hour: update tzdata")
    return f"data {used}"


def _zone_version(folder: str) -> str | None:
    """Return the version in the head of ``tzdata.zi``: "# version 2026a"."""
    try:
        with (Path(folder) / "tzdata.zi").open(encoding="ascii") as file:
            return file.readline().removeprefix("# version ").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


async def clock(settings: Settings) -> str:
    """Compare the clock with those of the services that are configured."""
    if _now() < JUNE_2026:
        raise OSError(f"the clock says {_now():%Y-%m-%d}: set it, dates in briefs depend on it")
    ahead = [s for url in _addresses(settings) if (s := await probes.skew(url, _now)) is not None]
    told = f"{_now():%Y-%m-%d %H:%M} UTC"
    if not ahead:
        return told
    off = min((s.total_seconds() for s in ahead), key=abs)
    if abs(off) > SKEW:
        way = "ahead of" if off > 0 else "behind"
        raise WarnError(f"{told}, {abs(off):.0f} s {way} the services': set the clock, or run NTP")
    return f"{told}, within {max(1, round(abs(off)))} s of the services'"


def _addresses(settings: Settings) -> Iterator[str]:
    if settings.model_connected:
        yield settings.llm.base_url
    for _, part in settings.adapters:
        if hasattr(part, "base_url"):
            yield part.base_url


def _now() -> datetime:
    return datetime.now(UTC)
