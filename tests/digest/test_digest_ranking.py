"""Which stories a digest tells, and in what order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import quote

import pytest

from bot.digest.entries import article_of, key_of
from bot.digest.ranking import Ranked, picks, rank
from bot.model import Article, Completeness, Dating, Entry
from bot.story import events

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)

BRIDGE = (
    ("alpha", "Port Raml opens its Lighthouse Bridge", "The bridge over the harbour took 3 years."),
    ("beta", "Lighthouse Bridge open to traffic in Port Raml", "Mayor Sami Haddad cut the ribbon."),
    ("gamma", "افتتاح جسر المنارة في ميناء الرمل", "قال رئيس البلدية سامي الحداد إن الجسر آمن."),
)
LOCUSTS = (
    ("alpha", "Locusts strip the Simsim valley", "Swarms ate a third of the wheat, farmers said."),
    ("delta", "Simsim valley wheat lost to locusts", "Spraying begins in 47 villages."),
)
CHOIR = (("delta", "A choir of bakers sings in Tamarisk", "Sixty bakers sang for an hour."),)
COPIED = (
    "The cable to the island of Qasab was cut at noon, and mending it takes a week, it is said."
)


def entry(outlet: str, title: str, summary: str, hours: float = 2) -> Article:
    language = "ar" if "\u0621" <= title[0] <= "\u064a" else "en"
    url = f"https://{outlet}.example/{quote(title)}"
    one = Entry(
        url, url, title, summary, NOW - timedelta(hours=hours), Dating.EXACT, language=language
    )
    return article_of(one, outlet, NOW)


def entries(*stories: Sequence[tuple[str, str, str]], hours: float = 2) -> list[Article]:
    return [entry(*told, hours=hours) for story in stories for told in story]


def ranked(
    articles: Sequence[Article],
    seen: Mapping[str, datetime] | None = None,
    topic: Sequence[str] = (),
    shared: frozenset[str] = frozenset(),
) -> tuple[Ranked, ...]:
    return rank(events(articles), seen or {}, topic, NOW, shared)


def titles(found: Sequence[Ranked]) -> list[str]:
    return [one.story.articles[0].title for one in found]


def test_an_entry_is_the_teaser_of_its_article() -> None:
    found = entry(*BRIDGE[2])
    assert (found.outlet, found.language, found.completeness) == (
        "gamma",
        "ar",
        Completeness.TEASER,
    )
    assert [p.text for p in found.paragraphs] == [BRIDGE[2][2]]
    assert found.published and found.published.at == NOW - timedelta(hours=2)


def test_entries_without_text_stay_apart() -> None:
    told = ("Harbour closed", "Wheat is dear", "Bakers sing")
    bare = [article_of(Entry(title, "", title, ""), "x", NOW) for title in told]
    assert len({key_of(one) for one in bare}) == 3
    assert len(events(bare)) == 3


def test_what_more_outlets_tell_comes_first() -> None:
    found = ranked(entries(CHOIR, LOCUSTS, BRIDGE))
    assert titles(found) == [BRIDGE[0][1], LOCUSTS[0][1], CHOIR[0][1]]
    assert [len(one.outlets) for one in found] == [3, 2, 1]


def test_news_comes_before_what_is_a_day_old() -> None:
    found = ranked(entries(LOCUSTS, hours=30) + entries(CHOIR, hours=1))
    assert titles(found) == [CHOIR[0][1], LOCUSTS[0][1]]


def test_what_is_older_than_three_days_is_no_news() -> None:
    assert ranked(entries(CHOIR, hours=73)) == ()


def test_an_entry_without_a_date_is_as_new_as_its_reading() -> None:
    undated = replace(entry(*CHOIR[0]), published=None)
    assert len(ranked([undated])) == 1


def test_one_outlet_that_tells_it_often_is_one() -> None:
    often = [entry("alpha", f"{BRIDGE[0][1]} {word}", BRIDGE[0][2]) for word in ("today", "now")]
    (found,) = ranked([*entries(BRIDGE[:1]), *often])
    assert found.outlets == ("alpha",)


def test_copies_count_once() -> None:
    copies = [entry(outlet, f"Cable cut off Qasab {outlet}", COPIED) for outlet in "abc"]
    (found,) = ranked(copies)
    assert (len(found.outlets), len(found.new)) == (1, 1)


def test_reports_of_one_agency_count_once() -> None:
    told = [
        entry("a", "Cable to Qasab cut, Reuters says", "QASAB (Reuters) - The cable was cut."),
        entry("b", "Qasab cable is cut", "QASAB (Reuters) - The island's cable went dead at noon."),
    ]
    (found,) = ranked(told)
    assert len(found.outlets) == 1


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        (("bridge",), [BRIDGE[0][1]]),
        (("جسر",), [BRIDGE[0][1]]),
        (("Haddad",), [BRIDGE[0][1]]),
        (("wheat", "choir"), [LOCUSTS[0][1], CHOIR[0][1]]),
        (("submarine",), []),
    ],
)
def test_only_stories_on_the_topic_are_told(topic: Sequence[str], expected: list[str]) -> None:
    assert titles(ranked(entries(BRIDGE, LOCUSTS, CHOIR), topic=topic)) == expected


# --- told of before ---------------------------------------------------------


def seen(*articles: Article) -> dict[str, datetime]:
    return {key_of(one): NOW - timedelta(days=1) for one in articles}


def test_a_story_that_was_told_does_not_come_back() -> None:
    told = entries(BRIDGE)
    assert ranked(told, seen(*told)) == ()


def test_a_story_comes_back_with_something_new() -> None:
    told = entries(BRIDGE[:2], hours=26)
    (found,) = ranked([*told, *entries(BRIDGE[2:])], seen(*told))
    assert found.since == NOW - timedelta(days=1)
    assert [found.story.article(id).outlet for id in found.new] == ["gamma"]


def test_a_copy_of_what_was_told_brings_nothing_back() -> None:
    told = entry("alpha", "Cable cut off Qasab", COPIED)
    copy = entry("beta", "Qasab: cable is cut", COPIED)
    assert ranked([copy, told], seen(told)) == ()


def test_a_story_told_before_comes_after_an_equal_one_that_was_not() -> None:
    told = entries(LOCUSTS[:1], hours=26)
    found = ranked([*told, *entries(LOCUSTS[1:]), *entries(BRIDGE[:2])], seen(*told))
    assert titles(found) == [BRIDGE[0][1], LOCUSTS[0][1]]


def test_what_somebody_shared_is_told_whatever_the_topic() -> None:
    shared = entries(CHOIR, hours=90)
    keys = frozenset(map(key_of, shared))
    found = ranked([*entries(LOCUSTS), *shared], topic=("wheat",), shared=keys)
    assert set(titles(found)) == {CHOIR[0][1], LOCUSTS[0][1]}


def test_nothing_is_no_story() -> None:
    assert ranked([]) == ()


# --- what to read -----------------------------------------------------------


def test_new_articles_of_many_outlets_and_both_languages_are_read_first() -> None:
    told = entries(BRIDGE[:1], hours=26)
    again = entry(
        "beta", "The Lighthouse Bridge of Port Raml carries its first cars", "Ribbons.", 3
    )
    (found,) = ranked([*told, again, *entries(BRIDGE[1:])], seen(*told))
    read = [(one.outlet, one.language) for one in picks(found, 3)]
    assert sorted(read[:2]) == [("beta", "en"), ("gamma", "ar")]
    assert read[2] == ("beta", "en")
    assert len(picks(found, 9)) == 4


def test_a_story_of_hundreds_is_read_in_part_and_counted_whole() -> None:
    def detail(n: int) -> str:
        chance = Random(n)
        return " ".join("".join(chance.choices("aeioulmnrst", k=7)) for _ in range(5))

    told = [entry(f"o{n}", "Port Raml opens Lighthouse Bridge", detail(n)) for n in range(100)]
    (found,) = ranked(told)
    assert len(found.outlets) == 100
    assert len(found.story.articles) < 100
    assert set(found.keys) == set(map(key_of, told))
