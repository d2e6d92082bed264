"""An answer of `isnad setup` tried with the service that it is for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot import config, probes
from bot.config import Settings
from bot.errors import BotError, DeliveryError, UnknownZoneError
from bot.model import Note
from bot.setup.steps import Answers, Step, table
from bot.setup.walk import FailedError

PATIENCE = 60.0  # seconds for a model's answer; one on this machine may have to be loaded first
NOWHERE = "Etc/UTC"  # the zone of who names none; who means it says UTC


def tried(file: Path | None, step: Step, answers: Answers) -> Note:
    """Try a step's answer; ``file`` is the configuration that it is to stand in, if there is one.

    Raises ``FailedError`` with a text for people.
    """
    try:
        if step.name == "digest":
            return schedule(answers[step.name].values["when"])
        settings = config.load(file, table(answers))
        return Note("setup.works", {"what": asyncio.run(_answer(step.name, settings))})
    except DeliveryError as error:
        raise FailedError(_refusal(error)) from None
    except BotError as error:
        raise FailedError(error.note) from None
    except (OSError, ValueError) as error:
        raise FailedError(Note("setup.failed", {"why": str(error)})) from None


def schedule(when: str) -> Note:
    """Return which times a digest would come at; raises ``ScheduleError`` for what is no schedule.

    A time without a city or zone is none here: nobody wants a digest at somebody else's hour.
    """
    from bot.digest.places import nearest_zone
    from bot.digest.reading import read_wanted

    wanted = read_wanted(when, NOWHERE)
    zone = wanted.schedule.zone
    if zone == NOWHERE:  # a city that is not known is read as a topic
        place = " ".join(wanted.topic) or when
        raise UnknownZoneError(zone=place, near=nearest_zone(place))
    times = ", ".join(f"{time:%H:%M}" for time in wanted.schedule.times)
    return Note("setup.digest.works", {"times": times, "zone": zone})


async def _answer(name: str, settings: Settings) -> str:
    if name == "model":
        llm = settings.llm.model_copy(update={"timeout": min(settings.llm.timeout, PATIENCE)})
        return await probes.model(settings.model_copy(update={"llm": llm}))
    if name == "store":
        return await probes.store(settings)
    return await probes.platform(name, settings)


def _refusal(error: DeliveryError) -> Note:
    """Say why a platform did not let us in."""
    why = probes.reason(error)
    if why == probes.UNLIKE:
        return Note("setup.no_token")
    if why.startswith("missing_scope"):
        return Note("setup.scopes", {"why": why.partition(": ")[2]})
    return Note("setup.refused" if error.stopped else "setup.unreached", {"why": why})
