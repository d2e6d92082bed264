"""The judge behind `isnad check`: rows in, answers out, in their order."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from bot.citations.standalone import read_line
from bot.errors import NoLabelsError
from bot.judge import Judge
from bot.judge.batches import MOST
from bot.judge.calibrate import Share, calibrate
from bot.judge.docket import Case, dockets
from bot.judge.rows import check_rows
from bot.model import Note
from bot.testing.judge import NONCE, Bench, asked, bad, verdict
from bot.testing.llm import Call, ScriptedModel

Row = dict[str, Any]
TEXT = "The harbour council may open the north quay in spring."


def line(id: str, claim: str = "The north quay may open in spring.", **more: Any) -> str:
    paragraphs = more.pop("paragraphs", [{"id": "s1.p1", "text": TEXT}])
    return json.dumps({"id": id, "claim": {"en": claim}, "paragraphs": paragraphs} | more)


def say(note: Note) -> str:
    return note.key


async def answers(lines: Sequence[str], judge: Judge | None) -> list[Row]:
    return [row async for row in check_rows(lines, judge, say)]


def reader() -> ScriptedModel:
    """Return a judge that finds every claim with "will" too firm, and the rest supported."""

    def answer(call: Call) -> Row:
        shown = call.user.split("## The claims\n", 1)[1]
        texts = dict(zip(asked(call), shown.split("\n\n"), strict=False))
        quoted = {
            id: verdict(
                id,
                "may open the north quay in spring",
                paragraph=texts[id].split(" cites ")[1].split("\n")[0],
                en=bad("will", "certainty", "contradicted") if "will" in texts[id] else None,
            )
            for id in asked(call)
        }
        return {"nonce": NONCE.findall(call.user)[-1], "verdicts": list(quoted.values())}

    model = ScriptedModel("reader")
    model.answers(answer)
    return model


FIRM = "The north quay will open in spring."


async def test_answers_come_in_the_order_of_the_lines() -> None:
    model = reader()
    rows = [line(f"r{n}", FIRM if n % 3 == 0 else "The quay may open.") for n in range(30)]
    found = await answers(rows, Judge(model))
    assert [row["id"] for row in found] == [f"r{n}" for n in range(30)]
    assert [row["label"] for row in found] == ["unsupported", "supported", "supported"] * 10
    refused = {"check": "entailment", "reason": "check.entailment.certainty"}
    assert found[0]["sides"]["en"]["failed"][0] == refused
    assert len(model.calls) == 3


async def test_what_a_gate_refuses_costs_no_call() -> None:
    model = reader()
    (row,) = await answers([line("r1", "Nine quays may open in spring.")], Judge(model))
    assert row["label"] == "unsupported"
    assert {f["check"] for f in row["sides"]["en"]["failed"]} == {"numbers"}
    assert model.calls == []


async def test_bad_and_blank_lines_stay_what_they_are() -> None:
    found = await answers(["no json", " \n", line("r1")], Judge(reader()))
    assert [row.get("label", row.get("error")) for row in found] == [
        "not a JSON object",
        "supported",
    ]


async def test_the_same_id_twice_is_two_rows() -> None:
    found = await answers([line("r1", FIRM), line("r1")], Judge(reader()))
    assert [row["label"] for row in found] == ["unsupported", "supported"]


async def test_without_a_judge_each_line_is_answered_at_once() -> None:
    given = iter([line("r1"), line("r2")])
    rows = check_rows(given, None, say)
    assert (await anext(rows))["id"] == "r1"
    assert json.loads(next(given))["id"] == "r2"


async def test_a_judge_that_is_down_is_said_in_each_row() -> None:
    model = ScriptedModel("down")
    model.fails(500)
    (row,) = await answers([line("r1")], Judge(model))
    assert row["label"] == "unclear"
    assert row["sides"]["en"]["failed"][0]["reason"] == "check.entailment.judge_down"


async def test_a_verdict_on_one_side_leaves_the_other_alone() -> None:
    row = json.loads(line("r1")) | {"claim": {"ar": "قد يفتح الرصيف.", "en": FIRM}}
    bench = Bench()
    bench.says(verdict("c1", "may open the north quay", ar=None, en=bad("will", "certainty")))
    assert isinstance(bench.model, ScriptedModel)
    (found,) = await answers([json.dumps(row)], Judge(bench.model))
    assert {side: said["label"] for side, said in found["sides"].items()} == {
        "ar": "supported",
        "en": "unsupported",
    }


# --- dockets ---------------------------------------------------------------


def case(id: str, *paragraphs: tuple[str, str], **more: Any) -> Case:
    listed = [{"id": name, "text": text} for name, text in paragraphs]
    given = read_line(line(id, paragraphs=listed, **more))
    assert given.claim and given.evidence
    return Case(given.claim, given.evidence)


def shown(cases: Sequence[Case]) -> list[dict[str, str]]:
    return [{p.id: p.text for p in d.story.paragraphs.values()} for d in dockets(cases)]


def test_rows_of_one_source_share_an_article_and_keep_their_numbers() -> None:
    cases = [case("1", ("s.p3", "Three."), ("s.p1", "One.")), case("2", ("s.p3", "Three."))]
    assert shown(cases) == [{"a1.p1": "One.", "a1.p3": "Three."}]


def test_one_name_with_two_texts_is_two_articles() -> None:
    cases = [case("1", ("p1", "One.")), case("2", ("p1", "Another one."))]
    assert sorted(shown(cases)[0].values()) == ["Another one.", "One."]
    (docket,) = dockets(cases)
    texts = docket.story.paragraphs
    assert {
        row: texts[c.citations[0].paragraph].text
        for c, row in zip(docket.claims, docket.rows, strict=True)
    } == {0: "One.", 1: "Another one."}


def test_another_day_is_another_article() -> None:
    cases = [case("1", ("p1", "One."), published="2031-03-07"), case("2", ("p1", "One."))]
    (docket,) = dockets(cases)
    days = {str(a.published.day) if a.published else None for a in docket.story.articles}
    assert days == {"2031-03-07", None}


@pytest.mark.parametrize(
    "ids", [("p1", "p01"), ("x", "x1"), ("", "1"), ("p١", "p1"), ("a\n1", "a\n2"), ("7", "07")]
)
def test_odd_ids_never_meet(ids: tuple[str, str]) -> None:
    (docket,) = dockets([case("1", (ids[0], "One."), (ids[1], "Two."))])
    cited = [docket.story.paragraphs[c.paragraph].text for c in docket.claims[0].citations]
    assert cited == ["One.", "Two."]


def test_a_docket_is_never_too_long() -> None:
    cases = [case(str(n), ("p1", "One.")) for n in range(2 * MOST + 1)]
    assert [len(d.claims) for d in dockets(cases)] == [MOST, MOST, 1]
    long = [case(str(n), (f"s{n}.p1", f"Words of {n}. " * 1500)) for n in range(3)]
    assert [len(d.claims) for d in dockets(long)] == [1, 1, 1]


# --- calibration -----------------------------------------------------------

SET = [
    line("1", FIRM, label="unsupported", kind="firm"),
    line("2", label="supported"),
    line("3", "The quay may open.", label="unsupported", kind="other"),
    line("4", "Nine quays may open in spring.", label="unsupported", kind="number"),
    line("5", FIRM, label="supported"),
    "no json",
    line("6"),
]


async def test_figures_of_a_labelled_set() -> None:
    figures = await calibrate(SET, Judge(reader()))
    assert (figures.recall.hits, figures.recall.of) == (2, 3)
    assert (figures.precision.hits, figures.precision.of) == (2, 3)
    assert (figures.false_alarms.hits, figures.false_alarms.of) == (1, 2)
    assert {kind: share.hits for kind, share in figures.kinds.items()} == {
        "firm": 1,
        "number": 1,
        "other": 0,
    }
    assert figures.by == {"entailment": 2, "numbers": 1}
    assert figures.bad == (6, 7)
    assert figures.usage.calls == 1
    assert "recall        2/3 = 66.7 % (20.8 to 93.9)" in figures.as_text()
    assert json.loads(json.dumps(figures.as_json()))["recall"]["hits"] == 2


async def test_gates_and_cues_can_be_measured_alone() -> None:
    figures = await calibrate(SET, None)
    assert figures.usage.calls == 0
    assert figures.recall.hits >= 1


async def test_a_set_without_labels_is_no_set() -> None:
    with pytest.raises(NoLabelsError):
        await calibrate([line("1")], None)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [  # Wilson 1927; values of the usual tables
        (Share(57, 60), 0.8630, 0.9829),
        (Share(0, 10), 0.0, 0.2775),
        (Share(10, 10), 0.7225, 1.0),
        (Share(0, 0), 0.0, 1.0),
    ],
)
def test_intervals_hold_at_the_ends(share: Share, low: float, high: float) -> None:
    assert list(share.interval) == pytest.approx([low, high], abs=1e-3)
