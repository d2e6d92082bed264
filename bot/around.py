"""What stands around the claims of a draft: its headline, points of difference, and gaps. Pure.

Each is checked like a claim as far as it can be. What does not pass is left out with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.citations import LADDER, Evidence, Rungs, Shelf, judge_claim
from bot.citations.evidence import article_of
from bot.citations.spans import located
from bot.dropping import dropped, passed, worst
from bot.model import (
    Check,
    Citation,
    Claim,
    Disagreement,
    Draft,
    Dropped,
    Finding,
    Note,
    Part,
    Position,
    Section,
    Sides,
    Story,
)

_OF_TITLES: Rungs = tuple(
    rung
    for rung in LADDER
    if rung[0] in (Check.QUOTE, Check.NUMBERS, Check.DATES, Check.NAMES, Check.INJECTION)
)
_MIN_POSITIONS = 2
_HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Around:
    """What is left of it, and what was left out."""

    headline: Sides
    disagreements: tuple[Disagreement, ...]
    unsaid: tuple[Sides, ...]
    dropped: tuple[Dropped, ...]


def as_claims(draft: Draft, paragraphs: Shelf) -> tuple[Claim, ...]:
    """Return what stands around the claims of ``draft`` as claims, for all tiers to judge."""
    return (*_positions_of(draft), *_headlines(draft, paragraphs))


def positions(beside: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """Return of what stands around a draft's claims the positions, which can be mended."""
    return tuple(claim for id, claim in beside.items() if id != _HEADLINE)


def settled(
    draft: Draft,
    beside: Mapping[str, Claim],
    kept: tuple[Claim, ...],
    story: Story,
    paragraphs: Shelf,
    *,
    judged: bool,
) -> Around:
    """Return what may be posted around the ``kept`` claims.

    ``beside`` are the checked claims of ``as_claims`` by id, mended ones in the place of those
    that failed; ``judged`` tells whether there was a judge, without whom a headline counts that
    the gates let pass.
    """
    against = _judged(draft, beside.get(_HEADLINE), paragraphs) if judged else {}
    headline, outs = _headline(draft.headline, against, kept, story, paragraphs)
    points = []
    for n, one in enumerate(draft.disagreements):
        point, refused = _point(n, one, beside, paragraphs)
        points += [point] if point else []
        outs += refused
    everything = paragraphs.cited(tuple(paragraphs.passages))
    gaps = [_as_claim(gap, everything) for gap in draft.unsaid]
    outs += [dropped(gap, Part.GAP) for gap in gaps if not passed(gap)]
    unsaid = tuple(gap.text for gap in gaps if passed(gap))
    return Around(headline, tuple(points), unsaid, tuple(outs))


def _as_claim(text: Sides, evidence: Evidence) -> Claim:
    """Judge a text that is no claim of the draft and cites nothing itself."""
    return judge_claim(Claim("", Section.ANNOUNCEMENT, text, ()), evidence, _OF_TITLES)


# --- the headline ----------------------------------------------------------


def _headlines(draft: Draft, paragraphs: Shelf) -> tuple[Claim, ...]:
    """Return the headline as a claim on all that the announcement cites, if there is one.

    A side that brings a figure, name or quotation of its own is left out of it.
    """
    cited = _news(draft)
    evidence = paragraphs.cited(tuple(citation.paragraph for citation in cited))
    sides = {
        code: text
        for code, text in draft.headline.items()
        if text and passed(_as_claim({code: text}, evidence))
    }
    return (Claim(_HEADLINE, Section.ANNOUNCEMENT, sides, cited),) if sides and cited else ()


def _news(draft: Draft) -> tuple[Citation, ...]:
    """Return what the announcement cites, each paragraph once."""
    news = [c for c in draft.claims if c.section is Section.ANNOUNCEMENT] or list(draft.claims)
    return tuple({c.paragraph: c for claim in news for c in claim.citations}.values())


def _judged(draft: Draft, claim: Claim | None, paragraphs: Shelf) -> Mapping[str, Finding]:
    """Return what stands against each side of the headline that the judge did not clear."""
    evidence = paragraphs.cited(tuple(citation.paragraph for citation in _news(draft)))
    against: dict[str, Finding] = {}
    for code, text in draft.headline.items():
        if claim is None or claim.verdict is None or code not in claim.text:
            tried = _as_claim({code: text}, evidence)
            against[code] = worst(tried.verdict.findings if tried.verdict else ())
            continue
        own = [f for f in claim.verdict.findings if f.side in (code, None)]
        if own or Check.ENTAILMENT not in claim.verdict.checks:
            against[code] = worst(own or claim.verdict.findings)
    return against


