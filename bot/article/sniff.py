"""What kind of file the bytes are, told by the bytes first and the header second."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from bot.model import Note

HEAD = 4096
"""How many bytes of the beginning are looked at."""


MEDIA = {
    "image": ("PNG", "JPEG", "GIF", "TIFF", "ICO", "WebP", "AVIF", "HEIC", "BMP", "SVG", "PSD"),
    "audio": ("MP3", "Ogg", "FLAC", "WAV", "M4A"),
    "video": ("MP4", "WebM", "FLV", "AVI"),
}
"""Formats that people know by what they are."""


class FileKind(StrEnum):
    """What the reader does with the bytes."""

    HTML = "html"
    TEXT = "text"
    MARKDOWN = "markdown"
    EMPTY = "empty"
    OTHER = "other"  # named by the second value of ``sniff``


# Magic numbers: WHATWG MIME Sniffing Standard, sections 6 and 7, and the formats' own papers.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"%!PS-Adobe-", "PostScript"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"wOFF", "WOFF"),
    (b"wOF2", "WOFF"),
    (b"8BPS", "PSD"),
    (b"\x1f\x8b\x08", "GZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ\x00", "XZ"),
    (b"\x28\xb5\x2f\xfd", "ZSTD"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (b"{\\rtf", "RTF"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"\x1a\x45\xdf\xa3", "WebM"),
    (b"FLV\x01", "FLV"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x00asm", "WebAssembly"),
)
ROOTS: tuple[tuple[bytes, str], ...] = (
    (b"rss", "RSS"),
    (b"feed", "Atom"),
    (b"rdf:rdf", "RSS"),
    (b"urlset", "Sitemap"),
    (b"sitemapindex", "Sitemap"),
    (b"svg", "SVG"),
    (b"opml", "OPML"),
)
TYPES = {
    "application/json": "JSON",
    "application/ld+json": "JSON",
    "application/javascript": "JavaScript",
    "text/javascript": "JavaScript",
    "text/css": "CSS",
    "text/csv": "CSV",
    "text/calendar": "iCalendar",
}
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>|\s)*", re.S | re.I)
_ROOT = re.compile(rb"<\s*([a-z][a-z0-9:_-]*)", re.I)
_MARKUP = re.compile(
    rb"<(?:!doctype html|html|head|body|title|meta|p|div|br|table|a|script)\b", re.I
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)\b", re.I)
_TEXT_NAME = re.compile(r"\.(txt|text|md|markdown)$", re.I)
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ODD = bytes(b for b in range(32) if b < 9 or 13 < b < 27 or b > 27)


def sniff(data: bytes, name: str = "", content_type: str | None = None) -> tuple[FileKind, str]:
    """Tell what ``data`` is: its kind, and for kind OTHER the name of its format ("PDF").

    ``name`` is the URL or file name (only ``.txt`` and ``.md`` count), ``content_type``
    the HTTP header, if there is one.
    """
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xff\xfe"):
        return FileKind.EMPTY, ""
    if found := _magic(data):
        return FileKind.OTHER, found
    mime = (content_type or "").split(";")[0].strip().lower()
    head = _narrow(data[:HEAD])
    if kind := _text_kind(name, mime, head):
        return kind, ""
    if found := _markup_root(head) or _by_header(mime, head) or _json(data, head):
        return FileKind.OTHER, found
    if _binary(head):
        return FileKind.OTHER, "binary"
    if (
        not _MARKUP.search(data[: HEAD * 16])
        and not _MARKUP.search(head)
        and mime in ("", "text/plain")
    ):
        return FileKind.TEXT, ""
    return FileKind.HTML, ""


def what(format: str) -> Note:
    """Say what a format is in words for people: "an image", "a PDF file"."""
    for kind, formats in MEDIA.items():
        if format in formats or format == kind.upper():
            return Note(f"what.{kind}")
    return Note("what.file", {"name": format})


def _magic(data: bytes) -> str:
    for magic, what in MAGIC:
        if data.startswith(magic):
            return what
    if data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "RTF"
    if b"%PDF-" in data[:1024] and not _MARKUP.search(data[:1024]):
        return "PDF"
    return _container(data)


def _container(data: bytes) -> str:
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(data[:HEAD])
    if data[:4] == b"RIFF":
        return {b"WEBP": "WebP", b"WAVE": "WAV", b"AVI ": "AVI"}.get(data[8:12], "binary")
    if data[4:8] == b"ftyp":
        return {b"avif": "AVIF", b"heic": "HEIC", b"M4A ": "M4A"}.get(data[8:12], "MP4")
    if data[:2] == b"BM" and len(data) > 14 and data[6:10] == b"\x00\x00\x00\x00":
        return "BMP"
    if data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "MP3"
    if data[257:262] == b"ustar":
        return "TAR"
    return ""


def _zip(head: bytes) -> str:
    for mark, what in ((b"word/", "DOCX"), (b"xl/", "XLSX"), (b"ppt/", "PPTX"), (b"epub", "EPUB")):
        if mark in head:
            return what
    return "ZIP"


def _narrow(head: bytes) -> bytes:
    """Turn UTF-16 to UTF-8, so that its markup can be seen and its letters are no controls."""
    if head.startswith(_BOMS):
        return head.decode("utf-16", "replace").replace("\0", "").encode("utf-8", "replace")
    if head[:200].count(0) * 4 > len(head[:200]):
        return head.replace(b"\x00", b"")
    return head


def _text_kind(name: str, mime: str, head: bytes) -> FileKind | None:
    named = _TEXT_NAME.search(name.split("?")[0].split("#")[0])
    if named and "html" not in mime and not _PAGE.match(head) and not _binary(head):
        return FileKind.MARKDOWN if named[1].lower().startswith("m") else FileKind.TEXT
    if mime == "text/markdown":
        return FileKind.MARKDOWN
    if mime == "text/plain" and not _MARKUP.search(head):
        return FileKind.TEXT
    return None


def _markup_root(head: bytes) -> str:
    start = _PROLOGUE.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe"))
    rest = head.lstrip(b"\xef\xbb\xbf\xff\xfe")[start.end() if start else 0 :]
    root = _ROOT.match(rest)
    if not root:
        return ""
    for name, what in ROOTS:
        if root[1].lower() == name:
            return what
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and not _MARKUP.search(head):
        return "XML"
    return ""


def _by_header(mime: str, head: bytes) -> str:
    if mime in TYPES and not _MARKUP.match(head.lstrip()):
        return TYPES[mime]
    if mime.startswith(("image/", "audio/", "video/", "font/")) and not _MARKUP.search(head):
        return mime.split("/")[0].upper()
    return ""


def _json(data: bytes, head: bytes) -> str:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return ""
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return "JSON" if re.match(rb'\s*[{\[]\s*(?:"[^"]*"\s*:|\{)', head) else ""
    return "JSON"


def _binary(head: bytes) -> bool:
    """Tell whether more than a tenth of the bytes are control bytes no text has."""
    odd = len(head) - len(head.translate(None, _ODD))
    return odd * 10 > len(head)
