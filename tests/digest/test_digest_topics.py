"""Whether a story is on a topic, in any form, language and script."""

from dataclasses import replace

import pytest

from bot.digest.topics import on_topic
from bot.model import Article
from bot.testing.nouns import make_article

TARIFFS = ("New tariffs on steel announced", "The trade ministry in Selmar said duties will rise.")
OIL_AR = ("ارتفاع أسعار النفط بعد قرار المنتجين", "صعد خام برنت بعد اجتماع في مدينة السمسم.")
PERSON_AR = ("كرملاوي يزور الميناء", "زار رئيس البلدية هاني الكرملاوي الميناء صباحا.")
PERSON_EN = ("Karmalawi visits the harbour", "Mayor Hani al-Karmalawi visited the harbour.")
AI_AR = ("شركات تستثمر في الذكاء الاصطناعي", "أعلنت ثلاث شركات خططا جديدة.")


def article(told: tuple[str, str]) -> Article:
    language = "ar" if "\u0621" <= told[0][0] <= "\u064a" else "en"
    return replace(make_article(told[1], language=language), title=told[0])


@pytest.mark.parametrize(
    ("told", "topic"),
    [
        (TARIFFS, "tariff"),
        (TARIFFS, "Tariffs"),
        (TARIFFS, "steel tariffs"),
        (TARIFFS, "تجارة"),
        (TARIFFS, "رسوم"),
        (OIL_AR, "oil"),
        (OIL_AR, "نفط"),
        (OIL_AR, "النَّفط"),
        (OIL_AR, "والنفط"),
        (PERSON_AR, "Karmalawi"),
        (PERSON_AR, "al-Karmalawi"),
        (PERSON_EN, "الكرملاوي"),
        (PERSON_EN, "كرملاوي"),
        (PERSON_AR, "ميناء"),
        (AI_AR, "AI"),
        (AI_AR, "artificial intelligence"),
    ],
)
def test_a_topic_is_found_in_any_form(told: tuple[str, str], topic: str) -> None:
    assert on_topic([article(told)], (topic,)) == 1.0


@pytest.mark.parametrize(
    ("told", "topic"),
    [
        (TARIFFS, "oil"),
        (TARIFFS, "النفط"),
        (TARIFFS, "steel pipes"),
        (OIL_AR, "gas"),
        (OIL_AR, "Karmalawi"),
        (PERSON_AR, "Haddad"),
        (PERSON_EN, "الحداد"),
        (AI_AR, "football"),
        (TARIFFS, "!"),
    ],
)
def test_another_topic_is_not(told: tuple[str, str], topic: str) -> None:
    assert on_topic([article(told)], (topic,)) == 0.0


def test_what_an_article_mentions_far_down_is_not_its_topic() -> None:
    long = replace(
        make_article("Harbour news. " * 60 + "Tariffs rose.", language="en"), title="Port"
    )
    assert on_topic([long], ("tariffs",)) == 0.0


def test_more_words_of_the_topic_count_for_more() -> None:
    assert on_topic([article(TARIFFS)], ("tariffs", "oil")) == 0.5


def test_without_a_topic_every_story_counts() -> None:
    assert on_topic([article(TARIFFS)], ()) == 1.0


def test_a_story_is_on_its_topic_by_any_of_its_articles() -> None:
    assert on_topic([article(TARIFFS), article(OIL_AR)], ("oil", "steel")) == 1.0
