"""The draft of an invented story: sections, citations, sides, order, limits."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.extract import Extractive
from bot.extract.drafting import draft
from bot.model import Article, Claim, Draft, Paragraph, Section, Status, Story, Usage

Make = Callable[..., Article]
EN = ("en",)


def told(found: Draft, part: str) -> Claim:
    """Return the claim that has ``part`` in one of its texts."""
    matches = [c for c in found.claims if any(part in (text or "") for text in c.text.values())]
    assert matches, f"no claim has {part!r}"
    return matches[0]


def test_every_citation_is_verbatim(bridge: Story) -> None:
    paragraphs = bridge.paragraphs
    for claim in draft(bridge, ("ar", "en")).claims:
        assert 1 <= len(claim.citations) <= 3
        for citation in claim.citations:
            text = paragraphs[citation.paragraph].text
            assert text[citation.start : citation.end] == citation.quote


def test_every_text_is_word_for_word_in_what_it_cites(bridge: Story) -> None:
    for claim in draft(bridge, ("ar", "en")).claims:
        quotes = [citation.quote for citation in claim.citations]
        for text in filter(None, claim.text.values()):
            assert text in quotes or text == " ".join(quotes[:2])


def test_the_news_what_is_said_of_it_and_what_was_before(bridge: Story) -> None:
    found = draft(bridge, EN)
    assert told(found, "62 million").section is Section.ANNOUNCEMENT
    assert told(found, "half of our customers").section is Section.REACTIONS
    assert told(found, "opposition criticised").section is Section.REACTIONS
    assert told(found, "Built in 1931").section is Section.BACKGROUND


def test_the_news_in_arabic(bridge: Story) -> None:
    found = draft(bridge, ("ar",))
    assert told(found, "أعلنت وزيرة النقل").section is Section.ANNOUNCEMENT
    assert told(found, "انتقد المحلل").section is Section.REACTIONS
    assert told(found, "ويذكر أن الجسر").section is Section.BACKGROUND


def test_furniture_questions_and_datelines_are_left_out(bridge: Story) -> None:
    texts = [text for c in draft(bridge, ("ar", "en")).claims for text in c.text.values() if text]
    for junk in ("newsletter", "by boat?", "تابعونا", "(NNA)"):
        assert not [text for text in texts if junk in text]


def test_outlets_that_say_the_same_back_one_claim(bridge: Story) -> None:
    claim = told(draft(bridge, EN), "62 million")
    assert {c.paragraph.split(".")[0] for c in claim.citations} >= {"a1", "a2"}


def test_the_same_is_not_told_twice(bridge: Story) -> None:
    texts = [c.text["en"] or "" for c in draft(bridge, EN).claims]
    assert sum("62 million" in text for text in texts) == 1


def test_a_pronoun_is_given_its_speaker_and_both_paragraphs(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Mayor opens tram line",
                [
                    "Mayor Jo Hart opened the tram line on Monday and said it would run at night.",
                    "He added that the tram line would carry 5,000 people a day from Monday.",
                    "Shops along the tram line closed for the opening of the line on Monday.",
                ],
            ),
        )
    )
    claim = told(draft(story, EN), "He added")
    assert claim.speaker is not None
    assert claim.speaker.surface == "Mayor Jo Hart"
    assert [c.paragraph for c in claim.citations] == ["a1.p2", "a1.p1"]


def test_an_arabic_verb_without_subject_has_the_speaker_before(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "افتتاح خط الترام",
                [
                    "قال رئيس البلدية سالم النمر إن خط الترام افتُتح اليوم أمام الركاب.",
                    "ونبّه إلى أن خط الترام سيتوقف أيام الجمعة حتى الصيف.",
                    "وأضاف أن كلفة خط الترام بلغت 40 مليون دينار.",
                ],
                "ar",
            ),
        )
    )
    for part in ("ونبّه", "وأضاف"):
        claim = told(draft(story, ("ar",)), part)
        assert claim.speaker is not None
        assert claim.speaker.surface == "رئيس البلدية سالم النمر"
        assert {c.paragraph for c in claim.citations} >= {"a1.p1"}


def test_an_office_and_a_pronoun_are_given_the_name_of_who_announced_it(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Tram line for Harrowgate",
                [
                    "Transport Minister Lena Brook on Monday unveiled a tram line for Harrowgate.",
                    "The tram line will cost 40 million crowns, the minister told reporters.",
                    "She put the number of trams at 14 and said that Harrowgate would own them.",
                ],
            ),
        )
    )
    for part in ("unveiled", "40 million", "She put"):
        claim = told(draft(story, EN), part)
        assert claim.speaker is not None
        assert claim.speaker.surface == "Transport Minister Lena Brook"
        assert {c.paragraph for c in claim.citations} >= {"a1.p1"}


def test_the_background_of_a_single_article_is_kept(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Tram line for Harrowgate",
                [
                    "Transport Minister Lena Brook on Monday unveiled a tram line for Harrowgate, "
                    "which six thousand people a day will use on their way to the northern mills.",
                    "The line will cost 40 million crowns and open in three years, she said.",
                    "Shopkeepers welcomed the plan and asked for a stop at the market.",
                    "The last trams ran in 1962, when the depot burned down.",
                ],
            ),
        )
    )
    assert told(draft(story, EN), "1962").section is Section.BACKGROUND


def test_whoever_recalls_an_earlier_year_in_a_quotation_reacts(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "خط ترام جديد",
                [
                    "أعلنت وزيرة النقل لينا البرق، الاثنين، إنشاء خط ترام جديد يصل المرفأ بالسوق.",
                    "وقالت رئيسة لجنة التجار مريم الصافي إن خط الترام سيغلق السوق عاما كاملا.",
                    "وأضافت: «سمعنا الوعود نفسها عن خط الترام عام 2011، ثم رحلوا وبقيت الحفر».",
                    "وأكدت الوزيرة أن أجرة الترام لن ترتفع قبل عام 2030 في كل خطوط المدينة.",
                    "وكان آخر خط ترام في المدينة قد أغلق عام 1962 بعد حريق في المستودع.",
                ],
                "ar",
            ),
        )
    )
    found = draft(story, ("ar",))
    background = [c.text["ar"] for c in found.claims if c.section is Section.BACKGROUND]
    assert [text for text in background if text and "1962" in text] == background


def test_a_surname_gets_the_full_name(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Tram line opens",
                [
                    "The tram line opened on Monday, transport chief Lena Brook said.",
                    "Passengers filled the first trams on Monday.",
                    "The tram line cost 40 million crowns, Brook said.",
                ],
            ),
        )
    )
    claim = told(draft(story, EN), "40 million")
    assert claim.speaker is not None
    assert claim.speaker.surface == "transport chief Lena Brook"


def test_what_hangs_on_the_sentence_before_takes_it_along(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Tram line opens in Harrowgate",
                [
                    "The Harrowgate tram line opened on Monday after six years of work.",
                    "The tram line crosses the river twice. It is the longest line in the north.",
                ],
            ),
        )
    )
    texts = [c.text["en"] or "" for c in draft(story, EN).claims]
    assert not [text for text in texts if text.startswith("It is")]


def test_nobody_seems_to_say_what_another_added(article: Make) -> None:
    """Behind another's statement "he added" would be read as his."""
    of = ["Jo Hart, who chairs the dockers' union,", "Ann Lee, the head of the trade chamber,"]
    first = [
        "Mayor Mia Stone announced on Monday that the harbour of Norvik will be sold in May.",
        f"{of[0]} criticised the sale of the harbour, saying that nobody had asked the dockers.",
        "He added that the union would call a strike of two days against the harbour sale.",
        "The harbour of Norvik was built in 1931 and was closed for a year in 1998.",
    ]
    second = [
        "The harbour of Norvik will be sold in May, Mayor Mia Stone announced on Monday.",
        f"{of[1]} welcomed the harbour sale and called it the best news in years.",
        "She added that the harbour needed 40 million crowns at once for its eastern pier.",
    ]
    story = Story((article("a1", "Norvik to be sold", first), article("a2", "Norvik sale", second)))
    claims = draft(story, EN).claims
    for before, claim in pairwise((None, *claims)):
        said = claim.text["en"] or ""
        if said.startswith(("He added", "She added")):
            assert claim.speaker is not None
            beside = before is not None and before.section is claim.section
            assert not beside or (before and before.speaker == claim.speaker), said


