"""``isnad ask``: a question on the command line, about what was briefed there or in the chat."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

BRIDGE = """The Selmar bridge reopens

The Selmar bridge reopened on Monday after nine weeks of repairs, the mayor said.
"We kept every promise that we made in spring," Mayor Hana Toth told the Selmar Post.
The bridge was built in 1931 and carried trams until the line was closed in 1968.
"""
BUILT = "The bridge was built in 1931"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    path = tmp_path / "bridge.txt"
    path.write_text(BRIDGE, "utf-8")
    return str(path)


def isnad(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_last_brief_is_asked(page: str) -> None:
    assert isnad("brief", page).exit_code == 0
    said = isnad("ask", "When was the bridge built?")
    assert said.exit_code == 0
    assert BUILT in said.stdout
    assert "No language model is connected" in said.stderr


def test_a_question_needs_no_quotation_marks(page: str) -> None:
    isnad("brief", page)
    assert BUILT in isnad("ask", "--all", "When", "was", "it", "built?").stdout


def test_without_a_brief_that_is_said(page: str) -> None:
    said = isnad("ask", "Who said so?")
    assert said.exit_code == 1
    assert "There is no brief in this chat yet" in said.stderr


def test_a_brief_that_is_not_there_is_said(page: str) -> None:
    said = isnad("ask", "--brief", "nowhere", "Who?")
    assert said.exit_code == 2
    assert "there is no brief nowhere" in said.stderr


def test_one_brief_or_everything(page: str) -> None:
    assert isnad("ask", "--brief", "x", "--all", "Who?").exit_code == 2
