"""Posts as Slack's messages: valid whatever they hold, and nothing lost."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.buttons import below, home, modal
from adapters.slack.look import RLM, address, clean, escape, kit, typed
from adapters.slack.parts import Part, bare, citations, halves, parts
from bot.language import direction, isolate
from bot.model import Action, Block, BlockKind, Chat, MenuEntry, Post, Span, Style
from bot.seal import HmacSeal
from bot.testing.slack.blocks import check_message, check_view, text_size

CHAT = Chat("slack", "C0123456789")
SEAL = HmacSeal(b"k" * 32, lambda: datetime(2026, 11, 21, tzinfo=UTC))
ISOLATES = {"\u2068", "\u2069", RLM}

HREFS = st.none() | st.sampled_from(
    ["https://a.example/1#:~:text=x", "javascript:alert(1)", "https://a.example/" + "y" * 4000]
)


def _long(text: str) -> str:
    """Return a text of 2,000 characters: drawing each of them takes hypothesis seconds."""
    return (text * 2000)[:2000]


SPANS = st.builds(
    Span,
    st.text(max_size=40) | st.builds(_long, st.text(min_size=1, max_size=12)),
    st.sampled_from(Style),
    HREFS,
)
BLOCKS = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.lists(SPANS, max_size=3).map(tuple),
    st.sampled_from(["ar", "en", "und"]),
)
ACTIONS = st.builds(Action, st.text(max_size=90), st.text(max_size=60))
POSTS = st.builds(
    Post, st.lists(BLOCKS, max_size=6).map(tuple), actions=st.lists(ACTIONS, max_size=3).map(tuple)
)


def made(post: Post, language: str = "en") -> tuple[Part, ...]:
    return parts(post, below(post, SEAL, CHAT, language), language)


def texts(node: Any) -> Iterator[str]:
    """Yield what blocks show of a post: not its buttons."""
    if isinstance(node, list | tuple):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict) and node.get("type") not in ("actions", "context_actions"):
        if isinstance(node.get("text"), str):
            yield node["text"]
        else:
            yield from texts([held for name, held in node.items() if name != "type"])


def shown(messages: tuple[Part, ...]) -> str:
    return "".join(text for part in messages for text in texts(part.blocks))


def words(text: str) -> Counter[str]:
    return Counter(c for c in clean(text) if c not in ISOLATES and not c.isspace())


def claim(n: int, text: str, language: str = "en", kind: BlockKind = BlockKind.CLAIM) -> Block:
    number = Span(f"[{n}]", Style.CITATION, f"https://a.example/{n}")
    return Block(kind, (Span(f"{text} "), number, Span(" Outlet", Style.SOFT)), language)


def said(kind: BlockKind, text: str, language: str = "en") -> Block:
    return Block(kind, (Span(text),), language)


def brief(claims: int = 4, length: int = 30) -> Post:
    blocks: list[Block] = []
    for language in ("ar", "en"):
        blocks.append(said(BlockKind.TITLE, f"Title {language}", language))
        for section in ("Announcement", "Reactions"):
            blocks.append(said(BlockKind.HEADING, f"{section} {language}", language))
            blocks += [
                claim(n, f"{section}{language}{n}" * length, language) for n in range(claims)
            ]
    blocks.append(said(BlockKind.NOTE, "Made without a model.", "en"))
    return Post(tuple(blocks), actions=(Action("Again", "/retry"),))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POSTS)
def test_any_post_makes_messages_that_slack_takes(post: Post) -> None:
    for part in made(post):
        check_message(list(part.blocks))
        assert text_size(list(part.blocks)) < 12_000
        assert 0 < len(part.text) < 4000
        assert len(json.dumps(part.blocks)) > 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POSTS)
def test_nothing_is_lost_or_repeated(post: Post) -> None:
    plain = Post(tuple(b for b in post.blocks if b.kind is not BlockKind.TITLE))
    told = shown(parts(plain, (), "en"))
    visible = "".join(s.text for b in plain.blocks for s in b.spans)
    if told != "…":
        assert words(told) == words(visible)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POSTS)
def test_modals_and_homes_are_valid(post: Post) -> None:
    entry = MenuEntry("source", "N", {"ar": "نص", "en": "text"})
    check_view(modal([post, post], "ar"))
    check_view(home(post, [entry], "ar", SEAL, CHAT, "U1"))


def test_the_first_message_has_headlines_announcements_and_buttons_the_rest_is_the_thread() -> None:
    first, *thread = made(brief())
    assert "Title ar" in shown((first,))
    assert "Announcementen3" in shown((first,))
    assert "Reactions" not in shown((first,))
    assert "4 cited paragraphs" in shown((first,))
    assert "8 claims" in shown((first,))
    assert [block["type"] for block in first.blocks[-2:]] == ["actions", "context_actions"]
    assert "Reactionsar0" in shown(tuple(thread))
    assert shown(tuple(thread)).index("Reactionsar3") < shown(tuple(thread)).index("Reactionsen0")


def test_a_long_brief_is_cut_between_claims_only() -> None:
    post = brief(claims=12, length=40)
    messages = made(post)
    assert len(messages) > 2
    for block in post.blocks:
        whole = "".join(span.text for span in block.spans)
        hits = [m for m in messages if any(whole in t for t in _lines(m))]
        assert len(hits) == 1, whole


def _lines(part: Part) -> Iterator[str]:
    for block in part.blocks:
        if block["type"] == "rich_text":
            for element in block["elements"]:
                inner = element["elements"] if element["type"] == "rich_text_list" else [element]
                yield from ("".join(e["text"] for e in one["elements"]) for one in inner)
        else:
            yield "".join(texts(block))


def test_a_heading_is_not_left_at_the_foot_of_a_message() -> None:
    long = [claim(n, "word " * 1000) for n in range(2)]
    post = Post((*long, said(BlockKind.HEADING, "Background"), claim(3, "word " * 300)))
    *_, last = parts(post, (), "en")
    assert next(_lines(last)) == "Background"


def test_arabic_lines_begin_with_a_mark_of_their_direction() -> None:
    blocks = kit([said(BlockKind.TITLE, "ABC", "ar"), claim(1, "NATO", "ar"), claim(2, "A", "en")])
    title, first, second = (line for block in blocks for line in _lines(Part("", (block,))))
    assert title.startswith(RLM)
    assert first.startswith(RLM)
    assert second == "A [2] Outlet"


def test_a_brief_with_a_hundred_citations_and_all_its_buttons_fits() -> None:
    blocks = [said(BlockKind.TITLE, "T"), said(BlockKind.HEADING, "H")]
    blocks += [claim(n, "word " * 60) for n in range(120)]
    messages = made(Post(tuple(blocks), actions=(Action("Again", "/retry"),)))
    for part in messages:
        check_message(list(part.blocks))
        assert text_size(list(part.blocks)) < 12_000


def test_citations_are_links_and_a_menu() -> None:
    first, *_ = made(brief())
    links = [e for e in _elements(first.blocks) if e.get("type") == "link"]
    assert {link["url"] for link in links} == {f"https://a.example/{n}" for n in range(4)}
    menu = next(e for b in first.blocks for e in b.get("elements", []) if "options" in e)
    assert SEAL.open(menu["options"][3]["value"], CHAT, "U1") == "/source 3"


def _elements(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list | tuple):
        for item in node:
            yield from _elements(item)
    elif isinstance(node, dict):
        yield node
        yield from _elements(list(node.values()))


def test_an_error_alone_is_said_aloud_and_not_in_small_print() -> None:
    (part,) = made(Post((said(BlockKind.NOTE, "No such page."),)))
    assert part.blocks[0]["type"] == "rich_text"


def test_buttons_seen_by_one_person_are_theirs() -> None:
    post = Post((said(BlockKind.NOTE, "Sure?"),), actions=(Action("Yes", "/forget yes"),))
    (actions,) = below(post, SEAL, CHAT, "en", "U1")
    value = actions["elements"][0]["value"]
    assert SEAL.open(value, CHAT, "U1") == "/forget yes"
    assert SEAL.open(value, CHAT, "U2") is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(POSTS)
def test_halves_hold_what_the_whole_held(post: Post) -> None:
    for part in parts(post, (), "en"):
        assert shown(halves(part)) == shown((part,))
        assert bare(part).text


# --- hostile words ---------------------------------------------------------


def hostile(shared: Path) -> Iterator[str]:
    for name in ("output_escaping.jsonl", "bidi_and_invisible.jsonl"):
        for row in (shared / "attacks" / name).read_text("utf-8").strip().split("\n"):
            yield from (v for v in _strings(json.loads(row)) if v)
    yield from json.loads((shared / "attacks/blns.json").read_text("utf-8"))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _strings(held)


def test_hostile_words_are_shown_and_never_obeyed(shared: Path) -> None:
    """Nothing but an element that we made is a link, a mention or markup."""
    for text in hostile(shared):
        for language in ("ar", "en"):
            words = isolate(text, direction(language))
            post = Post(
                (
                    said(BlockKind.TITLE, words, language),
                    claim(1, words, language),
                    claim(2, words, language, BlockKind.QUOTE),
                    Block(BlockKind.NOTE, (Span(words, href=text),), language),
                ),
                actions=(Action(text, "/retry"),),
            )
            for part in made(post, language):
                check_message(list(part.blocks))
                _inert(part, text)


def _inert(part: Part, text: str) -> None:
    kinds = {e["type"] for e in _elements(part.blocks) if "type" in e}
    assert not kinds & {"mrkdwn", "user", "channel", "broadcast", "emoji", "usergroup", "markdown"}
    for element in _elements(part.blocks):
        if element.get("type") == "link":
            assert element["url"] in ("https://a.example/1", "https://a.example/2", address(text))
            assert element["url"].lower().startswith(("http://", "https://"))
        if element.get("type") == "plain_text" and "emoji" in element:
            assert element["emoji"] is False
    assert "<" not in part.text
    assert ">" not in part.text


@pytest.mark.parametrize(("text", "safe"), [("<!here> & <@U1>", "&lt;!here&gt; &amp; &lt;@U1&gt;")])
def test_the_text_of_notifications_is_escaped(text: str, safe: str) -> None:
    assert escape(text) == safe


def test_citation_numbers_come_with_the_words_that_rest_on_them() -> None:
    assert citations(Post((claim(7, "It opened."),))) == {7: "It opened. "}


@pytest.mark.parametrize(
    ("text", "typed_as"),
    [
        ("/help lists the rest", "/isnad help lists the rest"),
        ("more: /length full, or /brief LINKS", "more: /isnad length full, or /brief LINKS"),
        ("/\u2068source N\u2069: what", "\u2068/isnad source N\u2069: what"),
        ("https://a.example/help and /helpless", "https://a.example/help and /helpless"),
    ],
)
def test_commands_are_named_as_people_type_them(text: str, typed_as: str) -> None:
    names, own = ("help", "length", "source", "brief"), ("brief",)
    assert typed(said(BlockKind.TEXT, text), names, own).spans[0].text == typed_as
    assert typed(said(BlockKind.CLAIM, text), names, own).spans[0].text == text


def test_a_commands_other_names_are_typed_behind_isnad_too() -> None:
    names, own = ("digest", "source", "نشرة", "مصدر"), ("digest",)
    told = said(BlockKind.TEXT, "\u2068/مصدر\u2069 3 أو /نشرة أو و/أو", "ar")
    (span,) = typed(told, names, own).spans
    assert span.text == "\u2068\u200e/isnad مصدر\u2069 3 أو \u200e/isnad نشرة أو و/أو"


def test_in_arabic_a_command_keeps_its_slash_before_it() -> None:
    (span,) = typed(said(BlockKind.TEXT, "وفي /help بقية", "ar"), ("help",)).spans
    assert span.text == "وفي \u200e/isnad help بقية"


@pytest.mark.parametrize("letters", ["%D9%85" * 50, "م" * 50])
def test_of_a_long_address_only_the_host_is_shown(letters: str) -> None:
    href = f"https://a.example/{'%D9%85' * 50}"
    shown_as = Span(f"https://a.example/{letters}", href=href)
    shown = json.dumps(kit([Block(BlockKind.TEXT, (shown_as,), "ar")]), ensure_ascii=False)
    assert '"text": "a.example/…"' in shown
    assert f'"url": "{href}"' in shown


def test_a_digest_without_news_counts_nothing() -> None:
    title = Block(BlockKind.TITLE, (Span("Digest"),), "en")
    none = Block(BlockKind.NOTE, (Span("No new stories."),), "en")
    assert "claim" not in shown(made(Post((title, none))))
    assert "1 claim · 1 cited paragraph" in shown(made(Post((title, claim(1, "It opened.")))))
