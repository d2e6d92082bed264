"""The cues on sentences that say the same in other words, and on such that only seem to.

``paraphrases.txt`` holds claims in both languages, each with its source: "right" ones that no cue
may doubt, "wrong" ones of which at least one check must doubt a side.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.citations import CUES, LADDER, Rungs, judge_claim
from bot.citations.reading import readings
from bot.citations.stale import stale
from bot.model import Verdict
from bot.testing.claims import claim, evidence

ROWS = Path(__file__).with_name("paraphrases.txt").read_text("utf-8").strip().split("\n\n")


def _rows(label: str, kind: str) -> Iterator[dict[str, str]]:
    for row in ROWS:
        head, *lines = row.splitlines()
        if head == f"{label} {kind}":
            yield dict(line.split(" ", 1) for line in lines)


def _kinds(label: str) -> list[str]:
    heads = (row.splitlines()[0].split() for row in ROWS)
    return sorted({kind for said, kind in heads if said == label})


def _verdict(row: dict[str, str], rungs: Rungs) -> Verdict:
    sides = {language: row[language] for language in ("ar", "en")}
    asked, given = claim(sides), evidence(row["source"])
    verdict = judge_claim(asked, given, rungs).verdict
    assert verdict is not None
    old = [finding for one in readings(asked, given) for finding in stale(one)]
    return Verdict(verdict.label, verdict.checks, (*verdict.findings, *old))


@pytest.mark.parametrize("kind", _kinds("right"))
def test_what_says_the_same_in_other_words_passes(kind: str) -> None:
    doubted = {
        row["ar"]: [finding.reason.key for finding in found]
        for row in _rows("right", kind)
        if (found := _verdict(row, CUES).findings)
    }
    assert doubted == {}


@pytest.mark.parametrize("kind", _kinds("wrong"))
def test_what_says_another_thing_does_not(kind: str) -> None:
    passed = [row["ar"] for row in _rows("wrong", kind) if not _verdict(row, LADDER).findings]
    assert passed == []
