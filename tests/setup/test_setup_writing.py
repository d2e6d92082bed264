"""Answers into configuration files: nothing else in them changes."""

import os
import stat
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import config
from bot.setup import files
from bot.setup.steps import STEPS, Given, settings, table
from bot.setup.writing import UneditableError, difference, edited

MODEL = ("llm", "model")
TOKEN = ("adapters", "telegram", "token")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[llm]\nmodel = "new"\n'),
        ("# mine\n", '# mine\n\n[llm]\nmodel = "new"\n'),
        ("[log]\nlevel = 'info'", "[log]\nlevel = 'info'\n\n[llm]\nmodel = \"new\"\n"),
        ('[llm]\nmodel = "old"  # why\n', '[llm]\nmodel = "new"  # why\n'),
        ("[llm]\nmodel='a # b'\n", '[llm]\nmodel="new"\n'),
        ("[llm] # here\ntimeout = 9\n", '[llm] # here\nmodel = "new"\ntimeout = 9\n'),
        ('llm.model = "old"\n', 'llm.model = "new"\n'),
        ("llm.timeout = 9\n", None),
        ('llm = { model = "old" }\n', None),
        ('[llm]\nmodel = """old\nlines"""\n', None),
        ("llm = 5\n", None),
        ('[llm]\nmodel = "new"\n', '[llm]\nmodel = "new"\n'),
        ('text = """\n[llm]\n"""\n', 'text = """\n[llm]\nmodel = "new"\n"""\n'),
    ],
)
def test_a_setting_is_changed_or_added_where_it_belongs(before: str, after: str | None) -> None:
    if after is None or 'text = """' in before:  # what cannot be done safely is not done
        with pytest.raises(UneditableError, match=r"llm\.model"):
            edited(before, [(MODEL, "new")])
    else:
        assert edited(before, [(MODEL, "new")]) == after


def test_the_example_keeps_all_its_comments() -> None:
    made = edited(config.example(), [(MODEL, "new"), (TOKEN, "1:x")])
    lost = set(config.example().splitlines()) - set(made.splitlines())
    assert [line.partition(" =")[0] for line in lost] == ["model"]
    assert tomllib.loads(made)["adapters"]["telegram"] == {"token": "1:x"}


@given(st.text(max_size=80), st.text(max_size=80))
@example("\x85", "a\u2028b")
def test_any_value_comes_back_as_it_was_given(one: str, two: str) -> None:
    one, two = (value.encode("utf-8", "replace").decode() for value in (one, two))
    made = edited("", [(MODEL, one), (TOKEN, two)])
    assert tomllib.loads(made) == {"llm": {"model": one}, "adapters": {"telegram": {"token": two}}}
    again = edited(made, [(MODEL, two)])
    assert tomllib.loads(again)["llm"] == {"model": two}


@given(st.text(alphabet='[]llm.model="\n #{}', max_size=60))
def test_a_file_that_is_edited_says_the_same_of_all_else(text: str) -> None:
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        after = tomllib.loads(edited(text, [(("log", "level"), "info")]))
    except UneditableError:
        return
    assert after.pop("log") == {"level": "info"}
    assert after == before


def test_what_changes_is_shown_and_nothing_else() -> None:
    before = '[log]\nlevel = "info"\n\n[llm]\nmodel = "old"\n'
    shown = difference(before, edited(before, [(MODEL, "new")]), "c.toml")
    assert [line for line in shown if line[0] in "+-"] == ['-model = "old"', '+model = "new"']


# --- answers ------------------------------------------------------------------


def test_secrets_and_settings_are_told_apart() -> None:
    answers = {
        "language": Given("ar"),
        "model": Given("openai", {"key": "sk-1", "name": "m"}),
        "store": Given("postgres", {"url": "postgresql://a:b@c/d"}),
    }
    secret = dict(settings(answers, secret=True))
    assert secret == {("llm", "api_key"): "sk-1", ("store", "url"): "postgresql://a:b@c/d"}
    assert not set(secret) & set(dict(settings(answers, secret=False)))
    assert table(answers)["llm"] == {
        "api_key": "sk-1",
        "base_url": "https://api.openai.com/v1",
        "model": "m",
    }


def test_what_was_left_empty_or_out_is_no_setting() -> None:
    answers = {
        "model": Given("other", {"address": "http://a/v1", "key": "", "name": "m"}),
        "telegram": Given("none"),
        "store": Given("keep"),
    }
    assert table(answers) == {"llm": {"base_url": "http://a/v1", "model": "m"}}


def test_every_secret_that_is_asked_for_is_one_to_the_settings_too() -> None:
    from bot.config.private import secret_keys

    secrets = {*secret_keys(config.Settings), ("store", "url")}
    asked = [q for step in STEPS for choice in step.choices for q in choice.questions if q.keys]
    assert all(q.secret == (q.keys in secrets) for q in asked)


# --- files ----------------------------------------------------------------------


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_file_is_private_whatever_the_mask_and_whatever_was_there(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.touch(0o666)
    old = os.umask(0)
    try:
        files.write(path, "new", files.PRIVATE)
    finally:
        os.umask(old)
    assert (_mode(path), path.read_text()) == (0o600, "new")


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.toml"
    path.write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(path, "new", files.PLAIN)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"c.toml": "old"}


def test_a_link_to_the_configuration_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("old")
    link = tmp_path / "c.toml"
    link.symlink_to("real.toml")
    files.write(link, "new", files.PLAIN)
    assert link.is_symlink()
    assert (tmp_path / "real.toml").read_text() == "new"


def test_a_copy_of_what_was_there_is_private(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    assert files.backed_up(path, datetime(2026, 11, 22)) is None
    path.write_text("old")
    copy = files.backed_up(path, datetime(2026, 11, 22, 1, 2, 3))
    assert copy is not None
    assert (copy.name, _mode(copy)) == ("c.toml.20261122T010203.bak", 0o600)
    assert copy.read_text() == "old"


def test_answers_on_their_way_are_kept_privately_and_come_back(tmp_path: Path) -> None:
    answers = {"model": Given("openai", {"key": "sk-1", "name": "m"}), "telegram": Given("none")}
    files.keep_draft(tmp_path, answers)
    assert _mode(tmp_path / files.DRAFT) == 0o600
    assert files.draft(tmp_path) == answers
    files.drop_draft(tmp_path)
    assert files.draft(tmp_path) == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"model": 5}', '{"model": {"choice": "gone", "values": {}}}', '{"x": {}}'],
)
def test_a_draft_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / files.DRAFT).write_text(text)
    assert files.draft(tmp_path) == {}
