"""What people type for a digest, in Arabic or English: times, days, a place, topic words.

08:00 weekdays Asia/Riyadh trade tariffs
8am mon,wed,fri
٠٨:٠٠ أيام العمل الرياض تجارة
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property
from itertools import pairwise

from bot.digest.clock import longest, phrases, read_time
from bot.digest.days import DayWords, on_days, read_days
from bot.digest.places import (
    LONGEST,
    nearest_zone,
    zone_at,
    zone_info,
    zone_named,
    zone_of_country,
)
from bot.errors import ManyTimesError, NoTimeError, UnknownZoneError
from bot.language import folded, stopwords
from bot.model import Note, Schedule

MOST_TIMES = 6
MOST_STORIES = 20

_TOKEN = re.compile(r'"[^"]+"|«[^»]+»|“[^”]+”|[^\s,،;؛]+')
_EDGES = "\"'«»“”().!?؟"
_ZONE = re.compile(r"[A-Za-z_]+/[A-Za-z0-9_+\-/]+")

_ZONE_LIKE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]\w*")  # "Mars/Phobos", not "oil/gas" or "AC/DC"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A schedule and what it is to tell, as somebody asked for it.

    ``stories`` and ``quiet`` are ``None`` where nothing was said of them. ``notes`` tell what may
    have been meant otherwise.
    """

    schedule: Schedule
    topic: tuple[str, ...] = ()
    stories: int | None = None
    quiet: bool | None = None
    notes: tuple[Note, ...] = ()


def read_wanted(text: str, home: str) -> Wanted:
    """Return what ``text`` asks for; ``home`` is the zone of a chat where it names none.

    Days that are not named are all days; working days and weekends are those of the place whose
    clock it is. Words that are nothing else are the topic. Raises the kinds of ``ScheduleError``.
    """
    found = tuple(_TOKEN.finditer(text))
    between = (text[one.end() : other.start()] for one, other in pairwise(found))
    listed = frozenset(n for n, gap in enumerate(between, 1) if gap.strip())
    reader = _Reader(tuple(one.group() for one in found), home, listed)
    reader.read()
    if not reader.times:
        raise NoTimeError
    if len(reader.times) > MOST_TIMES:
        raise ManyTimesError(most=MOST_TIMES)
    zone = reader.zone or home
    zone_info(zone)
    schedule = Schedule(tuple(sorted(reader.times)), on_days(reader.days, zone), zone)
    return Wanted(
        schedule, tuple(reader.topic), reader.stories, reader.quiet, tuple(reader.notes())
    )


