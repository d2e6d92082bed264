from dataclasses import replace

import pytest

from bot.model import Article, Note, Paragraph, ParagraphKind, Story
from bot.summarize import fit, sources, system
from bot.summarize.budget import TASK_TOKENS
from bot.testing.nouns import make_article
from bot.tokens import count

FILLER = "harbour council ferry timetable quay pilots cargo tonnage berth dredging " * 30


def article(id: str, *texts: str, **fields: object) -> Article:
    return replace(make_article(*texts, id=id), **fields)  # type: ignore[arg-type]


def room_for(story: Story, spare: int) -> int:
    """The context in which a story lacks ``spare`` tokens."""
    return TASK_TOKENS + count(system()) + count(sources(story)) - spare


def cut(story: Story, spare: int) -> tuple[set[str], tuple[Note, ...]]:
    shown, notes = fit(story, room_for(story, spare))
    return set(story.paragraphs) - set(shown.paragraphs), notes


def texts(n: int) -> tuple[str, ...]:
    return tuple(f"{FILLER} number {i}" for i in range(n))


def test_what_fits_is_shown_whole() -> None:
    story = Story((article("a1", *texts(4)),))
    assert fit(story, room_for(story, 0)) == (story, ())


def test_copies_are_cut_first_and_from_their_end() -> None:
    own = [f"{text} as we learn" for text in texts(3)]
    story = Story((article("a1", *texts(6)), article("a2", *own, copy_of="a1")))
    gone, notes = cut(story, 2)
    assert gone == {"a2.p3"}
    assert notes == (Note("note.cut", {"paragraphs": 1, "what": Note("note.cut_copies")}),)


def test_what_a_copy_repeats_word_for_word_is_shown_once() -> None:
    first = (
        "قال الوزير إن الكلفة 340 مليون دولار.",
        "The port opens in March.",
        "Nobody was hurt.",
    )
    second = ("قالَ الوزيرُ إن الكلفة ٣٤٠ مليون دولار", "The port opens in May.", "Nobody was hurt.")
    copies = (article(f"a{n}", *second, copy_of="a1") for n in (2, 3))
    story = Story((article("a1", *first), *copies))
    shown, notes = fit(story, 100_000)
    assert set(shown.paragraphs) == {"a1.p1", "a1.p2", "a1.p3", "a2.p2"}
    assert [a.id for a in shown.articles] == ["a1", "a2", "a3"]
    assert notes == ()


def test_an_article_that_is_no_copy_keeps_what_it_repeats() -> None:
    story = Story((article("a1", "Nobody was hurt."), article("a2", "Nobody was hurt.")))
    assert fit(story, 100_000) == (story, ())


@pytest.mark.parametrize("kind", [ParagraphKind.QUOTE, ParagraphKind.CAPTION])
def test_then_captions_and_pull_quotes(kind: ParagraphKind) -> None:
    aside = Paragraph("a1.p1", 1, FILLER, kind)
    body = tuple(Paragraph(f"a1.p{n}", n, text) for n, text in enumerate(texts(5), 2))
    story = Story((article("a1", "x", paragraphs=(aside, *body)),))
    gone, notes = cut(story, 2)
    assert gone == {"a1.p1"}
    assert notes[0].values["what"] == Note("note.cut_captions")


def test_then_the_paragraph_that_shares_least_with_the_others() -> None:
    bodies = [*texts(3), f"{FILLER} mayor bridge", "zebra quince " * 150, f"{FILLER} mayor bridge"]
    others = [f"Unlike words here {n} " * 40 for n in range(9)]
    story = Story((article("a1", *bodies), article("a2", *others)))
    gone, notes = cut(story, 2)
    assert gone == {"a1.p5"}
    assert notes[0].values["what"] == Note("note.cut_background")


def test_openings_are_cut_last() -> None:
    story = Story((article("a1", *texts(8)),))
    shown, _ = fit(story, 4 * (count(system()) + count(sources(story)) // 2 + 40))
    assert {"a1.p1", "a1.p2", "a1.p3"} <= set(shown.paragraphs)


def test_what_is_left_fits_and_keeps_its_order() -> None:
    story = Story((article("a1", *texts(40)), article("a2", *texts(40))))
    shown, notes = fit(story, 12_000)
    assert count(sources(shown)) <= 12_000 - TASK_TOKENS - count(system())
    assert [p.n for p in shown.articles[0].paragraphs] == sorted(
        p.n for p in shown.articles[0].paragraphs
    )
    assert sum(int(str(n.values["paragraphs"])) for n in notes) == 80 - len(shown.paragraphs)


def test_one_paragraph_stays_whatever_its_length() -> None:
    story = Story((article("a1", FILLER * 20, FILLER, copy_of="a9"), article("a2", FILLER * 20)))
    assert list(fit(story, 4_000)[0].paragraphs) == ["a2.p1"]


def test_every_article_keeps_its_head() -> None:
    story = Story((article("a1", *texts(40)), article("a2", *texts(3), copy_of="a1")))
    shown, _ = fit(story, 8_000)
    assert [a.id for a in shown.articles] == ["a1", "a2"]


def test_the_cut_is_the_same_each_time() -> None:
    story = Story((article("a1", *texts(30)), article("a2", *texts(30))))
    assert fit(story, 9_000) == fit(story, 9_000)
