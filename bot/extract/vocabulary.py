"""One form for the words of a story: spelling variants and over-cut stems counted as one word.

Arabic names come in many spellings (كازاخستان, كازخستان; ترامب, ترمب) and a light stemmer takes a
first letter for a preposition now and then; what the words of a story have in common must
not depend on either. Used for likeness only, never to check anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_ARABIC = re.compile(r"[ء-ي]")
_WEAK = re.compile("[اويءئؤىة]")
_WRITTEN_ON = "كبلفو"  # what a stemmer may have cut off a word that begins so
_SHORTEST = 3  # consonants that must be left to name a word


def skeleton(term: str) -> str:
    """Return an Arabic stem without its weak letters; any other, or too short a one, as it is."""
    if not _ARABIC.match(term):
        return term
    bare = _WEAK.sub("", term)
    return bare if len(bare) >= _SHORTEST else term


def vocabulary(terms: Iterable[str]) -> dict[str, str]:
    """Return the common form of each term of a story."""
    forms = {term: skeleton(term) for term in set(terms)}
    known = set(forms.values())
    for term, form in forms.items():
        if _ARABIC.match(form) and len(form) >= _SHORTEST:
            whole = next((c + form for c in _WRITTEN_ON if c + form in known), None)
            forms[term] = whole if whole and len(term) > _SHORTEST + 1 else form
    return forms


def unified(terms: Iterable[str], forms: Mapping[str, str]) -> frozenset[str]:
    """Return ``terms`` in their common forms."""
    return frozenset(forms.get(term, term) for term in terms)
