"""Help and completion: quick, and with an example for each command."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot.cli import main

README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, groups too."""
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        else:
            yield (*above, name)


EVERY = list(commands(main))


def helped(*words: str) -> str:
    made = CliRunner().invoke(main, [*words, "--help"])
    assert made.exit_code == 0
    return " ".join(made.output.split())


@pytest.mark.parametrize("words", EVERY, ids=lambda words: " ".join(words) or "isnad")
def test_every_commands_help_has_an_example_of_it(words: tuple[str, ...]) -> None:
    found = re.search(r"Example: (.*?\bisnad\b.*?)(?:Options|$)", helped(*words))
    assert found is not None
    assert " ".join(("isnad", *words)) in found[1]


SHELLS = {"bash": "complete -o nosort -F", "zsh": "compdef ", "fish": "complete --no-files"}


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_told_how_to_complete(shell: str) -> None:
    made = CliRunner().invoke(main, prog_name="isnad", env={"_ISNAD_COMPLETE": f"{shell}_source"})
    if shell == "bash" and shutil.which("bash") is None:
        pytest.skip("no bash on this machine")
    assert SHELLS[shell] in made.output
    assert f"_ISNAD_COMPLETE={shell}_source isnad" in README


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("isnad do", {"doctor"}),
        ("isnad jobs ", {"list", "retry"}),
        ("isnad brief --format h", {"html"}),
        ("isnad brief --en", {"--engine"}),
    ],
)
def test_what_is_half_typed_is_completed(typed: str, offered: set[str]) -> None:
    env = {"_ISNAD_COMPLETE": "bash_complete", "COMP_WORDS": typed}
    env["COMP_CWORD"] = str(len(typed.split()) - (not typed.endswith(" ")))
    made = CliRunner().invoke(main, prog_name="isnad", env=env)
    assert {line.partition(",")[2] for line in made.output.splitlines()} == offered


def test_help_and_completion_load_nothing_that_is_slow() -> None:
    """Commands are completed at every press of a key: SQL, SDKs and our own rooms stay away."""
    program = (
        "import sys; from bot.cli import main\n"
        "try: main(['doc'], prog_name='isnad')\n"
        "except SystemExit: pass\n"
        "slow = {'pydantic', 'sqlalchemy', 'aiohttp', 'babel', 'bot.model', 'bot.errors'}\n"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)\n"
    )
    env = os.environ | {
        "_ISNAD_COMPLETE": "zsh_complete",
        "COMP_WORDS": "isnad do",
        "COMP_CWORD": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env
    )
    assert ran.stderr.strip() == "[]"
    assert "doctor" in ran.stdout
