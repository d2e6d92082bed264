"""Every time that a claim names must be given by what it cites, or by its day."""

from datetime import date

import pytest

from bot.citations.dates import dates
from bot.testing.claims import claim, evidence, reasons

FRIDAY = date(2025, 11, 7)

HOLD = [
    ("تعقد القمة في 6 نوفمبر/تشرين الثاني.", "The summit is on 6 November."),
    ("تعقد القمة في 6 تشرين الثاني.", "تعقد القمة يوم ٦ نوفمبر 2025."),
    ("تعقد القمة الخميس 6 نوفمبر 2025.", "The summit is on Thursday."),
    ("أعلن ذلك يوم الخميس الماضي.", "It was announced on Thursday, 6 November 2025."),
    ("صرح الوزير أمس.", "He announced it on Thursday, 6 November."),
    ("صرح الوزير أمس.", "He announced it yesterday."),
    ("بدأ قبل نحو عامين.", "It began in 2023."),
    ("بدأ عام ١٩٩٢.", "It began in 1992."),
    ("بدأ في أكتوبر 2023.", "It began in the autumn; the year was 2023."),
    ("منذ 30 عاما", "three decades ago"),
    ("استمرت من 2016 إلى 2021.", "It lasted between 2016 and 2021."),
    ("It ran in 2016 and 2021.", "It ran from 2016 to 2021."),
    ("The minister resigned.", "The minister resigned in November 2025."),
    ("The minister resigned.", "The minister resigned this year."),
    ("The minister may march on.", "قد يمضي الوزير."),
    ("انعقدت عام2020 قمة.", "A summit was held in 2020."),
    ("Exports rose in 2023 from the previous year.", "Exports rose from 2022."),
    ("زادت الصادرات في 2023 عن العام الذي سبقه.", "Exports rose from 2022."),
    ("She left on Friday and was found two days later.", "عثر عليها الأحد."),
    ("غادرت الجمعة 7 نوفمبر 2025 ووصلت في اليوم التالي.", "She arrived on 8 November."),
    ("انتهت المباراة 2-صفر.", "The match ended."),
]

FAIL = [
    ("تعقد القمة في 6 نوفمبر/تشرين الثاني.", "The summit is on 6 October.", "other"),
    ("تعقد القمة يوم 6 تشرين الثاني.", "تعقد القمة يوم 6 تشرين الأول.", "other"),
    ("صرح الوزير أمس.", "He announced it on Friday, 7 November.", "other"),
    ("أعلن ذلك يوم الخميس الماضي.", "He announced it on Thursday, 30 October 2025.", "other"),
    ("بدأ عام 1992.", "It began in 1994.", "other"),
    ("It ends next year.", "انتهى العام الماضي.", "other"),
    ("وقعت الدولتان الاتفاقيات.", "The two states signed in September 2020.", "absent"),
    ("It opens on Monday.", "يفتتح الأحد.", "other"),
    ("Exports rose in 2023 from the previous year.", "Exports rose from 2021.", "other"),
    ("She left on Friday and was found two days later.", "عثر عليها الاثنين.", "other"),
]


@pytest.mark.parametrize(("source", "side"), HOLD)
def test_times_that_the_source_gives(source: str, side: str) -> None:
    assert dates(claim(side), evidence(source, published=FRIDAY)) == ()


@pytest.mark.parametrize(("source", "side", "case"), FAIL)
def test_times_that_it_does_not(source: str, side: str, case: str) -> None:
    found = dates(claim(side), evidence(source, published=FRIDAY))
    assert f"check.dates.{case}" in [finding.reason.key for finding in found]


def test_without_the_day_of_the_article_a_relative_time_stays_open() -> None:
    found = dates(claim("He said it on Thursday, 6 November."), evidence("صرح الوزير أمس."))
    assert {str(finding.label) for finding in found} == {"unclear"}


def test_a_cited_date_line_dates_the_article() -> None:
    held = evidence("نشر في 2025-11-07", "صرح الوزير أمس.")
    assert dates(claim("He said it on 6 November 2025."), held) == ()


def test_a_year_that_only_the_writer_could_know_is_no_fault() -> None:
    assert dates(claim("It began in August 2022."), evidence("بدأ في أغسطس.")) == ()


def test_a_date_that_a_line_break_cut() -> None:
    assert dates(claim("It began on Jan. 18."), evidence("It began on Jan.", "18. Then")) == ()


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("He sued in May and dropped the suit the next month.", "رفع دعوى في مايو ثم سحبها."),
        ("رفع دعوى في مايو ثم سحبها في الشهر التالي.", "He sued in May, and stopped in June."),
        ("It began in the early 2000s.", "بدأ في مطلع القرن الحادي والعشرين."),
        ("He spoke on Thursday.", "تحدث الوزير في المؤتمر الذي عقد أمس."),
        ("العرض المطروح حاليا مرفوض.", "The current offer is rejected."),
    ],
)
def test_times_that_no_text_can_settle_pass(side: str, source: str) -> None:
    assert reasons(dates, side, source) == []
