"""A failing endpoint is left alone, then tried by one call."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.errors import (
    ModelBusyError,
    ModelError,
    ModelKeyError,
    ModelNonsenseError,
    ModelQuotaError,
    ModelRefusalError,
    ModelTimeoutError,
)
from bot.llm.breaker import BreakerModel
from bot.model import Usage
from bot.ports import Reply
from bot.testing.nouns import Clock


class Endpoint:
    """Fails with ``error`` while there is one; ``asked`` counts what reached it."""

    name = "m"

    def __init__(self) -> None:
        self.error: ModelError | None = None
        self.asked = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(
        self, system: str, user: Sequence[str], schema: dict[str, Any], label: str
    ) -> Reply:
        self.asked += 1
        await self.gate.wait()
        if self.error:
            raise self.error
        return Reply({}, Usage(), "m")


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
def clock() -> Clock[float]:
    return Clock(100.0)


@pytest.fixture
def breaker(endpoint: Endpoint, clock: Clock[float]) -> BreakerModel:
    return BreakerModel(endpoint, failures=3, rest=60, clock=clock)


async def ask(model: BreakerModel) -> Reply:
    return await model.ask("s", ("u",), {}, "draft")


async def fails(model: BreakerModel, times: int) -> None:
    for _ in range(times):
        with pytest.raises(ModelError):
            await ask(model)


@pytest.mark.parametrize("error", [ModelBusyError(status=503), ModelTimeoutError(seconds=9)])
async def test_after_failures_in_a_row_nothing_is_sent(
    breaker: BreakerModel, endpoint: Endpoint, error: ModelError
) -> None:
    endpoint.error = error
    await fails(breaker, 5)
    assert endpoint.asked == 3
    with pytest.raises(type(error)) as told:
        await ask(breaker)
    assert told.value.values == error.values


async def test_an_answer_between_failures_starts_the_count_anew(
    breaker: BreakerModel, endpoint: Endpoint
) -> None:
    for error in (ModelBusyError(), None, ModelBusyError()):
        endpoint.error = error
        await asyncio.gather(ask(breaker), ask(breaker), return_exceptions=True)
    assert endpoint.asked == 6


async def test_after_its_rest_one_call_tries_it_and_all_goes_on(
    breaker: BreakerModel, endpoint: Endpoint, clock: Clock[float]
) -> None:
    endpoint.error = ModelBusyError()
    await fails(breaker, 3)
    clock.at += 60
    endpoint.error = None
    endpoint.gate.clear()
    trying = asyncio.create_task(ask(breaker))
    await asyncio.sleep(0)
    await fails(breaker, 2)  # while one tries, others are not sent
    endpoint.gate.set()
    assert (await trying).model == "m"
    assert (await ask(breaker)).model == "m"
    assert endpoint.asked == 5


async def test_a_try_that_fails_begins_the_rest_anew(
    breaker: BreakerModel, endpoint: Endpoint, clock: Clock[float]
) -> None:
    endpoint.error = ModelBusyError()
    await fails(breaker, 3)
    clock.at += 60
    await fails(breaker, 3)
    assert endpoint.asked == 4
    clock.at += 60
    await fails(breaker, 1)
    assert endpoint.asked == 5


async def test_a_try_that_is_given_up_lets_another_try(
    breaker: BreakerModel, endpoint: Endpoint, clock: Clock[float]
) -> None:
    endpoint.error = ModelBusyError()
    await fails(breaker, 3)
    clock.at += 60
    endpoint.gate.clear()
    trying = asyncio.create_task(ask(breaker))
    await asyncio.sleep(0)
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    endpoint.gate.set()
    endpoint.error = None
    assert (await ask(breaker)).model == "m"


@pytest.mark.parametrize("error", [ModelKeyError(), ModelQuotaError(status=402)])
async def test_what_only_the_owner_can_mend_stops_at_once(
    breaker: BreakerModel, endpoint: Endpoint, error: ModelError
) -> None:
    endpoint.error = error
    await fails(breaker, 4)
    assert endpoint.asked == 1


@pytest.mark.parametrize("error", [ModelRefusalError(), ModelNonsenseError(reason="empty")])
async def test_what_a_model_says_is_no_outage(
    breaker: BreakerModel, endpoint: Endpoint, error: ModelError
) -> None:
    endpoint.error = error
    await fails(breaker, 9)
    assert endpoint.asked == 9
