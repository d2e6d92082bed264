"""Whatever a model or its endpoint does wrong, a brief is made of what was checked, or says why.

Each fault goes through a whole brief: the SDK's client over loopback, the judge, the pipeline.
"""

import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.commands import SAMPLES
from bot.extract import Extractive
from bot.judge import Judge
from bot.llm.openai import OpenAIModel
from bot.model import Brief, Engine, Source, SourceKind
from bot.pipeline import make_briefs
from bot.render import as_markdown, brief_post
from bot.summarize import ModelSummarizer
from bot.testing.llm import Call, FakeLLM
from bot.testing.reading import HereReader
from bot.testing.scribe import Changed, Data, Scribe, stated
from bot.tools import Tools

SOURCES = [
    Source(SourceKind.FILE, str(SAMPLES / name))
    for name in ("library-1-sada-al-tall.txt", "library-2-hill-gazette.txt")
]
CLOSED = stated(
    "The last library branch in the mountains closed in 2009 for lack of funds.",
    "أُغلق آخر فرع للمكتبة في الجبل عام 2009 لنقص التمويل.",
    "قد أُغلق عام 2009 لنقص التمويل",
)
STARTED = stated(
    "The municipality of Tell al-Maraya has started a library bus that visits mountain villages.",
    "بدأت بلدية تل المرايا تشغيل حافلة مكتبة تزور القرى الجبلية.",
    "تشغيل حافلة مكتبة تزور القرى الجبلية",
)


class Kept:
    """The two verbs of a store that a brief of files needs."""

    async def save_brief(self, brief: Brief, chat: object) -> None: ...


@dataclass(frozen=True)
class Made:
    """The brief, what people read of it, and how many calls it took."""

    brief: Brief
    said: str
    calls: list[Call]

    @property
    def tasks(self) -> list[str]:
        """What was asked, in turn: "draft", "judge", "mend"."""
        return [re.findall(r"# Task: (\w+)", call.user)[-1] for call in self.calls]


Make = Callable[..., Any]


@pytest.fixture
async def llm() -> AsyncIterator[FakeLLM]:
    async with FakeLLM() as server:
        server.silence = 30.0
        yield server


@pytest.fixture
def made(llm: FakeLLM) -> Make:
    async def make(patience: float = 30.0) -> Made:
        waits: list[float] = []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        async def quiet(key: str, values: dict[str, object]) -> None: ...

        model = OpenAIModel(
            base_url=llm.base_url, api_key="sk-test", model="asked-1", timeout=patience, sleep=sleep
        )
        async with model:
            tools = Tools(
                fetcher=cast(Any, None),
                reader=HereReader(),
                store=cast(Any, Kept()),
                extractive=Extractive(),
                writer=ModelSummarizer(model),
                judge=Judge(model),
                now=lambda: datetime(2026, 10, 18, tzinfo=UTC),
                new_id=lambda: "b1",
            )
            (brief,) = (await make_briefs(SOURCES, ("ar", "en"), tools, quiet)).briefs
        assert sum(waits) <= patience
        return Made(brief, as_markdown(brief_post(brief, "en")), list(llm.calls))

    return make


def speaks(made: Made) -> None:
    """The sources speak for themselves, and it is said why."""
    assert made.brief.engine is Engine.EXTRACTIVE
    assert made.brief.claims
    assert made.brief.notes[0].key == "note.model_failed"


def checked(made: Made) -> None:
    """The model's own claims, each of them checked."""
    assert made.brief.engine is Engine.MODEL
    assert {c.text["en"] for c in made.brief.claims} <= {
        CLOSED["text"]["en"],
        STARTED["text"]["en"],
    }
    assert made.brief.claims


# --- what the endpoint does ---------------------------------------------------

GOOD = Scribe(STARTED, CLOSED)
PLANNED = 2  # the draft and its judge
QUOTA = {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}
LONG = {"error": {"message": "maximum context length", "code": "context_length_exceeded"}}
RESETS = {"x_ratelimit_remaining_tokens": "0", "x_ratelimit_reset_tokens": "6m0s"}
CUT = b'data: {"choices": [{"delta": {"content": "{"}}]}\n\ndata: {"choices": [{"del'
HALF = json.dumps(
    {"choices": [{"finish_reason": "stop", "message": {"content": '{"claims": "قرى'}}]},
    ensure_ascii=False,
).encode()[:-20]
TOOL = {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "post"}}]}

