"""The cues: what only looks like the source, and what only looks unlike it."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.citations.attribution import attribution
from bot.citations.cause import cause
from bot.citations.dates import dates
from bot.citations.evidence import Evidence
from bot.citations.marks import sense
from bot.citations.modality import modality
from bot.citations.polarity import polarity
from bot.citations.prepared import prepare
from bot.citations.scope import scope
from bot.citations.support import support
from bot.citations.vocabulary import root
from bot.citations.wording import wording
from bot.model import Claim, Finding, Name
from bot.testing.claims import claim, evidence, reasons

BRIDGE = "أكد العمدة أن الجسر لن يغيّر حركة السير القائمة منذ سنوات."
REFUSED = "رفضت النقابة التوقيع على الاتفاق الجديد مع الشركة."
PLAN = "قالت مصادر إن الشركة ستبني مصنعا جديدا في الميناء خلال العام المقبل."
MAY = "قال خبراء إن القرار قد يفتح المجال أمام استثمارات كبيرة."
EXPECTED = "من المتوقع أن يجري الوزيران مكالمة هاتفية مع رئيس الشركة."
CHARGED = "وجهت النيابة إلى المدير تهمة تزوير الوثائق، وهو ينفي ذلك."
ACCUSED = "بدوره، اتهم ناطق نقابة الصيادين، سليم البرهومي، الشركة بتلويث الخليج."
IF_SPOILT = "لوّحت الوزارة بأنها ستسحب الرخصة متى ظهر أن المصنع لوث النهر."
SYMBOLIC = "قال مسؤول تركي إن الاتفاق رمزي فقط."
WHEAT = "تراجعت أسعار القمح. وجاء ذلك بعد يوم من إعلان حصاد جيد."
SOME = "أعلنت عدة دول تأييدها للمبادرة، وقال معظم المشاركين إنهم راضون."
SECOND = "تعد الدولة ثاني أكبر مورد للنفط إلى السوق."
OLD = "وكان البلدان قد وقعا اتفاق تبادل عام 1992."
JUDGED = "وصف رئيس اللجنة القرار بأنه سيئ، وقال وزير إنه جيد."
HANDED = "سلمت القاهرة الخرطوم مسودة الاتفاق."


@pytest.mark.parametrize(
    ("source", "side", "case"),
    [
        (BRIDGE, "أكد العمدة أن الجسر سيغير حركة السير القائمة.", "lost"),
        (REFUSED, "وقعت النقابة: التوقيع على الاتفاق الجديد تم مع الشركة.", "lost"),
        ("صمد الاتفاق خلال الحرب.", "لم يصمد الاتفاق خلال الحرب.", "added"),
        ("The deal held in the war.", "The deal did not hold in the war.", "added"),
        ("صمد الاتفاق خلال الحرب.", "The deal did not hold in the war.", "added"),
        ("زار الوزير القصر قبل القمة بيوم.", "زار الوزير القصر بعد القمة بيوم.", "opposite"),
        ("وهو قرار يعارضه المدير منذ زمن.", "وهو قرار يؤيده المدير منذ زمن.", "opposite"),
        ("Adler, a former governor, spoke.", "Adler, the current governor, spoke.", "opposite"),
        (
            "The board unanimously rejected the offer.",
            "A narrow majority of the board rejected the offer.",
            "opposite",
        ),
    ],
)
def test_polarity_turned_round(source: str, side: str, case: str) -> None:
    assert reasons(polarity, side, source) == [f"polarity.{case}"]


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (BRIDGE, "أكد العمدة أن حركة السير لن يغيرها الجسر."),
        (BRIDGE, "The mayor said the bridge would not change the traffic."),
        ("لا توجد قيود على السفر إلى الجزيرة.", "السفر إلى الجزيرة بلا قيود."),
        ("The union refused to sign.", "The union did not sign."),
        ("لا يزال الجسر مغلقا.", "الجسر مغلق."),
        ("هذا قرار قديم.", "ليس هذا سوى قرار قديم."),
        ("توقفت السفن منذ العاصفة.", "لم تعد السفن تأتي منذ العاصفة."),
    ],
)
def test_polarity_kept(source: str, side: str) -> None:
    assert reasons(polarity, side, source) == []


@pytest.mark.parametrize(
    ("source", "side", "case"),
    [
        (PLAN, "بنت الشركة مصنعا جديدا في الميناء.", "planned"),
        (MAY, "قال خبراء إن القرار سيفتح المجال أمام استثمارات كبيرة.", "possible"),
        (EXPECTED, "أجرى الوزيران مكالمة هاتفية مع رئيس الشركة.", "planned"),
        (CHARGED, "ثبت تزوير الوثائق على المدير.", "alleged"),
        (
            "The union accused the firm of dumping oil.",
            "The firm keeps dumping oil and accuses nobody.",
            "alleged",
        ),
        (
            "اتهم الصياد الشركة بتلويث الخليج.",
            "الشركة ماضية في تلويث الخليج وتتهم غيرها.",
            "alleged",
        ),
        (ACCUSED, "لوث ناطق نقابة الصيادين سليم البرهومي الخليج.", "alleged"),
        (IF_SPOILT, "ستسحب الوزارة الرخصة بعد أن ثبت أن المصنع لوث النهر.", "certain"),
        (IF_SPOILT, "قالت الوزارة إن من المؤكد أن المصنع لوث النهر.", "certain"),
        (
            "The mill may close where it turns out that it spoilt the river.",
            "The mill may close: it is proved that it spoilt the river.",
            "certain",
        ),
        (
            "The mill may close where it turns out that it spoilt the river.",
            "The mill should certainly close.",
            "certain",
        ),
        (
            "The mill may close where it turns out that it spoilt the river.",
            "If it spoilt the river the mill will certainly close.",
            "certain",
        ),
        ("نأمل أن نحظى بموافقة الجزيرة قريبا.", "ستوافق الجزيرة قريبا.", "hoped"),
        (
            "وافقت الجزيرة على الانضمام رسميا إلى الاتحاد.",
            "انضمت الجزيرة رسميا إلى الاتحاد.",
            "agreed",
        ),
    ],
)
def test_modality_strengthened(source: str, side: str, case: str) -> None:
    assert reasons(modality, side, source) == [f"modality.{case}"]


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (PLAN, "تعتزم الشركة بناء مصنع جديد في الميناء."),
        (PLAN, "ستبني الشركة مصنعا جديدا، بحسب مصادر."),
        (MAY, "قد يفتح القرار المجال أمام استثمارات، بحسب خبراء."),
        (MAY, "ربما يفتح القرار المجال أمام استثمارات كبيرة."),
        ("وقد فتح القرار المجال أمام استثمارات كبيرة.", "فتح القرار المجال أمام استثمارات كبيرة."),
        (CHARGED, "المدير متهم بتزوير الوثائق."),
        (ACCUSED, "ناطق نقابة الصيادين سليم البرهومي يتهم الشركة بتلويث الخليج."),
        (
            ACCUSED,
            "ناطق نقابة الصيادين وأعضاؤها يتهمون الشركة بتلويث الخليج.",
        ),
        (
            "The firm was accused by harbour fishermen of dumping oil.",
            "Harbour fishermen accuse the firm of dumping oil.",
        ),
        (IF_SPOILT, "ستسحب الوزارة الرخصة إن ثبت أن المصنع لوث النهر."),
        (IF_SPOILT, "ستسحب الوزارة الرخصة إذا ثبت أن المصنع لوث النهر."),
        (IF_SPOILT, "قد تسحب الوزارة الرخصة، فإن ثبتت صحة الشكوى أغلق المصنع."),
        (
            "The mill may close where it turns out that it spoilt the river.",
            "The mill may close if it is proved that it spoilt the river.",
        ),
        (
            "The mill may close where it turns out that it spoilt the river.",
            "The mill may close should any spoiling of the river be proven.",
        ),
        (MAY, "إن صح رأي الخبراء، يفتح القرار المجال أمام استثمارات كبيرة."),
        ("تقرر بناء جسر.", "The sky is blue."),
        (
            "The union vowed that it has kept every rule of the deal.",
            "The union insisted it had kept every rule of the deal.",
        ),
    ],
)
def test_modality_kept(source: str, side: str) -> None:
    assert reasons(modality, side, source) == []


@pytest.mark.parametrize(
    ("ar", "en", "case"),
    [
        ("قد يوقع المدير الاتفاق.", "The director will sign the deal.", "modality.sides"),
        ("ستبني الشركة مصنعا.", "The company built a factory.", "modality.sides"),
    ],
)
def test_a_translation_may_not_be_more_certain(ar: str, en: str, case: str) -> None:
    source = "قال: قد يوقع المدير الاتفاق غدا. وقال: ستبني الشركة مصنعا هناك."
    found = modality(claim({"ar": ar, "en": en}), evidence(source))
    assert [(f.reason.key, f.side) for f in found] == [(f"check.{case}", "en")]


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("لن يغير الجسر السير.", "The bridge will change the traffic."),
        ("سيغير الجسر السير.", "The bridge will not change the traffic."),
    ],
)
def test_a_translation_may_not_turn_a_denial_round(ar: str, en: str) -> None:
    source = "قال إن الجسر لن يغير السير، وإنه سيغير الميناء."
    found = polarity(claim({"ar": ar, "en": en}), evidence(source))
    assert found != ()


@pytest.mark.parametrize(
    ("source", "side", "case"),
    [
        ("وأكد العمدة أن الضجة أكبر من الحدث.", "الضجة أكبر كثيرا من الحدث.", "dropped"),
        (SYMBOLIC, "قال مسؤول ليبي إن الاتفاق رمزي فقط.", "kind"),
        (JUDGED, "وصف وزير القرار بأنه سيئ.", "speaker"),
        ("أعلن كرامر، المبعوث الخاص، ذلك.", "أعلن وزير الخارجية كرامر ذلك.", "office"),
        ("Kramer, the envoy, spoke.", "Foreign minister Kramer spoke.", "office"),
        ("أعلن كرامر، المبعوث الخاص، ذلك.", "Kramer, the foreign minister, said so.", "office"),
        (HANDED, "سلمت الخرطوم القاهرة مسودة الاتفاق.", "swapped"),
    ],
)  # fmt: skip
def test_words_of_another(source: str, side: str, case: str) -> None:
    assert f"attribution.{case}" in reasons(attribution, side, source)


@pytest.mark.parametrize(
    ("source", "side"),
    [
        ("وأكد العمدة أن الضجة أكبر من الحدث.", "قال العمدة إن الضجة أكبر من الحدث."),
        (SYMBOLIC, "الاتفاق رمزي فقط، بحسب مسؤول تركي."),
        (SYMBOLIC, "A Turkish official called the deal symbolic."),
        ("قال رئيس الحكومة ذلك.", "The prime minister said so."),
        ("قالت رئيسة غرفة التجارة ذلك.", "The head of the chamber said so."),
        (HANDED, "سلمت القاهرة مسودة الاتفاق إلى الخرطوم."),
    ],
)
def test_words_of_the_same(source: str, side: str) -> None:
    assert reasons(attribution, side, source) == []


@pytest.mark.parametrize(
    ("source", "side", "case"),
    [
        (SOME, "قالت جميع الدول إنها تؤيد.", "all"),
        (SOME, "All states back the plan.", "all"),
        ("Several experts agree.", "Most experts agree.", "most"),
        (SECOND, "الدولة أكبر مورد للنفط إلى السوق.", "rank"),
        (SECOND, "The country is the largest supplier of oil.", "rank"),
    ],
)
def test_scope_widened(source: str, side: str, case: str) -> None:
    assert reasons(scope, side, source) == [f"scope.{case}"]


@pytest.mark.parametrize(
    ("source", "side"),
    [
        (SOME, "قال معظم المشاركين إنهم راضون."),
        (SECOND, "The country is the second-largest supplier."),
        ("لا ترسو سوى المراكب.", "Only boats dock there."),
        ("وافق الجميع.", "All agreed."),
        ("قضت المحكمة بخمسة أصوات مقابل أربعة.", "قضت المحكمة بأغلبية خمسة أصوات مقابل أربعة."),
        ("One in seven had skipped a meal.", "أغفل واحد من كل سبعة وجبة."),
    ],
)
def test_scope_kept(source: str, side: str) -> None:
    assert reasons(scope, side, source) == []


@pytest.mark.parametrize(
    ("source", "side", "found"),
    [
        (WHEAT, "تراجعت أسعار القمح بسبب حصاد جيد.", ["cause.added"]),
        (WHEAT, "Wheat fell because of a good harvest.", ["cause.added"]),
        (WHEAT, "Wheat fell a day after a good harvest was announced.", []),
        ("تراجع القمح نتيجة الحصاد.", "Wheat fell because of the harvest.", []),
        ("Ports closed as it rained.", "Ports closed because it rained.", []),
        (
            "Ferries stopped on Monday as dockers went on strike over pay.",
            "A strike of dockers over pay led to ferries stopping on Monday.",
            [],
        ),
        (
            "He works as a cook. Prices fell. A good harvest was announced.",
            "Prices fell because of a good harvest.",
            ["cause.added"],
        ),
        ("نقل العشرات إلى المشفى لمعاناتهم من الدخان.", "نقل العشرات إلى المشفى بسبب الدخان.", []),
        ("The bonus may entice workers to stay.", "The bonus may prompt workers to stay.", []),
    ],
)
def test_causes(source: str, side: str, found: list[str]) -> None:
    assert reasons(cause, side, source) == found


@pytest.mark.parametrize(
    ("side", "found"),
    [
        ("عطلت حكومة الاحتلال الاتفاق.", ["wording.loaded"]),
        ("The occupation government blocked the deal.", ["wording.loaded"]),
        ("عطلت «حكومة الاحتلال» الاتفاق.", []),
        ("قال البيان إن حكومة الاحتلال عطلت الاتفاق.", []),
        ("عطلت الحكومة الاتفاق.", []),
    ],
)
def test_loaded_terms_in_our_own_voice(side: str, found: list[str]) -> None:
    source = "وقال بيان الحركة إن حكومة الاحتلال عطلت الاتفاق أمس."
    assert reasons(wording, side, source) == found


@pytest.mark.parametrize(
    ("source", "side", "stale"),
    [
        (OLD, "وقع البلدان الآن اتفاق تبادل.", True),
        (OLD, "The two have now signed a deal.", True),
        ("استضافت المدينة اجتماعات.", "تستضيف المدينة حاليا اجتماعات.", True),
        ("تستضيف المدينة حاليا اجتماعات.", "The city is currently hosting talks.", False),
        (OLD, "وقع البلدان اتفاقا عام 1992.", False),
    ],
)
def test_old_facts_told_as_news(source: str, side: str, stale: bool) -> None:
    assert ("dates.stale" in reasons(dates, side, source)) is stale


def test_little_support_is_a_doubt_and_never_more() -> None:
    far = "قال وزير إن الميزانية الجديدة تشمل رواتب المعلمين والأطباء في الأقاليم."
    found = support(claim("افتتح العمدة جسرا معلقا فوق النهر الكبير قرب الميناء."), evidence(far))
    assert [(str(f.label), f.reason.key) for f in found] == [("unclear", "check.support.little")]


@pytest.mark.parametrize(
    "check",
    [polarity, modality, attribution, scope, cause, wording, support],
)
def test_a_sentence_of_the_source_raises_no_cue(check: object) -> None:
    for sentence in (BRIDGE, REFUSED, PLAN, MAY, EXPECTED, CHARGED, SOME, SECOND, OLD):
        assert reasons(check, sentence, f"وقال أيضا. {sentence} ثم مضى.") == []  # type: ignore[arg-type]


def marks(text: str) -> set[str]:
    language = "en" if text.isascii() else "ar"
    return {mark.tag for mark in sense(prepare(text, language)).marks}


@pytest.mark.parametrize(
    ("text", "tag", "there"),
    [
        ("قد يوقع الطرفان", "possible", True),
        ("وقد وقع الطرفان", "possible", False),
        ("الخطوة قد تفتح الباب", "possible", True),
        ("قد تواصل الرئيس معهم", "possible", False),
        ("سينضم البلد", "planned", True),
        ("ستضخ الشركة", "planned", True),
        ("سيارة في سياق سياسي", "planned", False),
        ("وزارة النقل", "said", False),
        ("نقل الموقع عن مصدر", "said", True),
        ("لا سيما البلد", "negation", False),
        ("لا يزال مغلقا", "negation", False),
        ("غير أن الأمر انتهى", "negation", False),
        ("الأمر غير واضح", "privative", True),
        ("بعدما جاء", "negation", False),
        ("وكالة أنباء", "alleged", False),
        ("It is due to open", "cause", False),
        ("It closed due to rain", "cause", True),
        ("It did not open", "negation", True),
        ("It did so not only there", "negation", False),
    ],
)
def test_marks(text: str, tag: str, there: bool) -> None:
    assert (tag in marks(text)) is there


@pytest.mark.parametrize(
    ("one", "other"),
    [("يجري", "اجري"), ("انضمت", "الانضمام"), ("ستوافق", "موافقه"), ("announced", "announcement")],
)
def test_forms_of_a_word_share_a_root(one: str, other: str) -> None:
    assert root(one) == root(other)


NEXT = "وقال الرعدان إن الشركة ستستثمر في الميناء. وقال البرقوقي إن النقابة سترد قريبا."


@pytest.mark.parametrize(
    ("side", "found"),
    [
        ("قال البرقوقي إن الشركة ستستثمر في الميناء.", ["attribution.speaker"]),
        ("قال الرعدان إن الشركة ستستثمر في الميناء.", []),
        ("الشركة ستستثمر في الميناء.", ["attribution.dropped"]),
        ("بحسب الرعدان، الشركة ستستثمر في الميناء.", []),
    ],
)
def test_who_says_what(side: str, found: list[str]) -> None:
    assert reasons(attribution, side, NEXT) == found


def test_a_claim_that_names_its_speaker_elsewhere_needs_no_words_of_saying() -> None:
    told = replace(claim("الشركة ستستثمر في الميناء."), speaker=Name("الرعدان"))
    assert attribution(told, evidence(NEXT)) == ()


@pytest.mark.parametrize(
    ("source", "side", "found"),
    [
        ("وأكدت الوزيرة أن المشروع سيوفر وظائف كثيرة.", "المشروع وفر وظائف، قالت الوزيرة.", True),
        ("وأكدت الوزيرة أن المشروع سيوفر وظائف كثيرة.", "المشروع يوفر وظائف، قالت الوزيرة.", False),
        ("ستبنى المدرسة الجديدة في القرية قريبا.", "The school was built in the village.", True),
        ("ستبنى المدرسة الجديدة في القرية قريبا.", "The school will be built there.", False),
        ("لم يصدر أي تأكيد رسمي من الوزارة.", "The ministry confirmed it officially.", False),
    ],
)
def test_the_future_is_not_the_past(source: str, side: str, found: bool) -> None:
    assert bool(reasons(modality, side, source)) is found


def test_what_every_sentence_of_the_source_denies_is_not_affirmed() -> None:
    assert reasons(polarity, "The ministry confirmed it.", "لم يصدر أي تأكيد رسمي من الوزارة.") == [
        "polarity.lost"
    ]


@pytest.mark.parametrize(
    ("source", "said", "check"),
    [
        (BRIDGE, "أكد العمدة أن الجسر سيغير حركة السير القائمة.", polarity),
        (MAY, "القرار يفتح المجال أمام استثمارات كبيرة.", modality),
        (
            "وقالت الوزيرة في مؤتمرٍ صحفيّ إنّ الشركة ستبني مصنعاً جديداً قرب الميناء.",
            "الشركة ستبني مصنعا جديدا قرب الميناء.",
            attribution,
        ),
        (
            "The Mayor said that she\u2019d NEVER open the bridge.",
            "The Mayor said that she\u2019d open the bridge.",
            polarity,
        ),
        (SOME, "أعلنت كلُّ الدول تأييدها للمُبادرة.", scope),
    ],
)
def test_what_a_reason_quotes_stands_so_in_the_claim_or_its_source(
    source: str, said: str, check: Callable[[Claim, Evidence], tuple[Finding, ...]]
) -> None:
    """Never the comparison form: a reader looks for these very letters."""
    made, shelf = claim(said), evidence(source)
    shown = [str(value) for f in check(made, shelf) for value in f.reason.values.values()]
    bare = [" ".join(re.sub("[«»]", "", text).split()) for text in (source, said)]
    assert shown
    assert all(any(words in text for text in bare) for words in shown)
