"""Reads a model's answer into nouns, and refuses what does not have the form.

Shape is checked here, meaning in the gate ladder: a citation of a paragraph that does not exist
is a well-formed claim that will not pass ``cites``. A claim without the form is kept as
``Dropped`` and does not sink the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
)

from bot.model import (
    Basis,
    Check,
    Claim,
    Disagreement,
    Dropped,
    Name,
    Note,
    Number,
    Part,
    Position,
    Section,
    Sides,
    Status,
    When,
)
from bot.summarize.asking import UnusableError, check_nonce
from bot.summarize.fields import Citations, Form, Text, bare_id, distinct, or_nothing, told, wrong
from bot.summarize.prefix import one_line

MOST_CLAIMS = 24  # what a person still reads in a chat; the brief's contract
MOST_DISAGREEMENTS = 12
MOST_UNSAID = 6
LONGEST = 2000  # characters of one text; a statement of several sentences has 500

_TELLING = 12  # letters that show what script a text is in
_IN_ARABIC_SCRIPT = frozenset({"ar", "ckb", "fa", "ps", "ur"})

_SURPLUS = Note("check.schema.many_claims", {"most": MOST_CLAIMS})
_ARTICLE = re.compile(r"\ba\d+\b")
_MARKUP = re.compile(r"://|\bwww\.|[<>⟦⟧]|\]\(")


@dataclass(frozen=True, slots=True)
class Answer:
    """A draft as it was read, and what of it was refused."""

    headline: Sides
    claims: tuple[Claim, ...]
    rejected: tuple[Dropped, ...]
    disagreements: tuple[Disagreement, ...]
    unsaid: tuple[Sides, ...]
    outlets: Mapping[str, Sides]


def read_draft(data: Mapping[str, Any], nonce: str, languages: Sequence[str]) -> Answer:
    """Read the answer to a draft request; UnusableError if it is another's or has no claim."""
    check_nonce(data, nonce)
    read = [_claim(raw, languages) for raw in _items(data, "claims")]
    claims = _numbered([c for c in read if isinstance(c, Claim)])
    refused = [c for c in read if isinstance(c, _Refused)]
    if not claims:
        raise UnusableError("; ".join(r.why for r in refused[:3]) or "there are no claims in it")
    differ, broken = _disagreements(data.get("disagreements"), languages)
    unsaid, unread = _unsaid(data.get("unsaid"), languages)
    headline = _sides(data.get("headline"), languages)

    return Answer(
        headline=claims[0].text if isinstance(headline, _Refused) else headline,
        claims=claims[:MOST_CLAIMS],
        rejected=(
            *(r.dropped for r in refused),
            *(Dropped(c.text, Check.SCHEMA, _SURPLUS) for c in claims[MOST_CLAIMS:]),
            *_lost(headline, data.get("headline")),
            *broken,
            *(_surplus(d.topic, Part.DIFFERENCE) for d in differ[MOST_DISAGREEMENTS:]),
            *unread,
            *(_surplus(gap, Part.GAP) for gap in unsaid[MOST_UNSAID:]),
        ),
        disagreements=differ[:MOST_DISAGREEMENTS],
        unsaid=unsaid[:MOST_UNSAID],
        outlets=dict(_outlets(data.get("outlets"), languages)),
    )


def read_repairs(
    data: Mapping[str, Any], nonce: str, languages: Sequence[str], asked: Sequence[str]
) -> tuple[Claim, ...]:
    """Read repaired claims under the ids ``asked`` for, in that order; what is unfit is left out.

    UnusableError if the answer is another's or holds no list.
    """
    check_nonce(data, nonce)
    found: dict[str, Claim] = {}
    for raw in _items(data, "repairs"):
        id = raw.get("id") if isinstance(raw, Mapping) else None
        claim = _claim(raw.get("claim"), languages) if isinstance(id, str) else None
        if isinstance(claim, Claim) and isinstance(id, str):
            found.setdefault(id, replace(claim, id=id))
    return tuple(found[id] for id in asked if id in found)


# --- the form --------------------------------------------------------------


def _plain(text: str) -> str:
    """Return a text for readers: no ids, and refused where it brings links or markup of its own."""
    if len(text) > LONGEST:
        raise ValueError("is no one statement")
    line = told(text)
    if _MARKUP.search(line):
        raise ValueError("holds a link or markup")
    return line


