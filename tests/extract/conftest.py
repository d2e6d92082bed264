"""Small invented stories for the summarizer."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from bot.model import Article, Paragraph, ParagraphKind, Published, Story

Make = Callable[..., Article]


@pytest.fixture
def article() -> Make:
    def make(
        id: str,
        title: str,
        texts: Sequence[str],
        language: str = "en",
        day: date | None = date(2026, 3, 12),
        copy_of: str | None = None,
    ) -> Article:
        """Make an article; a text that begins with "# " is a heading."""
        paragraphs = tuple(
            Paragraph(
                f"{id}.p{n}",
                n,
                text.removeprefix("# "),
                ParagraphKind.HEADING if text.startswith("# ") else ParagraphKind.BODY,
            )
            for n, text in enumerate(texts, 1)
        )
        return Article(
            url=f"https://{id}.example/",
            canonical=f"https://{id}.example/",
            outlet=f"Outlet {id}",
            title=title,
            author=None,
            published=Published(day) if day else None,
            fetched=datetime(2026, 3, 13, tzinfo=UTC),
            language=language,
            paragraphs=paragraphs,
            id=id,
            copy_of=copy_of,
        )

    return make


ENGLISH = (
    (
        "a1",
        "Vell bridge to reopen in May, minister says",
        (
            "HARROWGATE (NNA) - Transport Minister Ada Quill announced on Thursday that the Vell "
            "bridge will reopen to traffic on 4 May after repairs worth 62 million crowns.",
            "Quill said the new deck would carry 18,000 cars a day.",
            "She added that the toll would stay at two crowns until 2030.",
            "Sign up for our newsletter to get the best of Harrowgate every morning.",
            "“It is a scandal that this took four years,” said Bram Oster, an analyst at the "
            "Institute for Roads.",
            "The bridge was closed in 2022 after an inspector found cracks in two of its pillars.",
            "Have you ever crossed the Vell by boat?",
        ),
    ),
    (
        "a2",
        "Vell bridge reopens on 4 May",
        (
            "The Vell bridge will reopen on 4 May, Transport Minister Ada Quill said on Thursday, "
            "after repairs that cost 62 million crowns.",
            "Shopkeepers on the east bank welcomed the decision, calling the closure a disaster.",
            "“We lost half of our customers,” Mira Tolland, who owns a bakery by the bridge, told "
            "the Harrowgate Herald.",
            "Built in 1931, the bridge has long been the only crossing for lorries.",
        ),
    ),
    (
        "a3",
        "Minister names date for bridge",
        (
            "Lorries will have to wait until September to use the Vell bridge, which reopens to "
            "cars on 4 May, the transport ministry said.",
            "The opposition criticised the plan as half a bridge for the whole price.",
            "A ferry has carried 900 passengers a day since 2022.",
        ),
    ),
)
ARABIC = (
    (
        "a4",
        "وزيرة النقل: جسر فيل يُفتح في أيار",
        (
            "أعلنت وزيرة النقل أدا كويل، الخميس، أن جسر فيل سيُعاد فتحه أمام السيارات في الرابع "
            "من مايو بعد أعمال ترميم كلفت 62 مليون كراون.",
            "وأضافت أن رسم العبور سيبقى كراونين حتى عام 2030.",
            "ويذكر أن الجسر أُغلق عام 2022 بعد اكتشاف تشققات في اثنين من أعمدته.",
        ),
    ),
    (
        "a5",
        "انتقادات لخطة فتح الجسر",
        (
            "انتقد المحلل في معهد الطرق برام أوستر التأخير في فتح جسر فيل، ووصفه بأنه «فضيحة».",
            "وقال أوستر إن الجسر كان يجب أن يُفتح قبل عامين.",
            "للمزيد من الأخبار تابعونا على تلغرام.",
        ),
    ),
)


@pytest.fixture
def bridge(article: Make) -> Story:
    """One event told by three English outlets and two Arabic ones."""
    return Story(
        (
            *(article(id, title, texts) for id, title, texts in ENGLISH),
            *(article(id, title, texts, "ar") for id, title, texts in ARABIC),
        )
    )
