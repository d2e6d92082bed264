"""Every figure of a claim must be carried by what it cites."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citations.numbers import numbers
from bot.testing.claims import claim, evidence, reasons

CRASH = "قالت الوزارة إن الحادث أسفر عن مقتل 14 شخصا وإصابة 37 آخرين، بينهم 9 في حالة حرجة."
MONEY = "أقرت الحكومة حزمة بقيمة 2.4 مليار درهم تصرف خلال ثلاث سنوات على 500 دونم."
TIES = "تربط البلدين علاقات كاملة منذ أكثر من 30 عاما."
VOTE = "Lawmakers passed the bill by 120 votes to 80; about half of the 68,800 members watched."

HOLD = [
    (CRASH, "The crash killed 14 people and injured 37."),
    (CRASH, "14 dead and 37 wounded, nine of them critically."),
    (CRASH, "أودى الحادث بحياة أربعة عشر شخصا وأصاب سبعة وثلاثين."),
    (CRASH, "Fourteen people were killed; thirty-seven were hurt."),
    (MONEY, "The 2.4 billion dirham package runs over three years."),
    (MONEY, "A package of 2,400 million dirhams for ٥٠٠ dunams."),
    (MONEY, "قيمة الحزمة ٢٫٤ مليار درهم على 3 سنوات."),
    (MONEY, "The package runs for 36 months."),
    (TIES, "They have had full ties for over three decades."),
    (TIES, "They have had full ties for more than 30 years."),
    (TIES, "They have had full ties for about 30 years."),
    (TIES, "تتجاوز مدة العلاقات بينهما 30 عاما."),
    (VOTE, "The bill passed with 120 votes against 80."),
    (VOTE, "About 50% of the more than 68,000 members watched."),
    (VOTE, "شاهدها نحو نصف الأعضاء."),
    ("Oman, Qatar and Iraq signed.", "Three states signed."),
    ("وقعت عمان وقطر والعراق واليمن.", "وقعت أربع دول."),
    ("In 1995 it began.", "It began in the 1990s."),
    ("انهار عام 1995.", "انهار في تسعينيات القرن الماضي."),
    ("450 people came.", "Hundreds of people came."),
    ("It rose 3 to 5 percent.", "It rose by up to 5 percent."),
    ("The jet, an F-35, cost 80 million dollars.", "كلفت طائرة إف-35 ثمانين مليون دولار."),
    ("call 116 123", "اتصلوا على 116123"),
    ("وجدت الشرطة قاربين.", "Police found boats."),
    ("قتل 20.000 جندي.", "20,000 soldiers were killed."),
    ("لقي 30،000 حتفهم.", "Thirty thousand died."),
    ("It flew about 620 miles.", "قطع نحو ألف كيلومتر."),
    ("It fell 125 to 155 miles off.", "سقط على بعد يتراوح بين نحو 200 و250 كيلومترا."),
    ("بلغت الحرارة 40 درجة مئوية.", "It was 104 degrees Fahrenheit."),
    ("The field covers 100 acres.", "يمتد الحقل على نحو 40 هكتارا."),
    ("They served a quarter of a century.", "خدموا 25 عاما."),
    ("خدموا نصف قرن.", "They served half a century, or 50 years."),
    ("It was sold within 24 hours.", "It was sold within one day."),
    ("It came a day after the law.", "It came one day after the law."),
    ("جاء بعد يوم من القانون.", "It came one day after the law."),
    ("The tower is 300 metres high.", "It is higher than the 300 metres that were planned."),
    ("They start at 10:30 p.m.", "يبدأون في العاشرة والنصف ليلا."),
]

FAIL = [
    (CRASH, "The crash killed 15 people.", "other"),
    (CRASH, "The crash killed 37 people and injured 14.", "counts"),
    (CRASH, "أودى الحادث بحياة 37 شخصا وأصاب 14.", "counts"),
    (MONEY, "The 2.4 million dirham package was passed.", "other"),
    (MONEY, "The 2.4 billion dollar package was passed.", "unit"),
    (MONEY, "The land covers 500 hectares.", "unit"),
    (MONEY, "الحزمة 24 مليار درهم.", "other"),
    (TIES, "They have had full ties for less than 30 years.", "bound"),
    (TIES, "They have had full ties for exactly 30 years.", "bound"),
    (TIES, "They have had full ties for more than 40 years.", "other"),
    (VOTE, "More than 90,000 members watched.", "other"),
    (VOTE, "The bill passed by 120% of votes.", "unit"),
    ("14 buses and 37 trains ran.", "37 buses and 14 trains ran.", "counts"),
    ("It rose from 20 to 30 people.", "It fell from 30 to 20 people.", "other"),
    ("450 people came.", "Thousands of people came.", "other"),
    ("Hundreds of people came.", "450 people came.", "other"),
    ("He used an F-35.", "He used an F-16.", "absent"),
    ("ثلاث عشرة دولة", "Thirty states", "other"),
    ("Oman, Qatar and Iraq signed.", "Five states signed.", "absent"),
    ("It flew about 620 miles.", "قطع نحو 1200 كيلومتر.", "other"),
    ("It flew 620 miles.", "قطع 1050 كيلومترا.", "other"),
    ("It flew 620 miles.", "قطع 620 كيلومترا.", "unit"),
    ("بلغت الحرارة 40 درجة مئوية.", "It was 114 degrees Fahrenheit.", "other"),
    ("They served a quarter of a century.", "خدموا 50 عاما.", "other"),
    ("It was sold within a week.", "It was sold within one day.", "absent"),
    ("They start at 10:30 p.m.", "يبدأون في التاسعة والنصف ليلا.", "other"),
]


def test_a_bound_may_stand_before_its_subject() -> None:
    source = "طريقة بكلفة لا تتجاوز خمسة دولارات للكيلو."
    assert reasons(numbers, "طريقة لا تزيد كلفتها على خمسة دولارات للكيلو.", source) == []
    assert reasons(numbers, "طريقة تزيد كلفتها على خمسة دولارات للكيلو.", source) != []


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("فاز الفريق 2-1.", "فاز الفريق بهدفين لهدف."),
        ("The sides drew 1-1.", "تعادل الفريقان بهدف لمثله."),
        ("They won 2-0.", "فازوا بهدفين نظيفين."),
        ("They drew 0-0.", "تعادلوا تعادلا سلبيا."),
        ("انتهت المباراة 0-0.", "It was a goalless draw."),
        ("She ran it in 28:35.", "قطعت المسافة في 28 دقيقة و35 ثانية."),
        ("Nine out of ten agreed that 90 per cent of it.", "90 percent of nine out of ten."),
        ("شكلت تسع من كل عشر سيارات.", "They were 90 percent of cars."),
        ("The blast was at 19:40.", "وقع الانفجار في 7:40 مساء."),
        ("حل الفريق ثالثا.", "The team came third."),
    ],
)
def test_scores_clocks_and_ratios(side: str, source: str) -> None:
    assert reasons(numbers, side, source) == []


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("فاز الفريق 3-1.", "فاز الفريق بهدفين لهدف."),
        ("They drew 2-2.", "انتهت المباراة بهدف لمثله."),
        ("She ran it in 28:45.", "قطعت المسافة في 28 دقيقة و35 ثانية."),
        ("The blast was at 18:40.", "وقع الانفجار في 7:40 مساء."),
        ("شكلت ثماني من كل عشر سيارات.", "They were 90 percent of cars."),
    ],
)
def test_other_scores_clocks_and_ratios(side: str, source: str) -> None:
    assert reasons(numbers, side, source) != []


def test_a_ship_may_be_called_by_an_order_of_magnitude() -> None:
    assert reasons(numbers, "It names the ship Millions No. 4.", "تذكر السفينة رقم 4.") == []
    assert reasons(numbers, "It lost millions.", "خسرت مالا.") != []


@pytest.mark.parametrize(
    "text", ["كتب ذلك، وفق كوردستان ٢٤.", "He wrote so, Kurdistan 24 reported."]
)
def test_the_figure_in_an_outlets_name_counts_nothing(text: str) -> None:
    held = evidence("كتب الرئيس ذلك على منصته.")
    (passage,) = held.passages
    about = replace(passage, about="كوردستان 24. Kurdistan 24. أحمد")
    assert numbers(claim(text), replace(held, passages=(about,))) == ()
    assert numbers(claim(text), held)


@pytest.mark.parametrize(("source", "side"), HOLD)
def test_figures_that_the_source_carries(source: str, side: str) -> None:
    assert reasons(numbers, side, source) == []


@pytest.mark.parametrize(("source", "side", "case"), FAIL)
def test_figures_that_it_does_not(source: str, side: str, case: str) -> None:
    assert f"numbers.{case}" in reasons(numbers, side, source)


def test_years_since_a_year_of_the_source_may_be_counted() -> None:
    held = evidence("بدأت عام 1992.", published=date(2025, 11, 7))
    assert numbers(claim("For some 33 years."), held) == ()
    assert len(numbers(claim("For some 43 years."), held)) == 1


def test_the_reason_puts_both_figures_side_by_side() -> None:
    found = numbers(claim("وقعت 6 دول."), evidence("وقعت 5 دول على الوثيقة."))
    assert found[0].reason.key == "check.numbers.other"
    assert found[0].reason.values["claim"] == "وقعت 6 دول"
    assert found[0].reason.values["source"] == "وقعت 5 دول"


_SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


@given(st.integers(3, 9_999_999), st.sampled_from(_SCRIPTS), st.sampled_from(_SCRIPTS))
def test_the_script_of_digits_never_changes_the_verdict(n: int, one: str, other: str) -> None:
    source = f"قتل {n} شخصا".translate(str.maketrans("0123456789", one))
    side = f"مقتل {n} أشخاص".translate(str.maketrans("0123456789", other))
    assert reasons(numbers, side, source) == []


@given(st.integers(3, 999_999), st.integers(3, 999_999))
def test_another_number_always_fails(n: int, m: int) -> None:
    if n != m:
        assert reasons(numbers, f"{m} people came.", f"حضر {n} شخصا.") != []


@given(st.lists(st.sampled_from("\u200e\u200f\u064e\u0651\u0640"), min_size=1, max_size=4))
def test_marks_never_change_the_verdict(marks: list[str]) -> None:
    noise = "".join(marks)
    side = f"م{noise}قتل 14{noise.replace(chr(0x640), '')} شخ{noise}صا"
    assert reasons(numbers, side, CRASH) == []


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("The blast left dozens dead and wounded.", "أسفر الانفجار عن مقتل وإصابة العشرات."),
        (
            "The blast killed 13 people, ten guards and three cooks.",
            "قتل 10 حراس وثلاثة طهاة في الانفجار.",
        ),
        ("Five states signed.", "وقعت عمان وأربع دول أخرى."),
        ("It won control of 138 sites.", "It won control over 138 sites."),
        ("It hit more than one in three homes.", "It hit over a third of the homes."),
        ("لا يدفع العميل، بحسب القانون، أكثر من 50 دولارا.", "A client pays no more than $50."),
        ("The firm will sell two businesses.", "ستبيع الشركة نشاطين من أنشطتها."),
        ("زار الملك إدريس السادس المدينة.", "King Idris VI visited the city."),
    ],
)
def test_figures_said_in_another_way(side: str, source: str) -> None:
    assert reasons(numbers, side, source) == []


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("The blast left 14 wounded.", "قتل 14 شخصا وأصيب آخرون."),
        ("The blast killed 15 people.", "قتل 10 حراس وثلاثة طهاة في الانفجار."),
        ("Five other states signed.", "وقعت عمان وأربع دول أخرى."),
        ("It sold more than 138 sites.", "It sold 138 sites."),
    ],
)
def test_figures_that_are_others(side: str, source: str) -> None:
    assert reasons(numbers, side, source) != []


@pytest.mark.parametrize(
    ("said", "source", "wrong"),
    [
        ("The bridge cost 300000000 dinars.", "The bridge cost 14 million dinars.", True),
        ("كلف الجسر 300000000 دينار.", "كلف الجسر 14 مليون دينار.", True),
        ("Call 0551234567.", "The office can be called.", True),
        ("The bridge cost 14000000 dinars.", "كلف الجسر 14 مليون دينار.", False),
        ("Call 0551234567.", "Call 055-123-4567.", False),
        ("اتصلوا بالرقم ٠٥٥١٢٣٤٥٦٧.", "Call (055) 123 4567.", False),
        ("Two F-35 landed.", "حطت طائرتان من طراز إف ٣٥.", False),
    ],
)
def test_digits_without_separators_must_be_cited(said: str, source: str, *, wrong: bool) -> None:
    assert bool(reasons(numbers, said, source)) is wrong
