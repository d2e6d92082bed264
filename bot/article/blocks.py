"""A page as a list of text blocks: what a reader sees between two line breaks.

The blocks hold the page's own words in page order. The extractor only says which of them
are the article: so nothing that it does to characters, tables or line breaks reaches the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from bot.article.hidden import unseen
from bot.article.patterns import lists, pattern
from bot.article.signs import is_dense, squeeze, tidy


@dataclass(slots=True)
class Block:
    """One run of text. ``path`` is equal for blocks that the page lays out alike."""

    n: int
    text: str
    tag: str
    path: int
    zone: str
    links: int  # characters inside links
    key: str = ""  # the text without spaces and signs, for comparing
    marks: frozenset[str] = field(default_factory=frozenset)
    prose: bool = False  # running text: long, and neither links nor outside the article

    @property
    def linked(self) -> float:
        """Share of the text that stands inside links."""
        return self.links / max(1, len(self.text))


SKIP = frozenset(lists()["elements"]["skipped"])
BREAKING = frozenset(lists()["elements"]["breaking"])
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ZONES = {
    "nav": "nav",
    "menu": "nav",
    "footer": "footer",
    "aside": "aside",
    "figcaption": "caption",
    "figure": "caption",
}
NEVER = ("template", "noscript", "noframes", "iframe", "object", "textarea", "select", "dialog")
"""Elements whose text browsers do not show, or not as text."""
SEEN = 500
"""Characters of running text from which a page shows an article, so that hidden text is none."""


@dataclass(slots=True)
class _Frame:
    tag: str
    path: int
    zone: str
    marks: frozenset[str]
    hidden: HtmlElement | None  # the outermost hidden element around
    first: int = 0  # number of the first block inside


class _Walk:
    """The state of one pass over a page: open elements, and the run of text being gathered."""

    def __init__(self, unseen: set[HtmlElement]) -> None:
        self.unseen = unseen
        self.hidden: dict[HtmlElement, int] = {}  # outermost hidden element -> characters in it
        self.size = 0
        self.blocks: list[Block] = []
        self.frames = [_Frame("body", 0, "", frozenset(), None)]
        self.parts: list[str] = []
        self.links = 0
        self.depth = 0  # of <a>

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.size += len(text)
        if (root := self.frames[-1].hidden) is not None:
            self.hidden[root] = self.hidden.get(root, 0) + len(text)
            return
        self.parts.append(text)
        if self.depth:
            self.links += len(text.strip())

    def flush(self) -> None:
        if not self.parts:
            return
        text = tidy("".join(self.parts))
        frame = self.frames[-1]
        if text:
            block = Block(
                len(self.blocks),
                text,
                frame.tag,
                frame.path,
                frame.zone,
                self.links,
                squeeze(text),
                frame.marks,
            )
            self.blocks.append(block)
        self.parts.clear()
        self.links = 0

    def row(self, first: int) -> None:
        """Make one block of a row of short cells; longer cells are a page's layout, not a table."""
        cells = self.blocks[first:]
        if not 1 < len(cells) <= 12 or any(
            len(c.text) > 120 or c.tag not in ("td", "th") for c in cells
        ):
            return
        del self.blocks[first + 1 :]
        head = self.blocks[first]
        head.text = " | ".join(c.text for c in cells)
        head.key = squeeze(head.text)
        head.links = sum(c.links for c in cells)

    def open(self, element: HtmlElement, tag: str) -> None:
        top = self.frames[-1]
        hidden = top.hidden
        if hidden is None and element in self.unseen:
            hidden = element
        if tag in BREAKING:
            self.flush()
            self.frames.append(_frame(element, tag, top, hidden))
            self.frames[-1].first = len(self.blocks)
        elif hidden is not top.hidden:
            self.frames.append(_Frame(top.tag, top.path, top.zone, top.marks, hidden))
        if tag == "a":
            self.depth += 1
        self.add(element.text)

    def close(self, element: HtmlElement, tag: str) -> None:
        if tag == "a":
            self.depth -= 1
        if tag in BREAKING:
            self.flush()
            frame = self.frames.pop()
            if tag == "tr":
                self.row(frame.first)
        elif self.frames[-1].hidden is element:
            self.frames.pop()
        self.add(element.tail)


