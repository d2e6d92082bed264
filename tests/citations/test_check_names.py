"""Everyone that a claim names is named in what it cites."""

from dataclasses import replace

import pytest

from bot.citations import passage, shelf
from bot.citations.evidence import Evidence
from bot.citations.names import names
from bot.model import Name, Paragraph, Story
from bot.testing.claims import claim, evidence, reasons
from bot.testing.nouns import make_article

SOURCE = "التقى الرئيس دونالد ترمب نظيره قاسم جومارت توكاييف في بغداد، بحسب وكالة رويترز."


@pytest.mark.parametrize(
    "side",
    [
        "Trump met Kassym-Jomart Tokayev in Baghdad.",
        "Donald Trump met Tokaev in Baghdad, Reuters reported.",
        "التقى ترامب توكاييف في بغداد.",
        "The two presidents met.",
    ],
)
def test_names_in_any_spelling_and_script(side: str) -> None:
    assert reasons(names, side, SOURCE) == []


@pytest.mark.parametrize(
    "side",
    [
        "Trump met Tokayev in Damascus.",
        "التقى ترامب توكاييف في دمشق.",
        "Trump met Nursultan Nazarbayev in Baghdad.",
        "التقى نتنياهو توكاييف في بغداد.",
    ],
)
def test_names_that_are_not_there(side: str) -> None:
    assert "names.absent" in reasons(names, side, SOURCE)


def test_a_name_of_another_script_that_no_table_knows_leaves_a_doubt() -> None:
    found = names(claim("The Threave estate is closed."), evidence("أغلقت المزرعة أبوابها."))
    assert [str(f.label) for f in found] == ["unclear"]


def test_the_speaker_must_stand_in_the_cited_text() -> None:
    said = replace(claim("الاتفاق رمزي."), speaker=Name("هالة منصور"))
    assert [f.reason.key for f in names(said, evidence("وأضافت أن الاتفاق رمزي."))] == [
        "check.names.speaker"
    ]
    assert names(said, evidence("قالت هالة منصور إن الاتفاق رمزي.")) == ()


def test_the_outlet_may_be_named_without_standing_in_its_text() -> None:
    made = passage(Paragraph("a1.p1", 1, "The bridge opened."), "en", None)
    told = claim("The bridge opened, Reuters reported.")
    assert len(names(told, Evidence((made,)))) == 1
    assert names(told, Evidence((replace(made, about="Reuters. "),))) == ()


def test_the_outlet_may_be_named_as_the_language_of_the_claim_calls_it() -> None:
    article = replace(make_article("افتُتح الجسر.", id="a1", language="ar"), outlet="الضيعة")
    called = replace(article, outlet_forms={"ar": "الضيعة", "en": "Threave"})
    told = claim("The bridge opened, according to Threave.")
    found = [
        names(told, shelf(Story((one,)), ("ar", "en")).cited(("a1.p1",)))
        for one in (article, called)
    ]
    assert [len(findings) for findings in found] == [1, 0]


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("أفادت سي جي إن بي الجمعة بأن السهم هبط.", "Shares fell, CGNB reported on Friday."),
        ("It will sell servers and PCs.", "It will sell servers and personal computers."),
        ("Lumenaro will close a plant.", "The company will close a plant, it said."),
        ("The Qatari finance minister resigned.", "استقال وزير المالية أمس."),
        ("رفعت لجنة المنافسة الأوروبية دعوى.", "The competition committee filed a suit."),
        ("The European Seeds Agency agreed.", "The ESA agreed."),
        (
            "قالت المتحدثة باسم الخارجية ليو مي فانغ إن الأمر انتهى.",
            "Spokeswoman Liu Meifang said so.",
        ),
        ("خسرت كوين مارك مالها.", "Coinmark lost its money."),
        ("دعت المفوضية السامية لشؤون اللاجئين إلى الهدنة.", "UNHCR called for a truce."),
        ("قالت منظمة الأغذية والزراعة إن القمح وفير.", "Wheat is plentiful, the FAO said."),
        ("Eleven of the 15 mills shut.", "أغلقت 11 مطحنة من أصل 15."),
        ("Seventy-eight mills shut.", "78 mills shut."),
        ("The Fourteenth mill shut.", "The 14th mill shut."),
        ("بقي مديرها السابق زهير الدلالي مرتاباً لكنه صامت.", "زهير الدلالي، مديرها السابق، صمت."),
        ("عاد المدير مبتهجًا إلى داره.", "عاد المدير إلى داره."),
        ("The manager came home elated.", "عاد المدير مبتهجًا إلى داره."),
        ("قالت المديرة إن أحد عشر مصنعاً أغلقت.", "Mills, 11 of them, shut, the manager said."),
    ],
)
def test_names_that_a_source_has_in_another_form(side: str, source: str) -> None:
    assert reasons(names, side, source) == []


