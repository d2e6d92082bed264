"""Pages of our own writing about an invented town."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)

ARABIC = (
    "أعلن مجلس بلدية مرسى النور، مساء الاثنين، أنه وافق على خطة لترميم الجسر القديم"
    " بكلفة 12 مليون دينار بعد نقاش استمر خمس ساعات.",
    "وقالت رئيسة المجلس هالة السمّان إن الأعمال ستبدأ في الربيع المقبل وتستمر عامين،"
    " مؤكدة أن حركة السير لن تتوقف بالكامل.",
    "ورأى المهندس سامر الدقاق أن الكلفة أقل من الواقع، مشيرا إلى أن فحص الدعامات لم يكتمل بعد.",
    "ويعود بناء الجسر إلى عام 1932، وكان قد أغلق مرتين بسبب الفيضانات التي ضربت المدينة.",
)
ENGLISH = (
    "The town council of Marsa Nour said on Monday that it had approved a plan to repair the old"
    " bridge at a cost of 12 million dinars after a debate of five hours.",
    "Hala Samman, who leads the council, said that work would begin next spring and last two"
    " years, and that traffic would never stop entirely.",
    "Samer Daqqaq, an engineer, called the cost too low and said that the examination of the"
    " pillars had not been completed.",
    "The bridge was built in 1932 and was closed twice because of the floods that struck the town.",
)
HEBREW = (
    "המועצה של העיר החליטה ביום שני על תוכנית לשיפוץ הגשר הישן, אבל התושבים אמרו כי הם לא"
    " יודעים אם העבודות יסתיימו בזמן, וגם לא מי ישלם את כל ההוצאות."
)


def page(
    body: str, head: str = "", title: str = "Council approves bridge repair", lang: str = "en"
) -> str:
    """Return a whole page."""
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def paragraphs(texts: tuple[str, ...], tag: str = "p") -> str:
    """Return texts as elements."""
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def article(texts: tuple[str, ...] = ENGLISH, head: str = "", extra: str = "") -> str:
    """Return a page with an article on it."""
    title = "Council approves bridge repair"
    return page(f"<article><h1>{title}</h1>{paragraphs(texts)}{extra}</article>", head)
