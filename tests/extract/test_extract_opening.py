"""What links a sentence to the one before is left off where it stands alone."""

import pytest

from bot.extract.opening import cut


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("في المقابل، قالت نقابة الصيادين إن الرسم جائر.", "قالت نقابة الصيادين إن الرسم جائر."),
        ("من جهتها، أعلنت البلدية فتح السوق.", "أعلنت البلدية فتح السوق."),
        ("وفي سياق متصل، وأكدت الوزارة موعد الافتتاح.", "أكدت الوزارة موعد الافتتاح."),
        ("وأكد رئيس البلدية أن السوق سيفتح.", "أكد رئيس البلدية أن السوق سيفتح."),
        ("وستبدأ الأعمال في الربيع.", "ستبدأ الأعمال في الربيع."),
        ("كما نددت الجمعية بالقرار.", "نددت الجمعية بالقرار."),
        ("ولكن رفضت الشركة العرض.", "ولكن رفضت الشركة العرض."),
        ("كما كان متوقعا، فتح السوق.", "كما كان متوقعا، فتح السوق."),
        ("وقال العمدة إن السوق قديم، وطالب بترميمه.", "وقال العمدة إن السوق قديم، وطالب بترميمه."),
        ("وقال العمدة إن السوق قديم، مشيرا إلى سقفه.", "قال العمدة إن السوق قديم، مشيرا إلى سقفه."),
        ("لكن المسؤولين نفوا ذلك.", "لكن المسؤولين نفوا ذلك."),
        ("وصف العمدة السوق بأنه جميل.", "وصف العمدة السوق بأنه جميل."),
        ("وقعت الشركتان العقد.", "وقعت الشركتان العقد."),
        ("وزير النقل زار السوق.", "وزير النقل زار السوق."),
        ("وسط المدينة مغلق.", "وسط المدينة مغلق."),
    ],
)
def test_an_arabic_sentence_opens_with_its_own_words(text: str, left: str) -> None:
    assert text[cut(text, "ar") :] == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("However, Quill said the toll would stay.", "Quill said the toll would stay."),
        ("But Tolland Mills opposed it.", "Tolland Mills opposed it."),
        ("In addition, 40 shops will open.", "40 shops will open."),
        ("Meanwhile the council met.", "Meanwhile the council met."),
        ("But it said the toll was too low.", "But it said the toll was too low."),
        ("Stillwater voted against it.", "Stillwater voted against it."),
        ("And", "And"),
    ],
)
def test_an_english_sentence_never_opens_with_a_small_letter(text: str, left: str) -> None:
    assert text[cut(text, "en") :] == left
