"""What a page's own styles say about an element: enough of CSS to tell hidden text.

Read are style attributes and, from <style>, rules for plain classes and ids; a rule for another
medium or state of the page is passed over. What stands in files of their own is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from lxml.html import HtmlElement

Style: TypeAlias = Mapping[str, str]
Color: TypeAlias = tuple[float, float, float, float]  # red, green, blue 0-255, alpha 0-1

LARGEST: Final = 300_000  # characters of <style> that are read
ALIKE: Final = 24  # of 255: colours nearer than this in every part cannot be told apart
WHITE: Final[Color] = (255, 255, 255, 1)
_COLORS: Final[dict[str, Color]] = {
    "white": WHITE,
    "snow": (255, 250, 250, 1),
    "ivory": (255, 255, 240, 1),
    "whitesmoke": (245, 245, 245, 1),
    "black": (0, 0, 0, 1),
    "transparent": (0, 0, 0, 0),
}
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)", re.S)
_ESCAPE: Final = re.compile(r"\\([0-9a-f]{1,6})\s?", re.I)
_FONT: Final = re.compile(r"(?:^|\s)((?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?)(?=\s*/|\s)")
_NUMBER: Final = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))\s*([a-z%]*)")
_SELECTOR: Final = re.compile(r"[a-z0-9]*((?:[.#][\w-]+)+)", re.I)
_SCREEN: Final = re.compile(r"@(?:media\s+(?:only\s+)?(?:screen|all)|layer[^{;]*|supports[^{]*)$")
_OFF: Final = frozenset(
    {"left", "right", "top", "bottom", "text-indent"} | {f"margin-{s}" for s in ("left", "right")}
)
_SIZES: Final = {"px": 4.0, "pt": 3.0, "em": 0.25, "rem": 0.25, "%": 25.0}  # smaller is hidden
_FAR: Final = {"px": 1.0, "pt": 1.0, "em": 12.0, "rem": 12.0, "vw": 8.0, "vh": 8.0, "%": 8.0}
"""Units of a distance as pixels, about."""


def declarations(text: str) -> dict[str, str]:
    """Read "name: value; ..." in lower case, without comments, escapes and "!important"."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)), text)
    found = {}
    for part in _COMMENT.sub("", text).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.partition("!")[0].strip()
    return found


