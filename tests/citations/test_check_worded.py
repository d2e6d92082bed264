"""Figures and times that each language words its own way: both sides beside one paragraph."""

from datetime import date

import pytest

from bot.citations.dates import dates
from bot.citations.numbers import numbers
from bot.citations.parity import parity
from bot.model import Finding
from bot.testing.claims import claim, evidence

DAY = date(2025, 11, 20)

HOLD = [
    (
        "وسجل المرصد 37 هزة ارتدادية في اليوم الأول.",
        "سُجلت 37 هزة ارتدادية خلال الساعات الأربع والعشرين الأولى.",
        "Thirty-seven aftershocks were recorded in the first 24 hours.",
    ),
    (
        "استثمرت الشركة 250 مليون دولار في المصنع.",
        "استثمرت الشركة ربع مليار دولار.",
        "The company has invested a quarter of a billion dollars.",
    ),
    (
        "Work starts at 8:30 a.m., the ministry said.",
        "يبدأ الدوام عند الثامنة والنصف صباحاً.",
        "Work starts at half past eight in the morning.",
    ),
    (
        "Prices are three times what they were two years ago.",
        "قفزت الأسعار ثلاثة أضعاف في عامين.",
        "Prices have tripled in two years.",
    ),
    (
        "Turnout was 59.8 percent.",
        "أدلى بصوته نحو ستة من كل عشرة ناخبين.",
        "About six in ten voters cast a ballot.",
    ),
    (
        "Police estimated the crowd at 2,000 to 3,000.",
        "قُدّر عدد المتظاهرين بما بين ألفين وثلاثة آلاف.",
        "Protesters were put at between two and three thousand.",
    ),
    (
        "صوّت المجلس ليل 18 تشرين الثاني على القانون.",
        "جرى التصويت مساء الثلاثاء الماضي.",
        "The vote took place last Tuesday evening.",
    ),
    (
        "The player, injured on September 18, returned on November 18.",
        "عاد اللاعب بعد غياب شهرين.",
        "The player is back after two months out.",
    ),
    (
        "The next meeting is set for December 3.",
        "يعقد الاجتماع المقبل في الأسبوع الأول من ديسمبر.",
        "The next meeting is in the first week of December.",
    ),
]

FAIL = [
    (
        "Turnout was 59.8 percent.",
        "أدلى بصوته نحو سبعة من كل عشرة ناخبين.",
        "About seven in ten voters cast a ballot.",
    ),
    (
        "Ten of the 30 council members are women.",
        "يضم المجلس 30 عضواً، نصفهم من النساء.",
        "The council has 30 members, half of them women.",
    ),
    (
        "The operation lasted nine hours, surgeons said.",
        "استغرقت العملية الجراحية سبع ساعات.",
        "The operation lasted seven hours.",
    ),
    (
        "The film has been viewed 540,000 times.",
        "حصد الفيلم أكثر من مليون مشاهدة.",
        "The film drew more than a million views.",
    ),
    (
        "The search involved six aircraft and 40 divers.",
        "شارك في البحث أربعون غواصاً وتسع طائرات.",
        "Forty divers and nine aircraft took part in the search.",
    ),
    (
        "The line opened in July 2019.",
        "افتُتح الخط في صيف 2018.",
        "The line opened in summer 2018.",
    ),
    (
        "قُدمت الشكوى في شباط 2024.",
        "قُدّمت الشكوى في مارس من العام الماضي.",
        "The complaint was filed in March last year.",
    ),
    (
        "The player was out for two months with a knee injury.",
        "عاد اللاعب بعد غياب ثلاثة أشهر.",
        "The player is back after three months out.",
    ),
]


def _found(source: str, ar: str, en: str) -> tuple[Finding, ...]:
    asked, held = claim({"ar": ar, "en": en}), evidence(source, published=DAY)
    return (*numbers(asked, held), *dates(asked, held), *parity(asked, held))


@pytest.mark.parametrize(("source", "ar", "en"), HOLD)
def test_what_is_worded_otherwise_is_carried(source: str, ar: str, en: str) -> None:
    assert _found(source, ar, en) == ()


@pytest.mark.parametrize(("source", "ar", "en"), FAIL)
def test_what_is_another_is_not(source: str, ar: str, en: str) -> None:
    assert _found(source, ar, en) != ()
