"""Buttons that cannot be made up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Chat
from bot.seal import LIFE, LIMIT, PAGES, HmacSeal, PageLinks

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


# --- pages ------------------------------------------------------------------

BASE = "https://briefs.example"


def _links(at: datetime = NOON, secret: bytes = b"key") -> PageLinks:
    return PageLinks(BASE, secret, lambda: at, 30)


def _token(link: str) -> str:
    return link.removeprefix(f"{BASE}{PAGES}")


def test_a_link_names_a_brief_and_a_language() -> None:
    assert _links().read(_token(_links().link("0a1b2c3d4e5f", "ar"))) == ("0a1b2c3d4e5f", "ar")


def test_a_link_holds_as_long_as_it_says() -> None:
    token = _token(_links().link("b1", "en"))
    assert _links(NOON + timedelta(days=30)).read(token)
    assert _links(NOON + timedelta(days=30, hours=2)).read(token) is None


def test_a_link_of_another_installation_opens_nothing() -> None:
    assert _links().read(_token(_links(secret=b"other").link("b1", "en"))) is None


def test_a_button_is_no_link() -> None:
    assert _links().read(_seal().sign("b1", HERE)) is None


@given(st.text(max_size=40), st.sampled_from(["ar", "en"]))
def test_any_brief_is_found_again(brief: str, language: str) -> None:
    assert _links().read(_token(_links().link(brief, language))) == (brief, language)


@given(st.text())
def test_no_link_can_be_made_up(token: str) -> None:
    assert _links().read(token) is None


@given(st.data())
def test_no_altered_link_opens(data: st.DataObject) -> None:
    token = _token(_links().link("0a1b2c3d4e5f", "ar"))
    at = data.draw(st.integers(0, len(token) - 1))
    new = data.draw(st.text(max_size=2).filter(lambda c: c != token[at]))
    changed = token[:at] + new + token[at + 1 :]
    assert changed == token or _links().read(changed) is None


def test_a_link_cannot_be_guessed() -> None:
    mac = _token(_links().link("b1", "en")).rpartition("~")[2]
    assert len(mac) * 6 >= 128
