"""What a page is: an article, a teaser, a live blog, or something that holds no article."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.article.blocks import HEADINGS, Block
from bot.article.evidence import Evidence
from bot.article.extract import fits
from bot.article.patterns import pattern
from bot.article.urls import split
from bot.language.fold import folded
from bot.model import Completeness, ProblemKind

LEAST = 150
"""Characters of text below which a page holds no article (the shortest news flashes have more)."""
FLASH = 80
"""The same where the page itself says that it is an article."""
TEASER = 2000
"""Characters above which a text behind a paywall sign is whole after all."""
CARDS = 12
"""Linked headlines that can make a page a list."""
RUN = 700
"""Characters of text without a headline between from which a page is an article."""
_ROOT = re.compile(
    r"^/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|main)(?:\.\w+)?/?)?$", re.I
)
_LISTS = frozenset(
    ["CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage", "AboutPage", "ContactPage"]
)


def kind_of_page(
    told: Evidence, html: str, page: Sequence[Block], chosen: Collection[int], text: str, url: str
) -> Completeness | ProblemKind:
    """Tell what a page is.

    ``chosen`` are the blocks that were taken for its article, ``text`` what was kept of them,
    ``html`` the whole source.
    """
    if len(text) < (FLASH if _is_article(told) else LEAST):
        return _without_text(told, html, page, text)
    if _is_consent(text):
        return ProblemKind.WALL
    if len(text) < 800 and _is_challenge(told, text):
        return ProblemKind.CHALLENGE
    if _is_list(told, page, chosen, text, url):
        return ProblemKind.LISTING
    if "LiveBlogPosting" in told.types:
        return Completeness.LIVEBLOG
    return Completeness.TEASER if _is_teaser(told, page, text) else Completeness.FULL


def _is_article(told: Evidence) -> bool:
    return bool(told.articles) or told.first("og:type").lower() == "article"


def _without_text(told: Evidence, html: str, page: Sequence[Block], text: str) -> ProblemKind:
    visible = " ".join(b.text for b in page)
    if len(visible) < 1500 and (
        _is_challenge(told, visible) or pattern("challenge_code").search(html[:200_000])
    ):
        return ProblemKind.CHALLENGE
    if pattern("wall").search(folded(f"{told.title} {visible[:3000]}")) and len(visible) < 3000:
        return ProblemKind.WALL
    scripted = "<script" in html and len(html) > 4000
    if scripted and len(visible) < 0.02 * len(html) and len(visible) < 1500:
        return ProblemKind.CHALLENGE  # an empty shell: scripts would have made the page
    if len(visible) > 2000 and _cards(page) >= CARDS and not _is_article(told):
        return ProblemKind.LISTING
    return ProblemKind.STUB


def _is_challenge(told: Evidence, text: str) -> bool:
    return bool(pattern("challenge").search(folded(f"{told.title} \n {text}")))


def _is_consent(text: str) -> bool:
    """Tell a text that is about cookies and consent for the most part."""
    plain = folded(text[:4000])
    hits = len(pattern("consent_words").findall(plain))
    return hits >= 4 and hits * 120 > len(plain)


def _is_list(
    told: Evidence, page: Sequence[Block], chosen: Collection[int], text: str, url: str
) -> bool:
    """Tell a home page, a section or a list of headlines from an article.

    It is none that says it is an article, or where text runs on without headlines between.
    """
    if _says_article(told):
        return False
    place = told.canonical if "://" in told.canonical else url
    cards = _cards(page)
    if "://" in place and _ROOT.match(split(place).path) and cards >= 5:
        return True
    run = _longest_run(page, chosen)
    if run >= RUN or cards < CARDS or (run >= RUN // 3 and fits(told.title, text) >= 0.5):
        return False
    return bool(told.types & _LISTS) or _beside_cards(page, chosen) >= 0.5


def _beside_cards(page: Sequence[Block], chosen: Collection[int]) -> float:
    """Return the share of the chosen blocks that stand directly above or below a headline."""
    texts = [n for n in chosen if page[n].linked < 0.5 and page[n].tag not in HEADINGS]
    beside = [n for n in texts if any(_is_card(b) for b in page[max(0, n - 1) : n + 2])]
    return len(beside) / max(1, len(texts))


def _longest_run(page: Sequence[Block], chosen: Collection[int]) -> int:
    """Count the characters of the longest stretch of chosen text with no headline in it."""
    longest = run = 0
    if chosen:
        for block in page[min(chosen) : max(chosen) + 1]:
            if block.n in chosen and block.linked < 0.5 and block.tag not in HEADINGS:
                run += len(block.text)
            elif block.linked > 0.8 and len(block.text) > 15:
                run = 0
            longest = max(longest, run)
    return longest


def _says_article(told: Evidence) -> bool:
    return told.first("og:type").lower() == "article" or any(
        n.get("datePublished") or n.get("articleBody") for n in told.articles[:1]
    )


def _is_card(block: Block) -> bool:
    return (
        block.linked > 0.8 and 25 <= len(block.text) <= 250 and block.zone not in ("nav", "footer")
    )


def _cards(page: Sequence[Block]) -> int:
    return sum(1 for b in page if _is_card(b))


def _is_teaser(told: Evidence, page: Sequence[Block], text: str) -> bool:
    words = _said_words(told)
    have = len(text.split())
    if words > 150 and have < 0.5 * words and _is_gated(told):
        return True
    if len(text) >= TEASER:
        return False
    if _is_gated(told):
        return True
    asks = any(
        len(b.text) < 400 and pattern("paywall").search(folded(b.text))
        for b in page
        if b.zone not in ("nav", "footer")
    )
    return asks and len(text) < TEASER // 2


def _said_words(told: Evidence) -> int:
    for node in told.articles:
        try:
            return int(str(node.get("wordCount") or 0))
        except ValueError:
            continue
    return 0


def _is_gated(told: Evidence) -> bool:
    """Tell whether the page says that its text is not free for all."""
    flags = [
        str(n["isAccessibleForFree"]).lower() for n in told.nodes if "isAccessibleForFree" in n
    ]
    tier = told.first("article:content_tier", "content_tier", "cxenseparse:content_tier").lower()
    return "false" in flags or tier in ("locked", "paid", "premium")
