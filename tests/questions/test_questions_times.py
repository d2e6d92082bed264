"""Times: resolved against each article's day, the open ones marked, other calendars named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.language.dates import Calendar
from bot.model import Story
from bot.questions import timeline

Told = Callable[..., Story]


def _values(story: Story) -> list[tuple[str, ...]]:
    return [event.moments[0].values for event in timeline(story).events]


def test_the_oldest_comes_first_and_the_hijri_calendar_last(story: Story) -> None:
    events = timeline(story).events
    assert [event.moments[0].values[0] for event in events] == [
        "1987",
        "1987",
        "1998",
        "2016",
        "2024",
        "2026-03-04",
        "2026-03-04",
        "2026-04",
        "2026-05",
        "2026-06",
        "1420-09-12",
    ]
    assert events[-1].moments[0].calendar is Calendar.HIJRI


@pytest.mark.parametrize(
    ("sentence", "values"),
    [  # the articles are of Friday, 6 March 2026
        ("The bridge opened yesterday.", ("2026-03-05",)),
        ("The bridge opened on Tuesday.", ("2026-03-03",)),
        ("Mayor Ann Lee on Tuesday unveiled the bridge.", ("2026-03-03",)),
        ("The bridge was opened on Tuesday.", ("2026-03-03",)),
        ("The bridge was to be opened on Tuesday.", ("2026-03-03", "2026-03-10")),
        ("She promised a vote on Tuesday.", ("2026-03-03", "2026-03-10")),
        ("The minister said that the talks on Tuesday matter.", ("2026-03-03", "2026-03-10")),
        ("The council meets on Tuesday.", ("2026-03-03", "2026-03-10")),
        ("The bridge opened two weeks ago.", ("2026-W08",)),
        ("The bridge opened in May 2019.", ("2019-05",)),
        ("The bridge opened in the 1990s.", ("199X",)),
    ],
)
def test_times_are_counted_from_the_articles_day(
    told: Told, sentence: str, values: tuple[str, ...]
) -> None:
    assert _values(told(sentence)) == [values]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("أعلن رئيس البلدية، الثلاثاء، افتتاح الجسر.", ("2026-03-03",)),
        ("ووقّع الوزيران الثلاثاء اتفاق الجسر.", ("2026-03-03",)),
        ("قال الوزير إن اجتماع الثلاثاء مهم.", ("2026-03-03", "2026-03-10")),
        ("دعا الوزير إلى اجتماع الثلاثاء.", ("2026-03-03", "2026-03-10")),
        ("ستعلن البلدية الثلاثاء أسماء الفائزين.", ("2026-03-03", "2026-03-10")),
    ],
)
def test_what_has_happened_is_not_of_next_week(
    told: Told, sentence: str, values: tuple[str, ...]
) -> None:
    assert _values(told(sentence, language="ar")) == [values]


@pytest.mark.parametrize(
    "sentence",
    [
        "They have argued for years and decades ago they fought.",
        "It closed an hour ago.",
        "The Euro 2016 tournament was played here.",
        "وتربط البلدين علاقات منذ عقود.",
        "ووصف التجار الاتفاق بأنه أول خبر جيد منذ عشر سنوات.",
    ],
)
def test_vague_times_are_left_out(told: Told, sentence: str) -> None:
    language = "en" if sentence.isascii() else "ar"
    assert _values(told(sentence, language=language)) == []


@pytest.mark.parametrize(
    "opening",
    [  # the articles are of Friday, 6 March 2026
        "SELMAR, 6 March (Reuters) - The council opened the bridge.",
        "SELMAR, March 6 — The council opened the bridge.",
        "Selmar – 5 March 2026: The council opened the bridge.",
        "SELMAR, Friday - The council opened the bridge.",
        "Friday, 6 March 2026",
        "سلمار، 6 آذار (رويترز) - افتتح المجلس الجسر.",
        "سلمار - 6 مارس 2026 - افتتح المجلس الجسر.",
        "سلمار 6 آذار/مارس 2026 (أ ف ب) - افتتح المجلس الجسر.",
        "سلمار، الجمعة: افتتح المجلس الجسر.",
    ],
)
def test_where_and_when_an_article_was_written_is_no_event(told: Told, opening: str) -> None:
    language = "en" if "a" in opening else "ar"
    assert _values(told([opening], language=language)) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("On 6 March - the day of the vote - the council met.", "2026-03-06"),
        ("3 May 2019: The council bought the bridge.", "2019-05-03"),
        ("Selmar, 3 May 2019 - the bridge opens.", "2019-05-03"),
        ("The council met on Friday: it was the last time.", "2026-03-06"),
        ("في 6 آذار - يوم التصويت - اجتمع المجلس.", "2026-03-06"),
    ],
)
def test_what_happened_on_a_day_is_an_event_all_the_same(
    told: Told, sentence: str, value: str
) -> None:
    language = "en" if "a" in sentence else "ar"
    assert [values[0] for values in _values(told([sentence], language=language))] == [value]


def test_a_weekday_to_come_is_the_likelier_where_a_verb_looks_ahead(told: Told) -> None:
    story = told(["The council will vote on Monday.", "The mayor left on Monday."])
    likely = {
        e.moments[0].line.passage.paragraph: e.moments[0].likely for e in timeline(story).events
    }
    assert likely == {"a1.p1": "2026-03-09", "a1.p2": "2026-03-02"}


def test_a_date_beside_its_weekday_is_told_once(told: Told) -> None:
    assert _values(told("It opens on Thursday, 12 March 2026.")) == [("2026-03-12",)]


def test_a_time_in_a_quotation_may_be_older_than_the_article(told: Told) -> None:
    (event,) = timeline(told("“We may sign it today,” Sami Haddad said.")).events
    assert event.moments[0].quoted
    assert event.moments[0].counted == date(2026, 3, 6)


def test_what_has_no_day_to_count_from_is_only_counted(told: Told) -> None:
    dated = told("The bridge opened yesterday.", "It was built in 1990 and closed on Tuesday.")
    undated = Story(tuple(replace(article, published=None) for article in dated.articles))
    found = timeline(undated)
    assert [event.moments[0].values for event in found.events] == [("1990",)]
    assert found.unplaced == 2


def test_one_thing_at_one_time_in_two_sources_is_one_event(told: Told) -> None:
    story = told(
        "The harbour of Marsa was opened in 1964 by the king.",
        "The king opened the harbour of Marsa in 1964.",
    )
    (event,) = timeline(story).events
    assert [m.line.passage.paragraph for m in event.moments] == ["a1.p1", "a2.p1"]
