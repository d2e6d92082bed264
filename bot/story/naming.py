"""What an outlet is called on each language side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.language import direction, text_direction
from bot.language.names import name_in
from bot.model import Article, Sides, Story
from bot.story import media
from bot.story.provenance import called

_MORE = 1  # words that a form may have more than the name: "the", "newspaper"
_PAUSES = re.compile(r"[,;:!?،؛؟]")  # no name has them
_DIGITS = re.compile(r"\d+")


def named(story: Story, outlets: Mapping[str, Sides], languages: Sequence[str]) -> Story:
    """Return ``story`` with what each outlet is called in ``languages``.

    In its own script an outlet has its own name. In another it has the form that ``outlets``
    gives by article id, if that is the same name by the list of media or by its sound, else the
    list's; ``None`` where neither knows.
    """
    return Story(
        tuple(
            replace(article, outlet_forms=_forms(article, outlets.get(article.id, {}), languages))
            for article in story.articles
        )
    )


def outlet_in(article: Article, language: str) -> str:
    """Return what to call the outlet of an article in ``language``, else in its own script."""
    known = article.outlet_forms.get(language)
    return known or (medium_in(article.outlet, language) if article.outlet else called(article))


def medium_in(name: str, language: str) -> str:
    """Return what to call a medium in ``language`` by the list, else as it is given."""
    return _known(name, language) or name


def _forms(article: Article, given: Sides, languages: Sequence[str]) -> Sides:
    if not article.outlet:
        return {}
    return {code: _form(article.outlet, given.get(code), code) for code in languages}


def _form(outlet: str, given: str | None, language: str) -> str | None:
    known = _known(outlet, language)
    if known == outlet or not given or not _is_name_of(given, outlet, language):
        return known
    return given


def _known(outlet: str, language: str) -> str | None:
    if text_direction(outlet) == direction(language):
        return outlet
    return media.form(outlet, language)


def _is_name_of(form: str, outlet: str, language: str) -> bool:
    """Whether a form given for an outlet is its name in the script of ``language``.

    Every word that tells must sound like one of the name's; ordinary ones are only counted.
    """
    long = len(form.split()) > len(outlet.split()) + _MORE
    if long or _PAUSES.search(form) or text_direction(form) != direction(language):
        return False
    if media.key(form) == media.key(outlet):
        return True
    return not media.is_listed(form) and name_in(_letters(form), _letters(outlet))


def _letters(name: str) -> str:
    """Return a name without its figures, which may be glued to it ("Raseef22")."""
    return _DIGITS.sub(" ", name)
