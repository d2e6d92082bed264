from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.summarize.form import MOST_IDS, draft_form, repair_form

IDS = ["a1.p1", "a1.p2", "a2.p1", "a2.p2"]
FORMS = [draft_form(IDS, ["ar", "en"]), repair_form(IDS, ["ar", "en"], ["c1", "c4"])]


def parts(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    if isinstance(schema, list):
        for value in schema:
            yield from parts(value)


@pytest.mark.parametrize("form", FORMS)
def test_every_object_is_closed_and_every_field_required(form: dict[str, Any]) -> None:
    objects = [p for p in parts(form) if p.get("type") == "object"]
    assert objects
    assert all(o["additionalProperties"] is False for o in objects)
    assert all(o["required"] == list(o["properties"]) for o in objects)


@pytest.mark.parametrize("form", FORMS)
def test_only_keywords_that_every_endpoint_takes(form: dict[str, Any]) -> None:
    taken = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf"}
    taken |= {"$ref", "$defs"}
    schemas = [p for p in parts(form) if "type" in p and isinstance(p["type"], str | list)]
    assert set().union(*schemas) - taken == set()


@pytest.mark.parametrize("form", FORMS)
def test_the_forms_are_schemas(form: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(form)


def test_a_draft_fits_its_form(raw_draft: Callable[..., Any]) -> None:
    Draft202012Validator(FORMS[0]).validate({"nonce": "n", **raw_draft()})


def test_a_citation_can_only_be_a_real_paragraph(
    raw_draft: Callable[..., Any], raw_claim: Callable[..., Any]
) -> None:
    claim = raw_claim(citations=[{"paragraph": "a9.p1", "evidence": "made up"}])
    draft = {"nonce": "n", **raw_draft(claims=[claim])}
    assert not Draft202012Validator(FORMS[0]).is_valid(draft)


def test_an_outlet_is_one_of_an_article_of_the_story(raw_draft: Callable[..., Any]) -> None:
    outlets = [{"article": "a9", "forms": {"ar": "المنارة", "en": "Al-Manara"}}]
    draft = {"nonce": "n", **raw_draft(outlets=outlets)}
    assert not Draft202012Validator(FORMS[0]).is_valid(draft)


def test_each_language_is_required_and_no_other(raw_draft: Callable[..., Any]) -> None:
    draft = {"nonce": "n", **raw_draft()}
    assert not Draft202012Validator(draft_form(IDS, ["en"])).is_valid(draft)


def test_a_repair_is_a_claim_or_null(raw_claim: Callable[..., Any]) -> None:
    repairs = [{"id": "c1", "claim": raw_claim()}, {"id": "c4", "claim": None}]
    Draft202012Validator(FORMS[1]).validate({"nonce": "n", "repairs": repairs})


def test_a_repair_cannot_be_for_another_claim() -> None:
    answer = {"nonce": "n", "repairs": [{"id": "c2", "claim": None}]}
    assert not Draft202012Validator(FORMS[1]).is_valid(answer)


def test_more_paragraphs_than_an_enumeration_may_hold_are_plain_text() -> None:
    ids = [f"a1.p{n}" for n in range(MOST_IDS + 1)]
    form = draft_form(ids, ["en"])
    assert form["$defs"]["citation"]["properties"]["paragraph"] == {"type": "string"}
