"""First names that a claim adds to the family name of the paragraph that it cites.

An article names a person in full once and by the family name from then on. A claim stands alone,
so a newsroom writes the full name. It may, where both of its sides call the person so and the
paragraph has the family name: that is who is spoken of. Where the paragraph gives a first name,
that one alone is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from bot.citations.evidence import Evidence
from bot.citations.prepared import Prepared
from bot.language import folded
from bot.language.names import NameMention
from bot.language.names.compounds import compound_keys
from bot.language.names.gazetteer import given_names, is_given_name, is_ordinary, is_title, is_weak
from bot.language.names.matching import parts, same_spelling
from bot.language.names.signs import known_names
from bot.language.names.states import state_keys
from bot.language.names.tokens import Token, tokenize
from bot.language.names.transliteration import fits, skeleton
from bot.language.tables import split, table

_LONGEST = 4  # words of a name that stands in quotation marks
_ARTICLE = 2  # letters
_TWO = 2  # words of a name in full
_GAP = 2  # characters between two of its words
_NEXT = re.compile(r"[ \u00a0]([^\W\d_](?:[^\W\d_]|['’-])+)")
_AND = frozenset(("and", "et", "اند"))


def is_in_full(
    name: NameMention,
    stands: Sequence[bool],
    side: Prepared,
    other: Prepared,
    evidence: Evidence,
) -> bool:
    """Whether all that a name has beyond the cited passages is a first name both sides give.

    ``stands`` tells of each part of ``name`` whether a passage has it; ``other`` is the side in
    another script.
    """
    words = tokenize(name.surface)
    if len(words) != len(stands) or len(words) < 2 or not stands[-1] or any(stands[:-1]):
        return False
    lone = is_ordinary(words[-1]) and not words[-1].capital
    if lone or not _stands_in_row(words, tokenize(other.text)):
        return False
    texts = (passage.prepared.text for passage in evidence.passages)
    return not any(_is_given(before) for text in texts for before in _before(words[-1], text))


def is_swapped(
    name: NameMention, stands: Sequence[bool], side: Prepared, evidence: Evidence
) -> bool:
    """Whether the sources give another first name to the family name of a claim.

    ``stands`` tells of each part of ``name`` whether a passage has it. Across scripts a first name
    is spelled in many ways, so this one must have quite other sounds.
    """
    words = tokenize(name.surface)
    if stands[0] or not _is_first(words[0].form):
        return False
    before = _before_compound(name, side, evidence) or _before_family(name, side, evidence)
    given = [token for token in before if _is_first(token.form) and (token.arabic or token.capital)]
    return bool(given) and len(given) == len(before) and not any(_near(words[0], t) for t in given)


def _before_family(name: NameMention, side: Prepared, evidence: Evidence) -> list[Token]:
    """Return the words of the sources before the family name that the second word of a name is."""
    words = tokenize(name.surface)
    if len(words) == 1:
        after = _NEXT.match(side.text, name.end)
        words = (*words, *tokenize(after[1])[:1]) if after else words
    if len(words) != _TWO:
        return []
    texts = (passage.prepared.text for passage in evidence.passages)
    return [token for text in texts for token in _before(words[1], text)]


def _before_compound(name: NameMention, side: Prepared, evidence: Evidence) -> list[Token]:
    """Return the words of the sources before the name of two words behind a first name.

    Mona | Abdel Razek, طارق | جمال الدين.
    """
    behind = (one for one in side.names if 0 < one.start - name.end <= _GAP)
    keys = {key for one in behind for key in _keys(one)} & compound_keys()
    found = []
    for text in (passage.prepared for passage in evidence.passages if keys):
        for one in text.names:
            if _keys(one) & keys:
                found += [t for t in tokenize(text.text) if 0 < one.start - t.end <= _GAP]
    return found


def _keys(name: NameMention) -> frozenset[str]:
    return frozenset(key for part in parts(name.surface) for key in part.keys)


@lru_cache(maxsize=1024)
def _is_first(form: str) -> bool:
    """Whether a word in comparison form is surely a first name: one of the table in any script."""
    if "\u0621" <= form[0] <= "\u06d3":
        return is_given_name(form)
    sounds = skeleton(form)
    return any(skeleton(one) == sounds and fits(form, one) for one in given_names())


def _near(one: Token, other: Token) -> bool:
    """Whether two words in two scripts have consonants so like that they may spell one name."""
    if is_one(one, other):
        return True
    sounds = skeleton(one.form), skeleton(other.form.removeprefix("ال"))
    return Levenshtein.distance(*sounds) < max(map(len, sounds)) / 2 + 1


def is_by_its_end(name: NameMention, other: Prepared, evidence: Evidence) -> bool:
    """Whether a name written as one word is called by its end there and on the other side.

    Arabic cuts Fakhrizadeh in two and may then say "زادة" alone, as both must here.
    """
    words = tokenize(name.surface)
    ends = [end for end in _ends() if words[0].form.endswith(end)] if len(words) == 1 else []
    for end in ends[:1]:
        called = [_called_by(end, passage.prepared.text) for passage in evidence.passages]
        return any(called) and bool(_called_by(end, other.text)) and all(map(all, called))
    return False


def is_joined_word(name: NameMention, others: Sequence[Prepared]) -> bool:
    """Whether a lone first name behind "and" is the word that it is too: وأمل, "and hoped".

    So where no capital word of another side spells it.
    """
    words = tokenize(name.surface)
    if len(words) != 1 or words[0].form[0] not in "وف":
        return False
    form = words[0].form[1:]
    if not (is_weak(words) or form in _names_and_words()):
        return False
    there = (token for other in others for token in tokenize(other.text) if token.capital)
    return not any(fits(one.form, form) for one in there)


@cache
def _names_and_words() -> frozenset[str]:
    """Return the first names that are verbs or common nouns as well."""
    return frozenset(folded(table("names")["given"]["words"]).split())


def spells_a_row(name: str, text: str) -> bool:
    """Whether some words are a name that a text has in another script: «لو فيغارو», Le Figaro."""
    words, there = _without_and(tokenize(name)), _without_and(tokenize(text))
    if len(words) > _LONGEST or all(len(one.form) <= _ARTICLE for one in words):
        return False
    return any(
        all(map(_spells, words, row)) and any(token.capital for token in (*words, *row))
        for at in range(len(there) - len(words) + 1)
        if (row := there[at : at + len(words)])
    )


def _without_and(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out what stands for the sign in "Harrow & Pym"."""
    return [token for token in tokens if token.form not in _AND]


