"""One form per name in a whole brief, on each language side."""

from dataclasses import replace

import pytest

from bot.around import Around
from bot.citations import shelf
from bot.citations.prepared import prepare
from bot.model import Citation, Claim, Disagreement, Label, Name, Position, Section, Story, Verdict
from bot.naming import in_one_form, one_form
from bot.testing.nouns import make_article

SOURCES = (
    "وصل توكاييف إلى بغداد أمس. وقال ترامب إن الأميركيين يرحبون به.",
    "Tokayev landed in Baghdad.",
)
STORY = Story(
    (
        make_article(SOURCES[0], id="a1", language="ar"),
        make_article(SOURCES[1], id="a2", language="en"),
    )
)
SHELF = shelf(STORY, ("ar", "en"))
NOTHING = Around({}, (), (), ())


def claim(ar: str | None, en: str | None) -> Claim:
    cited = (Citation("a1.p1", "وصل توكاييف"), Citation("a2.p1", "Tokayev landed"))
    verdict = Verdict(Label.SUPPORTED, ())
    return Claim("c1", Section.ANNOUNCEMENT, {"ar": ar, "en": en}, cited, verdict=verdict)


def written(language: str, text: str, *sources: str) -> str | None:
    forms = one_form([{language: text}], [prepare(one, language) for one in sources])
    return forms.sides({language: text})[language]


@pytest.mark.parametrize(
    ("language", "text", "source", "same"),
    [
        ("en", "Tokaev met Tokayev.", "Tokayev spoke.", "Tokayev met Tokayev."),
        ("en", "Tokaev spoke.", "Kassym-Jomart Tokayev spoke.", "Tokayev spoke."),
        ("en", "Tokaev’s aide left Kiev.", "Tokayev left Kyiv.", "Tokayev’s aide left Kyiv."),
        ("en", "Barkouki left. Barquqi stayed.", "Nobody left.", "Barkouki left. Barkouki stayed."),
        ("en", "Kyiv, then Kiev, then Kyiv.", "Nobody left.", "Kyiv, then Kyiv, then Kyiv."),
        ("en", "Old Marr said so.", "MARR: Old MARR, MARR and Marr spoke.", "Old Marr said so."),
        ("ar", "قال ترمب إن ترامب فاز.", "فاز ترمب.", "قال ترمب إن ترمب فاز."),
        ("ar", "للأمريكيين والأمريكية.", "قال أميركي.", "للأميركيين والأميركية."),
        ("ar", "زار كازخستان.", "استقبلت كازاخستان الوفد.", "زار كازاخستان."),
        ("ar", "قال نتانياهو.", "", "قال نتانياهو."),
    ],
)
def test_spellings_become_the_source_s_or_else_the_usual_one(
    language: str, text: str, source: str, same: str
) -> None:
    assert written(language, text, source) == same


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("en", "He said: “Tokaev is here.”", "Tokayev spoke."),
        ("en", "Mohammed Salmani met Muhammad Yunus.", "Mohamed Salmani met him."),
        ("en", "The U.S. and America.", "The US said so."),
        ("en", "Austria and Australia, Niger and Nigeria.", "Australia, Nigeria."),
        ("en", "Kazakhs in Kazakhstan.", "Kazakhstan."),
        ("ar", "قال: «ترمب هنا».", "قال ترامب."),
        ("ar", "أمريكا والأمريكيون.", "قال أمريكي."),
        ("ar", "حسن وحسين وسلمان وسليمان.", "حسين وسليمان."),
    ],
)
def test_other_names_and_quotations_stay(language: str, text: str, source: str) -> None:
    assert written(language, text, source) == text


def test_claims_headline_and_points_of_a_brief_agree() -> None:
    told = claim("وصل توكايف إلى بغداد.", "Tokaev arrived in Baghdad.")
    told = replace(told, speaker=Name("توكاييف", {"en": "Tokaev"}))
    position = Position({"en": "Tokaev landed."}, told.citations)
    around = Around(
        {"en": "Tokaev in Baghdad"},
        (Disagreement({"en": "When Tokaev came"}, (position,)),),
        ({"en": "Why Tokaev came"},),
        (),
    )
    (made,), named = in_one_form((told,), around, SHELF)
    assert made.text == {"ar": "وصل توكاييف إلى بغداد.", "en": "Tokayev arrived in Baghdad."}
    assert made.speaker == Name("توكاييف", {"en": "Tokayev"})
    assert made.verdict == told.verdict
    assert named.headline == {"en": "Tokayev in Baghdad"}
    assert named.disagreements[0].positions[0].text == {"en": "Tokayev landed."}
    assert named.disagreements[0].topic == {"en": "When Tokayev came"}
    assert named.unsaid == ({"en": "Why Tokayev came"},)


def test_what_the_source_says_word_for_word_stays() -> None:
    paragraph = make_article("Tokayev landed. Tokaev spoke. Tokayev left.", id="a3")
    shelved = shelf(Story((paragraph,)), ("en",))
    cited = (Citation("a3.p1", "Tokaev spoke."),)
    told = Claim("c1", Section.ANNOUNCEMENT, {"en": "Tokaev spoke."}, cited)
    assert in_one_form((told,), NOTHING, shelved)[0] == (told,)


def test_nothing_to_name_changes_nothing() -> None:
    told = claim("وصل الوفد.", None)
    assert in_one_form((told,), NOTHING, SHELF) == ((told,), NOTHING)
