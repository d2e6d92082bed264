"""What the number reader makes of figures in digits and words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.numbers import Bound, Kind, Quantity, read_numbers


def one(text: str, language: str) -> Quantity:
    found = read_numbers(text, language)
    assert len(found) == 1, found
    return found[0]


def values(text: str, language: str) -> list[Decimal]:
    return [q.value for q in read_numbers(text, language)]


ARABIC_WORDS = [
    ("ثلاث دول", 3),
    ("ثلاثة رجال", 3),
    ("أربعة وعشرون طالبا", 24),
    ("أحد عشر لاعبا", 11),
    ("إحدى عشرة فتاة", 11),
    ("اثنا عشر شهرا", 12),
    ("اثنتي عشرة مدينة", 12),
    ("ثلاث عشرة دولة", 13),
    ("تسعة عشر عاملا", 19),
    ("عشرون بيتا", 20),
    ("خمسة وعشرين ألفا", 25_000),
    ("مئة كتاب", 100),
    ("مائة كتاب", 100),
    ("مئتا كتاب", 200),
    ("مائتين وخمسين كتابا", 250),
    ("ثلاثمئة وسبعة كتب", 307),
    ("ثلاث مئة كتاب", 300),
    ("ألف كتاب", 1_000),
    ("ألفا كتاب", 1_000),
    ("ألفين وستمئة كتاب", 2_600),
    ("ألفي كتاب", 2_000),
    ("ثلاثة آلاف كتاب", 3_000),
    ("مئة وخمسة وعشرون ألفا وثلاثمئة وسبعة كتب", 125_307),
    ("مليون كتاب", 1_000_000),
    ("مليونا كتاب", 1_000_000),
    ("مليوني كتاب", 2_000_000),
    ("ثلاثة ملايين كتاب", 3_000_000),
    ("3 ملايين و200 ألف كتاب", 3_200_000),
    ("مليون ونصف المليون كتاب", 1_500_000),
    ("ثلاثة ونصف مليون كتاب", 3_500_000),
    ("نصف مليون كتاب", 500_000),
    ("ربع مليون كتاب", 250_000),
    ("مليار كتاب", 10**9),
    ("بليون كتاب", 10**9),
    ("ملياري كتاب", 2 * 10**9),
    ("تريليون كتاب", 10**12),
    ("وبثلاثة كتب", 3),
    ("لأربعين كتابا", 40),
    ("الخمسة عشر كتابا", 15),
]

ENGLISH_WORDS = [
    ("seven books", 7),
    ("seventeen books", 17),
    ("twenty-five books", 25),
    ("twenty five books", 25),
    ("one hundred and five books", 105),
    ("a hundred books", 100),
    ("two thousand three hundred books", 2_300),
    ("twenty-five thousand two hundred and five books", 25_205),
    ("a million books", 10**6),
    ("half a million books", 500_000),
    ("two and a half million books", 2_500_000),
    ("1.5 million books", 1_500_000),
    ("17bn books", 17 * 10**9),
    ("5k books", 5_000),
    ("3 mn books", 3 * 10**6),
    ("a dozen books", 12),
    ("two dozen books", 24),
]

DIGITS = [
    ("1992", 1992),
    ("١٩٩٢", 1992),
    ("۱۹۹۲", 1992),
    ("1,234", 1234),
    ("1,234,567", 1234567),
    ("١٬٢٣٤", 1234),
    ("30،000", 30000),
    ("20.000", 20000),
    ("1'234", 1234),
    ("1.234.567", 1234567),
    ("1,234.5", "1234.5"),
    ("1.234,5", "1234.5"),
    ("20٫5", "20.5"),
    ("3.7", "3.7"),
    ("3,7", "3.7"),
    ("0.250", "0.250"),
    ("30 000", 30000),
]


@pytest.mark.parametrize(("text", "value"), ARABIC_WORDS)
def test_arabic_number_words(text: str, value: int) -> None:
    assert one(text, "ar").value == value


@pytest.mark.parametrize(("text", "value"), ENGLISH_WORDS)
def test_english_number_words(text: str, value: int) -> None:
    assert one(text, "en").value == value


@pytest.mark.parametrize(("text", "value"), DIGITS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_digits_of_any_script_with_any_separator(text: str, value: object, language: str) -> None:
    assert one(text, language).value == Decimal(str(value))


def test_one_point_before_three_digits_is_read_both_ways() -> None:
    assert one("20.000", "ar").values == (Decimal(20000), Decimal(20))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("عامين", "year"),
        ("سنتان", "year"),
        ("يومين", "day"),
        ("أسبوعان", "week"),
        ("مترين", "metre"),
    ],
)
def test_a_dual_unit_says_two(text: str, unit: str) -> None:
    found = one(text, "ar")
    assert (found.value, found.unit, found.weak) == (2, unit, False)


@pytest.mark.parametrize("text", ["دولتان", "ودولتين", "صاروخين", "تسديدتين"])
def test_a_dual_noun_says_two(text: str) -> None:
    assert one(text, "ar").value == 2


@pytest.mark.parametrize("text", ["البلدين", "الطرفان", "مسؤولين"])
def test_a_dual_that_may_only_refer_is_weak(text: str) -> None:
    assert one(text, "ar").weak


@pytest.mark.parametrize("text", ["فلسطين", "بوتين", "لبنان", "نيسان", "بلدان كثيرة", "البرلمان"])
def test_words_that_end_like_duals_are_none(text: str) -> None:
    assert read_numbers(text, "ar") == ()


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("السابعة والأربعين", "ar", 47),
        ("الحادي عشر", "ar", 11),
        ("الثانية عشرة", "ar", 12),
        ("الخامس والعشرون", "ar", 25),
        ("ثاني أكبر مورد", "ar", 2),
        ("ثالث دولة", "ar", 3),
        ("the forty-seventh president", "en", 47),
        ("the 21st edition", "en", 21),
        ("the second-largest port", "en", 2),
        ("the hundred and first", "en", 101),
    ],
)
def test_ranks(text: str, language: str, value: int) -> None:
    found = one(text, language)
    assert (found.value, found.kind) == (value, Kind.ORDINAL)
    assert found.ordinal


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("الثلاثينيات", "ar", 30),
        ("تسعينات القرن الماضي", "ar", 90),
        ("in the nineties", "en", 90),
        ("the 1990s", "en", 1990),
    ],
)
def test_decades(text: str, language: str, value: int) -> None:
    found = one(text, language)
    assert (found.value, found.kind) == (value, Kind.DECADE)


@pytest.mark.parametrize(
    ("text", "language", "percentage"),
    [
        ("نصف السكان", "ar", 50),
        ("ثلثي الأعضاء", "ar", "66.7"),
        ("ثلاثة أرباع السكان", "ar", 75),
        ("واحد من كل خمسة", "ar", 20),
        ("half of them", "en", 50),
        ("a third of voters", "en", "33.3"),
        ("two-thirds", "en", "66.7"),
        ("three quarters", "en", 75),
        ("one in five", "en", 20),
        ("2/5 of them", "en", 40),
        ("sales fell by half", "en", 50),
        ("it lost more than half its value", "en", 50),
        ("shares fell by a third in early trade", "en", 33.3),
        ("prices rose by a quarter, it said", "en", 25),
        ("هوى السهم بمقدار الثلث", "ar", 33.3),
        ("حضر نصفهم", "ar", 50),
        ("فقدت ثلثيها", "ar", 66.7),
        ("خسرت عُشر قيمتها", "ar", 10),
        ("نحو خُمس السكان", "ar", 20),
    ],
)
def test_fractions(text: str, language: str, percentage: object) -> None:
    found = one(text, language)
    assert found.kind is Kind.FRACTION
    assert round(100 * found.value, 1) == Decimal(str(percentage))


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("20%", "en", "percent"),
        ("٢٠٪", "ar", "percent"),
        ("20 per cent", "en", "percent"),
        ("عشرون في المئة", "ar", "percent"),
        ("20 بالمائة", "ar", "percent"),
        ("واحد بالمئة", "ar", "percent"),
        ("3 نقاط مئوية", "ar", "point"),
        ("0.25 percentage points", "en", "point"),
        ("80 مليون ريال سعودي", "ar", "riyal.sa"),
        ("80 مليون ريال", "ar", "riyal"),
        ("17 مليار دولار أميركي", "ar", "dollar.us"),
        ("$17bn", "en", "dollar"),
        ("US$17 million", "en", "dollar.us"),
        ("30 Canadian dollars", "en", "dollar.ca"),
        ("EUR 30", "en", "euro.eu"),
        ("500 دونم", "ar", "dunam"),
        ("500 hectares", "en", "hectare"),
        ("12 كيلومترا مربعا", "ar", "square_kilometre"),
        ("a 43-year-old man", "en", "year"),
        ("5km", "en", "kilometre"),
    ],
)
def test_units_and_money(text: str, language: str, unit: str) -> None:
    found = one(text, language)
    assert found.unit == unit
    assert found.percent == (unit == "percent")


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("أكثر من 30 عاما", "ar", Bound.MORE_THAN),
        ("ما يزيد على 30 عاما", "ar", Bound.MORE_THAN),
        ("تتجاوز 17 مليارا", "ar", Bound.MORE_THAN),
        ("أقل من 30 عاما", "ar", Bound.LESS_THAN),
        ("نحو 30 عاما", "ar", Bound.ABOUT),
        ("30 عاما تقريبا", "ar", Bound.ABOUT),
        ("ما لا يقل عن 30 شخصا", "ar", Bound.AT_LEAST),
        ("30 شخصا على الأقل", "ar", Bound.AT_LEAST),
        ("ما لا يزيد على 30 شخصا", "ar", Bound.AT_MOST),
        ("more than 30 years", "en", Bound.MORE_THAN),
        ("over 30 people", "en", Bound.MORE_THAN),
        ("less than 30 years", "en", Bound.LESS_THAN),
        ("nearly 30 years", "en", Bound.ABOUT),
        ("some 30 years", "en", Bound.ABOUT),
        ("at least 30 people", "en", Bound.AT_LEAST),
        ("30 or more", "en", Bound.AT_LEAST),
        ("500+ people", "en", Bound.AT_LEAST),
        ("up to 30 people", "en", Bound.AT_MOST),
        ("30 people", "en", Bound.EXACT),
        ("the under-23 team", "en", Bound.LESS_THAN),
        ("children under the age of 12", "en", Bound.LESS_THAN),
        ("الأطفال دون سن الثانية عشرة", "ar", Bound.LESS_THAN),
        ("أكثر بثلاثين مقعدا", "ar", Bound.EXACT),
    ],
)
def test_bounds(text: str, language: str, bound: Bound) -> None:
    assert one(text, language).bound is bound


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ("1950-53", "en", (1950, 1953)),
        ("20-30%", "en", (20, 30)),
        ("between 20 and 30 people", "en", (20, 30)),
        ("from 20 to 30 people", "en", (20, 30)),
        ("2 to 3 million people", "en", (2_000_000, 3_000_000)),
        ("بين 20 و30 شخصا", "ar", (20, 30)),
        ("من 20 إلى 30 شخصا", "ar", (20, 30)),
        ("بين عشرين وثلاثين شخصا", "ar", (20, 30)),
        ("بين نحو 20 و30 شخصا", "ar", (20, 30)),
    ],
)
def test_ranges(text: str, language: str, ends: tuple[int, int]) -> None:
    found = one(text, language)
    assert (found.value, found.high) == ends
    assert found.kind is Kind.RANGE


def test_a_score_is_two_figures() -> None:
    assert values("a 3-1 defeat", "en") == [3, 1]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("hundreds of people", "en", 100),
        ("tens of thousands of people", "en", 10_000),
        ("several hundred people", "en", 100),
        ("مئات القتلى", "ar", 100),
        ("عشرات الآلاف من الناس", "ar", 10_000),
        ("آلاف الناس", "ar", 1_000),
    ],
)
def test_orders_of_magnitude(text: str, language: str, value: int) -> None:
    found = one(text, language)
    assert (found.value, found.kind) == (value, Kind.VAGUE)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1. The minister resigned", "en"),
        ("1- استقال الوزير", "ar"),
        ("(2) استقال الوزير", "ar"),
        ("Step 4: open the door", "en"),
        ("Passage 2: the door", "en"),
        ("Here is a summary in 77 words", "en"),
        ("ملخص في 50 كلمة", "ar"),
        ("one of the ministers", "en"),
        ("No one was hurt", "en"),
        ("أحد الوزراء", "ar"),
        ("لأحد الوزراء", "ar"),
        ("إحدى الدول", "ar"),
        ("يوم الاثنين", "ar"),
        ("لست متأكدا", "ar"),
        ("مباراة نصف نهائي", "ar"),
        ("في تشرين الثاني", "ar"),
        ("مرة ثانية", "ar"),
        ("ثاني أكسيد الكربون", "ar"),
        ("الشيخة حصة آل ثاني", "ar"),
        ("half-time", "en"),
        ("see https://example.org/2024/11/5", "en"),
        ("write to desk24@example.org", "en"),
        ("version 3.2.1", "en"),
        ("an O.K. deal", "en"),
    ],
)
def test_what_is_no_figure(text: str, language: str) -> None:
    assert read_numbers(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("5+1 group", "en", Kind.CODE, 51),
        ("مجموعة 5+1", "ar", Kind.CODE, 51),
        ("an F-35 jet", "en", Kind.CODE, 35),
        ("إف-35", "ar", Kind.CODE, 35),
        ("COVID-19", "en", Kind.CODE, 19),
        ("call +44 today", "en", Kind.CODE, 44),
        ("agent 007", "en", Kind.CODE, 7),
        ("at 5.30pm", "en", Kind.TIME, "5.5"),
        ("at 17:30", "en", Kind.TIME, "17.5"),
        ("at 4 a.m.", "en", Kind.TIME, 4),
        ("الساعة الخامسة والنصف", "ar", Kind.TIME, "5.5"),
        ("الساعة 10", "ar", Kind.TIME, 10),
        ("قرابة العاشرة والنصف ليلا", "ar", Kind.TIME, "10.5"),
        ("في السابعة من مساء أمس", "ar", Kind.TIME, 7),
        ("الدورة السابعة", "ar", Kind.ORDINAL, 7),
        ("6 November", "en", Kind.DAY, 6),
        ("November 6", "en", Kind.DAY, 6),
        ("6 نوفمبر", "ar", Kind.DAY, 6),
        ("السادس من نوفمبر", "ar", Kind.DAY, 6),
        ("in 1992", "en", Kind.YEAR, 1992),
        ("منذ عام ١٩٩٢", "ar", Kind.YEAR, 1992),
        ("in nineteen ninety-two", "en", Kind.YEAR, 1992),
        ("1992 people", "en", Kind.CARDINAL, 1992),
        ("ركبتها في 1500 من منازلها", "ar", Kind.CARDINAL, 1500),
        ("بدأ في 1995 من دون ضجة", "ar", Kind.YEAR, 1995),
    ],
)
def test_figures_that_do_not_count(text: str, language: str, kind: Kind, value: object) -> None:
    found = one(text, language)
    assert (found.kind, found.value) == (kind, Decimal(str(value)))


def test_a_telephone_number_is_one_figure_and_its_groups() -> None:
    assert one("call 116 123", "en").values == (116123, 116, 123)


@pytest.mark.parametrize(
    ("text", "weak"),
    [("one person", True), ("one million people", False), ("the first visit", True),
     ("a second later", True), ("the second visit", False), ("both sides", True),
     ("the two sides", True), ("two sides", False)],
)  # fmt: skip
def test_words_that_also_point_are_weak(text: str, weak: bool) -> None:
    assert one(text, "en").weak is weak


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("14 people were killed and 37 injured", "en"),
        ("killed 14 people and injured 37", "en"),
        ("مقتل 14 شخصا وإصابة 37 آخرين", "ar"),
        ("أودى بحياة 14 شخصا وأصاب 37", "ar"),
    ],
)
def test_a_figure_is_bound_to_what_it_counts(text: str, language: str) -> None:
    killed, injured = read_numbers(text, language)
    assert ("@killed" in killed.counts, "@injured" in killed.counts) == (True, False)
    assert ("@killed" in injured.counts, "@injured" in injured.counts) == (False, True)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("ثلاث ساعات ونصف الساعة", "3.5"),
        ("ساعتين ونصف", "2.5"),
        ("ساعتين", "2"),
        ("ساعة ونصف", "1.5"),
        ("نحو ساعة ونصف الساعة", "1.5"),
    ],
)
def test_an_arabic_unit_may_be_followed_by_its_half(text: str, hours: str) -> None:
    found = one(f"استمر {text} ثم انتهى", "ar")
    assert (found.value, found.unit) == (Decimal(hours), "hour")


@pytest.mark.parametrize("text", ["an hour and a half", "about an hour and a half"])
def test_an_english_unit_may_be_followed_by_its_half(text: str) -> None:
    found = one(f"It went on for {text} before it ended", "en")
    assert (found.value, found.unit) == (Decimal("1.5"), "hour")


@pytest.mark.parametrize("when", ["سنة 2018", "عام 2018", "يوم الخميس", "صباحا"])
def test_two_people_are_no_two_days_or_years(when: str) -> None:
    two = read_numbers(f"أنقذ الحارس شخصين {when}", "ar")[0]
    assert (two.value, two.unit) == (2, None)


def test_who_is_set_free_is_not_killed() -> None:
    for text in ("أطلقت الشرطة سراح تسعة منهم", "أفرجت الشرطة عن تسعة منهم"):
        counts = one(text, "ar").counts
        assert ("@freed" in counts, "@killed" in counts) == (True, False)


def test_a_country_is_no_dual_and_an_age_no_rank() -> None:
    age, share = read_numbers("تلقيح الأطفال دون الخامسة في باكستان إلى 78 في المئة", "ar")
    assert (age.value, age.unit, age.bound) == (5, "year", Bound.LESS_THAN)
    assert (share.value, share.high) == (78, None)


def test_who_does_something_is_not_who_is_counted() -> None:
    assert "@militants" not in one("قتل مسلحون 14 قرويا", "ar").counts
    assert "@soldiers" in one("14 جنديا", "ar").counts


def test_spans_count_in_the_text_as_written() -> None:
    text = "قُتِلَ \u200fأكثر من ٦٨٬٨٠٠ شخص، و\u202b3\u202c جرحى"
    assert [q.surface for q in read_numbers(text, "ar")] == ["٦٨٬٨٠٠", "3"]
    assert all(text[q.start : q.end] == q.surface for q in read_numbers(text, "ar"))


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for language in ("ar", "en", "fr"):
        for found in read_numbers(text, language):
            assert 0 <= found.start < found.end <= len(text)


@given(st.integers(0, 999_999_999))
def test_grouping_and_script_do_not_change_a_value(n: int) -> None:
    arabic = f"{n:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    assert one(f"{n:,} books", "en").value == one(f"{arabic} كتاب", "ar").value == n


_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@given(st.integers(1, 9), st.integers(2, 9), st.integers(1, 9), st.sampled_from((10**3, 10**6)))
def test_english_words_add_up(h: int, t: int, u: int, scale: int) -> None:
    name = {10**3: "thousand", 10**6: "million"}[scale]
    words = f"{_UNITS[h - 1]} hundred and {_TENS[t - 2]}-{_UNITS[u - 1]} {name}"
    assert one(words, "en").value == (100 * h + 10 * t + u) * scale


_AR_UNITS = ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
_AR_TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]


@given(st.integers(2, 9), st.integers(1, 9), st.sampled_from(("", "ألفا", "مليونا")))
def test_arabic_words_add_up(t: int, u: int, scale: str) -> None:
    factor = {"": 1, "ألفا": 10**3, "مليونا": 10**6}[scale]
    words = f"مئة و{_AR_UNITS[u - 1]} و{_AR_TENS[t - 2]} {scale}".strip()
    assert one(words, "ar").value == (100 + 10 * t + u) * factor
