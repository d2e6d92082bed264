"""Arabic names of two words in their Latin spellings: Abdel Razek, Gamaleddin, Fadlallah.

Each newsroom writes the article between them in its own way, apart or joined, and before some
letters as those: Abd al-Rahman, Abdul Rahman, Abderrahmane. Every way of one name has one key.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.language.fold import folded
from bot.language.tables import split, table

_SUN = ("sh", "ch", "th", "dh", "t", "d", "r", "z", "s", "n", "l")  # written for the article's l


def compounds() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every form of each name with its key, as words in comparison form."""
    for section in ("servants", "of_faith", "of_god"):
        for name, forms in table("compounds")[section].items():
            for form in split(forms):
                for one in _written(section, form):
                    yield f"{section}_{name}", tuple(one.split("_"))


@cache
def compound_keys() -> frozenset[str]:
    """Return the keys of these names: each can only be somebody's."""
    return frozenset(key for key, _ in compounds())


def _written(section: str, form: str) -> Iterator[str]:
    """Yield the ways to write a name whose own word is ``form``."""
    ways = table("compounds")["ways"]
    script = "ar" if form[0] > "z" else "en"
    for way in split(ways[section][script]):
        one = way.replace("*", form)
        yield folded(one) if script == "ar" else one
    sun = next((letters for letters in _SUN if form.startswith(letters)), None)
    if section == "servants" and script == "en" and sun:
        for way in split(ways["sun"]):
            yield way.replace("*", form).replace("%", sun)
