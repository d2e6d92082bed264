"""The corpus of random updates: valid by the API, readable by the real SDK."""

import pytest
import telegram

from bot.testing.telegram import api
from bot.testing.telegram.corpus import updates
from bot.testing.telegram.queue import all_kinds

BOT = telegram.Bot("1:x")


def test_every_kind_of_update_is_there() -> None:
    kinds = {name for update in updates(1, 60) for name in update if name != "update_id"}
    assert kinds == set(all_kinds())


def test_they_are_valid_by_the_description() -> None:
    wrong = [
        what for update in updates(2, 300) for what in api.misfits(update, ("Update",), "update")
    ]
    assert wrong == []


@pytest.mark.filterwarnings("ignore")
def test_the_sdk_reads_them() -> None:
    read = [telegram.Update.de_json(update, BOT) for update in updates(3, 300)]
    assert sum(update.effective_chat is not None for update in read) > 100


def test_the_same_seed_gives_the_same_updates() -> None:
    assert list(updates(4, 30)) == list(updates(4, 30))
    assert list(updates(4, 30)) != list(updates(5, 30))


def test_strange_ones_hold_what_the_api_does_not_know() -> None:
    strange = list(updates(6, 200, strange=1.0))
    assert sum(any(api.misfits(u, ("Update",), "update")) for u in strange) > 100


@pytest.mark.filterwarnings("ignore")
def test_the_sdk_reads_strange_ones_too() -> None:
    assert len([telegram.Update.de_json(u, BOT) for u in updates(7, 200, strange=0.5)]) == 200
