"""Who says it, through whom: attributions in Arabic and English."""

import pytest

from bot.extract import speech_ar, speech_en
from bot.extract.lexicon import lexicon, tokenize
from bot.extract.speech import Act, Speech, quoted_spans, read_clause

READERS = {"ar": speech_ar.read, "en": speech_en.read}


def attributed(text: str, language: str) -> tuple[str | None, str | None]:
    """Return speaker and medium of a sentence, as its own words."""
    found = spoken(text, language)
    if found is None:
        return None, None
    words = [text[s[0] : s[1]] if s else None for s in (found.speaker, found.medium)]
    return words[0], words[1]


def spoken(text: str, language: str) -> Speech | None:
    tokens = tokenize(text)
    return READERS[language](read_clause(text, tokens, lexicon(language).find(tokens)))


ARABIC = [
    ("قال وزير الري سامر الخطيب إن السد سيُفتح غدا.", "وزير الري سامر الخطيب", None),
    ("وقال الوزير السابق، هاني السعد، إن الخطة متأخرة.", "الوزير السابق، هاني السعد", None),
    ("وأوضحت مصادر مطلعة لموقع «النهر» المحلي أن الكلفة تضاعفت.", "مصادر مطلعة", "موقع «النهر»"),
    (
        "ونقلت صحيفة الساحل عن مهندس في المشروع قوله إن العمل توقف.",
        "مهندس في المشروع",
        "صحيفة الساحل",
    ),
    ("وبحسب سكان الحي، انقطع الماء منذ الفجر.", "سكان الحي", None),
    ("ووفقا لمصادر حكومية، فقد وُقّع العقد أمس.", "مصادر حكومية", None),
    ("وأدانت وزارة الخارجية الهجوم الذي استهدف الميناء.", "وزارة الخارجية", None),
    ("ورحب رئيس البلدية بالقرار.", "رئيس البلدية", None),
    ("اتهم النائب المعارض سامي طرخان الحكومة بالتقصير.", "النائب المعارض سامي طرخان", None),
    ("واتهمت النقابة الحكومة بإخفاء العقد.", "النقابة", None),
    ("وانتقد النائب سامي الصدفي البلدية لأنها تأخرت.", "النائب سامي الصدفي", None),
    ("وحذر الخبير سامي طرخان الحكومة من التأخير.", "الخبير سامي طرخان", None),
    ("وطالب النائب سامي الصدفي بتوسيع الرصيف.", "النائب سامي الصدفي", None),
    ("وطالب النائب المعارض بتوسيع الرصيف.", "النائب المعارض", None),
    ("وحذر المهندس ياسين جعبر البرقوقي من التأخير.", "المهندس ياسين جعبر البرقوقي", None),
    ("وأكد الوزير سامي الحداد أن العقد نشر.", "الوزير سامي الحداد", None),
    (
        "قال الباحث في شؤون المياه رامي الحلو، إن السد قديم.",
        "الباحث في شؤون المياه رامي الحلو",
        None,
    ),
    ("وكتب المحافظ على منصته تروث سوشال «انتهى العمل».", "المحافظ", "تروث سوشال"),
    ("لكن الرئيس سليم النجار يؤكد أن الأموال متوفرة.", "الرئيس سليم النجار", None),
    ("ذكرت القناة 12 أن السد هو الأكبر.", None, "القناة 12"),
    ("وأضافت فالنتين، وفق المصدر نفسه، أن السد آمن.", "فالنتين", None),
    ("افتُتح السد عام ١٩٦٤ على نهر الوادي.", None, None),
    ("وانتقدت جمعية «النخلة» الخطة، وطالبت بسحبها.", "جمعية «النخلة»", None),
    ("وأعلنت البلدية موعد الحفل، وأعلن السماح للتجار بالعودة.", "البلدية", None),
    ("رفع المصرف الرسوم أمس، وأعلن السماح للتجار بالدفع لاحقا.", None, None),
    (
        "وقال محلل الأسواق لدى شركة النورس للوساطة كمال الحلبي إن السعر ثابت.",
        "محلل الأسواق لدى شركة النورس للوساطة كمال الحلبي",
        None,
    ),
    ("انتقد مدرب الصقور كمال الحلبي قرار الحكم بعد المباراة.", "مدرب الصقور كمال الحلبي", None),
    (
        "وقال مدرب الصقور، الإسباني لويس ماريا غارسيا، إن الفوز صعب.",
        "مدرب الصقور، الإسباني لويس ماريا غارسيا",
        None,
    ),
    ("وطالب اتحاد التجار المحلي الحكومة بدعم عاجل للأسواق.", "اتحاد التجار المحلي", None),
    ("روى الرقيب عبد الله الزهراني تفاصيل الليلة.", "الرقيب عبد الله الزهراني", None),
    ("وأدانت محكمة الجنايات صاحب السفينة بالتهريب.", None, None),
    ("ونعى اتحاد الرسامين الراحل في بيان.", "اتحاد الرسامين", None),
    ("وقال وزير العمل سالم الكاتب إن الأجور سترتفع.", "وزير العمل سالم الكاتب", None),
    ('وقال العمدة نبيل الحاج لـ"صدى الميناء" إن السوق مغلق.', "العمدة نبيل الحاج", None),
    ("أما جمعية الملاحين فرحبت بالقانون.", "جمعية الملاحين", None),
    ("ويتوقع إنجاز الجسر في الربيع.", None, None),
    ("ونقلت القوارب ألف راكب إلى الجزيرة.", None, None),
    ("وكان يسأل عن ثمن السمك.", None, None),
    ("وأقر النواب القانون بـ60 صوتا.", "النواب", None),
    ("وقررت البلدية إعادته إلى مكانه.", "البلدية", None),
    ("وتابعت وهي تنظر إلى البحر: «سنعود غدا».", None, None),
    ('وانتقدت حركة "الضفة" الاتفاق.', 'حركة "الضفة"', None),
    ("وانتقدت حركة «الضفة» السامرية الاتفاق.", "حركة «الضفة» السامرية", None),
]


