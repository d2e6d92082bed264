"""Answers of a model: one JSON object, or the reason why there is none."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ModelBusyError, ModelError, ModelNonsenseError, ModelRefusalError
from bot.llm.reading import LARGEST, TOKENS, read_completion, read_object, read_usage
from bot.model import Usage


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "ب"}',
        ' \n{"a": "ب"}\n',
        '```json\n{"a": "ب"}\n```',
        '```\n{"a": "ب"}```',
        'Here is the JSON:\n{"a": "ب"}\nI hope it helps.',
        '<think>maybe {"b": 1}?</think>\n{"a": "ب"}',
        '{"a": "\\u0628"}',
        '\ufeff{"a": "ب"}',
    ],
)
def test_the_object_in_a_text_is_found(text: str) -> None:
    assert read_object(text) == {"a": "ب"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_json"),
        ("I would rather not.", "not_json"),
        ("{'claims': []}", "not_json"),
        ('{"a": 1,}', "not_json"),
        ('{"a": "cut in the mid', "not_json"),
        ('{"a": 1} {"a": 2}', "not_json"),
        ('{"a": "raw\nline"}', "not_json"),
        ("[]", "not_object"),
        ('[{"a": 1}]', "not_object"),
        ('```json\n[{"a": 1}]\n```', "not_object"),
        ('{"a": 1, "a": 2}', "duplicate_key"),
        ('{"x": {"a": 1, "a": 1}}', "duplicate_key"),
        ('{"a": NaN}', "not_finite"),
        ('{"a": -Infinity}', "not_finite"),
        ('{"a": 1e999}', "not_finite"),
        ('{"a": "\\ud83d"}', "surrogate"),
        ('{"\\udc00": 1}', "surrogate"),
        ('{"a": ' + "9" * 5000 + "}", "not_json"),
        ('{"a":' * 100_000, "deep"),
        ('{"a": "' + "x" * LARGEST + '"}', "huge"),
    ],
)
def test_what_is_no_object_is_nonsense_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ModelNonsenseError) as caught:
        read_object(text)
    assert caught.value.values["reason"] == reason


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_every_object_comes_back_as_it_was(data: dict[str, object]) -> None:
    assert read_object(f"```json\n{json.dumps(data)}\n```") == data


@given(st.binary(max_size=200) | st.text(alphabet='{}[]":,\\u0123 \n', max_size=60).map(str.encode))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    with pytest.raises(ModelError):
        read_completion(body, "m")


# --- completions -----------------------------------------------------------


def completion(**choice: object) -> bytes:
    return json.dumps({"model": "m-2", "choices": [choice], "usage": {"prompt_tokens": 7}}).encode()


def test_an_answer_has_its_data_usage_and_model() -> None:
    reply = read_completion(completion(message={"content": '{"a": 1}'}), "m")
    assert (reply.data, reply.usage, reply.model) == ({"a": 1}, Usage(1, 7), "m-2")


def test_content_may_come_in_parts() -> None:
    parts = [{"type": "text", "text": '{"a"'}, {"type": "text", "text": ": 1}"}]
    assert read_completion(completion(message={"content": parts}), "m").data == {"a": 1}


def test_the_model_that_was_asked_answers_where_none_is_named() -> None:
    body = json.dumps({"choices": [{"message": {"content": "{}"}}]}).encode()
    assert read_completion(body, "m").model == "m"


@pytest.mark.parametrize(
    ("choice", "reason"),
    [
        ({"finish_reason": "length", "message": {"content": '{"a": 1}'}}, "length"),
        ({"message": {"content": ""}}, "empty"),
        ({"message": {"content": None, "tool_calls": [{"id": "1"}]}}, "tool_call"),
        ({}, "no_choice"),
        ({"message": {"content": "no"}}, "not_json"),
    ],
)
def test_an_answer_without_an_object_was_paid_for_all_the_same(
    choice: dict[str, object], reason: str
) -> None:
    with pytest.raises(ModelNonsenseError) as caught:
        read_completion(completion(**choice), "m")
    assert caught.value.values == {"reason": reason, "usage": Usage(1, 7)}


@pytest.mark.parametrize(
    "choice",
    [
        {"message": {"content": None, "refusal": "No."}},
        {"finish_reason": "content_filter", "message": {"content": '{"a": 1}'}},
    ],
)
def test_a_refusal_is_told_from_nonsense(choice: dict[str, object]) -> None:
    with pytest.raises(ModelRefusalError):
        read_completion(completion(**choice), "m")


def test_an_error_that_is_sent_as_a_success_is_an_error() -> None:
    with pytest.raises(ModelBusyError):
        read_completion(b'{"error": {"code": 502, "message": "upstream"}}', "m")


@pytest.mark.parametrize(
    ("raw", "usage"),
    [
        (None, Usage(1)),
        ({}, Usage(1)),
        ("many", Usage(1)),
        ({"prompt_tokens": -3, "completion_tokens": True}, Usage(1)),
        (
            {
                "prompt_tokens": 9,
                "completion_tokens": 2,
                "prompt_tokens_details": {"cached_tokens": 8},
            },
            Usage(1, 9, 8, 2),
        ),
        ({"prompt_tokens": 9, "prompt_cache_hit_tokens": 8}, Usage(1, 9, 8)),
        ({"prompt_tokens": 9, "prompt_tokens_details": None}, Usage(1, 9)),
        ({"prompt_tokens": 10**30, "completion_tokens": 2**31}, Usage(1, TOKENS, 0, TOKENS)),
    ],
)
def test_usage_is_read_where_there_is_any(raw: object, usage: Usage) -> None:
    assert read_usage(raw) == usage
