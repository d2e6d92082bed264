"""What is shown of mrkdwn, Markdown and rich text: words, links, mentions; and the page of it."""

import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.testing.slack import FakeSlack, Message, View
from bot.testing.slack.__main__ import Console
from bot.testing.slack.inline import Kind, Run, markdown, mrkdwn
from bot.testing.slack.lines import block_lines, markdown_lines, mrkdwn_lines
from bot.testing.slack.payloads import typed
from bot.testing.slack.render import PHONE, render_html, render_view

Json = dict[str, Any]


def said(text: str = "", blocks: list[Json] | None = None, **more: Any) -> Message:
    return Message("C1", "1.0", "U1", text, blocks=blocks or [], **more)


def shown(text: str) -> str:
    return "".join(run.text for run in mrkdwn(text))


def styles(runs: tuple[Run, ...]) -> dict[str, list[str]]:
    return {run.text: sorted(run.styles) for run in runs if run.styles}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("&quot;", "&quot;"),
        ("<https://a.example/x|words>", "words"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<b>not a tag</b>", "<b>not a tag</b>"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<!channel> <!here> <@U1> <#C1|news>", "@channel @here @U1 #news"),
        ("<!date^1700000000^{date}|14 November>", "14 November"),
        ("*bold* _soft_ ~gone~ `code`", "bold soft gone code"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("*قال الوزير* إن", "قال الوزير إن"),
        ("* not bold *", "* not bold *"),
        ("`*raw* &lt;`", "*raw* <"),
    ],
)
def test_mrkdwn_is_read_as_slack_reads_it(text: str, seen: str) -> None:
    assert shown(text) == seen


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**b** and *i* and ~~s~~", {"b": ["bold"], "i": ["italic"], "s": ["strike"]}),
        ("***x***", {}),
        (r"\*not\* `code`", {"code": ["code"]}),
        ("**عنوان**: نص", {"عنوان": ["bold"]}),
    ],
)
def test_markdown_has_its_own_marks(text: str, seen: dict[str, list[str]]) -> None:
    found = styles(markdown(text))
    assert found == seen or not seen


def test_markdown_links_escapes_and_mentions() -> None:
    runs = markdown(r"[a \[b\]](https://a.example/x_(y)) <@U1> \[no](x) &lt;")
    assert [(run.text, run.to) for run in runs if run.kind is Kind.LINK] == [
        ("a [b]", "https://a.example/x_(y)")
    ]
    assert [run.to for run in runs if run.kind is Kind.USER] == ["U1"]
    assert "".join(run.text for run in runs).endswith("[no](x) <")


def test_markdown_has_blocks() -> None:
    text = "# T\n\n- one\n  1. two\n> said\n---\n| a | b |\n|---|---|\n| 1 | 2 |\n```\nx **y**\n```"
    kinds = [line.kind for line in markdown_lines(text)]
    assert kinds == [
        *("heading", "text", "item", "item", "quote", "rule", "row", "row", "row", "code"),
    ]
    assert [line.text for line in markdown_lines(text)][-1] == "x **y**"


