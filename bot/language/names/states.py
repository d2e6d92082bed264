"""The states of the world among the known names."""

from __future__ import annotations

from functools import cache

from babel import Locale

_UNIONS = frozenset(("europe", "africa", "arab"))  # "the European Commission"


@cache
def state_keys() -> frozenset[str]:
    """Return the keys of the known names that are states: CLDR codes of territories; unions too."""
    codes = map(str, Locale("en").territories)
    states = {code for code in codes if len(code) == 2 and code.isalpha()}
    return frozenset(states | _UNIONS)
