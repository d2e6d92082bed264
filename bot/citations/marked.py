"""Quotation marks that quote nobody: around a name, a title or a term."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from bot.citations.prepared import Prepared
from bot.citations.quotations import Quotation
from bot.language import folded
from bot.language.fold import unvocalised
from bot.language.names import NameKind, names_in
from bot.language.names.acronyms import spelled_out
from bot.language.names.matching import index, part_in, parts
from bot.language.names.tokens import bases
from bot.language.names.transliteration import fits
from bot.language.tables import split, table

_NAME = 5  # words of the longest name or title
_TWO = 2
_TERM = 3  # words of the longest term
_BEFORE = 6  # words before a quotation in which it may be announced as somebody's words
_WORD = re.compile(r"\w+")


def announced(side: Prepared, one: Quotation) -> bool:
    """Whether the word before a short quotation says that it names something: صحيفة «...»."""
    before = _words_before(side, one)
    if _length(one) > _NAME or not before:
        return False
    if side.language == "en" and not one.text.lstrip()[:1].isupper():
        return False  # the company “will not ask for more”
    return "ال" not in before[-1][:4] and _is("announced", before[-1])


def names_something(one: Quotation, there: Prepared) -> bool:
    """Whether quoted words are a name that a text in another script has."""
    return _length(one) <= _NAME and _is_name_of(unvocalised(one.text), there.text)


def is_name(one: Quotation) -> bool:
    """Whether quoted words begin with a known name, of an outlet say: «إيه بي سي نيوز»."""
    first = next(iter(names_in(one.text)), None)
    return first is not None and first.start == 0 and first.kind is NameKind.KNOWN


def is_term(side: Prepared, one: Quotation) -> bool:
    """Whether a few quoted words stand where nobody speaks: «اقتصاد الظل»."""
    if _length(one) > _TERM or side.text[: one.start - 1].rstrip()[-1:] == ":":
        return False
    return not any(_is("said", word) for word in _words_before(side, one))


@lru_cache(maxsize=512)
def _is_name_of(quoted: str, there: str) -> bool:
    left = quoted
    for start, end in reversed(spelled_out(quoted, there)[:1]):
        left = f"{quoted[:start]} {quoted[end:]}"
    words = [word for word in _WORD.findall(left) if any(map(str.isalpha, word))]
    if not words:
        return left != quoted
    if _fits_whole(words, there):
        return True
    pieces = parts(left)
    asked = [piece for piece in pieces if len(piece.form) > 2]
    covered = sum(len(piece.form.split()) for piece in pieces)
    whole = _WORD.findall(quoted)
    return (
        2 * covered >= len(words)
        and bool(asked)
        and all(part_in(p, index(there)) or _ends_word(p.form, whole, there) for p in asked)
    )


def _ends_word(form: str, words: Sequence[str], there: str) -> bool:
    """Whether an Arabic word ends a Latin one that those before it begin: جي بي مورغان."""
    names = [folded(word) for word in words]
    at = names.index(form) if form in names else 0
    return any(_fits_whole(names[low : at + 1], there) for low in range(max(0, at - _NAME), at))


def _fits_whole(words: Sequence[str], there: str) -> bool:
    """Whether some Arabic words spell one Latin name together: كوين تشيك for Coincheck."""
    joined = folded("".join(words))
    if len(words) < _TWO or not joined[:1] >= "\u0621":
        return False
    return any(fits(form, joined) for form in index(there).latin.near(joined))


def _words_before(side: Prepared, one: Quotation) -> list[str]:
    """Return the words of its sentence before a quotation, in comparison form."""
    text = re.split(r"[.!?؟;؛](?:\s|$)", unvocalised(side.text[: one.start - 1]))[-1]
    return [folded(word) for word in _WORD.findall(text)[-_BEFORE:]]


def _length(one: Quotation) -> int:
    return len(_WORD.findall(unvocalised(one.text)))


def is_institution(word: str) -> bool:
    """Whether a word in comparison form names an institution of a state: وزارة, court."""
    return _is("institutions", word)


def is_ruler(word: str) -> bool:
    """Whether a word in comparison form names who rules in a capital: regime, سلطات."""
    return _is("rule", word)


@lru_cache(maxsize=4096)
def _is(sort: str, word: str) -> bool:
    return not _known(sort).isdisjoint(bases(word))


@cache
def _known(sort: str) -> frozenset[str]:
    return frozenset(
        folded(word) for words in table("marked")[sort].values() for word in split(words)
    )
