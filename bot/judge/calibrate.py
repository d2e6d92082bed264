"""What a model is worth as a judge: a labelled set run through the whole ladder, and its figures.

A claim that is found unclear counts as refused: it would not be posted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from bot.citations.standalone import Given, checked, read_line
from bot.errors import NoLabelsError
from bot.judge.court import Judge
from bot.judge.rows import WINDOW, judged
from bot.model import Check, Claim, Label, Usage

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 of none."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, which holds for few cases and for shares near 0 and 1."""
        if not self.of:
            return 0.0, 1.0
        spread = _Z * sqrt(self.value * (1 - self.value) / self.of + (_Z / (2 * self.of)) ** 2)
        centre, scale = self.value + _Z**2 / (2 * self.of), 1 + _Z**2 / self.of
        return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)

    def __str__(self) -> str:
        """Say it for people: "57/60 = 95.0 % (86.3 to 98.3)"."""
        low, high = (f"{100 * end:.1f}" for end in self.interval)
        return f"{self.hits}/{self.of} = {100 * self.value:.1f} % ({low} to {high})"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: of the wrong claims, of the right ones, and what it cost."""

    precision: Share  # of what was refused, what was wrong
    recall: Share  # of what was wrong, what was refused
    false_alarms: Share  # of what was right, what was refused
    unclear: Share  # of all claims, those that nobody could settle
    kinds: dict[str, Share]
    by: dict[str, int]  # which check refused first
    usage: Usage
    bad: tuple[int, ...] = ()  # lines that are no labelled row

    def as_json(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        shares = {
            name: _as_json(getattr(self, name))
            for name in ("precision", "recall", "false_alarms", "unclear")
        }
        usage = {name: getattr(self.usage, name) for name in Usage.__slots__}
        kinds = {kind: _as_json(share) for kind, share in self.kinds.items()}
        return {**shares, "kinds": kinds, "refused_by": self.by, "usage": usage, "bad": self.bad}

    def as_text(self) -> str:
        """Return the figures as lines for people, with 95 % intervals."""
        used = self.usage
        lines = [
            "wrong claims refused, share with its 95 % interval",
            *(f"  {kind:20s} {share}" for kind, share in self.kinds.items()),
            f"recall        {self.recall}",
            f"precision     {self.precision}",
            f"false alarms  {self.false_alarms}",
            f"unclear       {self.unclear}",
            "refused by    " + ", ".join(f"{check} {n}" for check, n in self.by.items()),
            f"{used.calls} calls, {used.input_tokens} tokens in ({used.cached_tokens} cached),"
            f" {used.output_tokens} out",
        ]
        if self.bad:
            lines.append(f"left out, no labelled rows: lines {', '.join(map(str, self.bad))}")
        return "\n".join(lines)


def _as_json(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "hits": share.hits,
        "of": share.of,
        "value": round(share.value, 4),
        "interval": [round(low, 4), round(high, 4)],
    }


@dataclass(slots=True)
class _Tally:
    """Counts while the rows go by."""

    wrong: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    right: int = 0
    alarms: int = 0
    unclear: int = 0
    by: Counter[str] = field(default_factory=Counter)

    def add(self, claim: Claim, wrong: bool, kind: str) -> None:
        label = claim.verdict.label if claim.verdict else Label.UNCLEAR
        refused = label is not Label.SUPPORTED
        self.unclear += label is Label.UNCLEAR
        self.right += not wrong
        self.alarms += refused and not wrong
        self.wrong[kind] += wrong
        self.caught[kind] += refused and wrong
        if refused and claim.verdict:
            self.by[str(_stopper(claim))] += 1

    def figures(self, usage: Usage, bad: tuple[int, ...]) -> Figures:
        caught, wrong = self.caught.total(), self.wrong.total()
        return Figures(
            precision=Share(caught, caught + self.alarms),
            recall=Share(caught, wrong),
            false_alarms=Share(self.alarms, self.right),
            unclear=Share(self.unclear, wrong + self.right),
            kinds={k: Share(self.caught[k], n) for k, n in sorted(self.wrong.items()) if n},
            by=dict(self.by.most_common()),
            usage=usage,
            bad=bad,
        )


def _stopper(claim: Claim) -> Check:
    findings = claim.verdict.findings if claim.verdict else ()
    hard = [f for f in findings if f.label is Label.UNSUPPORTED]
    return (hard or list(findings))[0].check


async def calibrate(lines: Iterable[str], judge: Judge | None) -> Figures:
    """Run labelled rows through all tiers and return what came out.

    A row is one of ``isnad check`` with "label": "supported" or "unsupported", and "kind" if the
    errors are sorted; lines that are not are left out and named. ``judge`` ``None`` measures gates
    and cues alone. NoLabelsError if not one row is labelled.
    """
    tally, usage, bad = _Tally(), Usage(), []
    rows: list[tuple[Given, bool, str]] = []
    for n, line in enumerate(lines, 1):
        if line.strip():
            row = _labelled(line)
            bad += [] if row else [n]
            rows += [row] if row else []
        if len(rows) >= WINDOW:
            usage += await _count(rows, judge, tally)
            rows = []
    usage += await _count(rows, judge, tally)
    if not tally.right and not tally.wrong.total():
        raise NoLabelsError
    return tally.figures(usage, tuple(bad))


def _labelled(line: str) -> tuple[Given, bool, str] | None:
    given = checked(read_line(line))
    if given.claim is None:
        return None
    row = json.loads(line)
    if row.get("label") not in (Label.SUPPORTED, Label.UNSUPPORTED):
        return None
    return given, row["label"] == Label.UNSUPPORTED, str(row.get("kind") or "any")


async def _count(
    rows: Sequence[tuple[Given, bool, str]], judge: Judge | None, tally: _Tally
) -> Usage:
    window, usage = [given for given, _, _ in rows], Usage()
    if judge is not None:
        window, usage = await judged(window, judge)
    for given, (_, wrong, kind) in zip(window, rows, strict=True):
        if given.claim is not None:
            tally.add(given.claim, wrong, kind)
    return usage
