"""In which order the chosen sentences are read."""

from collections.abc import Callable

from bot.extract.drafting import draft
from bot.model import Article, Section, Story

Make = Callable[..., Article]


def texts(story: Story, language: str, section: Section) -> list[str]:
    """Return the texts of one section in reading order."""
    claims = draft(story, (language,)).claims
    return [c.text[language] or "" for c in claims if c.section is section]


def test_the_announcement_opens_with_what_needs_nothing_before_it(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "Minister unveils tram line for Harrowgate",
                [
                    "Transport Minister Lena Brook on Monday unveiled a tram line for Harrowgate.",
                    "The company will put 40 million crowns into 14 trams, six stops and a depot "
                    "for the tram line in Harrowgate, the minister told reporters on Monday.",
                    "Shopkeepers welcomed the plan and asked for a stop at the market.",
                ],
            ),
        )
    )
    told = texts(story, "en", Section.ANNOUNCEMENT)
    assert "unveiled" in told[0]
    assert any(text.startswith("The company") for text in told[1:])


def test_whoever_added_stands_where_he_was_named(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "بلدية المرج تغلق السوق القديم",
                [
                    "قررت بلدية المرج، الأحد، إغلاق السوق القديم ستة أشهر لترميم سقفه الخشبي.",
                    "ورحبت رئيسة جمعية التراث نجوى الصالح بإغلاق السوق القديم ووصفته بأنه «إنقاذ».",
                    "وأضافت أن سقف السوق القديم بني عام 1894 وأن ترميمه سيبدأ من البوابة الشرقية.",
                    "وقال التجار في السوق القديم إن البلدية لم تخبرهم بموعد الإغلاق.",
                ],
                "ar",
            ),
        )
    )
    reactions = texts(story, "ar", Section.REACTIONS)
    added = [n for n, text in enumerate(reactions) if text.startswith("وأضافت")]
    assert added
    assert "نجوى الصالح" in reactions[added[0] - 1]


def test_an_arabic_claim_begins_without_and(article: Make) -> None:
    story = Story(
        (
            article(
                "a1",
                "بلدية المرج تغلق السوق القديم",
                [
                    "قررت بلدية المرج، الأحد، إغلاق السوق القديم ستة أشهر لترميم سقفه الخشبي.",
                    "في المقابل، انتقد نقيب التجار سليم داود إغلاق السوق القديم في موسم الأعياد.",
                ],
                "ar",
            ),
        )
    )
    (claim,) = (c for c in draft(story, ("ar",)).claims if c.section is Section.REACTIONS)
    assert (claim.text["ar"] or "").startswith("انتقد نقيب التجار")
    assert claim.citations[0].quote == claim.text["ar"]
