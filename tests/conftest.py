"""Fixtures that more than one room needs, and what holds for every test."""

import os
import tempfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import pytest

from bot.testing import postgres

SHARED = Path(__file__).resolve().parents[2] / "shared"
MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes, several times of what a run leaves there for a while
WORKERS = 8  # each may take half a GB


def pytest_configure() -> None:
    """Keep the files of tests in memory where there is room: a thousand stores wait for the disk.

    What is done is the same, also in processes that tests start.
    """
    if os.environ.get("TMPDIR") or not MEMORY.is_dir():
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes share the tests: a third of their time they wait for others."""
    processors = os.cpu_count() or 1
    return min(processors + (processors + 1) // 2, WORKERS)


@pytest.fixture
def shared() -> Path:
    """Real data beside the checkout; tests that read it are skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("no data beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of this session's own: its URL, with {} for the database."""
    pytest.importorskip("psycopg")
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL on this machine")
    # a test that asks first may have set another folder for its own files, closed to a server
    with postgres.server(place=os.environ.get("TMPDIR", "/tmp")) as url:
        yield url


KNOWN = (
    "110201543:a-token-for-the-fake-server-only",
    "xoxb-fake-bot-token",
    "xapp-1-fake-app-token",
    "fake-signing-secret",
)
"""The tokens of the fakes, by which nearly all tests are connected."""


def leaked(sections: Iterable[tuple[str, str]]) -> list[str]:
    """Return where one of these tokens stands in what a test logged and wrote."""
    return [f"{name}: {token}" for name, text in sections for token in KNOWN if token in text]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a test fail whose logs or output hold a token, whatever it is about."""
    report = yield
    found = leaked((name, text) for name, text in report.sections if name.endswith(report.when))
    if found and report.passed:
        report.outcome = "failed"
        report.longrepr = f"a token came out:\n{chr(10).join(found)}"
    return report


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """A PostgreSQL database with nothing in it."""
    from sqlalchemy import create_engine, text

    url = postgres_server.format("postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url
