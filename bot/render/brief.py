"""A brief laid out as a platform-neutral post. Pure.

The renderer makes every link itself, from stored sources; a model chooses none of them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import story as stories
from bot.article.urls import deep_link
from bot.language import direction, isolate, isolate_whole, text_direction
from bot.model import (
    Article,
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
    Post,
    Section,
    Sides,
    Span,
    Story,
    Style,
)
from prompts import language_name, text

FEW = 3  # claims of a section in a short brief
CHAIN = {"ltr": " ← ", "rtl": " → "}  # speaker <- medium <- outlet, mirrored: arrows do not
POSITION = "\n– "  # each on a line of its own, under the point on which they differ
CODES = frozenset({"language", "side"})  # values of notes that hold language codes
PRIVATE = 0xE000  # first character of a private use area: stands in for a name for a moment
MARKS = {Completeness.TEASER, Completeness.LIVEBLOG, Completeness.PASTED}


def say(note: Note, language: str) -> str:
    """Return a note as a sentence in ``language``, as plain text."""
    return text(note.key, language, **_values(note, language, say))


def told(note: Note, language: str) -> str:
    """Return a note as a sentence ready to show: what it names stands in its own direction."""
    values = _values(note, language, told)
    names = {k: v for k, v in values.items() if isinstance(v, str)}
    marks = {k: chr(PRIVATE + n) for n, k in enumerate(names)}
    line = prose(text(note.key, language, **values | marks), language)
    for key, mark in marks.items():
        shown = (
            names[key] if isinstance(note.values.get(key), Note) else field(names[key], language)
        )
        line = line.replace(mark, shown)
    return line


def _values(note: Note, language: str, inner: Callable[[Note, str], str]) -> dict[str, object]:
    """The values of a note: notes in it are said first, a language code is told by its name."""
    values = {k: inner(v, language) if isinstance(v, Note) else v for k, v in note.values.items()}
    for key in CODES & set(values):
        values[key] = language_name(str(values[key]), language)
    return values


def numbering(brief: Brief) -> Mapping[str, int]:
    """Return citation numbers, from 1, by paragraph id in the order in which readers meet them."""
    order: dict[str, int] = {}
    for citation in _cited(brief):
        order.setdefault(citation.paragraph, len(order) + 1)
    return order


def _cited(brief: Brief) -> Iterator[Citation]:
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
    """Return the deep link to a citation's words, "" where the article has no address."""
    article = story.article(citation.paragraph)
    place = article.canonical or article.url
    if not place or article.completeness is Completeness.PASTED:
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
    for language in layout.sides or brief.languages:
        if _speaks(brief, language):
            blocks.extend(_side(brief, language, numbers, layout))
    if not brief.claims:
        blocks.append(_plain(BlockKind.NOTE, text("brief.no_claims", interface), interface))
    blocks.extend(folded(_about(brief, interface, layout)))
    blocks.extend(folded(_sources(brief.story, interface)))
    if layout.evidence:
        blocks.extend(_evidence(brief, numbers, interface))
    return Post(tuple(blocks))


