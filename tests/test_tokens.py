"""Counting tokens: exact from our own data, never from the network."""

import hashlib
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import tokens


@pytest.fixture
def _no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing() -> list[bytes]:
        raise FileNotFoundError

    monkeypatch.setattr(tokens, "vocabulary", missing)
    tokens._counter.cache_clear()
    yield
    tokens._counter.cache_clear()


def test_the_vocabulary_is_the_one_that_tiktoken_expects() -> None:
    assert hashlib.sha256(tokens.as_text(tokens.vocabulary())).hexdigest() == tokens.SHA256


def test_our_word_pattern_is_tiktokens(monkeypatch: pytest.MonkeyPatch) -> None:
    from tiktoken_ext import openai_public  # type: ignore[import-untyped]

    expected: list[str] = []

    def load(url: str, expected_hash: str) -> dict[bytes, int]:
        expected.append(expected_hash)
        return {}

    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", load)
    assert openai_public.o200k_base()["pat_str"] == tokens._WORDS
    assert expected == [tokens.SHA256]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("hello world", 2),
        ("antidisestablishmentarianism", 6),
        ("2 + 2 = 4", 7),
        ("<|endoftext|>", 7),
        ("خبر عاجل", 3),
    ],
)
def test_tokens_are_counted(text: str, n: int) -> None:
    assert tokens.count(text) == n


@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_has_at_most_as_many_tokens_as_bytes(text: str) -> None:
    size = len(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())
    assert 0 <= tokens.count(text) <= size


@pytest.mark.parametrize("text", ["x" * 300_000, " " * 300_000, "ع" * 300_000])
def test_an_endless_word_is_counted_too(text: str) -> None:
    assert tokens.count(text) > 1000


def test_the_network_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    tokens._counter.cache_clear()
    assert tokens.count("hello world") == 2


@pytest.mark.usefixtures("_no_vocabulary")
def test_without_the_vocabulary_tokens_are_estimated() -> None:
    assert tokens.count("hello world") == tokens.estimate("hello world") == 3


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said on Tuesday that the bridge would open to lorries next week. " * 20,
        "قالت الوزارة يوم الثلاثاء إن الجسر سيفتح أمام الشاحنات الأسبوع المقبل. " * 20,
        "وزارت راه روز سه‌شنبه گفت که پل هفتهٔ آینده به روی کامیون‌ها باز می‌شود. " * 20,
    ],
)
def test_an_estimate_is_near_and_rather_too_high(text: str) -> None:
    assert 0.95 < tokens.estimate(text) / tokens.count(text) < 1.6


def test_the_start_does_not_wait_for_the_vocabulary() -> None:
    code = "import sys, bot.tokens; sys.exit('tiktoken' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
