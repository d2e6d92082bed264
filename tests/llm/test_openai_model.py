"""The endpoint's transport: what is sent, how patient it is, what it remembers."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import (
    ModelBusyError,
    ModelContextError,
    ModelError,
    ModelKeyError,
    ModelNonsenseError,
    ModelQuotaError,
    ModelTimeoutError,
    ModelUnknownError,
)
from bot.llm import openai as transport
from bot.llm.openai import OpenAIModel
from bot.model import Usage
from bot.testing.llm import FakeLLM
from bot.testing.patience import PATIENCE, soon

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}
KEY = "sk-planted-5e0f"

Make = Callable[..., OpenAIModel]


@pytest.fixture(autouse=True)
def _forget() -> None:
    transport._habits.clear()


@pytest.fixture
async def llm() -> AsyncIterator[FakeLLM]:
    async with FakeLLM() as server:
        yield server


@pytest.fixture
async def make(llm: FakeLLM) -> AsyncIterator[Make]:
    made: list[OpenAIModel] = []

    def make(**more: Any) -> OpenAIModel:
        usual: dict[str, Any] = {
            "base_url": llm.base_url,
            "api_key": KEY,
            "model": "m",
            "timeout": 20.0,
        }
        made.append(OpenAIModel(**usual | more))
        return made[-1]

    yield make
    for model in made:
        await model.close()


async def ask(model: OpenAIModel, *user: str) -> dict[str, Any]:
    return (await model.ask("You are a desk.", user or ("sources", "task"), SCHEMA, "test")).data


def naps() -> tuple[list[float], Callable[[float], Awaitable[None]]]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    return slept, sleep


# --- what is sent ----------------------------------------------------------


async def test_an_answer_comes_with_its_cost(llm: FakeLLM, make: Make) -> None:
    llm.says({"a": 1})
    reply = await make().ask("system", ["sources", "task"], SCHEMA, "test")
    assert (reply.data, reply.model) == ({"a": 1}, "fake-1")
    assert reply.usage == Usage(1, 1200, 1024, 300)


async def test_the_sources_come_first_and_the_task_last_in_one_message(
    llm: FakeLLM, make: Make
) -> None:
    llm.says({})
    model = make()
    await ask(model, "long sources", "first task")
    await ask(model, "long sources", "second task")
    first, second = (call.body["messages"] for call in llm.calls)
    assert [m["role"] for m in first] == ["system", "user"]
    assert first[0] == second[0] == {"role": "system", "content": "You are a desk."}
    assert first[1]["content"] == "long sources\n\nfirst task"
    assert second[1]["content"] == "long sources\n\nsecond task"


async def test_the_schema_is_enforced_and_the_answer_is_bounded(llm: FakeLLM, make: Make) -> None:
    llm.says({})
    await ask(make(max_output_tokens=900))
    body = llm.calls[0].body
    assert body["response_format"]["json_schema"] == {
        "name": "answer",
        "strict": True,
        "schema": SCHEMA,
    }
    assert (body["max_completion_tokens"], body["temperature"]) == (900, 0)
    assert not {"max_tokens", "prompt_cache_key", "stream"} & body.keys()


def test_only_openai_is_told_what_to_cache_together() -> None:
    def key(base_url: str, *user: str, system: str = "s") -> object:
        model = OpenAIModel(base_url=base_url, api_key=KEY, model="m")
        return model._request(system, user, SCHEMA, transport.Habits()).get("prompt_cache_key")

    ours = key("https://api.openai.com/v1", "sources", "one")
    assert ours == key("https://api.openai.com/v1", "sources", "two")
    assert ours == key("https://api.openai.com/v1", "others", "one")
    assert ours != key("https://api.openai.com/v1", "sources", "one", system="another task")
    assert key("https://example.org/v1", "sources", "one") is None


async def test_an_endpoint_without_a_key_is_asked_too(llm: FakeLLM, make: Make) -> None:
    llm.says({"a": 1})
    assert await ask(make(api_key=None)) == {"a": 1}


async def test_a_key_that_cannot_be_sent_is_wrong(make: Make) -> None:
    with pytest.raises(ModelKeyError):
        await ask(make(api_key="sk-\u200fمفتاح"))


# --- what an endpoint takes ------------------------------------------------


async def test_an_endpoint_is_asked_in_the_form_it_takes_and_that_is_remembered(
    llm: FakeLLM, make: Make
) -> None:
    llm.fails(400, {"error": {"message": "response_format json_schema is not supported"}})
    llm.fails(400, {"error": {"message": "Unsupported value", "param": "temperature"}})
    llm.fails(400, {"error": {"message": "Unsupported parameter: max_completion_tokens"}})
    llm.fails(400, {"error": {"message": "bad request"}})
    llm.says({"a": 1})
    assert await ask(make()) == {"a": 1}
    assert len(llm.calls) == 5
    assert await ask(make()) == {"a": 1}
    body = llm.calls[5].body
    assert len(llm.calls) == 6
    assert "response_format" not in body
    assert "temperature" not in body
    assert body["max_tokens"] == 16_000


async def test_where_no_schema_is_enforced_it_is_said_after_the_task(
    llm: FakeLLM, make: Make
) -> None:
    llm.fails(400, {"error": {"message": "json_schema is not supported"}}).says({})
    await ask(make())
    assert llm.calls[1].body["response_format"] == {"type": "json_object"}
    assert llm.calls[1].user.startswith("sources\n\ntask\n\n")
    assert llm.calls[1].user.endswith(json.dumps(SCHEMA))


async def test_one_endpoint_learns_nothing_from_another(llm: FakeLLM, make: Make) -> None:
    llm.fails(400, {"error": {"message": "json_schema is not supported"}}).says({})
    await ask(make())
    await ask(make(model="other"))
    assert llm.calls[2].schema == SCHEMA


async def test_an_endpoint_that_takes_a_schema_and_ignores_it_is_told_next_time(
    llm: FakeLLM, make: Make
) -> None:
    llm.says("Happy to help!").says({})
    with pytest.raises(ModelNonsenseError):
        await ask(make())
    await ask(make())
    assert llm.calls[1].user.endswith(json.dumps(SCHEMA))


async def test_an_endpoint_that_takes_nothing_is_given_up(llm: FakeLLM, make: Make) -> None:
    llm.fails(400, {"error": {"message": "Bad Request"}})
    with pytest.raises(ModelError):
        await ask(make())
    assert len(llm.calls) == 3


# --- patience --------------------------------------------------------------


async def test_a_busy_endpoint_is_asked_once_more(llm: FakeLLM, make: Make) -> None:
    slept, sleep = naps()
    llm.fails(500).says({"a": 1})
    assert await ask(make(sleep=sleep)) == {"a": 1}
    assert slept == [1.0]


async def test_a_busy_endpoint_is_not_asked_for_ever(llm: FakeLLM, make: Make) -> None:
    _, sleep = naps()
    llm.fails(503)
    with pytest.raises(ModelBusyError):
        await ask(make(sleep=sleep))
    assert len(llm.calls) == 2


async def test_the_wait_that_an_endpoint_names_is_kept(llm: FakeLLM, make: Make) -> None:
    slept, sleep = naps()
    llm.fails(429, retry_after="2").says({})
    await ask(make(sleep=sleep))
    assert slept == [2.0]


async def test_a_wait_beyond_the_deadline_is_not_begun(llm: FakeLLM, make: Make) -> None:
    slept, sleep = naps()
    llm.fails(429, x_ratelimit_reset_tokens="6m0s")
    with pytest.raises(ModelBusyError) as caught:
        await ask(make(sleep=sleep))
    assert (slept, len(llm.calls)) == ([], 1)
    assert caught.value.values["retry_after"] == 360.0


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "invalid_api_key", ModelKeyError),
        (404, "model_not_found", ModelUnknownError),
        (429, "insufficient_quota", ModelQuotaError),
        (400, "context_length_exceeded", ModelContextError),
    ],
)
async def test_what_waiting_does_not_mend_is_asked_once(
    llm: FakeLLM, make: Make, status: int, code: str, kind: type[ModelError]
) -> None:
    llm.fails(status, {"error": {"message": "no", "code": code}})
    with pytest.raises(kind):
        await ask(make())
    assert len(llm.calls) == 1


@pytest.mark.parametrize("verb", ["hangs", "drips"])
async def test_one_deadline_ends_it_all(llm: FakeLLM, make: Make, verb: str) -> None:
    getattr(llm, verb)()
    llm.silence = 20.0
    clock = asyncio.get_running_loop().time
    began = clock()
    with pytest.raises(ModelTimeoutError):
        await ask(make(timeout=llm.silence))
    assert clock() - began < llm.silence + PATIENCE


async def test_nobody_listening_is_busy(make: Make) -> None:
    with pytest.raises(ModelBusyError):
        await ask(make(base_url="http://127.0.0.1:9/v1", retries=0))


async def test_a_model_that_is_cancelled_stops(llm: FakeLLM, make: Make) -> None:
    llm.hangs()
    task = asyncio.create_task(ask(make()))
    await soon(lambda: llm.calls)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


# --- answers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>a proxy</html>", "body"),
        (b"data: {}\n\n", "body"),
        ('{"choices": [{"message": {"content": "كا'.encode()[:-1], "body"),
        (b"{" + b" " * 5_000_000, "huge"),
        (b'{"choices": []}', "no_choice"),
    ],
)
async def test_what_is_no_completion_is_nonsense(
    llm: FakeLLM, make: Make, body: bytes, reason: str
) -> None:
    llm.responds(body)
    with pytest.raises(ModelNonsenseError) as caught:
        await ask(make())
    assert caught.value.values["reason"] == reason


async def test_usage_may_be_missing(llm: FakeLLM, make: Make) -> None:
    llm.usage = None
    llm.says({})
    assert (await make().ask("s", ["u"], SCHEMA, "test")).usage == Usage(1)


async def test_recordings_are_answered_by_their_messages(
    llm: FakeLLM, make: Make, tmp_path: Path
) -> None:
    llm.says({})
    await ask(make(), "sources", "task")
    request = json.dumps(llm.calls[0].body)
    (tmp_path / "001.request.json").write_text(request)
    (tmp_path / "001.response.txt").write_text('{"a": 7}')
    async with FakeLLM() as recorded:
        model = make(base_url=recorded.replay(tmp_path).base_url, retries=0)
        assert await ask(model, "sources", "task") == {"a": 7}
        with pytest.raises(ModelBusyError):
            await ask(model, "sources", "another task")


async def test_neither_keys_nor_texts_are_logged(
    llm: FakeLLM, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    llm.fails(500, {"error": {"message": "planted reply"}}).says("planted answer")
    _, sleep = naps()
    with pytest.raises(ModelNonsenseError) as caught:
        await ask(make(sleep=sleep), "planted sources", "planted task")
    told = caplog.text + repr(caught.value.args)
    assert "planted" not in told
