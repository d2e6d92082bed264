"""Figures of merit, with 95 % intervals, and the tables that show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from bot.judge.calibrate import Share


@dataclass(frozen=True, slots=True)
class Score:
    """How well "unsupported" was told: wrong claims caught, right claims flagged."""

    caught: Share
    alarms: Share

    @property
    def recall(self) -> Share:
        return self.caught

    @property
    def precision(self) -> Share:
        return Share(self.caught.hits, self.caught.hits + self.alarms.hits)

    @property
    def balanced(self) -> str:
        """Return the balanced accuracy with an interval from those of its two halves.

        The halves are independent, so their Wilson half-widths add as squares (R. G. Newcombe,
        Statistics in Medicine 17, 1998).
        """
        if not (self.caught.of and self.alarms.of):
            return "-"
        value = (self.caught.value + 1 - self.alarms.value) / 2
        low, high = self.caught.interval
        least, most = self.alarms.interval
        below = hypot(self.caught.value - low, most - self.alarms.value) / 2
        above = hypot(high - self.caught.value, self.alarms.value - least) / 2
        return f"{value:.3f} [{value - below:.3f}, {value + above:.3f}]"


def score(pairs: Iterable[tuple[bool, bool]]) -> Score:
    """Return the score of pairs (the claim is wrong, it was flagged)."""
    given = tuple(pairs)
    wrong = [flagged for is_wrong, flagged in given if is_wrong]
    right = [flagged for is_wrong, flagged in given if not is_wrong]
    return Score(Share(sum(wrong), len(wrong)), Share(sum(right), len(right)))


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table that reads well as text and as Markdown; all but the first column right."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(header))]
    lines = [
        "| "
        + " | ".join(
            c.rjust(w) if n else c.ljust(w)
            for n, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (w + 1) + (":" if n else "-") for n, w in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
