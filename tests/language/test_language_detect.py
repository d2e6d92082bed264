"""Which language a text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("أعلن الوزير أن المحادثات ستبدأ غدا", "ar"),
        ("إصابة ثلاثة عمال", "ar"),
        ("نقلت Reuters عن مسؤول في شركة Example Industries قوله إن العقد وقع", "ar"),
        ("رئیس جمهور گفت که این قرارداد امضا می‌شود", "fa"),
        ("وزیر خارجہ نے کہا ہے کہ یہ معاہدہ ہو گیا", "ur"),
        ("השר אמר כי ההסכם ייחתם מחר", "he"),
        ("The minister said that talks would begin tomorrow", "en"),
        ("Minister resigns after bridge collapse", "en"),
        ("The paper wrote «انتهت المفاوضات» on its front page on Monday", "en"),
        ("Le ministre a déclaré que les négociations commenceront demain", "fr"),
        ("Le président a dit", "fr"),
        ("El ministro dijo que las conversaciones empiezan mañana", "es"),
        ("Der Minister sagte, dass die Gespräche morgen beginnen", "de"),
        ("Bakan, görüşmelerin yarın başlayacağını söyledi", "tr"),
        ("Министр заявил, что переговоры начнутся завтра", "ru"),
        ("Міністр заявив, що переговори почнуться завтра", "uk"),
        ("Il ministro ha detto che i colloqui inizieranno domani", "it"),
        ("O ministro disse que as conversações começam amanhã", "pt"),
        ("De minister zei dat het overleg morgen begint", "nl"),
        ("Minister powiedział, że rozmowy zaczną się jutro", "pl"),
        ("Ministr uvedl, že jednání začne zítra", "cs"),
        ("Ministern sade att samtalen börjar i morgon och att de är viktiga", "sv"),
        ("Menteri itu mengatakan bahwa perundingan akan dimulai besok", "id"),
        ("Bộ trưởng cho biết cuộc đàm phán sẽ bắt đầu vào ngày mai", "vi"),
        ("Ο υπουργός είπε ότι οι συνομιλίες αρχίζουν αύριο", "el"),
        ("部长说会谈明天开始", "zh"),
        ("大臣は会談が明日始まると述べた", "ja"),
        ("장관은 회담이 내일 시작된다고 말했다", "ko"),
        ("", "und"),
        ("1234 :-)", "und"),
        ("Zxqv Brnk", "und"),
        ("https://example.org/the/and/of", "und"),
    ],
)
def test_language_of_a_line(text: str, language: str) -> None:
    assert detect(text) == language


def test_vowel_signs_and_marks_do_not_matter() -> None:
    assert detect("\u200fقَالَ إِنَّ الأَمْرَ فِي غَايَةِ الأَهَمِّيَّة") == "ar"


@given(st.text(max_size=80))
def test_it_always_answers(text: str) -> None:
    assert detect(text)
