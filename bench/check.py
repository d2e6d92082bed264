"""The citation checker against labelled claims: ``python -m bench.check``.

Three sets, all of our own writing: the hand-made one, the claims on the sample stories, and
errors scripted from the supported rows of both. "Unclear" counts as flagged: caught on a wrong
claim, a false alarm on a right one. Without ``--model`` no model is asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.errors import altered, drifted
from bench.figures import Score, markdown, score
from bench.load import FEW, MANY, SEED, SOME
from bench.results import options, tell
from bench.rows import SETS, Row, load
from bench.spellings import respelled
from bot.citations.standalone import check_line
from bot.judge.calibrate import Share

_HARD = "unsupported"

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A row and what the checker answered."""

    row: Row
    answer: Answer

    @property
    def flagged(self) -> bool:
        return bool(self.answer["label"] != "supported")

    @property
    def hard(self) -> bool:
        """Whether a gate failed, not only a cue."""
        return bool(self.answer["label"] == _HARD)

    @property
    def blamed(self) -> str:
        """The side that was flagged, or ``both``, or nothing."""
        sides = [s for s, v in self.answer["sides"].items() if v["label"] != "supported"]
        return sides[0] if len(sides) == 1 else "both" if sides else ""


def ask(rows: Sequence[Row], model: bool) -> list[Answered]:
    """Return ``rows`` with the checker's answers; with ``model`` through ``isnad check``."""
    lines = [json.dumps(row.asked(), ensure_ascii=False) for row in rows]
    if not model:
        answers = [check_line(line, lambda note: note.key) for line in lines]
        return [Answered(row, answer) for row, answer in zip(rows, answers, strict=True)]
    command = [sys.executable, "-m", "bot", "check", "-"]
    given = "\n".join(lines) + "\n"
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr.strip() or "isnad check failed")
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    return [Answered(row, answer) for row, answer in zip(rows, answers, strict=True)]


def of_set(answered: Iterable[Answered]) -> Score:
    return score((not one.row.supported, one.flagged) for one in answered)


def kinds(answered: Iterable[Answered]) -> list[tuple[object, ...]]:
    """Return one row per kind of error: caught of all, how many of these by a gate, missed."""
    groups: dict[str, list[Answered]] = {}
    for one in answered:
        if not one.row.supported:
            groups.setdefault(one.row.kind, []).append(one)
    counts = [
        (kind, sum(one.flagged for one in of), sum(one.hard for one in of), len(of))
        for kind, of in sorted(groups.items())
    ]
    return [(kind, Share(hits, n), hard, n - hits) for kind, hits, hard, n in counts]


def sides(answered: Iterable[Answered]) -> Share:
    """Return how often exactly the wrong side of a one-sided error was blamed."""
    drifts = [o for o in answered if len(o.row.claim) > 1 and o.row.wrong_side in ("ar", "en")]
    return Share(sum(one.blamed == one.row.wrong_side for one in drifts), len(drifts))


def spellings(rows: Sequence[Row], model: bool) -> list[tuple[object, ...]]:
    """Return one row per way to spell: of how many claims how many got another verdict."""
    pairs = list(respelled(rows, SEED))
    before = {one.row.id: one.answer["label"] for one in ask(rows, model)}
    groups: dict[str, list[bool]] = {}
    after = ask([new for _, new in pairs], model)
    for (row, new), one in zip(pairs, after, strict=True):
        groups.setdefault(new.kind, []).append(one.answer["label"] != before[row.id])
    return [(kind, Share(sum(of), len(of))) for kind, of in groups.items()]


def speed() -> dict[str, float]:
    """Return what ``bench.load`` measures in a process of its own."""
    command = [sys.executable, "-m", "bench.load"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def report(model: bool = False) -> str:
    """Run everything and return the tables."""
    given = {name: load(name) for name in SETS}
    rows = [row for one in given.values() for row in one]
    right = [row for row in rows if row.supported]
    sets = {name: ask(one, model) for name, one in given.items()}
    if not model:
        scripted = [*right, *altered(rows, SEED), *drifted(rows, SEED)]
        sets["scripted"] = ask(scripted, model)
    summary = [
        (
            name,
            len(of),
            s.recall,
            s.precision,
            s.alarms,
            s.balanced,
            sides(of) if sides(of).of else "-",
        )
        for name, of in sets.items()
        for s in [of_set(of)]
    ]
    parts = [markdown(_SUMMARY, summary)]
    for name, of in sets.items():
        parts.append(f"### {name.capitalize()}\n\n" + markdown(_KINDS, kinds(of)))
    if not model:
        changed = markdown(_SPELLINGS, spellings(rows, model))
        parts += [f"### Spelled another way\n\n{changed}", _speed(speed())]
    return "\n\n".join(parts)


_SUMMARY = ("set", "claims", "caught (recall)", "precision", "false alarms", "balanced", "side")
_KINDS = ("kind of error", "caught", "by a gate", "missed")
_SPELLINGS = ("spelling", "other verdict")


def _speed(found: Mapping[str, float]) -> str:
    growth = found["many"] - found["some"]
    return (
        f"{found['invented']:,.0f} claims a second on one core, an invented name in each; "
        f"{found['scripted']:,.0f} of the scripted errors. Peak memory "
        f"{found['few']:.0f} MB after {FEW:,} claims, {found['some']:.0f} MB after {SOME:,}, "
        f"{found['many']:.0f} MB after {MANY:,}: {growth:+.1f} MB since the caches were full."
    )


def mistakes(model: bool) -> Iterable[str]:
    """Yield one line per mistake on the labelled sets and the scripted errors."""
    rows = [row for name in SETS for row in load(name)]
    extra = [] if model else [*altered(rows, SEED), *drifted(rows, SEED)]
    for one in ask([*rows, *extra], model):
        if one.row.supported == one.flagged:
            what = "false alarm" if one.flagged else "missed"
            failed = {s: [f["reason"] for f in v["failed"]] for s, v in one.answer["sides"].items()}
            claim = json.dumps(dict(one.row.claim), ensure_ascii=False)
            yield f"{what} {one.row.kind} {one.row.id} {claim} {json.dumps(failed)}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options(__doc__, "python -m bench.check")
    parser.add_argument("--model", action="store_true", help="ask the configured model as well")
    parser.add_argument("--mistakes", action="store_true", help="print every mistake instead")
    given = parser.parse_args(arguments)
    if given.mistakes:
        print("\n".join(mistakes(given.model)))
        return
    name = "Checker with a model" if given.model else "Checker"
    tell(name, report(given.model), keep=given.write)


if __name__ == "__main__":
    main()
