"""What every model promises, whoever is behind it."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from bot.errors import (
    ModelBusyError,
    ModelContextError,
    ModelError,
    ModelKeyError,
    ModelNonsenseError,
    ModelQuotaError,
    ModelRefusalError,
    ModelTimeoutError,
    ModelUnknownError,
)
from bot.llm.kept import KeptModel
from bot.llm.openai import OpenAIModel
from bot.model import Usage
from bot.ports import Model, Reply, Store
from bot.testing.llm import FakeLLM, Script, ScriptedModel

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}


class Shelf:
    """As much of a store as a model that remembers needs."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}

    async def kept(self, kind: str, key: str) -> bytes | None:
        return self.rows.get((kind, key))

    async def keep(self, kind: str, key: str, value: bytes, chat: object = None) -> None:
        self.rows[kind, key] = value


@pytest.fixture(params=["openai", "scripted", "kept"])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Model, Script]]:
    """A model, and the script by which it is told what to answer."""
    if request.param != "openai":
        scripted = ScriptedModel()
        kept = KeptModel(scripted, cast(Store, Shelf()))
        yield kept if request.param == "kept" else scripted, scripted
        return
    async with (
        FakeLLM() as llm,
        OpenAIModel(base_url=llm.base_url, api_key="sk-test", model="fake-1", retries=0) as model,
    ):
        yield model, llm


async def _reply(model: Model) -> Reply:
    return await model.ask("system", ["sources", "task"], SCHEMA, "test")


async def _ask(model: Model) -> tuple[object, Usage, str]:
    reply = await _reply(model)
    return reply.data, reply.usage, reply.model


async def test_it_has_a_name(pair: tuple[Model, Script]) -> None:
    model, _ = pair
    assert model.name == "fake-1"


async def test_it_answers_with_data_usage_and_model(pair: tuple[Model, Script]) -> None:
    model, script = pair
    script.says({"a": 1, "b": "نعم"})
    assert await _ask(model) == ({"a": 1, "b": "نعم"}, Usage(1, 1200, 1024, 300), "fake-1")


async def test_it_is_asked_with_the_sources_first(pair: tuple[Model, Script]) -> None:
    model, script = pair
    script.says({})
    await _ask(model)
    call = script.calls[0]
    assert (call.system, call.user, call.schema) == ("system", "sources\n\ntask", SCHEMA)


async def test_answers_come_in_turn_and_the_last_for_ever(pair: tuple[Model, Script]) -> None:
    model, script = pair
    script.says({"a": 1}).answers(lambda call: {"a": len(script.calls)})
    assert [(await _ask(model))[0] for _ in range(3)] == [{"a": 1}, {"a": 2}, {"a": 3}]


async def test_an_answer_that_was_of_no_use_is_never_given_again(
    pair: tuple[Model, Script],
) -> None:
    model, script = pair
    script.says({"a": "nonsense"}).says({"a": 1})
    assert (await _reply(model)).data == {"a": "nonsense"}
    assert (await _reply(model)).data == {"a": 1}


async def test_an_answer_that_was_of_use_may_be_given_again(pair: tuple[Model, Script]) -> None:
    model, script = pair
    script.says({"a": 1})
    first = await _reply(model)
    await first.keep()
    again = await _reply(model)
    assert (again.data, again.model) == (first.data, first.model)
    assert again.usage.calls == len(script.calls) - 1  # what is found again costs nothing


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {}, ModelKeyError),
        (403, {}, ModelKeyError),
        (404, {}, ModelUnknownError),
        (429, {"error": {"code": "insufficient_quota"}}, ModelQuotaError),
        (400, {"error": {"code": "context_length_exceeded"}}, ModelContextError),
        (429, {}, ModelBusyError),
        (500, "<html>", ModelBusyError),
    ],
)
async def test_a_status_is_its_error(
    pair: tuple[Model, Script], status: int, body: dict[str, object] | str, kind: type[ModelError]
) -> None:
    model, script = pair
    script.fails(status, body)
    with pytest.raises(kind) as caught:
        await _ask(model)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "text", ["", "no", "[]", '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": "\\ud83d"}', "{'a': 1}"]
)
async def test_what_is_no_object_is_nonsense(pair: tuple[Model, Script], text: str) -> None:
    model, script = pair
    script.says(text)
    with pytest.raises(ModelNonsenseError) as caught:
        await _ask(model)
    assert caught.value.values["reason"]


async def test_an_answer_that_was_cut_off_is_nonsense(pair: tuple[Model, Script]) -> None:
    model, script = pair
    script.truncates()
    with pytest.raises(ModelNonsenseError) as caught:
        await _ask(model)
    assert caught.value.values["reason"] == "length"


@pytest.mark.parametrize("verb", ["refuses", "filters"])
async def test_a_refusal_is_a_refusal(pair: tuple[Model, Script], verb: str) -> None:
    model, script = pair
    getattr(script, verb)()
    with pytest.raises(ModelRefusalError):
        await _ask(model)


async def test_no_answer_in_time_is_a_timeout(pair: tuple[Model, Script]) -> None:
    model, script = pair
    script.hangs()
    if isinstance(model, OpenAIModel):
        await model._open()  # the import of the SDK is no part of an answer
        model._timeout = 0.1
    with pytest.raises(ModelTimeoutError):
        await _ask(model)
