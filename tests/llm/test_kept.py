"""A model that remembers: the same question is paid for once."""

from typing import Any, cast

import pytest

from bot.errors import ModelBusyError, StoreError
from bot.llm.kept import KeptModel, question
from bot.model import Usage
from bot.ports import Reply, Store
from bot.testing.llm import ScriptedModel


class Shelf:
    """As much of a store as is needed."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}
        self.broken = False

    async def kept(self, kind: str, key: str) -> bytes | None:
        self._check()
        return self.rows.get((kind, key))

    async def keep(self, kind: str, key: str, value: bytes, chat: object = None) -> None:
        self._check()
        self.rows[kind, key] = value

    def _check(self) -> None:
        if self.broken:
            raise StoreError(detail="locked")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def model() -> ScriptedModel:
    return ScriptedModel().says({"a": "ب"})


def kept(model: ScriptedModel, shelf: Shelf) -> KeptModel:
    return KeptModel(model, cast(Store, shelf))


ASKED: tuple[Any, ...] = ("system", ["sources", "task"], {"type": "object"}, "draft")


async def asked_and_kept(model: ScriptedModel, shelf: Shelf) -> Reply:
    reply = await kept(model, shelf).ask(*ASKED)
    await reply.keep()
    return reply


async def test_a_question_with_a_useful_answer_is_asked_once(
    model: ScriptedModel, shelf: Shelf
) -> None:
    first = await asked_and_kept(model, shelf)
    again = await kept(model, shelf).ask(*ASKED)
    assert len(model.calls) == 1
    assert again.data == first.data == {"a": "ب"}
    assert (again.model, first.usage.calls, again.usage) == (first.model, 1, Usage())


async def test_an_answer_that_nobody_kept_leaves_no_trace(
    model: ScriptedModel, shelf: Shelf
) -> None:
    await kept(model, shelf).ask(*ASKED)
    assert shelf.rows == {}


async def test_a_found_answer_can_be_kept_like_any_other(
    model: ScriptedModel, shelf: Shelf
) -> None:
    for _ in range(3):
        await asked_and_kept(model, shelf)
    assert len(model.calls) == 1


async def test_another_task_is_another_question(model: ScriptedModel, shelf: Shelf) -> None:
    for task in ("one", "two"):
        reply = await kept(model, shelf).ask("system", ["sources", task], {}, "draft")
        await reply.keep()
    assert len(model.calls) == 2


def test_all_that_decides_an_answer_is_in_the_key() -> None:
    keys = {
        question(*asked)
        for asked in [
            ("m", "s", ["a", "b"], {}),
            ("n", "s", ["a", "b"], {}),
            ("m", "t", ["a", "b"], {}),
            ("m", "s", ["a", "c"], {}),
            ("m", "s", ["ab"], {}),
            ("m", "s", ["a", "b"], {"type": "object"}),
        ]
    }
    assert len(keys) == 6


async def test_a_failure_is_not_kept(shelf: Shelf) -> None:
    model = ScriptedModel().fails(500).says({"a": 1})
    with pytest.raises(ModelBusyError):
        await kept(model, shelf).ask(*ASKED)
    assert (await kept(model, shelf).ask(*ASKED)).data == {"a": 1}


async def test_a_broken_store_costs_a_call_and_not_the_answer(
    model: ScriptedModel, shelf: Shelf
) -> None:
    shelf.broken = True
    assert (await asked_and_kept(model, shelf)).data == {"a": "ب"}


@pytest.mark.parametrize("value", [b"", b"\xff", b"[]", b'{"data": {}}', b"null"])
async def test_what_cannot_be_read_is_asked_again(
    model: ScriptedModel, shelf: Shelf, value: bytes
) -> None:
    await asked_and_kept(model, shelf)
    shelf.rows = dict.fromkeys(shelf.rows, value)
    assert (await kept(model, shelf).ask(*ASKED)).data == {"a": "ب"}
    assert len(model.calls) == 2
