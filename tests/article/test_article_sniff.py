"""The bytes say what a file is; names and headers only where bytes cannot."""

import pytest

from bot.article.sniff import FileKind, sniff, what
from bot.model import Note

PAGE = b"<!doctype html><html><body><p>A page.</p></body></html>"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (b"\n%PDF-1.4 late", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (b"GIF89a....", "GIF"),
        (b"RIFF....WEBPVP8 ", "WebP"),
        (b"....ftypavif....", "AVIF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x1f\x8b\x08....", "GZIP"),
        (b"Rar!\x1a\x07....", "RAR"),
        (b"PK\x03\x04....word/document.xml", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "Office"),
        (b"ID3....", "MP3"),
        (b"....ftypisom....", "MP4"),
        (b"\x7fELF....", "ELF"),
        (bytes(range(32)) * 9 + b"\xfe\xca", "binary"),
        (b'{"status": "ok", "items": []}', "JSON"),
        (b'[{"a": 1}]', "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "RSS"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "Atom"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "SVG"),
    ],
)
def test_what_is_no_page_is_named(data: bytes, what: str) -> None:
    assert sniff(data) == (FileKind.OTHER, what)


@pytest.mark.parametrize("header", [None, "text/html", "application/octet-stream", "image/png"])
def test_a_page_is_a_page_whatever_the_header_says(header: str | None) -> None:
    assert sniff(PAGE, "https://news.example/a", header)[0] is FileKind.HTML


def test_the_type_is_told_in_utf16_too() -> None:
    assert sniff(PAGE.decode().encode("utf-16"))[0] is FileKind.HTML


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_nothing_is_empty(data: bytes) -> None:
    assert sniff(data)[0] is FileKind.EMPTY


@pytest.mark.parametrize(
    ("name", "header", "kind"),
    [
        ("a.txt", None, FileKind.TEXT),
        ("a.MD", None, FileKind.MARKDOWN),
        ("", "text/plain; charset=utf-8", FileKind.TEXT),
        ("", "text/markdown", FileKind.MARKDOWN),
        ("notes", None, FileKind.TEXT),
        ("a.html", None, FileKind.TEXT),
    ],
)
def test_text_is_text(name: str, header: str | None, kind: FileKind) -> None:
    assert sniff("قال الوزير إن الجسر سيفتح.".encode(), name, header)[0] is kind


def test_a_text_file_may_speak_of_markup() -> None:
    assert sniff(b"Use the <p> element.", "a.txt")[0] is FileKind.TEXT


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"  \r\n"])
def test_a_name_does_not_make_a_text(before: bytes) -> None:
    rich = before + b"{\\rtf1\\ansi The bridge will open on Monday.}"
    assert sniff(rich, "a.txt") == (FileKind.OTHER, "RTF")
    assert sniff(before + PAGE, "a.txt")[0] is FileKind.HTML
    flat = before + b'<?xml version="1.0"?><office:document>The bridge</office:document>'
    assert sniff(flat, "a.txt") == (FileKind.OTHER, "XML")


def test_markup_sent_as_plain_text_is_a_page() -> None:
    assert sniff(PAGE, "https://news.example/a", "text/plain")[0] is FileKind.HTML


def test_formats_are_said_in_words() -> None:
    assert what("PNG") == Note("what.image")
    assert what("MP4") == Note("what.video")
    assert what("PDF") == Note("what.file", {"name": "PDF"})
