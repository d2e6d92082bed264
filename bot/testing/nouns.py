"""Ready-made nouns for tests: a story in two languages, a finished brief on it, and a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Generic, TypeVar

from bot.model import (
    Article,
    Basis,
    Brief,
    Check,
    Citation,
    Claim,
    Disagreement,
    Dropped,
    Engine,
    Finding,
    Label,
    Name,
    Note,
    Number,
    Paragraph,
    ParagraphKind,
    Position,
    Problem,
    ProblemKind,
    Published,
    Section,
    Sides,
    Story,
    Usage,
    Verdict,
    When,
)
from bot.story import numbered

READ = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""When the ready-made articles were read."""

Moment = TypeVar("Moment", datetime, float)


@dataclass
class Clock(Generic[Moment]):
    """A clock that stands still until a test sets it; it tells a datetime, or seconds."""

    at: Moment

    def __call__(self) -> Moment:
        """Return what it tells."""
        return self.at


_ARABIC = (
    "أعلنت بلدية ميناء الرمل اليوم افتتاح جسر المنارة بعد ثلاث سنوات من العمل.",
    "وقال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت 12 مليون دينار.",
)
_ENGLISH = (
    "Port Raml opened its Lighthouse Bridge on Monday.",
    "Mayor Sami Haddad said the bridge had cost 14 million dinars.",
)


def make_article(
    *texts: str, id: str = "", url: str = "https://example.org/bridge", language: str = "en"
) -> Article:
    """Return an article of ``texts``; with an ``id`` its paragraphs are numbered under it."""
    prefix = f"{id}." if id else ""
    bodies = texts or _ENGLISH
    return Article(
        url=url,
        canonical=url,
        outlet="example.org",
        title=bodies[0],
        author="Lina Karam",
        published=Published(date(2026, 3, 2), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        fetched=READ,
        language=language,
        paragraphs=tuple(
            Paragraph(f"{prefix}p{n}", n, text, ParagraphKind.BODY)
            for n, text in enumerate(bodies, start=1)
        ),
        removed=("Share this",),
        digest=sha256("\n".join(bodies).encode("utf-8", "surrogatepass")).hexdigest(),
        id=id,
    )


def make_story() -> Story:
    """Return a story of one Arabic and one English article that differ on a figure."""
    arabic = make_article(*_ARABIC, id="a1", url="https://example.com/jisr", language="ar")
    return Story((arabic, make_article(*_ENGLISH, id="a2")))


def make_reading(article: Article) -> Brief:
    """Return a brief on one article, with an id by its address, its text and when it was read."""
    told = numbered(article, 1)
    read = f"{article.url}\n{article.digest}\n{article.fetched.isoformat()}"
    return make_brief(sha256(read.encode()).hexdigest()[:12], story=Story((told,)))


def make_claim(text: Sides, *citations: Citation, id: str = "c1") -> Claim:
    """Return a claim that passed, with every field filled."""
    return Claim(
        id=id,
        section=Section.ANNOUNCEMENT,
        text=text,
        citations=citations,
        speaker=Name("سامي الحداد", {"ar": "سامي الحداد", "en": "Sami Haddad"}),
        medium=Name("Harbour Radio", {"ar": None, "en": "Harbour Radio"}),
        when=When("2026-03-02", "اليوم", Basis.RELATIVE),
        numbers=(Number("12000000", "دينار", None, "12 مليون دينار", {"ar": "12 مليون دينار"}),),
        names=(Name("جسر المنارة", {"en": "Lighthouse Bridge"}),),
        verdict=Verdict(
            Label.SUPPORTED,
            (Check.CITES, Check.QUOTE, Check.ATTRIBUTION),
            (Finding(Check.ATTRIBUTION, Label.UNCLEAR, Note("check.cites.none"), "en"),),
        ),
    )


def make_brief(id: str = "b1", created: datetime = READ, story: Story | None = None) -> Brief:
    """Return a finished brief with something in every field."""
    story = story or make_story()
    first, last = story.articles[0].paragraphs[0], story.articles[-1].paragraphs[-1]
    cited = Citation(first.id, first.text[:20], 0, 20)
    other = Citation(last.id, last.text[:20])
    words: Sides = {"ar": "افتتح جسر المنارة.", "en": "The Lighthouse Bridge opened."}
    return Brief(
        id=id,
        created=created,
        engine=Engine.MODEL,
        languages=("ar", "en"),
        story=story,
        headline={"ar": "افتتاح جسر المنارة", "en": None},
        claims=(make_claim(words, cited), make_claim(words, cited, other, id="c2")),
        disagreements=(
            Disagreement(
                {"ar": "الكلفة", "en": "The cost"},
                (
                    Position({"ar": "12 مليون", "en": "12 million"}, (cited,)),
                    Position({"ar": "14 مليون", "en": "14 million"}, (other,)),
                ),
            ),
        ),
        unsaid=({"ar": "من مول الجسر", "en": "Who paid for the bridge"},),
        dropped=(
            Dropped(
                {"ar": None, "en": "The bridge cost 21 million."},
                Check.NUMBERS,
                Note("check.numbers.other", {"source": "14 million", "claim": "21 million"}),
            ),
        ),
        problems=(Problem("https://example.net/x", ProblemKind.NOT_FOUND, {"status": 404}),),
        notes=(Note("note.side_missing", {"language": "fr"}),),
        usage=Usage(2, 900, 300, 200),
        model="scribe-1",
        prompt="draft/1",
    )
