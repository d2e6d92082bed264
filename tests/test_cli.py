"""The command line as its users call it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from bot.cli import main
from bot.commands import SAMPLES

HARBOUR = sorted(str(path) for path in SAMPLES.glob("harbour-*.html"))
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def isnad(*words: str, said: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=said)


def test_a_brief_as_json_fits_its_schema() -> None:
    made = isnad("brief", *HARBOUR, "--format", "json", "--engine", "extractive")
    schema = json.loads(isnad("schema", "brief").stdout)
    brief = json.loads(made.stdout)
    Draft202012Validator(schema).validate(brief)
    assert (made.exit_code, brief["engine"]) == (0, "extractive")
    assert all(claim["citations"] for claim in brief["claims"])


def test_several_stories_are_a_line_each() -> None:
    library = sorted(str(path) for path in SAMPLES.glob("library-*.txt"))
    made = isnad("brief", *HARBOUR[:2], *library, "--format", "json")
    assert [len(json.loads(line)["articles"]) for line in made.stdout.splitlines()] == [2, 2]


def test_a_brief_can_be_written_to_a_file(tmp_path: Path) -> None:
    made = isnad("brief", HARBOUR[4], "--out", str(tmp_path / "brief.txt"), "--languages", "en")
    assert (made.exit_code, made.stdout) == (0, "")
    assert "Marsa Zaytun" in (tmp_path / "brief.txt").read_text("utf-8")


def test_standard_input_is_a_source() -> None:
    said = "The Selmar bridge reopened on Monday after nine weeks of repairs.\n" * 1
    said += "Mayor Hana Toth said that the repairs had cost 4 million dinars.\n"
    made = isnad("brief", "-", "--format", "markdown", "--languages", "en", said=said)
    assert "4 million dinars" in made.stdout


def test_with_nothing_to_brief_the_reason_is_said_and_the_status_tells() -> None:
    made = isnad("brief", "absent.html")
    assert made.exit_code == 1
    assert made.stderr == "absent.html: there is no such file.\n"


def test_a_side_that_no_source_gives_is_not_blamed_on_the_sources() -> None:
    made = isnad("brief", HARBOUR[4], "--languages", "ar", "--engine", "extractive")
    assert made.exit_code == 1
    assert "لا نص للموجز بهذه اللغة (العربية)" in made.stdout
    assert "لم يثبت خبر" not in made.stdout


def test_read_gives_a_line_for_each_source_and_tells_of_problems() -> None:
    made = isnad("read", HARBOUR[4], "absent.html")
    article, absent = (json.loads(line) for line in made.stdout.splitlines())
    assert made.exit_code == 1
    assert (article["source"], article["problem"]) == (HARBOUR[4], None)
    known = {"title", "outlet", "author", "published", "language", "completeness"}
    assert known | {"paragraphs", "removed"} <= set(article["article"])
    assert absent == {
        "source": "absent.html",
        "article": None,
        "problem": {"kind": "no_file", "message": "absent.html: there is no such file."},
    }


def test_read_as_text_shows_paragraph_ids() -> None:
    assert "p1" in isnad("read", HARBOUR[4], "--format", "text").stdout


ROW: dict[str, Any] = {
    "id": "1",
    "claim": {"en": "Six states signed.", "ar": "وقعت ست دول."},
    "paragraphs": [{"id": "p1", "text": "Five states signed the accord on Monday."}],
}


def test_check_judges_a_line_for_a_line() -> None:
    good = ROW | {"id": "2", "claim": {"en": "Five states signed the accord on Monday."}}
    made = isnad("check", "-", "--no-model", said=f"{json.dumps(ROW)}\n\n{json.dumps(good)}\n")
    first, second = (json.loads(line) for line in made.stdout.splitlines())
    assert (first["id"], first["label"]) == ("1", "unsupported")
    assert first["sides"]["en"]["failed"][0]["check"] == "numbers"
    assert (second["id"], second["label"]) == ("2", "supported")


def test_a_line_that_is_no_row_is_named_and_stops_no_other() -> None:
    rows = ["no json", json.dumps(ROW), "", '{"id": 7, "claim": {}}', "[1]"]
    Path("rows.jsonl").write_text("\n".join(rows), "utf-8")
    made = isnad("check", "rows.jsonl", "--no-model")
    answers = [json.loads(line) for line in made.stdout.splitlines()]
    assert [row.get("label", "no row") for row in answers] == [
        "no row",
        "unsupported",
        "no row",
        "no row",
    ]
    assert made.exit_code == 2
    told = made.stderr.splitlines()
    named = [line.split(":")[0] for line in told]
    assert named[:3] == [f"rows.jsonl, line {n}" for n in (1, 4, 5)]
    assert told[3].startswith("3 lines of rows.jsonl are no rows")
    assert "isnad check --text" in told[3]


def test_a_file_that_holds_no_rows_is_not_told_line_by_line() -> None:
    made = isnad("check", "-", "--format", "text", said="A sentence of a draft.\n" * 400)
    assert (made.exit_code, made.stdout) == (2, "")
    assert "400 lines of stdin" in made.stderr
    assert len(made.stderr.splitlines()) < 20


def test_a_mark_of_byte_order_and_odd_line_ends_are_no_faults() -> None:
    ends = ROW | {"claim": {"en": "Five states signed\u2028 the accord on Monday."}}
    raw = json.dumps(ends, ensure_ascii=False).encode()
    Path("rows.jsonl").write_bytes(b"\xef\xbb\xbf" + raw + b"\r\n")
    made = isnad("check", "rows.jsonl", "--no-model")
    assert (made.exit_code, made.stderr) == (0, "")
    assert json.loads(made.stdout)["label"] == "supported"


def test_a_draft_is_checked_sentence_by_sentence(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(
        "Brantholm Ports will run the harbour of Marsa Zaytun for 25 years.\n"
        "The harbour opened in 1946.\n",
        "utf-8",
    )
    made = isnad("check", "--text", "draft.txt", "--no-model", HARBOUR[4])
    assert made.exit_code == 1
    assert "○ Brantholm Ports will run" in made.stdout
    assert "✗ The harbour opened in 1946." in made.stdout
    assert "○ nothing found against it, not judged: 1" in made.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "absent.jsonl"], "absent.jsonl: No such file or directory"),
        (["check", "."], "Is a directory"),
        (["check", "binary"], "binary, line 1: not text in UTF-8"),
        (["check", "--text", "binary", HARBOUR[4]], "binary: not text in UTF-8"),
        (["check", "--calibrate", "binary"], "binary: not text in UTF-8"),
        (["brief", HARBOUR[4], "--out", "absent/x"], "absent: there is no such folder"),
        (["brief", HARBOUR[4], "--languages", "english"], "english is no language code"),
        (["brief", HARBOUR[4], "--engine", "model"], "engine is model, but none is connected"),
    ],
)
def test_bad_input_ends_with_one_clear_line(words: list[str], said: str) -> None:
    Path("binary").write_bytes(b"\xff\xfe\x00\x81")
    made = isnad(*words)
    assert made.exit_code == 2
    assert said in made.stderr
    assert "Traceback" not in made.output


def test_a_draft_that_is_no_file_is_said_to_have_to_be_one() -> None:
    made = isnad("check", "--text", "The harbour opened in 1974.", HARBOUR[4])
    assert (made.exit_code, made.stdout) == (2, "")
    assert "DRAFT is a file" in made.stderr


def test_check_wants_one_file_of_rows() -> None:
    assert isnad("check", "a.jsonl", "b.jsonl").exit_code == 2


def test_config_prints_the_example() -> None:
    assert isnad("config").stdout == (ROOT / "config.example.toml").read_text("utf-8")


def test_a_wrong_setting_ends_with_its_place(tmp_path: Path) -> None:
    Path("config.toml").write_text("[llm]\nmodl = 'x'\n", "utf-8")
    made = isnad("doctor")
    assert made.exit_code == 2
    assert "config.toml:2: llm.modl: unknown setting" in made.stderr


def test_every_command_has_help() -> None:
    for name in main.commands:
        assert isnad(name, "--help").exit_code == 0


def test_help_imports_no_heavy_library() -> None:
    """`isnad --help` is quick: SQL, HTTP, extraction and model SDKs are not loaded."""
    program = (
        "import sys; from bot.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'httpx2', 'openai', 'trafilatura', 'pydantic', 'babel'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stderr.strip() == "[]"


def test_a_pipe_is_read_line_by_line_and_ends_well() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bot"],
        input=f"/help\n{' '.join(HARBOUR[4:])}\n",
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=True,
    )
    assert "What you can send" in run.stdout
    assert "Marsa Zaytun" in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("form", "begins"), [("html", "<!doctype html>"), ("wire", "Slug: "), ("audit", '{"id": ')]
)
def test_a_brief_has_a_form_for_every_desk(form: str, begins: str) -> None:
    made = isnad("brief", HARBOUR[4], "--format", form, "--languages", "en")
    assert (made.exit_code, made.stdout[: len(begins)]) == (0, begins)
