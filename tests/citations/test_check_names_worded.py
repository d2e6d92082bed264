"""Names that newsrooms write in ways of their own, and the errors that look like them."""

import pytest

from bot.citations.names import names
from bot.citations.quote import quote
from bot.testing.claims import reasons

SAME = [  # English, Arabic
    # ranks and titles in short
    ("Brig. Gen. Tamer Haddouf opened the depot.", "افتتح العميد تامر حدوف المستودع."),
    ("Lt. Col. Nizar Shamlan led the convoy.", "قاد المقدم نزار شملان القافلة."),
    ("Cpl. Samir Dabbour was hurt.", "أصيب العريف سمير دبور."),
    ("Fr. Boulos Nahhas blessed the ship.", "بارك الأب بولس نحاس السفينة."),
    ("Eng. Layth Qasimi drew the plan.", "وضع م. ليث قاسمي الخطة."),
    ("Dr Haitham al-Wardani said the bridge was safe.", "قال د. هيثم الورداني إن الجسر آمن."),
    # what goes beyond a body
    ("OPEC+ met on Sunday.", "اجتمع تحالف أوبك بلس الأحد."),
    ("OPEC Plus met on Sunday.", "اجتمع تحالف أوبك+ الأحد."),
    ("OPEC+ met on Sunday.", "اجتمع تحالف «أوبك +» الأحد."),
    ("The series began on Disney Plus.", "بدأ بث المسلسل على «ديزني+»."),
    # a capital for its state
    ("Saudi Arabia does not fear the barrel.", "ترى الباحثة أن الرياض لا تخشى البرميل."),
    ("Riyadh does not fear the barrel.", "ترى الباحثة أن السعودية لا تخشى البرميل."),
    ("Kenya rejected the plan.", "رفضت نيروبي الخطة."),
    ("Kuala Lumpur rejected the plan.", "رفضت ماليزيا الخطة."),
    ("Canada and Australia rejected the plan.", "رفضت أوتاوا وكانبرا الخطة."),
    ("The regime in Damascus rejected the plan.", "رفض النظام السوري الخطة."),
    # a name of two words as one
    ("They flew to Kuala Lumpur.", "سافروا إلى كوالالمبور."),
    ("They flew to Buenos Aires.", "سافروا إلى بوينوسايرس."),
    ("They flew to Santa Rosalia.", "سافروا إلى سانتاروزاليا."),
    # regions
    ("The rail lines of Lower Egypt are old.", "خطوط سكك الوجه البحري قديمة."),
    ("Villages in Upper Egypt were flooded.", "غمرت السيول قرى بصعيد مصر."),
    ("Villages in Upper Egypt were flooded.", "غمرت السيول قرى الوجه القبلي."),
    ("Farms in Cyrenaica and Fezzan dried up.", "جفت مزارع في برقة وفزان."),
    # Maghreb spellings
    ("Police in Zaouiet Kounta made an arrest.", "أوقفت شرطة زاوية كنتة رجلا."),
    ("Police in Ouled Djellal made an arrest.", "أوقفت شرطة أولاد جلال رجلا."),
    ("Police in Aïn Témouchent made an arrest.", "أوقفت شرطة عين تموشنت رجلا."),
    ("Police in Ksar Hellal made an arrest.", "أوقفت شرطة قصر هلال رجلا."),
    # servants of God, lights of the faith
    ("Souad Abdel Razek denied the report.", "نفت سعاد عبد الرازق التقرير."),
    ("Hamdi Abderrazak denied the report.", "نفى حمدي عبد الرزاق التقرير."),
    ("Salma Abdelmottaleb denied the report.", "نفت سلمى عبد المطلب التقرير."),
    ("Samir Abdel Messih denied the report.", "نفى سمير عبد المسيح التقرير."),
    ("Tarek Gamaleddin denied the report.", "نفى طارق جمال الدين التقرير."),
    ("Tarek Gamal el-Din denied the report.", "نفى طارق جمال الدين التقرير."),
    ("Hicham Noureddine denied the report.", "نفى هشام نور الدين التقرير."),
    ("Majid Mohieddin denied the report.", "نفى ماجد محيي الدين التقرير."),
    ("Ziad Fadlallah denied the report.", "نفى زياد فضل الله التقرير."),
]
OTHER = [
    ("Capt. Adel Kolarov spoke.", "تحدث النقيب عادل مرشدي."),
    ("OPEC+ met on Sunday.", "اجتمعت منظمة أوبك الأحد."),
    ("OPEC met on Sunday.", "اجتمع تحالف أوبك بلس الأحد."),
    ("Riyadh rejected the plan.", "رفضت الدوحة الخطة."),
    ("Saudi Arabia rejected the plan.", "رفضت أبوظبي الخطة."),
    ("Kampala rejected the plan.", "رفضت كينيا الخطة."),
    ("The talks were held in Riyadh.", "عُقدت المحادثات في السعودية."),
    ("They flew to Kuala Terengganu.", "سافروا إلى كوالالمبور."),
    ("Villages in Lower Egypt were flooded.", "غمرت السيول قرى في الصعيد."),
    ("Farms in Cyrenaica dried up.", "جفت مزارع في فزان."),
    ("Police in Djelfa made an arrest.", "أوقفت الشرطة رجلا في الشلف."),
    ("Souad Abdel Razek denied the report.", "نفت سعاد عبد الناصر التقرير."),
    ("Karim Abdelhakim denied the report.", "نفى كريم عبد الكريم التقرير."),
    ("Tarek Gamaleddin denied the report.", "نفى طارق صلاح الدين التقرير."),
    ("Tarek Gamal el-Din denied the report.", "نفى طارق جلال الدين التقرير."),
    ("Ziad Fadlallah denied the report.", "نفى زياد خير الله التقرير."),
]


