"""What strangers hand us is read in bounded time and without a surprise: `make fuzz` for longer."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.targets import TARGETS

TEXTS = st.text(max_size=80)
DATES = st.from_regex(
    r"[A-Z][a-z]{2}, \d{1,4} [A-Z][a-z]{2} \d{1,20} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
KEYS = ["type", "event", "message", "text", "chat", "id", "from", "user", "choices", "content"]
ASKED = [
    "claims",
    "nonce",
    "answered",
    "citations",
    "paragraph",
    "evidence",
    "verdicts",
    "ar",
    "en",
]
WORDS = st.sampled_from([*KEYS, *ASKED, "en", "claim"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | WORDS
VALUES = st.recursive(
    LEAVES, lambda of: st.lists(of, max_size=4) | st.dictionaries(WORDS, of, max_size=5)
)
OBJECTS = st.dictionaries(WORDS, VALUES, max_size=6).map(lambda value: json.dumps(value).encode())
LINES = st.sampled_from(["[llm]", "[telegram]", "[[digest]]", "token = 1", 'a = "', "[access"])
TOML = st.lists(LINES | TEXTS, max_size=6).map("\n".join)


def encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return texts.map(lambda text: text.encode("utf-8", "surrogatepass"))


INPUTS = {
    "link": encoded(TEXTS | TEXTS.map("http://".__add__)),
    "header": encoded(TEXTS | DATES | st.from_regex(r"max-age=\d+")),
    "feed": encoded(TEXTS.map("<rss><channel><item><title>{0}".format)) | OBJECTS,
    "message": encoded(TEXTS | TEXTS.map("https://a.example/{0} ".format)),
    "update": OBJECTS,
    "event": OBJECTS,
    "button": encoded(TEXTS | st.from_regex(r"[a-z]+~[uc][0-9a-f]+~[\w-]{11}")),
    "settings": encoded(TOML),
    "completion": OBJECTS,
    "answer": OBJECTS,
    "claim": OBJECTS,
}


def test_a_button_may_send_half_a_character() -> None:
    TARGETS["button"](b"~u\xf2~\xfc")


def test_every_target_is_fuzzed_here() -> None:
    assert {*INPUTS, "page"} == {*TARGETS}  # pages have a file of their own


@pytest.mark.parametrize("name", INPUTS)
def test_any_input(name: str) -> None:
    @settings(max_examples=100, deadline=None)
    @given(INPUTS[name] | st.binary(max_size=200))
    def holds(data: bytes) -> None:
        TARGETS[name](data)

    holds()


def test_a_link_may_hold_half_a_character() -> None:
    TARGETS["message"](b"https://a.example/x?q=\xff\xfe and more")
    TARGETS["message"](b"https://a.example/\xff\xfe")
    TARGETS["message"](b"https://a\xff.example/")
    TARGETS["link"](b"https://a.example/x?q=\xff\xfe")
