"""Near-copies, repeated reports, and how many outlets know a thing for themselves."""

from dataclasses import replace
from datetime import date

import pytest

from bot.model import Article, Citation, Published, Story
from bot.story import attributions, outlets, stories
from bot.testing.nouns import make_article

REPORT = (
    "أعلنت بلدية ميناء الرمل، الاثنين، افتتاح جسر المنارة بعد ثلاث سنوات من العمل المتواصل.",
    "وقال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت ١٢ مليون دينار، دفعت الدولة نصفها.",
    "وأضاف أن الجسر يتسع لأربعة آلاف سيارة في اليوم، وأن العبور فيه مجاني حتى نهاية العام.",
)
RETOLD = (
    "أعلنت بلدية ميناء الرمل يوم الاثنين افتتاح جسر المنارة بعد 3 سنوات من العمل المتواصل.",
    "وقال رئيس البلديه سامي الحداد إن كلفة الجسر بلغت 12 مليون دينار، دفعت الدولة نصفها.",
    "وأضاف أن الجسر يتسع لأربعة آلاف سيارة في اليوم، وأن العبور فيه مجاني حتى نهاية السنة.",
)
OWN = (
    "عبر المئات جسر المنارة في ميناء الرمل سيرا على الأقدام قبل فتحه أمام السيارات بساعة.",
    "وقالت صاحبة مقهى على الضفة الشرقية إنها انتظرت جسر المنارة منذ طفولتها.",
    "وشكا صيادون من أن دعامات الجسر ضيقت عليهم مدخل ميناء الرمل.",
)
AGENCY = (
    "ميناء الرمل (رويترز) - فُتح جسر المنارة في ميناء الرمل أمام السيارات يوم الاثنين.",
    "وبلغت كلفة جسر المنارة ١٢ مليون دينار، بحسب رئيس البلدية سامي الحداد.",
)


def article(name: str, texts: tuple[str, ...], day: int = 2, **changes: object) -> Article:
    told = make_article(*texts, url=f"https://{name.lower()}.example/jisr", language="ar")
    dated = replace(told, outlet=name, published=Published(date(2026, 3, day)), author=None)
    return replace(dated, **changes)  # type: ignore[arg-type]


def story(*articles: Article) -> Story:
    (found,) = stories(articles)
    return found


def cite(*ids: str) -> tuple[Citation, ...]:
    return tuple(Citation(id, "") for id in ids)


def test_the_later_of_two_near_copies_copies_the_earlier() -> None:
    found = story(article("Nawaris", RETOLD, day=4), article("Marsa", REPORT, day=3))
    assert [one.copy_of for one in found.articles] == ["a2", None]


def test_without_dates_the_one_with_an_author_is_the_original() -> None:
    undated = article("Nawaris", RETOLD, published=None)
    signed = article("Marsa", REPORT, published=None, author="Lina Karam")
    assert [one.copy_of for one in story(undated, signed).articles] == ["a2", None]


def test_own_reports_on_one_event_are_no_copies() -> None:
    found = story(article("Marsa", REPORT), article("Nawaris", OWN))
    assert [one.copy_of for one in found.articles] == [None, None]


def test_copies_of_a_copy_name_the_original() -> None:
    found = story(
        article("Marsa", REPORT, day=2),
        article("Nawaris", RETOLD, day=3),
        article("Sahel", (*RETOLD[:2], REPORT[2]), day=4, digest="other"),
    )
    assert [one.copy_of for one in found.articles] == [None, "a1", "a1"]


@pytest.mark.parametrize(
    "changes",
    [{}, {"removed": ("المصدر: رويترز",)}, {"author": "رويترز"}],
    ids=["dateline", "credit line", "byline"],
)
def test_an_article_with_an_agency_credit_repeats_the_agency(changes: dict[str, object]) -> None:
    texts = AGENCY if not changes else OWN
    (found,) = story(article("Marsa", texts, **changes)).articles
    assert found.origin == "رويترز"


def test_the_agency_itself_repeats_nobody() -> None:
    (found,) = story(article("Reuters", AGENCY)).articles
    assert found.origin is None


def test_an_article_made_of_one_medium_s_report_repeats_it() -> None:
    texts = (
        "كشفت صحيفة «الضفة» أن كلفة جسر المنارة تجاوزت التقديرات.",
        "ونقلت الصحيفة عن مهندس قوله إن الدعامات بُنيت مرتين.",
        "وبحسب المصدر نفسه، دفعت البلدية الفرق من موازنة الطرق.",
        "ويقع الجسر عند مدخل ميناء الرمل.",
    )
    (found,) = story(article("Marsa", texts)).articles
    assert found.origin == "الضفة"
    assert attributions(found) == ("الضفة", "الضفة", "الضفة", None)


def test_one_paragraph_of_hearsay_makes_no_repeated_report() -> None:
    texts = (*OWN, "ونقلت صحيفة «الضفة» عن مهندس قوله إن الدعامات بُنيت مرتين.")
    (found,) = story(article("Marsa", texts)).articles
    assert found.origin is None