def test_a_side_without_a_source_is_none_and_said(bridge: Story) -> None:
    english = Story(tuple(a for a in bridge.articles if a.language == "en"))
    found = draft(english, ("ar", "en"))
    assert all(c.text["ar"] is None and c.text["en"] for c in found.claims)
    assert found.headline["ar"] is None
    assert [(n.key, n.values["language"]) for n in found.notes] == [("note.side_missing", "ar")]


def test_both_sides_of_one_fact_are_one_claim(bridge: Story) -> None:
    claim = told(draft(bridge, ("ar", "en")), "أعلنت وزيرة النقل")
    assert claim.text["en"] is not None
    assert "62 million" in claim.text["en"]
    assert claim.speaker is not None
    assert set(claim.speaker.forms) == {"ar", "en"}
    assert {p.split(".")[0] for p in (c.paragraph for c in claim.citations)} & {"a1", "a2"}


def test_a_claim_without_a_partner_has_one_side(bridge: Story) -> None:
    claim = told(draft(bridge, ("ar", "en")), "half of our customers")
    assert claim.text["ar"] is None


def test_other_figures_make_no_pair(bridge: Story) -> None:
    changed = [
        replace(
            a,
            paragraphs=tuple(replace(p, text=p.text.replace("62", "26")) for p in a.paragraphs),
        )
        if a.language == "ar"
        else a
        for a in bridge.articles
    ]
    claim = told(draft(Story(tuple(changed)), ("ar", "en")), "أعلنت وزيرة النقل")
    assert claim.text["en"] is None


