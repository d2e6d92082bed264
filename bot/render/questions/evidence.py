"""Words of the sources in an answer: verbatim, numbered as in the brief, linked to their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.language import direction
from bot.model import Block, BlockKind, Brief, Citation, Name, Span, Style
from bot.questions import overlap
from bot.questions.people import same, who
from bot.render.brief import chain, link, marked_off, numbering
from bot.render.sources import dated, outlet
from bot.render.words import field, prose

LINE = "\n– "  # a line of its own inside an item
LONGEST = 600  # characters of a quoted sentence
SNIPPET = 220  # of one inside a line
_CUT = " …"
_DASH = " — "
_COVERED = 0.6  # of a sentence in what a claim cites: the claim retells it


def marks(brief: Brief, citations: Iterable[Citation]) -> Iterator[Span]:
    """Yield a mark for each cited paragraph, once: its number in the brief, else its id."""
    numbers = numbering(brief)
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.paragraph, citation)
    for id, citation in first.items():
        yield Span(f"[{numbers.get(id, id)}]", Style.CITATION, link(brief.story, citation) or None)


def quote(brief: Brief, words: Citation, strong: Sequence[str] = ()) -> Block:
    """Return words of a source, in its language, with their mark; ``strong`` ones stand out."""
    article = brief.story.article(words.paragraph)
    whole = marked_off(words, brief.story.paragraphs[words.paragraph])
    said = shortened(whole, LONGEST)
    spans = [*_parted(said, strong, article.language), Span(" "), *marks(brief, [words])]
    return Block(BlockKind.QUOTE, tuple(spans), article.language)


def _parted(said: str, strong: Sequence[str], language: str) -> Iterator[Span]:
    """Yield a text in spans, the first of ``strong`` that stands in it by itself."""
    found = next((words for words in strong if words in said), None)
    if not found:
        yield Span(prose(said, language), Style.QUOTED)
        return
    before, _, after = said.partition(found)
    for words, style in ((before, Style.QUOTED), (found, Style.STRONG), (after, Style.QUOTED)):
        if words:
            yield Span(prose(words, language), style)


def shortened(said: str, most: int) -> str:
    """Return a text of at most ``most`` characters, cut between words."""
    if len(said) <= most:
        return said
    return said[:most].rsplit(None, 1)[0] + _CUT


def snippet(said: str, start: int, end: int) -> str:
    """Return the words around a place in a text, cut between words where it is long."""
    if len(said) <= SNIPPET:
        return said.strip()
    room = max(0, SNIPPET - (end - start)) // 2
    low, high = max(0, start - room), min(len(said), end + room)
    before, after = said[low:start], said[end:high]
    before = _CUT.strip() + " " + before.partition(" ")[2] if low else before
    after = after.rpartition(" ")[0] + _CUT if high < len(said) else after
    return f"{before}{said[start:end]}{after}".strip()


def source_line(brief: Brief, said: str, words: Citation, language: str) -> Iterator[Span]:
    """Yield one line of an item: words of a source, its outlet, its mark."""
    article = brief.story.article(words.paragraph)
    yield Span(LINE)
    yield Span(field(said, language), Style.QUOTED)
    yield Span(f"{_DASH}{outlet(article, language)} ", Style.SOFT)
    yield from marks(brief, [words])


def said_by(
    brief: Brief, said: Sequence[Name | None], words: Sequence[Citation], language: str
) -> Span:
    """Return who says it: speaker <- medium (``said``) <- outlets."""
    known = [in_language(brief, name, language) for name in said]
    return Span(chain(brief.story, words, known, language), Style.SOFT)


def in_language(brief: Brief, name: Name | None, language: str) -> Name | None:
    """Return a name of the sources with the form that the brief's claims have in ``language``."""
    if name is None or name.forms.get(language):
        return name
    for claim in brief.claims:
        for known in (claim.speaker, claim.medium, *claim.names):
            form = known.forms.get(language) if known else None
            if known and form and same(who(known.surface), who(name.surface)):
                return Name(name.surface, {**name.forms, language: form})
    return name


def outlet_and_day(brief: Brief, words: Citation, language: str) -> str:
    """Return the outlet of a paragraph with the day of its article."""
    article = brief.story.article(words.paragraph)
    return f"{outlet(article, language)} ({dated(article, language)})"


def retold(brief: Brief, words: Citation, language: str, says: Callable[[str], bool]) -> str | None:
    """Return how the brief tells a foreign sentence in ``language``, if it says the point too.

    ``None`` for a sentence in that language: there its own words stand.
    """
    if brief.story.article(words.paragraph).language == language:
        return None
    for claim in brief.claims:
        told = claim.text.get(language)
        if told and says(told) and any(overlap(words, own) >= _COVERED for own in claim.citations):
            return told
    return None


def comma(language: str) -> str:
    """Return the comma of a language with its space."""
    return "، " if direction(language) == "rtl" else ", "
