"""Why a claim stands: the checks that it passed, its paragraphs, the words that carry it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.citations.idle import idle
from bot.language import stem, stopwords, words
from bot.language.fold import fold
from bot.model import (
    Answer,
    Block,
    BlockKind,
    Brief,
    Citation,
    Claim,
    Note,
    Paragraph,
    Post,
    Span,
    Style,
)
from bot.render.answer import citation_numbers
from bot.render.brief import numbering
from bot.render.sources import dated, outlet
from bot.render.words import prose, told
from prompts import text

LETTER = re.compile(r"\w")


def why_post(read: Brief | Answer, n: int, interface: str) -> Post | None:
    """Explain every claim of a brief or an answer that cites ``[n]``; ``None`` if none does."""
    numbers = numbering(read) if isinstance(read, Brief) else citation_numbers(read)
    cited = next((id for id, number in numbers.items() if number == n), None)
    claims = [c for c in read.claims if any(x.paragraph == cited for x in c.citations)]
    if not claims:
        return None
    blocks = (block for claim in claims for block in _claim(read, claim, numbers, interface))
    return Post(tuple(blocks))


def _claim(
    read: Brief | Answer, claim: Claim, numbers: Mapping[str, int], interface: str
) -> Iterator[Block]:
    for language in read.languages if isinstance(read, Brief) else (read.language,):
        said = claim.text.get(language)
        if said:
            yield Block(BlockKind.CLAIM, (Span(prose(said, language), Style.STRONG),), language)
    nothing = idle(claim)
    checks = [c for c in (claim.verdict.checks if claim.verdict else ()) if c not in nothing]
    named = " · ".join(text(f"checks.{check}", interface) for check in checks)
    yield from _tried(claim, interface)
    line = text("brief.passed", interface, checks=named)
    yield Block(BlockKind.TEXT, (Span(line),), interface)
    for id in dict.fromkeys(c.paragraph for c in claim.citations):
        article, paragraph = read.story.article(id), read.story.paragraphs[id]
        head = f"[{numbers[id]}] {outlet(article, interface)} · {dated(article, interface)}"
        yield Block(BlockKind.TEXT, (Span(head, Style.SOFT),), interface)
        own = [c for c in claim.citations if c.paragraph == id]
        spans = marked(paragraph, claim.text.get(article.language), own)
        yield Block(BlockKind.QUOTE, spans, article.language)


def _tried(claim: Claim, interface: str) -> Iterator[Block]:
    """Tell the forms of a claim that did not pass before this one, and why not."""
    for attempt in claim.verdict.trace if claim.verdict else ():
        origin = "cited" if attempt.text == claim.text else attempt.origin.value
        said = attempt.text.get(interface) or next(filter(None, attempt.text.values()), "")
        reasons = [f.reason for f in attempt.findings if f.side in (interface, None)]
        reason = next(iter([*reasons, *(f.reason for f in attempt.findings)]), None)
        if reason is not None:
            note = Note(f"tried.{origin}", {"said": said, "reason": reason})
            yield Block(BlockKind.TEXT, (Span(told(note, interface), Style.SOFT),), interface)


def marked(
    paragraph: Paragraph, said: str | None, citations: Sequence[Citation]
) -> tuple[Span, ...]:
    """Return the paragraph as spans, strong where it carries the claim.

    These are the claim's own words, where it is told in the paragraph's language, else the
    evidence that its citations give.
    """
    evidence = [(c.start, c.end) for c in citations if c.start is not None and c.end is not None]
    return spans_at(paragraph.text, _shared(paragraph.text, said or "") or evidence)


def spans_at(words: str, strong: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return ``words`` as spans, strong between each of the offsets."""
    spans, done = [], 0
    for start, end in _merged(words, strong):
        spans += [Span(words[done:start]), Span(words[start:end], Style.STRONG)]
        done = end
    spans.append(Span(words[done:]))
    return tuple(span for span in spans if span.text)


def _shared(paragraph: str, said: str) -> list[tuple[int, int]]:
    """Return where the paragraph has a content word of the claim."""
    empty = stopwords("ar") | stopwords("en")
    wanted = {stem(word) for word in words(said) if word not in empty and len(word) > 1}
    folded = fold(paragraph)
    found, at = [], 0
    for word in words(paragraph):
        start = folded.text.find(word, at)
        if start < 0:
            continue
        at = start + len(word)
        if stem(word) in wanted and word not in empty:
            found.append(folded.span(start, at))
    return found


def _merged(words: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what overlaps, and neighbours with nothing but a space or a mark between them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and not LETTER.search(words[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
