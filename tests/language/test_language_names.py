"""Names: where they are, and whether a text has them in any spelling or script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.names import NameKind, missing, name_in, names_in, same_name
from bot.language.names.transliteration import cost, fits, skeleton

ARABIC = (
    "أعلن الرئيس الأميركي دونالد ترمب أن كازخستان ستنضم إلى اتفاقات أبراهام، وفق نتانياهو "
    "ووزير الخارجية ماركو روبيو. وشكر قاسم جومارت توكاييف وفدا من الأمم المتحدة وشركة بوينغ."
)
ENGLISH = (
    "US President Donald Trump said Kazakhstan would join the Abraham Accords, according to "
    "Netanyahu and Marco Rubio. Kassym-Jomart Tokayev thanked the UN and Boeing."
)


@pytest.mark.parametrize("text", [ARABIC, ENGLISH])
@pytest.mark.parametrize(
    "name",
    [
        "Trump", "Donald Trump", "President Trump", "ترامب", "الرئيس ترامب", "Kazakhstan", "Kazakh",
        "كازاخستان", "قازاقستان", "الكازاخي", "Netanyahu", "Benjamin Netanyahu", "نتنياهو",
        "Rubio", "Marco Rubio", "روبيو", "Tokayev", "Tokaev", "توكايف", "Abraham Accords",
        "الاتفاقيات الإبراهيمية", "اتفاقيات إبراهيم", "United Nations", "U.N.", "الأمم المتحدة",
        "America", "American", "the United States", "أمريكا", "الأمريكيين", "Boeing", "بوينج",
    ],
)  # fmt: skip
def test_a_name_is_found_in_any_spelling_and_script(name: str, text: str) -> None:
    assert name_in(name, text)


@pytest.mark.parametrize("text", [ARABIC, ENGLISH])
@pytest.mark.parametrize(
    "name",
    [
        "Biden", "Ivanka Trump", "Uzbekistan", "أوزبكستان", "Iran", "إيران", "Kushner", "Airbus",
        "إيرباص", "Nursultan Nazarbayev", "نزارباييف", "Paris", "باريس", "Georgia", "Marco Polo",
        "Hamas", "حماس", "NATO", "الناتو", "Ahmed", "",
    ],
)  # fmt: skip
def test_another_name_is_not_found(name: str, text: str) -> None:
    assert not name_in(name, text)


@pytest.mark.parametrize(
    ("name", "text", "gone"),
    [
        ("Ivanka Trump", ARABIC, ("ivanka",)),
        ("Marco Polo", ARABIC, ("polo",)),
        ("Donald Trump", ARABIC, ()),
    ],
)
def test_what_of_a_name_a_text_lacks(name: str, text: str, gone: tuple[str, ...]) -> None:
    assert missing(name, text) == gone


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ترامب", "Donald Trump", True),
        ("ترامب", "ترمب", True),
        ("Ivanka Trump", "Donald Trump", False),
        ("أبراهام", "إبراهيم", True),
        ("Erdoğan", "أردوغان", True),
        ("Erdogan", "إردوغان", True),
        ("Mohammed bin Salman", "محمد بن سلمان", True),
        ("سلمان", "سليمان", False),
        ("حسن", "حسين", False),
        ("Niger", "Nigeria", False),
        ("Austria", "Australia", False),
        ("Iran", "Iraq", False),
        ("السعودية", "Saudi", True),
        ("Sweden", "سويسرا", False),
        ("Guterres", "غوتيريش", True),
        ("AFP", "وكالة الصحافة الفرنسية", True),
        ("Lindqvist", "ليندكفيست", True),
        ("Bartholomew", "بارثولوميو", True),
        ("Xavier", "خافيير", True),
        ("Yassin al-Barkouki", "Yasin al-Barquqi", True),
        ("Nabeel", "Nabil", True),
        ("Karmalaoui", "Karmalawi", True),
        ("Joumblatt", "Jumblat", True),
        ("Barquqi", "Barqawi", False),
        ("Massoud", "مسعود", True),
        ("Pfister", "فيستر", True),
        ("Abdelkader", "عبد القادر", True),
        ("Abdul Karim", "عبدالكريم", True),
        ("Abdel Hamid", "عبد المجيد", False),
        ("DPRK", "كوريا الديمقراطية", True),
        ("DPRK", "جمهورية كوريا", False),
    ],
)
def test_which_names_are_the_same(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_capital_may_speak_for_its_state_but_not_a_state_for_its_capital() -> None:
    assert name_in("Riyadh", "وتشدد السعودية على ذلك")
    assert not name_in("Saudi Arabia", "وصل الوفد إلى الرياض")


def test_names_are_found_where_a_source_lost_its_spaces() -> None:
    text = "وزارالوزيرالأممالمتحدةفيجنيفبعدلقائهغريتالينكفيست"
    assert name_in("United Nations", text)
    assert name_in("Linkvist", text)
    assert not name_in("Kushner", text)


def read(text: str, language: str = "und") -> list[str]:
    return [mention.surface for mention in names_in(text, language)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The minister met Greta Lindqvist in Oslo.", ["Greta Lindqvist", "Oslo"]),
        ("President Donald Trump’s envoy left.", ["Donald Trump"]),
        ("Supporters of the Supreme Court ruling cheered.", []),
        ("Hundreds of people said they'd stay. We've seen it.", []),
        ("On Thursday in May the World Bank met US officials.", ["World Bank", "US"]),
        ("It is up to us who is next.", []),
        ("Jean-Pierre Lafarge spoke to J. K. Brandt", ["Jean", "Pierre Lafarge", "Brandt"]),
        ("THE MINISTER SAID NOTHING AT ALL", []),
        ("قال الرئيس الفرنسي إيمانويل ماكرون أمس", ["الفرنسي", "إيمانويل ماكرون"]),
        ("وصل وزير الخارجية سامح كركوري إلى القاهرة", ["سامح كركوري", "القاهرة"]),
        ("قال نزارباييف إن بلاده محايدة", ["نزارباييف"]),
        ("الرئيس يعبر عن أمله في الصلح", []),
        ("على قاعدة الدعم المالي في صور جميلة", []),
        ("أكد الوزير أن المفاوضات انتهت", []),
        ("مات الرجل والطائرة في الجو بعيدا عن البيت", []),
        ("قال السيسي إن مايك جاء", ["السيسي", "مايك"]),
        ("أعلن هولاند تمديد الحالة", ["هولاند"]),
        ("", []),
    ],
)
def test_names_of_a_text(text: str, names: list[str]) -> None:
    assert read(text) == names


def test_an_unknown_acronym_is_told_apart() -> None:
    kinds = {m.surface: m.kind for m in names_in("The ZQRT said NATO agreed with Zarvik")}
    assert kinds == {
        "ZQRT": NameKind.ACRONYM, "NATO": NameKind.KNOWN, "Zarvik": NameKind.CAPITALISED
    }  # fmt: skip


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("netanyahu", "نتنياهو"), ("netanyahu", "نتانياهو"), ("witkoff", "ويتكوف"),
        ("putin", "بوتين"), ("zelensky", "زيلينسكي"), ("scholz", "شولتس"), ("macron", "ماكرون"),
        ("massachusetts", "ماساتشوستس"), ("kushner", "كوشنر"), ("lavrov", "لافروف"),
        ("juan", "خوان"), ("almaty", "الماتي"), ("slavic", "سلافي"), ("vucic", "فوتشيتش"),
        ("cavusoglu", "جاويشاوغلو"), ("cavusoglu", "تشاووشاوغلو"), ("mevlut", "مولود"),
    ],
)  # fmt: skip
def test_spellings_that_fit(latin: str, arabic: str) -> None:
    assert fits(latin, arabic)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [("paris", "برز"), ("biden", "بوتين"), ("kushner", "كرامر"), ("rubio", "ربيع"), ("lee", "ولا")],
)
def test_a_short_skeleton_is_not_enough(latin: str, arabic: str) -> None:
    assert not fits(latin, arabic)


WORDS = st.lists(
    st.sampled_from(
        [*ARABIC.split(), *ENGLISH.split(), "de", "عبد", "F-16", "O'Neil", "—", "«", "U.S."]
    ),
    max_size=12,
)


@given(WORDS, st.sampled_from(["ar", "en", "und", "fr"]))
def test_mentions_are_spans_that_the_text_itself_has(row: list[str], language: str) -> None:
    text = " ".join(row)
    end = 0
    for mention in names_in(text, language):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.surface
        assert name_in(mention.surface, text)
        end = mention.end


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_read(one: str, other: str) -> None:
    names_in(one)
    name_in(one, other)
    assert cost(one, other) >= 0
    assert len(skeleton(one)) <= 2 * len(one)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("أكدت الوزيرة ليلى بوعزيزي مساندة بلادها للقرار", ["ليلى بوعزيزي"]),
        ("أكد الوزير سمير الزلباني حرص بلاده على الحوار", ["سمير الزلباني"]),
        ("ونفى رئيس البلدية سمير الزلباني مجددا وجود عجز", ["سمير الزلباني"]),
        ("أبدى المدير طارق بن دحمان استياء نقابته", ["طارق بن دحمان"]),
        ("أبلغ ولي العهد محمد بن سلمان سلفا وزراءه", ["محمد بن سلمان"]),
        ("شدد رئيس الوزراء نتنياهو مرارا على ذلك", ["نتنياهو"]),
    ],
)
def test_the_sentence_goes_on_behind_a_whole_arabic_name(text: str, names: list[str]) -> None:
    assert [name.surface for name in names_in(text, "ar")] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Forestry officials counted the trees.", []),
        ("He left. Syndicate members stayed.", []),
        ("The talks on the Oracle deal failed.", ["Oracle"]),
        ("Oracle Corporation bought it.", ["Oracle"]),
        ("The Karuna Gymnastics Union met.", ["Karuna"]),
    ],
)
def test_a_common_word_with_a_capital_is_a_name_where_no_other_reason_is(
    text: str, names: list[str]
) -> None:
    assert [name.surface for name in names_in(text, "en")] == names
