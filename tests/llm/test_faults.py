"""An endpoint's no: what it means, and what to leave out next time."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    ModelBusyError,
    ModelContextError,
    ModelError,
    ModelKeyError,
    ModelNonsenseError,
    ModelQuotaError,
    ModelRefusalError,
    ModelUnknownError,
)
from bot.llm.faults import Rejection, complaint, fault, read_wait

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def no(status: int, message: str = "", **more: str) -> Rejection:
    body = {"error": {"message": message, **more}}
    return Rejection.read(status, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("rejection", "kind"),
    [
        (no(401), ModelKeyError),
        (no(403, "your country"), ModelKeyError),
        (no(404, "The model `x` does not exist"), ModelUnknownError),
        (no(402), ModelQuotaError),
        (no(429, code="insufficient_quota"), ModelQuotaError),
        (no(429, type="insufficient_quota"), ModelQuotaError),
        (no(400, "Your credit balance is too low"), ModelQuotaError),
        (no(429, "You exceeded your current quota, check billing"), ModelBusyError),
        (no(429), ModelBusyError),
        (no(500), ModelBusyError),
        (no(503), ModelBusyError),
        (no(413), ModelContextError),
        (no(400, code="context_length_exceeded"), ModelContextError),
        (no(400, "This model's maximum context length is 8192 tokens"), ModelContextError),
        (no(400, "the request exceeds the available context size"), ModelContextError),
        (no(400, code="content_filter"), ModelRefusalError),
        (no(403, "Your input was flagged by moderation"), ModelRefusalError),
        (no(400, code="json_validate_failed"), ModelNonsenseError),
        (no(400, "bad"), ModelError),
    ],
)
def test_a_rejection_is_an_error_of_ours(rejection: Rejection, kind: type[ModelError]) -> None:
    assert type(fault(rejection)) is kind


def test_no_word_of_an_endpoint_gets_into_an_error() -> None:
    for status in (400, 401, 403, 404, 429, 500):
        assert "secret" not in repr(fault(no(status, "secret words of an article")).args)


@pytest.mark.parametrize(
    ("rejection", "part"),
    [
        (no(400, "Unsupported value", param="temperature"), "temperature"),
        (no(400, "'temperature' does not support 0 with this model."), "temperature"),
        (no(400, "Unsupported parameter: 'max_tokens'"), "tokens"),
        (no(422, "max_completion_tokens: extra fields not permitted"), "tokens"),
        (no(400, "unknown field prompt_cache_key"), "prompt_cache_key"),
        (no(400, "This response_format type is unavailable now"), "form"),
        (no(400, "Invalid schema", param="response_format"), "form"),
        (no(400, "JSON schema conversion failed"), "form"),
        (no(400, "Bad Request"), "form"),
        (no(400, "maximum context length of max_tokens"), None),
        (no(401, "response_format"), None),
        (no(500, "response_format"), None),
    ],
)
def test_an_endpoint_says_what_it_does_not_take(rejection: Rejection, part: str | None) -> None:
    assert complaint(rejection) == part


def test_a_complaint_in_another_shape_is_understood_too() -> None:
    body = {"detail": [{"loc": ["body", "temperature"], "msg": "extra fields not permitted"}]}
    assert complaint(Rejection.read(422, json.dumps(body).encode())) == "temperature"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Sat, 21 Nov 2026 08:01:00 GMT"}, 60.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Sat, 21 Nov 99999999999 08:01:00 GMT"}, None),
        ({"x-ratelimit-reset-tokens": "6m0s"}, 360.0),
        ({"x-ratelimit-reset-requests": "1h0m2s", "x-ratelimit-reset-tokens": "120ms"}, 3602.0),
        ({"x-ratelimit-remaining-tokens": "9", "x-ratelimit-reset-tokens": "6m0s"}, None),
        ({"x-ratelimit-reset-tokens": "whenever"}, None),
    ],
)
def test_the_wait_is_read_where_it_is_told(headers: dict[str, str], seconds: float | None) -> None:
    assert read_wait(headers, NOW) == seconds


@given(st.integers(400, 599), st.binary(max_size=100) | st.text(max_size=50).map(str.encode))
def test_no_rejection_breaks_the_reader(status: int, body: bytes) -> None:
    assert isinstance(fault(Rejection.read(status, body, {}, NOW)), ModelError)
