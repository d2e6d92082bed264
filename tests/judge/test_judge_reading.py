"""Whatever a model writes, reading it gives opinions or says that it is of no use."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judge.opinion import Kind, Ruling
from bot.judge.reading import read_opinions
from bot.judge.rules import findings, problem
from bot.model import Label
from bot.summarize.asking import UnusableError
from bot.testing.claims import claim, evidence
from bot.testing.judge import bad, verdict

TEXT = "The council may open the north quay in spring."
CLAIM = claim("The north quay may open.", p1="the north quay")
EVIDENCE = evidence(TEXT)

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["id", "evidence", "paragraph", "quote", "reason", "sides", "en", "kind"]
            )
            | st.text(max_size=8),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(_values)
def test_hostile_answers_are_refused_or_read(raw: Any) -> None:
    data = raw if isinstance(raw, dict) else {"verdicts": raw}
    try:
        read = read_opinions({**data, "nonce": "n"}, "n", ["c1"])
    except UnusableError:
        return
    assert set(read) <= {"c1"}


_rulings = st.sampled_from([*map(str, Ruling), "elsewhere:a1.p1", "?"]) | _values


@given(_values, _values, _values, _values, _rulings)
def test_nothing_but_proof_clears_a_claim(
    proof: Any, reason: Any, unsupported: Any, kind: Any, ruling: Any
) -> None:
    """Whatever stands in the other fields, a claim is cleared by words of its paragraph alone."""
    side = {"unsupported": unsupported, "kind": kind, "verdict": ruling}
    raw = {"id": "c1", "evidence": proof, "reason": reason, "sides": {"en": side}}
    try:
        opinion = read_opinions({"nonce": "n", "verdicts": [raw]}, "n", ["c1"]).get("c1")
    except UnusableError:
        opinion = None
    if problem(CLAIM, opinion, EVIDENCE) is None and opinion is not None:
        found = findings(CLAIM, opinion)
        assert all(f.label is Label.UNSUPPORTED for f in found)
        assert found or any(one.quote in TEXT for one in opinion.evidence)


@pytest.mark.parametrize(
    ("proof", "kept"),
    [
        ({"paragraph": "a1.p1", "quote": "may open"}, [("a1.p1", "may open")]),
        ([{"paragraph": "[a1.p1]", "quote": " may\n open "}], [("a1.p1", "may open")]),
        (None, []),
    ],
)
def test_small_slips_of_form_are_no_loss(proof: Any, kept: list[tuple[str, str]]) -> None:
    raw = verdict("c1", "", en=bad("x", "plan", "Not_in_cited: a1.p2")) | {"evidence": proof}
    opinion = read_opinions({"nonce": "n", "verdicts": [raw]}, "n", ["c1"])["c1"]
    assert [(one.paragraph, one.quote) for one in opinion.evidence] == kept
    assert (opinion.sides["en"].ruling, opinion.sides["en"].kind) == (
        Ruling.NOT_IN_CITED,
        Kind.PLAN,
    )


def test_a_reason_without_an_end_is_cut() -> None:
    raw = verdict("c1", "may open", en=None) | {"reason": "because " * 999}
    opinion = read_opinions({"nonce": "n", "verdicts": [raw]}, "n", ["c1"])["c1"]
    assert len(opinion.reason) <= 300


def test_the_nonce_is_compared_not_searched() -> None:
    for nonce in (None, 7, ["n"], "N", ""):
        with pytest.raises(UnusableError, match="nonce"):
            read_opinions(json.loads(json.dumps({"nonce": nonce, "verdicts": []})), "n", ["c1"])
