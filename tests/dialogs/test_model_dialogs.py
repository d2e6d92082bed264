"""What a person reads in the terminal where a model writes: recorded answers, real checks."""

import asyncio
import copy
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands import SAMPLES
from bot.config import FetchSettings, LlmSettings, Settings
from bot.model import Brief
from bot.testing.llm import Call, FakeLLM, Said
from bot.testing.web import Web

Data = dict[str, Any]
Make = Callable[..., Any]

PAGES = sorted(SAMPLES.glob("harbour-*.html"))
ARABIC, ENGLISH = (
    " ".join((SAMPLES / name).read_text("utf-8").split())
    for name in ("library-1-sada-al-tall.txt", "library-2-hill-gazette.txt")
)
RECORDED = Path(__file__).parents[1] / "recordings" / "harbour"

NONCE = re.compile(r'Set "nonce" to "(\w+)"')
PARAGRAPH = re.compile(r"^\[(a\d+\.p\d+)[^\]]*\] (.*)$", re.M)
JUDGED = re.compile(r"^(\S+) cites (.+)$", re.M)
FAILED = re.compile(r"^(c\d+), failed:$", re.M)


class Scribe:
    """Answers as the recorded model did. Its judge finds everything that is asked supported."""

    def __init__(self, draft: Data, repairs: Mapping[str, Data]) -> None:
        self.draft = draft
        self.repairs = repairs
        self.failed: list[str] = []

    def __call__(self, call: Call) -> Said:
        task = call.user.split("⟦end of sources⟧")[1]
        nonce = NONCE.findall(task)[-1]
        if "# Task: draft" in task:
            return {"nonce": nonce, **self.draft}
        if "# Task: judge" in task:
            return {"nonce": nonce, "verdicts": _verdicts(call.user)}
        self.failed += FAILED.findall(task)
        repairs = [{"id": id, "claim": self.repairs.get(id)} for id in FAILED.findall(task)]
        return {"nonce": nonce, "repairs": repairs}


def _verdicts(asked: str) -> list[Data]:
    paragraphs = dict(PARAGRAPH.findall(asked.split("⟦end of sources⟧")[0]))
    side = {"unsupported": [], "kind": "none", "verdict": "supported"}
    verdicts = []
    for id, cited in JUDGED.findall(asked.split("## The claims")[-1]):
        evidence = [{"paragraph": p, "quote": _opening(paragraphs[p])} for p in cited.split(", ")]
        said = {"evidence": evidence[:3], "reason": "The paragraphs carry it."}
        verdicts.append({"id": id, **said, "sides": {"ar": side, "en": side}})
    return verdicts


def _opening(paragraph: str) -> str:
    return " ".join(paragraph.split()[:12])


def recorded(name: str) -> Data:
    return dict(json.loads((RECORDED / f"{name}.json").read_text("utf-8")))


def repairs() -> dict[str, Data]:
    return {one["id"]: one["claim"] for one in recorded("repair")["repairs"]}


def flat(answer: str) -> str:
    """Return an answer as one line, without the marks that set directions apart."""
    return " ".join(re.sub("[\u2066-\u2069]", "", answer).split())


def section(answer: str, heading: str) -> str:
    """Return what stands under the first such heading, up to the next empty line, on one line."""
    return flat(answer.split(f"\n{heading}\n", 1)[1].split("\n\n", 1)[0])


@dataclass(frozen=True)
class Talk:
    """What was answered to an English and then to an Arabic reader of the same links."""

    english: str
    arabic: str
    brief: Brief
    calls: Sequence[Call]


