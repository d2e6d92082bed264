"""Many entries grouped into stories and ranked: ``python -m bench.grouping [--write]``.

Entries of a title and two sentences, three in five English and the others Arabic. Their words
follow Zipf's law: function words, the commonest words of news, then made-up ones. Each event has
words, figures, places and things of its own and people whom others tell of too; events come in
runs with the same actors, half of them are told once, some thirty times, and one by 500 outlets.
Each size is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from time import process_time

from bench.figures import markdown
from bench.memory import peak
from bench.results import options, tell
from bot.digest.entries import article_of
from bot.digest.ranking import rank
from bot.language import stopwords
from bot.model import Article, Dating, Entry
from bot.story import events
from bot.story.tables import table

SIZES = (1_000, 5_000, 20_000)
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
WORDS, PEOPLE = 30_000, 6_000
RUN = 12  # events with the same actors
MOST, EVERYWHERE = 30, 500  # reports of an event, and of the one that everybody tells
SOUNDS = (
    ("b", "ب"), ("d", "د"), ("r", "ر"), ("s", "س"), ("f", "ف"), ("k", "ك"), ("l", "ل"),
    ("m", "م"), ("n", "ن"), ("t", "ت"), ("z", "ز"), ("j", "ج"), ("sh", "ش"), ("h", "ه"),
)  # fmt: skip
VOWELS = (("a", "ا"), ("u", "و"), ("i", "ي"))


@dataclass(frozen=True, slots=True)
class Event:
    """What reports of one event have in common: pairs of English and Arabic words."""

    people: tuple[tuple[str, str], ...]
    things: tuple[tuple[str, str], ...]
    figure: str
    words: dict[str, tuple[str, ...]]


class World:
    """Makes entries; the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self._words = {side: self._vocabulary(side) for side in ("en", "ar")}
        self._falling = list(accumulate(1 / (n + 3) for n in range(WORDS)))
        self._people = [self._name() for _ in range(PEOPLE)]
        self._known = list(accumulate(1 / (n + 5) ** 0.8 for n in range(PEOPLE)))
        lines = (line for text in table("concepts").values() for line in text.split("\n"))
        pairs = (line.split("|") for line in lines if "|" in line)
        self._things = [(english.split()[0], arabic.split()[0]) for english, arabic in pairs]

    def _vocabulary(self, side: str) -> list[str]:
        common = table("common")[side].values()
        found = dict.fromkeys([*sorted(stopwords(side)), *" ".join(common).split()])
        while len(found) < WORDS:
            found[self._name()[side == "ar"].lower()] = None
        return list(found)[:WORDS]

    def _name(self) -> tuple[str, str]:
        parts = [
            sound for _ in range(self.chance.choice((3, 3, 4)))
            for sound in (self.chance.choice(SOUNDS), self.chance.choice(VOWELS))
        ]  # fmt: skip
        return "".join(a for a, _ in parts).title(), "".join(b for _, b in parts)

    def _some_words(self, side: str, count: int) -> tuple[str, ...]:
        return tuple(self.chance.choices(self._words[side], cum_weights=self._falling, k=count))

    def event(self, like: Event | None = None) -> Event:
        """Make an event; ``like`` another one it has two actors and three things of that one."""
        people = self.chance.choices(self._people, cum_weights=self._known, k=4)
        things = self.chance.sample(self._things, 5)
        if like:
            people[:2], things[:3] = like.people[:2], like.things[:3]
        rare = {side: self.chance.sample(words[600:], 6) for side, words in self._words.items()}
        words = {side: (*rare[side], *self._some_words(side, 8)) for side in rare}
        return Event(tuple(people), tuple(things), str(self.chance.randint(13, 9_999)), words)

    def entry(self, event: Event) -> tuple[str, str, str]:
        """Return title, summary and language of one report."""
        side = self.chance.choices(("en", "ar"), (3, 2))[0]
        own = side == "ar"
        people, things = [p[own] for p in event.people], [t[own] for t in event.things]
        title = [*self._pick(people, 2), *self._pick(things, 2), *self._pick(event.words[side], 3)]
        told = [*self._pick(people, 3), *self._pick(things, 4), *self._pick(event.words[side], 7)]
        told += [event.figure, *self._some_words(side, 18)]
        return self._line([*title, *self._some_words(side, 3)]), self._line(told) + ".", side

    def _pick(self, items: Sequence[str], count: int) -> list[str]:
        return self.chance.sample(items, count)

    def _line(self, words: list[str]) -> str:
        self.chance.shuffle(words)
        return " ".join(words)

    def reports(self, count: int) -> Iterator[tuple[int, Event]]:
        """Yield ``count`` times the number of an event and the event."""
        yield from ((0, first) for first in [self.event()] for _ in range(min(EVERYWHERE, count)))
        made, run, number = min(EVERYWHERE, count), self.event(), 1
        while made < count:
            run = self.event() if self.chance.random() < 1 / RUN else run
            event, told = self.event(like=run), min(int(self.chance.paretovariate(1.1)), MOST)
            for _ in range(min(told, count - made)):
                yield number, event
            made, number = made + told, number + 1


def entries(count: int) -> tuple[list[Article], list[int]]:
    """Return ``count`` entries as articles, and of which event each is."""
    world = World()
    told = [(number, world.entry(event)) for number, event in world.reports(count)]
    world.chance.shuffle(told)
    made = []
    for n, (_, (title, summary, language)) in enumerate(told):
        url = f"https://s{n % EVERYWHERE}.example/{n}"
        at = NOW - timedelta(minutes=n % 2_000)
        one = Entry(url, url, title, summary, at, Dating.EXACT, language=language)
        made.append(article_of(one, f"s{n % EVERYWHERE}.example", NOW))
    return made, [number for number, _ in told]


def pairwise_f1(found: Sequence[Sequence[Article]], labels: dict[str, int]) -> float:
    """Return the harmonic mean of precision and recall over pairs of entries of one event."""
    right = _pairs(Counter((n, labels[a.url]) for n, group in enumerate(found) for a in group))
    told = _pairs(Counter(n for n, group in enumerate(found) for _ in group))
    return 2 * right / (told + _pairs(Counter(labels.values())))


def _pairs(counts: Counter[int] | Counter[tuple[int, int]]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def measure(count: int) -> dict[str, float]:
    """Group and rank so many entries: processor seconds, peak memory in MB, F1."""
    articles, labels = entries(count)
    start = process_time()
    found = events(articles)
    grouped = process_time()
    rank(found, {}, (), NOW)
    return {
        "grouping": grouped - start,
        "ranking": process_time() - grouped,
        "memory": peak(),
        "stories": len(found),
        "f1": pairwise_f1(found, dict(zip((a.url for a in articles), labels, strict=True))),
    }


def _measured(count: int) -> dict[str, float]:
    """Measure in a process of its own: peak memory can only be asked for a whole one."""
    command = [sys.executable, "-m", "bench.grouping", "--one", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and with ``--write`` keep the figures."""
    parser = options(__doc__)
    parser.add_argument("--one", type=int, metavar="ENTRIES", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    header = ("entries", "stories", "grouping, s", "ranking, s", "memory, MB", "pairwise F1")
    rows = []
    for size in SIZES:
        one = _measured(size)
        times = (f"{one['grouping']:.1f}", f"{one['ranking']:.1f}")
        rows.append((size, int(one["stories"]), *times, f"{one['memory']:.0f}", f"{one['f1']:.3f}"))
    text = f"{markdown(header, rows)}\n\nSeconds are of one processor."
    tell("Grouping entries", text, keep=given.write)


if __name__ == "__main__":
    main()
