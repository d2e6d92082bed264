"""Number words that are a part of a foreign name in Arabic letters: فينيكس بست, Phoenix Best."""

from __future__ import annotations

from collections.abc import Iterable

from bot.citations.prepared import Prepared
from bot.language.fold import unvocalised
from bot.language.names.tokens import Token, tokenize
from bot.language.names.transliteration import fits
from bot.language.numbers import Quantity


def is_in_a_name(figure: Quantity, text: Prepared, others: Iterable[Prepared]) -> bool:
    """Whether an Arabic figure in one word spells a capital word of ``others``.

    A word beside the one must spell a word beside the other: a word alone spells too much.
    """
    start, end = text.folded.span(figure.start, figure.end)
    if text.language != "ar" or not unvocalised(text.text[start:end]).isalpha():
        return False
    words = tokenize(text.text)
    at = next((n for n, word in enumerate(words) if word.start <= start < word.end), None)
    return at is not None and any(_stands(words, at, tokenize(one.text)) for one in others)


def _stands(words: tuple[Token, ...], at: int, there: tuple[Token, ...]) -> bool:
    return any(
        token.capital
        and not token.arabic
        and fits(token.form, words[at].form)
        and any(_is_beside(words, at + step, there, n + step) for step in (-1, 1))
        for n, token in enumerate(there)
    )


def _is_beside(words: tuple[Token, ...], at: int, there: tuple[Token, ...], n: int) -> bool:
    if not (0 <= at < len(words) and 0 <= n < len(there)):
        return False
    return there[n].capital and fits(there[n].form, words[at].form)
