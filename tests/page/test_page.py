"""A brief as an HTML page: everything is on it, and nothing that it was not given."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from bot.model import Brief, Citation, Dropped, Name, Note, Position, Story
from bot.page import POLICY, brief_page
from bot.render import link
from bot.testing.nouns import make_brief
from prompts import text

OWN = {
    "html head meta title style script body a header main article section div p span b bdi q br",
    "h1 h2 ul ol li table caption thead tbody tr th td time button mark details summary",
    "fieldset legend input label",
}
TAGS = {name for line in OWN for name in line.split()}
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _brief() -> Brief:
    made = make_brief()
    return replace(made, dropped=tuple(replace(d, reason=_REASON) for d in made.dropped), notes=())


_REASON = Note("check.numbers.other", {"source": "14 million", "claim": "21 million"})


def _tree(page: str) -> Any:
    return html.document_fromstring(page)


def _elements(page: str) -> Iterator[Any]:
    return (e for e in _tree(page).iter() if isinstance(e.tag, str))


def _hrefs(page: str) -> set[str]:
    return {e.get("href") for e in _elements(page) if e.get("href")}


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _part(page: str, id: str) -> str:
    (found,) = _tree(page).xpath(f"//*[@aria-labelledby='{id}']")
    return _words(found)


@pytest.mark.parametrize("sides", [("ar", "en"), ("en", "ar"), ("en",)])
def test_sides_stand_in_their_order_each_with_its_language_and_direction(
    sides: tuple[str, ...],
) -> None:
    tree = _tree(brief_page(_brief(), sides))
    found = [(e.get("lang"), e.get("dir")) for e in tree.xpath("//article")]
    ways = {"ar": "rtl", "en": "ltr"}
    assert found == [(code, ways[code]) for code in sides]
    assert (tree.get("lang"), tree.get("dir")) == (sides[0], ways[sides[0]])


def test_whatever_has_a_language_has_its_direction() -> None:
    for element in _elements(brief_page(_brief())):
        assert not element.get("lang") or element.get("dir") in {"ltr", "rtl"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_side_holds_all_of_the_brief(language: str) -> None:
    page, brief = brief_page(_brief()), _brief()
    for section in ("announcement", "reactions", "background"):
        assert text(f"brief.{section}", language) in _part(page, f"{language}-{section}")
    assert str(brief.claims[0].text[language]) in _part(page, f"{language}-announcement")
    assert str(brief.disagreements[0].positions[1].text[language]) in _part(
        page, f"{language}-differences"
    )
    assert str(brief.unsaid[0][language]) in _part(page, f"{language}-unsaid")
    assert "21 million" in _part(page, f"{language}-dropped")
    assert "14 million" in _part(page, f"{language}-dropped")
    assert "https://example.net/x" in _part(page, f"{language}-unread")
    assert "https://example.com/jisr" in _part(page, f"{language}-sources")
    assert text("question.timeline", language) in _part(page, f"{language}-timeline")
    assert text("question.who", language) in _part(page, f"{language}-who")


def test_who_said_it_is_told_from_the_speaker_to_the_outlet() -> None:
    assert "Sami Haddad ← Harbour Radio ← " in _part(brief_page(_brief()), "en-announcement")
    assert "سامي الحداد → Harbour Radio → " in _part(brief_page(_brief()), "ar-announcement")


def test_a_citation_opens_the_paragraph_with_the_cited_words_marked() -> None:
    brief = _brief()
    cited = brief.claims[0].citations[0]
    tree = _tree(brief_page(brief))
    (opener,) = tree.xpath("//article[@lang='en']//li[.//p[@class='claim']][1]//button[text()='1']")
    (card,) = tree.xpath(f"//*[@id='{opener.get('popovertarget')}']")
    (words,) = card.xpath(".//*[@class='verbatim']")
    assert "".join(words.itertext()) == brief.story.paragraphs[cited.paragraph].text
    assert (words.get("lang"), words.get("dir")) == ("ar", "rtl")
    assert words.findtext("mark") == cited.quote
    assert card.xpath(".//a/@href") == [link(brief.story, cited)]


def test_every_button_opens_one_card_and_ids_are_given_once() -> None:
    elements = list(_elements(brief_page(_brief())))
    ids = [e.get("id") for e in elements if e.get("id")]
    assert len(ids) == len(set(ids))
    assert {e.get("popovertarget") for e in elements} - {None} <= set(ids)


def test_cited_words_without_known_place_are_marked_where_they_stand() -> None:
    page = brief_page(_brief())
    assert "Mayor Sami Haddad sa" in {_words(mark) for mark in _tree(page).iter("mark")}


def test_all_links_are_those_of_stored_sources() -> None:
    brief = _brief()
    cited = [c for claim in brief.claims for c in claim.citations]
    stored = {link(brief.story, c) for c in cited} | {a.canonical for a in brief.story.articles}
    hosts = {"https://example.com/jisr", "https://example.org/bridge"}
    assert stored & _hrefs(brief_page(brief))
    assert {href.split("#")[0] for href in _hrefs(brief_page(brief))} <= hosts | {""}


def test_nothing_is_loaded_and_only_the_page_s_own_style_and_script_may_run() -> None:
    page = brief_page(_brief())
    tree = _tree(page)
    assert tree.xpath("//@src | //link | //@style | //@*[starts-with(name(), 'on')]") == []
    assert "url(" not in page
    assert "@import" not in page
    for name in ("style", "script"):
        (own,) = tree.xpath(f"//{name}")
        digest = base64.b64encode(hashlib.sha256(own.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in POLICY
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY]


def test_a_side_that_says_nothing_is_left_out() -> None:
    brief = _brief()
    silent = tuple(replace(c, text={"ar": None, "en": c.text["en"]}) for c in brief.claims)
    assert _tree(brief_page(replace(brief, claims=silent))).xpath("//article/@lang") == ["en"]


def test_a_brief_without_claims_says_so() -> None:
    page = brief_page(replace(_brief(), claims=(), disagreements=()))
    assert text("brief.no_claims", "ar") in _words(_tree(page))


# --- hostile text ------------------------------------------------------------


def _poisoned(bad: str) -> Brief:
    """A brief that says ``bad`` wherever somebody else has the word."""
    brief = _brief()
    articles = []
    for article in brief.story.articles:
        stored = bad.encode("utf-8", "replace").decode()  # what is stored can be encoded
        texts = (f"{stored} {p.text} {stored}" for p in article.paragraphs)
        whole = tuple(replace(p, text=t) for p, t in zip(article.paragraphs, texts, strict=True))
        articles.append(
            replace(
                article,
                title=bad,
                outlet=bad or "x",
                author=bad,
                paragraphs=whole,
                url=bad,
                canonical=bad,
                language=article.language,
                outlet_forms={"ar": bad, "en": bad},
            )
        )
    first = articles[0].paragraphs[0]
    cited = Citation(first.id, first.text, 0, len(first.text))
    name, sides = Name(bad or "x", {"ar": bad, "en": bad}), {"ar": bad or "x", "en": bad or "x"}
    claim = replace(brief.claims[0], text=sides, citations=(cited,), speaker=name, medium=name)
    difference = replace(
        brief.disagreements[0], topic=sides, positions=(Position(sides, (cited,)),) * 2
    )
    reason = Note("check.numbers.other", {"source": bad, "claim": bad})
    return replace(
        brief,
        story=Story(tuple(articles)),
        headline=sides,
        claims=(claim,),
        disagreements=(difference,),
        unsaid=(sides,),
        dropped=(Dropped(sides, brief.dropped[0].check, reason),),
        problems=(replace(brief.problems[0], source=bad),),
        model=bad,
    )


def _assert_harmless(page: str) -> None:
    page.encode()
    elements = list(_elements(page))
    assert {e.tag for e in elements} <= TAGS
    assert [e.tag for e in elements].count("script") == 1
    for element in elements:
        assert not [key for key in element.attrib if key.startswith("on") or key == "style"]
    for href in _hrefs(page):
        assert href == "#brief" or re.match(r"https?://", href, re.I)
    assert not OVERRIDES.search(page)
    assert "\x00" not in page


CASES = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://evil.example/" onclick="alert(1)',
    "https://evil.example/<b>",
    "<!-- --><!--",
    "]]><?php ?>",
    "${title} $style $$ $1",
    "&lt;b&gt; &amp; &#x3c;",
    "قال \u202eevil\u202c ثم \u2067left open",
    "\u2069\u2069 closes more \u2066than",
    "\ud800 lone \udfff",
    "a\x00b\x08\x1b[31m",
    "",
    "\u200b\u200f \n",
    "<bdi dir=ltr>",
]


@pytest.mark.parametrize("bad", CASES)
def test_hostile_text_stays_text(bad: str) -> None:
    _assert_harmless(brief_page(_poisoned(bad)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_any_text_stays_text(bad: str) -> None:
    _assert_harmless(brief_page(_poisoned(bad)))


def test_markup_in_a_text_is_shown_as_it_is_written() -> None:
    page = brief_page(_poisoned("<b>5 < 6 & 7</b>"))
    assert "<b>5 < 6 & 7</b>" in _words(_tree(page).xpath("//h1")[0])


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        ("Town wins 25-year, $340-million deal", ["25-year", "340-million"]),
        ("A 1,200-job plan for 2026-27", ["1,200-job", "2026-27"]),
        ("Well-known 5 - 7 - 9 & B-52 <b>", []),
    ],
)
def test_no_line_ends_within_a_number_and_its_word(headline: str, kept: list[str]) -> None:
    brief = replace(_brief(), headline={"ar": "عنوان", "en": headline})
    (title,) = _tree(brief_page(brief)).xpath("//h1[@id='en-title']")
    assert [_words(e) for e in title.xpath("span[@class='whole']")] == kept
    assert _words(title) == headline


def test_known_attacks_stay_text(shared: Path) -> None:
    attacks = shared / "attacks"
    lines, bidi = (
        [json.loads(line) for line in (attacks / name).read_text("utf-8").split("\n") if line]
        for name in ("output_escaping.jsonl", "bidi_and_invisible.jsonl")
    )
    naughty = json.loads((attacks / "blns.json").read_text("utf-8"))
    every = [r["input"] for r in lines] + [str(r["text"]) for r in bidi if "text" in r] + naughty
    for n in range(0, len(every), 24):
        _assert_harmless(brief_page(_poisoned(" | ".join(every[n : n + 24]))))


def test_the_page_is_well_formed() -> None:
    body = re.sub(r"(?s)^.*?<body>|</body>.*$|<script>.*?</script>", "", brief_page(_brief()))
    closed = re.sub(r"<(input|br|meta)([^>]*)>", r"<\1\2/>", body)
    full = re.sub(r" (checked)(?=[ />])", r' \1=""', closed)
    etree.fromstring(f"<body>{full}</body>")
