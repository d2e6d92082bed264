"""The consonants of a name, the same whether it is written in Arabic or in Latin letters.

Coarse on purpose: sounds that one script or the other does not keep apart have one letter, so
that «الكرملاوي» and "al-Karmalawi" meet. It finds names that may be the same, and several of
them together say that two texts speak of the same people; it does not prove that two names are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language import folded
from bot.story.tables import table

_REPEATED = re.compile(r"(.)\1+")
_ONCE = r"\1"
_SOFT_C = re.compile(r"c(?=[eiy])")
_PREFIXES = ("وال", "بال", "فال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_SHORTEST = 3


@lru_cache(maxsize=65536)
def latin(name: str) -> str:
    """Return the skeleton of one word in Latin letters; shorter than 3 letters says nothing."""
    data = table("letters")
    word = _SOFT_C.sub("s", folded(name))
    opening = data["openings"]["latin"].get(word[:1], "")
    for letters, sound in data["digraphs"].items():
        word = word.replace(letters, sound)
    sounds = "".join(char if char.isupper() else data["latin"].get(char, "") for char in word)
    return f"{opening}{_REPEATED.sub(_ONCE, sounds)}"


@lru_cache(maxsize=65536)
def arabic(word: str) -> frozenset[str]:
    """Return the skeletons that a word in Arabic comparison form may have.

    Letters at its front may be "and", "for" or the article, or belong to the name.
    """
    bare = (word.removeprefix(p) for p in _PREFIXES if word.startswith(p))
    forms = {word, *(form for form in bare if len(form) >= _SHORTEST)}
    return frozenset(skeleton for form in forms for skeleton in _sounded(form))


def _sounded(form: str) -> frozenset[str]:
    data = table("letters")
    sounds = "".join(data["arabic"].get(char, "") for char in form)
    skeleton = _REPEATED.sub(_ONCE, sounds)
    openings = data["openings"]["arabic"].get(form[:1], [""])
    return frozenset(f"{o}{skeleton}" for o in openings if len(o + skeleton) >= _SHORTEST)
