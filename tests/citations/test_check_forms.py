"""One thing in two forms: names put into words, figures added up, denials that affirm."""

import pytest

from bot.testing.claims import doubts

NAMED = "استقبل أمين المجلس الأعلى للأمن القومي في ميناد وفدا من شبكة سي بي إس الأميركية."
FAMILY = "Arnulf said the mill in Lowick would close in March."
GIVEN = "Greta Arnulf said the mill in Lowick would close in March."
TOLL = "قُتل 10 من عمال المصنع وثلاثة حراس في انفجار بمدينة طرطانة، وأصيب تسعة آخرون."
PRICES = "وتتراوح أسعار الساعات المسروقة من متجر في لويك بين 12 ألف دولار و26 ألف دولار."
DENIED = "قال المدير إن الشركة لم تستبعد إغلاق فرع لويك، وإن العمل في فرع طرطانة لم يتوقف."
AMONG = "زار الوفد مصنعا في لويك، وبحسب مراقبين فإن الصفقة قد تتأخر سنوات بسبب الديون."


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (
            NAMED,
            "The secretary of Minad's Supreme National Security Council met a CBS delegation.",
            "التقى أمين المجلس الأعلى للأمن القومي في ميناد وفدا من سي بي إس.",
        ),
        (
            FAMILY,
            "Greta Arnulf said the mill in Lowick would close in March.",
            "قالت غريتا أرنولف إن المطحنة في لويك ستغلق في مارس.",
        ),
        (TOLL, "The blast left 13 people dead.", "أوقع الانفجار 13 قتيلا."),
        (
            PRICES,
            "The stolen watches cost from $12,000 to $26,000 each.",
            "يتراوح سعر الساعة المسروقة بين 12 ألفا و26 ألف دولار.",
        ),
        (
            DENIED,
            "The company may yet close its Lowick branch, the manager said.",
            "قال المدير إن الشركة تركت الباب مفتوحا أمام إغلاق فرع لويك.",
        ),
        (
            DENIED,
            "Work at the Tartana branch has gone on, the manager said.",
            "قال المدير إن العمل في فرع طرطانة مستمر.",
        ),
        (AMONG, "The delegation visited a factory in Lowick.", "زار الوفد مصنعا في لويك."),
    ],
)
def test_another_form_of_the_same_raises_no_doubt(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) == []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (
            NAMED,
            "The secretary of Minad's energy council met a CNN delegation.",
            "التقى أمين المجلس الأعلى للأمن القومي في ميناد وفدا من سي بي إس.",
        ),
        (
            NAMED,
            "The secretary of Minad's Supreme National Security Council met an NBC delegation.",
            "التقى أمين المجلس الأعلى للأمن القومي في ميناد وفدا من إن بي سي.",
        ),
        (
            GIVEN,
            "Ingrid Arnulf said the mill in Lowick would close in March.",
            "قالت إنغريد أرنولف إن المطحنة في لويك ستغلق في مارس.",
        ),
        (
            FAMILY,
            "Greta Arnulf said the mill in Lowick would close in March.",
            "قالت إنغريد أرنولف إن المطحنة في لويك ستغلق في مارس.",
        ),
        (TOLL, "The blast left 22 people dead.", "أوقع الانفجار 22 قتيلا."),
        (
            PRICES,
            "The stolen watches cost from $12,000 to $27,000 each.",
            "يتراوح سعر الساعة المسروقة بين 12 ألفا و27 ألف دولار.",
        ),
        (
            DENIED,
            "Work at the Tartana branch has stopped, the manager said.",
            "قال المدير إن العمل في فرع طرطانة توقف.",
        ),
        (
            AMONG,
            "The deal may be delayed for years because of debts.",
            "قد تتأخر الصفقة سنوات بسبب الديون.",
        ),
    ],
)
def test_another_thing_in_such_a_form_is_doubted(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar) != []


@pytest.mark.parametrize(
    ("source", "en", "ar"),
    [
        (
            "SEOUL (Wire) - Lee told Falken Best Finance the plant had no debts.",
            "South Korea's Lee told Falken Best Finance that the plant had no debts.",
            "قال لي من كوريا الجنوبية لشركة فالكن بست فاينانس إن المصنع بلا ديون.",
        ),
        (
            "The minister said the bridge would be ready next year.",
            "The bridge will be ready in 2024, the minister said.",
            "قال الوزير إن الجسر سيكون جاهزا في العام المقبل.",
        ),
        (
            "The minister said Lowick would observe three days of mourning, starting on Saturday.",
            "The minister announced three days of mourning in Lowick from Saturday.",
            "أعلن الوزير الحداد ثلاثة أيام في لويك بدءا من السبت.",
        ),
        (
            "وافق البرلمان على الموازنة الثلاثية وأرسلها إلى الرئيس.",
            "Parliament approved the three-year budget and sent it to the president.",
            "أقر البرلمان موازنة لثلاث سنوات وأحالها إلى الرئيس.",
        ),
    ],
)
def test_what_a_paragraph_leaves_to_its_place_and_day(source: str, en: str, ar: str) -> None:
    assert doubts(source, en=en, ar=ar, published="2023-05-02") == []
