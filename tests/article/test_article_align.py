"""An extractor's lines are found again among the page's own blocks."""

from bot.article.align import Alignment
from bot.article.blocks import Block
from bot.article.signs import squeeze
from bot.testing.pages import ENGLISH


def page(*texts: str) -> list[Block]:
    return [Block(n, t, "p", 0, "", 0, squeeze(t)) for n, t in enumerate(texts)]


def chosen(blocks: list[Block], *lines: str) -> dict[int, str]:
    found = Alignment(blocks)
    found.take(lines)
    return found.chosen()


def test_a_line_is_its_block_signs_and_all() -> None:
    assert chosen(page("Menu", "می\u200cخواهم بروم!"), "میخواهم بروم") == {1: "می\u200cخواهم بروم!"}


def test_cells_of_a_row_are_blocks() -> None:
    one, two = ENGLISH[:2]
    assert chosen(page(one, two), f"| {one} | {two} |") == {0: one, 1: two}


def test_merged_paragraphs_come_apart() -> None:
    assert chosen(page(*ENGLISH), " ".join(ENGLISH)) == dict(enumerate(ENGLISH))


def test_a_line_from_which_something_was_cut_is_still_found() -> None:
    blocks = page(ENGLISH[0], "Read also: the harbour", ENGLISH[1], ENGLISH[2])
    line = f"{ENGLISH[0]} {ENGLISH[1]} {ENGLISH[2]}"
    assert set(chosen(blocks, line)) == {0, 2, 3}


def test_a_part_of_a_block_stays_a_part() -> None:
    text = f"Share this page with friends and colleagues everywhere. {ENGLISH[2]}"
    assert chosen(page(text), ENGLISH[2]) == {0: ENGLISH[2]}


def test_repeats_are_taken_in_order() -> None:
    blocks = page("Why now?", ENGLISH[0], "Why now?", ENGLISH[1])
    assert set(chosen(blocks, ENGLISH[0], "Why now?", ENGLISH[1])) == {1, 2, 3}


def test_what_the_page_does_not_have_is_kept_apart() -> None:
    found = Alignment(page(ENGLISH[0]))
    found.take([ENGLISH[0], ENGLISH[3]])
    assert found.lost == [(0, ENGLISH[3])]
