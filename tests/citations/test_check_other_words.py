"""Faithful claims whose words look like a fault, and faults in nearly the same words."""

import json

import pytest

from bot.citations.standalone import check_line

ORDER = "Northair ordered 12 Corvane A350-900 jets on Monday and six Kestrel fighters on Sunday."
DAILY = "وذكرت صحيفة Le Courlis المحلية أن حارس المطحنة غادر البلدة في أغسطس."
VISIT = "زار المدير مطحنة لويك متمنيا استمرار التعاون مع العمال."
RESULT = "Asked about the mill, Lowick's mayor replied: We will reach a conclusion soon."
COUNT = "The results of the Lowick ballot came out on Sunday."
PLEA = "The miller pleaded not guilty in the Lowick court on Monday."
SHARE = "Of the mill's workers, 86 percent are women."
RATIO = "ثلثا عمال المطحنة من النساء، وثلثهم من الرجال."
WALL = "The wall was rebuilt for the third time, and the work took over two hours."
BAGS = "Each of the ten sacks was worth $400, and the loaves were worth $50."
WATER = "مياه البئر في لويك غير متجددة، والضخ يستمر ليلا."
LOCK = "The lock in Lowick isn't possible to open yet, the workers found in March."
TOLL = "بلغت حصيلة الفيضان 40 قتيلا في يوم واحد، وهي حصيلة شبه قياسية."
FEW = "Of the mill's workers, 12 percent are women."

RIGHT = [
    (
        WALL,
        "The wall was rebuilt a third time, in over two hours.",
        "أعيد بناء الجدار للمرة الثالثة في أكثر من ساعتين.",
    ),
    (
        BAGS,
        "The ten sacks were worth $400 each.",
        "بلغت قيمة كل كيس من الأكياس العشرة 400 دولار.",
    ),
    (WATER, "The well's water does not renew itself.", "مياه البئر لا تتجدد."),
    (
        ORDER,
        "Northair ordered 12 Corvane A350-900s on Monday and six Kestrels on Sunday.",
        "طلبت نورثير 12 طائرة كورفان A350-900 يوم الاثنين وست مقاتلات كيستريل يوم الأحد.",
    ),
    (
        DAILY,
        "Le Courlis reported that the mill's guard left the town in August.",
        "ذكرت «لو كورليس» أن حارس المطحنة غادر البلدة في أغسطس.",
    ),
    (
        VISIT,
        "The director visited the mill in Lowick and hoped to go on working with the workers.",
        "زار المدير مطحنة لويك وأمل في استمرار التعاون مع العمال.",
    ),
    (
        VISIT,
        "The director visited the mill in Lowick and was generous to the workers.",
        "زار المدير مطحنة لويك وكرم العمال.",
    ),
    (
        RESULT,
        "Lowick's mayor said a conclusion would be reached soon.",
        "قال رئيس بلدية لويك إنه سيتم التوصل إلى نتيجة قريبا.",
    ),
    (
        COUNT,
        "The result of the ballot in Lowick came out on Sunday.",
        "صدرت نتيجة الاقتراع في لويك يوم الأحد.",
    ),
    (
        PLEA,
        "The miller pleaded not guilty in Lowick.",
        "دفع الطحان ببراءته في لويك.",
    ),
    (SHARE, "Most of the mill's workers are women.", "معظم عمال المطحنة من النساء."),
    (RATIO, "Most of the mill's workers are women.", "معظم عمال المطحنة من النساء."),
]

WRONG = [
    (WALL, "The wall was rebuilt for the first time.", "أعيد بناء الجدار للمرة الأولى."),
    (WALL, "The work took less than two hours.", "استغرق العمل أقل من ساعتين."),
    (
        BAGS,
        "The ten sacks were worth $400 in total.",
        "بلغت القيمة الإجمالية للأكياس العشرة 400 دولار.",
    ),
    (WATER, "The well's water in Lowick is renewable.", "مياه البئر في لويك متجددة."),
    (
        LOCK,
        "Opening the lock in Lowick is now possible.",
        "أصبح فتح القفل في لويك ممكنا الآن.",
    ),
    (
        TOLL,
        "The flood killed 40 people in a day, the highest toll ever.",
        "قتل الفيضان 40 شخصا في يوم واحد، وهي أعلى حصيلة على الإطلاق.",
    ),
    (
        ORDER,
        "Northair ordered 12 Corvane A350-900s on Monday and six Petrels on Sunday.",
        "طلبت نورثير 12 طائرة كورفان A350-900 يوم الاثنين وست مقاتلات كيستريل يوم الأحد.",
    ),
    (
        ORDER,
        "Northair ordered 12 Corvane A350-800s on Monday and six Kestrels on Sunday.",
        "طلبت نورثير 12 طائرة كورفان A350-900 يوم الاثنين وست مقاتلات كيستريل يوم الأحد.",
    ),
    (
        DAILY,
        "Le Courlis reported that the mill's guard left the town in August.",
        "ذكرت «لو بارزان» أن حارس المطحنة غادر البلدة في أغسطس.",
    ),
    (
        VISIT,
        "The director and Karam visited the mill in Lowick.",
        "زار المدير وكرم مطحنة لويك.",
    ),
    (
        RESULT,
        "Lowick's mayor said the mill had closed as a result of the strike.",
        "قال رئيس بلدية لويك إن المطحنة أغلقت نتيجة الإضراب.",
    ),
    (PLEA, "The miller pleaded guilty in Lowick.", "أقر الطحان بأنه مذنب في لويك."),
    (FEW, "Most of the mill's workers are women.", "معظم عمال المطحنة من النساء."),
]


def _failed(source: str, en: str, ar: str) -> list[str]:
    row = {
        "id": "c",
        "claim": {"ar": ar, "en": en},
        "paragraphs": [{"id": "a1.p1", "text": source}],
    }
    found = check_line(json.dumps(row), lambda note: f"{note.key} {dict(note.values)}")
    return [one["reason"] for side in found["sides"].values() for one in side["failed"]]


@pytest.mark.parametrize(("source", "en", "ar"), RIGHT)
def test_other_words_for_the_same_raise_no_doubt(source: str, en: str, ar: str) -> None:
    assert _failed(source, en, ar) == []


@pytest.mark.parametrize(("source", "en", "ar"), WRONG)
def test_nearly_the_same_words_for_another_thing_do(source: str, en: str, ar: str) -> None:
    assert _failed(source, en, ar) != []
