"""The house: who may import whom, no circles, no room too large."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "adapters", "prompts")
MAX_LINES = 400
MAX_FUNCTION = 60
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

IO = {"bot.fetch", "bot.net", "bot.llm", "bot.store", "bot.jobs", "bot.log"}
IO_MODULES = {"asyncio", "socket", "subprocess", "httpx2", "httpcore2", "sqlalchemy", "openai"}
NOUNS = {"bot.model", "bot.ports", "bot.errors", "bot.meter", "bot.failpoint"}
PURE_TEXT = {"bot.language", "bot.render", "bot.sources", "prompts"}
TRAFFIC = {"bot.traffic"}
PURE = (
    "bot.model",
    "bot.language",
    "bot.story",
    "bot.extract",
    "bot.citations",
    "bot.render",
    "bot.questions",
    "bot.digest.",
)

FILES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, late imports included, resolved to ours where they are."""
    return frozenset(_imported(ast.walk(tree(path)), module(path), path.name == "__init__.py"))


@cache
def early(path: Path) -> frozenset[str]:
    """What a file imports when it is itself imported, also under TYPE_CHECKING."""
    nodes = _outside_functions(tree(path))
    return frozenset(_imported(nodes, module(path), path.name == "__init__.py"))


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if not isinstance(node, FUNCTIONS):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def _imported(nodes: Iterable[ast.AST], here: str, package: bool) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = here.split(".")[
                    : None if package and node.level == 1 else -node.level + package
                ]
                base = ".".join([*up, base]).strip(".")
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in MODULES else base


def rooms(names: frozenset[str], prefixes: set[str] | tuple[str, ...]) -> set[str]:
    return {n for n in names if any(n == p or n.startswith(p + ".") for p in prefixes)}


def ours(names: frozenset[str]) -> set[str]:
    return rooms(names, PACKAGES)


WRITTEN = [p for p in FILES if "migrations" not in p.parts]
"""What is read and changed; a migration is a list of columns, and is never touched again."""


def test_no_room_is_too_large() -> None:
    lines = {module(path): len(path.read_text("utf-8").splitlines()) for path in WRITTEN}
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_no_function_is_too_long() -> None:
    lines = {
        f"{module(path)}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in WRITTEN
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS)
    }
    assert {name: count for name, count in lines.items() if count > MAX_FUNCTION} == {}


def beyond(allowed: Callable[[str], set[str]], *prefixes: str) -> dict[str, set[str]]:
    """What the modules under ``prefixes`` import of ours that is in none of their ``allowed``."""
    found = {name: ours(imports(MODULES[name])) for name in MODULES if name.startswith(prefixes)}
    assert found
    over = {name: has - rooms(frozenset(has), allowed(name)) for name, has in found.items()}
    return {name: names for name, names in over.items() if names}


def test_pure_rooms_do_no_io() -> None:
    pure = {name: imports(path) for name, path in MODULES.items() if name.startswith(PURE)}
    found = {name: rooms(has, IO) | rooms(has, IO_MODULES) for name, has in pure.items()}
    assert {name: names for name, names in found.items() if names} == {}


def test_adapters_know_only_nouns_seams_words_and_traffic() -> None:
    def allowed(name: str) -> set[str]:
        return NOUNS | PURE_TEXT | TRAFFIC | {".".join(name.split(".")[:2])}

    assert beyond(allowed, "adapters.") == {}


def test_the_nouns_import_nothing_of_ours() -> None:
    assert beyond(lambda name: {"bot.model"}, "bot.model") == {}


def test_jobs_know_nouns_and_seams_and_where_they_share_it_the_store() -> None:
    def allowed(name: str) -> set[str]:
        shared = {"bot.store"} if name in {"bot.jobs.postgres", "bot.jobs.turns"} else set()
        return NOUNS | {"bot.jobs"} | shared

    assert beyond(allowed, "bot.jobs") == {}


def test_implementations_are_not_imported_at_start() -> None:
    """Adapters, models and stores are found by build.py when they are used."""
    seams = ("adapters", "bot.llm", "bot.store", "bot.jobs")
    others = [name for name in MODULES if not name.startswith((*seams, "bot.testing"))]
    found = {name: rooms(early(MODULES[name]), seams) for name in others}
    assert {name: names for name, names in found.items() if names} == {}


def test_only_prompts_reads_prompts() -> None:
    readers = [n for n, p in MODULES.items() if 'files("prompts")' in p.read_text("utf-8")]
    assert readers == []


def test_there_are_no_circles() -> None:
    """No chain of imports leads back to its start, late and typing imports included."""
    graph = {n: {m for m in ours(imports(p)) if m in MODULES} - {n} for n, p in MODULES.items()}
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                walk(target, (*path, name))
            done.add(name)

    for name in graph:
        walk(name, ())


TOP = ("adapters", "bench", "bot", "deploy", "docs", "prompts", "samples", "tests")


def test_each_room_stands_in_one_row_of_the_table() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = page.partition("## Rooms\n")[2].partition("\n## ")[0]
    named = [room for row in re.findall(r"^\| (`.*?) \|", table, re.M) for room in row.split(", ")]
    inside = [p for p in (ROOT / "bot").iterdir() if p.name not in ("__init__.py", "__pycache__")]
    here = [f"`bot/{p.name}/`" for p in inside if p.is_dir()]
    here += [f"`bot/{p.name}`" for p in inside if p.suffix == ".py"]
    here += [f"`{top}/`" for top in TOP if top != "bot"]
    assert sorted(named) == sorted(here)


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", *(f"{top}/README.md" for top in TOP)])
def test_what_a_page_for_builders_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = re.findall(rf"`((?:{'|'.join(TOP)})/[\w./-]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("top", TOP)
def test_each_top_folder_says_in_short_what_is_in_it(top: str) -> None:
    assert 3 < len((ROOT / top / "README.md").read_text("utf-8").splitlines()) <= 30
