"""Fixtures that more than one room needs."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """Real data beside the checkout; tests that read it are skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("no data beside this checkout")
    return SHARED