def _frame(element: HtmlElement, tag: str, top: _Frame, hidden: HtmlElement | None) -> _Frame:
    names = element.get("class") or ""
    path = top.path if tag == "br" else hash((top.path, tag, names))
    zone, marks = top.zone, top.marks
    ids = f"{names} {element.get('id') or ''}".strip()
    if tag in ("blockquote", "table", "pre") and zone == "caption":
        zone = ""
    if tag in ZONES:
        zone = zone or ZONES[tag]
    elif ids and not zone and tag not in ("body", "html", "main", "article"):
        found = pattern("zones").search(ids)
        zone = found.lastgroup or "" if found else ""
    if tag in ("blockquote", "li", "td", "th", "pre", "figure", "header"):
        marks = marks | {tag}
    shown = top.tag if tag in ("br", "tr", "tbody", "table") else tag
    return _Frame(shown, path, zone, marks, hidden)


def blocks(tree: HtmlElement) -> list[Block]:
    """List the text blocks of a page in page order; hidden elements are left out.

    Where the rest of a page shows next to nothing, an element that is styled as hidden and holds
    most of its text is the page (scripts fade it in), and is not left out.
    """
    return _seen(tree)[0]


def hide(tree: HtmlElement) -> list[Block]:
    """Take out of a page what its readers do not see; list the blocks of the rest."""
    etree.strip_elements(tree, *NEVER, with_tail=False)
    found, hidden = _seen(tree)
    for element in hidden:
        element.drop_tree()
    return found


def _seen(tree: HtmlElement) -> tuple[list[Block], list[HtmlElement]]:
    """Return the blocks of a page, and the elements left out."""
    kept = list(tree.iter())  # or each pass makes all the elements anew
    hidden = unseen(tree)
    for _ in range(3):
        walk = _walked(tree, hidden)
        found = _zoned(walk.blocks)
        main = [e for e, size in walk.hidden.items() if size > max(1000, 0.4 * walk.size)]
        if not main or mass(found) >= SEEN:
            break
        hidden = hidden.difference(main)
    del kept
    return found, [e for e in hidden if e.getparent() is not None]


def _zoned(found: list[Block]) -> list[Block]:
    """Forget the zones that hold most of a page's long text: the page only names things oddly."""
    sizes: dict[str, int] = {}
    for block in found:
        if len(block.text) >= 80 and block.linked < 0.4:
            sizes[block.zone] = sizes.get(block.zone, 0) + len(block.text)
    limit = {"comments": 0.9}
    whole = sum(sizes.values())
    odd = {z for z, size in sizes.items() if z and size > limit.get(z, 0.5) * whole}
    for block in found:
        if block.zone in odd:
            block.zone = ""
        block.prose = _is_prose(block)
    return found


def _walked(tree: HtmlElement, unseen: set[HtmlElement]) -> _Walk:
    walk = _Walk(unseen)
    events = etree.iterwalk(tree, events=("start", "end"))
    for event, element in events:
        tag = element.tag
        if not isinstance(tag, str):
            if event == "end":
                walk.add(element.tail)
            continue
        if tag in SKIP:
            if event == "start":
                events.skip_subtree()
            else:
                walk.add(element.tail)
        elif event == "start":
            walk.open(element, tag)
        else:
            walk.close(element, tag)
    walk.flush()
    return walk


def mass(found: list[Block]) -> int:
    """Count the characters of the running text among the blocks: long, and not made of links."""
    return sum(len(b.text) for b in found if b.prose)


def _is_prose(block: Block) -> bool:
    """Tell running text from labels, lists of links, and what stands outside an article."""
    return (
        len(block.text) >= (30 if is_dense(block.text) else 80)
        and block.linked < 0.4
        and block.zone in ("", "quote")
        and block.tag not in HEADINGS
    )
