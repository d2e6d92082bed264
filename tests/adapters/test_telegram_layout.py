"""Posts as messages that Telegram takes: valid, complete, in order, and inert."""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.classic import words
from adapters.telegram.layout import Part, parts
from adapters.telegram.text import visible, web
from bot.language import isolate, isolate_whole
from bot.model import Block, BlockKind, Post, Span, Style
from bot.render import brief_post, source_post
from bot.testing.nouns import make_brief
from bot.testing.telegram import FakeTelegram
from bot.testing.telegram.compose import formatted, rich
from bot.testing.telegram.entities import FOUND, Formatted
from bot.testing.telegram.rich import Rich

FORMS = pytest.mark.parametrize("as_rich", [False, True], ids=["classic", "rich"])
COMMANDS = frozenset({"help", "length"})


def shown(made: Iterable[Part]) -> list[Formatted | Rich]:
    """What the server makes of messages; fails if it refuses or drops anything."""
    tg = FakeTelegram()
    seen: list[Formatted | Rich] = []
    for part in made:
        if part.rich:
            message = {"html": part.html, "is_rtl": part.rtl, "skip_entity_detection": True}
            seen.append(rich(tg, "sendRichMessage", {"rich_message": message}))
        else:
            sent = {"text": part.html, "parse_mode": "HTML"}
            seen.append(formatted(tg, "sendMessage", sent))
            formatted(tg, "sendMessage", {"text": part.plain})
            assert len(part.html.encode()) <= 32_768
    assert tg.violations == []
    return seen


def classic(made: Iterable[Part]) -> list[Formatted]:
    return [message for message in shown(made) if isinstance(message, Formatted)]


def letters(text: str) -> str:
    """A text as a reader's eye takes it: no spaces, bullets, marks or invisible signs."""
    text = re.sub("[\u0333\u033f\u030a]", "", text)  # the server removes them
    kept = (c for c in text if unicodedata.category(c)[0] not in "ZC" and c != "\ufffd")
    return re.sub("[•▸│]", "", "".join(kept))


def read(seen: Iterable[Formatted | Rich]) -> str:
    return "".join(letters(message.text) for message in seen)


def block(kind: BlockKind, *spans: Span | str, language: str = "en", folded: bool = False) -> Block:
    made = tuple(Span(s) if isinstance(s, str) else s for s in spans)
    return Block(kind, made, language, folded)


TEXTS = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "قال الوزير إن «الاتفاق» يشمل 25 قرية.",
            "<b>& \"quoted\" 'and' </a> &amp; &lt;",
            "👩‍👩‍👧‍👦" * 40,
            "@channel t.me/x #tag $USD /start https://evil.example/x a@b.example",
            "word " * 900,
            "٣٫٥ " * 1500,
            "x" * 5000,
            "\u2067نص\u2069 and \u202etrick \u2066open",
        ]
    ),
)
HREFS = st.sampled_from(
    [
        None,
        "https://example.org/story?a=1&b=2#:~:text=%D8%A7%D9%84",
        "https://example.com/خبر",
        "javascript:alert(1)",
        "https://x",
        "tg://resolve?domain=x",
        "https://example.org/" + "%D8%A7" * 200,
        "http://user:pass@example.org/",
    ]
)
SPANS = st.builds(Span, TEXTS, st.sampled_from(Style), HREFS)
CITATIONS = st.integers(1, 300).map(
    lambda n: [Span(f"[{i}]", Style.CITATION, f"https://example.org/{i}") for i in range(n)]
)
BLOCKS = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.one_of(st.lists(SPANS, max_size=4), CITATIONS).map(tuple),
    st.sampled_from(["ar", "en", "und"]),
    st.booleans(),
)


@FORMS
@settings(max_examples=10, deadline=None)
@given(st.lists(BLOCKS, max_size=12))
def test_any_post_is_shown_whole_once_and_in_order(as_rich: bool, blocks: list[Block]) -> None:
    made = parts(Post(tuple(blocks)), COMMANDS, as_rich=as_rich)
    wanted = "".join(letters(words(b)) for b in blocks if visible(words(b)))
    assert read(shown(made)) == (wanted or "…")


@settings(max_examples=12, deadline=None)
@given(st.lists(SPANS, min_size=1, max_size=6))
def test_nothing_becomes_a_link_but_what_the_spans_link_to(spans: list[Span]) -> None:
    claim = Block(BlockKind.CLAIM, tuple(spans), "en")
    for message in shown(parts(Post((claim,)), COMMANDS, as_rich=False)):
        assert isinstance(message, Formatted)
        assert not [e for e in message.entities if e.type in FOUND]
        linked = {e.get("url") for e in message.entities if e.type == "text_link"}
        assert len(linked) <= len({s.href for s in spans if s.href and web(s.href)})


