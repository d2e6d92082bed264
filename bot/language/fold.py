"""The comparison form of a text, with a map back to the text as it was written.

Two spellings that a reader takes for the same word have one comparison form: letters of any case
and with any accent, alef forms, presentation forms, digits of any script, quotation marks, dashes
and spaces of any kind, with or without vowel signs, tatweel, joiners and direction marks. The
choices of single letters stand in ``data/fold.toml`` with their reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.language.lazy import lazy
from bot.language.tables import table


class _Letters(dict[int, str]):
    """Comparison forms by code point, worked out when first met (for ``str.translate``)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        form = _fold_char(char)
        if unicodedata.category(char) not in ("Cn", "Co", "Cs"):  # not a million unassigned ones
            self[code] = form
        return form


class _Digits(dict[int, str]):
    """Decimal digits of any script to ASCII, every other character to itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        return self.setdefault(code, str(unicodedata.decimal(char, char)))


_LETTERS = _Letters()
_DIGITS = _Digits()
_PARAGRAPH = 4096  # characters; the form of a longer text is not kept
_CLUSTER = 32  # characters: a letter and its marks (UAX #15, section 13); more are not looked at
_VOWELS = frozenset("\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670")
_SIGNS = re.compile(f"[{''.join(sorted(_VOWELS))}]")
_FIRST = "\u0300"  # of all marks
_USUAL = re.compile("[ -~\u0621-\u063a\u0641-\u064a\u0660-\u0669،؛؟“”‘’«»–—]*")
"""A text of characters that all have a form of one character, and none a mark."""
_LONG = 40  # characters from which a few replacements are quicker than a look at each character
_SINGLE: set[str] = set()
"""Characters that were met whose form is one character."""


@cache
def _overrides() -> Mapping[str, str]:
    data = table("fold")
    return {**data["letters"], **data["signs"]}


@cache
def _dropped_marks() -> tuple[tuple[int, int], ...]:
    ranges = (item.split("-") for item in table("fold")["marks"]["dropped"])
    return tuple((int(low, 16), int(high, 16)) for low, high in ranges)


def _fold_char(char: str) -> str:
    """Return the comparison form of one (composed) character."""
    override = _overrides().get(char)
    if override is not None:
        return override
    category = unicodedata.category(char)
    if char.isspace() or category[0] == "Z":
        return " "
    if category in ("Cf", "Cc") or _is_dropped_mark(char):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd":
        return "-"
    return _fold_parts(char)


def _is_dropped_mark(char: str) -> bool:
    return any(low <= ord(char) <= high for low, high in _dropped_marks())


def _fold_parts(char: str) -> str:
    """Fold what a character becomes without its case, marks and compatibility shape."""
    parts = char.casefold()
    if parts == char:
        kept = (part for part in unicodedata.normalize("NFKD", char) if not _is_dropped_mark(part))
        parts = unicodedata.normalize("NFC", "".join(kept))
    return char if parts == char else "".join(map(_fold_char, parts))


@dataclass(frozen=True)
class Folded:
    """A comparison form. ``text`` is what to compare, ``source`` the text as it was written."""

    text: str
    source: str

    @lazy
    def origin(self) -> Sequence[int]:
        """For each character of ``text`` the offset in ``source`` that it comes from."""
        if len(self.text) == len(self.source) and _keeps_places(self.source):
            return range(len(self.text))
        bare = _SIGNS.sub("", self.source)
        if len(self.text) == len(bare) and _keeps_places(bare):  # only vowel signs are gone
            return [at for at, char in enumerate(self.source) if char not in _VOWELS]
        return _origins(self.source)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of ``source`` for a half-open span of ``text``.

        Marks and tatweel that belong to the last letter lie inside the span. ValueError
        unless ``0 <= start <= end <= len(text)``.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in {len(self.text)} characters")
        if isinstance(self.origin, range):  # nothing moved
            return start, end
        first = self.origin[start] if start < len(self.text) else len(self.source)
        if start == end:
            return first, first
        return first, self._past(self.origin[end - 1])

    def _past(self, offset: int) -> int:
        """Return the offset after a character and the marks that sit on it."""
        source, offset = self.source, offset + 1
        while offset < len(source) and source[offset] >= _FIRST and _sits_on_letter(source[offset]):
            offset += 1
        return offset


def _keeps_places(source: str) -> bool:
    """Tell whether folding replaces each character by exactly one, the common case."""
    if _USUAL.fullmatch(source):
        return True
    if not unicodedata.is_normalized("NFC", source):
        return False
    if _SINGLE.issuperset(source):
        return True
    letters = set(source)
    if any(len(_LETTERS[ord(char)]) != 1 for char in letters):
        return False
    _SINGLE.update(char for char in letters if ord(char) in _LETTERS)
    return True


def _sits_on_letter(char: str) -> bool:
    return char in "\u0640\u200c\u200d" or unicodedata.category(char)[0] == "M"


def _pieces(source: str) -> Iterable[tuple[int, str]]:
    """Return offset and comparison form of each character (or, decomposed, of its cluster)."""
    if unicodedata.is_normalized("NFC", source):
        return enumerate(map(_LETTERS.__getitem__, map(ord, source)))
    return _clusters(source)


def _clusters(source: str) -> Iterator[tuple[int, str]]:
    start = 0
    for offset in range(1, len(source) + 1):
        if offset == len(source) or not _joins_previous(source[offset]):
            for char in unicodedata.normalize("NFC", source[start:offset][:_CLUSTER]):
                yield start, _LETTERS[ord(char)]
            start = offset


def _joins_previous(char: str) -> bool:
    """Tell whether composing may merge ``char`` with what stands before it."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def _spaced(pieces: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Collapse runs of spaces to one, drop those at both ends."""
    gap: int | None = None
    begun = False
    for offset, form in pieces:
        if not form.strip():
            gap = offset if form and gap is None and begun else gap
            continue
        if gap is not None:
            yield gap, " "
        gap, begun = None, True
        yield offset, form


