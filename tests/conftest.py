"""Fixtures that more than one room needs, and what holds for every test."""

import os
import tempfile
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from bot.store import database, migrate
from bot.testing import postgres

SHARED = Path(__file__).resolve().parents[2] / "shared"
MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes, several times of what a run leaves there for a while
WORKERS = 8  # each may take half a GB

# what a property is tried on is the same each time, however long it takes on a busy machine;
# --hypothesis-profile=explore tries something new, as `make fuzz` does for a minute each
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("explore", **PATIENT)
settings.register_profile("same", derandomize=True, **PATIENT)
settings.load_profile("same")


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


class _Statements(dict[Any, Any]):
    """Statements of all stores, compiled once: SQLAlchemy does that anew for each engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


def _quick_stores() -> None:
    """Let the thousand stores of a run share what is the same in each: statements, tables."""
    engine, tables = database.create_engine, migrate._make_tables
    statements, written = _Statements(), list[tuple[str, Any]]()

    def create_engine(url: Any, **options: Any) -> Any:
        return engine(url, **options, execution_options={"compiled_cache": statements})

    def make_tables(connection: Any) -> None:
        if connection.dialect.name != "sqlite":
            tables(connection)
        elif written:
            for statement, values in written:
                connection.exec_driver_sql(statement, values)
        else:
            seen = list[tuple[str, Any]]()
            event.listen(connection, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
            tables(connection)
            written.extend(seen)

    database.create_engine, migrate._make_tables = create_engine, make_tables


_quick_stores()

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
