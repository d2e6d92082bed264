"""What both sides of a claim say, and what only one of them does: a second witness."""

import pytest

from bot.testing.claims import doubts

ORCHARDS = "وقال مدير الغابات إن زراعة التلال من جديد ستبدأ في الربيع بأشجار اللوز."
ROAD = "وقالت البلدية إن السيول جرفت طريق جرجير الجبلي وعزلت أهله ثلاثة أيام."
SHARES = "Every fall of a tenth in prices takes 40 million dirhams off the company's income."
GUIDE = "وتعتزم الهيئة افتتاح مركز للزوار في الربيع، وقال مديرها إن ذلك رهن بالتمويل."
DONOR = "وقالت مصادر مطلعة إن اللجنة قد توصي بإغلاق السوق القديمة."
HOMES = "ونُقلت 40 أسرة من قرى السد والوادي والتل إلى مدرسة البلدة."


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (
            ORCHARDS,
            "Reforestation of the hills is to begin in spring with almond trees, "
            "the forest director said.",
            "قال مدير الغابات إن زراعة التلال ستبدأ من جديد في الربيع بأشجار اللوز.",
        ),
        (
            ROAD,
            "Floods swept away the mountain road of Jarjeer, the municipality said.",
            "قالت البلدية إن السيول جرفت طريق جرجير الجبلي.",
        ),
        (
            HOMES,
            "Forty families from three villages were moved to the town's school.",
            "نُقلت 40 أسرة من ثلاث قرى إلى مدرسة البلدة.",
        ),
    ],
)
def test_what_one_side_alone_words_so_is_no_fault(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (
            ORCHARDS,
            "Reforestation of the hills will begin in spring, Stefan Kolarov said.",
            "قال مدير الغابات إن زراعة التلال ستبدأ من جديد في الربيع.",
        ),
        (
            ORCHARDS,
            "Reforestation of the hills will begin in spring, Kolarov said.",
            "قال مدير الغابات إن زراعة التلال ستبدأ من جديد في الربيع.",
        ),
        (
            ORCHARDS,
            "Forest director Haddad said the hills will be planted again in spring.",
            "قال مدير الغابات إن زراعة التلال ستبدأ من جديد في الربيع.",
        ),
        (
            HOMES,
            "Forty families were moved to the town's school because of a landslide.",
            "نُقلت 40 أسرة إلى مدرسة البلدة.",
        ),
        (
            HOMES,
            "Forty families were moved to the town's school.",
            "نُقلت جميع الأسر إلى مدرسة البلدة.",
        ),
        (
            ROAD,
            "Floods swept away the mountain road of Tartous, the municipality said.",
            "قالت البلدية إن السيول جرفت طريق جرجير الجبلي.",
        ),
        (
            SHARES,
            "The company loses 40 million dirhams because of a strike.",
            "تفقد الشركة 40 مليون درهم بسبب إضراب.",
        ),
        (
            DONOR,
            "The committee will not recommend closing the old market, sources said.",
            "ذكرت مصادر مطلعة أن اللجنة لن توصي بإغلاق السوق القديمة.",
        ),
        (
            DONOR,
            "The committee may recommend closing the old market, sources said.",
            "ذكرت مصادر مطلعة أن اللجنة لن توصي بإغلاق السوق القديمة.",
        ),
        (
            HOMES,
            "Fifty families from three villages were moved to the town's school.",
            "نُقلت 50 أسرة من ثلاث قرى إلى مدرسة البلدة.",
        ),
    ],
)
def test_what_both_say_or_one_changes_is_doubted(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) != []


def test_a_claim_in_one_language_has_no_second_witness() -> None:
    assert doubts(SHARES, en="The company loses 40 million dirhams because of a strike.") != []


def test_a_side_that_drops_who_says_it_is_doubted_while_the_other_says_it() -> None:
    source = "وقال مدير المركز إن المبنى القديم يحتاج إلى ترميم عاجل قبل الشتاء."
    told = "The centre's director said the old building needs urgent repairs before winter."
    assert doubts(source, en=told, ar="يحتاج المبنى القديم إلى ترميم عاجل قبل الشتاء.") != []


def test_a_plan_told_as_one_need_not_say_whose_it_is() -> None:
    en = "The authority plans to open a visitors' centre in spring."
    assert doubts(GUIDE, en=en, ar="تعتزم الهيئة افتتاح مركز للزوار في الربيع.") == []


@pytest.mark.parametrize(
    ("name", "passes"), [("Zarzis", True), ("Jarjis", True), ("Brekke", False), ("Garsa", False)]
)
def test_a_name_of_the_same_wide_sounds_needs_the_same_beat(name: str, passes: bool) -> None:
    source = "وقالت البلدية إن السيول جرفت طريق جرجيس الساحلي وعزلت أهله ثلاثة أيام."
    en = f"Floods swept away the coastal road of {name}, the municipality said."
    found = doubts(source, en=en, ar="قالت البلدية إن السيول جرفت طريق جرجيس الساحلي.")
    assert (found == []) is passes


def test_a_name_with_other_vowels_is_another() -> None:
    source = "وقال رئيس النقابة ياسين البرقوقي إن الميناء سيبقى مفتوحا."
    ar = "قال البرقوقي إن الميناء سيبقى مفتوحا."
    assert doubts(source, en="Brekke said the port would stay open.", ar=ar) != []
    assert doubts(source, en="Al-Barquqi said the port would stay open.", ar=ar) == []


LOST = "وقالت سعاد عبد الرازق التي فقدت متجرها إن التعويض لم يصل."
FERRY = "Tarek Gamaleddin, chairman of the ferry company, said new boats would come by 2026."


@pytest.mark.parametrize(
    ("source", "en", "ar", "passes"),
    [
        (LOST, "Souad Abdel Razek, who lost her shop, said no compensation came.", "", True),
        (LOST, "Mona Abdel Razek, who lost her shop, said no compensation came.", "", False),
        (FERRY, "", "قال رئيس شركة العبّارات طارق جمال الدين إن زوارق ستصل بحلول 2026.", True),
        (FERRY, "", "قال رئيس شركة العبّارات سامر جمال الدين إن زوارق ستصل بحلول 2026.", False),
    ],
)
def test_another_first_name_before_a_name_of_two_words_is_doubted(
    source: str, en: str, ar: str, passes: bool
) -> None:
    assert (doubts(source, en=en, ar=ar) == []) is passes
