"""Evidence and quoted words must stand in the cited text."""

import pytest

from bot.citations.quote import quote
from bot.testing.claims import claim, evidence, reasons

SOURCE = 'قال المدير: "قد نوقّع على "شيء ما" اليوم، لكنّه سيكون رمزيّا فقط".'
OTHER = 'وقال العمدة: "لن نتجاوز الميزانية المحددة".'


@pytest.mark.parametrize(
    "words",
    [
        "قد نوقع على",
        "قَدْ نُوَقِّع على",
        "قد نوقع علي",
        "قد نـــوقع على",
        "\u200fقد نوقع\u200e على",
        "سيكون رمزيا فقط",
        "قد نوقع على «شيء ما» اليوم",
    ],
)
def test_evidence_is_found_in_any_spelling(words: str) -> None:
    assert reasons(quote, "عبارة", SOURCE, p1=words) == []


@pytest.mark.parametrize("words", ["قد نوقع على كل شيء", "سيكون تاريخيا فقط", "لن نتجاوز"])
def test_evidence_that_is_not_there_fails(words: str) -> None:
    assert reasons(quote, "عبارة", SOURCE, OTHER, p1=words) == ["quote.evidence"]


@pytest.mark.parametrize(
    "side",
    [
        "قال إنه «سيكون رمزيا فقط».",
        'قال إنه "سيكون رمزيا فقط".',
        "قال إنهم سيوقعون «شيئا ما».",
        "قال «قد نوقع … لكنه سيكون رمزيا».",
    ],
)
def test_quoted_words_of_the_source_pass(side: str) -> None:
    assert reasons(quote, side, SOURCE, OTHER) == []


@pytest.mark.parametrize(
    ("side", "reason"),
    [
        ("قال إنه «سيكون تاريخيا فقط».", "quote.words"),
        ("قال «سيكون فقط رمزيا».", "quote.merged"),
        ("قال «قد نوقع اليوم لن نتجاوز الميزانية المحددة».", "quote.merged"),
    ],
)
def test_altered_and_merged_quotations_fail(side: str, reason: str) -> None:
    assert reasons(quote, side, SOURCE, OTHER) == [reason]


@pytest.mark.parametrize(
    ("side", "source", "found"),
    [
        ("قال: «لم يصل الدواء».", "قال: «تعبنا ولم يصل الدواء».", []),
        ("قال: «قد نغلق المصنع».", "قال: «تعبنا، فقد نغلق المصنع».", []),
        ("قال: «لن نغلق المصنع».", "قال: «تعبنا ولم نغلق المصنع».", ["quote.words"]),
        ("قال: «لم نغلق المصنع».", "قال: «تعبنا فولم نغلق المصنع».", ["quote.words"]),
        ("قال: «نغلق لم نفتح».", "قال: «نغلق ولم نفتح».", ["quote.words"]),
        ("He said: “and we shut”.", "He said: “we wand we shut”.", ["quote.words"]),
    ],
)
def test_a_quotation_may_leave_out_a_conjunction_before_it(
    side: str, source: str, found: list[str]
) -> None:
    assert reasons(quote, side, source) == found


def test_the_other_language_may_translate_a_quotation() -> None:
    assert reasons(quote, "He said they might sign “something”.", SOURCE) == []


def test_the_other_language_may_not_make_one_up() -> None:
    plain = "قال المدير إن الاتفاق سيكون رمزيا."
    assert reasons(quote, "He called it “purely symbolic”.", plain) == ["quote.unquoted"]


def test_a_translation_may_follow_the_quotation_of_the_other_side() -> None:
    plain = "قال المدير إن الاتفاق سيكون رمزيا."
    sides = {"ar": "وصفه بأنه «سيكون رمزيا».", "en": "He said it “would be symbolic”."}
    assert reasons(quote, sides, plain) == []


def test_a_translation_much_longer_than_any_quotation_fails() -> None:
    side = (
        "“We may sign something today but it will be symbolic, and on the other hand we will never "
        "in any case go beyond the budget that the city council fixed a year ago,” he said."
    )
    assert reasons(quote, side, OTHER) == ["quote.longer"]


def test_an_english_quotation_with_brackets_and_cuts() -> None:
    source = 'He said: "We will never, as long as I live, sign such a paper."'
    assert reasons(quote, "“We will never ... sign such a paper,” he said.", source) == []
    assert reasons(quote, "“We will [not] sign such a paper,” he said.", source) == []
    assert reasons(quote, "“We will ... burn such a paper,” he said.", source) == ["quote.words"]


def test_the_finding_names_side_and_words() -> None:
    found = quote(claim("قال «نعم ووافق»."), evidence(SOURCE))
    assert [(f.side, f.reason.values["quote"]) for f in found] == [("ar", "نعم ووافق")]


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("اشترت «إن في دي» مصنعا.", "NVD bought a plant."),
        ("أوردت «ذا دانفورد هيرالد» النبأ.", "The Danford Herald had the story."),
        ("كتبت صحيفة «البريد المسائي» عن المصنع.", "The Evening Post wrote about the plant."),
        ("قالت شركة «لومن تراست» إن المصنع سيغلق.", "Lumen Trust said the plant would close."),
        ("نما حجم «اقتصاد الظل» في البلاد.", "The country's shadow economy grew."),
        ("The “Golden Dome” system is late.", "تأخر نظام القبة الذهبية."),
        ("He said: “The plant will close in the spring”.", "قال المدير: سيغلق المصنع في الربيع."),
    ],
)
def test_marks_around_a_name_title_or_term_quote_nobody(side: str, source: str) -> None:
    assert reasons(quote, side, source) == []


def test_letters_may_begin_the_name_of_a_firm() -> None:
    source = "BKLumen Trade said it would close."
    assert reasons(quote, "قال «بي كي لومن تريد» إنه سيغلق.", source) == []


def test_marks_around_a_few_words_of_a_speaker_do_quote() -> None:
    source = "The minister spoke about the plant."
    assert reasons(quote, "وصف الوزير المصنع بأنه «خطر».", source) == ["quote.unquoted"]


def test_a_quotation_may_come_from_a_paragraph_in_another_language() -> None:
    sources = ("The plant opened in May.", OTHER)
    side = "“We will not go beyond the budget set,” the mayor said."
    assert reasons(quote, side, *sources) == []


def test_a_quotation_after_the_name_of_a_firm_is_still_held_against_the_source() -> None:
    source = "أضافت المديرة أن الشركة «لن تطلب أي قروض جديدة»."
    side = "قالت المديرة إن الشركة «لن تطلب أي حدائق جديدة»."
    assert reasons(quote, side, source) == ["quote.words"]
