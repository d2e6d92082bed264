"""Direction of languages and texts; isolates around runs of the other direction.

Follows Unicode Standard Annex 9 (bidirectional algorithm), section 2.4: foreign text inside a line
is set apart with isolates, because marks and embeddings change what stands around them.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["rtl", "ltr"]

FSI, PDI = "\u2068", "\u2069"

_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})

_RTL = (
    "\u0590-\u05ff\u0600-\u0605\u0608\u060b\u060d\u061b-\u064a\u066d-\u066f\u0671-\u06d5"
    "\u06e5\u06e6\u06ee\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_STRONG_RTL = re.compile(f"[{_RTL}]")
_NOT_LETTER = r"\W\d_"
_STRONG_LTR = re.compile(f"[^{_RTL}{_NOT_LETTER}]")

# What has no place in text that we show: embeddings, overrides and isolates that a source left
# open, zero-width spaces, tags, controls, annotations, object and noncharacter codes, and line
# separators. Joiners belong to Persian and Arabic words, direction marks are harmless.
_UNSAFE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u180e\u200b"
    "\u202a-\u202e\u2060-\u206f\u2800\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e0fff"
    "\ufdd0-\ufdef\U0001fffe\U0001ffff]"
)
_SEPARATORS = re.compile("[\u0085\u2028\u2029]")

_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“", "’": "‘"}
_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.)+[^\W\d_]$")

# From the first to the last letter of one direction with no letter of the other between them, and
# what is written onto it: "@name", "$17bn", "F-16", "C++", "Boeing 737".
_LETTER_LTR = f"[^{_RTL}{_NOT_LETTER}]"
_LETTER_RTL = f"[{_RTL}]"
_LTR_RUN = re.compile(
    f"[@#$€£/]?(?:[0-9][0-9.,]*)?{_LETTER_LTR}(?:[^{_RTL}\\n\\r]*{_LETTER_LTR})?"
    "(?:[0-9]+|[-./:+=_ ][0-9]+)*[+#%°]*"
)
_RTL_RUN = re.compile(f"[@#]?{_LETTER_RTL}(?:(?:(?!{_LETTER_LTR})[^\\n\\r])*{_LETTER_RTL})?")


def direction(language: str) -> Direction:
    """Return the direction of a language given as a BCP 47 tag ("ar", "az-Arab", "und")."""
    subtags = language.lower().replace("_", "-").split("-")
    scripts = [tag for tag in subtags[1:] if len(tag) == 4 and tag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES else "ltr"


def text_direction(text: str) -> Direction:
    """Return the direction in which most letters of ``text`` run; "ltr" where it has none."""
    rtl = len(_STRONG_RTL.findall(text))
    return "rtl" if rtl > len(_STRONG_LTR.findall(text)) else "ltr"


def strip_bidi(text: str) -> str:
    """Remove what could reorder or hide text; keep joiners, direction marks and every letter.

    Embeddings, overrides, isolates (balanced or not), zero-width spaces, tag characters, control
    codes and noncharacters go; line and paragraph separators become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub("", _SEPARATORS.sub(" ", text))


def isolate(text: str, base: Direction) -> str:
    """Return ``text`` safe to show in a paragraph of direction ``base``.

    Each run of the other direction is set between FSI (U+2068) and PDI (U+2069); controls of the
    source are removed first (``strip_bidi``), so that doing it twice changes nothing.
    """
    clean = strip_bidi(text)
    out: list[str] = []
    done = 0
    for run in (_LTR_RUN if base == "rtl" else _RTL_RUN).finditer(clean):
        end = _with_closers(clean, run.start(), run.end())
        out += (clean[done : run.start()], FSI, clean[run.start() : end], PDI)
        done = end
    return "".join(out) + clean[done:]


def isolate_whole(text: str) -> str:
    """Return ``text`` between one pair of isolates, for a field (title, author) inside a line."""
    return f"{FSI}{strip_bidi(text)}{PDI}"


def _with_closers(text: str, start: int, end: int) -> int:
    """Extend a run over brackets that close what was opened inside it, and over "U.S."'s stop."""
    while end < len(text):
        closer = text[end]
        opener = _PAIRS.get(closer)
        opened = opener and text.count(opener, start, end) > text.count(closer, start, end)
        stopped = closer == "." and _ABBREVIATION.search(text, start, end)
        if not (opened or stopped):
            return end
        end += 1
    return end
