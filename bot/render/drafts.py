"""A checked draft as a post: each sentence, whether it holds, why not, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.language.names.tokens import tokenize
from bot.language.search import terms
from bot.model import Block, BlockKind, Claim, Label, Note, Post, Span, Story, Style
from bot.render.sources import dated, outlet
from bot.render.why import marked
from bot.render.words import field, prose, told
from prompts import text

SIGNS = {Label.SUPPORTED: "✓", Label.UNCLEAR: "?", Label.UNSUPPORTED: "✗"}
UNJUDGED = SIGNS | {Label.SUPPORTED: "○"}  # nothing was found against it, which proves nothing


def draft_post(claims: Sequence[Claim], story: Story, interface: str, judged: bool) -> Post:
    """Lay out the sentences of a checked draft in their order; last, how many hold.

    ``judged`` tells whether a model had its say: without one a sentence only had nothing
    found against it, and that is said of each.
    """
    blocks = [b for c in claims for b in _sentence(c, story, interface, judged)]
    labels = [_label(claim) for claim in claims]
    count = text(
        "draft.count" if judged else "draft.count_unjudged",
        interface,
        n=len(claims),
        held=labels.count(Label.SUPPORTED),
        doubted=labels.count(Label.UNCLEAR),
        failed=labels.count(Label.UNSUPPORTED),
    )
    notes = [count] if judged else [count, told(Note("draft.no_judge"), interface)]
    return Post((*blocks, *(Block(BlockKind.NOTE, (Span(note),), interface) for note in notes)))


def _label(claim: Claim) -> Label:
    return claim.verdict.label if claim.verdict else Label.UNSUPPORTED


def _sentence(claim: Claim, story: Story, interface: str, judged: bool) -> Iterator[Block]:
    (language, said), *_ = claim.text.items()
    sign = (SIGNS if judged else UNJUDGED)[_label(claim)]
    marked_off = (Span(f"{sign} ", Style.STRONG), Span(prose(str(said), language)))
    yield Block(BlockKind.HEADING, marked_off, language)
    reasons = [finding.reason for finding in claim.verdict.findings] if claim.verdict else []
    if not judged and _label(claim) is Label.SUPPORTED:
        reasons = [*reasons, *_unproved(claim, story)]
    for reason in reasons:
        yield Block(BlockKind.ITEM, (Span(told(reason, interface)),), interface)
    for citation in claim.citations:
        article, paragraph = story.article(citation.paragraph), story.paragraphs[citation.paragraph]
        id = field(paragraph.id, interface)
        head = f"{id} · {outlet(article, interface)} · {dated(article, interface)}"
        yield Block(BlockKind.TEXT, (Span(head, Style.SOFT),), interface)
        own = str(said) if language == article.language else None
        yield Block(BlockKind.QUOTE, marked(paragraph, own, [citation]), article.language)


def _unproved(claim: Claim, story: Story) -> Iterator[Note]:
    """Yield that nobody judged a sentence, and which of its words its paragraphs do not have."""
    yield Note("draft.unjudged")
    (language, said), *_ = claim.text.items()
    cited = [c.paragraph for c in claim.citations]
    if any(story.article(id).language != language for id in cited):
        return  # in another language the words are others
    there = {form for id in cited for form in _forms(story.paragraphs[id].text, language)}
    pieces = dict.fromkeys(str(said)[t.start : t.end] for t in tokenize(str(said)) if t.form)
    absent = [p for p in pieces if (own := _forms(p, language)) and own.isdisjoint(there)]
    if absent:
        yield Note("draft.absent", {"words": " · ".join(absent)})


def _forms(words: str, language: str) -> frozenset[str]:
    return frozenset(form for term in terms(words, language) for form, _ in term.forms)
