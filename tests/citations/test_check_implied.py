"""Figures that a source has in other words: both sides of a claim beside one paragraph."""

import pytest

from bot.citations.numbers import numbers
from bot.citations.parity import parity
from bot.model import Finding
from bot.testing.claims import claim, evidence

HOLD = [
    (
        "The committee backed the decision by seven members to two.",
        "أيّد القرار 7 أعضاء مقابل عضوين.",
        "The decision was backed by 7 members to 2.",
    ),
    (
        "وقالت الشرطة إن الحافلة انقلبت قرب المنعطف ما أدى إلى مصرع راكبين.",
        "لقي مسافران حتفهما حين انقلبت الحافلة.",
        "Two passengers died when the bus overturned.",
    ),
    (
        "The municipality has bought two new fire engines.",
        "اشترت البلدية شاحنتين للإطفاء.",
        "The town bought 2 fire engines.",
    ),
    (
        "وأعلن المجلس إغلاق معبرين حدوديين حتى إشعار آخر.",
        "أغلق المجلس معبرين.",
        "The council closed 2 crossings.",
    ),
    (
        "The visitors won by five goals to two on Sunday evening.",
        "فاز الفريق بخمسة أهداف مقابل هدفين.",
        "The team won 5-2.",
    ),
    (
        "وارتفعت مبيعات الشركة بنسبة 9% في النصف الأول من 2025.",
        "ارتفعت مبيعات الشركة 9 في المئة في الأشهر الستة الأولى من 2025.",
        "Sales rose 9 percent in the first six months of 2025.",
    ),
    (
        "Profit for the six months to June came to $12 million, the company said.",
        "بلغت الأرباح 12 مليون دولار في النصف الأول من العام.",
        "Profit was $12 million in the first half of the year.",
    ),
    (
        "Exports fell in the first quarter of 2025, the statistics office said.",
        "تراجعت الصادرات خلال الأشهر الثلاثة الأولى من 2025.",
        "Exports fell in the first three months of 2025.",
    ),
    (
        "The firm lost 3 million euros in the three months to the end of September.",
        "خسرت الشركة 3 ملايين يورو في الربع الثالث.",
        "The firm lost 3 million euros in the third quarter.",
    ),
    (
        "عمل في المصنع خمسين عاماً قبل أن يتقاعد.",
        "عمل في المصنع نصف قرن.",
        "He worked at the factory for half a century.",
    ),
    (
        "The war lasted a decade and emptied whole villages.",
        "استمرت الحرب عشر سنوات.",
        "The war lasted ten years.",
    ),
    (
        "قررت اللجنة إيقاف اللاعب شهراً.",
        "أوقف اللاعب 30 يوماً.",
        "The player was suspended for a month.",
    ),
    (
        "أمهلت الهيئة الشركة ثلاثة أشهر للرد على الملاحظات.",
        "أمام الشركة 90 يوماً للرد.",
        "The company has 90 days to reply.",
    ),
    (
        "The truce will last a fortnight, mediators said.",
        "تستمر الهدنة أسبوعين.",
        "The truce will last two weeks.",
    ),
    (
        "ويستمر المعرض نصف عام في صالة المدينة.",
        "يستمر المعرض ستة أشهر.",
        "The exhibition runs for six months.",
    ),
    (
        "The plant was idle for 18 months, the operator said.",
        "توقفت المحطة عن العمل سنة ونصف السنة.",
        "The plant was idle for a year and a half.",
    ),
    (
        "The court sentenced him to 24 months in prison.",
        "حُكم عليه بالسجن عامين.",
        "He was sentenced to two years in prison.",
    ),
    (
        "وأُغلق الطريق يومين بسبب الانهيار.",
        "أُغلق الطريق 48 ساعة.",
        "The road was closed for 48 hours.",
    ),
    (
        "The deal may lapse if losses exceed 40 million euros.",
        "قد تلغى الصفقة إذا تخطت الخسائر أربعين مليون يورو.",
        "The deal may lapse if losses top forty million euros.",
    ),
    (
        "وبلغ عدد الزوار أكثر من مليون شخص منذ الافتتاح.",
        "تجاوز عدد الزوار مليوناً.",
        "Visitors surpassed one million.",
    ),
    (
        "The town, home to about 12,000 people, lies on the coast.",
        "يناهز عدد سكان البلدة 12 ألف نسمة.",
        "The town has a population of some 12,000.",
    ),
    (
        "وقُدرت الأضرار بنحو خمسة ملايين درهم.",
        "قاربت الأضرار خمسة ملايين درهم.",
        "Damage came to nearly five million dirhams.",
    ),
    (
        "The office received 300 applications last month.",
        "بلغ عدد الطلبات 300 طلب.",
        "Applications hit 300.",
    ),
    (
        "The share slipped 0.7 dollars to 31.2 dollars.",
        "انخفض سعر السهم بأقل من دولار واحد.",
        "The share slipped by less than one dollar.",
    ),
    (
        "Only nine lawmakers attended the session.",
        "لم يحضر سوى أقل من عشرة نواب.",
        "Fewer than ten lawmakers attended.",
    ),
    (
        "تنتج المزرعة أكثر من ألفي طن سنوياً.",
        "تنتج المزرعة ما يزيد على 2,000 طن.",
        "The farm yields upward of 2,000 tonnes.",
    ),
    (
        "The debt rose above $9 billion this spring.",
        "تعدّى الدين 9 مليارات دولار.",
        "The debt went past $9 billion.",
    ),
    (
        "وقد تجاوز العدد مئة ألف للمرة الأولى.",
        "كسر العدد حاجز المئة ألف.",
        "The number broke through the 100,000 mark.",
    ),
    (
        "بلغ الدين نحو 9 مليارات دولار.",
        "اقترب الدين من 9 مليارات دولار.",
        "The debt neared $9 billion.",
    ),
    (
        "أعلنت الشركة بناء 20 محطة جديدة، على أن يفتح نصفها هذا الصيف.",
        "من بين 20 محطة جديدة ستفتح عشر هذا الصيف.",
        "Of the 20 new stations, ten will open this summer.",
    ),
    (
        "The ministry promised 12,000 sacks of seed; farmers have received a third of them.",
        "تسلّم المزارعون 4 آلاف من أصل 12 ألف كيس.",
        "Farmers received 4,000 of the 12,000 sacks.",
    ),
    (
        "The court upheld the law by four votes to three.",
        "صوّت على القانون سبعة قضاة، أيده أربعة وعارضه ثلاثة.",
        "Seven judges voted on the law: four for, three against.",
    ),
    (
        "وصدر الحكم بأغلبية قاضيين مقابل قاض واحد.",
        "خالف أحد القضاة الثلاثة الحكم.",
        "One of the three judges dissented.",
    ),
    (
        "وقال المدير إن 18 مدرسة من أصل 25 أعيد فتحها.",
        "أعيد فتح 18 من أصل 25 مدرسة وبقيت سبع مغلقة.",
        "Eighteen of the 25 schools have reopened; seven remain shut.",
    ),
    (
        "قضت المحكمة بدفع 30 مليون دولار إلى الشركة التي كانت تطالب بمبلغ 100 مليون دولار.",
        "يقل المبلغ، وهو 30 مليون دولار، عن ثلث ما طلبته الشركة، أي 100 مليون دولار.",
        "At $30 million, the sum is less than a third of the $100 million the firm had asked for.",
    ),
    (
        "وارتفع سعر الربطة من 250 ليرة إلى 300 ليرة.",
        "ارتفع السعر بمقدار 50 ليرة، من 250 إلى 300 ليرة.",
        "The price rose by 50 lira, from 250 to 300.",
    ),
    (
        "The book was written by Samir Haddad, Lena Fares and Omar Bitar.",
        "أصدر الكتاب ثلاثة مؤلفين.",
        "The book has three authors.",
    ),
    (
        "وتنافست على العقد «النخيل» و«الواحة» و«بناء» و«عمران».",
        "تنافست أربع شركات على العقد.",
        "Four companies bid for the contract.",
    ),
    (
        "ويحتاج المشروع إلى موافقة وزارة البيئة وهيئة الموانئ العامة ومجلس المدينة.",
        "يتطلب المشروع موافقة ثلاث جهات حكومية.",
        "The project needs the approval of three government bodies.",
    ),
    (
        "واعتذرت السويد وفنلندا عن المشاركة.",
        "اعتذر بلدان عن المشاركة، هما السويد وفنلندا.",
        "Two countries, Sweden and Finland, pulled out.",
    ),
    (
        "يشمل العقد 40 حافلة تصل ثلاثة أرباعها في مايو.",
        "يشمل العقد 40 حافلة، تصل ثلاثون منها في مايو.",
        "The contract covers 40 buses, thirty of which arrive in May.",
    ),
    (
        "It ordered 12 trains from Alvia. It also bought 20 from Nordbahn for 90 million.",
        "طلبت 12 قطاراً من مجموعة و20 من أخرى، وقيمة الطلبية الثانية 90 مليوناً.",
        "It ordered 12 trains from one firm and 20 from another, the latter worth 90 million.",
    ),
    (
        "وامتنع خمسة نواب عن التصويت على القرار.",
        "لم يصوّت خمسة نواب لا مع القرار ولا ضده.",
        "Five deputies voted neither for nor against the resolution.",
    ),
    (
        "وأطلقت السلطات سراح تسعة من الموقوفين في القضية.",
        "أُفرج عن 9 موقوفين.",
        "Nine detainees were released.",
    ),
]

