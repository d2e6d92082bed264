"""What an outlet is called on each language side."""

from dataclasses import replace

import pytest

from bot.model import Story
from bot.story import medium_in, named, outlet_in
from bot.testing.nouns import make_article

BOTH = ("ar", "en")


def story(outlet: str, language: str = "ar") -> Story:
    return Story((replace(make_article(id="a1", language=language), outlet=outlet),))


def forms(outlet: str, **given: str) -> dict[str, str | None]:
    return dict(named(story(outlet), {"a1": given}, BOTH).articles[0].outlet_forms)


@pytest.mark.parametrize(
    ("outlet", "language", "form"),
    [
        ("منارة ميناد", "en", "Manarat Menad"),
        ("نوارس نيوز", "en", "Nawaris News"),
        ("رصيف22", "en", "Raseef22"),
        ("وكالة أنباء ميناد", "en", "Menad News Agency"),
        ("Northern Tide", "ar", "نورذرن تايد"),
        ("The Dar al-Rih Courier", "ar", "ذا دار الريح كورير"),
    ],
)
def test_a_form_that_sounds_like_the_name_is_taken(outlet: str, language: str, form: str) -> None:
    other = next(code for code in BOTH if code != language)
    assert forms(outlet, **{language: form}) == {language: form, other: outlet}


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("en", "The Guardian"),  # another medium of the list
        ("en", "The Hill Tribune"),  # another name
        ("en", "Manarat Menad is always right"),
        ("en", "Manarat, Menad"),
        ("en", "منارة ميناد"),  # the other script
        ("en", "Manarat " * 12),
        ("en", ""),
    ],
)
def test_a_form_that_is_not_the_name_is_not_taken(language: str, form: str) -> None:
    assert forms("منارة ميناد", **{language: form})[language] is None


def test_in_its_own_script_an_outlet_keeps_its_name() -> None:
    assert forms("Northern Tide", en="Northern Tides")["en"] == "Northern Tide"


@pytest.mark.parametrize(
    ("outlet", "given", "known"),
    [
        ("رويترز", {}, {"ar": "رويترز", "en": "Reuters"}),
        ("Haaretz", {"ar": "المنارة"}, {"ar": "هآرتس", "en": "Haaretz"}),
        ("النهار", {"en": "Annahar"}, {"ar": "النهار", "en": "Annahar"}),
        ("صدى التل", {}, {"ar": "صدى التل", "en": None}),
        ("", {"en": "Anything"}, {}),
    ],
)
def test_the_list_knows_the_media_that_others_quote(
    outlet: str, given: dict[str, str], known: dict[str, str]
) -> None:
    assert forms(outlet, **given) == known


def test_a_form_for_an_article_that_is_not_there_changes_nothing() -> None:
    given = {"a7": {"en": "Manarat Menad"}}
    [article] = named(story("منارة ميناد"), given, BOTH).articles
    assert outlet_in(article, "en") == "منارة ميناد"


def test_without_a_name_an_outlet_is_called_by_its_host() -> None:
    [article] = named(story(""), {}, BOTH).articles
    assert outlet_in(article, "ar") == "example.org"


@pytest.mark.parametrize(
    ("name", "language", "called"),
    [
        ("وكالة فرانس برس", "en", "AFP"),
        ("Agence France-Presse", "ar", "فرانس برس"),
        ("أ ف ب", "en", "AFP"),
        ("AFP", "en", "AFP"),
        ("Aljazeera", "ar", "الجزيرة"),
        ("مونت كارلو الدولية", "en", "Monte Carlo Doualiya"),
        ("The Hill", "ar", "The Hill"),  # listed, without an Arabic name
        ("هآرتس", "fr", "هآرتس"),  # the list has no French
        ("سليم الرعدان", "en", "سليم الرعدان"),
    ],
)
def test_a_medium_is_called_by_the_list(name: str, language: str, called: str) -> None:
    assert medium_in(name, language) == called
