"""What every model promises, whoever is behind it."""

from collections.abc import AsyncIterator

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
from bot.llm.openai import OpenAIModel
from bot.model import Usage
from bot.ports import Model
from bot.testing.llm import FakeLLM, Script, ScriptedModel

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}


@pytest.fixture(params=["openai", "scripted"])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Model, Script]]:
    """A model, and the script by which it is told what to answer."""
    if request.param == "scripted":
        scripted = ScriptedModel()
        yield scripted, scripted
        return
    async with (
        FakeLLM() as llm,
        OpenAIModel(base_url=llm.base_url, api_key="sk-test", model="fake-1", retries=0) as model,
    ):
        yield model, llm


async def _ask(model: Model) -> tuple[object, Usage, str]:
    reply = await model.ask("system", ["sources", "task"], SCHEMA, "test")
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
