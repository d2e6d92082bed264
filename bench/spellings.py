"""Other spellings: from a claim, the same claim written another way.

None of these changes what a claim says, so none may change what the checker says of it. Like the
errors they are pure, seeded, and have tables of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from random import Random

from bench.rows import Row
from bench.wordlists import table

_WESTERN, _ARABIC, _PERSIAN = "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
_VOWELS = "\u064e\u064f\u0650\u0652"
_SIGNS = _VOWELS + "\u064b\u064c\u064d\u0651"
_LETTER = re.compile(r"[\u0621-\u063a\u0641-\u064a](?![\u064b-\u0652])")
_JOINING = re.compile(r"(?<=[بتثجحخسشصضطظعغفقكلمنهيئ])(?=[\u0622-\u063a\u0641-\u064a])")
_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_THOUSANDS = re.compile(r"(?<![\d.,٫٬])(\d{1,3})[,٬](\d{3})(?![\d.,٬])")
_PAIRS = (("«", "»"), ("“", "”"), ('"', '"'), ("„", "“"), ("‹", "›"))
_QUOTED = re.compile(r"«([^»]+)»|“([^”]+)”|\"([^\"]+)\"")

Spelling = Callable[[str, str, Random], str]
"""Takes a text, its language and a seeded source of chance; returns the text spelled anew."""


def _digits(to: str) -> Spelling:
    tables = [str.maketrans(one, to) for one in (_WESTERN, _ARABIC, _PERSIAN) if one != to]

    def spell(text: str, language: str, rng: Random) -> str:
        for mapping in tables if language == "ar" else ():
            text = text.translate(mapping)
        return text

    return spell


def separators(text: str, language: str, rng: Random) -> str:
    """Group thousands with the sign of the other script, or with none."""
    sign = rng.choice(["٬", ""] if language == "ar" else [",", ""])
    return _THOUSANDS.sub(rf"\g<1>{sign}\g<2>", text)


def diacritics(text: str, language: str, rng: Random) -> str:
    """Set vowel signs on about a third of the Arabic letters."""
    return _LETTER.sub(lambda m: m[0] + (rng.choice(_VOWELS) if rng.random() < 1 / 3 else ""), text)


def bare(text: str, language: str, rng: Random) -> str:
    """Take every vowel sign away."""
    return re.sub(f"[{_SIGNS}]", "", text)


def alef(text: str, language: str, rng: Random) -> str:
    """Write every alef without its hamza or madda."""
    return text.translate(str.maketrans("أإآٱ", "اااا"))


def hamza(text: str, language: str, rng: Random) -> str:
    """Write a hamza on waw as one on ya, as the Egyptian press does in مسئول and شئون."""
    return text.replace("ؤو", "ئو")


def endings(text: str, language: str, rng: Random) -> str:
    """Write ta marbuta without dots, and a last ya without or alef maqsura with them."""
    text = re.sub(r"ة(?!\w)", "ه", text)
    return re.sub(r"[يى](?![\w\u064b-\u0652])", lambda m: "ى" if m[0] == "ي" else "ي", text)


def tatweel(text: str, language: str, rng: Random) -> str:
    """Stretch about a quarter of the joined letters."""
    return _JOINING.sub(lambda m: "ـ" * rng.randint(1, 2) if rng.random() < 1 / 4 else "", text)


def bidi(text: str, language: str, rng: Random) -> str:
    """Put direction marks around about half of the words."""
    marked = [
        rng.choice(_MARKS) + word + rng.choice(_MARKS) if rng.random() < 1 / 2 else word
        for word in text.split(" ")
    ]
    return " ".join(marked)


def quote_glyphs(text: str, language: str, rng: Random) -> str:
    """Put each quotation between marks of another style."""

    def other(found: re.Match[str]) -> str:
        opening, closing = rng.choice([p for p in _PAIRS if p[0] != found[0][0]])
        return opening + found[0][1:-1] + closing

    return _QUOTED.sub(other, text)


def names(text: str, language: str, rng: Random) -> str:
    """Write each name of which another spelling is known that other way, but in no quotation."""
    pieces = re.split(f"({_QUOTED.pattern.replace('(', '(?:')})", text)
    return "".join(p if n % 2 else _renamed(p, language) for n, p in enumerate(pieces))


def _renamed(text: str, language: str) -> str:
    for usual, other in table("names")["variants"].get(language, ()):
        text = re.sub(rf"(?<!\w){usual}(?!\w)", other, text)
        capital = usual[0].upper() + usual[1:]
        text = re.sub(rf"(?<!\w){capital}(?!\w)", other[0].upper() + other[1:], text)
    return text


def spaces(text: str, language: str, rng: Random) -> str:
    """Put spaces that do not break, or two of them, between words."""
    return re.sub(" ", lambda m: rng.choice([" ", "\u00a0", "\u202f", "  "]), text)


SPELLINGS: Mapping[str, Spelling] = {
    "digits_arabic": _digits(_ARABIC),
    "digits_persian": _digits(_PERSIAN),
    "digits_western": _digits(_WESTERN),
    "separators": separators,
    "diacritics": diacritics,
    "no_diacritics": bare,
    "alef": alef,
    "hamza": hamza,
    "endings": endings,
    "tatweel": tatweel,
    "bidi_marks": bidi,
    "quote_glyphs": quote_glyphs,
    "name_variant": names,
    "spaces": spaces,
}
"""Every way to spell a claim anew, by its name."""


def respelled(
    rows: Iterable[Row], seed: int, kinds: Iterable[str] = SPELLINGS
) -> Iterator[tuple[Row, Row]]:
    """Yield pairs (row, the same row spelled anew): claim and evidence, never the sources.

    Evidence is verbatim, so that a name in it keeps its spelling.
    """
    for row in rows:
        for kind in kinds:
            spell, rng = SPELLINGS[kind], Random(f"{seed}:{row.id}:{kind}")
            claim = {side: spell(text, side, rng) for side, text in row.claim.items()}
            kept = not row.quote or kind == "name_variant"
            quote = row.quote if kept else spell(row.quote, _script(row.quote), rng)
            if (claim, quote) != (dict(row.claim), row.quote):
                yield row, replace(row, id=f"{row.id}/{kind}", claim=claim, quote=quote, kind=kind)


def _script(text: str) -> str:
    return "ar" if re.search(r"[\u0620-\u064a]", text) else "en"
