"""The page as a whole: its frame, style and small script from data files, its sides."""

from __future__ import annotations

import base64
import hashlib
import string
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from bot.language import direction
from bot.model import Brief
from bot.page.markup import Html, escaped, join, spoken, tag
from bot.page.side import side
from bot.page.view import View
from bot.render.brief import numbering
from prompts import language_name, languages, text


def sides(brief: Brief, language: str) -> tuple[str, ...]:
    """Return the languages of a brief, a reader's first where it has that one."""
    return tuple(sorted(brief.languages, key=lambda code: code != language))


def brief_page(brief: Brief, wanted: Sequence[str] = ()) -> str:
    """Return a brief as an HTML document that needs nothing else.

    ``wanted`` are the languages to show, the first one first; without them the brief's own. A side
    that says nothing is left out where another one speaks.
    """
    wanted = tuple(wanted) or brief.languages
    speaking = [code for code in wanted if any(c.text.get(code) for c in brief.claims)]
    shown = tuple(speaking) or wanted[:1]
    first = shown[0]
    numbers = numbering(brief)
    headline = brief.headline.get(first) or text("brief.untitled", first)
    return string.Template(_data("frame.html")).substitute(
        language=escaped(first),
        direction=direction(first),
        policy=escaped(POLICY),
        title=escaped(headline),
        style=_data("style.css"),
        script=_data("comfort.js"),
        skip=escaped(text("page.skip", first)),
        switch=_switch(shown),
        masthead=_masthead(shown),
        count=str(len(shown)),
        sides=join(side(View(brief, code, numbers)) for code in shown),
    )


def _masthead(shown: Sequence[str]) -> Html:
    """The paper's name, in each language that is shown and spoken."""
    names = [
        tag("span", text("slack.name", code), **spoken(code))
        for code in shown
        if code in languages()
    ]
    return join(names, " · ")


def _switch(shown: Sequence[str]) -> Html:
    """The choice of a side on narrow screens, nothing where there is one side."""
    if len(shown) < 2:
        return Html("")
    choices: list[Html] = []
    for code in shown:
        own = f"show-{code}"
        choices += [
            tag("input", type="radio", name="side", id=own, checked=code == shown[0]),
            tag("label", language_name(code, code), for_=own, **spoken(code)),
        ]
    legend = tag("legend", text("page.languages", shown[0]), class_="hidden")
    return tag("fieldset", legend, *choices, class_="switch")


@cache
def _data(name: str) -> str:
    return files("bot.page").joinpath(f"data/{name}").read_text("utf-8").strip()


def _hash(name: str) -> str:
    digest = hashlib.sha256(_data(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


POLICY = (
    f"default-src 'none'; style-src {_hash('style.css')}; script-src {_hash('comfort.js')}; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: its own style and script, and nothing else."""
