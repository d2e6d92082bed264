"""Whom a paragraph speaks of without a name: one that stands above it in its article.

"The company" carries on from another paragraph. A claim stands alone and says who that is; the
name is then no doubt, as long as the paragraph may speak of such a one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.citations.evidence import Evidence
from bot.citations.marked import is_institution
from bot.citations.prepared import Prepared, kept
from bot.language import folded
from bot.language.names import NameKind, NameMention
from bot.language.names.gazetteer import is_title
from bot.language.names.matching import parts
from bot.language.names.states import state_keys
from bot.language.names.tokens import Token, tokenize
from bot.language.tables import split, table

_COMPANY = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Ii]ts) (?:(?!and\b|of\b|in\b)[\w-]+ ){0,2}?"
    r"(?:company|firm|group|corporation|retailer|bank|lender|maker|giant)\b"
)


def keys_of(name: NameMention) -> set[str]:
    """Return what a name is known as."""
    return {key for part in parts(name.surface) for key in part.keys}


def is_understood(name: NameMention, side: Prepared, evidence: Evidence) -> bool:
    """Whether a state's adjective stands at an office, and the sources name no state at all.

    "Saudi Justice Minister" for "وزير العدل": news at home leaves the state out.
    """
    states = keys_of(name) & state_keys()
    if name.kind is not NameKind.KNOWN or not states:
        return False
    named = (one for passage in evidence.passages for one in passage.prepared.names)
    if any(keys_of(one) & state_keys() for one in named):
        return False
    beside = side.text[: name.start].split()[-3:] + side.text[name.end :].split()[:4]
    return any(_is_office(token) for word in beside for token in tokenize(word))


def _is_office(token: Token) -> bool:
    return is_title(token) or is_institution(token.form)


def is_told(name: NameMention, evidence: Evidence) -> bool:
    """Whether a source tells of a known body in words: مبعوث أممي, "the defence department"."""
    phrases = [phrase for key in keys_of(name) for phrase in _told().get(key, ())]
    texts = [f" {passage.prepared.folded.text} " for passage in evidence.passages]
    return any(_has(text, phrase) for phrase in phrases for text in texts)


def _has(text: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w)(?:[وف]?[بلك]?|لل|وال){re.escape(phrase)}(?!\w)", text) is not None


@cache
def _told() -> Mapping[str, tuple[str, ...]]:
    """Return the words by which a text tells of a known body, by its key."""
    return {
        key: tuple(folded(phrase.replace("_", " ")) for phrase in split(words))
        for key, words in table("names")["told"].items()
    }


def is_unnamed(name: NameMention, evidence: Evidence) -> bool:
    """Whether a source speaks of somebody of a name's sort whom it does not name."""
    if keys_of(name) & state_keys():
        return False  # "the country" may be any: the paragraph that names it is to be cited
    sorts = (NameKind.CAPITALISED, NameKind.KNOWN)
    texts = (passage.prepared for passage in evidence.in_language("en"))
    return name.kind in sorts and any(map(speaks_of_unnamed, texts))


@kept
def speaks_of_unnamed(text: Prepared) -> bool:
    """Whether an English text speaks of "the company" before it names anybody."""
    found = _COMPANY.search(text.text)
    first = min((one.start for one in text.names), default=len(text.text))
    return bool(found) and found.start() < first if found else False
