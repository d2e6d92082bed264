"""Fixtures that more than one room needs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.testing import postgres

SHARED = Path(__file__).resolve().parents[2] / "shared"


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
    with postgres.server() as url:
        yield url
