"""SECURITY.md names tests; all of them are there, and no row goes without."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
HELD = PAGE.partition("## What can happen, and what holds it")[2]


@cache
def functions(path: str) -> frozenset[str]:
    """Return the names of the functions of a file; none if there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text("utf-8")) if file.is_file() else ast.Module([], [])
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


def test_every_test_that_the_page_names_is_there() -> None:
    absent = [f"{path}::{name}" for path, name in NAMED if name not in functions(path)]
    assert len(NAMED) > 100
    assert absent == []


def test_whatever_looks_like_a_test_is_named_whole() -> None:
    assert PAGE.count("::") == len(NAMED)
    assert all(name.startswith("test_") for _, name in NAMED)


def test_every_row_names_a_test_or_says_that_there_is_none() -> None:
    rows = [line for line in HELD.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith(("| what can happen", "| ---"))]
    assert len(rows) > 70
    assert [row for row in rows if "::test_" not in row and "**not held**" not in row] == []
    assert {row.count(" |") for row in rows} == {3}
