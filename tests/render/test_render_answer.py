"""An answer as people read it."""

from dataclasses import replace

from bot.model import Answer, BlockKind, Check, Citation, Claim, Dropped, Note, Result, Section
from bot.render import answer_post, as_text
from bot.testing.nouns import READ, make_story

STORY = make_story()
FIRST, LAST = STORY.articles[0].paragraphs[0], STORY.articles[1].paragraphs[1]


def claim(text: str, *cited: str) -> Claim:
    citations = tuple(Citation(id, STORY.paragraphs[id].text[:30]) for id in cited)
    return Claim("c1", Section.BACKGROUND, {"en": text}, citations)


def made(result: Result = Result.ANSWERED, **more: object) -> Answer:
    base = Answer(
        id="q1",
        created=READ,
        question="What did it cost?",
        language="en",
        result=result,
        story=STORY,
        brief="b1",
        model="scribe-1",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def test_the_short_answer_comes_first_with_its_numbers() -> None:
    answer = made(claims=(claim("It cost 14 million dinars.", LAST.id, FIRST.id),))
    first, *rest = answer_post(answer).blocks
    assert first.kind is BlockKind.CLAIM
    assert [s.text for s in first.spans if s.text.startswith("[")] == ["[1]", "[2]"]
    assert all(b.folded or b.kind is BlockKind.HEADING for b in rest)


def test_every_number_is_told_where_it_stands() -> None:
    told = as_text(answer_post(made(claims=(claim("It cost 14 million.", LAST.id),))))
    assert "[1] a2 · example.org · paragraph 2: Mayor Sami Haddad said the bri" in told


def test_a_refusal_says_so_and_shows_what_comes_closest() -> None:
    near = (Citation(LAST.id, LAST.text),)
    told = as_text(answer_post(made(Result.UNSAID, closest=near)))
    assert told.startswith("That is not in these sources.")
    assert "What comes closest" in told
    assert "│ Mayor Sami Haddad said the bridge had cost 14 million dinars." in told


def test_in_an_archive_the_days_are_told() -> None:
    answer = made(claims=(claim("It cost 14 million.", LAST.id),), brief=None)
    assert answer_post(answer).blocks[0].spans[-1].text == " · 2026-03-02"


def test_what_was_left_out_is_told_with_its_reason() -> None:
    out = Dropped({"en": "It cost 21."}, Check.NUMBERS, Note("check.cites.none"))
    told = as_text(answer_post(made(Result.WITHHELD, dropped=(out,))))
    assert "did not pass the check, so it is not shown" in told
    assert "It cost 21." in told.split("Left out")[1]


def test_nothing_near_is_said() -> None:
    told = as_text(answer_post(made(Result.PASSAGES)))
    assert told.strip() == "Nothing in these sources comes near this question."


def test_an_arabic_answer_speaks_arabic_throughout() -> None:
    answer = replace(made(Result.UNSAID), language="ar", closest=(Citation(LAST.id, LAST.text),))
    told = as_text(answer_post(answer))
    assert told.startswith("ليس ذلك في هذه المصادر.")
    assert "أقرب ما فيها" in told