def _origins(source: str) -> tuple[int, ...]:
    """Return where each character comes from: as ``_spaced``, for whole texts in one loop."""
    found: list[int] = []
    gap: int | None = None
    for offset, form in _pieces(source):
        if not form:
            continue
        if form.isspace():
            gap = offset if gap is None and found else gap
            continue
        if gap is not None:
            found.append(gap)
            gap = None
        if len(form) == 1:
            found.append(offset)
        else:
            found += [offset] * len(form)
    return tuple(found)


def fold(text: str) -> Folded:
    """Return the comparison form of ``text`` with the map back to it.

    Kept for the last paragraphs: each is read for its names, its times and its figures.
    """
    return _fold(text) if len(text) <= _PARAGRAPH else Folded(folded(text), text)


@lru_cache(maxsize=128)
def _fold(text: str) -> Folded:
    return Folded(folded(text), text)


def folded(text: str) -> str:
    """Return the comparison form alone. Folding it again changes nothing."""
    if len(text) >= _LONG and _USUAL.fullmatch(bare := unvocalised(text)):
        text = bare.lower()
        for char, form in _usual_forms():
            text = text.replace(char, form)
        return " ".join(text.split())
    if unicodedata.is_normalized("NFC", text):
        return " ".join(text.translate(_LETTERS).split())
    return "".join(form for _, form in _spaced(_pieces(text)))


@cache
def _usual_forms() -> tuple[tuple[str, str], ...]:
    """Return the usual characters with another form than their lower case."""
    usual = (char for char in map(chr, range(0x2100)) if _USUAL.fullmatch(char))
    pairs = ((char.lower(), _LETTERS[ord(char)]) for char in usual)
    return tuple((char, form) for char, form in pairs if char != form)


def unvocalised(text: str) -> str:
    """Return a text without Arabic vowel signs and tatweel, which are no letters to a pattern."""
    return text if text.isascii() else _SIGNS.sub("", text)


def ascii_digits(text: str) -> str:
    """Return ``text`` with the decimal digits of every script as 0-9, same length."""
    return text if text.isascii() else text.translate(_DIGITS)
