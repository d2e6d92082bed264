"""Reads a model's answer to a question into nouns, and refuses what does not have the form.

Shape is checked here; whether a sentence is carried by what it cites is for the ladder to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ValidationError,
    ValidationInfo,
)

from bot.answer.form import Says
from bot.language import direction, text_direction
from bot.model import Check, Citation, Claim, Dropped, Name, Note, Section, Status
from bot.summarize.asking import UnusableError, check_nonce
from bot.summarize.fields import Citations, Cited, Form, Told, distinct, or_nothing, wrong
from bot.summarize.prefix import one_line

MOST_SENTENCES = 6
MOST_CLOSEST = 3
MOST_TERMS = 12  # per language
MOST_CHARACTERS = 60  # of one search term: a name, not a sentence


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as it was read, and what of it was refused."""

    says: Says
    claims: tuple[Claim, ...]
    closest: tuple[Citation, ...]
    rejected: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Expanded:
    """A question that can be understood alone, and words to search for it by language."""

    asked: str
    terms: Mapping[str, tuple[str, ...]]


def read_answer(data: Mapping[str, Any], nonce: str, language: str) -> Read:
    """Read an answer; UnusableError if it is another request's or says neither yes nor no."""
    whole = _validated(_Answered, data, nonce)
    claims: list[Claim] = []
    rejected: list[Dropped] = []
    for raw in whole.sentences:
        try:
            sentence = _Sentence.model_validate(raw, context={"language": language})
        except ValidationError as error:
            rejected.append(_refused(raw, language, error))
        else:
            claims.append(sentence.noun(f"c{len(claims) + 1}", language))
    if whole.answered is not Says.NO and not claims:
        raise UnusableError('"answered" is not "no", and there is no sentence that can be read')
    surplus = Note("check.schema.many_claims", {"most": MOST_SENTENCES})
    dropped = (Dropped(c.text, Check.SCHEMA, surplus) for c in claims[MOST_SENTENCES:])
    return Read(
        whole.answered,
        tuple(claims[:MOST_SENTENCES]),
        tuple(dict.fromkeys(_closest(whole.closest)))[:MOST_CLOSEST],
        (*rejected, *dropped),
    )


def read_terms(data: Mapping[str, Any], nonce: str) -> Expanded:
    """Read words to search by; UnusableError if they are another request's or none."""
    whole = _validated(_Searched, data, nonce)
    terms = {
        code: tuple(dict.fromkeys(one_line(t)[:MOST_CHARACTERS] for t in words if one_line(t)))
        for code, words in whole.terms.items()
        if code in ("ar", "en")
    }
    return Expanded(whole.asked, {code: words[:MOST_TERMS] for code, words in terms.items()})


# --- the form --------------------------------------------------------------


def _in_language(text: str, info: ValidationInfo) -> str:
    """Refuse a sentence whose script is not that of the language asked for."""
    language = str((info.context or {})["language"])
    if text_direction(text) != direction(language):
        raise ValueError(f"is not in {language}")
    return text


P = TypeVar("P", bound=Form)


class _Named(Form):
    surface: Told
    form: Told

    def noun(self, language: str) -> Name:
        return Name(self.surface, {language: self.form})


class _Sentence(Form):
    citations: Citations
    speaker: _Named | None = None
    medium: _Named | None = None
    status: Status
    text: Annotated[Told, AfterValidator(_in_language)]
    names: Annotated[tuple[_Named, ...], BeforeValidator(or_nothing)] = ()

    def noun(self, id: str, language: str) -> Claim:
        return Claim(
            id=id,
            section=Section.BACKGROUND,  # an answer tells old facts and new ones alike
            text={language: self.text},
            citations=distinct(self.citations),
            speaker=self.speaker.noun(language) if self.speaker else None,
            medium=self.medium.noun(language) if self.medium else None,
            status=self.status,
            names=tuple(n.noun(language) for n in self.names),
        )


class _Answered(Form):
    answered: Says
    sentences: Annotated[tuple[Any, ...], BeforeValidator(or_nothing)] = ()
    closest: Annotated[tuple[Any, ...], BeforeValidator(or_nothing)] = ()


class _Searched(Form):
    asked: Told
    terms: dict[str, tuple[str, ...]]


def _validated(kind: type[P], data: Mapping[str, Any], nonce: str) -> P:
    """Return a whole answer; refuse the one to somebody else's request."""
    check_nonce(data, nonce)
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        field, why = wrong(error, "the whole")
        raise UnusableError(f"{field}: {why}") from error


def _closest(raw: tuple[Any, ...]) -> list[Citation]:
    found = []
    for item in raw:
        try:
            found.append(Cited.model_validate(item).noun)
        except ValidationError:
            continue
    return found


def _refused(raw: object, language: str, error: ValidationError) -> Dropped:
    field, _ = wrong(error, "text")
    text = raw.get("text") if isinstance(raw, Mapping) else None
    said = one_line(text) or None if isinstance(text, str) else None
    return Dropped({language: said}, Check.SCHEMA, Note("check.schema.field", {"field": field}))