def test_a_photo_credit_is_no_origin() -> None:
    (found,) = story(article("Marsa", OWN, removed=("تصوير: رويترز",))).articles
    assert found.origin is None


def test_a_copy_and_its_original_are_one_outlet() -> None:
    found = story(article("Marsa", REPORT), article("Nawaris", RETOLD, day=4))
    assert outlets(found, cite("a1.p2", "a2.p2")) == ("Marsa",)
    assert outlets(found, cite("a2.p2")) == ("Marsa",)


def test_two_that_repeat_one_agency_are_one_outlet() -> None:
    credited = article("Nawaris", OWN, removed=("المصدر: وكالة رويترز",))
    found = story(article("Marsa", AGENCY), credited, article("Sahel", REPORT))
    assert outlets(found, cite("a1.p1", "a2.p1", "a3.p1")) == ("رويترز", "Sahel")


def test_hearsay_counts_as_the_medium_that_was_quoted() -> None:
    heard = (*OWN, "ونقلت صحيفة مرسى عن مهندس قوله إن الجسر آمن.")
    found = story(article("مرسى", REPORT), article("Nawaris", heard))
    assert outlets(found, cite("a1.p1", "a2.p4")) == ("مرسى",)
    assert outlets(found, cite("a1.p1", "a2.p1")) == ("مرسى", "Nawaris")


def test_hearsay_in_a_later_sentence_leaves_the_first_to_the_outlet() -> None:
    mixed = f"{OWN[0]} وقال مهندس لرويترز إن الجسر آمن."
    found = story(article("Nawaris", (mixed, OWN[1])))
    assert outlets(found, (Citation("a1.p1", "سيرا على الأقدام"),)) == ("Nawaris",)
    assert outlets(found, (Citation("a1.p1", "الجسر آمن"),)) == ("رويترز",)


def test_a_speaker_who_goes_on_stays_with_the_medium_that_carried_him() -> None:
    texts = (
        "وقال مهندس الجسر لرويترز إن الدعامات آمنة.",
        "وأضاف أن الفحص سيعاد كل سنتين.",
        "وأضاف رئيس البلدية أن العبور مجاني.",
    )
    found = story(article("Nawaris", (*OWN, *texts)))
    assert attributions(found.articles[0])[3:] == ("رويترز", "رويترز", None)


def test_the_same_goes_for_he_said_in_english() -> None:
    texts = (
        "The harbour master told Reuters that the piers of the bridge were safe.",
        "“We will look again in two years,” he said.",
        "“We looked too,” he said, and Mayor Sami Haddad agreed.",
    )
    english = replace(make_article(*texts), outlet="The Port Raml Courier")
    assert attributions(story(english).articles[0]) == ("Reuters", "Reuters", None)


def test_hearsay_among_the_paragraphs_of_one_article_makes_all_of_it_hearsay() -> None:
    heard = (*OWN, "وقال مهندس الجسر لرويترز إن الدعامات آمنة.")
    found = story(article("Nawaris", heard))
    assert outlets(found, cite("a1.p1", "a1.p4")) == ("رويترز",)


def test_what_an_outlet_was_told_itself_is_its_own() -> None:
    told = ("Hundreds walked across the new bridge of Port Raml.", "He told the Courier so.")
    english = replace(make_article(*told), outlet="The Port Raml Courier")
    assert outlets(story(english), cite("a1.p2")) == ("The Port Raml Courier",)


def test_the_same_words_in_two_articles_count_once() -> None:
    found = story(article("Marsa", (*OWN, REPORT[1])), article("Nawaris", (REPORT[1], AGENCY[1])))
    assert outlets(found, cite("a1.p4", "a2.p1")) == ("Marsa",)


def test_an_outlet_without_a_name_is_called_by_its_address() -> None:
    found = story(article("Marsa", OWN, outlet=""))
    assert outlets(found, cite("a1.p1")) == ("marsa.example",)


def test_files_of_unknown_outlets_may_all_be_one_outlet_s() -> None:
    def nameless(texts: tuple[str, ...], place: str) -> Article:
        return replace(article("Marsa", texts, outlet=""), url=place, canonical="")

    one, two = nameless(OWN, "file:///desk/04.txt"), nameless(REPORT, "file:///desk/06.txt")
    found = story(one, two, article("Nawaris", AGENCY))
    assert outlets(found, cite("a1.p1", "a2.p1")) == ("04",)
    assert outlets(found, cite("a1.p1", "a2.p1", "a3.p1")) == ("رويترز",)


def test_a_paragraph_that_is_not_in_the_story_is_an_error() -> None:
    with pytest.raises(KeyError):
        outlets(story(article("Marsa", OWN)), cite("a7.p1"))


def test_a_common_half_makes_no_copy() -> None:
    shared, more = REPORT[:2], OWN[:2]
    mixed = article("Nawaris", (*more, *shared), day=4)
    whole = article("Marsa", (*shared, *AGENCY), day=3)
    assert [one.copy_of for one in story(mixed, whole).articles] == [None, None]