def folded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Let everything under the headings be folded away."""
    for block in blocks:
        yield block if block.kind is BlockKind.HEADING else replace(block, folded=True)


def _speaks(brief: Brief, language: str) -> bool:
    return any(claim.text.get(language) for claim in brief.claims)


def _side(
    brief: Brief, language: str, numbers: Mapping[str, int], layout: Layout
) -> Iterator[Block]:
    headline = brief.headline.get(language) or text("brief.untitled", language)
    yield _plain(BlockKind.TITLE, headline, language)
    for section in Section:
        yield _plain(BlockKind.HEADING, text(f"brief.{section}", language), language)
        shown = _section(brief, section, language, numbers, layout)
        yield from folded(shown) if section is Section.BACKGROUND else shown
    yield from _differences(brief, language, numbers)
    unsaid = [side[language] for side in brief.unsaid if side.get(language)]
    if unsaid and not layout.short:
        yield _plain(BlockKind.HEADING, text("brief.unsaid", language), language)
        for line in unsaid:
            yield _plain(BlockKind.ITEM, str(line), language)


def _section(
    brief: Brief, section: Section, language: str, numbers: Mapping[str, int], layout: Layout
) -> Iterator[Block]:
    claims = [c for c in brief.claims if c.section is section and c.text.get(language)]
    if not claims:
        yield _plain(BlockKind.TEXT, text(f"brief.empty_{section}", language), language)
    shown = claims[:FEW] if layout.short else claims
    for claim in shown:
        yield _claim(brief.story, claim, language, numbers, claim.id in layout.new)
    if len(shown) < len(claims):
        yield _note(BlockKind.TEXT, Note("brief.more", {"n": len(claims) - len(shown)}), language)


def _claim(
    story: Story, claim: Claim, language: str, numbers: Mapping[str, int], new: bool
) -> Block:
    mark = [Span(f"{text('brief.new', language)} ", Style.STRONG)] if new else []
    spans = [*mark, Span(prose(str(claim.text[language]), language)), Span(" ")]
    spans.extend(_marks(story, claim.citations, numbers))
    spans.append(Span(f" {attribution(story, claim, language)}", Style.SOFT))
    return Block(BlockKind.CLAIM, tuple(spans), language)


def attribution(story: Story, claim: Claim, language: str) -> str:
    """Return who says it: speaker <- medium <- outlets, and how many know it for themselves."""
    way = direction(language)
    names = [form(n, language) for n in (claim.speaker, claim.medium) if n is not None]
    cited = dict.fromkeys(story.article(c.paragraph).id for c in claim.citations)
    reporting = dict.fromkeys(stories.called(story.article(id)) for id in cited)
    comma = "، " if way == "rtl" else ", "
    told = comma.join(field(name, language) for name in reporting)
    chain = [*dict.fromkeys(field(n, language) for n in names if n not in reporting), told]
    known = len(stories.outlets(story, claim.citations))
    count = f" · {_count('outlets', known, language)}" if known > 1 else ""
    return CHAIN[way].join(chain) + count


def field(words: str, language: str) -> str:
    """Set a name or title apart from a line in ``language`` if it runs the other way."""
    way = direction(language)
    return isolate_whole(words) if text_direction(words) != way else isolate(words, way)


def prose(words: str, language: str) -> str:
    """Set apart the runs of the other direction in a sentence in ``language``."""
    return isolate(words, direction(language))


def form(name: Name, language: str) -> str:
    """Return a name as ``language`` writes it, else as its source does."""
    return name.forms.get(language) or name.surface


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
    yield _plain(BlockKind.HEADING, text("brief.differences", language), language)
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


def _about(brief: Brief, interface: str, layout: Layout) -> Iterator[Block]:
    made = Note("brief.made_by_extractive")
    if brief.engine is Engine.MODEL:
        made = Note("brief.made_by_model", {"model": brief.model or "?"})
    yield _plain(BlockKind.HEADING, text("brief.notes", interface), interface)
    yield _note(BlockKind.NOTE, made, interface)
    for note in brief.notes:
        yield _note(BlockKind.NOTE, note, interface)
    if brief.problems:
        yield _plain(BlockKind.HEADING, text("brief.unread", interface), interface)
        for problem in brief.problems:
            yield _note(BlockKind.ITEM, problem.note, interface)
    if brief.dropped:
        yield _plain(BlockKind.HEADING, text("brief.dropped", interface), interface)
        count = _count("dropped_count", len(brief.dropped), interface)
        yield _plain(BlockKind.NOTE, count, interface)
        for dropped in () if layout.short else brief.dropped:
            yield _dropped(dropped, interface)


def _dropped(dropped: Dropped, interface: str) -> Block:
    sides = [side for side in (interface, *dropped.text) if dropped.text.get(side)]
    shown = sides[0] if sides else interface
    reason = Span(f"({told(_reason(dropped, shown), interface)})", Style.SOFT)
    said = Span(f"{field(dropped.text.get(shown) or '', interface)} ")
    return Block(BlockKind.ITEM, (said, reason), interface)


def _reason(dropped: Dropped, side: str) -> Note:
    """Return why a claim was dropped in the words of the ``side`` that is shown, if it failed."""
    found = dropped.trace[-1].findings if dropped.trace else ()
    own = (f.reason for f in found if f.check is dropped.check and f.side == side)
    return next(own, dropped.reason)


def _sources(story: Story, interface: str) -> Iterator[Block]:
    yield _plain(BlockKind.HEADING, text("brief.sources", interface), interface)
    for article in story.articles:
        yield source_block(article, interface)


def source_block(article: Article, interface: str) -> Block:
    """One line about an article: id, title, outlet, date, what is special, address."""
    named = [] if stories.called(article) == article.id else [outlet(article, interface)]
    soft = [*named, dated(article, interface), *_specials(article, interface)]
    title = f"{field(article.title, interface)} · " if article.title else ""
    spans = [Span(f"{article.id} ", Style.STRONG), Span(title), Span(" · ".join(soft), Style.SOFT)]
    if article.canonical:
        spans.extend([Span(" "), Span(article.canonical, Style.SOFT, article.canonical)])
    return Block(BlockKind.ITEM, tuple(s for s in spans if s.text), interface)


def outlet(article: Article, interface: str) -> str:
    """Return what to call the outlet: its name, else the host or file it came from."""
    return field(stories.called(article), interface)


def dated(article: Article, interface: str) -> str:
    """Return the article's date, marked where it is unsure or missing."""
    if article.published is None:
        return text("brief.undated", interface)
    day = article.published.day.isoformat()
    return day if article.published.sure else text("brief.unsure_date", interface, date=day)


