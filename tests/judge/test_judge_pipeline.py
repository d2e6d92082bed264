"""The judge in a whole brief: where it is gone, the sources speak for themselves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from bot.extract import Extractive
from bot.judge import Judge
from bot.model import Citation, Claim, Draft, Engine, Section, Story, Usage
from bot.pipeline import brief_story
from bot.testing.judge import Bench, verdict
from bot.testing.llm import ScriptedModel
from bot.tools import Tools

OPENED = "أعلنت بلدية ميناء الرمل اليوم افتتاح جسر المنارة"
BOTH = ("ar", "en")


class Writer:
    """Drafts one claim and repairs none."""

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft:
        sides = {"ar": "أعلنت بلدية ميناء الرمل افتتاح جسر المنارة.", "en": "A bridge opened."}
        claim = Claim("c1", Section.ANNOUNCEMENT, sides, (Citation("a1.p1", OPENED),))
        return Draft({"ar": None, "en": None}, (claim,), usage=Usage(calls=1), model="scribe")

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        return (), Usage()


async def silent(key: str, values: dict[str, object]) -> None:
    """Show no progress."""


def tools(model: ScriptedModel) -> Tools:
    return Tools(
        fetcher=cast(Any, None),
        reader=cast(Any, None),
        store=cast(Any, None),
        extractive=Extractive(),
        writer=Writer(),
        now=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        new_id=lambda: "b1",
        judge=Judge(model),
    )


async def test_a_brief_of_a_model_was_judged(story: Story, bench: Bench) -> None:
    bench.says(verdict("c1", OPENED, ar=None, en=None))
    model = cast(ScriptedModel, bench.model)
    brief = await brief_story(story, BOTH, tools(model), silent)
    assert brief.engine is Engine.MODEL
    assert [c.id for c in brief.claims] == ["c1"]
    assert brief.usage.calls == 1 + len(model.calls) == 2


async def test_without_its_judge_the_sources_speak_and_it_is_said(story: Story) -> None:
    model = ScriptedModel("down")
    model.fails(401)
    brief = await brief_story(story, BOTH, tools(model), silent)
    assert brief.engine is Engine.EXTRACTIVE
    assert brief.claims
    assert brief.model is None
    assert brief.notes[0].key == "note.model_failed"
    assert brief.usage.calls == 1  # the draft was paid for