Fault = Callable[[FakeLLM], object]
FAULTS: dict[str, tuple[Fault, Callable[[Made], None], int]] = {
    "one error, then well": (lambda m: m.fails(500).answers(GOOD), checked, 3),
    "three errors, then well": (
        lambda m: m.fails(500).fails(500).fails(500).answers(GOOD),
        speaks,
        2,
    ),
    "errors without an end": (lambda m: m.fails(503), speaks, 2),
    "busy, come back in two seconds": (
        lambda m: m.fails(429, retry_after="2").answers(GOOD),
        checked,
        3,
    ),
    "busy for six minutes": (lambda m: m.fails(429, **RESETS).answers(GOOD), speaks, 1),
    "the quota is used up": (lambda m: m.fails(429, QUOTA), speaks, 1),
    "the key is wrong": (lambda m: m.fails(401), speaks, 1),
    "too long": (lambda m: m.fails(400, LONG), speaks, 2),
    "too long, then well": (lambda m: m.fails(400, LONG).answers(GOOD), checked, 3),
    "never a byte": (lambda m: m.hangs(), speaks, 1),
    "one byte now and then": (lambda m: m.drips(), speaks, 1),
    "a stream that is cut": (lambda m: m.responds(CUT), speaks, 2),
    "cut inside a letter": (lambda m: m.responds(HALF), speaks, 2),
    "nothing in it": (lambda m: m.says(""), speaks, 2),
    "a refusal": (lambda m: m.refuses(), speaks, 1),
    "a filter": (lambda m: m.filters(), speaks, 1),
    "the limit reached": (lambda m: m.truncates(), speaks, 2),
    "a call of a tool": (lambda m: m.says("", message=TOOL), speaks, 2),
    "no usage told": (lambda m: silent(m).answers(GOOD), checked, 2),
}


def silent(llm: FakeLLM) -> FakeLLM:
    llm.usage = None
    return llm


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_of_the_endpoint(llm: FakeLLM, made: Make, name: str) -> None:
    fault, ends, calls = FAULTS[name]
    fault(llm)
    end = await made()
    ends(end)
    assert len(end.calls) == calls <= PLANNED + 1


@pytest.mark.parametrize("name", FAULTS)
async def test_the_same_fault_while_claims_are_judged(llm: FakeLLM, made: Make, name: str) -> None:
    fault, _, _ = FAULTS[name]
    llm.answers(GOOD)
    fault(llm)
    end = await made()
    (checked if end.brief.engine is Engine.MODEL else speaks)(end)
    assert len(end.calls) <= PLANNED + 1


async def test_answers_of_no_use_are_paid_all_the_same(llm: FakeLLM, made: Make) -> None:
    llm.says("Once upon a time").says("there was a bus")
    brief = (await made()).brief
    assert brief.engine is Engine.EXTRACTIVE
    assert brief.usage.calls == len(llm.calls) == 2


async def test_another_model_than_was_asked_is_named(llm: FakeLLM, made: Make) -> None:
    llm.answers(GOOD)
    end = await made()
    checked(end)
    assert end.brief.model == "fake-1"


# --- the form of its answers ----------------------------------------------------


def on(task: str, change: Callable[[Data], Any]) -> Changed:
    """Change what the model says to one task."""
    return lambda name, data: change(data) if name == task else data


def renamed(data: Data) -> Data:
    return {**data, "nonce": "of-another-request"}


FORMED: dict[str, tuple[Callable[[Data], Any], Callable[[Made], None]]] = {
    "in a fence": (lambda d: f"```json\n{json.dumps(d)}\n```", checked),
    "after some words": (lambda d: f"Here is the JSON: {json.dumps(d)}", checked),
    "in single quotes": (lambda d: str(d), speaks),
    "a key twice": (lambda d: '{"claims": [], ' + json.dumps(d)[1:], speaks),
    "unknown keys": (
        lambda d: d | {"mood": "good", "claims": [c | {"x": 1} for c in d["claims"]]},
        checked,
    ),
    "wrong types": (lambda d: d | {"claims": "none"}, speaks),
    "claims that are none": (lambda d: d | {"claims": [7, None, {}, []]}, speaks),
    "no number": (lambda d: json.dumps(d | {"headline": float("nan")}), speaks),
    "half a letter": (lambda d: json.dumps(d | {"headline": {"ar": "\ud83d", "en": "x"}}), speaks),
    "escaped letters": (lambda d: json.dumps(d, ensure_ascii=True), checked),
    "the answer to another request": (renamed, speaks),
    "a list": (lambda d: [d], speaks),
}


