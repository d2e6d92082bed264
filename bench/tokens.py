"""What a checked brief sends to a model, and how long it waits: ``python -m bench.tokens``.

The model is played: it drafts labelled claims of our own samples and finds every one supported.
Each call takes the same fixed time, so that the wait is made of how many calls follow each other.
A beginning that an earlier call already sent, in this brief or (the instructions) in any brief
before, counts a tenth: that is what endpoints charge for it. Forms (JSON Schema) are not counted
in the ratios; they stand in a column of their own.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import cycle, islice
from math import log
from pathlib import Path
from statistics import linear_regression
from time import perf_counter
from typing import Any

from bench.figures import markdown
from bench.results import options, tell
from bench.rows import Row, load
from bot.article.reading import read
from bot.judge import Judge
from bot.model import Article, Story, Usage
from bot.ports import Reply
from bot.summarize import ModelSummarizer
from bot.summarize.tasks import claims_wanted
from bot.tokens import count
from bot.verify import Verified, verify

LANGUAGES = ("ar", "en")
PAGES = sorted((Path(__file__).parents[1] / "samples").glob("harbour-*.html"))
LATENCY = 0.3  # seconds for each call
SIZES = (1, 5, 20, 50)
POSITIONS = 1.5  # for each claim, as strong models draft them
DAY = datetime(2026, 10, 16, tzinfo=UTC)

_NONCE = re.compile(r'Set "nonce" to "(\w+)"')
_PARAGRAPH = re.compile(r"^\[(a\d+\.p\d+)[^\]]*\] (.*)$", re.M)
_JUDGED = re.compile(r"^(\S+) cites (a\d+\.p\d+)", re.M)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what it sent, in tokens, and when it ran, in seconds."""

    label: str
    system: int
    user: int
    form: int
    began: float
    ended: float


@dataclass
class PlayedModel:
    """Answers a draft with ``draft``, repairs nothing, and finds whatever it judges supported."""

    draft: dict[str, Any]
    latency: float = 0.0
    name: str = "played"
    calls: list[Call] = field(default_factory=list)

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        """Answer after ``latency`` and note the call."""
        began = perf_counter()
        await asyncio.sleep(self.latency)
        ended = perf_counter()
        said = "\n\n".join(user)
        sent, said_as, form = count(system), count(said), count(json.dumps(schema))
        self.calls.append(Call(label, sent, said_as, form, began, ended))
        data = self._answer(label, said)
        return Reply({"nonce": _NONCE.findall(said)[-1], **data}, Usage(calls=1), self.name)

    def _answer(self, label: str, said: str) -> dict[str, Any]:
        if label == "draft":
            return self.draft
        return {"verdicts": _verdicts(said)} if label == "judge" else {"repairs": []}


