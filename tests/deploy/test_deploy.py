"""Container, compose file and unit: held against the code as far as can be without an engine."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Settings
from bot.config.private import settings_of
from bot.meter import meter
from bot.watch import State, watched

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = (DEPLOY / "isnad.service").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    known = {"ISNAD_" + "__".join(keys).upper() for keys, _ in settings_of(Settings)}
    named = re.findall(r"ISNAD_[A-Z_]*[A-Z]", path.read_text("utf-8"))
    assert set(named) <= known | {"ISNAD_HOME", "ISNAD_CONFIG"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    for named in re.findall(r"deploy/([\w.-]*\w)", path.read_text("utf-8")):
        assert (DEPLOY / named).exists() or named == ".env"


def _image(word: str) -> list[str]:
    """Return what stands behind an instruction of the Dockerfile, lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.partition(" ")[2].strip() for line in joined.splitlines() if line.startswith(word)]


def test_the_image_holds_what_is_copied_and_no_more_is_sent_to_its_build() -> None:
    copied = {name for line in _image("COPY") if "--from" not in line for name in line.split()[:-1]}
    assert all((ROOT / name).exists() for name in copied)
    sent = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in sent if line.startswith("!")} == copied
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= copied


def test_the_image_runs_as_nobody_who_may_do_anything() -> None:
    (user,) = _image("USER")
    assert user.split(":")[0].isdecimal()
    assert int(user.split(":")[0]) > 0


def test_the_image_starts_a_command_that_is_there() -> None:
    assert _image("ENTRYPOINT") == ['["isnad"]']
    assert _image("CMD") == ['["serve"]']
    assert "serve" in main.commands


@pytest.mark.parametrize(("ills", "status"), [((), 0), (("store",), 1)])
async def test_the_image_is_healthy_when_isnad_is(ills: tuple[str, ...], status: int) -> None:
    script = json.loads(_image("HEALTHCHECK")[0].partition("CMD ")[2])[-1]

    async def state() -> State:
        return State(ills=ills)

    async with watched(0, meter, state) as port:
        asked = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            script,
            env=os.environ | {"ISNAD_WATCH__PORT": str(port)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await asked.wait() == status


def test_the_port_that_is_asked_is_the_usual_one() -> None:
    assert f"'ISNAD_WATCH__PORT', {Settings().watch.port}" in DOCKERFILE


def test_commands_of_the_compose_file_are_there() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert set(re.findall(r"command: \[(\w+)\]", text)) == {"serve", "worker"} <= set(main.commands)


def test_the_unit_is_one_to_systemd(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("no systemd on this machine")
    unit = tmp_path / "isnad.service"
    there = UNIT.replace("/opt/isnad/.venv/bin/isnad", sys.executable)
    unit.write_text(there.replace("/opt/isnad", str(tmp_path)))
    found = subprocess.run(
        [verify, "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert [line for line in found.stderr.splitlines() if "isnad.service" in line] == []


def test_the_unit_shuts_isnad_in() -> None:
    settings = dict(
        line.split("=", 1) for line in UNIT.splitlines() if re.match(r"[A-Z]\w+=", line)
    )
    assert settings["NoNewPrivileges"] == "yes"
    assert settings["ProtectSystem"] == "strict"
    assert settings["CapabilityBoundingSet"] == ""
    assert settings["UMask"] == "0077"
