"""Sound claims in words that were once misread, each beside a faulty one."""

import pytest

from bot.testing.claims import doubts

VOUCHERS = (
    "The agency cut the vouchers it gives to 20,000 people to $13 a person in January from $18."
)
SILOS = "ويرى نقيب الفلاحين سعيد أبو زهرة أن المشكلة ليست في الصوامع."
SILO = "كشفت الشركة عن محادثات لإنشاء صومعة بطاقة 150 ألف طن."
WHEAT = (
    "Of the 280,000 tons Menad bought, 180,000 will come from Russia and the rest from Romania, "
    "for shipment between Oct. 1 and 20."
)
LOSS = "Shiraa put its net loss of subscribers at fewer than 9,000."
DUMP = "رفضت بلدية دير عمار الموقع. وقال رئيس البلدية فادي الدهيبي: «لن نكون مكباً لأحد»."
RANSOM = (
    "وقال الرئيس التنفيذي للشركة المهندس هيثم بن سالم الرواحي في مؤتمر صحفي: «لم ندفع»، "
    "مضيفا أن المهاجمين طالبوا بمبلغ 4.5 مليون دولار وأمهلوا الشركة 72 ساعة."
)


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (
            VOUCHERS,
            "The agency in January cut the vouchers it gives 20,000 people "
            "from $18 a person to $13.",
            "",
        ),
        (SILOS, "", "رأى سعيد أبو زهرة، نقيب الفلاحين، أن الصوامع ليست هي المشكلة."),
        (SILO, "", "تجري الشركة محادثات لإنشاء صومعة تسع 150 ألف طن."),
        (WHEAT, "Of the 280,000 tons Menad bought, 180,000 are Russian, 100,000 Romanian.", ""),
        (LOSS, "", "قالت «شراع» إن صافي خسارتها لا يبلغ 9000 مشترك."),
        (DUMP, "", "قال رئيس بلدية دير عمار فادي الدهيبي: «لن نكون مكباً لأحد»."),
        (RANSOM, "", "بحسب الرواحي، أعطى المهاجمون الشركة مهلة 72 ساعة وطلبوا 4.5 مليون دولار."),
    ],
)
def test_a_sound_claim_passes(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (VOUCHERS, "The agency raised its vouchers in January from $13 a person to $18.", ""),
        (
            SILOS.replace("ليست في", "في"),
            "",
            "رأى سعيد أبو زهرة، نقيب الفلاحين، أن الصوامع ليست هي المشكلة.",
        ),
        (SILO, "", "تجري الشركة محادثات لإنشاء صومعة تسع 190 ألف طن."),
        (WHEAT, "Of the 280,000 tons Menad bought, 180,000 are Russian, 120,000 Romanian.", ""),
        (LOSS, "", "قالت «شراع» إن صافي خسارتها يبلغ 9000 مشترك."),
        (DUMP, "", "قال رئيس بلدية دير عمار كريم الخطيب: «لن نكون مكباً لأحد»."),
        (RANSOM, "", "بحسب الكرملاوي، أعطى المهاجمون الشركة مهلة 72 ساعة وطلبوا 4.5 مليون دولار."),
    ],
)
def test_a_faulty_one_beside_it_does_not(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) != []
