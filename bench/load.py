"""Speed and memory of the checker: ``python -m bench.load`` prints one JSON object.

It runs in a process of its own, because peak memory can only be asked for a whole process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from time import process_time
from typing import Any

from bench.errors import altered, drifted
from bench.memory import peak
from bench.rows import SETS, load
from bot.citations.standalone import check_line
from bot.cli.base import sweep_seldom

FEW, SOME, MANY = 1_000, 10_000, 30_000
SEED = 1

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
    """Return claims per second of processor time, and peak memory in MB after so many claims.

    ``invented`` are claims with an invented name each, ``scripted`` the labelled ones with an
    error written into each; all are new to the checker, their paragraphs are not.
    """
    sweep_seldom()  # as ``isnad check`` does
    rounds = _rounds(MANY // FEW, FEW)
    next(rounds)
    few = peak()
    spent = sum(islice(rounds, SOME // FEW - 1))
    some = peak()
    spent += sum(rounds)
    many = peak()
    right, wrong = scripted()
    _checked(right)
    return {
        "invented": (MANY - FEW) / spent,
        "scripted": len(wrong) / _checked(wrong),
        "few": few,
        "some": some,
        "many": many,
    }


def scripted() -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Return the labelled claims as they are, and with errors written into them."""
    rows = [row for name in SETS for row in load(name)]
    wrong = [*altered(rows, SEED), *drifted(rows, SEED)]
    return [row.asked() for row in rows], [row.asked() for row in wrong]


def rates(rounds: int, n: int) -> Iterator[float]:
    """Yield claims per second of processor time for rounds of ``n`` claims, each a new one."""
    spent = _rounds(rounds + 1, n)
    next(spent)  # the first is for warming up
    yield from (n / seconds for seconds in spent)


def _rounds(rounds: int, n: int) -> Iterator[float]:
    """Yield seconds of processor time for ``n`` claims each; no more lie ready than these."""
    asked = claims(n * rounds)
    for _ in range(rounds):
        yield _checked(list(islice(asked, n)))


def _checked(rows: Sequence[Mapping[str, Any]]) -> float:
    """Check claims; return the seconds of processor time that it takes."""
    given = [json.dumps(row, ensure_ascii=False) for row in rows]
    started = process_time()
    for line in given:
        check_line(line, lambda note: note.key)
    return process_time() - started


if __name__ == "__main__":
    print(json.dumps(measure()))
