"""What happened since the start, counted; ``bot.watch`` shows it to those who look after Isnad.

Counting costs a dictionary look-up and needs no library. Labels are closed sets of short words
(an outcome, a reason, a platform), never ids, addresses or texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Labels = tuple[tuple[str, str], ...]

COUNTERS: Mapping[str, str] = {
    "jobs": "Pieces of work that ended, by kind and outcome",
    "model_calls": "Questions to a model, by what was asked and outcome",
    "model_tokens": "Tokens of a model, by direction",
    "posts": "Tries to show a post, by platform and fate",
    "fetches": "Links read, by outcome or the reason why not",
    "messages": "Messages that were answered, by platform",
    "ratings": "What people said of briefs, by platform and whether they were of use",
}
"""Every counter there is and its meaning; metrics are called ``isnad_<name>_total``."""

TIMES: Mapping[str, str] = {
    "job_seconds": "Seconds from asking to the end of a piece of work, by kind",
    "digest_late_seconds": "Seconds by which digests were later than their hour",
}
"""Every duration that is measured; as count and sum."""


@dataclass(slots=True)
class Meter:
    """Counters and durations of one process."""

    counts: Counter[tuple[str, Labels]] = field(default_factory=Counter)
    sums: defaultdict[tuple[str, Labels], float] = field(default_factory=lambda: defaultdict(float))

    def count(self, name: str, by: int = 1, **labels: str) -> None:
        """Count something; KeyError for a name that is not in ``COUNTERS``."""
        COUNTERS[name]
        self.counts[name, _labels(labels)] += by

    def took(self, name: str, seconds: float, **labels: str) -> None:
        """Note a duration in seconds; KeyError for a name that is not in ``TIMES``."""
        TIMES[name]
        key = name, _labels(labels)
        self.counts[key] += 1
        self.sums[key] += seconds

    def of(self, name: str) -> Iterator[tuple[dict[str, str], int, float]]:
        """Yield labels, count and sum of each line of a counter or a duration."""
        for (counted, labels), n in sorted(self.counts.items()):
            if counted == name:
                yield dict(labels), n, self.sums.get((counted, labels), 0.0)


def _labels(labels: Mapping[str, str]) -> Labels:
    return tuple(sorted(labels.items()))


meter = Meter()
"""What this process counted."""
