"""Which blocks of a page are its article: trafilatura first, other extractors where it fails.

Every extractor only points at blocks (``align``). The first answer is kept if it is sound: most
of the page's running text, and little else. If not, the others are asked and the answers are
weighed: running text chosen, less what is no running text, times how well the answer fits the
page's own title and description.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass

from lxml.html import HtmlElement

from bot.article.align import Alignment
from bot.article.blocks import HEADINGS, Block, blocks, mass
from bot.article.signs import squeeze

ENOUGH = 250
"""Characters below which an answer is never kept without asking further."""
MARGIN = 1.1
"""How much better another extractor must do to be believed."""
SLIGHT = 1.02
"""The same between the others."""
OUTSIDE = frozenset(["nav", "consent", "share", "newsletter", "ad", "tags", "comments", "footer"])
_WORDS = re.compile(r"\w{3,}")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a page says about its article, apart from its text."""

    title: str = ""
    description: str = ""
    body: str = ""  # JSON-LD articleBody


@dataclass(slots=True)
class Choice:
    """An extractor's answer: block numbers with text, and lines that the page does not have."""

    texts: dict[int, str]
    lost: list[tuple[int, str]]
    good: int = 0
    noise: int = 0
    prose: int = 0

    @property
    def size(self) -> int:
        """Characters in all."""
        return sum(map(len, self.texts.values())) + sum(len(line) for _, line in self.lost)


def choose(tree: HtmlElement, page: list[Block], anchors: Anchors) -> Choice:
    """Choose the blocks of the article on a page; nothing is chosen where there is none."""
    total = mass(page)
    first = _choice(page, _trafilatura(tree, precise=True))
    if _sound(first, total, anchors):
        return first
    best, score = first, _score(first, anchors) * MARGIN
    for ask in _others(tree, anchors, first):
        other = _choice(page, ask())
        value = _score(other, anchors)
        if value > score:
            best, score = other, value * SLIGHT
    if best.size < ENOUGH and total > 2 * ENOUGH:
        last = _choice(page, _justext(tree))
        best = max(best, last, key=lambda c: c.good - c.noise)
    return best


def _others(
    tree: HtmlElement, anchors: Anchors, first: Choice
) -> Iterable[Callable[[], Iterable[str]]]:
    if len(anchors.body) > 2 * ENOUGH and _covered(first, anchors.body) < 0.8:
        yield lambda: _body_lines(anchors.body)
    yield lambda: _trafilatura(tree, precise=False)
    yield lambda: _readability(tree)


def _trafilatura(tree: HtmlElement, precise: bool) -> list[str]:
    from trafilatura import extract

    text = extract(tree, include_comments=False, favor_precision=precise, fast=precise)
    return text.splitlines() if text else []


def _readability(tree: HtmlElement) -> list[str]:
    from trafilatura.external import try_readability

    return [b.text for b in blocks(try_readability(copy(tree)))]


def _justext(tree: HtmlElement) -> list[str]:
    from trafilatura.external import try_justext

    return [e.text for e in try_justext(copy(tree), None, None) if e.text]


def _body_lines(body: str) -> list[str]:
    lines = re.split(r"\n+|</p>|<br\s*/?>", body)
    return [plain for line in lines if (plain := _MARKUP.sub(" ", line).strip())]


def _choice(page: list[Block], lines: Iterable[str]) -> Choice:
    found = Alignment(page)
    found.take(lines)
    choice = Choice(found.chosen(), found.lost)
    _complete(page, choice)
    _weigh(page, choice)
    return choice


def _complete(page: list[Block], choice: Choice) -> None:
    """Add the running text that the page lays out exactly like the text that was chosen.

    Extractors take one container; articles are often cut in several by advertisements.
    """
    paths = {page[n].path for n in choice.texts if page[n].prose}
    for block in page:
        if block.n not in choice.texts and block.path in paths and block.prose:
            choice.texts[block.n] = block.text
    choice.texts = dict(sorted(choice.texts.items()))


def _weigh(page: list[Block], choice: Choice) -> None:
    """Count running text (``good``), and what is likely no part of an article (``noise``)."""
    prose = [n for n in choice.texts if page[n].prose]
    paths = {page[n].path for n in prose}
    choice.good = sum(len(line) for _, line in choice.lost if len(line) >= 80)
    choice.prose = sum(len(choice.texts[n]) for n in prose)
    for n, text in choice.texts.items():
        block = page[n]
        if block.zone in OUTSIDE:
            choice.noise += len(text)
        elif block.prose or (block.path in paths and block.linked < 0.5):
            choice.good += len(text)
        elif block.tag in HEADINGS and block.linked < 0.5:
            continue
        elif block.marks & {"li", "td", "th"} and block.linked < 0.3:
            choice.noise += len(text) // 5
        else:
            choice.noise += len(text)


def _sound(choice: Choice, total: int, anchors: Anchors) -> bool:
    if choice.good < ENOUGH or choice.noise > 0.1 * choice.good:
        return False
    if len(anchors.body) > 2 * ENOUGH:
        return _covered(choice, anchors.body) >= 0.8
    return choice.prose >= 0.8 * total


def _score(choice: Choice, anchors: Anchors) -> float:
    return max(0, choice.good - choice.noise) * (0.4 + 0.6 * _relevance(choice, anchors))


def _relevance(choice: Choice, anchors: Anchors) -> float:
    """Tell how well a choice fits the title and the description of the page, 0 to 1."""
    text = " ".join(choice.texts.values())
    said = [t for t in (anchors.title, anchors.description) if len(_stems(t)) > 2]
    marks = [fits(t, text) for t in said]
    start = squeeze(anchors.description)[:40]
    if len(start) > 25:
        marks.append(float(start in squeeze(text)))
    return sum(marks) / len(marks) if marks else 1.0


def fits(title: str, text: str) -> float:
    """Return the share of the words of ``title`` that ``text`` has, inflection aside."""
    words = _stems(title)
    return len(words & _stems(text)) / len(words) if words else 0.0


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words of ``text``, which survive most inflection."""
    return {w[:5] for w in _WORDS.findall(text.lower())}


def _covered(choice: Choice, body: str) -> float:
    """Return the share of an article body that a choice holds, by samples along it."""
    key = squeeze(_MARKUP.sub(" ", body))
    text = squeeze(" ".join(choice.texts.values()))
    step = max(1, len(key) // 20)
    samples = [key[i : i + 25] for i in range(0, max(1, len(key) - 25), step)]
    return sum(s in text for s in samples) / len(samples)