@pytest.mark.parametrize(("english", "arabic"), SAME)
def test_one_name_in_two_scripts(english: str, arabic: str) -> None:
    assert reasons(names, english, arabic) == []
    assert reasons(names, arabic, english) == []


@pytest.mark.parametrize(("english", "arabic"), OTHER)
def test_another_name_in_another_script(english: str, arabic: str) -> None:
    assert "names.absent" in reasons(names, english, arabic)


@pytest.mark.parametrize(
    ("arabic", "source"),
    [
        ("اجتمعت أوبك+ الأحد.", "اجتمعت منظمة أوبك الأحد."),
        ("عُقدت المحادثات في نيروبي.", "The talks were held in Kenya."),
        ("لا يتوقع نادر الصفواني إلغاء الرحلة.", "Nader al-Qurashi expects no delay."),
        ("نفى طارق جمال الدين التقرير.", "Tarek Salaheddin denied the report."),
        ("نفت سعاد عبد الرازق التقرير.", "Souad Abdel Nasser denied the report."),
    ],
)
def test_another_name_in_arabic(arabic: str, source: str) -> None:
    assert "names.absent" in reasons(names, arabic, source)


@pytest.mark.parametrize(
    ("arabic", "source"),
    [
        ("قدّر كلفته المهندس بمليون درهم.", "The engineer put its cost at a million dirhams."),
        ("تحدث النائب وأكدت الشركة التقيد بالسقف الحالي.", "The firm kept to the ceiling."),
        ("لوّح النائب بالتصويت ورفضت الوزارة القبول بالشرط.", "The ministry refused."),
        ("لا يتوقع بدر العجلاني حسم الخلاف.", "Badr al-Ajlani expects no settlement."),
        ("يرى عادل المسيري تأجيل الافتتاح أفضل.", "Adel al-Messiri would delay the opening."),
        ("التعاون على الصعيد الدولي مهم.", "International cooperation matters."),
    ],
)
def test_common_nouns_are_no_names(arabic: str, source: str) -> None:
    assert reasons(names, arabic, source) == []


@pytest.mark.parametrize(
    ("arabic", "source"),
    [
        ("اجتمع تحالف «أوبك بلس» الأحد.", 'اجتمع تحالف "أوبك+" الأحد.'),
        ("ترى شركة الوساطة «كيرنز آند موفات» تسوية.", "Broker Cairns & Moffat sees a settlement."),
    ],
)
def test_marks_around_a_name_quote_nobody(arabic: str, source: str) -> None:
    both = [source, "وجاء في التقرير أن الأسعار تراجعت."]
    assert reasons(quote, arabic, *both) == []
    assert reasons(names, arabic, *both) == []


