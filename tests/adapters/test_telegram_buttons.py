"""Buttons under a message in Telegram: in rows that look alike, each leading where it says."""

from datetime import UTC, datetime

import pytest

from adapters.telegram.buttons import MOST_NUMBERS, NUMBERS, keyboard
from bot.model import Action, Chat
from bot.seal import HmacSeal

CHAT = Chat("telegram", "7")
SEAL = HmacSeal(b"key", lambda: datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize("count", [1, 8, 9, 15, 16, 17, MOST_NUMBERS])
def test_numbers_stand_in_rows_of_about_one_length(count: int) -> None:
    made = keyboard(SEAL, (), range(1, count + 1), CHAT, None)
    assert made is not None
    rows = made["inline_keyboard"]
    lengths = [len(row) for row in rows]
    assert [button["text"] for row in rows for button in row] == [
        f"[{n}]" for n in range(1, count + 1)
    ]
    assert max(lengths) <= NUMBERS
    assert max(lengths) - min(lengths) < len(rows) or len(rows) == 1


def test_a_button_that_opens_a_page_sends_nothing() -> None:
    page = Action("As a page", "/page", "https://briefs.example/b/x")
    made = keyboard(SEAL, (page, Action("Again", "/retry")), (), CHAT, None)
    assert made is not None
    first, second = made["inline_keyboard"][0]
    assert first == {"text": "As a page", "url": "https://briefs.example/b/x"}
    assert SEAL.open(second["callback_data"], CHAT, "anyone") == "/retry"
