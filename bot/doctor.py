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
from bot.model import Note
from bot.render.words import told
from prompts import keys, language_name, text

JUNE_2026 = datetime(2026, 6, 1, tzinfo=UTC)  # no true clock is before the day this was written
SKEW = 30.0  # seconds; Slack signs with the time and takes 300, tokens and digests suffer earlier
LITTLE, NOTHING = 1_000_000_000, 100_000_000  # bytes free on the store's disk
OURS = ("bot", "adapters", "prompts")
HOME = Path(__file__).resolve().parent.parent


class State(Enum):
    """How something is; the value is the text that says so."""

    OK = "doctor.ok"
    WARN = "doctor.warn"
    FAIL = "doctor.fail"


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
        state, what = _says(settings, health.state.value), _called(settings, health.name)
        click.echo(f"{state:4} {what:14} {health.told}")
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
    yield "zones", zones
    yield "clock", clock


def _says(settings: Settings, key: str, **values: object) -> str:
    """Say one sentence in the reader's language, what runs the other way in it set apart."""
    return told(Note(key, values), settings.brief.interface)


def _called(settings: Settings, name: str) -> str:
    """Return what people call the thing that is looked at; a platform's name is its own."""
    key = f"doctor.of.{name}"
    language = settings.brief.interface
    return text(key, language) if key in keys(language) else name


async def _one(name: str, look: Examination, settings: Settings) -> Health:
    try:
        return Health(name, State.OK, await look(settings))
    except WarnError as warning:
        return Health(name, State.WARN, str(warning))
    except BotError as error:
        return Health(name, State.FAIL, told(error.note, settings.brief.interface))
    except OSError as error:
        return Health(name, State.FAIL, str(error))


# --- the house ---------------------------------------------------------------


async def configuration(settings: Settings) -> str:
    """Tell where settings and data are; they were read already."""
    interface = settings.brief.interface
    sides = [language_name(side, interface) for side in settings.brief.languages]
    return _says(
        settings,
        "doctor.configuration",
        file=str(config_file(None) or text("doctor.no_file", interface)),
        sides=text("doctor.comma", interface).join(sides),
        engine=settings.brief.engine,
        home=str(data_home()),
    )


async def private(settings: Settings) -> str:
    """Look who may read what is secret; files of settings that others may read were refused."""
    kept = data_home() / "isnad.db"  # chats, and the key by which buttons are signed
    if kept.exists() and is_public(kept) and is_public(kept.parent):
        run = f"chmod 600 {shlex.quote(str(kept))}"
        raise WarnError(_says(settings, "doctor.public_store", run=run))
    known = len(set(secrets(settings)))
    return _says(settings, "doctor.secrets" if known else "doctor.no_secrets", n=known)


async def packages(settings: Settings) -> str:
    """Tell whether the packages that are loaded are this Isnad's, and whether others are near."""
    return shadows(HOME, sys.path, settings)


def shadows(home: Path, path: Sequence[str], settings: Settings) -> str:
    """Look for other packages of our names; ``home`` holds ours, ``path`` is where Python looks.

    Raises OSError where another one is loaded in place of ours, ``WarnError`` where one only waits.
    """
    for name in OURS:
        found = importlib.util.find_spec(name)
        origin = Path(found.origin).resolve() if found and found.origin else None
        if origin is None or origin.parent != home / name:
            if origin is None:
                raise OSError(_says(settings, "doctor.package_missing", name=name))
            raise OSError(_says(settings, "doctor.package_other", name=name, file=str(origin)))
    others = [
        str(other)
        for folder in map(Path, path)
        for name in OURS
        for other in (folder / name / "__init__.py", folder / f"{name}.py")
        if other.is_file() and other.resolve().parent != home / name
    ]
    if others:
        raise WarnError(_says(settings, "doctor.packages_near", files=", ".join(others)))
    return _says(settings, "doctor.packages", names=", ".join(OURS), home=str(home))


async def store(settings: Settings) -> str:
    """Open the store, write and read back."""
    return _says(settings, "doctor.store", name=await probes.store(settings))


async def disk(settings: Settings) -> str:
    """Look for room where the data is."""
    home = data_home()
    there = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    return room(shutil.disk_usage(there).free, there, settings)


def room(free: int, where: Path, settings: Settings) -> str:
    """Judge the bytes that are free; OSError where the store may soon not be written to."""
    had = {"free": f"{free / 1e9:.1f}", "where": str(where)}
    if free < NOTHING:
        raise OSError(_says(settings, "doctor.disk_full", **had))
    if free < LITTLE:
        raise WarnError(_says(settings, "doctor.disk_low", **had))
    return _says(settings, "doctor.disk", **had)


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
        raise OSError(_says(settings, "doctor.reads_nothing"))
    return _says(settings, "doctor.reader")


async def tokens(settings: Settings) -> str:
    """Count with the tokenizer that ships with Isnad."""
    from bot.tokens import count

    return _says(settings, "doctor.tokens", n=count("Isnad counts tokens."))


# --- what it is connected to ---------------------------------------------------


async def model(settings: Settings) -> str:
    """Ask the configured model for one word, if there is one."""
    if not settings.model_connected:
        return _says(settings, "doctor.no_model")
    return _says(settings, "doctor.model", name=await probes.model(settings))


async def platform(name: str, settings: Settings) -> str:
    """Ask a chat platform who we are there."""
    try:
        return _says(settings, "doctor.platform", name=await probes.platform(name, settings))
    except DeliveryError as error:
        why = probes.reason(error)
        if not error.stopped and "missing_scope" not in why:
            raise OSError(_says(settings, "doctor.not_reached", why=why)) from None
        section = f"[adapters.{name}]"
        if why == probes.UNLIKE:
            raise OSError(_says(settings, "doctor.no_token", section=section)) from None
        raise OSError(_says(settings, "doctor.refused", why=why, section=section)) from None


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
        return _says(settings, "doctor.zones_undated")
    year = used[:4]
    if year.isdigit() and int(year) < _now().year - 1:
        raise WarnError(_says(settings, "doctor.zones_old", version=used))
    return _says(settings, "doctor.zones", version=used)


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
        raise OSError(_says(settings, "doctor.clock_wrong", day=f"{_now():%Y-%m-%d}"))
    ahead = [s for url in _addresses(settings) if (s := await probes.skew(url, _now)) is not None]
    now = f"{_now():%Y-%m-%d %H:%M} UTC"
    if not ahead:
        return _says(settings, "doctor.clock", now=now)
    off = min((s.total_seconds() for s in ahead), key=abs)
    if abs(off) > SKEW:
        way = "doctor.clock_ahead" if off > 0 else "doctor.clock_behind"
        raise WarnError(_says(settings, way, now=now, n=round(abs(off))))
    return _says(settings, "doctor.clock_near", now=now, n=max(1, round(abs(off))))


def _addresses(settings: Settings) -> Iterator[str]:
    if settings.model_connected:
        yield settings.llm.base_url
    for _, part in settings.adapters:
        if hasattr(part, "base_url"):
            yield part.base_url


def _now() -> datetime:
    return datetime.now(UTC)
