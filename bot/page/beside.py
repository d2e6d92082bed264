"""What stands beside the claims: where sources differ, what happened when, who says what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.model import Citation, Engine
from bot.page.markup import Html, join, tag
from bot.page.view import View
from bot.questions import (
    Difference,
    Event,
    Moment,
    Saying,
    Speaker,
    Version,
    differences,
    speakers,
    timeline,
)
from bot.render.brief import marked_off
from bot.render.questions.amounts import basis, when
from bot.render.questions.evidence import (
    in_language,
    outlet_and_day,
    said_by,
    shortened,
    snippet,
)
from bot.render.words import form, prose

LONGEST = 280  # characters of a quoted sentence
SAYINGS = 2  # of one speaker before the rest is folded away


def differing(view: View) -> Html:
    """Return the points on which sources differ as a table: what is given, and by whom."""
    found = differences(view.brief)
    if not found:
        return Html("")
    heads = (tag("th", view.say(f"page.{key}"), scope="col") for key in ("version", "given_by"))
    bodies = (_difference(view, one) for one in found)
    heading = view.say("brief.differences")
    table = tag(
        "table",
        tag("caption", heading, class_="hidden"),
        tag("thead", tag("tr", *heads)),
        *bodies,
    )
    return view.part("differences", heading, table)


def _difference(view: View, one: Difference) -> Html:
    topic = one.topic.get(view.language) if one.topic else None
    shown = view.line(prose(topic, view.language)) if topic else view.say(_kind(one))
    head = tag("tr", tag("th", shown, scope="rowgroup", colspan="2"))
    return tag("tbody", head, *(_version(view, version) for version in one.versions))


def _kind(one: Difference) -> str:
    return f"question.differ_{one.kind}"


def _version(view: View, one: Version) -> Html:
    """What one side gives, in the side's language where some source or the brief has it."""
    own = sorted(one.words, key=lambda words: _language(view, words) != view.language)
    told = one.text.get(view.language) if one.text else None
    given = next((one.given[one.words.index(words)] for words in own if one.given), None)
    shown = view.line(prose(told, view.language)) if told else view.name(given or "")
    if not told and not given:
        shown = view.verbatim(own[0])
    where = dict.fromkeys(outlet_and_day(view.brief, words, view.language) for words in own)
    listed = join((tag("span", view.line(place), class_="outlet") for place in where), " ")
    return tag("tr", tag("td", shown), tag("td", listed, " ", view.cites(one.words)))


def _language(view: View, words: Citation) -> str:
    return view.brief.story.article(words.paragraph).language


# --- times ------------------------------------------------------------------


def times(view: View) -> Html:
    """Return what the sources date, oldest first."""
    found = timeline(view.brief.story)
    grouped = groupby(found.events, key=_same_time)
    items = [_time(view, list(events)) for _, events in grouped]
    if not items:
        return Html("")
    heading = view.say("question.timeline")
    return view.part("timeline", heading, view.listed(items, "ol", class_="times"))


def _same_time(event: Event) -> tuple[str, tuple[str, ...], bool]:
    moment = event.moments[0]
    return moment.calendar, moment.values, moment.round


def _time(view: View, events: Sequence[Event]) -> Html:
    shown = view.name(when(events[0].moments[0], view.language))
    own = sorted(events, key=lambda event: not _is_told(event, view.language))
    told = (_event(view, event.moments) for event in own)
    return tag("li", tag("b", shown, class_="when"), *told)


def _is_told(event: Event, language: str) -> bool:
    return any(moment.line.passage.language == language for moment in event.moments)


def _event(view: View, moments: Sequence[Moment]) -> Html:
    first = moments[0]
    own = next((m for m in moments if m.line.passage.language == view.language), first)
    words = snippet(own.line.passage.text, own.start, own.end)
    known = basis(first, view.language)
    counted = tag("p", view.line(f"({known})"), class_="soft") if known else ""
    cited = {m.words.paragraph: m.words for m in moments}.values()
    return join((view.quoted(own.words, words, view.cites(cited)), counted))


# --- who says what ----------------------------------------------------------


def who(view: View) -> Html:
    """Return everybody who says something, the most heard first, with what they say."""
    items = [_speaker(view, one) for one in speakers(view.brief)]
    if not items:
        return Html("")
    heading = view.say("question.who")
    return view.part("who", heading, view.listed(items, class_="voices"))


def _speaker(view: View, one: Speaker) -> Html:
    named = in_language(view.brief, one.name, view.language) or one.name
    name = tag("b", view.name(form(named, view.language)))
    own = [_saying(view, saying) for saying in one.sayings]
    shown, rest = own[:SAYINGS], own[SAYINGS:]
    if not rest:
        return tag("li", name, *shown)
    more = tag("summary", view.say("page.more", n=len(rest)))
    return tag("li", name, *shown, tag("details", more, *rest))


def _saying(view: View, one: Saying) -> Html:
    """The brief's own statement where it has one on this side, else the words of the source."""
    told = one.claim.text.get(view.language) if one.claim else None
    cites = view.cites(one.words)
    if told and view.brief.engine is Engine.MODEL:
        said = tag("p", view.line(prose(told, view.language)), " ", cites)
    else:
        said = _words(view, one.words, cites)
    chain = view.spans([said_by(view.brief, (one.speaker, one.medium), one.words, view.language)])
    return join((said, tag("p", chain, class_="chain")))


def _words(view: View, words: Sequence[Citation], cites: Html) -> Html:
    own = next((w for w in words if _language(view, w) == view.language), words[0])
    whole = marked_off(own, view.brief.story.paragraphs[own.paragraph])
    return view.quoted(own, shortened(whole, LONGEST), cites)
