"""Two ways to do the same, measured in turns in one run: median, range and ratio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

ROUNDS = 5

Measure = Callable[[], Sequence[float]]
"""One round: the figures of one side, in the order of the rows that they go to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what was measured of Isnad, of a peer (if there is one), the aim.

    ``aim`` is the most that the ratio may be, or with ``of_ours`` the figure itself; ``least``:
    the least instead.
    """

    what: str
    unit: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...] = ()
    peer: str = ""
    aim: float = 0.0
    of_ours: bool = False
    least: bool = False

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratio of each round, nothing where there is no peer."""
        return (
            tuple(a / b for a, b in zip(self.ours, self.theirs, strict=True)) if self.theirs else ()
        )

    @property
    def held(self) -> bool | None:
        """Whether the median reaches the aim, ``None`` without one."""
        judged = self.ours if self.of_ours or not self.ratios else self.ratios
        if not self.aim:
            return None
        return median(judged) >= self.aim if self.least else median(judged) <= self.aim

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is shown."""
        form = "≥" if self.least else "≤"
        on = self.unit if self.of_ours or not self.theirs else ""
        aim = f"{form} {self.aim:g}{f' {on}' if on and on != 'ratio' else ''}" if self.aim else ""
        verdict = {None: "", True: "yes", False: "no"}[self.held]
        theirs = spread(self.theirs) if self.theirs else ""
        unit = f", {self.unit}" if self.unit != "ratio" else ""
        return (
            f"{self.what}{unit}",
            spread(self.ours),
            f"{theirs} {self.peer}".strip(),
            spread(self.ratios) if self.ratios else "",
            aim,
            verdict,
        )


HEADER = ("measured", "Isnad", "beside", "ratio", "aim", "reached")


def in_turns(
    ours: Measure, theirs: Measure, rounds: int = ROUNDS
) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Measure both in turns, each first in every other round; return the figures by row."""
    mine: list[Sequence[float]] = []
    peers: list[Sequence[float]] = []
    for n in range(rounds):
        for of, measure in ((mine, ours), (peers, theirs))[:: 1 if n % 2 else -1]:
            of.append(measure())
    return list(zip(*mine, strict=True)), list(zip(*peers, strict=True))


def spread(values: Sequence[float]) -> str:
    """Return median and range, in three significant figures."""
    low, middle, high = (_shown(v) for v in (min(values), median(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
