"""The states of the world among the known names."""

from __future__ import annotations

from functools import cache

from babel import Locale


@cache
def state_keys() -> frozenset[str]:
    """Return the keys of the known names that are states: CLDR codes of territories."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha())
