"""Which elements of a page its readers do not see, by its own markup and styles.

Hidden text is how a page speaks to programs behind the backs of its readers.
"""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from bot.article.styles import WHITE, Color, Sheet, Style, background, color, is_alike, is_unseen

_WHOLE = frozenset(("html", "body"))
_SAYING = frozenset(("style", "hidden", "aria-hidden", "bgcolor", "color"))
_NAMED = frozenset(("class", "id"))  # say something where a style sheet has rules for them
_TEXTLESS = frozenset(("head", "script", "style", "img", "link", "meta", "source", "path"))


def unseen(tree: HtmlElement) -> set[HtmlElement]:
    """Return the elements that are hidden by themselves, inside others or not.

    <html> and <body> are never hidden: a script shows them.
    """
    sheet = Sheet(tree)
    saying = _SAYING | _NAMED if sheet else _SAYING
    found: set[HtmlElement] = set()
    behind: list[Color | None] = [WHITE]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            behind.pop()
            continue
        if saying.isdisjoint(element.keys()):  # as for most, nothing is said
            behind.append(behind[-1])
            continue
        style = sheet.of(element)
        behind.append(_behind(element, style, behind[-1]))
        if element.tag in _WHOLE or element.tag in _TEXTLESS:
            continue
        if (
            _is_marked(element)
            or (style and is_unseen(style))
            or _is_camouflaged(element, style, behind[-1])
        ):
            found.add(element)
    return found


def _is_marked(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or (
        (element.get("aria-hidden") or "").strip().lower() == "true"
    )


def _behind(element: HtmlElement, style: Style, outer: Color | None) -> Color | None:
    """Return the colour behind an element's text; ``None`` where a picture may be there."""
    if not style and element.get("bgcolor") is None:
        return outer  # as most elements
    if "url(" in (text := f"{style.get('background')}{style.get('background-image')}"):
        return None
    if "gradient(" in text or "var(" in f"{text}{style.get('background-color')}":
        return None
    own = background(style) or color(element.get("bgcolor") or "")
    return own if own and own[3] > 0.5 else outer


def _is_camouflaged(element: HtmlElement, style: Style, behind: Color | None) -> bool:
    """Tell text in the colour of what is behind it; a colour from a style sheet alone is passed.

    What is behind text that a style sheet colours is mostly said in a style sheet, too.
    """
    inline = "color" in (element.get("style") or "").lower()
    said = style.get("color") if inline else element.get("color")
    own = color(said) if said else None
    if own is None:
        return False
    return own[3] < 0.1 or (behind is not None and is_alike(own, behind))