@pytest.mark.parametrize(("text", "speaker", "medium"), ARABIC, ids=[t[0][:30] for t in ARABIC])
def test_arabic_speaker_and_medium(text: str, speaker: str | None, medium: str | None) -> None:
    found, through = attributed(text, "ar")
    assert found == speaker
    assert (through or "").startswith(medium or "")
    assert bool(through) == bool(medium)


ENGLISH = [
    (
        "The dam will open tomorrow, said Water Minister Samer Khatib.",
        "Water Minister Samer Khatib",
        None,
    ),
    ('"It is late," said Ann Lee, a former engineer.', "Ann Lee", None),
    ("Ann Lee, who runs the mill, told Reuters that the pumps had failed.", "Ann Lee", "Reuters"),
    (
        "The new governor, Karim al-Hadi, also said the plan was dead.",
        "The new governor, Karim al-Hadi",
        None,
    ),
    ("Its president, Omar Saleh, called the vote a mistake.", "Omar Saleh", None),
    ("The river rose by two metres, according to the Met Office.", "Met Office", None),
    ("On Monday, officials in Northport said the bridge was safe.", "officials in Northport", None),
    ("The Harbour Gazette reported that the contract was void.", None, "Harbour Gazette"),
    (
        "Citing two engineers, Reuters reported that the wall had cracked.",
        "two engineers",
        "Reuters",
    ),
    (
        "Governor Mia Stone wrote on Twitter that the road was open.",
        "Governor Mia Stone",
        "Twitter",
    ),
    ("As officials confirmed the flood, shops in the old town closed.", None, None),
    ("Water Minister Ann Lee on Monday unveiled a new dam.", "Water Minister Ann Lee", None),
    ("It was reported that nobody had been hurt.", None, None),
    (
        "The letter is a draft, according to two people at the ministry.",
        "two people at the ministry",
        None,
    ),
    ("Bram Oster was once asked how he had built the pier.", None, None),
    ("The newspaper Vell Herald reported that the pier had sunk.", None, "newspaper Vell Herald"),
    ("Her daughter Mira said the funeral was private.", "daughter Mira", None),
    ("The harbour board denied port access to four ships.", None, None),
    ("The rise was larger than the two points that most brokers had forecast.", None, None),
    ("The dam was built in 1964 on the River Wadi.", None, None),
]


