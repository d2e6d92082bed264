"""Rich messages: what they hold, how they read, where they end."""

import pytest

from bot.testing.telegram.html import MarkupError
from bot.testing.telegram.rich import Rich, read_rich
from bot.testing.telegram.richmarkdown import to_html


def test_blocks_of_a_message() -> None:
    rich = read_rich(
        "<h2>Title</h2><p>One <b>two</b><br>three</p><hr/><ul><li>a</li><li><b>b</b></li></ul>"
        "<table bordered><tr><th>h</th></tr><tr><td align='right'>1</td></tr></table>"
        "<details open><summary>More</summary><blockquote>q<cite>c</cite></blockquote></details>"
        "<footer>end</footer>"
    )
    assert [block["type"] for block in rich.blocks] == [
        "heading",
        "paragraph",
        "divider",
        "list",
        "table",
        "details",
        "footer",
    ]
    assert rich.text.split("\n") == [
        *("Title", "One two", "three", "———", "• a", "• b", "h", "1"),
        *("▾ More", "  │ q", "  │ — c", "end"),
    ]


def test_white_space_is_one_space_and_none_at_the_edges() -> None:
    assert read_rich("<p>\n one\n  <i>two</i> </p>\n").blocks == (
        {"type": "paragraph", "text": ["one ", {"type": "italic", "text": "two"}]},
    )


def test_links_of_every_kind() -> None:
    rich = read_rich(
        '<p><a href="https://a.example/x">a</a> <a href="#n1">[1]</a> <a href="#top">up</a> '
        '<a href="mailto:x@a.example">m</a> t.me/x</p><a name="top"></a>'
        '<p><tg-reference name="n1">note</tg-reference></p>'
    )
    kinds = [p["type"] for p in rich.blocks[0]["text"] if isinstance(p, dict)]
    assert kinds == ["url", "reference_link", "anchor_link", "email_address", "url"]
    assert rich.links == ("https://a.example/x", "mailto:x@a.example", "t.me/x")
    assert rich.blocks[1] == {"type": "anchor", "name": "top"}
    assert rich.dropped == ()


def test_what_leads_nowhere_is_noted() -> None:
    rich = read_rich('<p><a href="#gone">x</a> <a href="javascript:x">y</a> <b class="z">w</b></p>')
    assert set(rich.dropped) == {"#gone leads nowhere", "javascript:x", "<b class>"}
    assert rich.links == ()


def test_entities_are_not_looked_for_where_it_is_asked() -> None:
    assert read_rich("<p>t.me/x</p>", detect=False).links == ()


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>x",
        "x</p>",
        "<p><b>x</p></b>",
        "<script>x</script>",
        "<div>x</div>",
        "<p>a < b</p>",
        "<!-- x --><p>y</p>",
        "<li>x</li>",
        "<p><h1>x</h1></p>",
        "<ul></ul>",
        "<details>x</details>",
        "<table><tr><td><p>x</p></td></tr></table>",
        '<img src="data:image/png;base64,x"/>',
        '<ol start="x"><li>y</li></ol>',
        "<tg-time>now</tg-time>",
        "<figure>x</figure>",
    ],
)
def test_what_is_refused(html: str) -> None:
    with pytest.raises(MarkupError):
        read_rich(html)


def nested(depth: int) -> str:
    return "<blockquote>" * depth + "x" + "</blockquote>" * depth


def table(columns: int) -> str:
    return f"<table><tr>{'<td>x</td>' * columns}</tr></table>"


@pytest.mark.parametrize(
    ("taken", "refused"),
    [
        ("x" * 32_768, "x" * 32_769),
        ("<p>x</p>" * 500, "<p>x</p>" * 501),
        ("<ul>" + "<li>x</li>" * 249 + "</ul>", "<ul>" + "<li>x</li>" * 250 + "</ul>"),
        (nested(15), nested(16)),
        (table(20), table(21)),
        ('<img src="https://a.example/x.jpg"/>' * 50, '<img src="https://a.example/x.jpg"/>' * 51),
    ],
    ids=["characters", "blocks", "items", "depth", "columns", "media"],
)
def test_limits(taken: str, refused: str) -> None:
    read_rich(taken)
    with pytest.raises(MarkupError):
        read_rich(refused)


def test_media_formulas_and_times() -> None:
    rich = read_rich(
        '<figure><img src="https://a.example/x.jpg"/><figcaption>c<cite>d</cite></figcaption>'
        '</figure><tg-map lat="1.5" long="2" zoom="14"/><tg-math-block>x^2</tg-math-block>'
        '<p><tg-time unix="5" format="r">now</tg-time> <tg-math>y</tg-math> '
        '<tg-emoji emoji-id="7">🙂</tg-emoji></p><aside>said<cite>she</cite></aside>'
        '<pre><code class="language-py">a  b</code></pre>'
    )
    kinds = ["photo", "map", "mathematical_expression", "paragraph", "pullquote", "pre"]
    assert [block["type"] for block in rich.blocks] == kinds
    assert [part["type"] for part in rich.blocks[3]["text"] if part != " "] == [
        *("date_time", "mathematical_expression", "custom_emoji"),
    ]
    assert rich.blocks[5] == {"type": "pre", "text": "a  b", "language": "py"}
    assert rich.text.split("\n") == ["c", "— d", "x^2", "now y 🙂", "│ said", "│ — she", "a  b"]


def test_lists_count_and_tick() -> None:
    rich = read_rich(
        '<ol start="3"><li>a</li><li value="7">b</li></ol>'
        '<ul><li><input type="checkbox" checked>c</li><li><input type="checkbox">d</li></ul>'
    )
    assert rich.text.split("\n") == ["3. a", "7. b", "• ☑ c", "• ☐ d"]


def test_references_to_characters() -> None:
    rich = read_rich("<p>&lt;b&gt; &mdash;&#x41;&#65; &copy; &amp;lt;</p>")
    assert rich.text == "<b> —AA &copy; &lt;"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# One\n\ntwo\nthree", "<h1>One</h1><p>two three</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol><li value="3">a</li><li value="4">b</li></ol>'),
        ("> q\n> r", "<blockquote><p>q r</p></blockquote>"),
        ("**b** _i_ ~~s~~ `a*b`", "<p><b>b</b> <i>i</i> <s>s</s> <code>a*b</code></p>"),
        ("[x](https://a.example/y_z_w)", '<p><a href="https://a.example/y_z_w">x</a></p>'),
        ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b</code></pre>'),
        (
            "| h | i |\n|:--|--:|\n| 1 | 2 |",
            '<table><tr><th align="left">h</th><th align="right">i</th></tr>'
            '<tr><td align="left">1</td><td align="right">2</td></tr></table>',
        ),
        (r"\*no\* 2 \< 3", "<p>*no* 2 &lt; 3</p>"),
        ("---", "<hr/>"),
    ],
)
def test_markdown(markdown: str, html: str) -> None:
    assert to_html(markdown) == html
    assert isinstance(read_rich(to_html(markdown)), Rich)
