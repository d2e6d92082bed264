"""A dense story of our own: five outlets, two languages, figures, dates and names that differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.extract.drafting import draft
from bot.model import Article, Brief, Citation, Claim, Engine, Name, Published, Section, Story
from bot.story import named
from bot.testing.nouns import make_article

READ = datetime(2026, 3, 6, 12, tzinfo=UTC)

WADI = (
    "أعلن وزير الري سالم الحمداني، الأربعاء، انهيار جزء من سد وادي مران ومقتل 14 شخصا.",
    'وقال الحمداني لوكالة فرانس برس إن "المياه غمرت ثلاث قرى قبل الفجر"، '
    "وإن السد بني عام 1987 بكلفة 340 مليون دولار.",
    'ونقلت هآرتس عن مسؤول أردني قوله إن "المساعدات ستصل خلال يومين".',
    "ووصف الأمين العام للأمم المتحدة أنطونيو غوتيريش ما جرى بأنه "
    '"كارثة كان يمكن تجنبها"، فيما اعتبر الخبير نبيل الصافي الأمر "إهمالا معتادا".',
    "وأغلق السد للصيانة في 12 رمضان 1420.",
    "وشاركت في أعمال الإغاثة في القرى المنكوبة فرق من الأردن ومصر والعراق.",
)
MIRRORS = (
    "أعلنت شركة مياه مران أن جزءا من سد وادي مران انهار ما أدى إلى مقتل 17 شخصا.",
    "وقال المتحدث باسم الشركة رامي العطار إن أعمال الترميم تبدأ في نيسان/أبريل 2026.",
    "وشاركت في أعمال الإغاثة في القرى المنكوبة فرق من الأردن ومصر والعراق والكويت.",
    "وزار الرئيس التركي رجب طيب أردوغان وادي مران قبل عشر سنوات.",
)
POST = (
    "Part of the Wadi Marran dam collapsed on Wednesday, killing 14 people, "
    "Irrigation Minister Salem al-Hamdani said.",
    "The dam was built in 1987 for $340 million.",
    "“We had warned of the cracks for years,” said Rana Khalil, who inspected the dam in 2024.",
    "Repairs of the dam will begin in May 2026, the ministry said.",
    "Channel 12 reported that the reservoir behind the dam held 20 million tonnes of water.",
)
TIMES = (
    "Repairs of the dam would begin in June 2026, two engineers said.",
    "A flood in Dijon in 1998 had killed 41 people.",
)


def article(id: str, outlet: str, language: str, texts: Sequence[str], day: date | None) -> Article:
    """Return one article of the story; its address ends in its id."""
    made = make_article(*texts, id=id, url=f"https://example.org/{id}", language=language)
    published = Published(day) if day else None
    return replace(made, outlet=outlet, published=published, title="")


@pytest.fixture(scope="session")
def story() -> Story:
    thursday, friday = date(2026, 3, 5), date(2026, 3, 6)
    told = Story(
        (
            article("a1", "صحيفة الوادي", "ar", WADI, thursday),
            article("a2", "مرايا", "ar", MIRRORS, thursday),
            article("a3", "Valley Post", "en", POST, friday),
            article("a4", "Harbour Times", "en", TIMES, friday),
        )
    )
    return named(told, {}, ("ar", "en"))


@pytest.fixture(scope="session")
def extract(story: Story) -> Brief:
    """Return the brief that the sources' own sentences make."""
    made = draft(story, ("ar", "en"))
    return Brief("b1", READ, Engine.EXTRACTIVE, ("ar", "en"), story, made.headline, made.claims)


def _cite(story: Story, id: str, words: str) -> Citation:
    start = story.paragraphs[id].text.index(words)
    return Citation(id, words, start, start + len(words))


@pytest.fixture(scope="session")
def brief(story: Story) -> Brief:
    """Return a brief as a model writes it, both sides of every claim."""
    minister = Name("سالم الحمداني", {"ar": "سالم الحمداني", "en": "Salem al-Hamdani"})
    chief = Name("أنطونيو غوتيريش", {"ar": "أنطونيو غوتيريش", "en": "António Guterres"})
    rana = Name("Rana Khalil", {"ar": "رنا خليل", "en": "Rana Khalil"})
    built = {
        "ar": "بُني السد عام 1987 بكلفة 340 مليون دولار.",
        "en": "The dam was built in 1987 at a cost of 340 million dollars.",
    }
    told: Sequence[tuple[Section, Mapping[str, str], Name | None, Name | None, Citation]] = (
        (
            Section.ANNOUNCEMENT,
            {
                "ar": "انهار جزء من سد وادي مران وقُتل 14 شخصاً، وفق وزير الري سالم الحمداني.",
                "en": "Part of the dam collapsed and 14 people died, Salem al-Hamdani said.",
            },
            minister,
            None,
            _cite(story, "a1.p1", WADI[0]),
        ),
        (Section.BACKGROUND, built, minister, Name("فرانس برس"), _cite(story, "a1.p2", WADI[1])),
        (
            Section.REACTIONS,
            {
                "ar": "وصف أنطونيو غوتيريش ما جرى بأنه «كارثة كان يمكن تجنبها».",
                "en": "António Guterres called it a disaster that could have been avoided.",
            },
            chief,
            None,
            _cite(story, "a1.p4", "كارثة كان يمكن تجنبها"),
        ),
        (
            Section.REACTIONS,
            {"ar": "قالت رنا خليل إنها حذّرت من الشقوق.", "en": "Rana Khalil had warned of it."},
            rana,
            None,
            _cite(story, "a3.p3", "We had warned of the cracks for years"),
        ),
    )
    claims = tuple(
        Claim(f"c{n}", section, text, (cited,), speaker, medium)
        for n, (section, text, speaker, medium, cited) in enumerate(told, start=1)
    )
    headline = {"ar": "انهيار سد وادي مران", "en": "Wadi Marran dam collapses"}
    return Brief("b2", READ, Engine.MODEL, ("ar", "en"), story, headline, claims, model="scribe")


@pytest.fixture(params=["extract", "brief"])
def either(request: pytest.FixtureRequest) -> Brief:
    """Return the extractive brief, then the model's."""
    asked: Brief = request.getfixturevalue(request.param)
    return asked


@pytest.fixture(scope="session")
def told() -> Callable[..., Story]:
    """Return a story of one-outlet articles in English, from their sentences."""

    def make(*articles: str | Sequence[str], language: str = "en") -> Story:
        day = date(2026, 3, 6)
        texts = [[text] if isinstance(text, str) else text for text in articles]
        return Story(
            tuple(
                article(f"a{n}", f"Outlet {n}", language, found, day)
                for n, found in enumerate(texts, start=1)
            )
        )

    return make