def _complete(sides: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """Keep the languages that were asked for; each must be there."""
    missing = [code for code in _asked(info) if code not in sides]
    if missing:
        raise ValueError(f"lacks {', '.join(missing)}")
    foreign = [code for code in _asked(info) if _is_foreign(sides[code], code)]
    if foreign:
        raise ValueError(f"is not written in {', '.join(foreign)}")
    return {code: sides[code] for code in _asked(info)}


def _is_foreign(text: str, code: str) -> bool:
    """Whether most of a text is in another script than its language's, as far as Arabic goes.

    A few letters, the name of a team or a product, tell nothing.
    """
    letters = [char for char in text if char.isalpha()]
    arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
    own = arabic if code in _IN_ARABIC_SCRIPT else len(letters) - arabic
    return len(letters) >= _TELLING and own * 2 < len(letters)


def _known(sides: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    return {code: text for code, text in sides.items() if code in _asked(info)}


def _asked(info: ValidationInfo) -> Sequence[str]:
    return list((info.context or {})["languages"])


def _bare_article(value: object) -> object:
    """Return the article id in "[article a1]" or the like."""
    return bare_id(value, _ARTICLE)


_Said = Annotated[dict[str, Annotated[str, AfterValidator(_plain)]], AfterValidator(_complete)]
_Forms = Annotated[dict[str, Text], AfterValidator(_known)]


class _Named(Form):
    surface: Text
    forms: _Forms

    @property
    def noun(self) -> Name:
        return Name(self.surface, self.forms)


class _Figure(Form):
    value: Text
    unit: str | None = None
    counts: str | None = None
    surface: Text
    forms: _Forms

    @property
    def noun(self) -> Number:
        unit, counts = one_line(self.unit or ""), one_line(self.counts or "")
        return Number(self.value, unit or None, counts or None, self.surface, self.forms)


class _Time(Form):
    value: Text
    surface: Text
    basis: Basis

    @property
    def noun(self) -> When:
        return When(self.value, self.surface, self.basis)


class _Stated(Form):
    section: Section
    citations: Citations
    speaker: _Named | None = None
    medium: _Named | None = None
    status: Status
    when: _Time | None = None
    text: _Said
    numbers: Annotated[tuple[_Figure, ...], BeforeValidator(or_nothing)] = ()
    names: Annotated[tuple[_Named, ...], BeforeValidator(or_nothing)] = ()

    @property
    def noun(self) -> Claim:
        return Claim(
            id="",
            section=self.section,
            text=self.text,
            citations=distinct(self.citations),
            speaker=self.speaker.noun if self.speaker else None,
            medium=self.medium.noun if self.medium else None,
            status=self.status,
            when=self.when.noun if self.when else None,
            numbers=tuple(n.noun for n in self.numbers),
            names=tuple(n.noun for n in self.names),
        )


class _Held(Form):
    text: _Said
    citations: Citations


class _Differing(Form):
    topic: _Said
    positions: Annotated[tuple[_Held, ...], Field(min_length=2)]

    @property
    def noun(self) -> Disagreement:
        held = (Position(p.text, distinct(p.citations)) for p in self.positions)
        return Disagreement(self.topic, tuple(held))


class _Only(Form):
    text: _Said


class _Called(Form):
    article: Annotated[Text, BeforeValidator(_bare_article)]
    forms: Annotated[dict[str, Annotated[str, AfterValidator(_plain)]], AfterValidator(_known)]


# --- reading it ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Refused:
    dropped: Dropped
    why: str


def _items(data: Mapping[str, Any], key: str) -> Sequence[Any]:
    items = data.get(key)
    if not isinstance(items, list):
        raise UnusableError(f'"{key}" is not a list')
    return items


def _claim(raw: object, languages: Sequence[str]) -> Claim | _Refused:
    try:
        return _Stated.model_validate(raw, context={"languages": languages}).noun
    except ValidationError as error:
        return _refused(raw, "text", languages, error)


def _disagreements(
    raw: object, languages: Sequence[str]
) -> tuple[tuple[Disagreement, ...], tuple[Dropped, ...]]:
    read: list[Disagreement] = []
    broken: list[Dropped] = []
    for item in raw if isinstance(raw, list) else ():
        try:
            read.append(_Differing.model_validate(item, context={"languages": languages}).noun)
        except ValidationError as error:
            refused = _refused(item, "topic", languages, error).dropped
            broken.append(replace(refused, part=Part.DIFFERENCE))
    return tuple(read), tuple(broken)


def _refused(raw: object, words: str, languages: Sequence[str], error: ValidationError) -> _Refused:
    field, why = wrong(error, words)
    text = raw.get(words) if isinstance(raw, Mapping) else None
    given = text if isinstance(text, Mapping) else {}
    sides = {code: _line(given.get(code)) for code in languages}
    return _Refused(Dropped(sides, Check.SCHEMA, _reason(field)), f"{field}: {why}")


def _line(text: object) -> str | None:
    return (one_line(text) or None) if isinstance(text, str) else None


def _reason(field: str) -> Note:
    return Note("check.schema.field", {"field": field})


def _unsaid(raw: object, languages: Sequence[str]) -> tuple[tuple[Sides, ...], tuple[Dropped, ...]]:
    read: list[Sides] = []
    broken: list[Dropped] = []
    for item in raw if isinstance(raw, list) else ():
        sides = _sides(item, languages)
        if isinstance(sides, _Refused):
            broken.append(replace(sides.dropped, part=Part.GAP))
        else:
            read.append(sides)
    return tuple(read), tuple(broken)


def _sides(raw: object, languages: Sequence[str]) -> Sides | _Refused:
    whole = {"text": raw}
    try:
        return _Only.model_validate(whole, context={"languages": languages}).text
    except ValidationError as error:
        return _refused(whole, "text", languages, error)


def _lost(headline: Sides | _Refused, raw: object) -> Iterator[Dropped]:
    """Yield a headline that was given and could not be used."""
    if raw and isinstance(headline, _Refused):
        yield replace(headline.dropped, part=Part.HEADLINE)


def _outlets(raw: object, languages: Sequence[str]) -> Iterator[tuple[str, Sides]]:
    """Yield what is readable of the outlets' names: without one an outlet keeps its own script."""
    for item in raw if isinstance(raw, list) else ():
        try:
            found = _Called.model_validate(item, context={"languages": languages})
        except ValidationError:
            continue
        yield found.article, found.forms


def _surplus(text: Sides, part: Part) -> Dropped:
    most = MOST_DISAGREEMENTS if part is Part.DIFFERENCE else MOST_UNSAID
    note = Note("check.schema.many_parts", {"most": most})
    return Dropped(text, Check.SCHEMA, note, part=part)


def _numbered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Put the sections in their order and number the claims c1, c2, ..."""
    order = list(Section)
    ranked = sorted(claims, key=lambda claim: order.index(claim.section))
    return tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(ranked, 1))
