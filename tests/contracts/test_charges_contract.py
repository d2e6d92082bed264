"""What was asked for and paid, in any store: noted once, counted by person, chat and in all."""

from datetime import UTC, datetime

from bot.model import Chat, Piece, Spent, Usage

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
HERE, GROUP, ELSEWHERE = Chat("telegram", "1"), Chat("telegram", "-5"), Chat("slack", "1")


async def test_a_piece_is_noted_once_by_its_key(store):
    charges = store.charges
    assert not await charges.charged("k")
    await charges.charge("k", Piece.BRIEF, HERE, "u", 3)
    await charges.charge("k", Piece.BRIEF, HERE, "u", 5)
    assert await charges.charged("k")
    assert await charges.spent(LONG_AGO) == Spent(briefs=1, links=5)


async def test_every_kind_is_counted_by_itself(store):
    for piece in Piece:
        await store.charges.charge(piece.value, piece, HERE, "u", 1)
    wanted = Spent(briefs=1, questions=1, checks=1, digests=1, links=4)
    assert await store.charges.spent(LONG_AGO, HERE) == wanted


async def test_a_person_is_counted_in_all_chats_of_a_platform(store):
    charges, used = store.charges, Usage(1, 100, 40, 10)
    for n, (chat, user) in enumerate([(HERE, "u"), (GROUP, "u"), (GROUP, "v"), (ELSEWHERE, "u")]):
        await charges.charge(str(n), Piece.QUESTION, chat, user)
        await charges.pay(used, "fake", chat, user)
    theirs = await charges.spent(LONG_AGO, HERE, "u")
    assert (theirs.questions, theirs.tokens, theirs.cached_tokens) == (2, 220, 80)
    assert (await charges.spent(LONG_AGO, GROUP)).tokens == 220
    assert (await charges.spent(LONG_AGO)).tokens == 440
    assert {c: s.questions for c, s in (await charges.by_chat(LONG_AGO)).items()} == {
        HERE: 1,
        GROUP: 2,
        ELSEWHERE: 1,
    }


async def test_what_the_command_line_asked_counts_in_all(store):
    await store.charges.pay(Usage(1, 7, 0, 0), "fake", None, "")
    assert (await store.charges.spent(LONG_AGO)).tokens == 7
    assert await store.charges.by_chat(LONG_AGO) == {}


async def test_what_a_forgotten_chat_spent_is_nobodys_and_still_counts(store):
    charges = store.charges
    await charges.charge("k", Piece.BRIEF, HERE, "u", 2)
    await charges.pay(Usage(1, 7, 0, 0), "fake", HERE, "u")
    await store.forget(HERE)
    assert await charges.spent(LONG_AGO) == Spent(briefs=1, links=2, input_tokens=7)
    assert await charges.spent(LONG_AGO, HERE) == Spent()
    assert await charges.spent(LONG_AGO, HERE, "u") == Spent()
    assert not await charges.charged("k")


async def test_a_chat_that_moves_takes_along_what_it_spent(store):
    await store.charges.charge("k", Piece.BRIEF, HERE, "u", 2)
    await store.charges.pay(Usage(1, 7, 0, 0), "fake", HERE, "u")
    await store.move(HERE, GROUP)
    assert await store.charges.spent(LONG_AGO, GROUP) == Spent(briefs=1, links=2, input_tokens=7)
