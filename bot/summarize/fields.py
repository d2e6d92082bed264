"""Fields that answers of models have in common, and how they are read."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.model import Citation
from bot.summarize.prefix import one_line

MOST_CITATIONS = 3  # two hold all numbers of 99.7 % of supported sentences, three nearly all words

_ID = re.compile(r"a\d+\.p\d+")
_INLINE_ID = re.compile(r"\s*[\[(⟦]\s*a\d+\.p\d+[^\])⟧]*[\])⟧]")


class Form(BaseModel):
    """A part of an answer: what else a model adds to it is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


def said(text: str) -> str:
    """Return a text as one line; ValueError if there is nothing in it."""
    line = one_line(text)
    if not line:
        raise ValueError("is empty")
    return line


def told(text: str) -> str:
    """Return a text for readers as one line, without ids of paragraphs; ValueError if empty."""
    return said(_INLINE_ID.sub("", text))


def or_nothing(value: object) -> object:
    """Take null for an empty list."""
    return () if value is None else value


def bare_id(value: object, ids: re.Pattern[str] = _ID) -> object:
    """Return the id in "⟦a1.p3 body⟧" or the like; the value itself where there is not one."""
    found = ids.findall(value) if isinstance(value, str) else []
    return found[0] if len(set(found)) == 1 else value


def wrong(error: ValidationError, whole: str) -> tuple[str, str]:
    """Return the first field that has not the form (or the name of the ``whole``), and why."""
    first = error.errors(include_url=False, include_input=False)[0]
    return ".".join(str(part) for part in first["loc"]) or whole, first["msg"]


Text = Annotated[str, AfterValidator(said)]
Told = Annotated[str, AfterValidator(told)]


class Cited(Form):
    """A citation: a paragraph's id, and the words in it."""

    paragraph: Annotated[Text, BeforeValidator(bare_id)]
    evidence: Text

    @property
    def noun(self) -> Citation:
        """The citation as a noun."""
        return Citation(self.paragraph, self.evidence)


Citations = Annotated[tuple[Cited, ...], Field(min_length=1, max_length=MOST_CITATIONS)]


def distinct(cited: tuple[Cited, ...]) -> tuple[Citation, ...]:
    """Return the citations as nouns, each once."""
    return tuple(dict.fromkeys(c.noun for c in cited))
