"""Who may do what: codes, roles, strangers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.access import TRIES, Gate, Person, Role, people, role_of
from bot.model import Chat, Message
from bot.store import SqlStore
from bot.testing.nouns import Clock

HERE, GROUP = Chat("telegram", "7"), Chat("telegram", "-100")


def said(chat: Chat = HERE, user: str = "7", text: str = "hello") -> Message:
    return Message(chat, "1", user, text)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    store = SqlStore("sqlite:///:memory:")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def clock() -> Clock[datetime]:
    return Clock(datetime(2026, 11, 21, 8, tzinfo=UTC))


@pytest.fixture
def gate(store: SqlStore, clock: Clock[datetime]) -> Gate:
    return Gate(store, (), False, clock)


@pytest.mark.parametrize(
    ("kept", "allow", "everybody", "message", "role"),
    [
        ({}, (), False, said(), None),
        ({}, (), True, said(), Role.EDITOR),
        ({}, ("telegram",), False, said(), Role.EDITOR),
        ({}, ("slack",), False, said(), None),
        ({}, ("telegram:-100",), False, said(GROUP), Role.EDITOR),
        ({}, ("telegram:-100",), False, said(), None),
        ({"user/telegram/7": "reader"}, (), False, said(), Role.READER),
        ({"user/telegram/7": "reader"}, (), False, said(user="8"), None),
        ({"user/slack/7": "owner"}, (), False, said(), None),
        ({"chat/telegram/-100": "reader"}, (), False, said(GROUP, "9"), Role.READER),
        (
            {"chat/telegram/-100": "reader", "user/telegram/7": "owner"},
            (),
            False,
            said(GROUP),
            Role.OWNER,
        ),
        ({"user/telegram/7": "emperor"}, (), False, said(), None),
        ({}, (), False, said(Chat("console", "terminal"), "terminal"), Role.OWNER),
    ],
)
def test_what_somebody_may_do(kept, allow, everybody, message, role) -> None:
    assert role_of(kept, message, allow, everybody) is role


def test_owners_are_listed_first() -> None:
    kept = {"chat/telegram/-100": "reader", "user/slack/U1": "owner", "claim": "x"}
    assert [p.role for p in people(kept)] == [Role.OWNER, Role.READER]


async def test_the_first_code_makes_an_owner_once(gate: Gate) -> None:
    code = await gate.claim_code()
    assert code
    assert await gate.enter(said(), "another") is None
    assert await gate.enter(said(), code) is Role.OWNER
    assert await gate.enter(said(user="8"), code) is None
    assert await gate.role(said()) is Role.OWNER
    assert await gate.role(said(user="8")) is None


async def test_a_new_start_makes_a_new_code_and_the_old_one_is_nothing(gate: Gate) -> None:
    old, new = await gate.claim_code(), await gate.claim_code()
    assert old and new
    assert await gate.enter(said(), old) is None
    assert await gate.enter(said(), new) is Role.OWNER
    assert await gate.claim_code() is None


async def test_a_code_is_nowhere_in_the_store(gate: Gate, store: SqlStore) -> None:
    from bot.access import HOUSE

    code = await gate.claim_code()
    invited = await gate.invite(Role.READER, 1)
    kept = str(await store.chat_settings(HOUSE))
    assert code not in kept
    assert invited not in kept


async def test_an_invitation_is_for_one(gate: Gate) -> None:
    code = await gate.invite(Role.EDITOR, 1)
    assert await gate.enter(said(user="8"), code) is Role.EDITOR
    assert await gate.enter(said(user="9"), code) is None


async def test_an_invitation_ends(gate: Gate, clock: Clock[datetime]) -> None:
    code = await gate.invite(Role.EDITOR, 1)
    clock.at += timedelta(hours=1)
    assert await gate.enter(said(), code) is None
    assert await gate.role(said()) is None


async def test_an_invitation_takes_no_role_away(gate: Gate) -> None:
    await gate.set(Person("user", "telegram", "7", Role.OWNER), Role.OWNER)
    code = await gate.invite(Role.READER, 1)
    assert await gate.enter(said(), code) is Role.OWNER


async def test_wrong_codes_are_looked_at_again_after_an_hour(
    gate: Gate, clock: Clock[datetime]
) -> None:
    code = str(await gate.claim_code())
    wrong = [await gate.bring(said(), f"{n}{code}") for n in range(TRIES)]
    assert wrong == [(None, left) for left in (4, 3, 2, 1, 0)]
    assert await gate.bring(said(), code) == (None, -1)
    clock.at += timedelta(hours=1)
    assert await gate.bring(said(), code) == (Role.OWNER, TRIES)


async def test_the_wrong_codes_of_one_do_not_shut_out_another(gate: Gate) -> None:
    code = str(await gate.claim_code())
    await asyncio.gather(*(gate.bring(said(GROUP), "wrong") for _ in range(TRIES)))
    assert await gate.bring(said(GROUP), code) == (None, -1)
    assert await gate.bring(said(GROUP, "8"), code) == (Role.OWNER, TRIES)


async def test_a_name_goes_with_its_role(gate: Gate, store: SqlStore) -> None:
    from bot.access import HOUSE

    amina = replace(said(), name="Amina \n Nassar" + "x" * 100)
    await gate.enter(amina, await gate.invite(Role.READER, 1))
    (person,) = await gate.people()
    assert person.name == ("Amina Nassar" + "x" * 100)[:60]
    await gate.set(person, None)
    assert "Amina" not in str(await store.chat_settings(HOUSE))


async def test_a_stranger_is_told_once_in_each_chat(gate: Gate) -> None:
    assert await gate.refuse(said())
    assert not await gate.refuse(said())
    assert await gate.refuse(said(GROUP))


async def test_a_chat_keeps_its_role_when_it_moves(gate: Gate) -> None:
    await gate.set(Person("chat", "telegram", "-100", Role.EDITOR), Role.EDITOR)
    await gate.move(GROUP, Chat("telegram", "-200"))
    assert await gate.role(said(GROUP)) is None
    assert await gate.role(said(Chat("telegram", "-200"), "9")) is Role.EDITOR
