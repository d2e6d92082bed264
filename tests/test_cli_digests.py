"""``isnad digest`` and ``isnad feeds``, as an operator calls them beside a running Isnad."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.jobs.alone import alone
from bot.model import Chat, TaskKind
from bot.store import SqlStore

HERE = "telegram:-100"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ISNAD_CONFIG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ISNAD_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def isnad(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def digest(words: str, chat: str = HERE) -> Result:
    return isnad("digest", "--chat", chat, *words.split())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'home' / 'isnad.db'}")
    await store.open()
    yield store
    await store.close()


def test_a_digest_is_added_listed_moved_paused_resumed_and_removed() -> None:
    added = digest("add 08:00 weekdays Asia/Riyadh trade")
    assert added.exit_code == 0
    assert "08:00, Riyadh time; on trade" in added.stdout
    assert digest("list").stdout.startswith("1. every working day")
    assert "21:15" in digest("move 1 21:15").stdout
    assert "paused" in digest("pause 1").stdout
    assert "paused" not in digest("resume 1").stdout
    assert digest("remove 1").stdout.strip() == "Removed."
    none = digest("").stdout
    assert "no digest in this chat yet" in none
    assert "isnad digest --chat telegram:-100 add 08:00" in " ".join(none.split())


def test_arabic_words_do_the_same() -> None:
    assert "20:30" in digest("أضف 8:30 مساءً الرياض").stdout
    assert digest("احذف 1").exit_code == 0


def test_chats_are_kept_apart() -> None:
    digest("add 08:00 UTC")
    assert "no digest in this chat yet" in digest("list", "slack:C1").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("dance", 1, "isnad digest --chat telegram:-100 add"),
        ("remove 7", 1, "no digest in this chat yet"),
        ("add 25:99", 2, "25:99"),
        ("add Atlantis", 2, "time"),
    ],
)
def test_what_cannot_be_done_is_said_on_standard_error(words: str, status: int, said: str) -> None:
    wrong = digest(words)
    assert wrong.exit_code == status
    assert said in wrong.stderr
    assert wrong.stdout == ""


@pytest.mark.parametrize("chat", ["-100", "telegram:", "telegrm:1"])
def test_a_chat_that_cannot_be_one_is_refused_with_what_is_allowed(chat: str) -> None:
    refused = digest("list", chat)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("isnad: --chat: ")
    assert "telegram:-1001234567" in refused.stderr


def test_a_preview_is_shown_here_and_posted_nowhere() -> None:
    digest("add 08:00 UTC")
    shown = digest("preview 1")
    assert shown.exit_code == 0
    assert "No new stories." in shown.stdout
    assert "It comes in a moment" not in shown.stdout


async def test_now_is_work_for_the_isnad_that_serves(store: SqlStore, tmp_path: Path) -> None:
    with alone(store.file):  # one that runs
        await asyncio.to_thread(digest, "add 08:00 UTC")
        said = await asyncio.to_thread(digest, "now 1")
    assert "It comes in a moment" in said.stdout
    (task,) = await store.tasks.take(store._now(), 5)
    assert (task.kind, task.chat) == (TaskKind.DIGEST, Chat("telegram", "-100"))


# --- feeds

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline type="rss" xmlUrl="http://127.0.0.1:9/rss"/></body></opml>"""


def test_a_chat_without_feeds_says_so() -> None:
    assert "follows no feeds" in isnad("feeds", "list", "--chat", HERE).stdout
    assert "<opml" in isnad("feeds", "opml", "--chat", HERE).stdout
    assert isnad("feeds", "unfollow", "3", "--chat", HERE).exit_code == 1


def test_an_opml_file_is_read_and_what_cannot_be_followed_is_said(tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(OPML, "utf-8")
    told = isnad("feeds", "follow", str(file), "--chat", HERE)
    assert told.exit_code == 1
    assert "127.0.0.1" in told.stderr
