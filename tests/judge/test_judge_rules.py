"""What an opinion amounts to, in words for people, and for the model that mends."""

from bot.citations import judge_claim
from bot.judge.opinion import Kind
from bot.judge.reading import read_opinions
from bot.judge.rules import findings
from bot.judge.verdicts import is_doubted, is_open, ruled
from bot.model import Check, Claim, Finding, Label, Note, Verdict
from bot.render import say
from bot.summarize.tasks import finding_said
from bot.testing.claims import claim, evidence
from bot.testing.judge import bad, verdict

CLAIM = claim({"ar": "سيفتح الجسر.", "en": "The bridge will open."}, p1="الجسر")


def found(**sides: object) -> tuple[Finding, ...]:
    data = {"nonce": "n", "verdicts": [verdict("c1", "x", **sides)]}  # type: ignore[arg-type]
    return findings(CLAIM, read_opinions(data, "n", ["c1"])["c1"])


def test_the_reason_is_said_in_the_reader_s_language() -> None:
    (one,) = found(ar=None, en=bad("will open", "certainty"))
    assert say(one.reason, "en") == "“will open” is firmer than the cited text"
    assert "«will open»" in say(one.reason, "ar")


def test_the_model_that_mends_hears_the_judge_s_own_words() -> None:
    (one,) = found(ar=None, en=bad("will open", "certainty"))
    assert finding_said(one).endswith('("because")')


def test_several_words_are_all_told() -> None:
    many = {"unsupported": ["The bridge", "open"], "kind": "other", "verdict": "partial"}
    (one,) = found(ar=None, en=many)
    assert one.reason.values["words"] == "The bridge … open"


def test_a_refusal_without_a_kind_or_with_an_unknown_one_is_a_refusal() -> None:
    (one,) = found(ar=None, en=bad("open", "none", "contradicted"))
    assert one.reason.key == "check.entailment.other"
    (one,) = found(ar=None, en=bad("open", "my own kind", "partial"))
    assert one.reason.key == "check.entailment.other"
    (one,) = found(ar=None, en=bad("open", "none", "not_in_cited"))
    assert one.reason.key == "check.entailment.citation"


def test_an_unknown_ruling_is_no_opinion() -> None:
    odd = verdict("c1", "x", ar=None, en=bad("open", "other", "maybe"))
    good = verdict("c2", "x", ar=None, en=None)
    read = read_opinions({"nonce": "n", "verdicts": [odd, good]}, "n", ["c1", "c2"])
    assert list(read) == ["c2"]


def test_what_was_not_asked_is_not_heard() -> None:
    both = [verdict("c1", "x", en=None), verdict("c9", "x", en=None)]
    assert list(read_opinions({"nonce": "n", "verdicts": both}, "n", ["c1"])) == ["c1"]


# --- the judge in the ladder -----------------------------------------------


def cue(check: Check, side: str | None) -> Finding:
    return Finding(check, Label.UNCLEAR, Note("check.broken", {"check": "x"}), side)


def checked(*cues: Finding) -> Claim:
    made = judge_claim(CLAIM, evidence("الجسر مفتوح."), ())
    return Claim(
        made.id,
        made.section,
        made.text,
        made.citations,
        verdict=Verdict(Label.UNCLEAR if cues else Label.SUPPORTED, (Check.CITES,), cues),
    )


def labels(made: Claim) -> tuple[Label, list[tuple[Check, str | None]]]:
    assert made.verdict is not None
    return made.verdict.label, [(f.check, f.side) for f in made.verdict.findings]


def test_the_judge_s_word_clears_the_cues() -> None:
    made = ruled(checked(cue(Check.SCOPE, "en"), cue(Check.CAUSE, None)), ())
    assert labels(made) == (Label.SUPPORTED, [])


def test_cues_stay_on_the_side_that_is_refused() -> None:
    made = ruled(
        checked(cue(Check.SCOPE, "en"), cue(Check.CAUSE, "ar")),
        found(ar=None, en=bad("will open")),
    )
    assert labels(made) == (
        Label.UNSUPPORTED,
        [(Check.ENTAILMENT, "en"), (Check.SCOPE, "en")],
    )


def test_what_nobody_could_settle_keeps_every_cue() -> None:
    unsettled = Finding(Check.ENTAILMENT, Label.UNCLEAR, Note("check.entailment.no_answer"))
    made = ruled(checked(cue(Check.SCOPE, "en")), (unsettled,))
    assert labels(made) == (Label.UNCLEAR, [(Check.ENTAILMENT, None), (Check.SCOPE, "en")])


def test_a_gate_s_refusal_leaves_nothing_to_judge() -> None:
    gate = Finding(Check.NUMBERS, Label.UNSUPPORTED, Note("check.cites.none"), "en")
    assert not is_open(checked(gate))
    assert is_open(checked(cue(Check.SCOPE, "en")))


def test_only_a_strong_cue_calls_for_a_second_look() -> None:
    assert is_doubted(checked(cue(Check.POLARITY, "en")))
    assert not is_doubted(checked(cue(Check.SUPPORT, "en")))


def test_every_kind_can_be_said() -> None:
    for kind in set(Kind) - {Kind.NONE}:
        note = Note(f"check.entailment.{kind}", {"words": "w", "why": "y"})
        assert "w" in say(note, "ar")
        assert "w" in say(note, "en")