def test_our_own_sentences_offer_our_commands_and_no_others() -> None:
    line = block(BlockKind.TEXT, "For more: /length full. Not: /start@evil_bot /pay")
    (message,) = classic(parts(Post((line,)), COMMANDS, as_rich=False))
    assert [e.of(message.text) for e in message.entities if e.type in FOUND] == ["/length"]


def test_help_offers_every_command_also_where_the_line_runs_the_other_way() -> None:
    lines = [block(BlockKind.ITEM, f"{isolate_whole('/length N')}: طول", language="ar")]
    lines.append(block(BlockKind.TEXT, isolate("في /help بقية ما أستطيعه", "rtl"), language="ar"))
    (message,) = classic(parts(Post(tuple(lines), quiet=True), COMMANDS, as_rich=False))
    found = [e.of(message.text) for e in message.entities if e.type in FOUND]
    assert found == ["/length", "/help"]
    (message,) = classic(parts(Post(tuple(lines[:1])), COMMANDS, as_rich=False))
    assert not message.entities, "an item of a brief holds other people's words"


@FORMS
def test_each_language_has_a_message_of_its_own(as_rich: bool) -> None:
    made = parts(brief_post(make_brief(), "en"), as_rich=as_rich)
    first, second = shown(made)
    assert "افتتاح جسر المنارة" in first.text
    assert "The Lighthouse Bridge opened." in second.text
    assert [part.rtl for part in made] == ([True, False] if as_rich else [False, False])


def test_what_is_about_the_brief_runs_in_the_direction_of_its_reader() -> None:
    made = parts(brief_post(make_brief(), "ar"), as_rich=True)
    assert [part.rtl for part in made] == [True, False, True]


def test_background_and_sources_are_folded_away() -> None:
    part = parts(brief_post(make_brief(), "en"), as_rich=False)[-1]
    (message,) = classic([part])
    folded = [e.of(message.text) for e in message.entities if e.type == "expandable_blockquote"]
    assert f"Background\n{folded[0]}" in message.text
    assert "a1" in folded[-1]


def test_a_rich_side_folds_what_is_under_the_heading() -> None:
    seen = shown(parts(brief_post(make_brief(), "en"), as_rich=True))[-1]
    assert isinstance(seen, Rich)
    details = [b for b in seen.blocks if b["type"] == "details"]
    assert [d["summary"] for d in details][:1] == ["Background"]
    assert "Sources" in [d["summary"] for d in details]


def test_citations_lead_to_the_stored_source() -> None:
    seen = classic(parts(brief_post(make_brief(), "en"), as_rich=False))
    linked = [e.get("url") for message in seen for e in message.entities if e.type == "text_link"]
    assert linked
    assert {url.split("#")[0] for url in linked} <= {
        "https://example.com/jisr",
        "https://example.org/bridge",
    }


def test_an_address_is_shown_as_its_page() -> None:
    whole = "https://example.org/2026/" + "a" * 60 + "?x=1#:~:text=words"
    spans = (Span("Open: "), Span(whole, Style.SOFT, whole))
    (message,) = classic(parts(Post((block(BlockKind.TEXT, *spans),)), as_rich=False))
    assert message.text == "Open: example.org/2026/" + "a" * 30 + "…"
    assert [e.get("url") for e in message.entities] == [whole]


def test_an_address_is_set_apart_from_an_arabic_line() -> None:
    link = "https://example.org/5-x"
    line = block(BlockKind.TEXT, "افتحها: ", Span(link, Style.SOFT, link), language="ar")
    (message,) = classic(parts(Post((line,)), as_rich=False))
    assert message.text == "افتحها: \u2066example.org/5-x\u2069"


def test_a_source_is_quoted() -> None:
    post = source_post(make_brief(), 1, "en")
    assert post is not None
    (message,) = classic(parts(post, as_rich=False))
    quoted = [e.of(message.text) for e in message.entities if e.type == "blockquote"]
    assert quoted == ["أعلنت بلدية ميناء الرمل اليوم افتتاح جسر المنارة بعد ثلاث سنوات من العمل."]


