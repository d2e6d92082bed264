"""Buttons that cannot be made up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Chat
from bot.seal import LIFE, LIMIT, HmacSeal

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ELSEWHERE = Chat("telegram", "7"), Chat("telegram", "8")


def _seal(at: datetime = NOON, secret: bytes = b"key") -> HmacSeal:
    return HmacSeal(secret, lambda: at)


def test_a_button_for_a_chat_opens_for_everyone_in_it() -> None:
    sealed = _seal().sign("/lang ar", HERE)
    assert _seal().open(sealed, HERE, "anyone") == "/lang ar"


def test_a_button_for_one_user_opens_for_no_other() -> None:
    sealed = _seal().sign("/forget yes", HERE, "amina")
    assert _seal().open(sealed, HERE, "amina") == "/forget yes"
    assert _seal().open(sealed, HERE, "omar") is None


def test_a_button_opens_in_its_own_chat_only() -> None:
    assert _seal().open(_seal().sign("/lang ar", HERE), ELSEWHERE, "anyone") is None


def test_a_button_ends() -> None:
    sealed = _seal().sign("/lang ar", HERE)
    late = NOON + LIFE + timedelta(hours=2)
    assert _seal(late).open(sealed, HERE, "anyone") is None


def test_another_installation_cannot_sign() -> None:
    assert _seal().open(_seal(secret=b"other").sign("/lang ar", HERE), HERE, "x") is None


def test_what_is_too_long_for_a_button_is_refused() -> None:
    with pytest.raises(ValueError, match="bytes"):
        _seal().sign("x" * LIMIT, HERE)


@given(st.text(max_size=80))
def test_nothing_made_up_opens(made_up: str) -> None:
    assert _seal().open(made_up, HERE, "anyone") is None


@given(st.integers(0, 63), st.characters(codec="utf-8"))
def test_nothing_altered_opens(at: int, char: str) -> None:
    sealed = _seal().sign("/source 12", HERE)
    altered = sealed[:at] + char + sealed[at + 1 :]
    assert altered == sealed or _seal().open(altered, HERE, "anyone") is None
