"""From a draft to what may be posted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.errors import ModelNonsenseError, ModelTimeoutError
from bot.model import (
    Article,
    Check,
    Citation,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Label,
    Note,
    Origin,
    Paragraph,
    Part,
    Position,
    Section,
    Sides,
    Story,
    Usage,
)
from bot.verify import check, verify

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
ARABIC = ("أعلن العمدة افتتاح الجسر أمام 5 بلدات.", "قال المدير: «الكلفة 40 مليونا».")
ENGLISH = ("The mayor opened the bridge for five towns.", "Critics said it cost 60 million.")


def article(id: str, language: str, title: str, texts: Sequence[str]) -> Article:
    paragraphs = tuple(Paragraph(f"{id}.p{n}", n, text) for n, text in enumerate(texts, 1))
    return Article("u", "u", "Lighthouse", title, None, None, NOW, language, paragraphs, id=id)


STORY = Story((article("a1", "ar", "افتتاح الجسر", ARABIC), article("a2", "en", "Bridge", ENGLISH)))
BOTH = ("ar", "en")


def claim(id: str, ar: str | None, en: str | None, paragraph: str, quote: str) -> Claim:
    cited = (Citation(paragraph, quote),)
    return Claim(id, Section.ANNOUNCEMENT, {"ar": ar, "en": en}, cited)


GOOD = claim("c1", "افتتح العمدة الجسر.", "The mayor opened the bridge.", "a1.p1", "افتتاح الجسر")
WRONG = claim("c2", "الجسر لتسع بلدات.", "The bridge serves nine towns.", "a1.p1", "أمام 5 بلدات")
RIGHT = replace(WRONG, text={"ar": "الجسر لخمس بلدات.", "en": "The bridge serves five towns."})


class Writer:
    """Repairs with what it was given; keeps what it was asked."""

    def __init__(self, *repairs: Claim) -> None:
        self.repairs = repairs
        self.asked: list[tuple[Claim, ...]] = []

    async def draft(self, story: Story, languages: Sequence[str]) -> Draft:
        raise AssertionError

    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        self.asked.append(tuple(failed))
        return self.repairs, Usage(calls=1, output_tokens=9)


class Silent(Writer):
    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        raise ModelTimeoutError


class Babbling(Writer):
    async def repair(
        self, story: Story, languages: Sequence[str], failed: Sequence[Claim]
    ) -> tuple[tuple[Claim, ...], Usage]:
        raise ModelNonsenseError(reason="form", usage=Usage(calls=2, output_tokens=40))


def draft(*claims: Claim, headline: Sides | None = None, **more: object) -> Draft:
    made = Draft(headline or {"ar": "الجسر", "en": "The bridge"}, claims)
    return replace(made, **more)  # type: ignore[arg-type]


def test_check_gives_every_claim_its_verdict_in_order() -> None:
    good, wrong = check((GOOD, WRONG), STORY, BOTH)
    assert good.verdict is not None and good.verdict.label is Label.SUPPORTED
    assert wrong.verdict is not None and wrong.verdict.label is Label.UNSUPPORTED
    assert {f.check for f in wrong.verdict.findings} == {Check.NUMBERS}


async def test_a_sound_draft_costs_no_repair() -> None:
    writer = Writer()
    made = await verify(draft(GOOD), STORY, BOTH, writer)
    assert [c.id for c in made.claims] == ["c1"]
    assert (writer.asked, made.usage, made.dropped) == ([], Usage(), ())


async def test_a_failed_claim_is_repaired_once_and_keeps_its_place() -> None:
    writer = Writer(RIGHT)
    made = await verify(draft(WRONG, GOOD), STORY, BOTH, writer)
    assert [(c.id, c.text["en"]) for c in made.claims] == [
        ("c2", "The bridge serves five towns."),
        ("c1", "The mayor opened the bridge."),
    ]
    assert [[c.id for c in asked] for asked in writer.asked] == [["c2"]]
    assert writer.asked[0][0].verdict is not None
    assert made.usage.calls == 1


async def test_what_fails_again_is_dropped_with_its_reason() -> None:
    made = await verify(draft(GOOD, WRONG), STORY, BOTH, Writer(WRONG))
    assert [c.id for c in made.claims] == ["c1"]
    assert [(d.check, d.reason.key) for d in made.dropped] == [
        (Check.NUMBERS, "check.numbers.other")
    ]
    assert made.dropped[0].text == WRONG.text


async def test_a_repair_may_not_bring_new_claims() -> None:
    made = await verify(draft(WRONG), STORY, BOTH, Writer(replace(GOOD, id="c9")))
    assert made.claims == ()
    assert len(made.dropped) == 1


async def test_a_model_that_does_not_answer_drops_the_failed_ones() -> None:
    made = await verify(draft(GOOD, WRONG), STORY, BOTH, Silent())
    assert [c.id for c in made.claims] == ["c1"]
    assert len(made.dropped) == 1


async def test_a_repair_that_came_to_nothing_is_paid_for() -> None:
    made = await verify(draft(GOOD, WRONG), STORY, BOTH, Babbling())
    assert made.usage == Usage(calls=2, output_tokens=40)


async def test_citations_get_their_place_and_the_source_s_spelling() -> None:
    cited = claim("c1", "افتتح الجسر.", "The bridge opened.", "a1.p2", "الكلفه ٤٠ مليونا")
    made = await verify(draft(cited), STORY, BOTH, Writer())
    citation = made.claims[0].citations[0]
    assert citation.quote == "الكلفة 40 مليونا"
    assert ARABIC[1][citation.start : citation.end] == citation.quote


async def test_what_the_summarizer_refused_is_dropped_too() -> None:
    refused = Dropped({"en": "x"}, Check.SCHEMA, Note("check.schema.empty"))
    made = await verify(draft(GOOD, rejected=(refused,)), STORY, BOTH, Writer())
    assert made.dropped == (refused,)


async def test_a_headline_with_another_figure_gives_way_to_a_title() -> None:
    headline = {"ar": "جسر لخمس بلدات", "en": "A bridge for nine towns"}
    made = await verify(draft(GOOD, headline=headline), STORY, BOTH, Writer())
    assert made.headline == {"ar": "جسر لخمس بلدات", "en": "Bridge"}
    [refused] = made.dropped
    assert (refused.part, refused.text) == (Part.HEADLINE, {"en": "A bridge for nine towns"})
    assert (refused.check, refused.reason.key) == (Check.NUMBERS, "check.headline.replaced")


async def test_a_refused_headline_that_nothing_replaces_has_the_bare_reason() -> None:
    story = Story(tuple(replace(article, title="") for article in STORY.articles))
    headline = {"ar": None, "en": "A bridge for nine towns"}
    made = await verify(draft(GOOD, headline=headline), story, BOTH, Writer())
    assert [d.reason.key for d in made.dropped] == ["check.numbers.other"]


async def test_a_headline_that_nothing_supports_and_no_title_is_no_headline() -> None:
    story = Story((replace(STORY.articles[0], title=""),))
    headline = {"ar": "جسر لتسع بلدات", "en": None}
    made = await verify(draft(GOOD, headline=headline), story, BOTH, Writer())
    assert made.headline == {"ar": None, "en": None}


def position(en: str, paragraph: str, quote: str) -> Position:
    return Position({"ar": None, "en": en}, (Citation(paragraph, quote),))


LOW = position("It cost 40 million.", "a1.p2", "الكلفة 40 مليونا")
HIGH = position("It cost 60 million.", "a2.p2", "it cost 60 million")
INVENTED = position("It cost 70 million.", "a2.p2", "it cost 60 million")


async def test_a_disagreement_needs_two_positions_that_stand() -> None:
    cost = {"ar": "الكلفة", "en": "The cost"}
    differ = (Disagreement(cost, (LOW, HIGH, INVENTED)), Disagreement(cost, (LOW, INVENTED)))
    made = await verify(draft(GOOD, disagreements=differ), STORY, BOTH, Writer())
    assert [[p.text["en"] for p in d.positions] for d in made.disagreements] == [
        ["It cost 40 million.", "It cost 60 million."]
    ]
    assert made.disagreements[0].positions[1].citations[0].start == ENGLISH[1].index("it cost")


async def test_a_position_that_fails_is_repaired_once_too() -> None:
    cost = {"ar": None, "en": "The cost"}
    mended = claim("d1.2", None, "It cost 60 million, critics said.", "a2.p2", "it cost 60 million")
    writer = Writer(mended)
    differ = (Disagreement(cost, (LOW, INVENTED)),)
    made = await verify(draft(WRONG, disagreements=differ), STORY, BOTH, writer)
    assert [[c.id for c in asked] for asked in writer.asked] == [["c2", "d1.2"]]
    assert [[p.text["en"] for p in d.positions] for d in made.disagreements] == [
        ["It cost 40 million.", "It cost 60 million, critics said."]
    ]


async def test_a_position_s_repair_is_checked_and_dropped_with_all_that_was_tried() -> None:
    cost = {"ar": None, "en": "The cost"}
    again = claim("d1.3", None, "It cost 80 million.", "a2.p2", "it cost 60 million")
    differ = (Disagreement(cost, (LOW, HIGH, INVENTED)),)
    made = await verify(draft(GOOD, disagreements=differ), STORY, BOTH, Writer(again))
    assert [len(d.positions) for d in made.disagreements] == [2]
    [out] = made.dropped
    assert (out.part, [attempt.origin for attempt in out.trace]) == (
        Part.POSITION,
        [Origin.DRAFTED, Origin.REWRITTEN],
    )


async def test_a_topic_may_name_what_the_articles_of_its_positions_say_elsewhere() -> None:
    topic = {"ar": None, "en": "The cost of the bridge for five towns"}
    differ = (Disagreement(topic, (LOW, HIGH)),)
    made = await verify(draft(GOOD, disagreements=differ), STORY, BOTH, Writer())
    assert [d.topic for d in made.disagreements] == [topic]


async def test_refused_positions_and_points_are_said_with_their_reasons() -> None:
    cost = {"ar": None, "en": "The cost"}
    made = await verify(
        draft(GOOD, disagreements=(Disagreement(cost, (LOW, INVENTED)),)), STORY, BOTH, Writer()
    )
    position, point = made.dropped
    assert (position.part, position.text) == (Part.POSITION, INVENTED.text)
    assert position.reason.key == "check.numbers.other"
    assert (point.part, point.text["en"]) == (Part.DIFFERENCE, "The cost – It cost 40 million.")
    assert point.reason == Note("check.positions", {"left": 1, "n": 2})


async def test_a_point_whose_topic_is_refused_goes_as_a_whole() -> None:
    cost = {"ar": None, "en": "The cost of 12 deaths"}
    made = await verify(
        draft(GOOD, disagreements=(Disagreement(cost, (LOW, HIGH)),)), STORY, BOTH, Writer()
    )
    assert made.disagreements == ()
    [point] = made.dropped
    assert (point.part, point.check) == (Part.DIFFERENCE, Check.NUMBERS)
    assert str(point.text["en"]).endswith(" – It cost 40 million. / It cost 60 million.")


async def test_a_gap_brings_no_figure_of_its_own() -> None:
    gaps = ({"ar": None, "en": "When it closes."}, {"ar": None, "en": "Why 12 workers died."})
    made = await verify(draft(GOOD, unsaid=gaps), STORY, BOTH, Writer())
    assert made.unsaid == gaps[:1]
    assert [(d.part, d.text, d.check) for d in made.dropped] == [(Part.GAP, gaps[1], Check.NUMBERS)]