def _spells(one: Token, other: Token) -> bool:
    """Whether words in two scripts are one; an article is spelled in many ways: Le, لو."""
    if one.arabic == other.arabic:
        return False
    if max(len(one.form), len(other.form)) <= _ARTICLE:
        return skeleton(one.form) == skeleton(other.form)
    return is_one(one, other)


def _called_by(end: str, text: str) -> list[bool]:
    """Tell of each Arabic word that spells the end of a name whether it stands alone."""
    there = tokenize(text)
    return [
        not _is_given(there[at - 1])
        for at in range(1, len(there))
        if there[at].arabic and fits(end, there[at].form)
    ]


@cache
def _ends() -> tuple[str, ...]:
    return tuple(split(table("names")["compounds"]["ends"]))


def _stands_in_row(words: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether a text in another script has some words side by side."""
    return any(
        all(is_one(a, b) for a, b in zip(words, there[at : at + len(words)], strict=True))
        for at in range(len(there) - len(words) + 1)
    )


def is_one(one: Token, other: Token) -> bool:
    """Whether two words, in one script or two, may spell one name."""
    if one.arabic == other.arabic:
        return one.form == other.form or same_spelling(one.form, other.form)
    latin, arabic = (other, one) if one.arabic else (one, other)
    return fits(latin.form, arabic.form) or fits(latin.form, arabic.form.removeprefix("ال"))


def _before(family: Token, text: str) -> Iterator[Token]:
    """Yield the words of a text that stand right before a family name."""
    there = tokenize(text)
    for at in range(1, len(there)):
        between = text[there[at - 1].end : there[at].start].strip(" \u00a0-‐‑")
        if not between and is_one(family, there[at]):
            yield there[at - 1]


def _is_given(token: Token) -> bool:
    """Whether a word before a family name may be a first name, so it is no title and no word."""
    if not token.arabic and not token.capital:
        return False
    if is_given_name(token.form):
        return True
    if is_ordinary(token) or is_title(token):
        return False
    return all(one.keys.isdisjoint(state_keys()) for one in known_names((token,)))  # Brazilian
