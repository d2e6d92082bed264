"""One language side of a page: the brief itself, then what its sources give beside it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model import Brief, Citation, Claim, Section
from bot.page import beside
from bot.page.about import about
from bot.page.markup import Html, spoken, tag
from bot.page.view import View
from bot.render.brief import attribution, silence
from bot.render.words import prose, told


def side(view: View) -> Html:
    """Return the brief in the view's language as an article of its own."""
    brief, language = view.brief, view.language
    headline = brief.headline.get(language) or view.say("brief.untitled")
    title = tag("h1", view.line(prose(headline, language)), id=f"{language}-title")
    read = view.say("page.read", n=len(brief.story.articles))
    made = tag("time", _day(brief), datetime=brief.created.isoformat(timespec="seconds"))
    line = tag("p", tag("bdi", made), " · ", read, class_="dateline")
    empty = [tag("p", view.line(told(note, language))) for note in silence(brief)]
    return tag(
        "article",
        tag("header", title, line, *empty),
        *(_section(view, section) for section in Section),
        tag("div", *_rest(view), class_="rest"),
        class_="side",
        id=f"side-{language}",
        aria_labelledby=f"{language}-title",
        **spoken(language),
    )


def _day(brief: Brief) -> str:
    return f"{brief.created:%Y-%m-%d %H:%M} UTC"


def _section(view: View, section: Section) -> Html:
    own = [c for c in view.brief.claims if c.section is section and c.text.get(view.language)]
    heading = view.say(f"brief.{section}")
    if not own:
        empty = tag("p", view.say(f"brief.empty_{section}"), class_="soft")
        return view.part(section.value, heading, empty)
    return view.part(section.value, heading, tag("ul", *(_claim(view, c) for c in own)))


def _claim(view: View, claim: Claim) -> Html:
    """A claim: its text with its citations, then speaker <- medium <- outlets."""
    said = view.line(prose(str(claim.text[view.language]), view.language))
    chain = view.line(attribution(view.brief.story, claim, view.language))
    return tag(
        "li",
        tag("p", said, " ", view.cites(claim.citations), class_="claim"),
        tag("p", chain, class_="chain"),
    )


def _rest(view: View) -> Iterator[Html]:
    unsaid = [side[view.language] for side in view.brief.unsaid if side.get(view.language)]
    yield beside.differing(view)
    if unsaid:
        items = [tag("li", view.line(prose(str(line), view.language))) for line in unsaid]
        yield view.part("unsaid", view.say("brief.unsaid"), tag("ul", *items))
    yield beside.times(view)
    yield beside.who(view)
    yield from about(view)
    yield _notes(view)


def _notes(view: View) -> Html:
    """Every cited paragraph under its number, for paper and for browsers without cards."""
    cited: dict[str, list[Citation]] = {id: [] for id in view.numbers}
    for citation in _citations(view.brief):
        cited[citation.paragraph].append(citation)
    items = [
        tag("li", view.evidence(id, own), value=str(view.numbers[id])) for id, own in cited.items()
    ]
    if not items:
        return Html("")
    return view.part("endnotes", view.say("brief.evidence"), tag("ol", *items))


def _citations(brief: Brief) -> Iterator[Citation]:
    for claim in brief.claims:
        yield from (c for c in claim.citations if any(claim.text.get(x) for x in brief.languages))
    for disagreement in brief.disagreements:
        for position in disagreement.positions:
            yield from position.citations
