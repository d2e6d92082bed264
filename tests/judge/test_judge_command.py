"""`isnad check` with a model at the other end of the wire."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.testing.judge import Bench, bad, verdict
from bot.testing.llm import FakeLLM

FIRM = "The north quay will open in spring."
ROWS = [
    {
        "id": id,
        "claim": {"en": said},
        "paragraphs": [{"id": "p1", "text": "The council may open the north quay in spring."}],
        "label": label,
    }
    for id, said, label in (
        ("1", FIRM, "unsupported"),
        ("2", "The council may open the north quay in spring.", "supported"),
        ("3", "Nine quays may open.", "unsupported"),
    )
]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ISNAD_CONFIG", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.chdir(tmp_path)


async def isnad(llm: FakeLLM, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """Run the command beside the server; its input are the rows."""
    monkeypatch.setenv("ISNAD_LLM__BASE_URL", llm.base_url)
    said = "".join(json.dumps(row) + "\n" for row in ROWS)
    return await asyncio.to_thread(CliRunner().invoke, main, words, input=said)


def judging(llm: FakeLLM) -> None:
    quote = "may open the north quay"
    Bench(llm).says(
        verdict("c1", quote, en=bad("will", "certainty")), verdict("c2", quote, en=None)
    )


async def test_gates_first_then_the_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeLLM() as llm:
        judging(llm)
        made = await isnad(llm, monkeypatch, "check", "-")
    rows: list[dict[str, Any]] = [json.loads(line) for line in made.stdout.splitlines()]
    assert [(row["id"], row["label"]) for row in rows] == [
        ("1", "unsupported"),
        ("2", "supported"),
        ("3", "unsupported"),
    ]
    assert rows[0]["sides"]["en"]["failed"][0] == {
        "check": "entailment",
        "reason": "“will” is firmer than the cited text",
    }
    assert len(llm.calls) == 1


async def test_another_model_may_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_LLM__JUDGE_MODEL", "severe-1")
    async with FakeLLM() as llm:
        judging(llm)
        await isnad(llm, monkeypatch, "check", "-")
    assert {call.body["model"] for call in llm.calls} == {"severe-1"}


async def test_without_the_model_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeLLM() as llm:
        made = await isnad(llm, monkeypatch, "check", "-", "--no-model")
    assert len(made.stdout.splitlines()) == len(ROWS)
    assert llm.calls == []


async def test_what_a_model_is_worth_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeLLM() as llm:
        judging(llm)
        made = await isnad(llm, monkeypatch, "check", "--calibrate", "-")
    assert "recall        2/2 = 100.0 % (34.2 to 100.0)" in made.stdout
    assert "false alarms  0/1 = 0.0 % (0.0 to 79.3)" in made.stdout
    assert "1 calls, 1200 tokens in (1024 cached), 300 out" in made.stdout


async def test_a_set_without_labels_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in ROWS:
        monkeypatch.delitem(row, "label")
    async with FakeLLM() as llm:
        made = await isnad(llm, monkeypatch, "check", "--calibrate", "-")
    assert made.exit_code == 2
    assert "label" in made.stderr
