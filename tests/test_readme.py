"""What the README tells people to type is there, and does what it says."""

import re
from pathlib import Path

import click
import pytest

from bot import config
from bot.cli import main
from bot.commands import table
from bot.config import Settings
from bot.config.private import settings_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
PAGES = {"README.md": README, "deploy/README.md": (ROOT / "deploy/README.md").read_text("utf-8")}
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
SETTINGS = {"ISNAD_" + "__".join(keys).upper() for keys, _ in settings_of(Settings)}


def code(page: str) -> str:
    return "\n".join(CODE.findall(PAGES[page]))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_there(page: str) -> None:
    named = re.findall(r"(?:^|[\s`(]|bin/)isnad ([a-z][a-z-]+)", code(page), re.M)
    assert set(named) - {"isnad"} <= set(main.commands)


def test_every_command_is_told_of() -> None:
    told = set(re.findall(r"\bisnad ([a-z][a-z-]+)", README))
    assert set(main.commands) <= told


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_is_a_setting(page: str) -> None:
    named = set(re.findall(r"\b(?<!_)ISNAD_[A-Z_]*[A-Z]", PAGES[page]))
    assert named <= SETTINGS | {"ISNAD_HOME", "ISNAD_CONFIG"}


def test_every_section_of_the_settings_is_one() -> None:
    named = set(re.findall(r"`\[([a-z.]+)\]", README))
    assert named <= {".".join(keys[:-1]) for keys, _ in settings_of(Settings)} | {"adapters"}


def test_every_option_is_one_of_its_command() -> None:
    for row in re.findall(r"^\| (.*?) \| ", README, re.M):
        for name, rest in re.findall(r"`isnad ([a-z-]+)([^`]*)`", row):
            command = main.commands[name]
            known = {opt for p in command.params for opt in p.opts}
            if isinstance(command, click.Group):
                continue
            assert set(re.findall(r"--[a-z-]+", rest)) <= known, name


def test_every_chat_command_is_there() -> None:
    named = set(re.findall(r"`/([a-z]+)\b(?![/.])", README))
    elsewhere = {"newbot", "setprivacy", "isnad", "health", "metrics"}  # of others
    assert named - elsewhere <= set(table())


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_linked_is_there(page: str) -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)|src=\"([^\"]+)\"", PAGES[page])
    named = {one or other for one, other in linked}
    assert [name for name in named if not ((ROOT / page).parent / name).exists()] == []


@pytest.mark.parametrize(
    ("named", "base_url", "model"),
    [
        ("OpenAI", "https://api.openai.com/v1", "gpt-5.6-mini"),
        ("Ollama", "http://127.0.0.1:11434/v1", "qwen3:32b"),
        ("vLLM", "http://127.0.0.1:8000/v1", "Qwen/Qwen3-32B"),
    ],
)
def test_the_lines_that_connect_a_model_connect_it(
    named: str, base_url: str, model: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    lines = README.partition(f"**{named}**")[2].partition("```\n")[2].partition("```")[0]
    for name, value in re.findall(r"export (\w+)=(\S+)", lines):
        monkeypatch.setenv(name, value)
    loaded = config.load()
    assert loaded.model_connected
    assert (loaded.llm.base_url, loaded.llm.model) == (base_url, model)
    assert (loaded.llm.api_key is not None) == (named == "OpenAI")


def test_what_it_tells_make_to_do_make_does() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", code("README.md"))):
        assert f"\n{target}:" in makefile


ROWS = [row.strip("| ").split(" | ") for row in GLOSSARY.splitlines() if row.startswith("| ")][2:]


ARABIC = re.compile(r"[\u0621-\u064a]")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_glossary_has_each_word_in_both_languages(row: list[str]) -> None:
    english, arabic, meaning = row
    told, _, said = meaning.partition(" · ")
    assert [bool(ARABIC.search(cell)) for cell in (english, told)] == [False, False]
    assert [bool(ARABIC.search(cell)) for cell in (arabic, said)] == [True, True]