def test_ids_sections_and_size(bridge: Story) -> None:
    claims = draft(bridge, ("ar", "en")).claims
    order = list(Section)
    assert [c.id for c in claims] == [f"c{n}" for n in range(1, len(claims) + 1)]
    assert [c.section for c in claims] == sorted((c.section for c in claims), key=order.index)
    assert len(claims) <= 24


def test_two_runs_give_the_same(bridge: Story) -> None:
    assert draft(bridge, ("ar", "en")) == draft(bridge, ("ar", "en"))


def test_of_a_copy_only_what_it_alone_has_is_cited(bridge: Story) -> None:
    original = next(a for a in bridge.articles if a.id == "a1")
    own = "Divers have found the wreck of a ferry under the eastern pillar of the bridge."
    told = [*(p.text for p in original.paragraphs), own]
    paragraphs = tuple(Paragraph(f"a9.p{n}", n, text) for n, text in enumerate(told, 1))
    copy = replace(original, id="a9", paragraphs=paragraphs, copy_of="a1")
    found = draft(Story((*bridge.articles, copy)), EN)
    cited = {c.paragraph for claim in found.claims for c in claim.citations}
    assert not [name for name in cited if name.startswith("a9") and name != paragraphs[-1].id]


def test_the_headline_is_a_title(bridge: Story) -> None:
    titles = {a.title for a in bridge.articles}
    assert set(draft(bridge, ("ar", "en")).headline.values()) <= titles


def test_kinds_of_statement(bridge: Story) -> None:
    found = draft(bridge, EN)
    assert told(found, "62 million").status is Status.PLANNED
    assert told(found, "opposition criticised").status is Status.OPINION
    assert told(found, "Built in 1931").status is Status.DONE
    assert told(draft(bridge, ("ar",)), "سيُعاد فتحه").status is Status.PLANNED


@pytest.mark.parametrize("texts", [[], [""], ["..."], ["# Heading"], ["?" * 500], ["«" * 200]])
def test_articles_with_nothing_to_say(article: Make, texts: list[str]) -> None:
    assert draft(Story((article("a1", "", texts),)), ("ar", "en")).claims == ()


def test_an_interview(article: Make) -> None:
    turns = [
        "ANN LEE, HOST: The Vell dam broke tonight and the town of Harrow is under water.",
        "KIM ROE: Good to be here.",
        "LEE: What do we know about the dam?",
        "ROE: Engineers saw cracks in the Vell dam on Sunday, but nobody told the town of Harrow.",
        "LEE: And how many people are missing?",
        "ROE: The mayor of Harrow says that 14 people are missing in the town below the Vell dam.",
    ]
    claims = draft(Story((article("a1", "Vell dam breaks above Harrow", turns),)), EN).claims
    texts = [c.text["en"] or "" for c in claims]
    assert not [text for text in texts if "?" in text or "ROE:" in text]
    cracks = next(c for c in claims if (c.text["en"] or "").startswith("Engineers saw cracks"))
    assert cracks.speaker is not None
    assert cracks.speaker.surface == "ROE"


def test_the_summarizer_repairs_nothing(bridge: Story) -> None:
    engine = Extractive()
    claims = asyncio.run(engine.draft(bridge, EN)).claims
    assert asyncio.run(engine.repair(bridge, EN, claims)) == ((), Usage())


def test_the_first_claim_is_what_most_outlets_lead_with_now(article: Make) -> None:
    old = "Nearly 20 people drowned on Monday when a ferry sank off Vell harbour, a mayor said."
    new = "At least 46 people drowned when a ferry sank off Vell harbour on Monday in a storm."
    again = "A ferry sank in a storm off Vell harbour on Monday and at least 46 people drowned."
    story = Story(
        (
            article("a1", "Nearly 20 drown as ferry sinks off Vell", (old,)),
            article("a2", "Ferry sinks off Vell, 46 people drown", (new,)),
            article("a3", "46 people drown as ferry sinks off Vell", (again,)),
        )
    )
    found = draft(story, EN)
    assert "46" in (found.claims[0].text["en"] or "")
    assert "46" in (found.headline["en"] or "")


def test_each_side_tells_the_main_news(article: Make) -> None:
    story = Story(
        (
            article("a1", "Vell opens a night market", ("Vell opened a night market on Friday.",)),
            article(
                "a2",
                "سوق ليلي في فيل",
                (
                    "بدأت بلدية فيل، مساء الجمعة، تشغيل سوق ليلي على الرصيف القديم للميناء.",
                    "وقالت مديرة السوق هند الكاتب إن أربعين بائعا حصلوا على تراخيص في أول ليلة.",
                    "وكان آخر سوق في المدينة قد أغلق عام 2009 لنقص التمويل.",
                ),
                "ar",
            ),
        )
    )
    assert told(draft(story, ("ar", "en")), "بدأت بلدية فيل").section is Section.ANNOUNCEMENT


def test_the_paper_itself_is_no_medium_between(article: Make) -> None:
    text = "Mayor Ann Lee told the Harbour Gazette that the market of Vell will open on Friday."
    paper = replace(article("a1", "Vell market to open", (text,)), outlet="The Harbour Gazette")
    assert told(draft(Story((paper,)), EN), "Ann Lee").medium is None