def test_links_and_mentions_of_a_message_are_found_in_blocks() -> None:
    message = said(
        "fallback <!here>",
        [
            {"type": "section", "text": {"type": "mrkdwn", "text": "<https://a.example|A> <@U2>"}},
            {"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}},
            {"type": "markdown", "text": "[B](https://b.example) https://c.example."},
        ],
    )
    assert message.links == [
        ("A", "https://a.example"),
        ("B", "https://b.example"),
        ("https://c.example", "https://c.example"),
    ]
    assert message.mentions == ["U2", "here"]
    assert message.screen.split("\n")[1] == "<!channel>"


@pytest.mark.parametrize(
    ("text", "verbatim", "links"),
    [
        ("see a.example.com/x.", False, ["http://a.example.com/x"]),
        ("see README.md, 3.5 km, e.g. U.S. a.b", False, ["http://README.md"]),
        ("قالت aljazira.example.net: نعم", False, ["http://aljazira.example.net"]),
        ("desk@example.org", False, ["mailto:desk@example.org"]),
        ("a.example.com https://b.example c@example.org", True, []),
        ("<https://b.example|b> a.example.com", True, ["https://b.example"]),
    ],
)
def test_bare_addresses_become_links_but_verbatim(
    text: str, verbatim: bool, links: list[str]
) -> None:
    told = {"type": "mrkdwn", "text": text, "verbatim": verbatim}
    message = said("x", [{"type": "section", "text": told}])
    assert [to for _, to in message.links] == links


def test_a_block_that_shouts_is_heard_unless_verbatim() -> None:
    loud = {"type": "mrkdwn", "text": "@channel and @everyone"}
    assert said("x", [{"type": "section", "text": loud}]).mentions == ["channel", "everyone"]
    quiet = loud | {"verbatim": True}
    assert said("x", [{"type": "section", "text": quiet}]).mentions == []
    assert said("@channel and @everyone").mentions == []


def test_escaped_words_mention_nobody() -> None:
    message = said("&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|reuters&gt;")
    assert message.mentions == []
    assert message.screen == "<!channel> <@U1> <https://evil.example|reuters>"


def test_what_people_type_becomes_mrkdwn_and_rich_text() -> None:
    text, blocks = typed(
        "a<b & [one](https://a.example/?x=1&y=2) https://b.example/x. <@U0BOT000001>"
    )
    assert text == (
        "a&lt;b &amp; <https://a.example/?x=1&amp;y=2|one> <https://b.example/x>. <@U0BOT000001>"
    )
    kinds = [element["type"] for element in blocks[0]["elements"][0]["elements"]]
    assert kinds == ["text", "link", "text", "link", "text", "user"]
    seen = ["".join(run.text for run in line.runs) for line in block_lines(blocks)]
    assert seen == ["a<b & one https://b.example/x. @U0BOT000001"]


def test_every_block_shows_its_words() -> None:
    plain = {"type": "plain_text", "text": "word"}
    blocks: list[Json] = [
        {"type": "header", "text": plain},
        {"type": "context", "elements": [plain, {"type": "mrkdwn", "text": "*more*"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 2]},
        {"type": "image", "image_url": "https://a.example/i", "alt_text": "a map", "title": plain},
        {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": plain}]},
        {"type": "input", "label": plain, "element": {"type": "plain_text_input"}},
    ]
    assert [line.text for line in block_lines(blocks)] == [
        *("word", "word\tmore", "a\ta", "word", "🖼 a map", "[word]", "word"),
    ]


marks = st.text(st.sampled_from("*_~`<>|&;!@#[]()\\ \nab اب1-") | st.characters(), max_size=60)


@given(marks)
@settings(deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    for line in [*mrkdwn_lines(text), *markdown_lines(text)]:
        assert isinstance(line.text, str)


@given(marks.filter(lambda text: not re.search(r"[*_~`]|https?:", text)))
@settings(deadline=None)
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for line in text.split("\n"):
        if line.startswith(">"):
            return
    assert "\n".join(line.text for line in mrkdwn_lines(escaped)) == text


def test_long_lines_of_marks_are_read_quickly() -> None:
    marks = (
        "*a ",
        "_a_ ",
        "<https://a.example|x> ",
        "[x](https://a.example) ",
        "[",
        "[(",
        "<",
        "*",
    )
    began = time.process_time()
    for mark in marks:
        text = mark * (12_000 // len(mark))
        assert list(markdown_lines(text))
        assert list(mrkdwn_lines(text))
    assert time.process_time() - began < 5


class Page(HTMLParser):
    """Tags, addresses and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


async def test_a_page_shows_what_the_viewer_may_see() -> None:
    async with FakeSlack() as slack:
        amina, news = slack.user("Amina"), slack.channel("news")
        news.says(amina, f"{slack.bot} <script>alert(1)</script> https://a.example/1")
        hidden = said("only for you", ephemeral_for=amina.id, by_app=True)
        hidden.channel = news.id
        slack.add(hidden, silent=True)
        page = Page()
        page.feed(render_html(news, PHONE))
        assert "script" not in page.tags
        assert page.links == ["https://a.example/1"]
        assert "@isnad" in page.words
        assert "only for you" not in page.words
        assert "only for you" in render_html(news, viewer=amina.id)


async def test_only_safe_addresses_become_links_on_a_page() -> None:
    async with FakeSlack() as slack:
        news = slack.channel("news")
        message = said("<javascript:alert(1)|x> [y](javascript:alert(1))", by_app=True)
        message.channel, message.markdown = news.id, True
        slack.add(message, silent=True)
        page = Page()
        page.feed(render_html(news))
        assert page.links == []


async def test_a_block_has_one_direction_and_a_list_one_for_each_item() -> None:
    async with FakeSlack() as slack:
        news = slack.channel("news")
        blocks: list[Json] = [
            {"type": "section", "text": {"type": "mrkdwn", "text": "خبر\nnews"}},
            {"type": "markdown", "text": "- خبر\n- news"},
        ]
        message = said("x", blocks, by_app=True)
        message.channel = news.id
        slack.add(message, silent=True)
        page = render_html(news)
        assert re.search(r'dir="auto">خبر\nnews</div>', page)
        assert len(re.findall(r'class="line item" dir="auto"', page)) == 2


async def test_a_thread_has_its_own_page() -> None:
    async with FakeSlack() as slack:
        amina, news = slack.user("Amina"), slack.channel("news")
        parent = news.says(amina, "parent")
        news.says(amina, "an answer", thread=parent)
        assert "an answer" not in render_html(news)
        assert "1 reply" in render_html(news)
        assert "an answer" in render_html(news, thread=parent)


async def test_a_modal_has_its_own_page() -> None:
    words: Json = {"type": "plain_text", "text": "كلمات"}
    content: Json = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Source <3>"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {"type": "input", "label": words, "element": {"type": "plain_text_input"}},
            {"type": "section", "fields": [words, words], "accessory": {"type": "overflow"}},
        ],
    }
    page = Page()
    page.feed(render_view(View("V1", "U1", content, "V1"), PHONE))
    assert [word for word in page.words if word.strip()][1:] == [
        *("Source <3>", "كلمات", "كلمات", "كلمات", "Close", "Save"),
    ]


async def test_one_can_talk_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    async with FakeSlack() as slack:
        slack.events = frozenset()
        console = Console(slack, "Amina", "ar-SA")
        for line in ("hello", ":channel", "@isnad read this", ":reply and this", "", ":help"):
            assert console.take(line)
        answer = said("an answer", by_app=True)
        answer.channel = console.news.id
        slack.add(answer)
        console.show()
        assert not console.take(":quit")
        assert slack.dm(console.me).screen() == ["hello"]
        assert console.news.screen() == ["@U0BOT000001 read this", "an answer"]
        assert console.news.thread(console.news.messages[0])[0].text == "and this"
        assert "[news] an answer" in capsys.readouterr().out
