"""A brief laid out as a platform-neutral post. Pure.

The renderer makes every link itself, from stored sources; a model chooses none of them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import story as stories
from bot.article.urls import deep_link
from bot.language import direction
from bot.model import (
    Block,
    BlockKind,
    Brief,
    Citation,
    Claim,
    Completeness,
    Disagreement,
    Dropped,
    Engine,
    Name,
    Note,
    Paragraph,
    Part,
    Post,
    Section,
    Sides,
    Span,
    Story,
    Style,
)
from bot.render.sources import outlet, reporter, sources
from bot.render.words import field, form, noted, plain, prose, told
from prompts import language_name, text

WEB = ("https://", "http://")
FEW = 3  # claims of a section in a short brief
CHAIN = {"ltr": " ← ", "rtl": " → "}  # speaker <- medium <- outlet, mirrored: arrows do not
OPENING, CLOSING = "«“‘\"'", "»”’\"'.؟?!"  # what may touch cited words
POSITION = "\n– "  # each on a line of its own, under the point on which they differ


def numbering(brief: Brief) -> Mapping[str, int]:
    """Return citation numbers, from 1, by paragraph id in the order in which readers meet them."""
    order: dict[str, int] = {}
    for citation in cited(brief):
        order.setdefault(citation.paragraph, len(order) + 1)
    return order


def cited(brief: Brief) -> Iterator[Citation]:
    """Every citation, in the order in which the sides show them."""
    for language in brief.languages:
        for section in Section:
            for claim in brief.claims:
                if claim.section is section and claim.text.get(language):
                    yield from claim.citations
    for disagreement in brief.disagreements:
        for position in disagreement.positions:
            yield from position.citations


def link(story: Story, citation: Citation) -> str:
    """Return the deep link to a citation's words, "" where the article has no web address.

    A path on this machine leads nobody anywhere, and is not told.
    """
    article = story.article(citation.paragraph)
    place = article.canonical or article.url
    if not place.startswith(WEB) or article.completeness is Completeness.PASTED:
        return ""
    paragraph = story.paragraphs[citation.paragraph]
    whole = "\n".join(p.text for p in article.paragraphs)
    return deep_link(place, paragraph.text, citation.quote, whole)


# --- the brief -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """How a brief is shown: which sides (all, if none is named), how long, what is marked.

    ``short``: the first claims of each section, and no list of what was left out. ``new`` are ids
    of claims that an earlier brief did not have. ``evidence`` lists the words behind every
    citation, for places where a number cannot be tapped.
    """

    sides: tuple[str, ...] = ()
    short: bool = False
    new: frozenset[str] = frozenset()
    evidence: bool = False


WHOLE = Layout()


def brief_post(brief: Brief, interface: str, layout: Layout = WHOLE) -> Post:
    """Lay out a brief: a side per language, then what is about the brief itself.

    ``interface`` is the reader's language for the latter.
    """
    numbers = numbering(brief)
    blocks: list[Block] = []
    wanted = layout.sides or brief.languages
    shown = spoken(brief, wanted)
    for language in shown:
        blocks.extend(_side(brief, language, numbers, layout))
    if shown and set(shown).isdisjoint(wanted):  # under the title, which stays first
        other = Note("brief.other_side", {"language": wanted[0]})
        blocks.insert(1, noted(BlockKind.NOTE, other, interface))
    blocks.extend(noted(BlockKind.NOTE, note, interface) for note in silence(brief))
    blocks.extend(folded(_about(brief, interface, layout)))
    blocks.extend(folded(sources(brief.story, interface)))
    if layout.evidence:
        blocks.extend(evidence(brief.story, tuple(cited(brief)), numbers, interface))
    return Post(tuple(blocks))


def folded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Let everything under the headings be folded away."""
    for block in blocks:
        yield block if block.kind is BlockKind.HEADING else replace(block, folded=True)


