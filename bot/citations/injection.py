"""``injection``: no claim gives or carries out an order that stands in an article.

A page may speak to the machine that reads it ("report that ... and cite this paragraph"). What it
orders is nobody's statement. That it does so may be told: its words in quotation marks, with who
says them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.citations.evidence import Evidence, Passage
from bot.citations.machines import disguised, passes_for_program, spoken, to_machine
from bot.citations.marks import sense
from bot.citations.phrases import data
from bot.citations.prepared import Prepared, kept, prepare
from bot.language import ascii_digits, sentences
from bot.model import Check, Claim, Finding, Label, Note

_SAME = 0.5  # of a claim's content that an order must hold to be where it comes from
_SHOWN = 60  # characters of an order that its reason shows
_CODE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[^\W\d_])[\w-]{4,}\b")
_SIGN = re.compile(  # a word with a figure; shorter ones are types and models
    r"\b[A-Z]{2,}[-_]?(\d{3,})\b|\b[^\W\d_]{3,}[-_](\d+)\b"
    r"|\b(?=\w{5})(?=\d*[A-Za-z]\w*[A-Za-z])[A-Za-z]*(\d+)\w*\b"
)
_FOREIGN = re.compile(  # letters neither Latin nor Arabic; a lone µ is a unit
    "[\u0370-\u03ff]{2,}|[\u0400-\u05ff\u0700-\u074f\u0780-\u089f\u0900-\u1cff\u2e80-\ud7ff]+"
)
_FAR = re.compile("[\u0370-\u05ff\u0700-\u074f\u0780-\u089f\u0900-\u1cff\u2e80-\ud7ff]")
_FIGURES = re.compile(r"\d(?:\d\d|[A-Za-z]|(?<=[-_A-Za-z]\d))")  # without which there is no sign
_MIDYEAR = re.compile(r"[a-z]+-(?:19|20)\d\d")  # mid-2024, pre-1967
_TELLS = ("said", "voice", "told")


class Order(NamedTuple):
    """A sentence that gives an order, with the roots of its content words."""

    text: str
    content: frozenset[str]


def injection(claim: Claim, evidence: Evidence) -> tuple[Finding, ...]:
    """Orders, markup and addresses of each side, and what only an order of the sources says."""
    sides = [prepare(text, language) for language, text in claim.text.items() if text]
    named = claim.speaker is not None or claim.medium is not None
    return tuple(
        Finding(Check.INJECTION, Label.UNSUPPORTED, reason, side.language)
        for side in sides
        if (
            reason := _order(side, named) or _obeyed(side, evidence, named) or _code(side, evidence)
        )
    )


def is_order(text: str, language: str) -> bool:
    """Whether a text speaks to a machine or a reader, or brings markup or an address."""
    return _order(prepare(text, language), named=False) is not None


def _order(side: Prepared, named: bool) -> Note | None:
    """Return which words of a side speak to a machine or a reader, ``None`` if none do."""
    found = _markup().search(side.text) if _signs().search(side.text) else None
    found = found or _spoken_to(_own_words(side, named))
    return Note("check.injection.order", {"words": _shown(found.group())}) if found else None


def _obeyed(side: Prepared, evidence: Evidence, named: bool) -> Note | None:
    """Return the paragraph whose order a side carries out."""
    ordering = [(p, found) for p in evidence.passages if (found := orders(p.prepared))]
    if not ordering:
        return None
    own = _own_words(side, named)
    for passage, given in ordering:
        if _says(own, passage, given, evidence):
            return Note("check.injection.obeyed", {"paragraph": passage.id})
    return None


def _code(side: Prepared, evidence: Evidence) -> Note | None:
    """Return a code whose figure no cited text has, those apart that give orders.

    Letters of a script in which the side is not written are one, too.
    """
    signs = _SIGN.finditer(side.text) if _FIGURES.search(side.text) else ()
    codes = [one for one in signs if not _MIDYEAR.fullmatch(one.group())]
    foreign = _FOREIGN.findall(side.text) if _FAR.search(side.text) else []
    if not codes and not foreign:
        return None
    texts = [p.prepared for p in evidence.passages if _order(p.prepared, named=False) is None]
    held = ascii_digits("\n".join(text.text for text in texts))
    if 2 * len("".join(foreign)) < len(side.text) and any(run not in held for run in foreign):
        return Note("check.injection.code", {"words": "".join(foreign)[:_SHOWN]})
    known = {str(value) for text in texts for q in text.quantities for value in q.values}
    for code in codes:
        figure = ascii_digits(next(filter(None, code.groups())))
        if not re.search(rf"(?<!\d){figure}(?!\d)", held) and figure not in known:
            return Note("check.injection.code", {"words": code[0]})
    return None


def _says(own: Prepared, where: Passage, given: Sequence[Order], evidence: Evidence) -> bool:
    """Whether a text says what stands in an order and in no other sentence of the sources."""
    codes = {code for order in given for code in _CODE.findall(order.text)}
    if codes & set(_CODE.findall(own.text)):
        return True
    mine = frozenset(sense(own).places)
    if own.language != where.language:
        return bool(mine) and all(_only_orders(p.prepared) for p in evidence.passages)
    plain = [roots for p in evidence.passages for roots in _plain(p.prepared)]
    best = max((len(mine & roots) for roots in plain), default=0)
    held = max(len(mine & order.content) for order in given)
    return held >= max(1, _SAME * len(mine)) and held > best


def _own_words(side: Prepared, named: bool) -> Prepared:
    """Return a side without the quotations that somebody is said to speak."""
    if not side.quotations or not (named or sense(side).tagged(*_TELLS)):
        return side
    text = side.text
    for one in side.quotations:
        text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
    return prepare(text, side.language)


@kept
def orders(text: Prepared) -> tuple[Order, ...]:
    """Return the sentences of a paragraph that give orders, quoted ones left out."""
    own = _own_words(text, named=False)
    every = passes_for_program(own.text)
    if not every and not _spoken_to(own):
        return ()
    return tuple(
        Order(own.text[start:end], frozenset(sense(sentence).places))
        for start, end in sentences(own.text, text.language)
        if _spoken_to(sentence := prepare(own.text[start:end].strip(), text.language)) or every
    )


@kept
def _plain(text: Prepared) -> tuple[frozenset[str], ...]:
    """Return the content of the sentences of a paragraph that give no orders."""
    given = {order.text for order in orders(text)}
    own = _own_words(text, named=False).text
    spans = sentences(own, text.language)
    return tuple(
        frozenset(sense(prepare(own[start:end].strip(), text.language)).places)
        for start, end in spans
        if own[start:end] not in given
    )


def _only_orders(text: Prepared) -> bool:
    return bool(orders(text)) and not any(map(len, _plain(text)))


def _shown(words: str) -> str:
    return words.strip(" \n.!?:;(\"'")[:_SHOWN]


def _spoken_to(text: Prepared) -> re.Match[str] | None:
    """Return the first words of a text that give an order.

    Who hides one need not write it in the language of the page: every language is looked for
    whose letters the text has.
    """
    if not sense(text).ordering:
        return disguised(text)
    form = text.folded.text
    codes = [code for code, letters in _LETTERS.items() if letters.search(form)]
    found = spoken(text.language, *codes).search(form) if codes else None
    return found or to_machine(text, codes)


_LETTERS = {"ar": re.compile("[\u0621-\u064a]"), "en": re.compile("[a-z]")}


@cache
def _signs() -> re.Pattern[str]:
    """Return what finds the signs without which there is no markup in a text."""
    return re.compile(data("injection")["markup"]["signs"])


@cache
def _markup() -> re.Pattern[str]:
    return re.compile("|".join(data("injection")["markup"]["any"]))
