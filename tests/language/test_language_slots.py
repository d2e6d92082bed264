"""Arabic names that only their place in the sentence shows."""

import pytest

from bot.language.names import names_in
from bot.language.names.slots import names_in_slots


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قال سمندوف إن العمل بدأ.", ["سمندوف"]),
        ("وأضافت القرمزي أن الأرض للدولة.", ["القرمزي"]),
        ("بحسب الغرناطوي، ستجتمع اللجنة غدا.", ["الغرناطوي"]),
        ("نقلت الصحيفة عن غدير الحمروني أن العقد وُقّع.", ["غدير الحمروني"]),
        ("بدأت بلدية شلعوط تشغيل الحافلة.", ["شلعوط"]),
        ("دمرت العاصفة ميناء مرسى السدر.", ["مرسى السدر"]),
        ("وصل الوفد إلى وادي العنبر.", ["وادي العنبر"]),
        ("قال المتحدث إن العمل بدأ.", []),
        ("قالت الشركة إن البلدة تدفع الثمن.", []),
        ("قال المتظاهرون إنهم باقون.", []),
        ("قال للصحافيين إن العمل بدأ.", []),
        ("شدد على أن رأس المال محفوظ.", []),
        ("أدى الحريق وأدى الدخان إلى إغلاق المكان.", []),
        ("قال ترامب إنه يرفض.", []),
        ("The minister said so.", []),
        ("", []),
    ],
)
def test_names_in_slots(text: str, names: list[str]) -> None:
    found = names_in_slots(text)
    assert [mention.surface for mention in found] == names
    assert [text[mention.start : mention.end] for mention in found] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قال رئيس نقابة عمال الموانئ كريم القرمزي إن", ["كريم القرمزي"]),
        ("أوضح المتحدث باسم الوزارة ناصر الحمروني أن", ["ناصر الحمروني"]),
        ("رأى كريم القرمزي ذلك", ["كريم القرمزي"]),
        ("كان كريم الخلق عادل الحكم", []),
        ("قالت سلوى النجمي إن", ["سلوى النجمي"]),
    ],
)
def test_names_behind_long_titles_and_with_their_family(text: str, names: list[str]) -> None:
    assert [mention.surface for mention in names_in(text)] == names