def talk(talker: Make, home: Path, scribe: Scribe) -> Talk:
    async def go() -> Talk:
        async with Web() as web, FakeLLM() as llm:
            llm.answers(scribe)
            dialog = talker(
                Settings(
                    fetch=FetchSettings(allow_hosts=(web.host,)),
                    llm=LlmSettings(
                        base_url=llm.base_url, api_key=SecretStr("sk-test"), model="scribe"
                    ),
                )
            )
            links = " ".join(web.bytes(f"/{p.stem}", p.read_bytes(), "text/html") for p in PAGES)
            english = await dialog.says(f"What is the news here? {links}", "/source 1")
            brief = await dialog.last_brief()
            calls = tuple(llm.calls)
            arabic = await dialog.says(f"أوجز لي هذه المقالات من فضلك {links}")
            assert len(llm.calls) == len(calls), "the same articles were paid for twice"
            return Talk(english, arabic, brief, calls)

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ISNAD_HOME", str(home))
        return asyncio.run(go())


# --- the model answers -----------------------------------------------------


@pytest.fixture(scope="module")
def told(talker: Make, tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """The recorded answers as they are."""
    home = tmp_path_factory.mktemp("told")
    return talk(talker, home, Scribe(recorded("draft"), repairs()))


def test_both_sides_are_told(told: Talk) -> None:
    answer = flat(told.english)
    assert "أعلن رئيس ميناد سليم الرعدان" in answer
    assert "Menad's president, Salim al-Radan, announced on Wednesday, 14 October 2026" in answer
    assert "Written by fake-1, checked against the cited paragraphs." in answer


def test_each_side_quotes_the_source_of_its_language(told: Talk) -> None:
    answer = flat(told.english)
    assert "لن يُسرَّح عامل واحد من عمال الرصيف، وستبقى ملكية الأرض للدولة" in answer
    assert '"Not a single docker will be laid off, and the land stays with the state,"' in answer


def test_differences_are_shown(told: Talk) -> None:
    differences = section(told.english, "Where the sources differ")
    assert "$340 million in a first phase" in differences
    assert "$430 million over two phases" in differences


def test_gaps_are_shown_on_both_sides(told: Talk) -> None:
    assert "No source names the company" in section(told.english, "What no source says")
    assert "لا يسمي أي مصدر الشركة" in section(told.english, "ما لا يقوله أي مصدر")


def test_sources_are_listed(told: Talk) -> None:
    listed = section(told.english, "Sources")
    assert "· Manarat Menad · 2026-10-14" in listed
    assert "· Northern Tide · 2026-10-16" in listed


def test_outlets_are_named_in_the_language_of_each_side(told: Talk) -> None:
    arabic, english = (flat(part) for part in told.english.split("\nAnnouncement\n"))
    assert "شخصان في الوزارة → ذا دار الريح كورير" in arabic
    assert "Salim al-Radan ← Manarat Menad" in english
    assert "نورذرن تايد · 2026-10-16" in section(told.arabic, "المصادر")
    assert "[1] Manarat Menad · 2026-10-14 · paragraph 1" in english


def test_a_form_that_is_another_outlets_name_is_not_believed(talker: Make, tmp_path: Path) -> None:
    draft = recorded("draft")
    draft["outlets"] = [{"article": "a1", "forms": {"ar": "منارة ميناد", "en": "Reuters"}}]
    said = talk(talker, tmp_path, Scribe(draft, repairs())).english
    assert "Salim al-Radan ← منارة ميناد" in flat(said)
    assert "Reuters" not in said


def test_every_claim_shows_where_it_stands(told: Talk) -> None:
    side = told.english.split("\nAnnouncement\n")[1].split("\nWhere the sources differ\n")[0]
    claims = [flat(claim) for claim in side.split("• ")[1:]]
    assert len(claims) >= 10
    assert all(re.search(r"\[\d+\]", claim) for claim in claims)


def test_a_citation_opens_its_paragraph(told: Talk) -> None:
    opened = flat(told.english.rsplit("[1] ", 1)[1])
    assert "أعلن رئيس جمهورية ميناد سليم الرعدان، الأربعاء" in opened


def test_an_arabic_reader_is_answered_in_arabic(told: Talk) -> None:
    answer = flat(told.arabic)
    assert "كتبه fake-1 ودُقق بمقابلته بالفقرات المحال إليها." in answer
    assert "About this brief" not in answer


def test_what_everything_cost_is_counted(told: Talk) -> None:
    usage = told.brief.usage
    assert usage.calls == len(told.calls) >= 2  # draft and judge
    assert usage.input_tokens == 1200 * usage.calls
    assert usage.cached_tokens == 1024 * usage.calls
    assert usage.output_tokens == 300 * usage.calls


# --- what the checks do to an answer ---------------------------------------


@pytest.fixture(scope="module")
def altered(talker: Make, tmp_path_factory: pytest.TempPathFactory) -> tuple[Talk, Scribe]:
    """Two figures of the draft are changed: 270 boats, ten years. Only the latter is repaired."""
    draft = copy.deepcopy(recorded("draft"))
    right = {f"c{n}": claim for n, claim in enumerate(recorded("draft")["claims"], 1)}
    for claim in draft["claims"]:
        sides = claim["text"].items()
        changed = {k: said.replace("270", "720").replace("عشر ", "سبع ") for k, said in sides}
        claim["text"] = {k: said.replace("ten years", "seven years") for k, said in changed.items()}
    scribe = Scribe(draft, repairs() | {"c9": right["c9"]})
    return talk(talker, tmp_path_factory.mktemp("altered"), scribe), scribe


def test_an_altered_figure_is_left_out_with_its_reason(altered: tuple[Talk, Scribe]) -> None:
    told, left = altered[0].english.split("\nLeft out\n")
    assert "720" not in told
    assert re.search(r"said that 720 boats would lose [^(]* \([^)]*(270|٢٧٠)", flat(left))


def test_the_reason_is_told_to_an_arabic_reader_in_arabic(altered: tuple[Talk, Scribe]) -> None:
    told, left = altered[0].arabic.split("\nما استُبعد\n")
    assert "720" not in told
    assert re.search(r"إن 720 مركبا ستفقد [^(]* \([^)]*المصدر[^)]*(270|٢٧٠)", flat(left))


def test_a_repaired_claim_is_kept(altered: tuple[Talk, Scribe]) -> None:
    talk, scribe = altered
    assert {"c9", "c10"} <= set(scribe.failed)
    assert "called the agreement the first good news for exporters in ten years" in flat(
        talk.english
    )
    assert "seven years" not in talk.english


# --- the model does not answer ---------------------------------------------


@pytest.fixture
async def llm() -> AsyncIterator[FakeLLM]:
    async with FakeLLM() as server:
        yield server


KEY = {"error": {"message": "Incorrect API key provided"}}


@pytest.mark.parametrize(
    ("script", "english", "arabic"),
    [
        (
            lambda llm: llm.fails(401, KEY),
            "the key was not accepted; check OPENAI_API_KEY or [llm] api_key",
            "المفتاح غير مقبول",
        ),
        (
            lambda llm: llm.says("Once upon a time").says("there was a harbour"),
            "the answer did not fit the form, also after one repair",
            "لم يأتِ الجواب على الصورة المطلوبة",
        ),
        (lambda llm: llm.refuses(), "the model refused to answer", "رفض النموذج أن يجيب"),
    ],
    ids=["wrong key", "nonsense twice", "refusal"],
)
async def test_without_an_answer_the_sources_speak_and_the_reason_is_said(
    dialog: Make, llm: FakeLLM, script: Callable[[FakeLLM], object], english: str, arabic: str
) -> None:
    script(llm)
    answer = await dialog(llm={"base_url": llm.base_url, "api_key": "sk-test"}).says(
        ENGLISH, ARABIC
    )
    assert english in section(answer, "About this brief")
    assert arabic in section(answer, "عن هذا الموجز")
    assert "\nBackground\n" in answer
    assert "\nالخلفية\n" in answer