def _specials(article: Article, interface: str) -> Iterator[str]:
    if article.completeness in MARKS:
        yield text(f"brief.{article.completeness}", interface)
    if article.copy_of:
        yield text("brief.copy", interface, id=article.copy_of)
    elif article.origin:
        yield text("brief.repeats", interface, origin=field(article.origin, interface))


def _evidence(brief: Brief, numbers: Mapping[str, int], interface: str) -> Iterator[Block]:
    quotes: dict[str, Citation] = {}
    for citation in _cited(brief):
        quotes.setdefault(citation.paragraph, citation)
    for id, n in numbers.items():
        article, paragraph = brief.story.article(id), brief.story.paragraphs[id]
        place = text("brief.paragraph", interface, n=paragraph.n)
        where = f" {article.id} · {outlet(article, interface)} · {place}: "
        quote = field(textwrap.shorten(quotes[id].quote, 120, placeholder=" …"), interface)
        spans = (
            Span(f"[{n}]", Style.CITATION, link(brief.story, quotes[id]) or None),
            Span(where, Style.SOFT),
            Span(quote, Style.QUOTED),
        )
        yield Block(BlockKind.ITEM, spans, interface)


def source_post(brief: Brief, n: int, interface: str) -> Post | None:
    """The verbatim paragraph behind citation ``n``, its outlet, date and deep link.

    ``None`` if the brief has no citation of that number.
    """
    found = next((id for id, number in numbering(brief).items() if number == n), None)
    if found is None:
        return None
    article, paragraph = brief.story.article(found), brief.story.paragraphs[found]
    place = text("brief.paragraph", interface, n=paragraph.n)
    words = prose(paragraph.text, article.language)
    head = f"[{n}] {outlet(article, interface)} · {dated(article, interface)} · {place}"
    blocks = [
        Block(BlockKind.HEADING, (Span(head),), interface),
        Block(BlockKind.QUOTE, (Span(words, Style.QUOTED),), article.language),
    ]
    address = link(brief.story, _first_citation(brief, paragraph))
    if address:
        spans = (Span(f"{text('brief.open', interface)}: "), Span(address, Style.SOFT, address))
        blocks.append(Block(BlockKind.TEXT, spans, interface))
    return Post(tuple(blocks))


def _first_citation(brief: Brief, paragraph: Paragraph) -> Citation:
    own = (citation for citation in _cited(brief) if citation.paragraph == paragraph.id)
    return next(own, Citation(paragraph.id, paragraph.text))


def problems_post(notes: Sequence[Note], interface: str) -> Post:
    """A post that only says what went wrong, one line each."""
    return Post(tuple(_note(BlockKind.NOTE, note, interface) for note in notes))


def plain_post(lines: Sequence[str], language: str) -> Post:
    """A post of plain lines in one language."""
    return Post(tuple(_plain(BlockKind.TEXT, line, language) for line in lines))


def _plain(kind: BlockKind, line: str, language: str) -> Block:
    return Block(kind, (Span(prose(line, language)),), language)


def _note(kind: BlockKind, note: Note, language: str) -> Block:
    return Block(kind, (Span(told(note, language)),), language)
