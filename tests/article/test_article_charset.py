"""Bytes become the right text, or are refused; never mojibake."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.article.charset import UndecodableError, decode
from bot.testing.pages import ARABIC, ENGLISH, HEBREW

ARABIC_PAGE = "<html><body><p>" + "</p><p>".join(ARABIC) + "</p></body></html>"
HEBREW_PAGE = f"<html><body><p>{HEBREW}</p></body></html>"
PERSIAN_PAGE = (
    "<p>شورای شهر روز دوشنبه اعلام کرد که با طرح تعمیر پل موافقت شده است و این کار از بهار"
    " آغاز می شود.</p>"
)
RUSSIAN_PAGE = (
    "<p>Городской совет сообщил в понедельник, что он утвердил план ремонта старого моста и"
    " что работы начнутся уже весной.</p>"
)
GREEK_PAGE = (
    "<p>Το δημοτικό συμβούλιο ανακοίνωσε τη Δευτέρα ότι ενέκρινε το σχέδιο για την επισκευή"
    " της παλιάς γέφυρας και θα αρχίσει από την άνοιξη.</p>"
)


@pytest.mark.parametrize(
    ("page", "codec"),
    [
        (ARABIC_PAGE, "cp1256"),
        (ARABIC_PAGE, "iso8859_6"),
        (ARABIC_PAGE, "utf-8"),
        (ARABIC_PAGE, "utf-8-sig"),
        (ARABIC_PAGE, "utf-16"),
        (ARABIC_PAGE, "utf-16-le"),
        (ARABIC_PAGE, "utf-16-be"),
        (ARABIC_PAGE, "utf-32"),
        (PERSIAN_PAGE, "cp1256"),
        (HEBREW_PAGE, "cp1255"),
        (HEBREW_PAGE, "iso8859_8"),
        (RUSSIAN_PAGE, "cp1251"),
        (RUSSIAN_PAGE, "koi8_r"),
        (GREEK_PAGE, "cp1253"),
    ],
)
def test_undeclared_bytes_are_told_by_their_words(page: str, codec: str) -> None:
    data = page.encode(codec, "ignore")
    assert decode(data) == data.decode(codec).lstrip("\ufeff")


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("windows-1256", "cp1256"),
        ("ISO-8859-6", "iso8859_6"),
        ("utf-8", "utf-8"),
        ("UTF-8", "utf-8"),
    ],
)
def test_a_declared_charset_is_believed(label: str, codec: str) -> None:
    page = f'<meta charset="{label}">{ARABIC_PAGE}'
    assert decode(page.encode(codec, "ignore")) == page.encode(codec, "ignore").decode(codec)
    data = ARABIC_PAGE.encode(codec, "ignore")
    assert decode(data, f"text/html; charset={label}") == data.decode(codec)


@pytest.mark.parametrize("label", ["windows-1256", "iso-8859-1", "ISO-8859-6", "koi8-r"])
def test_a_page_that_is_utf8_is_read_so_whatever_it_declares(label: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">{ARABIC_PAGE}'
    assert decode(page.encode(), f"text/html; charset={label}") == page


@pytest.mark.parametrize("label", ["iso-8859-1", "utf-8", "windows-1251"])
def test_a_false_declaration_is_not_believed(label: str) -> None:
    data = f'<meta charset="{label}">{ARABIC_PAGE}'.encode("cp1256", "ignore")
    assert ARABIC[3].split("،")[0] in decode(data)


def test_a_broken_byte_does_not_spoil_a_page() -> None:
    data = ARABIC_PAGE.encode()
    assert ARABIC[0] in decode(data + b"\xd9")


def test_text_that_was_encoded_twice_is_undone() -> None:
    twice = ARABIC_PAGE.encode().decode("latin-1").encode()
    assert decode(twice) == ARABIC_PAGE


@pytest.mark.parametrize(
    ("was", "read_as"), [("utf-8", "cp1256"), ("cp1256", "latin-1"), ("iso8859_6", "latin-1")]
)
def test_text_that_was_read_in_a_wrong_charset_is_undone(was: str, read_as: str) -> None:
    page = "".join(f"<p>{text}</p>" for text in ARABIC).encode(was, "ignore")
    assert decode(page.decode(read_as).encode()) == page.decode(was)


def test_a_page_may_quote_text_that_was_read_in_a_wrong_charset() -> None:
    page = ARABIC_PAGE * 3 + ARABIC[0].encode().decode("cp1256") * 3
    assert decode(page.encode()) == page


def test_curly_quotes_of_an_english_page_come_out() -> None:
    page = f"<p>“{ENGLISH[0]}” – he’s sure</p>"
    assert decode(page.encode("cp1252")) == page


def test_noise_is_refused() -> None:
    noise = bytes((i * 73 + i // 7 * 31) % 128 + 128 for i in range(4000))
    with pytest.raises(UndecodableError):
        decode(b"<p>" + noise)


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_are_refused(data: bytes) -> None:
    with suppress(UndecodableError):
        assert isinstance(decode(data), str)
