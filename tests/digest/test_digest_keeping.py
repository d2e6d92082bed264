"""For how long a chat keeps things, as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.keeping import MOST_DAYS, read_keeping


@pytest.mark.parametrize(("said", "days"), [
    ("30 days", 30), ("30", 30), ("30d", 30), ("1 day", 1), ("2 Weeks", 14), ("6 months", 180),
    ("month", 30), ("a year", None), ("1 year", 365), ("forever", 0), ("For ever", 0),
    ("٣٠ يومًا", 30), ("٣ أشهر", 90), ("شهر", 30), ("شهرين", 60), ("سنة", 365), ("سنتان", 730),
    ("أسبوعين", 14), ("للأبد", 0), ("دائماً", 0), ("إلى الأبد", 0),
    ("", None), ("0", None), ("0 days", None), ("-3 days", None), ("3.5 days", None),
    ("11 years", None), ("9999", None), ("99999 days", None), ("30 parsecs", None),
    ("days 30", None), ("30 days 2", None),
])  # fmt: skip
def test_spans_are_read_as_they_are_meant(said: str, days: int | None) -> None:
    assert read_keeping(said) == days


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_is_not(said: str) -> None:
    found = read_keeping(said)
    assert found is None or 0 <= found <= MOST_DAYS
