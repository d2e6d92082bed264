"""The files of a chat: saved, moved and deleted with it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model import Chat
from bot.traffic.attachments import SIZE, fetch, folder, forget, move, save


@dataclass(frozen=True)
class Sent:
    """A file at a platform: what it is said to be, and what is there."""

    name: str
    size: int
    content: bytes | None


HERE, THERE = Chat("telegram", "-5"), Chat("telegram", "-1005")


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("bridge.TXT", "bridge.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        (r"C:\\temp\\a b.html", "a b.html"),
        ("تقرير الجسر.md", "تقرير الجسر.md"),
        ("a:b*c?.txt", "a_b_c_.txt"),
        (".txt", "file.txt"),
        ("x" * 300 + ".txt", "x" * 80 + ".txt"),
    ],
)
def test_a_file_keeps_the_name_that_people_know_it_by(
    tmp_path: Path, name: str, saved: str
) -> None:
    path = save(tmp_path, HERE, name, b"text")
    assert (path.name, path.read_bytes()) == (saved, b"text")
    assert path.is_relative_to(folder(tmp_path, HERE))


def test_two_files_of_one_name_are_two(tmp_path: Path) -> None:
    assert save(tmp_path, HERE, "a.txt", b"1") != save(tmp_path, HERE, "a.txt", b"2")


def test_the_same_file_again_has_the_same_path(tmp_path: Path) -> None:
    assert save(tmp_path, HERE, "a.txt", b"1") == save(tmp_path, HERE, "a.txt", b"1")


def test_a_chat_is_forgotten_with_its_files_and_no_other(tmp_path: Path) -> None:
    gone, kept = (save(tmp_path, chat, "a.txt", b"1") for chat in (HERE, THERE))
    for _ in range(2):
        forget(tmp_path, HERE)
    assert (gone.exists(), kept.exists()) == (False, True)


def test_files_move_with_their_chat_and_are_found_where_they_were(tmp_path: Path) -> None:
    path = save(tmp_path, HERE, "a.txt", b"1")
    save(tmp_path, THERE, "b.txt", b"2")
    save(tmp_path, THERE, "a.txt", b"1")
    for _ in range(2):
        move(tmp_path, HERE, THERE)
    assert sorted(p.name for p in folder(tmp_path, THERE).rglob("*.txt")) == ["a.txt", "b.txt"]
    assert path.read_bytes() == b"1"
    forget(tmp_path, HERE)
    assert path.exists()
    forget(tmp_path, THERE)
    assert not path.exists()


async def test_what_cannot_be_had_or_is_too_large_is_left_out(tmp_path: Path) -> None:
    asked = []

    async def download(file: Sent, most: int) -> bytes | None:
        asked.append((file.name, most))
        return file.content

    files = [Sent("a.txt", 0, b"1"), Sent("b.txt", SIZE + 1, b"2"), Sent("c.txt", 1, None)]
    (path,) = await fetch(tmp_path, HERE, files, download)
    assert path == str(save(tmp_path, HERE, "a.txt", b"1"))
    assert asked == [("a.txt", SIZE), ("c.txt", SIZE)]
