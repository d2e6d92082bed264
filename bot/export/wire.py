"""A brief as plain text for a wire desk: short lines, a slug, numbered claims, an end mark.

Wire systems count characters and show no controls: lines have at most 69 characters, and the
marks that set runs of the other direction apart are left out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from bot.language import strip_bidi
from bot.model import Brief, Citation, Section
from bot.render.brief import attribution, link, made, marked_off, numbering, silence, spoken
from bot.render.questions.evidence import comma
from bot.render.sources import dated, outlet, specials
from bot.render.words import told
from prompts import text

WIDTH = 69  # characters of a line
SLUG = 4  # words of a headline that name it
_SHORT = 2  # letters of a word that names nothing


def as_wire(brief: Brief) -> str:
    """Return each side of a brief as a story of its own, ended by its end mark."""
    return "\n".join(_story(brief, side) for side in spoken(brief) or brief.languages[:1])


def _story(brief: Brief, side: str) -> str:
    lines = [*_head(brief, side), *_claims(brief, side), *_around(brief, side)]
    lines += [*_made(brief, side), *_cited(brief, side), "", text("wire.end", side)]
    return "\n".join(strip_bidi(line).rstrip() for line in lines) + "\n"


def _head(brief: Brief, side: str) -> Iterator[str]:
    headline = strip_bidi(brief.headline.get(side) or text("brief.untitled", side))
    yield f"{text('wire.slug', side)}: {slug(headline)}"
    yield f"{text('slack.name', side)}{comma(side)}{brief.created:%Y-%m-%d %H:%M} UTC"
    yield ""
    yield from _wrapped(headline)
    yield ""
    for note in silence(brief):
        yield from _wrapped(told(note, side))


def slug(headline: str) -> str:
    """Return the words that name a story: the first long ones of its headline."""
    bare = (re.sub(r"^\W+|\W+$", "", word) for word in headline.split())
    named = [word for word in bare if len(word) > _SHORT]
    return "-".join(named[:SLUG]).lower() or "-"


def _claims(brief: Brief, side: str) -> Iterator[str]:
    """Every claim under its section, numbered through, with its attribution."""
    numbers, n = numbering(brief), 0
    for section in Section:
        own = [c for c in brief.claims if c.section is section and c.text.get(side)]
        if own:
            yield text(f"brief.{section}", side)
        for claim in own:
            n += 1
            marks = _marks(claim.citations, numbers)
            lead = f"{n}. "
            yield from _wrapped(f"{claim.text[side]} {marks}", lead)
            yield from _wrapped(f"({attribution(brief.story, claim, side)})", " " * len(lead))
            yield ""


def _marks(citations: Sequence[Citation], numbers: Mapping[str, int]) -> str:
    found = sorted({numbers[citation.paragraph] for citation in citations})
    return " ".join(f"[{number}]" for number in found)


def _around(brief: Brief, side: str) -> Iterator[str]:
    points = [d for d in brief.disagreements if d.topic.get(side)]
    if points:
        yield text("brief.differences", side)
    numbers = numbering(brief)
    for point in points:
        yield from _wrapped(str(point.topic[side]), "- ")
        for position in point.positions:
            cited = _marks(position.citations, numbers)
            yield from _wrapped(f"{position.text.get(side) or ''} {cited}", "  - ")
    if points:
        yield ""
    gaps = [gap[side] for gap in brief.unsaid if gap.get(side)]
    if gaps:
        yield text("brief.unsaid", side)
    for gap in gaps:
        yield from _wrapped(str(gap), "- ")
    if gaps:
        yield ""
    if brief.problems:
        yield text("brief.unread", side)
    for problem in brief.problems:
        yield from _wrapped(told(problem.note, side), "- ")
    if brief.problems:
        yield ""


def _made(brief: Brief, side: str) -> Iterator[str]:
    """Say who wrote it, and what else a desk has to know of it."""
    notes = (made(brief), *(note for note in brief.notes if note not in silence(brief)))
    for note in notes:
        yield from _wrapped(told(note, side))
    yield ""


def _cited(brief: Brief, side: str) -> Iterator[str]:
    """The words behind every number: outlet, day, paragraph, quotation, address."""
    yield text("brief.sources", side)
    first: dict[str, Citation] = {}
    every = [c for claim in brief.claims if claim.text.get(side) for c in claim.citations]
    points = [d for d in brief.disagreements if d.topic.get(side)]
    every += [c for d in points for p in d.positions for c in p.citations]
    for citation in every:
        first.setdefault(citation.paragraph, citation)
    for id, n in numbering(brief).items():
        if id not in first:
            continue
        article, paragraph = brief.story.article(id), brief.story.paragraphs[id]
        place = text("brief.paragraph", side, n=paragraph.n)
        copied = brief.story.article(article.copy_of) if article.copy_of else None
        special = specials(article, side, outlet(copied, side) if copied else "")
        facts = (outlet(article, side), dated(article, side), *special, place)
        lead = f"[{n}] "
        where = f"{comma(side).join(facts)}:"
        yield from _wrapped(f"{where} {marked_off(first[id], paragraph)}", lead)
        address = link(brief.story, first[id]).partition("#")[0]
        if address.startswith(("https://", "http://")):
            yield f"{' ' * len(lead)}{address}"


def _wrapped(line: str, lead: str = "") -> Sequence[str]:
    """Return a text in short lines; ``lead`` stands before the first, as much space before all."""
    return textwrap.wrap(
        strip_bidi(line),
        WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