@pytest.mark.parametrize(("text", "speaker", "medium"), ENGLISH, ids=[t[0][:30] for t in ENGLISH])
def test_english_speaker_and_medium(text: str, speaker: str | None, medium: str | None) -> None:
    assert attributed(text, "en") == (speaker, medium)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("وأضاف أن العمل سيستمر.", "ar"),
        ("وأشار إلى أن الخطة قديمة.", "ar"),
        ("وقال: «لن نتراجع».", "ar"),
        ("وأكد المصدر أن الأموال وصلت.", "ar"),
        ("He added that work would go on.", "en"),
        ("“We will not stop,” she said.", "en"),
        ("The ministry said the money had come.", "en"),
    ],
)
def test_a_pointer_names_nobody_itself(text: str, language: str) -> None:
    found = spoken(text, language)
    assert found is not None
    assert found.refers


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("أعلنت الوزارة موعد الافتتاح.", "ar", Act.ANNOUNCE),
        ("نفى المحافظ أن يكون السد متصدعا.", "ar", Act.DENY),
        ("استنكرت النقابة القرار.", "ar", Act.JUDGE),
        ("Mayor Jo Hart condemned the decision.", "en", Act.JUDGE),
        ("Mayor Jo Hart denied any delay.", "en", Act.DENY),
        ("The mayor unveiled a new plan.", "en", Act.ANNOUNCE),
    ],
)
def test_what_the_verb_does(text: str, language: str, act: Act) -> None:
    found = spoken(text, language)
    assert found is not None
    assert found.act is act


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('وقال "قد نوقع على "شيء ما" اليوم" ثم غادر', ['"قد نوقع على "شيء ما" اليوم"']),
        ("قال «نعم» ثم «لا»", ["«نعم»", "«لا»"]),
        ('ينتقد "الخطة" وب"العقد"', ['"الخطة"', '"العقد"']),
        ('"We came. "We saw', ['"We came. "We saw']),
        ("It's Ann's dog", []),
        ("the 'long and winding road' it is", ["'long and winding road'"]),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[low:high] for low, high in quoted_spans(text)] == quoted


@pytest.mark.parametrize(
    "text",
    [
        "The firm sent a nine-page answer to Harbour Watch saying that it had broken no law.",
        "Dockers walked out on Monday, citing high rents.",
        "Menad moved four boats after President Lina Karam warned that the strait would be shut.",
        "The offer includes a fee if the deal takes longer than the year it expects to need.",
        "The vote came after outlets in Menad reported that the pier had cracked.",
        "The 1934 Safe Harbours Act says owners must pay for the wreck.",
        "Faster Loading: The new crane lifts twenty tonnes in a single minute.",
        "Perhaps the clearest case described in the files is that of a ferry.",
        "A complaint Brantholm filed says the pier was never safe.",
        "Ken Parks Jr. called the bridge a monument to waste.",
    ],
)
def test_no_noun_beside_a_verb_is_taken_for_its_speaker(text: str) -> None:
    assert attributed(text, "en")[0] in (None, "Ken Parks Jr.")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Boats lay broken at Vell's Autumn Feast, the Dar prosecutor said.", "Dar prosecutor"),
        ("وكان المتحدث باسم وزارة الري قد صرح بأن السد سيفتح غدا.", "المتحدث باسم وزارة الري"),
        ("وقال وزير المالية سالم الكاتب يوم الأحد إن الميزانية جاهزة.", "وزير المالية سالم الكاتب"),
        ("وقال سالم الكاتب البالغ من العمر 40 عاما إن الميناء مغلق.", "سالم الكاتب"),
        ("وقال قيادي في حركة /الفجر/ إن الاتفاق قريب.", "قيادي في حركة /الفجر/"),
        ("صدر أمر ملكي جديد بإعفاء مدير الميناء من منصبه.", None),
        ("كما عبر عن خالص عزائه لأسر البحارة.", None),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(text: str, speaker: str | None) -> None:
    language = "en" if text.isascii() else "ar"
    assert attributed(text, language)[0] == speaker
