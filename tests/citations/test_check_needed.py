"""Which words a pattern cannot do without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.citations.machines import order_patterns, ordering
from bot.citations.needed import Run, finder, needed

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def run(letters: str, sides: str = "") -> Run:
    return Run(letters, "<" in sides, ">" in sides)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ignore", {run("ignore")}),
        (r"\bignore\b", {run("ignore", "<>")}),
        (r"(?:ignore|forget)\s+them", {run("ignore", ">"), run("forget", ">")}),
        (r"instructions?", {run("instruction"), run("instructions")}),
        (r"summari[sz]e", {run("summarise"), run("summarize")}),
        (r"\b(?:ai|llm\w*)", {run("ai", "<"), run("llm", "<")}),
        (r"(?:the )?model", {run("model"), run("model", "<")}),
        (r"تجاهل(?:وا)?\s", {run("تجاهل", ">"), run("تجاهلوا", ">")}),
        (r"(?:very )+well", {run("very", ">")}),
        (r"don't", {run("don", ">")}),
    ],
)
def test_letters_of_which_each_match_has_some(pattern: str, expected: set[Run]) -> None:
    assert needed(pattern) == frozenset(expected)


@pytest.mark.parametrize(
    "pattern", [r"\d+", r"\w+", "(?:ignore)?", "ignore|[0-9]", "(?i)ignore", "(?i:ignore)", "!"]
)
def test_pattern_that_can_do_without_any_word(pattern: str) -> None:
    assert needed(pattern) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ai", True),
        ("said", False),
        ("l'ai", True),
        ("instructions", True),
        ("instruct", False),
        ("understated", False),
        ("stated", True),
    ],
)
def test_word_that_may_be_of_a_match(word: str, expected: bool) -> None:
    assert finder((r"\bai\b", "instruction", r"\bstated"))(word) is expected


def test_where_one_pattern_needs_no_word_every_word_may_be_of_a_match() -> None:
    assert finder(("ignore", r"\d"))("anything")


@pytest.mark.parametrize("pattern", order_patterns())
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_order_is_without_a_word_that_may_be_of_one(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    assert any(map(ordering(), _WORD.findall(text)))
