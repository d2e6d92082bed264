"""Figures on their way from one to another, and what binds or follows them."""

import pytest

from bot.language.numbers import Bound, Kind, read_numbers
from bot.testing.claims import doubts

MILL = "The mill cut its forecast to 58 tonnes a day from 64, citing dry weather."
FEES = "انخفضت رسوم الحديقة من 120 دينارا إلى 90 دينارا هذا الشهر."
MARGIN = (
    "The baker said margins had shrunk from 1.4 dirhams a loaf in 2022 to 0.9 dirhams this year."
)
SPEED = "An engineer said the cart went at 92 kph on a stretch where the limit is 40 kph."
CROWD = "Organisers put the crowd at about 2,000; police estimated it at no more than 700."
LOAN = "صُرف من القرض البالغ 440 مليون دولار حتى نهاية 2024 أقل من النصف."
DEBTS = "يعاني 11 نادياً من ديون تفوق خمسة ملايين دينار لكل منها."
DRIVER = "The court held the driver and two mechanics. Tests on all three men came back negative."


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (MILL, "The mill lowered its forecast from 64 tonnes a day to 58.", ""),
        (MILL, "", "خفضت المطحنة توقعها إلى 58 طنا في اليوم من 64."),
        (FEES, "Park fees fell to 90 dinars from 120 this month.", ""),
        (FEES, "", "تراجعت رسوم الحديقة إلى 90 دينارا هذا الشهر من 120."),
        (MARGIN, "", "قال الخباز إن الهامش هبط إلى 0.9 درهم هذا العام بعدما كان 1.4 درهم في 2022."),
        (MARGIN, "Margins came down to 0.9 dirhams a loaf from 1.4 in 2022, the baker said.", ""),
        (SPEED, "An engineer said the cart went at 92 kph where no more than 40 is allowed.", ""),
        (
            SPEED,
            "",
            "قال مهندس إن العربة سارت بسرعة 92 كيلومترا في الساعة حيث لا يُسمح بأكثر من 40.",
        ),
        (CROWD, "Estimates ran from some two thousand to 700 at the most.", ""),
        (CROWD, "", "تراوحت التقديرات بين قرابة ألفي شخص و700 على أبعد تقدير."),
        (LOAN, "By the end of 2024 less than half had been disbursed of the $440m loan.", ""),
        (DEBTS, "Eleven clubs owe more than five million dinars each.", ""),
        (DEBTS, "", "تتجاوز ديون كل من الأندية الأحد عشر خمسة ملايين دينار."),
        (DRIVER, "", "أُمر بحبس ثلاثة من العاملين، وجاءت التحاليل سلبية."),
    ],
)
def test_a_course_or_a_bound_in_other_words_is_the_same(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (MILL, "The mill raised its forecast to 64 tonnes a day from 58.", ""),
        (
            MILL,
            "The mill lowered its forecast from 64 tonnes a day to 58.",
            "رفعت المطحنة توقعها من 58 طنا في اليوم إلى 64.",
        ),
        (FEES, "Park fees rose from 90 dinars to 120 this month.", ""),
        (FEES, "", "زادت رسوم الحديقة إلى 120 دينارا هذا الشهر من 90."),
        (SPEED, "An engineer said the cart, which did not stop, went at more than 92 kph.", ""),
        (CROWD, "Police estimated the crowd at 700 at the least.", ""),
        (DEBTS, "Each of the eleven indebted clubs owes no more than five million dinars.", ""),
        (DEBTS, "", "لا تتعدى ديون كل من الأندية الأحد عشر خمسة ملايين دينار."),
        (LOAN, "By the end of 2024 more than half had been disbursed of the $440m loan.", ""),
        (LOAN, "By the end of 2023 less than half had been disbursed of the $440m loan.", ""),
    ],
)
def test_another_course_or_bound_is_found(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) != []


@pytest.mark.parametrize(
    ("text", "language", "figures"),
    [
        ("in 2023 to 2.2 percent", "en", [(Kind.YEAR, "2023"), (Kind.CARDINAL, "2.2")]),
        ("في 2023 إلى 2.2 في المئة", "ar", [(Kind.YEAR, "2023"), (Kind.CARDINAL, "2.2")]),
        ("from 2019 to 2023", "en", [(Kind.RANGE, "2019")]),
        ("من 2019 إلى 2023", "ar", [(Kind.RANGE, "2019")]),
        ("another half year of funding", "en", [(Kind.FRACTION, "0.5")]),
        ("a half-hour delay", "en", [(Kind.FRACTION, "0.5")]),
        ("in the second half", "en", [(Kind.ORDINAL, "2")]),
        ("في يناير 2026 والثانية في يوليو", "ar", [(Kind.YEAR, "2026"), (Kind.ORDINAL, "2")]),
    ],
)
def test_years_halves_and_ranks_are_told_apart(
    text: str, language: str, figures: list[tuple[Kind, str]]
) -> None:
    assert [(q.kind, str(q.value)) for q in read_numbers(text, language)] == figures


@pytest.mark.parametrize(
    ("text", "language", "bounds"),
    [
        ("1.2 درهم في اللتر على الأكثر، وليس 2", "ar", [Bound.AT_MOST, Bound.EXACT]),
        ("$5 a barrel at most.", "en", [Bound.AT_MOST]),
        ("قتل 10 في الهجوم وأصيب على الأقل 5", "ar", [Bound.EXACT, Bound.AT_LEAST]),
        ("20 people, at least 3 of them women", "en", [Bound.EXACT, Bound.AT_LEAST]),
        ("أغلى من 14 درهما", "ar", [Bound.MORE_THAN]),
        ("cheaper than 14 dirhams", "en", [Bound.LESS_THAN]),
    ],
)
def test_a_bound_belongs_to_its_own_figure(text: str, language: str, bounds: list[Bound]) -> None:
    assert [q.bound for q in read_numbers(text, language)] == bounds


SHARE = "وجدت الدراسة أن نحو واحد من كل ثمانية مكملات يحتوي على مواد غير مذكورة."
FINE = "تعاقب المادة 31 على ذلك بغرامة تصل إلى 300 مليون ليرة."
FIRES = "سُجل 312 حريقا بين الفاتح من جوان والعاشر من أوت."


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (SHARE, "About one in eight supplements has unlisted content.", ""),
        (SHARE, "", "في مكمل من كل 8 مكملات تقريبا مواد غير مذكورة، بحسب الدراسة."),
        (FINE, "Article 31 provides for a fine of up to 300m pounds.", ""),
        (FIRES, "There were 312 fires between 1 June and 10 August.", ""),
        (FIRES, "", "اندلع 312 حريقا من 1 يونيو إلى 10 أغسطس."),
    ],
)
def test_shares_pounds_and_first_days_are_known_by_other_names(
    source: str, en: str, ar: str
) -> None:
    assert doubts(source, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (SHARE, "About one in six supplements has unlisted content.", ""),
        (SHARE, "", "في مكمل من كل 6 مكملات تقريبا مواد غير مذكورة، بحسب الدراسة."),
        (FINE, "Article 31 provides for a fine of up to 300m dollars.", ""),
        (FINE, "Article 31 provides for a fine of up to 300m British pounds.", ""),
        (FIRES, "There were 312 fires between 2 June and 10 August.", ""),
    ],
)
def test_another_share_money_or_day_is_found(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) != []
