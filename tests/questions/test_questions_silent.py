"""Who is named but not heard."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.model import Brief, Story
from bot.questions import Sort, silent

Told = Callable[..., Story]


def _silent(brief: Brief, sort: Sort) -> list[str]:
    return [one.key or one.name for one in silent(brief) if one.sort is sort]


def test_persons_states_and_organisations_are_told_apart(either: Brief) -> None:
    assert _silent(either, Sort.PERSON) == ["رجب طيب أردوغان"]
    assert set(_silent(either, Sort.STATE)) == {"EG", "IQ", "KW", "TR"}
    assert _silent(either, Sort.ORGANISATION) == []


def test_a_state_is_heard_in_its_officials(either: Brief) -> None:
    assert "JO" not in _silent(either, Sort.STATE)  # "a Jordanian official"


@pytest.mark.parametrize(
    ("texts", "silent_ones"),
    [
        (
            ["Prime Minister Tomas Eldren met Sami Haddad, who said the talks went well."],
            ["Tomas Eldren"],
        ),
        (["President Vladimir Putin was not there.", "Putin said he was ill."], []),
        (["The talks in Astana were moved.", "Kazakh officials said nothing was signed."], []),
        (["Boeing and Nvidia were named.", "Reuters reported it."], ["Boeing", "Nvidia"]),
        (["He wrote it on Twitter during the Euro tournament in Gaza."], []),
    ],
)
def test_who_is_silent(told: Told, brief: Brief, texts: list[str], silent_ones: list[str]) -> None:
    found = silent(replace(brief, story=told(texts), claims=()))
    assert sorted(one.name for one in found) == silent_ones


@pytest.mark.parametrize(
    ("texts", "silent_ones"),
    [
        (["وسيلتقي رئيسها أحمد الشرع وفدا من المدينة."], ["أحمد الشرع"]),
        (["عارض ذلك رئيس الوزراء الإسرائيلي بنيامين نتنياهو."], ["IL", "بنيامين نتنياهو"]),
        (["قال المتحدث إن لدينا الكثير من العمل."], []),
        (["أكدت الرياض موقفها.", "وتجري السعودية محادثات."], []),
    ],
)
def test_who_is_silent_in_arabic(
    told: Told, brief: Brief, texts: list[str], silent_ones: list[str]
) -> None:
    found = silent(replace(brief, story=told(texts, language="ar"), claims=()))
    assert sorted(one.key or one.name for one in found) == silent_ones


def test_each_mention_is_shown_where_it_stands(either: Brief) -> None:
    (person,) = (one for one in silent(either) if one.sort is Sort.PERSON)
    assert [words.paragraph for words in person.words] == ["a2.p4"]
    assert "أردوغان" in person.words[0].quote