@pytest.mark.parametrize(
    ("side", "source"),
    [
        ("Lumenaro will close a plant.", "Vestrand said the company will close a plant."),
        ("The Qatari finance minister resigned.", "استقال وزير المالية العراقي أمس."),
        ("Vestrand and Lumenaro will close.", "The company will close, it said."),
        ("قالت منظمة الأغذية والزراعة إن القمح وفير.", "Wheat is plentiful, the ILO said."),
        ("رأى المدير خالداً في داره.", "رأى المدير زيداً في داره."),
        ("رأى المدير بورشاق في داره.", "رأى المدير زيداً في داره."),
        ("Sixteen Vestrand mills shut.", "Sixteen mills of Lumenaro shut."),
    ],
)
def test_names_in_place_of_others(side: str, source: str) -> None:
    assert "names.absent" in reasons(names, side, source)


@pytest.mark.parametrize(
    ("source", "ar", "en"),
    [
        (
            "قالت وزارة الدفاع الأميركية إن الجنود بخير.",
            "قال البنتاغون إن الجنود بخير.",
            "The Pentagon said the soldiers were safe.",
        ),
        (
            "رحّبت المنظمة الدولية بالهدنة، وقال أمينها العام إنها خطوة أولى.",
            "رحّبت الأمم المتحدة بالهدنة.",
            "The United Nations welcomed the truce.",
        ),
        (
            "ودعا المبعوث الأممي إلى ضبط النفس.",
            "دعا مبعوث الأمم المتحدة إلى ضبط النفس.",
            "The UN envoy called for restraint.",
        ),
        (
            "أقر البرلمان القانون بأغلبية ساحقة.",
            "أقر مجلس النواب القانون.",
            "The House of Representatives passed the law.",
        ),
        (
            "وطالب مشرعون أميركيون بفتح تحقيق في مجلسي الشيوخ والنواب.",
            "طالب نواب في الكونغرس بتحقيق.",
            "Members of Congress demanded an inquiry.",
        ),
        (
            "رفضت طهران هذه الاتهامات في بيان لوزارة الخارجية.",
            "رفضت الخارجية الإيرانية الاتهامات.",
            "The Iranian foreign ministry rejected the accusations.",
        ),
        (
            "وحذر صندوق النقد الدولي من تسارع التضخم.",
            "حذّر صندوق النقد من التضخم.",
            "The IMF warned of inflation.",
        ),
        (
            "قالت جماعة أنصار الله إنها أسقطت طائرة مسيرة.",
            "قال الحوثيون إنهم أسقطوا مسيّرة.",
            "The Houthis said they had shot down a drone.",
        ),
        (
            "وقال بيسكوف إن روسيا تدرس ردها.",
            "قال الناطق باسم الكرملين دميتري بيسكوف إن موسكو تدرس الرد.",
            "Kremlin spokesman Dmitry Peskov said Moscow was considering its response.",
        ),
    ],
)
def test_a_body_that_is_told_of_in_words_or_by_its_city_stands(
    source: str, ar: str, en: str
) -> None:
    assert names(claim({"ar": ar, "en": en}), evidence(source)) == ()


@pytest.mark.parametrize(
    ("source", "ar", "en"),
    [
        (
            "قالت وزارة الدفاع البريطانية إن الجنود بخير.",
            "قال البنتاغون إن الجنود بخير.",
            "The Pentagon said the soldiers were safe.",
        ),
        (
            "رحّب الاتحاد الأوروبي بالهدنة.",
            "رحّبت الأمم المتحدة بالهدنة.",
            "The United Nations welcomed the truce.",
        ),
        (
            "وقالت الرئاسة الأوكرانية إن موعد القمة لم يحدد.",
            "قال الكرملين إنه لا موعد للقمة.",
            "The Kremlin said no date had been set for the summit.",
        ),
        (
            "أقرت الحكومة مشروع القانون وأحالته إلى مجلس الشيوخ.",
            "أقر مجلس النواب القانون.",
            "The House of Representatives passed the law.",
        ),
        (
            "وصل ماكرون إلى العاصمة اللبنانية صباح الثلاثاء.",
            "وصل الرئيس الفرنسي إيمانويل ماكرون إلى دمشق.",
            "French President Emmanuel Macron arrived in Damascus.",
        ),
        (
            "The prize went to Amna Rmili, a novelist from Sousse, Tunisia.",
            "فازت الكاتبة الجزائرية آمنة الرميلي بالجائزة.",
            "Algerian writer Amna Rmili won the prize.",
        ),
        (
            "The Asian Football Confederation announced the draw.",
            "أعلن الاتحاد الأوروبي لكرة القدم القرعة.",
            "UEFA announced the draw.",
        ),
        (
            "The IsDB signed the loan on Tuesday.",
            "وقّع البنك الدولي القرض.",
            "The World Bank signed the loan.",
        ),
    ],
)
def test_another_body_does_not(source: str, ar: str, en: str) -> None:
    assert names(claim({"ar": ar, "en": en}), evidence(source)) != ()


def test_a_country_that_the_source_does_not_name_is_not_made_up() -> None:
    """Which one "the country" is, another paragraph tells: that one is to be cited."""
    sides = {"ar": "قتل تسعة أشخاص في النرويج الاثنين.", "en": "Nine died in Norway on Monday."}
    assert reasons(names, sides, "Nine people died in the country on Monday.") != []
