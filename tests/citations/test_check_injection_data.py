"""The quick looks before the patterns of orders and markup miss nothing that a pattern finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.citations.phrases import data

MARKUP = data("injection")["markup"]
ORDERS = {
    (code, pattern)
    for part in ("orders", "anywhere")
    for code in ("ar", "en")
    for pattern in data("injection")[part][code]
}
LETTERS = {"ar": "[\u0621-\u064a]", "en": "[a-z]"}


@pytest.mark.parametrize("pattern", MARKUP["any"])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_markup_has_a_sign(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    found = re.search(pattern, text)
    assert found and re.search(MARKUP["signs"], found.group())


@pytest.mark.parametrize(("code", "pattern"), sorted(ORDERS))
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_an_order_has_letters_of_its_language(code: str, pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    found = re.search(pattern, text)
    assert found and re.search(LETTERS[code], found.group())
