"""The ladder fails closed, and the worst finding decides."""

import logging

import pytest

from bot.citations import LADDER, Evidence, judge_claim, worst
from bot.citations.evidence import Passage, Shelf
from bot.citations.prepared import Prepared
from bot.model import Check, Claim, Finding, Label, Note
from bot.testing.claims import claim, evidence

SECRET = "The bridge opens in 1999."


def breaks(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    raise KeyError(claim.text["en"])


def doubts(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    return (Finding(Check.SCOPE, Label.UNCLEAR, Note("check.scope"), "en"),)


def test_a_check_that_raises_fails_the_claim_and_logs_no_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        checked = judge_claim(claim(SECRET, id="c7"), evidence(SECRET), ((Check.SCOPE, breaks),))
    assert checked.verdict is not None
    assert checked.verdict.label is Label.UNSUPPORTED
    assert [f.reason.key for f in checked.verdict.findings] == ["check.broken"]
    assert len(caplog.records) == 1
    assert "c7" in caplog.text
    assert "bridge" not in caplog.text


def test_nothing_to_check_against_fails() -> None:
    checked = judge_claim(claim(SECRET), evidence(), LADDER)
    assert checked.verdict is not None
    assert checked.verdict.label is Label.UNSUPPORTED


def test_a_doubt_makes_a_claim_unclear() -> None:
    checked = judge_claim(claim(SECRET), evidence(SECRET), ((Check.SCOPE, doubts),))
    assert checked.verdict is not None
    assert checked.verdict.label is Label.UNCLEAR
    assert checked.verdict.checks == (Check.SCOPE,)


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        ([], "supported"),
        (["unclear", "supported"], "unclear"),
        (["unclear", "unsupported"], "unsupported"),
    ],
)
def test_the_worst_label(labels: list[str], label: str) -> None:
    assert worst(Label(one) for one in labels) == label


def test_the_ladder_lists_each_check_once_in_the_order_of_the_nouns() -> None:
    listed = [check for check, _ in LADDER]
    assert listed == sorted(set(listed), key=list(Check).index)


def test_claims_on_the_same_paragraphs_share_what_these_say_together() -> None:
    held = Shelf({"a1.p1": Passage("a1.p1", Prepared(SECRET, "en"))}, ("en",))
    assert held.cited(("a1.p1",)) is held.cited(["a1.p1"])
    assert held.cited(("a1.p1", "a9")).missing == ("a9",)