def _headline(
    headline: Sides,
    against: Mapping[str, Finding],
    kept: tuple[Claim, ...],
    story: Story,
    paragraphs: Shelf,
) -> tuple[Sides, list[Dropped]]:
    """Keep each side whose figures, names and quotations the kept claims' evidence carries.

    In the place of one that fails, or against which something stands already, comes the title of
    an article in that language, if there is one.
    """
    cited = dict.fromkeys(c.paragraph for claim in kept for c in claim.citations)
    evidence = paragraphs.cited(tuple(cited))
    made: dict[str, str | None] = {}
    outs: list[Dropped] = []
    for code, text in headline.items():
        tried = _as_claim({code: text}, evidence)
        if text and kept and passed(tried) and code not in against:
            made[code] = text
            continue
        made[code] = title = _title(story, code, evidence, paragraphs)
        if text and text != title and kept:  # without claims no headline is shown
            first = against.get(code) or worst(tried.verdict.findings if tried.verdict else ())
            replaced = Note("check.headline.replaced", {"reason": first.reason})
            reason = replaced if title else first.reason
            outs.append(Dropped({code: text}, first.check, reason, part=Part.HEADLINE))
    return made, outs


def _title(story: Story, language: str, evidence: Evidence, paragraphs: Shelf) -> str | None:
    """Return a title that the kept claims' evidence carries, else one that its own article does."""
    own = [a for a in story.articles if a.language == language and a.title]
    ordered = sorted(own, key=lambda article: article.copy_of is not None)
    whole = [paragraphs.cited(tuple(p.id for p in article.paragraphs)) for article in ordered]
    tried = [(a.title, evidence) for a in ordered]
    tried += [(a.title, text) for a, text in zip(ordered, whole, strict=True)]
    sound = (title for title, by in tried if passed(_as_claim({language: title}, by)))
    return next(sound, None)


# --- points of difference --------------------------------------------------


def _positions_of(draft: Draft) -> tuple[Claim, ...]:
    """Return the positions of the draft's disagreements as claims."""
    return tuple(
        Claim(_position(n, m), Section.REACTIONS, position.text, position.citations)
        for n, one in enumerate(draft.disagreements)
        for m, position in enumerate(one.positions)
    )


def _position(disagreement: int, position: int) -> str:
    return f"d{disagreement + 1}.{position + 1}"


def _point(
    n: int, one: Disagreement, beside: Mapping[str, Claim], paragraphs: Shelf
) -> tuple[Disagreement | None, list[Dropped]]:
    """Keep the positions that passed, and the point if two of them are left.

    A point that goes takes its last position along: both are told as one.
    """
    tried = [beside[_position(n, m)] for m in range(len(one.positions))]
    held = [claim for claim in tried if passed(claim)]
    refused = [dropped(claim, Part.POSITION) for claim in tried if not passed(claim)]
    topic = _as_claim(one.topic, _of_articles(held, paragraphs))
    if len(held) >= _MIN_POSITIONS and passed(topic):
        found = (Position(c.text, located(c.citations, paragraphs)) for c in held)
        return replace(one, positions=tuple(found)), refused
    whole = dropped(topic, Part.DIFFERENCE)
    if len(held) < _MIN_POSITIONS:
        check = refused[0].check if refused else Check.SCHEMA
        reason = Note("check.positions", {"left": len(held), "n": len(one.positions)})
        whole = Dropped(one.topic, check, reason, part=Part.DIFFERENCE)
    told = _joined(one.topic, [claim.text for claim in held])
    return None, [*refused, replace(whole, text=told)]


def _of_articles(held: Sequence[Claim], paragraphs: Shelf) -> Evidence:
    """Return as evidence all of the articles that positions cite: a topic cites nothing itself."""
    articles = {article_of(citation.paragraph) for claim in held for citation in claim.citations}
    return paragraphs.cited(tuple(id for id in paragraphs.passages if article_of(id) in articles))


def _joined(topic: Sides, held: list[Sides]) -> Sides:
    """Return a point and what is left of it as one text."""
    return {
        code: " – ".join([text, " / ".join(said)])
        if text and (said := [str(one[code]) for one in held if one.get(code)])
        else text
        for code, text in topic.items()
    }
