"""Lines that stand on pages, told from lines of articles."""

import pytest

from bot.article.lines import kind_of_line


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("إعلان", "marker"),
        ("[إعلان]", "marker"),
        ("مساحة إعلانية", "marker"),
        ("Advertisement", "marker"),
        ("ADVERTISEMENT 2", "marker"),
        ("شارك المقال", "marker"),
        ("Facebook Twitter WhatsApp", "marker"),
        ("طباعة", "marker"),
        ("https://news.example/a", "marker"),
        ("• • •", "marker"),
        ("اقرأ أيضاً: إغلاق الميناء", "related"),
        ("إقرأ أيضا | إغلاق الميناء", "related"),
        ("للمزيد - قصة الجسر القديم", "related"),
        ("شاهد: لحظة الافتتاح", "related"),
        ("رابط الخبر بصحيفة النور: الجسر", "related"),
        ("Read more: the harbour closes", "related"),
        ("Related stories", "related"),
        ("Lesen Sie auch: Der Hafen", "related"),
        ("بیشتر بخوانید: بندر", "related"),
        ("المصدر / نور أون لاين", "source"),
        ("Source: Nour Online", "source"),
        ("صدر الصورة، وكالة", "credit"),
        ("التعليق على الصورة، الجسر القديم", "credit"),
        ("(تصوير: سمير)", "credit"),
        ("Image caption, The old bridge", "credit"),
        ("Reuters People crossing the old bridge on Monday", "credit"),
        ("بقلم: هالة السمان", "byline"),
        ("By Hala Samman and Omar Daqqaq", "byline"),
        ("(Reporting by Hala Samman; editing by O. Daqqaq)", "byline"),
        ("منذ ساعتين", "date"),
        ("الجمعة 07 نوفمبر 2025 - 01:34 ص", "date"),
        ("آخر تحديث: ٧ نوفمبر ٢٠٢٥", "date"),
        ("Published 5 May 2025, 10:32 GMT", "date"),
        ("2 hours ago", "date"),
        ("5 min read", "date"),
        ("فرانس24/ أ ف ب", "agency"),
        ("(رويترز)", "agency"),
        ("واس - الرياض", "agency"),
        ("(AFP)", "agency"),
        ("We use cookies to make this site work better for you.", "consent"),
        ("© 2026 Nour Online. All rights reserved.", "rights"),
        ("جميع الحقوق محفوظة لموقع النور", "rights"),
        ("تابعونا على تلغرام", "news"),
        ("Sign up for our newsletter", "news"),
        ("Leave a comment", "marker"),
        ("التعليقات المنشورة لا تعبر عن رأي الموقع", "comments"),
    ],
)
def test_what_is_no_text_is_named(line: str, kind: str) -> None:
    language = "ar" if any("\u0600" < c < "\u06ff" for c in line) else "en"
    found = kind_of_line(line, language)
    assert found == kind or {found, kind} <= {"marker", "comments"}


@pytest.mark.parametrize(
    "line",
    [
        "إعلان المدينة عن انضمامها إلى الاتفاق",
        "صدر إعلان مشترك بعد الاجتماع.",
        "شاهد الآلاف المباراة في الملعب مساء اليوم.",
        "قبل يومين اندلع حريق في الميناء.",
        "وكالات الأنباء نقلت الخبر عن بلدية المدينة.",
        "أعلن البيت الأبيض عن القمة",
        "البحرين",
        "Watch what happens to the bridge next spring.",
        "By Monday the water had fallen by two metres",
        "Related diseases are rising.",
        "Reuters reported on the plan on Sunday.",
        "“Help us,” she said.",
        "He said on January 11, 2012 that the bridge would close.",
        "The cookies were baked in the town hall.",
        "Sources in the council said that the plan would pass.",
        "مصدر: المجلس وافق على الخطة",
        "لم يحدد المجلس موعدا بعد.",
    ],
)
def test_text_is_left_alone(line: str) -> None:
    language = "ar" if any("\u0600" < c < "\u06ff" for c in line) else "en"
    assert kind_of_line(line, language) == ""


def test_a_long_paragraph_is_text_however_it_begins() -> None:
    assert kind_of_line("Read more: " + "the council met again on Monday. " * 9, "en") == ""


def test_hostile_lines_take_no_time() -> None:
    for line in ("By " + "A" * 230, "(" * 240, "share " * 40, "1/" * 120, "Facebook," * 26):
        kind_of_line(line, "en")
