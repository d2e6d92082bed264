"""Speed and memory of the checker: ``python -m bench.load`` prints one JSON object.

It runs in a process of its own, because peak memory can only be asked for a whole process.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from itertools import islice, product
from time import process_time
from typing import Any

from bench.rows import load
from bot.citations.standalone import check_line

FEW, MANY = 1_000, 20_000

_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "ru", "sa", "te", "vi", "zo")
_ARABIC = dict(
    zip(
        _SYLLABLES,
        ("با", "دي", "في", "غو", "هو", "كا", "لي", "مي", "نو", "رو", "سا", "تي", "في", "زو"),
        strict=True,
    )
)


def claims(n: int) -> Iterator[dict[str, Any]]:
    """Yield ``n`` bilingual claims on the sample paragraphs, no two of one text."""
    rows = [row.asked() for row in load("samples")]
    speakers = product(_SYLLABLES, repeat=4)
    for k, speaker in zip(range(n), speakers, strict=False):
        row = rows[k % len(rows)]
        latin, arabic = "".join(speaker).title(), "".join(_ARABIC[s] for s in speaker)
        claim = {
            "ar": f"{row['claim']['ar'].rstrip('.')}، بحسب {arabic}.",
            "en": f"{row['claim']['en'].rstrip('.')}, according to {latin}.",
        }
        yield {**row, "id": f"c{k}", "claim": claim}


def measure() -> dict[str, float]:
    """Return claims per second of processor time, and peak memory in MB at both marks."""
    rounds = _rounds(MANY // FEW, FEW)
    next(rounds)
    few = _peak()
    spent = sum(rounds)
    return {"per_second": (MANY - FEW) / spent, "few": few, "many": _peak()}


def rates(rounds: int, n: int) -> Iterator[float]:
    """Yield claims per second of processor time for rounds of ``n`` claims, each a new one."""
    spent = _rounds(rounds + 1, n)
    next(spent)  # the first is for warming up
    yield from (n / seconds for seconds in spent)


def _rounds(rounds: int, n: int) -> Iterator[float]:
    """Yield seconds of processor time for ``n`` claims each; no more lie ready than these."""
    asked = claims(n * rounds)
    for _ in range(rounds):
        given = [json.dumps(row, ensure_ascii=False) for row in islice(asked, n)]
        started = process_time()
        for line in given:
            check_line(line, lambda note: note.key)
        yield process_time() - started


def _peak() -> float:
    """Return the peak memory of this process in MB; the system counts in kB, on macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024


if __name__ == "__main__":
    print(json.dumps(measure()))