def _verdicts(said: str) -> list[dict[str, Any]]:
    shown, task = said.split("⟦end of sources⟧")
    texts = dict(_PARAGRAPH.findall(shown))
    side = {"unsupported": [], "kind": "none", "verdict": "supported"}
    return [
        {
            "id": id,
            "evidence": [{"paragraph": cited, "quote": " ".join(texts[cited].split()[:8])}],
            "reason": "carried",
            "sides": dict.fromkeys(LANGUAGES, side),
        }
        for id, cited in _JUDGED.findall(task.split("## The claims")[1])
    ]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one brief took."""

    sources: int  # articles
    tokens: int  # of their paragraphs
    calls: tuple[Call, ...]
    claims: int  # claims, positions and the headline that were drafted
    seconds: float

    @property
    def raw(self) -> float:
        """Tokens sent over tokens of the sources."""
        return sum(call.system + call.user for call in self.calls) / self.tokens

    @property
    def cached(self) -> float:
        """The same, with instructions at a tenth."""
        return sum(call.system / 10 + call.user for call in self.calls) / self.tokens

    def of(self, label: str) -> float:
        """The share of the raw ratio that one kind of call has."""
        mine = (call.system + call.user for call in self.calls if call.label == label)
        return sum(mine) / self.tokens

    @property
    def forms(self) -> float:
        """Tokens of the forms over tokens of the sources."""
        return sum(call.form for call in self.calls) / self.tokens

    @property
    def in_turn(self) -> int:
        """How many calls followed each other."""
        depth: list[tuple[float, int]] = []
        for call in sorted(self.calls, key=lambda call: call.began):
            before = (n for ended, n in depth if ended <= call.began)
            depth.append((call.ended, 1 + max(before, default=0)))
        return max((n for _, n in depth), default=0)


async def brief(story: Story, draft: dict[str, Any], latency: float = 0.0) -> tuple[Cost, Verified]:
    """Draft and check ``story`` as the house does, with a model that says ``draft``."""
    model = PlayedModel(draft, latency)
    writer = ModelSummarizer(model)
    began = perf_counter()
    drafted = await writer.draft(story, LANGUAGES)
    checked = await verify(drafted, story, LANGUAGES, writer, Judge(model))
    seconds = perf_counter() - began
    sides = len(drafted.claims) + sum(len(d.positions) for d in drafted.disagreements) + 1
    tokens = sum(count(p.text) for p in story.paragraphs.values())
    return Cost(len(story.articles), tokens, tuple(model.calls), sides, seconds), checked


# --- stories and drafts of our own -------------------------------------------


def story(articles: int) -> Story:
    """Return a story of so many articles: the samples, each time around with other words."""
    found = [read(page.read_bytes(), page.as_uri(), "text/html", DAY).article for page in PAGES]
    told = [article for article in found if article is not None]
    return Story(tuple(_again(a, n) for n, a in enumerate(islice(cycle(told), articles), 1)))


def _again(article: Article, n: int) -> Article:
    paragraphs = tuple(
        replace(p, id=f"a{n}.p{m}", n=m, text=p.text if n <= len(PAGES) else f"{p.text} ({n})")
        for m, p in enumerate(article.paragraphs, 1)
    )
    return replace(article, id=f"a{n}", paragraphs=paragraphs)


def drafted(told: Story) -> dict[str, Any]:
    """Return the draft of a model on such a story: labelled claims whose paragraphs it has."""
    home = {p.text: id for id, p in reversed(list(told.paragraphs.items()))}
    rows = [
        (row, [home[p.text] for p in row.paragraphs])
        for row in load("samples")
        if row.supported and all(p.text in home for p in row.paragraphs)
    ]
    _, most = claims_wanted(told, 16_000)
    stated = [_claim(row, ids) for row, ids in rows[:most]]
    held = list(islice(cycle(_held(rows)), round(most * POSITIONS)))
    return {
        "claims": stated,
        "disagreements": [
            {"topic": {"ar": "الميناء", "en": "The harbour"}, "positions": held[n : n + 3]}
            for n in range(0, len(held) - 1, 3)
        ],
        "unsaid": [{"ar": "لا يذكر أي مصدر الموعد.", "en": "No source says when."}],
        "headline": dict(rows[0][0].claim),
        "outlets": [],
    }


def _held(rows: Sequence[tuple[Row, list[str]]]) -> Iterator[dict[str, Any]]:
    for row, ids in reversed(rows):
        made = _claim(row, ids)
        yield {"text": made["text"], "citations": made["citations"]}


def _claim(row: Row, ids: Sequence[str]) -> dict[str, Any]:
    openings = [" ".join(p.text.split()[:12]) for p in row.paragraphs]
    cited = zip(ids, openings, strict=True)
    return {
        "section": "announcement",
        "citations": [{"paragraph": id, "evidence": words} for id, words in cited],
        "speaker": None,
        "medium": None,
        "status": "done",
        "when": None,
        "text": dict(row.claim),
        "numbers": [],
        "names": [],
    }


# --- the report --------------------------------------------------------------


def exponent(costs: Sequence[Cost]) -> float:
    """Return by what power of the number of sources the time of a brief grows (least squares)."""
    sizes, times = ([log(x) for x in of] for of in zip(*_points(costs), strict=True))
    return linear_regression(sizes, times).slope


def _points(costs: Sequence[Cost]) -> list[tuple[float, float]]:
    return [(float(cost.sources), cost.seconds) for cost in costs]


def report(costs: Sequence[Cost]) -> str:
    """Return the figures as a table, and the exponent under it."""
    return f"{markdown(list(_COLUMNS), [_row(cost) for cost in costs])}\n\n{_growth(costs)}"


_COLUMNS: Mapping[str, Callable[[Cost], str]] = {
    "sources": lambda c: str(c.sources),
    "tokens": lambda c: str(c.tokens),
    "statements": lambda c: str(c.claims),
    "raw": lambda c: f"{c.raw:.2f}",
    "draft": lambda c: f"{c.of('draft'):.2f}",
    "judge": lambda c: f"{c.of('judge'):.2f}",
    "repair": lambda c: f"{c.of('repair'):.2f}",
    "cached": lambda c: f"{c.cached:.2f}",
    "forms": lambda c: f"{c.forms:.2f}",
    "calls": lambda c: str(len(c.calls)),
    "in turn": lambda c: str(c.in_turn),
    "seconds": lambda c: f"{c.seconds:.2f}",
}


def _row(cost: Cost) -> list[str]:
    return [shown(cost) for shown in _COLUMNS.values()]


def _growth(costs: Sequence[Cost]) -> str:
    said = f"Time grows with the number of sources to the power {exponent(costs):.2f}"
    return f"{said} ({LATENCY} s for each call)."


async def measured(sizes: Sequence[int] = SIZES, latency: float = LATENCY) -> list[Cost]:
    """Brief a story of each size; the first, which warms everything up, is not counted."""
    await brief(story(sizes[0]), drafted(story(sizes[0])))
    return [(await brief(told, drafted(told), latency))[0] for told in map(story, sizes)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table; with ``--write`` keep it in RESULTS.md."""
    given = options(__doc__).parse_args(arguments)
    tell("Tokens of a brief", report(asyncio.run(measured())), keep=given.write)


if __name__ == "__main__":
    main()
