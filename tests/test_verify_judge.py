"""From a draft to what may be posted, with a judge in the chair."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.codec import dump, load
from bot.judge import Judge
from bot.model import (
    Check,
    Citation,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Label,
    Origin,
    Position,
    Section,
    Story,
    Usage,
)
from bot.testing.judge import NONCE, asked, bad, verdict
from bot.testing.llm import Call, ScriptedModel
from bot.testing.nouns import make_story
from bot.verify import Verified, verify

STORY = make_story()
OPENED = "أعلنت بلدية ميناء الرمل اليوم افتتاح جسر المنارة"
MAYOR = "وقال رئيس البلدية سامي الحداد إن كلفة الجسر"
BOTH = ("ar", "en")


def claim(id: str, ar: str, en: str, paragraph: str = "a1.p1", quote: str = OPENED) -> Claim:
    cited = (Citation(paragraph, quote),)
    return Claim(id, Section.ANNOUNCEMENT, {"ar": ar, "en": en}, cited)


GOOD = claim("c1", "أعلنت البلدية افتتاح الجسر.", "The municipality opened the bridge.")
CLOSED = claim("c2", "أعلنت البلدية إغلاق الجسر.", "The municipality closed the bridge.")
MENDED = replace(CLOSED, text={"ar": "افتتحت البلدية الجسر.", "en": "The municipality opened it."})
COST = claim("c3", "كشف رئيس البلدية الكلفة.", "The mayor told the cost.")


class Writer:
    """Repairs with what it was given; keeps what it was asked."""

    def __init__(self, *repairs: Claim) -> None:
        self.repairs = repairs
        self.asked: list[tuple[Claim, ...]] = []

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft:
        raise AssertionError

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        self.asked.append(tuple(failed))
        return self.repairs, Usage(calls=1)


def _ruling(id: str, text: str) -> dict[str, Any]:
    """Refuse what speaks of closing; the cost stands in a1.p2 only."""
    if "clos" in text:
        return verdict(id, OPENED, ar=bad("إغلاق", "negation"), en=bad("closed", "negation"))
    if "cost" in text and "cites a1.p2" not in text:
        moved = bad("cost", "citation", "not_in_cited")
        return verdict(id, "", ar=moved, en=moved)
    cited = "a1.p2" if "cites a1.p2" in text else "a1.p1"
    quote = MAYOR if cited == "a1.p2" else OPENED
    return verdict(id, quote, paragraph=cited, ar=None, en=None)


def reader() -> ScriptedModel:
    def answer(call: Call) -> dict[str, Any]:
        shown = call.user.split("## The claims\n", 1)[1].split("\n\n")
        verdicts = [_ruling(id, text) for id, text in zip(asked(call), shown, strict=False)]
        return {"nonce": NONCE.findall(call.user)[-1], "verdicts": verdicts}

    model = ScriptedModel("reader")
    model.answers(answer)
    return model


def draft(*claims: Claim, **more: Any) -> Draft:
    return replace(Draft({"ar": None, "en": None}, claims), **more)


async def verified(made: Draft, writer: Writer, model: ScriptedModel) -> Verified:
    return await verify(made, STORY, BOTH, writer, Judge(model))


async def test_what_the_judge_clears_is_kept_and_says_so() -> None:
    model = reader()
    made = await verified(draft(GOOD), Writer(), model)
    (kept,) = made.claims
    assert kept.verdict is not None
    assert kept.verdict.label is Label.SUPPORTED
    assert Check.ENTAILMENT in kept.verdict.checks
    assert made.usage.calls == len(model.calls) == 1


async def test_what_the_judge_refuses_is_repaired_and_judged_again() -> None:
    writer, model = Writer(MENDED), reader()
    made = await verified(draft(GOOD, CLOSED), writer, model)
    assert [c.text["en"] for c in made.claims] == [GOOD.text["en"], MENDED.text["en"]]
    assert [[c.id for c in failed] for failed in writer.asked] == [["c2"]]
    assert [asked(call) for call in model.calls] == [["c1", "c2"], ["c2"]]
    verdict_ = made.claims[1].verdict
    assert verdict_ is not None
    (first,) = verdict_.trace
    assert (first.origin, first.text, first.cited) == (Origin.DRAFTED, CLOSED.text, ("a1.p1",))
    judged = [f.reason.key for f in first.findings if f.check is Check.ENTAILMENT]
    assert judged == ["check.entailment.negation"] * 2
    assert made.usage.calls == 3


async def test_the_one_who_repairs_is_told_the_judge_s_words() -> None:
    writer = Writer()
    await verified(draft(CLOSED), writer, reader())
    found = writer.asked[0][0].verdict
    assert found is not None
    judged = [f for f in found.findings if f.check is Check.ENTAILMENT]
    assert {f.side: f.reason.values["words"] for f in judged} == {"ar": "إغلاق", "en": "closed"}


async def test_a_repair_that_fails_again_is_dropped_with_all_that_was_tried() -> None:
    again = replace(CLOSED, text={"ar": "إغلاق الجسر تم.", "en": "They closed the bridge."})
    made = await verified(draft(CLOSED), Writer(again), reader())
    assert made.claims == ()
    (dropped,) = made.dropped
    assert dropped.check is Check.ENTAILMENT
    assert [(a.origin, a.text["en"]) for a in dropped.trace] == [
        (Origin.DRAFTED, CLOSED.text["en"]),
        (Origin.REWRITTEN, again.text["en"]),
    ]
    assert load(Dropped, dump(dropped)) == dropped


async def test_a_wrong_source_is_mended_without_rewriting() -> None:
    writer, model = Writer(), reader()
    made = await verified(draft(COST), writer, model)
    (kept,) = made.claims
    assert writer.asked == []
    assert kept.text == COST.text
    assert [c.paragraph for c in kept.citations] == ["a1.p2"]
    assert kept.citations[0].start == 0
    assert kept.verdict is not None
    assert [(a.origin, a.cited) for a in kept.verdict.trace] == [(Origin.DRAFTED, ("a1.p1",))]


async def test_what_no_other_paragraph_carries_goes_to_the_summarizer() -> None:
    """The figure stands in the cited paragraph alone, which speaks of other things."""
    nine = replace(COST, text={"ar": "الكلفة 9 ملايين.", "en": "The cost is 9 million."})
    model = ScriptedModel("wrong")

    def answer(call: Call) -> dict[str, Any]:
        moved = bad("cost", "citation", "not_in_cited")
        found = verdict("c3", "", ar=moved, en=moved)
        return {"nonce": NONCE.findall(call.user)[-1], "verdicts": [found]}

    model.answers(answer)
    story = Story(
        (
            replace(
                STORY.articles[0],
                paragraphs=(
                    replace(STORY.articles[0].paragraphs[0], text=OPENED + " بكلفة 9 ملايين."),
                ),
            ),
            STORY.articles[1],
        )
    )
    writer = Writer()
    made = await verify(draft(nine), story, BOTH, writer, Judge(model))
    assert made.claims == ()
    assert [a.origin for a in made.dropped[0].trace] == [Origin.DRAFTED]
    assert [c.paragraph for c in writer.asked[0][0].citations] == ["a1.p1"]


async def test_forged_evidence_gives_way_to_the_paragraph_s_own_words() -> None:
    forged = replace(GOOD, citations=(Citation("a1.p1", "words that are not there"),))
    writer = Writer()
    (kept,) = (await verified(draft(forged), writer, reader())).claims
    assert (kept.citations[0].paragraph, kept.citations[0].start) == ("a1.p1", 0)
    assert writer.asked == []


async def test_what_a_gate_refuses_never_reaches_the_judge() -> None:
    model = reader()
    forged = replace(GOOD, text={"ar": "الجسر لتسع بلدات.", "en": "A bridge for nine towns."})
    made = await verified(draft(forged), Writer(), model)
    assert made.dropped[0].check is Check.NUMBERS
    assert model.calls == []


async def test_a_judge_that_is_down_drops_everything_and_says_why() -> None:
    model = ScriptedModel("down")
    model.fails(500)
    made = await verified(draft(GOOD), Writer(), model)
    assert made.claims == ()
    assert made.dropped[0].reason.key == "check.entailment.judge_down"
    assert made.failed is not None
    assert made.failed.key == "error.model_busy"


async def test_a_headline_is_judged_side_by_side() -> None:
    model = ScriptedModel("reader")

    def answer(call: Call) -> dict[str, Any]:
        sides: dict[str, Any] = {"ar": None, "en": bad("sinks")}
        found = [
            verdict(i, OPENED, **(sides if i == "headline" else dict.fromkeys(BOTH)))
            for i in asked(call)
        ]
        return {"nonce": NONCE.findall(call.user)[-1], "verdicts": found}

    model.answers(answer)
    made = await verified(
        draft(GOOD, headline={"ar": "افتتاح الجسر", "en": "The bridge sinks"}), Writer(), model
    )
    assert made.headline == {"ar": "افتتاح الجسر", "en": STORY.articles[1].title}


async def test_a_side_of_the_headline_that_a_gate_refuses_is_not_even_asked() -> None:
    model = reader()
    made = await verified(
        draft(GOOD, headline={"ar": "الجسر بكلفة 70 مليونا", "en": "The bridge"}), Writer(), model
    )
    assert made.headline == {"ar": STORY.articles[0].title, "en": "The bridge"}
    assert all("70 مليونا" not in call.user for call in model.calls)


async def test_a_headline_that_nobody_judged_is_none() -> None:
    model = ScriptedModel("down")
    model.fails(500)
    made = await verified(draft(GOOD, headline={"ar": None, "en": "The bridge"}), Writer(), model)
    assert made.headline == {"ar": STORY.articles[0].title, "en": STORY.articles[1].title}


async def test_positions_are_judged_like_claims() -> None:
    cited = (Citation("a1.p1", OPENED),)
    opened, open_, closed = (
        Position({"ar": ar, "en": en}, cited)
        for ar, en in (
            ("افتتح الجسر.", "It opened."),
            ("الجسر مفتوح.", "It is open."),
            ("أغلق الجسر.", "It is closed."),
        )
    )
    state = {"ar": "حال الجسر", "en": "The bridge's state"}
    differ = (Disagreement(state, (opened, open_, closed)), Disagreement(state, (opened, closed)))
    made = await verified(draft(GOOD, disagreements=differ), Writer(), reader())
    assert [[p.text["en"] for p in d.positions] for d in made.disagreements] == [
        ["It opened.", "It is open."]
    ]


async def test_a_position_s_wrong_source_is_mended_without_rewriting() -> None:
    """Its words stand in another paragraph than the one that it names."""
    opened = Position({"ar": "افتتح الجسر.", "en": "It opened."}, (Citation("a1.p1", OPENED),))
    told = {"ar": "كشف رئيس البلدية الكلفة.", "en": "The mayor told the cost."}
    astray = Position(told, (Citation("a1.p1", MAYOR),))
    state = {"ar": "حال الجسر", "en": "The bridge's state"}
    writer = Writer()
    made = await verified(
        draft(GOOD, disagreements=(Disagreement(state, (opened, astray)),)), writer, reader()
    )
    assert writer.asked == []
    [point] = made.disagreements
    assert [c.paragraph for p in point.positions for c in p.citations] == ["a1.p1", "a1.p2"]