TITLES = [  # English, Arabic
    ("the Democratic Confederation of Labour", "الكونفدرالية الديمقراطية للشغل"),
    ("the General Labour Union", "الاتحاد العام للشغل"),
    ("the Democratic Labour Party", "حزب العمل الديمقراطي"),
    ("the National Labour Front", "الجبهة الوطنية للعمل"),
    ("the Homeland and Citizen bloc", "كتلة «الوطن والمواطن»"),
    ("the Dignity and Change Movement", "حركة الكرامة والتغيير"),
    ("the Weightlifting Federation", "اتحاد رفع الأثقال"),
]
OTHER_TITLES = [
    ("the Democratic Confederation of Labour", "الاتحاد العام للشغالين"),
    ("the Democratic Confederation of Labour", "الاتحاد الوطني للطلبة"),
    ("the Democratic Labour Party", "حزب العمل الاشتراكي"),
    ("the Labour Party", "حزب المحافظين"),
    ("the Homeland and Citizen bloc", "كتلة «العدل والحرية»"),
]


@pytest.mark.parametrize(("english", "arabic"), TITLES)
def test_a_body_called_by_what_its_words_mean(english: str, arabic: str) -> None:
    side, source = f"A lawmaker of {english} resigned.", f"استقال نائب عن {arabic}."
    assert reasons(names, side, source) == []


@pytest.mark.parametrize(("english", "arabic"), OTHER_TITLES)
def test_another_body_of_other_words(english: str, arabic: str) -> None:
    side, source = f"A lawmaker of {english} resigned.", f"استقال نائب عن {arabic}."
    assert "names.absent" in reasons(names, side, source)


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("General Walid Haddouf opened the depot.", "افتتح اللواء تامر حدوف المستودع."),
        ("Nadia Chentouf denied the report.", "نفت سميرة شنتوف التقرير."),
    ],
)
def test_another_first_name_for_one_family(english: str, arabic: str) -> None:
    assert "names.absent" in reasons(names, english, arabic)


def test_a_first_name_spelled_by_ear_is_the_same() -> None:
    assert reasons(names, "Hocine Boukefa spoke.", "تحدث حسين بوقفة.") == []
    assert reasons(names, "Mouad Chentouf spoke.", "تحدث معاذ شنتوف.") == []


def test_a_calling_before_a_name_is_none() -> None:
    source = "Beekeeper Hocine Boukefa saw the fire."
    assert reasons(names, "روى النحّال حسين بوقفة أنه رأى النار.", source) == []


def test_a_word_begun_again_is_ordinary() -> None:
    assert reasons(names, "Replanting is to begin in May.", "يبدأ غرس الأشجار في مايو.") == []


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Karim Ben Kaddour denied the report.", "نفى كريم بنقدور التقرير."),
        ("Karim Benkaddour denied the report.", "نفى كريم بن قدور التقرير."),
    ],
)
def test_a_fathers_name_written_apart_or_joined(english: str, arabic: str) -> None:
    assert reasons(names, english, arabic) == []
    assert reasons(names, arabic, english) == []


def test_a_fathers_name_is_asked_for() -> None:
    source = "Karim Benkaddour denied the report."
    assert "names.absent" in reasons(names, "نفى كريم بن سليمان التقرير.", source)


@pytest.mark.parametrize("before", ["Economist", "Brazilian", "S."])
def test_what_is_no_first_name_is_not_swapped(before: str) -> None:
    both = {"ar": "قالت سلمى التازي إن الهامش ضيق.", "en": "Salma Tazi said the margin was narrow."}
    assert reasons(names, both, f"{before} Tazi said the margin was narrow.") == []


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Prof. Dr. Seyfettin Aydin spoke.", "تحدث أ. د. سيف الدين آيدين."),
        ("Oued Souf and El Oued were cut off.", "انقطعت الطرق إلى وادي سوف والوادي."),
        ("Upper Nile state was flooded.", "غمرت السيول ولاية أعالي النيل."),
        ("The broker Dunmore & Hale cut its forecast.", "خفضت شركة «دنمور آند هيل» توقعاتها."),
    ],
)
def test_one_name_in_the_letters_of_its_land(english: str, arabic: str) -> None:
    assert reasons(names, english, arabic) == []
    assert reasons(names, arabic, english) == []


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Messaoud Tazi spoke.", "تحدث مساعد شنتوف."),
        ("Dunmore & Hale cut it.", "خفضته شركة «دنمور آند ويد»."),
        ("Blue Nile state was flooded.", "غمرت السيول ولاية أعالي النيل."),
    ],
)
def test_another_name_of_that_land(english: str, arabic: str) -> None:
    assert "names.absent" in reasons(names, english, arabic)
