"""A PostgreSQL server for tests, wherever its programs come from."""

import os
import shutil

import pytest
from sqlalchemy import create_engine, text

from bot.testing import postgres

pytest.importorskip("psycopg")


def answer(url):
    engine = create_engine(url.format("postgres"))
    with engine.connect() as connection:
        version = connection.scalar(text("SHOW server_version"))
    engine.dispose()
    return version


@pytest.mark.parametrize(
    "programs", [postgres.installed, postgres.bundled], ids=lambda f: f.__name__
)
def test_a_server_runs_and_is_gone_afterwards(programs):
    folder = programs()
    if folder is None:
        pytest.skip("not on this machine")
    with postgres.server(folder) as url:
        assert answer(url)
        home = url.partition("host=")[2]
    assert not os.path.exists(home)  # noqa: PTH110


def test_programs_that_only_root_can_reach_are_run_all_the_same(tmp_path):
    folder = postgres.bundled()
    if folder is None or os.geteuid() != 0:
        pytest.skip("only root runs a server as somebody else")
    hidden = tmp_path / "hidden"
    shutil.copytree(folder.parent, hidden / "pgserver" / "pginstall", symlinks=True)
    shutil.copytree(folder.parents[2] / "pgserver.libs", hidden / "pgserver.libs", symlinks=True)
    hidden.chmod(0o700)
    with postgres.server(hidden / "pgserver" / "pginstall" / "bin") as url:
        assert answer(url)


def test_without_any_it_says_so(monkeypatch):
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    with pytest.raises(RuntimeError), postgres.server():
        pass