@dataclass
class _Reader:
    """Goes through the words once; ``at`` is the next one.

    Once the topic has begun, only what cannot be part of it is read.
    """

    tokens: tuple[str, ...]
    home: str
    listed: frozenset[int]  # the tokens that stand behind a comma
    at: int = 0
    times: set[time] = field(default_factory=set)
    days: list[DayWords] = field(default_factory=list)
    zone: str | None = None
    city: str = ""  # a place that might be the topic
    topic: list[str] = field(default_factory=list)
    stories: int | None = None
    quiet: bool | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens in comparison form; quoted ones are never read."""
        return tuple(_form(token) for token in self.tokens)

    def read(self) -> None:
        steps: tuple[Callable[[], bool], ...] = (
            self._marked_topic, self._stories, self._time, self._days, self._zone, self._filler,
        )  # fmt: skip
        while self.at < len(self.tokens):
            if not any(step() for step in steps):
                self._add_topic(self.tokens[self.at])
                self.at += 1

    def notes(self) -> Iterator[Note]:
        if self.city and self.topic:
            yield Note("digest.place_taken", {"place": self.city})

    @property
    def _begun(self) -> bool:
        return bool(self.topic)

    def _marked_topic(self) -> bool:
        marked = longest(self.words, self.at, "topic", "marks")
        if not marked or self.at + marked[1] == len(self.words):
            return False
        for token in self.tokens[self.at + marked[1] :]:
            self._add_topic(token)
        self.at = len(self.tokens)
        return True

    def _add_topic(self, token: str) -> None:
        word = token.strip(_EDGES)
        if self.topic and word.startswith("وال"):
            word = word.removeprefix("و")
        form = folded(word)
        if form and form not in stopwords("und") and (form,) not in phrases("topic", "or"):
            known = {folded(one) for one in self.topic}
            self.topic += [word] if form not in known else []

    def _time(self) -> bool:
        sure = not self._begun and (not self.times or self._follows_time())
        found = read_time(self.words, self.at, sure)
        if found:
            self.times.add(found[0])
            self.at = found[1]
        return found is not None

    def _follows_time(self) -> bool:
        """Whether a comma or "and" stands between the last time and here."""
        word, before = self.words[self.at], self.words[self.at - 1]
        linked = word[:1] == "و" or (before,) in phrases("linking", "and")
        return len(word) < len("0800") and (linked or self.at in self.listed)

    def _days(self) -> bool:
        found = read_days(self.words, self.at, sets_only=self._begun)
        if found:
            self.days.append(found[0])
            self.at = found[1]
        return found is not None

    def _stories(self) -> bool:
        top = longest(self.words, self.at, "stories", "top")
        at = self.at + (top[1] if top else 0)
        number = self.words[at] if at < len(self.words) else ""
        counted = longest(self.words, at + 1, "stories", "counted")
        if number.isdecimal() and (counted or top) and len(number) <= len(str(MOST_STORIES)):
            self.stories = min(max(int(number), 1), MOST_STORIES)
            self.at = at + 1 + (counted[1] if counted else 0)
            return True
        quiet = None if self._begun else longest(self.words, self.at, "stories", "quiet")
        if quiet:
            self.quiet, self.at = True, self.at + quiet[1]
        return quiet is not None

    def _zone(self) -> bool:
        return self._written_zone() or self._place()

    def _written_zone(self) -> bool:
        """Read an IANA zone or an offset from UTC."""
        token = self.tokens[self.at].strip(_EDGES)
        joined = token + "".join(self.tokens[self.at + 1 : self.at + 2])
        for name, length in ((joined, 2), (token, 1)):
            zone = zone_named(name)
            if zone and (length == 1 or joined != token):
                self.zone, self.at = zone, self.at + length
                return True
        near = nearest_zone(token) if _ZONE.fullmatch(token) else ""
        if near or _ZONE_LIKE.fullmatch(token):
            raise UnknownZoneError(zone=token, near=near)
        return False

    def _place(self) -> bool:
        """Read a city or country: after "in", before "time", or alone before the topic begins."""
        marked = longest(self.words, self.at, "places", "before")
        near = None if self._begun else longest(self.words, self.at, "places", "near")
        begin = self.at + (marked[1] if marked else near[1] if near else 0)
        for length in range(min(LONGEST, len(self.tokens) - begin), 0, -1):
            after = longest(self.words, begin + length, "places", "after")
            if self._begun and not (marked or after):
                continue
            name = " ".join(self.tokens[begin : begin + length]).strip(_EDGES)
            zone = zone_at(name, self.home)
            if zone is None and (marked or after):
                zone = zone_of_country(name)
            if zone:
                self.city = "" if marked or after or near or self.zone else name
                self.zone, self.at = zone, begin + length + (after[1] if after else 0)
                return True
        if marked and begin < len(self.tokens):
            name = self.tokens[begin].strip(_EDGES)
            raise UnknownZoneError(zone=name, near=nearest_zone(name))
        return False

    def _filler(self) -> bool:
        """Skip words that only link: "on", "and", "at"."""
        for section, name in _FILLERS:
            found = longest(self.words, self.at, section, name)
            if found and not self._begun:
                self.at += found[1]
                return True
        return False


_FILLERS = (("linking", "day"), ("linking", "and"), ("clock", "before"), ("places", "near"))


def _form(token: str) -> str:
    """Return a word in comparison form, without what stands around it; "" for a quoted one."""
    if token[0] in '"«“' and len(token) > 1:
        return ""
    form = folded(token).strip(_EDGES + ":")
    return form if form in ("&", "-") else form.strip("-&") or form