def test_no_heading_stays_behind_at_the_end_of_a_message() -> None:
    body = [block(BlockKind.CLAIM, f"{n} " + "word " * 150) for n in range(5)]
    post = Post((*body, block(BlockKind.HEADING, "Reactions"), block(BlockKind.CLAIM, "x " * 400)))
    made = parts(post, as_rich=False)
    assert len(made) == 2
    assert made[1].html.startswith("<b>Reactions</b>")


@pytest.mark.parametrize(
    ("language", "said", "begins"),
    [
        ("ar", f"{isolate_whole('Reuters')} نقلت الخبر", "\u200f• \u2068"),
        ("ar", "نقلت الوكالة الخبر", "• ن"),
        ("ar", "2026", "\u200f• 2"),
        ("en", f"{isolate('الجزيرة', 'ltr')} said so", "\u200e• \u2068"),
        ("en", "It said so", "• I"),
    ],
)
def test_a_line_begins_on_the_side_of_its_language(language: str, said: str, begins: str) -> None:
    (part,) = parts(Post((block(BlockKind.CLAIM, said, language=language),)), as_rich=False)
    assert part.plain.startswith(begins)


def test_a_cut_block_closes_its_isolates_and_opens_them_again() -> None:
    long = isolate_whole("كلمة " * 2000)
    made = parts(Post((block(BlockKind.TEXT, "It said: ", long),)), as_rich=False)
    assert len(made) == 3
    for part in made:
        assert part.plain.count("\u2068") == part.plain.count("\u2069")


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "tg://user?id=1",
        "data:text/html,x",
        "//example.org",
        "https://example",
        "https://exa mple.org",
        "https://example.org:0/",
        "https://reuters.com@evil.example/",
        "https://[::1",
        "",
    ],
)
def test_only_whole_web_addresses_become_links(href: str) -> None:
    assert web(href) is None


# --- what others have thought of to break it --------------------------------


@FORMS
def test_a_message_knows_which_numbers_it_cites(as_rich: bool) -> None:
    def claim(*marks: str) -> Block:
        spans = (Span("x "), *(Span(mark, Style.CITATION, "https://a.example/b") for mark in marks))
        return block(BlockKind.CLAIM, *spans)

    side = (block(BlockKind.TITLE, "One"), claim("[12]", "[3]"), claim("[a1.p7]", "[3]"))
    other = (block(BlockKind.TITLE, "Two"), block(BlockKind.CLAIM, "[9]"))
    made = parts(Post((*side, *other)), as_rich=as_rich)
    assert [part.cites for part in made] == [(3, 12), ()]


def test_a_message_knows_the_page_behind_its_first_number() -> None:
    marks = ("javascript:x", "https://a.example/b?c=1#:~:text=d", "https://e.example")
    spans = (Span(f"[{n}]", Style.CITATION, href) for n, href in enumerate(marks))
    (part,) = parts(Post((block(BlockKind.CLAIM, *spans),)), as_rich=False)
    assert part.lead == "https://a.example/b?c=1"


def hostile(shared: Path) -> list[str]:
    rows = [
        json.loads(line)
        for name in ("output_escaping", "bidi_and_invisible")
        for line in (shared / "attacks" / f"{name}.jsonl").read_text("utf-8").split("\n")
        if line
    ]
    texts = [value for row in rows for value in row.values() if isinstance(value, str)]
    naughty = json.loads((shared / "attacks" / "blns.json").read_text("utf-8"))
    return [*texts, *map(str, naughty)]


@FORMS
def test_hostile_words_stay_words(shared: Path, as_rich: bool) -> None:
    for text in hostile(shared)[:: 3 if as_rich else 1]:
        blocks = (
            block(BlockKind.TITLE, isolate(text, "rtl"), language="ar"),
            block(BlockKind.CLAIM, isolate(text, "ltr"), Span(f" {text}", Style.SOFT)),
            block(BlockKind.CLAIM, text, Span("[1]", Style.CITATION, text)),
            block(BlockKind.QUOTE, Span(text, Style.QUOTED), language="und"),
            block(BlockKind.ITEM, isolate_whole(text), folded=True),
            block(BlockKind.TEXT, "END"),
        )
        seen = shown(parts(Post(blocks), as_rich=as_rich))
        wanted = "".join(letters(words(b)) for b in blocks if visible(words(b)))
        assert read(seen) == wanted
        for message in seen:
            if isinstance(message, Formatted):
                found = [e for e in message.entities if e.type in (*FOUND, "text_mention")]
                assert [e.of(message.text) for e in found] == []