@pytest.mark.parametrize("name", FORMED)
async def test_a_fault_of_form(llm: FakeLLM, made: Make, name: str) -> None:
    change, ends = FORMED[name]

    def said(data: Data) -> Any:
        changed = change(data)
        return json.dumps(changed) if isinstance(changed, list) else changed

    llm.answers(Scribe(STARTED, CLOSED, changed=on("draft", said)))
    end = await made()
    ends(end)
    assert len(end.calls) <= PLANNED + 1


@pytest.mark.parametrize(
    "name", [n for n in FORMED if n not in ("unknown keys", "claims that are none")]
)
async def test_a_judge_without_form_clears_nobody(llm: FakeLLM, made: Make, name: str) -> None:
    change, ends = FORMED[name]

    def said(data: Data) -> Any:
        changed = change(data | {"claims": []} if name == "wrong types" else data)
        changed = changed | {"verdicts": "none"} if name == "wrong types" else changed
        return json.dumps(changed) if isinstance(changed, list) else changed

    llm.answers(Scribe(STARTED, CLOSED, changed=on("judge", said)))
    end = await made()
    (speaks if name != "a key twice" else lambda _: None)(end) if ends is speaks else ends(end)
    assert len(end.calls) <= PLANNED + 1


# --- what it says ----------------------------------------------------------------

AT = re.compile(r"https?://(?!\S*library)|<!|@channel|ZETA")


def cites(paragraph: str, evidence: str = "") -> Data:
    words = evidence or CLOSED["citations"][0]["evidence"]
    wrong = stated("The library bus visits nine villages.", "تزور حافلة المكتبة تسع قرى.", words)
    return wrong | {"citations": [{"paragraph": paragraph, "evidence": words}]}


def says(en: str, ar: str, evidence: str = "قد أُغلق عام 2009 لنقص التمويل", **more: Any) -> Data:
    return stated(en, ar, evidence) | more


SAID: dict[str, tuple[Data, str]] = {
    "a paragraph that is not there": (cites("a1.p999"), ""),
    "a source that is not there": (cites("a6.p1"), ""),
    "its own answer": (cites("c1"), ""),
    "a paragraph that says something else": (cites("a1.p4"), "nine villages"),
    "no becomes yes": (
        says("The last library branch did not close in 2009.", "لم يُغلق آخر فرع للمكتبة عام 2009."),
        "did not close",
    ),
    "a plan that is done": (
        says(
            "The library bus has visited seven villages.",
            "زارت حافلة المكتبة سبع قرى.",
            "وإن الحافلة ستزور سبع قرى كل أسبوع",
        ),
        "has visited",
    ),
    "nobody says it": (
        says(
            "A village without a school needs books before all others.",
            "القرية التي لا مدرسة فيها تحتاج إلى الكتاب قبل غيرها.",
            "القرية التي لا مدرسة فيها تحتاج",
        ),
        "needs books",
    ),
    "one language on both sides": (
        says("The last branch closed in 2009.", "The last branch closed in 2009."),
        "",
    ),
    "a link of its own": (
        says("The last branch closed in 2009: https://evil.example/x", "أُغلق آخر فرع عام 2009."),
        "",
    ),
    "a call to everybody": (
        says("<!channel> The last branch closed in 2009.", "أُغلق آخر فرع عام 2009."),
        "",
    ),
}


@pytest.mark.parametrize("name", SAID)
async def test_a_wrong_claim_is_left_out_beside_a_right_one(
    llm: FakeLLM, made: Make, name: str
) -> None:
    wrong, doubts = SAID[name]
    llm.answers(Scribe(STARTED, wrong, doubts=doubts))
    end = await made()
    checked(end)
    assert [c.text["en"] for c in end.brief.claims] == [STARTED["text"]["en"]]
    left = {one.text.get("en") for one in end.brief.dropped}
    assert left & {wrong["text"]["en"], None}  # a link is not even shown there
    assert not AT.search(end.said.split("Left out")[0])
    planned = [task for task in ("draft", "judge", "mend") if task in end.tasks]
    assert len(end.calls) <= len(planned) + 1


@pytest.mark.parametrize("name", SAID)
async def test_where_every_claim_is_wrong_none_is_posted(
    llm: FakeLLM, made: Make, name: str
) -> None:
    wrong, doubts = SAID[name]
    llm.answers(Scribe(wrong, doubts=doubts))
    end = await made()
    assert wrong["text"]["en"] not in [c.text["en"] for c in end.brief.claims]
    assert end.brief.dropped or end.brief.engine is Engine.EXTRACTIVE
