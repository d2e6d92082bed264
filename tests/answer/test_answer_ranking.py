"""The best paragraphs for a question, in its own language and across."""

import pytest

from bot.answer.ranking import best
from bot.model import Article
from bot.testing.nouns import make_article

ARABIC = make_article(
    "أعلنت بلدية ميناء الرمل افتتاح جسر المنارة بعد ثلاث سنوات من العمل.",
    "وقال رئيس البلدية سامي الحداد إن كلفة الجسر بلغت 12 مليون دينار.",
    "وأقيمت في الميناء احتفالات حضرها آلاف السكان من تونس والجزائر.",
    "واحتج الصيادون على إغلاق المرفأ القديم، وطالبوا الحكومة بتعويضات.",
    id="a1",
    language="ar",
)
ENGLISH = make_article(
    "The lighthouse keeper, Lina Karam, remembers the ferry that sank in 1968.",
    "Engineers had warned that the old pier could not carry lorries.",
    "The ministry of transport promised a railway to the harbour by 2031.",
    id="a2",
)
BOTH = (ARABIC, ENGLISH)


def first(question: str, language: str, articles: tuple[Article, ...] = BOTH) -> str | None:
    found = best(question, language, articles, 1)
    return found[0].id if found else None


@pytest.mark.parametrize(
    ("question", "language", "paragraph"),
    [
        ("كم بلغت كلفة الجسر؟", "ar", "a1.p2"),
        ("How much did the bridge cost?", "en", "a1.p2"),
        ("Who is the mayor of the town?", "en", "a1.p2"),
        ("Why did fishermen protest?", "en", "a1.p4"),
        ("What did they demand of the government?", "en", "a1.p4"),
        ("Who came from Algeria to celebrate?", "en", "a1.p3"),
        ("ماذا حذر المهندسون منه؟", "ar", "a2.p2"),
        ("متى تصل السكك الحديدية إلى الميناء؟", "ar", "a2.p3"),
        ("What does Lina Karam remember?", "en", "a2.p1"),
        ("ماذا تتذكر لينا كرم؟", "ar", "a2.p1"),
    ],
)
def test_the_paragraph_that_answers_is_first(question: str, language: str, paragraph: str) -> None:
    assert first(question, language) == paragraph


PIER = make_article(
    "The new berths will be built by the company from spring on, the minister said of the berths.",
    "Fishermen fear for the berths that they have used for generations.",
    "The plan has three deep berths and a customs hall of 4,000 square metres.",
    "Work on the berths begins in 2027.",
    id="a1",
)
PLEDGES = make_article(
    "انتقدت المعارضة انضمام دول جديدة إلى الاتفاق وقالت إن الدول التي انضمت إليه لم تستفد.",
    "ووقعت الاتفاق حتى الآن خمس دول، ورفضته 12 دولة.",
    "وقال الوزير إن القتلى في الحادث نقلوا إلى المستشفى، وإن القتلى جميعا من العمال.",
    "وأسفر الحادث عن سقوط ستة قتلى.",
    id="a1",
    language="ar",
)


@pytest.mark.parametrize(
    ("question", "language", "article", "paragraph"),
    [
        ("How many berths will be built?", "en", PIER, "a1.p3"),
        ("How many new berths are there?", "en", PIER, "a1.p3"),
        ("كم دولة انضمت إلى الاتفاق؟", "ar", PLEDGES, "a1.p2"),
        ("ما عدد القتلى في الحادث؟", "ar", PLEDGES, "a1.p4"),
        ("How many states joined the agreement?", "en", PLEDGES, "a1.p2"),
        ("Who builds the berths?", "en", PIER, "a1.p1"),
    ],
)
def test_a_number_is_looked_for_beside_what_is_counted(
    question: str, language: str, article: Article, paragraph: str
) -> None:
    assert first(question, language, (article,)) == paragraph


def test_nothing_shared_is_nothing_found() -> None:
    assert best("Zebras graze?", "en", BOTH) == ()
    assert best("anything", "en", ()) == ()
    assert best("", "en", BOTH) == ()


def test_no_more_than_asked_for() -> None:
    assert len(best("الجسر والميناء", "ar", BOTH, 2)) == 2
