"""Who is meant by a name, an office, a state, a medium, in any spelling and script."""

import pytest

from bot.questions.people import Match, answers, is_somebody, listed_name, same, who


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("Tokayev", "توكاييف"),
        ("توكاييف", "الرئيس الكازاخستاني قاسم جومارت توكاييف"),
        ("توقاييف", "President Kassym-Jomart Tokayev"),
        ("Haaretz", "صحيفة هآرتس"),
        ("صحيفة هآرتس", "Haaretz"),
        ("AFP", "وكالة فرانس برس"),
        ("Channel 12", "القناة 12 العبرية"),
        ("US official", "مسؤول أميركي رفيع"),
        ("مسؤول أميركي", "المسؤولون الأمريكيون"),
        ("analysts", "محللين"),
        ("السعودية", "الرياض"),
        ("Saudi Arabia", "وزير الخارجية السعودي"),
        ("United Nations", "الأمم المتحدة"),
        ("Karmalawi", "وزيرة النقل هدى الكرملاوي"),
    ],
)
def test_a_speaker_answers_to_the_name_in_any_script(asked: str, speaker: str) -> None:
    assert answers(asked, speaker) is Match.EXACT


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("Netanyahu", "توكاييف"),
        ("US official", "الرئيس الروسي"),
        ("White House", "موقع إخباري أميركي"),
        ("Iran", "مسؤول عراقي"),
        ("Haaretz", "صحيفة الوادي"),
        ("minister", "مصادر مطلعة"),
        ("", "توكاييف"),
        ("Tokayev", ""),
    ],
)
def test_others_do_not_answer(asked: str, speaker: str) -> None:
    assert answers(asked, speaker) is Match.NONE


def test_a_name_inside_an_office_is_only_related() -> None:
    assert answers("Trump", "Trump's envoy Steve Witkoff") is Match.RELATED


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("ترامب", "US President Donald Trump", True),
        ("الرئيس الأميركي", "الرئيس الأميركي دونالد ترامب", True),
        ("a US official", "US President Donald Trump", False),
        ("مسؤول أميركي", "a US official", True),
        ("مسؤول أميركي", "مسؤول روسي", False),
        ("Equifax", "Equifax Inc", True),
        ("Sami Haddad", "سامي الحداد", True),
        ("Sami Haddad", "Lina Haddad", False),
        ("خبراء", "محللون", False),
        ("Yasin al-Barquqi", "رئيس نقابة عمال الموانئ ياسين البرقوقي", True),
        ("Hans Weber", "المدير العام للشركة هانز فيبر", True),
        ("Brantholm Ports", "شركة برانتهولم للموانئ", True),
        ("Donald Trump", "مبعوث دونالد ترامب ستيف ويتكوف", False),
    ],
)
def test_two_names_are_one_person(one: str, other: str, are: bool) -> None:
    assert same(who(one), who(other)) is are
    assert same(who(other), who(one)) is are


@pytest.mark.parametrize(
    ("words", "are"),
    [("مسؤول", True), ("Sami Haddad", True), ("روسيا", True), ("بضرورة تكاتف", False)],
)
def test_somebody_can_speak(words: str, are: bool) -> None:
    assert is_somebody(words) is are


def test_known_names_have_their_form_in_the_other_language() -> None:
    assert listed_name("نتنياهو", "en") == "Benjamin Netanyahu"
    assert listed_name("Netanyahu", "en") is None
    assert listed_name("سالم الحمداني", "en") is None