class Sheet:
    """The rules of a page for plain classes and ids."""

    def __init__(self, tree: HtmlElement) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        text = "\n".join("".join(e.itertext()) for e in tree.iter("style"))[:LARGEST]
        for selectors, body in _rules(_COMMENT.sub("", text)):
            plain = [_SELECTOR.fullmatch(one.strip()) for one in selectors.split(",")]
            names = [one[1] for one in plain if one]
            if names and (said := declarations(body)):
                for name in names:
                    self._rules.setdefault(name, {}).update(said)

    def __bool__(self) -> bool:
        """Whether there is any rule."""
        return bool(self._rules)

    def of(self, element: HtmlElement) -> dict[str, str]:
        """Return what the page's styles say about an element, its own attribute last."""
        found: dict[str, str] = {}
        if self._rules:
            names = [f".{name}" for name in (element.get("class") or "").split()]
            for name in (*names, f"#{element.get('id')}"):
                found |= self._rules.get(name, {})
        own = element.get("style")
        return found | declarations(own) if own else found


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Part a style sheet into selectors and declarations; other media are passed over."""
    depth, start, head, other = 0, 0, "", 0
    for match in re.finditer(r"[{};]", text):
        sign, piece = match[0], text[start : match.start()].strip()
        if sign == "{":
            depth += 1
            if piece.startswith("@") and not other and not _SCREEN.match(piece.lower()):
                other = depth
            head = piece
        elif sign == "}":
            if head and not head.startswith("@") and not other:
                yield head, piece
            other = 0 if other >= depth else other
            depth, head = max(0, depth - 1), ""
        elif head:
            continue
        start = match.end()


def is_unseen(style: Style) -> bool:
    """Tell whether a style keeps an element from being seen, colours aside."""
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("content-visibility") == "hidden"
        or _is_faint(style)
        or _is_tiny(style)
        or _is_clipped(style)
        or any(_is_far(name, value) for name, value in style.items() if name in _OFF)
        or _is_moved(style.get("transform", ""))
    )


def _number(value: str) -> tuple[float, str] | None:
    found = _NUMBER.match(value)
    return (float(found[1]), found[2]) if found else None


def _is_faint(style: Style) -> bool:
    seen = _number(style.get("opacity", "")) or (1.0, "")
    veil = re.search(r"opacity\(\s*0*(?:\.0\d*)?%?\s*\)", style.get("filter", ""))
    return seen[0] < (5 if seen[1] == "%" else 0.05) or bool(veil)


def _is_tiny(style: Style) -> bool:
    short = _FONT.search(style.get("font", ""))
    size = _number(style.get("font-size", "") or (short[1] if short else ""))
    zoom = _number(style.get("zoom", ""))
    if zoom and zoom[0] < (10 if zoom[1] == "%" else 0.1):
        return True
    return bool(size and (size[0] == 0 or size[0] < _SIZES.get(size[1], 0.0)))


def _is_clipped(style: Style) -> bool:
    if re.match(r"rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]", style.get("clip", "")):
        return True
    if re.match(r"inset\(\s*(?:5\d|[6-9]\d|100)%\s*\)|circle\(\s*0", style.get("clip-path", "")):
        return True
    if "hidden" not in f"{style.get('overflow')} {style.get('overflow-y')}":
        return False
    if any(name.startswith("padding") for name in style):  # a box that keeps a picture's shape
        return False
    sizes = (_number(style.get(f"{m}{n}", "")) for m in ("", "max-") for n in ("width", "height"))
    return any(size is not None and size[0] <= 1 and size[1] in ("", "px", "em") for size in sizes)


def _is_far(name: str, value: str) -> bool:
    found = _number(value)
    if not found or found[1] not in _FAR:
        return False
    distance = found[0] * _FAR[found[1]]
    near = 1000 if name.startswith("margin") else 100
    return distance <= -near or distance >= 5000 or (found[1] in ("vw", "vh") and found[0] >= 100)


def _is_moved(transform: str) -> bool:
    moved = re.search(r"translate[xy]?\(\s*(-?\d+\.?\d*)(px|em|rem|vw|vh|%)", transform)
    if moved and _is_far("margin-left", f"{moved[1]}{moved[2]}"):
        return True
    return bool(re.search(r"scale[xy]?\(\s*0*(?:\.0\d*)?\s*[,)]", transform))


def color(value: str) -> Color | None:
    """Read a colour; ``None`` for what is none, or is not known (a variable, a picture)."""
    value = value.strip().lower()
    if value in _COLORS:
        return _COLORS[value]
    if digits := re.fullmatch(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", value):
        text = digits[1] if len(digits[1]) > 4 else "".join(2 * d for d in digits[1])
        parts = [int(text[n : n + 2], 16) for n in range(0, len(text), 2)]
        return (parts[0], parts[1], parts[2], parts[3] / 255 if len(parts) > 3 else 1)
    if re.match(r"rgba?\(", value):
        numbers = [float(n) for n in re.findall(r"\d+\.?\d*|\.\d+", value)][:4]
        if len(numbers) >= 3:
            return (numbers[0], numbers[1], numbers[2], numbers[3] if len(numbers) > 3 else 1)
    return None


def background(style: Style) -> Color | None:
    """Return the colour behind an element that names one, a picture or a gradient counting not."""
    said = style.get("background-color") or style.get("background", "")
    return next((found for word in said.split() if (found := color(word))), None)


def is_alike(text: Color, behind: Color) -> bool:
    """Tell whether a text in one colour cannot be seen on another."""
    if text[3] < 0.1:
        return True
    return all(abs(a - b) < ALIKE for a, b in zip(text[:3], behind[:3], strict=True))
