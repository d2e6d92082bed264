"""Finding the paragraphs nearest to a statement, in its own language and across."""

from bot.citations.evidence import passage
from bot.citations.nearest import library
from bot.model import Paragraph

TEXTS = {
    "p1": ("ar", "أعلنت بلدية ميناء الرمل افتتاح جسر المنارة بعد ثلاث سنوات من العمل."),
    "p2": ("ar", "وقال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت 12 مليون دينار."),
    "p3": ("ar", "وأقيمت في الميناء احتفالات حضرها آلاف السكان من تونس والجزائر."),
    "p4": ("en", "The lighthouse keeper, Lina Karam, remembers the ferry that sank in 1968."),
}
LIBRARY = library([passage(Paragraph(i, 1, t), lang, None) for i, (lang, t) in TEXTS.items()])


def test_the_same_words_are_nearest() -> None:
    assert LIBRARY.nearest("كم بلغت كلفة الجسر؟", "ar", k=1) == ("p2",)


def test_spelling_and_endings_do_not_matter() -> None:
    assert LIBRARY.nearest("إحتفالاتُ السكّان", "ar", k=1) == ("p3",)


def test_a_figure_is_found_across_languages() -> None:
    assert LIBRARY.nearest("It cost 12 million dinars.", "en", k=1) == ("p2",)


def test_a_name_is_found_across_scripts() -> None:
    assert LIBRARY.nearest("Sami Haddad spoke.", "en", k=1) == ("p2",)
    assert LIBRARY.nearest("People came from Tunis and Algeria.", "en", k=1) == ("p3",)


def test_what_shares_nothing_is_left_out() -> None:
    assert LIBRARY.nearest("Zebras graze.", "en") == ()


def test_a_word_that_few_paragraphs_have_counts_more() -> None:
    asked = "الجسر ورئيس البلدية"
    assert LIBRARY.nearest(asked, "ar", k=1) == ("p2",)
