"""The page in a real browser: seen, pointed at, read aloud, printed, attacked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.model import Brief
from bot.page import brief_page
from bot.testing.nouns import make_brief

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright here")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe here")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
DESKTOP, PHONE = (1360, 900), (390, 800)

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield found
        found.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Show a brief's page: ``show(size, sides, ...)``; whatever it asks for is in ``asked``."""
    contexts = []

    def opened(
        size: tuple[int, int] = DESKTOP,
        sides: tuple[str, ...] = ("ar", "en"),
        brief: Brief | None = None,
        **options: Any,
    ) -> Any:
        path = tmp_path / "brief.html"
        path.write_text(brief_page(brief or _brief(), sides), "utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def _brief() -> Brief:
    from bot.model import Note

    made = make_brief()
    reason = Note("check.numbers.other", {"source": "14 million", "claim": "21 million"})
    return replace(made, dropped=tuple(replace(d, reason=reason) for d in made.dropped), notes=())


def _shown(page: Any) -> list[str]:
    sides = page.locator("article")
    return [one.get_attribute("lang") for one in sides.all() if one.is_visible()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("sides", [("ar", "en"), ("en", "ar")], ids=["ar first", "en first"])
def test_axe_finds_nothing_to_object_to(
    show: Open, sides: tuple[str, ...], size: tuple[int, int], scheme: str
) -> None:
    page = show(size, sides, color_scheme=scheme, bypass_csp=True)
    page.locator("article .cite > button >> visible=true").first.click()
    found = axe.Axe().run(page)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []


def test_both_sides_stand_next_to_each_other_on_a_wide_screen(show: Open) -> None:
    page = show()
    arabic, english = (page.locator(f"#side-{code}").bounding_box() for code in ("ar", "en"))
    assert arabic["y"] == english["y"]
    assert english["x"] + english["width"] <= arabic["x"]


def test_a_line_never_ends_within_a_number_and_its_word(show: Open) -> None:
    headline = "Town wins 25-year, 340-million-dollar contract for harbour of 1,200-metre quays"
    page = show(PHONE, ("en", "ar"), replace(_brief(), headline={"ar": "عنوان", "en": headline}))
    for width in range(200, 400, 5):
        page.set_viewport_size({"width": width, "height": 800})
        lines = "all => all.map(one => one.getClientRects().length)"
        assert page.locator("#en-title .whole").evaluate_all(lines) == [1, 1, 1], width


def test_sections_begin_at_one_height_on_both_sides(show: Open) -> None:
    page = show()
    for name in ("announcement", "reactions", "background"):
        tops = {
            page.locator(f"article[lang={code}] .{name}").bounding_box()["y"]
            for code in ["ar", "en"]
        }
        assert len(tops) == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_phone_shows_one_side_at_a_time(show: Open, scripts: bool) -> None:
    page = show(PHONE, java_script_enabled=scripts)
    assert _shown(page) == ["ar"]
    page.get_by_text("English", exact=True).click()
    assert _shown(page) == ["en"]


def test_the_side_is_chosen_by_keyboard_too(show: Open) -> None:
    page = show(PHONE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert _shown(page) == ["en"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_wider_than_the_screen(show: Open, size: tuple[int, int]) -> None:
    page = show(size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("how", ["tap", "hover", "focus"])
def test_a_citation_shows_its_paragraph(show: Open, how: str, scripts: bool) -> None:
    page = show(java_script_enabled=scripts)
    cite = page.locator("#side-en .cite").first
    card, opener = cite.locator(".card"), cite.locator("> button")
    assert not card.is_visible()
    if how == "tap":
        opener.click()
    elif how == "hover":
        opener.hover()
    else:
        page.keyboard.press("Tab")
        opener.focus()
    card.wait_for(state="visible")
    assert "أعلنت بلدية" in card.locator("mark").inner_text()
    assert card.locator("a").get_attribute("href").startswith("https://example.com/jisr#:~:text=")


def test_escape_closes_a_card_and_the_citation_keeps_the_focus(show: Open) -> None:
    page = show()
    cite = page.locator("#side-en .cite").first
    cite.locator("> button").focus()
    page.keyboard.press("Enter")
    cite.locator(".card").wait_for(state="visible")
    page.keyboard.press("Escape")
    cite.locator(".card").wait_for(state="hidden")
    assert cite.locator("> button").evaluate("e => e === document.activeElement")


def test_a_card_can_be_entered_by_keyboard_and_reaches_the_link(show: Open) -> None:
    page = show()
    cite = page.locator("#side-en .cite").first
    cite.locator("> button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "deep"
    assert cite.locator(".card").is_visible()


def test_a_screen_reader_is_told_whose_words_a_citation_opens(show: Open) -> None:
    page = show()
    names = [b.get_attribute("aria-label") for b in page.get_by_role("button").all()]
    assert "Citation 1: example.com" in names or "Citation 1: example.org" in names
    assert page.get_by_role("region", name="Announcement").count() == 1
    assert page.get_by_role("table", name="Where the sources differ").count() == 1


@pytest.mark.parametrize(("language", "order"), [("en", 1), ("ar", -1)])
def test_the_way_of_the_words_is_mirrored(show: Open, language: str, order: int) -> None:
    page = show()
    boxes = page.locator(f"#side-{language} .announcement .chain").first.evaluate(
        """chain => ["Hadd|سامي", "Harbour", "example"].map(words => {
            const walk = document.createTreeWalker(chain, NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode());) {
                const at = node.data.search(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at); range.setEnd(node, at + 4);
                return range.getBoundingClientRect().left;
            }
        })"""
    )
    assert boxes == sorted(boxes, key=lambda x: x * order)


def test_paper_shows_both_sides_and_the_words_behind_every_number(show: Open) -> None:
    page = show(PHONE)
    page.emulate_media(media="print")
    assert _shown(page) == ["ar", "en"]
    assert not page.locator(".switch").is_visible()
    notes = page.locator("#side-en .endnotes li")
    assert notes.count() == 2
    assert all(note.is_visible() for note in notes.all())


def test_the_page_asks_for_nothing_and_says_nothing_to_the_console(show: Open) -> None:
    page = show()
    page.locator("#side-en .cite > button").first.click()
    assert len(page.asked) == 1
    assert page.said == []


@pytest.mark.parametrize(
    "bad",
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "</title></style><svg/onload=alert(1)>",
        '" autofocus onfocus="alert(1)',
        "<iframe src=javascript:alert(1)>",
        "<base href=https://evil.example/><style>*{background:url(https://evil.example/)}</style>",
    ],
)
def test_hostile_text_does_nothing(show: Open, bad: str) -> None:
    from dataclasses import replace

    from bot.model import Story

    brief = _brief()
    articles = tuple(
        replace(
            a,
            title=bad,
            outlet=bad,
            canonical=bad,
            url=bad,
            paragraphs=tuple(replace(p, text=f"{p.text} {bad}") for p in a.paragraphs),
        )
        for a in brief.story.articles
    )
    claims = tuple(replace(c, text={"ar": bad, "en": bad}) for c in brief.claims)
    sides = {"ar": bad, "en": bad}
    page = show(
        brief=replace(brief, story=Story(articles), claims=claims, headline=sides), bypass_csp=True
    )
    for opener in page.locator("#side-en .claim .cite > button").all():
        opener.focus()
    assert (len(page.asked), page.said) == (1, [])
    assert bad in page.locator("#side-en h1").inner_text()
    assert page.locator("#side-en bdi script, img, svg, iframe, base").count() == 0


def test_an_override_in_a_text_turns_nothing_around(show: Open) -> None:
    from dataclasses import replace

    claims = tuple(
        replace(
            c, text={"ar": "قال \u202ebad\u2067 ثم", "en": "Paid \u202e100\u202c and \u2067left"}
        )
        for c in _brief().claims
    )
    page = show(brief=replace(_brief(), claims=claims))
    box = "e => { const r = document.createRange(); r.selectNodeContents(e.firstChild);"
    shown = page.locator("#side-en .claim").first.evaluate(f"{box} return r.toString(); }}")
    assert shown.startswith("Paid 100 and left")
