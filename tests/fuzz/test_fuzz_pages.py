"""Any page is read in bounded time and without an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.targets import TARGETS

TAGS = ["p", "div", "b", "table", "td", "a", "style", "script", "title", "svg", "template", "h1"]
VALUES = st.sampled_from(["", "display:none", "color:#fff", "0;url=//x", "\x00", "\ud800", "خبر ١"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["style", "class", "id", "href", "hidden", "content", "http-equiv"]), VALUES
).map(lambda found: "".join(f' {name}="{value}"' for name, value in found.items()))
OPENED = st.builds("<{}{}>".format, st.sampled_from(TAGS), ATTRIBUTES)
CLOSED = st.sampled_from(TAGS).map("</{}>".format)
ODD = st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<", ">", "&", "&#x110000;", '"', "'"])
PIECE = OPENED | CLOSED | ODD | st.text(max_size=20)
PAGES = st.builds(
    lambda pieces, times: "".join(pieces) * times,
    st.lists(PIECE, max_size=30),
    st.sampled_from([1, 1, 1, 50]),
)


@settings(max_examples=100, deadline=None)
@given(PAGES.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=500))
def test_any_page(data: bytes) -> None:
    TARGETS["page"](data)
