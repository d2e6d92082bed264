"""Bytes to text: the right text or a refusal, never mojibake.

Order: byte order mark; valid UTF-8 (whatever is declared: many pages declare a legacy
charset and are UTF-8); UTF-16 without a mark; the declared charset, if its text looks like
language; the known legacy charsets, weighed by the commonest words of the languages written
in them; charset-normalizer; refusal.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from bot.article.signs import visible

PRESCAN = 4096
"""Bytes searched for a declaration (the WHATWG prescan takes 1024; many pages need more)."""
SAMPLE = 200_000
"""Bytes that the candidates are weighed on."""
MISREAD = 10
"""Words that no language has from which on a text was read in a wrong charset."""


class UndecodableError(ValueError):
    """The bytes give no text that could be trusted."""


@dataclass(frozen=True, slots=True)
class Legacy:
    """A legacy charset with the commonest words of the languages written in it."""

    codec: str
    group: str
    words: frozenset[str]
    letters: str  # a regular expression class: the letters that its text consists of
    usual: float  # share of common words among the words that are looked at


_META = re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([a-z0-9_:.-]+)""", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_MULTI = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DOUBLED = re.compile("[ÃØÙÚÛÐÑÎÏÂâ][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
# Arabic in UTF-8 that was read as windows-1256: its first bytes become these four letters.
_PAIRED = re.compile(r"(?:[\u0637\u0638\u0639\u063a][^\s\x00-\x7f]){4,}")
# Other scripts' letters that were read as Latin ones: no language puts as many accents in a row.
_ACCENTS = re.compile("[\u00c0-\u00ff]{4,}")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@cache
def _data() -> dict[str, dict[str, Any]]:
    source = resources.files(__package__).joinpath("charsets.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _legacy() -> tuple[Legacy, ...]:
    data = _data()
    return tuple(
        Legacy(
            name,
            group,
            frozenset(data["words"][group].split()),
            data["letters"][group],
            float(data["usual"].get(group, 0.25)),
        )
        for name, group in data["codecs"].items()
    )


def decode(data: bytes, content_type: str | None = None) -> str:
    """Decode a page or a text file.

    ``content_type`` is the HTTP header. Raises ``UndecodableError`` where no decoding gives
    text that looks like a language.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data, name)
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    try:
        return _undouble(_seven_bit(data, content_type) or data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    names = _declarations(data, content_type)
    return _mostly_utf8(data, "utf-8" in names) or _declared(data, names) or _weighed(data)


def _marked(data: bytes, name: str) -> str:
    text = data.decode(name, "replace").lstrip("\ufeff")
    if text.count("\ufffd") * 50 > len(text):
        raise UndecodableError(name)
    return _undouble(text)


def _wide(data: bytes) -> str:
    """Name the UTF-16 flavour of bytes without a mark, by where their zero bytes stand."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < len(head) // 10:
        return ""
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else ""


def _seven_bit(data: bytes, content_type: str | None) -> str:
    """Decode the one escape charset still met (ISO-2022-JP), if it is declared."""
    if b"\x1b$" in data and "iso2022_jp" in _declarations(data, content_type):
        return data.decode("iso2022_jp", "replace")
    return ""


def _mostly_utf8(data: bytes, declared: bool) -> str:
    """Decode UTF-8 with a few broken bytes: three good sequences to each bad one, if declared.

    Undeclared, fifty to one. (Text in a legacy charset gives next to no good sequences.)
    """
    text = data.decode("utf-8", "replace")
    enough = 3 if declared else 50
    return text if len(_MULTI.findall(data)) >= enough * text.count("\ufffd") else ""


def _declarations(data: bytes, content_type: str | None) -> list[str]:
    found = [m[1] for m in [_HEADER.search(content_type or "")] if m]
    head = data[:PRESCAN]
    found += [m[1].decode("ascii") for m in (_XML.search(head), _META.search(head)) if m]
    names: list[str] = []
    for label in found:
        name = str(_data()["labels"].get(label.lower(), label))
        try:
            names.append(codecs.lookup(name).name)
        except (LookupError, ValueError):
            continue
    return list(dict.fromkeys(names))


def _declared(data: bytes, names: list[str]) -> str:
    for name in names:
        if name in ("utf-8", "utf-16", "utf-32", "ascii"):
            continue
        try:
            text = data.decode(name, "replace")
        except (LookupError, ValueError):
            continue
        if text.count("\ufffd") * 200 > _high(data):
            continue
        sample = _prose(data).decode(name, "replace")
        known = [c for c in _legacy() if codecs.lookup(c.codec).name == name]
        if not known or max(_weight(sample, c) for c in known) >= 0.5 * _best(data)[0]:
            return text
    return ""


def _high(data: bytes) -> int:
    return sum(1 for b in data[:SAMPLE] if b > 127) + 1


def _prose(data: bytes) -> bytes:
    """Return the bytes between the tags, around the bytes that matter (those above 127)."""
    plain = visible(data[: 4 * SAMPLE].decode("latin-1")).encode("latin-1")
    first = re.search(rb"[\x80-\xff]", plain)
    start = max(0, first.start() - 200) if first else 0
    return plain[start : start + SAMPLE]


def _weight(text: str, charset: Legacy) -> float:
    """Weigh a decoding: commonest words among the words with a letter above ASCII, and letters.

    0 where the text has signs that no text in this charset has.
    """
    high = [c for c in text if ord(c) > 127]
    spaced = any(len(w) > 1 for w in charset.words)  # scripts without spaces: commonest signs
    words = [w for w in _WORD.findall(text.lower()) if not w.isascii() and len(w) > 1]
    words = words if spaced else high
    if len(words) < 3:
        return 0.0
    letters = len(re.findall(charset.letters, "".join(high)))
    strange = sum(1 for c in high if c == "\ufffd" or "\x80" <= c <= "\x9f")
    common = sum(1 for w in words if w in charset.words)
    usual = min(1.0, common / len(words) / charset.usual)
    if not spaced and usual < 0.75:
        return 0.0
    return max(0.0, letters / len(high) - 5 * strange / len(high)) * (0.02 + usual)


@lru_cache(maxsize=1)  # asked for several times while one document is decoded
def _best(data: bytes) -> tuple[float, str]:
    prose = _prose(data)
    best = (0.0, "")
    for charset in _legacy():
        if charset.group not in ("western", "central") and _sparse(prose):
            continue
        text = prose.decode(charset.codec, "replace")
        best = max(best, (_weight(text, charset), charset.codec))
    return best


def _weighed(data: bytes) -> str:
    weight, name = _best(data)
    if weight >= 0.15:
        return data.decode(name, "replace")
    if _sparse(_prose(data)):
        return data.decode("cp1252", "replace")
    return _guessed(data)


def _sparse(prose: bytes) -> bool:
    """Tell text in Latin letters with a few signs: less than one byte in thirty above ASCII."""
    return 30 * sum(1 for b in prose if b > 127) < len(prose)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    guess = from_bytes(_prose(data)[:20_000]).best()
    if guess is None or guess.percent_chaos > 10 or guess.percent_coherence < 20:
        raise UndecodableError("no charset fits")
    try:
        return data.decode(guess.encoding)
    except (LookupError, ValueError) as error:
        raise UndecodableError(guess.encoding) from error


def _undouble(text: str) -> str:
    """Undo text that was read in a wrong charset and written as UTF-8 once more."""
    if text.isascii():
        return text
    seen = text[:SAMPLE]
    if _consists_of(_PAIRED, seen):
        return _again(text, ("cp1256",), lambda data: data.decode("utf-8"))
    if _consists_of(_ACCENTS, seen):
        return _again(text, ("cp1252", "latin-1"), _weighed)
    marks = len(_DOUBLED.findall(seen))
    if marks < 20 or marks * 3 < _above_ascii(seen):
        return text
    return _again(text, ("cp1252", "latin-1"), lambda data: data.decode("utf-8"))


def _consists_of(sign: re.Pattern[str], text: str) -> bool:
    """Tell whether a third of what is not ASCII in a text is a sign of a wrong charset."""
    found = sign.findall(text)
    return len(found) >= MISREAD and 3 * sum(map(len, found)) >= _above_ascii(text)


def _above_ascii(text: str) -> int:
    return sum(1 for c in text if ord(c) > 127)


def _again(text: str, names: Sequence[str], read: Callable[[bytes], str]) -> str:
    """Read the bytes anew that were read in one of these charsets."""
    for name in names:
        try:
            return read(text.encode(name))
        except UnicodeError:
            continue
    raise UndecodableError("text was encoded twice")