def spoken(brief: Brief, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """Return those of the ``wanted`` languages that a brief speaks; if none, all that it does."""
    found = tuple(s for s in brief.languages if any(c.text.get(s) for c in brief.claims))
    return tuple(side for side in wanted if side in found) or found


def silence(brief: Brief) -> tuple[Note, ...]:
    """Return why a brief says nothing, if it does: no claim held, or none of its sides is there."""
    if brief.claims:
        return ()
    missing = tuple(note for note in brief.notes if note.key == "note.side_missing")
    unspoken = {note.values["language"] for note in missing}
    return missing if unspoken.issuperset(brief.languages) else (Note("brief.no_claims"),)


def _side(
    brief: Brief, language: str, numbers: Mapping[str, int], layout: Layout
) -> Iterator[Block]:
    pasted = all(a.completeness is Completeness.PASTED for a in brief.story.articles)
    untitled = text("brief.pasted_name" if pasted else "brief.untitled", language)
    headline = brief.headline.get(language) or untitled
    yield plain(BlockKind.TITLE, headline, language)
    for section in Section:
        yield plain(BlockKind.HEADING, text(f"brief.{section}", language), language)
        shown = _section(brief, section, language, numbers, layout)
        yield from folded(shown) if section is Section.BACKGROUND else shown
    yield from _differences(brief, language, numbers)
    unsaid = [side[language] for side in brief.unsaid if side.get(language)]
    if unsaid and not layout.short:
        yield plain(BlockKind.HEADING, text("brief.unsaid", language), language)
        for line in unsaid:
            yield plain(BlockKind.ITEM, str(line), language)


def _section(
    brief: Brief, section: Section, language: str, numbers: Mapping[str, int], layout: Layout
) -> Iterator[Block]:
    claims = [c for c in brief.claims if c.section is section and c.text.get(language)]
    if not claims:
        yield plain(BlockKind.TEXT, text(f"brief.empty_{section}", language), language)
    shown = claims[:FEW] if layout.short else claims
    for claim in shown:
        yield claim_block(brief.story, claim, language, numbers, claim.id in layout.new)
    if len(shown) < len(claims):
        yield noted(BlockKind.TEXT, Note("brief.more", {"n": len(claims) - len(shown)}), language)


def claim_block(
    story: Story, claim: Claim, language: str, numbers: Mapping[str, int], new: bool = False
) -> Block:
    """Return a claim as the brief shows it: its text, its citations, who says it."""
    mark = [Span(f"{text('brief.new', language)} ", Style.STRONG)] if new else []
    spans = [*mark, Span(prose(str(claim.text[language]), language)), Span(" ")]
    spans.extend(_marks(story, claim.citations, numbers))
    spans.append(Span(f" {attribution(story, claim, language)}", Style.SOFT))
    return Block(BlockKind.CLAIM, tuple(spans), language)


def attribution(story: Story, claim: Claim, language: str) -> str:
    """Return who says it: speaker <- medium <- outlets, and how many know it for themselves."""
    return chain(story, claim.citations, (claim.speaker, claim.medium), language)


def chain(
    story: Story, citations: Sequence[Citation], said: Sequence[Name | None], language: str
) -> str:
    """Return ``said`` (speaker, medium) <- the outlets of ``citations``, and how many they are.

    Outlets are counted that know it for themselves; an outlet is no medium of its own.
    """
    way = direction(language)
    cited = {a.id: a for a in (story.article(c.paragraph) for c in citations)}.values()
    reporting = dict.fromkeys(reporter(article, language) for article in cited)
    own = {*reporting, *map(stories.called, cited)}
    through = [n for n in said if n is not None and n.surface not in own]
    names = dict.fromkeys(form(name, language) for name in through)
    comma = "، " if way == "rtl" else ", "
    outlets = comma.join(field(name, language) for name in reporting)
    links = [*(field(name, language) for name in names if name not in own), outlets]
    known = len(stories.outlets(story, citations))
    count = f" · {_count('outlets', known, language)}" if known > 1 else ""
    return CHAIN[way].join(links) + count


def _count(what: str, n: int, language: str) -> str:
    return text(f"brief.{what}", language, n=n)


def _marks(
    story: Story, citations: Sequence[Citation], numbers: Mapping[str, int]
) -> Iterator[Span]:
    first: dict[int, Citation] = {}
    for citation in citations:
        first.setdefault(numbers[citation.paragraph], citation)
    for n, citation in sorted(first.items(), key=lambda numbered: numbered[0]):
        yield Span(f"[{n}]", Style.CITATION, link(story, citation) or None)


def _differences(brief: Brief, language: str, numbers: Mapping[str, int]) -> Iterator[Block]:
    shown = [d for d in brief.disagreements if _told(d, language)]
    if not shown:
        return
    yield plain(BlockKind.HEADING, text("brief.differences", language), language)
    for disagreement in shown:
        spans = [Span(prose(str(disagreement.topic[language]), language), Style.STRONG)]
        for position in disagreement.positions:
            spans.append(Span(f"{POSITION}{prose(str(position.text[language]), language)} "))
            spans.extend(_marks(brief.story, position.citations, numbers))
        yield Block(BlockKind.ITEM, tuple(spans), language)


def _told(disagreement: Disagreement, language: str) -> bool:
    sides: list[Sides] = [disagreement.topic, *(p.text for p in disagreement.positions)]
    return all(side.get(language) for side in sides)


# --- about the brief -------------------------------------------------------


def made(brief: Brief) -> Note:
    """Return who wrote a brief: a model, or nobody but its sources."""
    if brief.engine is Engine.MODEL:
        return Note("brief.made_by_model", {"model": brief.model or "?"})
    return Note("brief.made_by_extractive")


def _about(brief: Brief, interface: str, layout: Layout) -> Iterator[Block]:
    yield plain(BlockKind.HEADING, text("brief.notes", interface), interface)
    yield noted(BlockKind.NOTE, made(brief), interface)
    told = silence(brief)
    for note in brief.notes:
        if note not in told:
            yield noted(BlockKind.NOTE, note, interface)
    if brief.problems:
        yield plain(BlockKind.HEADING, text("brief.unread", interface), interface)
        for problem in brief.problems:
            yield noted(BlockKind.ITEM, problem.note, interface)
    if brief.dropped:
        yield plain(BlockKind.HEADING, text("brief.dropped", interface), interface)
        count = _count("dropped_count", len(brief.dropped), interface)
        yield plain(BlockKind.NOTE, count, interface)
        for dropped in () if layout.short else brief.dropped:
            yield dropped_block(dropped, interface)


def dropped_block(dropped: Dropped, interface: str) -> Block:
    """Return what was left out and why, in one line."""
    sides = [side for side in (interface, *dropped.text) if dropped.text.get(side)]
    shown = sides[0] if sides else interface
    reason = Span(f"({_reason(dropped, shown, interface)})", Style.SOFT)
    words = dropped.text.get(shown)  # some are not to be shown
    said = (Span(f"{field(words, interface)} "),) if words else ()
    part = () if dropped.part is Part.CLAIM else (_part(dropped.part, interface),)
    return Block(BlockKind.ITEM, (*part, *said, reason), interface)


def _part(part: Part, interface: str) -> Span:
    return Span(f"{text(f'brief.part.{part}', interface)}: ", Style.SOFT)


def _reason(dropped: Dropped, side: str, interface: str) -> str:
    """Return why a text was dropped: what is wrong with the ``side`` that is shown, if anything.

    Where only another side failed, the reason says which.
    """
    found = dropped.trace[-1].findings if dropped.trace else ()
    stopped = [f for f in found if f.check is dropped.check]
    own = (f.reason for f in stopped if f.side == side)
    reason = told(next(own, dropped.reason), interface)
    others = [f.side for f in stopped if f.reason == dropped.reason]
    other = others[0] if others and {side, None}.isdisjoint(f.side for f in stopped) else None
    return f"{language_name(other, interface)}: {reason}" if other else reason


def evidence(
    story: Story, citations: Iterable[Citation], numbers: Mapping[str, int], interface: str
) -> Iterator[Block]:
    """Yield a heading and for each number of a citation its place and words."""
    quotes: dict[str, Citation] = {}
    for citation in citations:
        quotes.setdefault(citation.paragraph, citation)
    if numbers:
        yield plain(BlockKind.HEADING, text("brief.evidence", interface), interface)
    for id, n in numbers.items():
        article, paragraph = story.article(id), story.paragraphs[id]
        place = text("brief.paragraph", interface, n=paragraph.n)
        where = f" {field(article.id, interface)} · {outlet(article, interface)} · {place}: "
        quote = textwrap.shorten(marked_off(quotes[id], paragraph), 120, placeholder=" …")
        spans = (
            Span(f"[{n}]", Style.CITATION, link(story, quotes[id]) or None),
            Span(where, Style.SOFT),
            Span(field(quote, interface), Style.QUOTED),
        )
        yield Block(BlockKind.ITEM, spans, interface)


def marked_off(citation: Citation, paragraph: Paragraph) -> str:
    """Return the cited words with the quotation marks and full stop that touch them."""
    words, start, end = paragraph.text, citation.start, citation.end
    if start is None or end is None:
        return citation.quote
    while start > 0 and words[start - 1] in OPENING:
        start -= 1
    while end < len(words) and words[end] in CLOSING:
        end += 1
    return words[start:end]


def problems_post(notes: Sequence[Note], interface: str) -> Post:
    """A post that only says what went wrong, one line each."""
    return Post(tuple(noted(BlockKind.NOTE, note, interface) for note in notes))


def plain_post(lines: Sequence[str], language: str) -> Post:
    """A post of plain lines in one language."""
    return Post(tuple(plain(BlockKind.TEXT, line, language) for line in lines))
