"""The app as Slack imports it."""

import json
import re

import pytest
from click.testing import CliRunner

from adapters.slack.manifest import manifest
from bot.cli import main
from bot.commands import menu
from bot.testing.slack import FakeSlack
from bot.testing.slack.manifest import manifest_problems

# docs.slack.dev/reference/app-manifest
MOST = {
    "display_information.name": 35,
    "display_information.description": 140,
    "features.bot_user.display_name": 80,
    "features.assistant_view.assistant_description": 300,
    "features.shortcuts.0.name": 24,
    "features.shortcuts.0.description": 150,
}
COMMAND, DESCRIPTION, HINT = 32, 2000, 1000


@pytest.mark.parametrize("url", ["", "https://isnad.example/slack/events"])
def test_slack_can_import_it(url: str) -> None:
    assert manifest_problems(manifest(menu("slack"), url)) == []


@pytest.mark.parametrize(("path", "most"), MOST.items())
def test_words_fit(path: str, most: int) -> None:
    value: object = manifest(menu("slack"))
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]  # type: ignore[index]
    assert isinstance(value, str)
    assert 0 < len(value) <= most


def test_the_long_description_is_as_long_as_slack_wants_it() -> None:
    assert 174 < len(manifest(menu("slack"))["display_information"]["long_description"]) <= 4000


def test_every_command_of_the_table_is_to_be_found() -> None:
    commands = {c["command"]: c for c in manifest(menu("slack"))["features"]["slash_commands"]}
    assert set(commands) == {"/isnad", "/brief", "/ask", "/digest"}
    usages = commands["/isnad"]["usage_hint"].split(" · ")
    assert [usage.split()[0] for usage in usages] == [entry.name for entry in menu("slack")]
    for command in commands.values():
        assert re.fullmatch(r"/[a-z]+", command["command"])
        assert len(command["command"]) <= COMMAND
        assert 0 < len(command["description"]) <= DESCRIPTION
        assert len(command.get("usage_hint", "")) <= HINT


def test_socket_mode_needs_no_address_and_http_names_one_everywhere() -> None:
    socket, http = manifest(menu("slack")), manifest(menu("slack"), "https://isnad.example/s")
    assert socket["settings"]["socket_mode_enabled"] is True
    assert "https" not in json.dumps(socket)
    assert http["settings"]["socket_mode_enabled"] is False
    assert json.dumps(http).count('"https://isnad.example/s"') == 6


async def test_an_installation_takes_it() -> None:
    async with FakeSlack() as slack:
        slack.install(manifest(menu("slack")))
        assert "chat:write" in slack.scopes


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(main, ["slack-manifest"])
    assert json.loads(result.output) == manifest(menu("slack"))
