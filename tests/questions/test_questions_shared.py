"""Questions on a real story, where there is one beside the checkout."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.extract.drafting import draft
from bot.model import Brief, Engine
from bot.questions import DifferenceKind, differences, grouped, heard, silent
from bot.story import named, stories
from bot.testing.reading import HereReader

READ = datetime(2026, 3, 6, tzinfo=UTC)


@pytest.fixture
async def kazakhstan(shared: Path) -> Brief:
    """Return the extractive brief of five Arabic articles on an accession."""
    reader, articles = HereReader(), []
    for path in sorted((shared / "stories" / "kazakhstan").glob("s*.txt")):
        reading = await reader.read(path.read_bytes(), str(path), None, READ)
        assert reading.article
        articles.append(reading.article)
    (story,) = stories(articles)
    story = named(story, {}, ("ar", "en"))
    made = draft(story, ("ar", "en"))
    return Brief("b1", READ, Engine.EXTRACTIVE, ("ar", "en"), story, made.headline, made.claims)


def _heard_in(brief: Brief, asked: str) -> set[str]:
    return {words.paragraph for one in heard(brief, asked).sayings for words in one.words}


async def test_speakers_are_found_in_both_scripts(kazakhstan: Brief) -> None:
    official = _heard_in(kazakhstan, "Haaretz")
    assert official == _heard_in(kazakhstan, "صحيفة هآرتس")
    assert len(official) == 1
    president = _heard_in(kazakhstan, "Tokayev")
    assert president == _heard_in(kazakhstan, "توكاييف")
    assert len(president) >= 2
    assert len(_heard_in(kazakhstan, "Trump")) >= 5
    assert heard(kazakhstan, "نتنياهو").sayings == ()


async def test_the_figures_are_there(kazakhstan: Brief) -> None:
    values = {int(group[0].quantity.value) for group in grouped(kazakhstan.story)}
    assert {17_000_000_000, 68_800, 1992, 2016, 2020, 30, 5} <= values


async def test_who_announced_it_and_who_is_in_it_differ(kazakhstan: Brief) -> None:
    kinds = [one.kind for one in differences(kazakhstan)]
    assert sorted(kinds) == [DifferenceKind.NAMES, DifferenceKind.SPEAKERS]


async def test_named_but_not_heard(kazakhstan: Brief) -> None:
    found = silent(kazakhstan)
    names = " ".join(one.name for one in found)
    assert all(name in names for name in ("نتنياهو", "بوتين", "زيلينسكي", "بايدن"))
    assert {"IL", "RU", "CN", "SY"} <= {one.key for one in found}
    assert not {"KZ", "US", "SA"} & {one.key for one in found}
