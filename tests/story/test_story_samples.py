"""The samples that come with Isnad show what they are said to show."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.article.reading import read
from bot.model import Article, Story
from bot.story import attributions, stories

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@cache
def told() -> tuple[Story, ...]:
    files = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".html", ".txt"))
    when = datetime(2026, 11, 21, tzinfo=UTC)
    read_files = [read(path.read_bytes(), str(path), None, when) for path in files]
    assert [one.problem for one in read_files if one.problem] == []
    return stories([one.article for one in read_files if one.article])


def sample(name: str) -> Article:
    return next(one for story in told() for one in story.articles if name in one.url)


def test_two_events_in_two_languages_are_two_stories() -> None:
    languages = [sorted(one.language for one in story.articles) for story in told()]
    assert languages == [["ar"] * 4 + ["en"] * 2, ["ar", "en"]]


def test_the_portal_copies_the_newspaper() -> None:
    assert sample("harbour-4").copy_of == sample("harbour-1").id


def test_one_outlet_only_repeats_the_agency() -> None:
    origins = [one.origin for one in told()[0].articles]
    assert origins == [None, None, "وكالة أنباء ميناد", None, None, None]


def test_hearsay_is_passed_on_in_both_languages() -> None:
    assert "منارة ميناد" in attributions(sample("harbour-2"))
    assert "Manarat Menad" in attributions(sample("harbour-6"))


def test_a_page_in_a_legacy_encoding_comes_out_right() -> None:
    assert any("إنغريد فالستراند" in p.text for p in sample("harbour-4").paragraphs)
