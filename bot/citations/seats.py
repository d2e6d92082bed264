"""Capitals that stand for their states, and where one does not.

"Riyadh insists" and "Saudi Arabia insists" say the same, so either is named where a paragraph
names the other. A city in which something happens is another matter: "talks in Riyadh" is more
than a paragraph tells that has the talks in Saudi Arabia.
"""

from __future__ import annotations

import re

from bot.citations.evidence import Evidence
from bot.citations.marked import is_institution, is_ruler
from bot.citations.prepared import Prepared
from bot.citations.unnamed import keys_of
from bot.language import folded
from bot.language.names import NameKind, NameMention
from bot.language.names.gazetteer import metonyms
from bot.language.names.matching import index
from bot.language.names.states import state_keys

_IN = ("in ", "In ", "near ", "Near ", "outside ", "Outside ", "في ", "قرب ", "مدينة ")
_BEFORE = re.compile(r"([^\W\d_]+)\W+[^\W\d_]+ $")
_NEAR = 40  # characters before a name that a word and a preposition take at most


def is_of_capital(name: NameMention, evidence: Evidence) -> bool:
    """Whether a source names the capital of a state, which its newsrooms call the state by."""
    keys = keys_of(name) & state_keys()
    return bool(keys) and any(
        metonyms(keys_of(one)) & keys
        for passage in evidence.passages
        for one in passage.prepared.names
    )


def is_where(name: NameMention, side: Prepared, evidence: Evidence) -> bool:
    """Whether something happens in a capital of which the sources name only the state."""
    if name.kind is not NameKind.KNOWN or not side.text.endswith(_IN, 0, name.start):
        return False
    keys = keys_of(name)
    if not metonyms(keys):
        return False
    before = _BEFORE.search(side.text, max(0, name.start - _NEAR), name.start)
    word = folded(before[1]) if before else ""
    if is_institution(word) or is_ruler(word):
        return False
    return not any(keys & index(passage.prepared.text).keys for passage in evidence.passages)
