"""How a text speaks to the machine that reads it without an order in so many words.

It asks whoever makes a summary to put something into it, hides an order in look-alike letters or
in a language of which no brief is made, or passes for the program around the sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from bot.citations.needed import finder
from bot.citations.phrases import data
from bot.citations.prepared import Prepared, prepare
from bot.language import sentences

_MIXED = re.compile(r"[a-z][\u0400-\u052f]|[\u0400-\u052f][a-z]", re.I)  # inside words
_CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c88]")  # the last are cases of the others
_LEET_FIGURE = re.compile("[431057][a-z]|[a-z][431057]")
_LEET = tuple(str.maketrans("431057", letters) for letters in ("aeiost", "aelost"))
_LEETED = re.compile(r"\b(?=[431057]*[a-z])(?=[a-z]*[431057])[a-z431057]{3,}\b")
_HIDDEN = 2  # words in disguise that tell an order; one may be a name


def to_machine(text: Prepared, codes: Sequence[str]) -> re.Match[str] | None:
    """Return the words by which a text asks something of a machine, ``None`` if it does not.

    ``codes`` are the languages of a brief whose letters the text has.
    """
    return _elsewhere().search(text.folded.text) or disguised(text) or _asked(text, codes)


def passes_for_program(text: str) -> bool:
    """Whether a text has marks of the program that shows sources to a model."""
    return bool(_program().search(text))


def disguised(text: Prepared) -> re.Match[str] | None:
    """Return an order with letters written as figures, or words with letters of two scripts."""
    mixed = list(_MIXED.finditer(text.text)) if _CYRILLIC.search(text.text) else []
    if len(mixed) >= _HIDDEN:
        return mixed[0]
    form = text.folded.text
    if not _LEET_FIGURE.search(form) or len(_LEETED.findall(form)) < _HIDDEN:
        return None
    plain = (_LEETED.sub(lambda word: word.group().translate(one), form) for one in _LEET)  # noqa: B023
    return next(filter(None, map(_orders().search, plain)), None)


def _asked(text: Prepared, codes: Sequence[str]) -> re.Match[str] | None:
    """Return whom a sentence asks for something in what is made of the text; nobody may say so."""
    for code in codes:
        parts = [_part(code, part) for part in ("who", "asks", "here")]
        form = text.folded.text
        if not _part(code, "sure").search(form) and not all(part.search(form) for part in parts):
            continue
        for start, end in sentences(text.text, text.language):
            said = prepare(text.text[start:end].strip(), text.language).folded.text
            found = [part.search(said) for part in parts]
            sure = _part(code, "sure").search(said) or (all(found) and found[0])
            if sure and not _part(code, "told").search(said):
                return sure
    return None


@cache
def _part(code: str, part: str) -> re.Pattern[str]:
    return re.compile(data("injection")["machines"][code][part])


@cache
def spoken(language: str, *codes: str) -> re.Pattern[str]:
    """Return what finds an order in some languages in a comparison form, its own language first."""
    asked = sorted(codes, key=lambda code: code != language)
    return re.compile("|".join((*map(_anywhere, asked), _begun(*asked))))


def _anywhere(code: str) -> str:
    table = data("injection")["anywhere"]
    return f"{table['edge'][code]}(?:{'|'.join(table[code])})"


def _begun(*codes: str) -> str:
    """Return the pattern of orders that begin a clause."""
    table = data("injection")
    return rf"{table['opens']}\b(?:{'|'.join(p for code in codes for p in table['orders'][code])})"


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile("|".join(_in_other_languages()))


def _in_other_languages() -> list[str]:
    return [p for some in data("injection")["elsewhere"].values() for p in some]


@cache
def ordering() -> Callable[[str], bool]:
    """Return what tells of a word whether an order may have it.

    None but a disguised one is without such a word.
    """
    return finder(order_patterns())


def order_patterns() -> tuple[str, ...]:
    """Return patterns of which one finds something in every text with an undisguised order."""
    machines = data("injection")["machines"]
    every = [p for code in machines for p in (_anywhere(code), _begun(code))]
    every += [asked[part] for asked in machines.values() for part in ("who", "sure")]
    return (*every, *_in_other_languages())


@cache
def _orders() -> re.Pattern[str]:
    return re.compile("|".join(data("injection")["orders"]["en"]))


@cache
def _program() -> re.Pattern[str]:
    return re.compile("|".join(data("injection")["program"]["any"]), re.I | re.M)
