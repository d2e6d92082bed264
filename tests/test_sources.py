"""What in a message is to be read."""

import pytest

from bot import sources
from bot.model import Source, SourceKind

LINK, FILE, TEXT = SourceKind.LINK, SourceKind.FILE, SourceKind.TEXT
LONG = "The port of Selmar opens again on Monday after a week of repairs. " * 5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/b.", ("https://a.example/b",)),
        ("(https://a.example/b_(c))", ("https://a.example/b_(c)",)),
        (
            "اقرأ https://a.example/b، ثم https://c.example/؟",
            ("https://a.example/b", "https://c.example/"),
        ),
        ("«https://a.example/الميناء»", ("https://a.example/الميناء",)),
        ("www.a.example/x twice www.a.example/x", ("https://www.a.example/x",)),
        ("HTTPS://A.example/x", ("HTTPS://A.example/x",)),
        ("nothing here.txt", ()),
    ],
)
def test_links_are_found_without_their_punctuation(text: str, found: tuple[str, ...]) -> None:
    assert sources.links(text) == found


def test_links_and_files_come_in_order_each_once() -> None:
    found = sources.in_message("https://a.example/ https://a.example/", ["x.html"])
    assert found == (Source(LINK, "https://a.example/"), Source(FILE, "x.html"))


def test_a_link_with_another_tracker_is_the_same_link() -> None:
    found = sources.in_message("https://a.example/x?utm_source=b http://www.a.example/x#c")
    assert found == (Source(LINK, "https://a.example/x?utm_source=b"),)


def test_a_long_text_is_an_article() -> None:
    assert sources.in_message(LONG) == (Source(TEXT, LONG),)


def test_a_long_text_with_a_link_is_about_the_link() -> None:
    assert sources.in_message(f"{LONG} https://a.example/") == (Source(LINK, "https://a.example/"),)


def test_what_is_written_like_a_path_is_a_path() -> None:
    words = ["/tmp/x", "~/y", "../z", "./w", "and/or", "/"]
    assert sources.paths(words, lambda word: False) == ("/tmp/x", "~/y", "../z", "./w")


@pytest.mark.parametrize("talk", ["hello", "شكراً جزيلاً", "/help", "What is this? Tell me!"])
def test_talk_is_nothing_to_read(talk: str) -> None:
    assert sources.in_message(talk) == ()


def test_words_named_like_pages_are_files_even_if_absent() -> None:
    words = ["brief", "a.html", "notes", "https://x.example/b.html", "ملف.txt"]
    assert sources.paths(words, lambda word: word == "notes") == ("a.html", "notes", "ملف.txt")


@pytest.mark.parametrize(
    ("word", "kind"),
    [("https://a.example/", LINK), ("ftp://a.example/", LINK), ("a.html", FILE), ("../x", FILE)],
)
def test_an_argument_is_a_link_or_a_file(word: str, kind: SourceKind) -> None:
    assert sources.argument(word) == Source(kind, word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("أوجز لي https://example.org/a.html", ("أوجز", "لي")),
        ("read /tmp/news.txt 'b c.md' www.example.org", ("read", "'b")),
        ("a.html", ()),
        ("", ()),
    ],
)
def test_links_and_files_are_no_words_of_a_person(text: str, words: tuple[str, ...]) -> None:
    assert sources.own_words(text) == words
