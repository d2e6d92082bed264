"""Fixtures that more than one room needs."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The suite stays quick; HYPOTHESIS_PROFILE=thorough looks longer.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """Real data beside the checkout; tests that read it are skipped where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("no data beside this checkout")
    return SHARED
