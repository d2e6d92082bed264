"""Whose report a paragraph passes on, in Arabic and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.story import hearsay
from bot.story.media import key, same
from bot.story.reported import credit, speaks_again

ARABIC = [
    ("ونقلت صحيفة «مرسى اليوم» عن مسؤول في البلدية قوله إن الجسر سيُغلق.", "مرسى اليوم"),
    ("ونقلت هآرتس عن مسؤول لم تسمه أن الزيارة تأجلت.", "هآرتس"),
    ('وقالت مصادر مطلعة لموقع "أكسيوس" إن الاجتماع ألغي.', "أكسيوس"),
    ("وقال الناطق باسم الوزارة لرويترز إن السفينة وصلت.", "رويترز"),
    ("وجاء في بيان نقلته وكالة فرانس برس أن المحادثات بدأت.", "وكالة فرانس برس"),
    ("مرسى الرمل (أ ف ب) - افتتح الوزير السوق الجديدة.", "أ ف ب"),
    ("وارتفع عدد المصابين إلى عشرين، وفقا للجزيرة.", "الجزيرة"),
    ("وتبلغ الكلفة مليوني دينار، بحسب وكالة أنباء الميناء.", "وكالة أنباء الميناء"),
    ("وأفادت وسائل إعلام محلية بأن الحريق أخمد.", "وسائل إعلام محلية"),
    ("وذكرت وكالة الأنباء الرسمية أن الأمير عاد.", "وكالة الأنباء الرسمية"),
    ("وأوضح المدير، في تصريحات لقناة «الشاطئ»، أن العمل مستمر.", "الشاطئ"),
]
ENGLISH = [
    ("Two officials told Reuters that the ship had docked.", "Reuters"),
    ("The ship has docked, according to Axios.", "Axios"),
    ("The mayor told the Gazette that the town would pay.", "the Gazette"),
    ("She told the newspaper Marsa Today that she would resign.", "Marsa Today"),
    ("He was quoted by Menad News Agency as saying so.", "Menad News Agency"),
    (
        "The Wall Street Journal reported on Monday that it failed.",
        "The Wall Street Journal",
    ),
    ("PORT RAML (AFP) - The minister opened the new market.", "AFP"),
    ("State media said the prince had returned.", "State media"),
]
OWN_VOICE = [
    ("وقال الوزير للصحفيين إن السفينة وصلت.", "ar"),
    ("وأكد رئيس تحرير صحيفة الميناء سامي الحداد حضوره.", "ar"),
    ("وقال السفير إن السلام في الشرق الأوسط ممكن.", "ar"),
    ("وقالت الوزارة لن نقبل بأقل من ذلك.", "ar"),
    ("وبحسب الوكالة الدولية للطاقة، انخفض الطلب.", "ar"),
    ("The minister told reporters that the ship had docked.", "en"),
    ("The minister told Parliament on Friday.", "en"),
    ("White House Press Secretary Karen Hill said so.", "en"),
    ("They met at a time of reflection, in the sun.", "en"),
]


@pytest.mark.parametrize(("text", "medium"), ARABIC)
def test_arabic_hearsay_names_its_medium(text: str, medium: str) -> None:
    assert hearsay(text, "ar") == medium


@pytest.mark.parametrize(("text", "medium"), ENGLISH)
def test_english_hearsay_names_its_medium(text: str, medium: str) -> None:
    assert hearsay(text, "en") == medium


@pytest.mark.parametrize(("text", "language"), OWN_VOICE)
def test_speakers_and_offices_are_no_media(text: str, language: str) -> None:
    assert hearsay(text, language) is None


def test_an_outlet_of_the_story_is_known_by_its_name_alone() -> None:
    text = "The adviser told Northern Tide that the money had not been found."
    assert hearsay(text, "en") is None
    assert hearsay(text, "en", known=("Northern Tide",)) == "Northern Tide"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("وبحسب الوكالة، تبدأ الأعمال في الربيع.", "ar"),
        ("وأضاف، وفق المصدر نفسه، أن الأمر انتهى.", "ar"),
        ("The agency said the work would begin in spring.", "en"),
    ],
)
def test_the_agency_speaks_again_without_a_name(text: str, language: str) -> None:
    assert hearsay(text, language) is None
    assert speaks_again(text, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("رويترز", "Reuters"),
        ("وكالة رويترز", "Reuters"),
        ("أ.ف.ب", "AFP"),
        ("Agence France-Presse", "فرانس برس"),
        ("صحيفة مرسى اليوم", "مرسى اليوم"),
        ("the Gazette", "Gazette"),
    ],
)
def test_names_of_one_medium_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("name", "outlet", "is_own"),
    [
        ("CNN", "CNN Arabic", True),
        ("Reuters", "uk.reuters.com", True),
        ("رويترز", "Reuters", True),
        ("AP", "The Daily Maps", False),
        ("Reuters", "", False),
    ],
)
def test_an_outlet_is_known_by_its_house(name: str, outlet: str, is_own: bool) -> None:
    assert same(name, outlet) is is_own


@pytest.mark.parametrize(
    ("line", "medium"),
    [
        ("المصدر: رويترز", "رويترز"),
        ("واس - الرياض", "واس"),
        ("(AFP)", "AFP"),
        ("Source: Menad News Agency", "Menad News Agency"),
        ("تصوير: رويترز", None),
        ("Photo: Joren Sand/AFP", None),
        ("Follow CNN on every platform", None),
        ("المصدر: رويترز، أ ف ب", None),
    ],
)
def test_a_credit_line_names_one_medium_and_nothing_else(line: str, medium: str | None) -> None:
    assert credit(line) == medium


@given(st.text(max_size=300), st.sampled_from(["ar", "en", "fa", "und"]))
def test_hearsay_is_always_a_part_of_the_text_or_nothing(text: str, language: str) -> None:
    found = hearsay(text, language)
    assert found is None or found.removeprefix("ال") in text