FAIL = [
    (
        "The municipality has bought two new fire engines.",
        "اشترت البلدية شاحنتين للإطفاء.",
        "The town bought 3 fire engines.",
    ),
    (
        "وأعلن المجلس إغلاق معبرين حدوديين حتى إشعار آخر.",
        "أغلق المجلس ثلاثة معابر.",
        "The council closed 2 crossings.",
    ),
    (
        "The committee backed the decision by seven members to two.",
        "أيّد القرار 7 أعضاء مقابل 3.",
        "The decision was backed by 7 members to 3.",
    ),
    (
        "قررت اللجنة إيقاف اللاعب شهراً.",
        "أوقف اللاعب 60 يوماً.",
        "The player was suspended for 60 days.",
    ),
    (
        "وارتفعت مبيعات الشركة بنسبة 9% في النصف الأول من 2025.",
        "ارتفعت مبيعات الشركة 9 في المئة في الأشهر التسعة الأولى من 2025.",
        "Sales rose 9 percent in the first nine months of 2025.",
    ),
    (
        "Exports fell in the first quarter of 2025, the statistics office said.",
        "تراجعت الصادرات خلال الأشهر الستة الأولى من 2025.",
        "Exports fell in the first six months of 2025.",
    ),
    (
        "ويستغرق العمل ما بين ثلاثة وخمسة أشهر، وفق المقاول.",
        "يستغرق العمل ما بين ثلاثة وخمسة أسابيع.",
        "The work will take three to five weeks.",
    ),
    (
        "The work will take three to five months, the contractor said.",
        "يستغرق العمل من ثلاثة إلى خمسة أيام.",
        "The work will take three to five days.",
    ),
    (
        "كلفة الجسر أقل من 80 مليون ريال.",
        "فاقت كلفة الجسر 80 مليون ريال.",
        "The bridge cost over 80 million riyals.",
    ),
    (
        "The deal may lapse if losses stay below 40 million euros.",
        "قد تلغى الصفقة إذا تخطت الخسائر أربعين مليون يورو.",
        "The deal may lapse if losses top forty million euros.",
    ),
    (
        "Only nine lawmakers attended the session.",
        "لم يحضر سوى أقل من خمسة نواب.",
        "Fewer than five lawmakers attended.",
    ),
    (
        "وبلغ عدد الزوار أكثر من مليون شخص منذ الافتتاح.",
        "تجاوز عدد الزوار مليونين.",
        "Visitors surpassed two million.",
    ),
    (
        "أعلنت الشركة بناء 20 محطة جديدة، على أن يفتح نصفها هذا الصيف.",
        "من بين 20 محطة جديدة ستفتح ثمان هذا الصيف.",
        "Of the 20 new stations, eight will open this summer.",
    ),
    (
        "وصدر الحكم بأغلبية قاضيين مقابل قاض واحد.",
        "خالف أحد القضاة الخمسة الحكم.",
        "One of the five judges dissented.",
    ),
    (
        "قضت المحكمة بدفع 40 مليون دولار إلى الشركة التي كانت تطالب بمبلغ 100 مليون دولار.",
        "يقل المبلغ، وهو 40 مليون دولار، عن ثلث ما طلبته الشركة، أي 100 مليون دولار.",
        "At $40 million, the sum is less than a third of the $100 million the firm had asked for.",
    ),
    (
        "وتنافست على العقد «النخيل» و«الواحة» و«بناء» و«عمران».",
        "تنافست ست شركات على العقد.",
        "Six companies bid for the contract.",
    ),
    (
        "وقال المدير إن 18 مدرسة من أصل 25 أعيد فتحها.",
        "أعيد فتح 16 من أصل 25 مدرسة.",
        "Sixteen of the 25 schools have reopened.",
    ),
    (
        "وهذه خامس هزيمة للفريق هذا الموسم.",
        "هذه ثاني هزيمة للفريق هذا الموسم.",
        "It was the team's second defeat of the season.",
    ),
    (
        "أسفر الهجوم عن مقتل 9 أشخاص وإصابة 14.",
        "قُتل 14 شخصاً وأصيب 9.",
        "Fourteen people were killed and nine wounded.",
    ),
    (
        "وأطلقت السلطات سراح تسعة أشخاص لعدم كفاية الأدلة.",
        "اعتُقل تسعة أشخاص في القضية.",
        "Nine people were arrested in the case.",
    ),
    (
        "The attack on Menad killed people, and the town has been quiet since then.",
        "أودى الهجوم الثاني على ميناد بحياة أشخاص.",
        "The second attack on Menad killed people.",
    ),
]


def _found(source: str, ar: str, en: str) -> tuple[Finding, ...]:
    asked, held = claim({"ar": ar, "en": en}), evidence(source)
    return (*numbers(asked, held), *parity(asked, held))


@pytest.mark.parametrize(("source", "ar", "en"), HOLD)
def test_a_figure_in_other_words_is_carried(source: str, ar: str, en: str) -> None:
    assert _found(source, ar, en) == ()


@pytest.mark.parametrize(("source", "ar", "en"), FAIL)
def test_another_figure_is_not(source: str, ar: str, en: str) -> None:
    assert _found(source, ar, en) != ()
