"""Names across scripts, held against the claim's side in the script of what it cites.

Two sides name the same people. A word with a capital that no paragraph has in its own script is
a name misspelled or replaced, or added on one side alone. Where the other side has one of the same
sounds that a paragraph has too, it is that name in a spelling of its own (Zarzis for جرجيس). It is
none where the other side names nobody more and the word is formed as a common noun and opens a
sentence ("Reforestation is to begin").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.citations.evidence import Evidence
from bot.citations.prepared import Prepared, kept
from bot.language.names import NameKind, NameMention
from bot.language.names.gazetteer import is_ordinary
from bot.language.names.matching import Part, index, part_in_text, parts
from bot.language.names.slots import names_in_slots
from bot.language.names.tokens import tokenize
from bot.language.names.transliteration import skeleton

_FEW = 2  # consonant classes that two spellings of a name share at least
_NOUN = re.compile(r"[A-Z][a-z]{4,}(?:tion|sion|ment|ness|ship|ists|ees)s?")  # Clement is none
_ENDS = ".!?…:\n"


def has_counterpart(
    name: NameMention,
    stands: Sequence[bool],
    side: Prepared,
    speaking: Sequence[Prepared],
    evidence: Evidence,
) -> bool:
    """Whether the sides ``speaking`` the sources' language show that a name is right, or is none.

    ``stands`` tells of each part of ``name``, one that no list knows, whether a passage has it.
    """
    if not speaking or name.kind is NameKind.KNOWN:
        return False
    every = absent = parts(name.surface)
    if len(stands) == len(every):
        absent = tuple(one for one, found in zip(every, stands, strict=True) if not found)
    shown = all(any(_sounds(one, other, evidence) for other in speaking) for one in absent)
    if not shown and not (_is_common(name, side) and _names_nobody_more(speaking, side)):
        return False
    return not any(_stands(every, other.text) for other in speaking)


@kept
def _named(text: Prepared) -> tuple[NameMention, ...]:
    """Return the names of a text, those that only their place shows among them."""
    return (*text.names, *(names_in_slots(text.text) if text.language == "ar" else ()))


def _is_common(name: NameMention, side: Prepared) -> bool:
    """Whether a word is formed as a common noun and has its capital for opening a sentence."""
    before = side.text[: name.start].rstrip(" \t\"'“‘(")
    return (not before or before[-1] in _ENDS) and bool(_NOUN.fullmatch(name.surface))


def _names_nobody_more(speaking: Sequence[Prepared], side: Prepared) -> bool:
    """Whether ``side`` has every name of the others."""
    return all(
        _stands(parts(name.surface), side.text) for other in speaking for name in _named(other)
    )


def _stands(pieces: Sequence[Part], text: str) -> bool:
    return all(part_in_text(part, text) for part in pieces)


def _sounds(part: Part, other: Prepared, evidence: Evidence) -> bool:
    """Whether a side has a word of the sounds of a part of a name that a passage has as well."""
    sound = skeleton(part.form.removeprefix("ال"))
    return len(sound) >= _FEW and any(
        sound == heard and _agree(part.form, form) and _is_cited(form, evidence)
        for form, heard in _heard(other)
    )


def _agree(one: str, other: str) -> bool:
    """Whether two spellings have as many consonants, and a vowel where Arabic has a long one.

    The classes of consonants are wide: by them alone Brekke would be برقوقي.
    """
    if (one > "\u0600") == (other > "\u0600"):
        return one == other
    latin, arabic = (other, one) if one > "\u0600" else (one, other)
    short, long = _LATIN.sub(_beat, latin), _ARABIC.sub(_beat, arabic.removeprefix("ال"))
    return short.count("C") == long.count("C") and all(
        vowel <= sound
        for vowel, sound in zip(_vowels_between(long), _vowels_between(short), strict=True)
    )


def _beat(found: re.Match[str]) -> str:
    return "V" if found.lastgroup == "v" else "C"


def _vowels_between(beats: str) -> list[bool]:
    """Return of each consonant whether a vowel follows it before the next one."""
    return ["V" in part for part in beats.split("C")[1:-1]]


_LATIN = re.compile(r"(?P<v>[aeiouy]+)|(?P<c>[csdkgtz]h|(?P<same>[^aeiouy])(?P=same)?)")
_ARABIC = re.compile(r"(?P<v>(?<!^)[اوي]+|[ىه]$)|(?P<c>.)")


@kept
def _heard(text: Prepared) -> tuple[tuple[str, str], ...]:
    """Return the words of a text that may be names, each with its consonant classes."""
    tokens = (one for one in tokenize(text.text) if one.arabic or one.capital)
    forms = dict.fromkeys(one.form for one in tokens if not is_ordinary(one))
    return tuple((form, skeleton(form.removeprefix("ال"))) for form in forms)


def _is_cited(form: str, evidence: Evidence) -> bool:
    held = (index(passage.prepared.text) for passage in evidence.passages)
    return any(form in one.arabic.forms or form in one.latin.forms for one in held)
