"""Pages of words: the rules of voting with a worked example, who runs the site, what it keeps, how it is read."""

from datetime import date

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.places.models import Community
from projects.consultations.domain import Rule as Law
from projects.consultations.domain import Sums, Threshold, decide, percent
from projects.consultations.enums import Electorate
from projects.consultations.models import Rule

#: Day on which the sources of questions and examples were last read.
CHECKED_ON = date(2026, 11, 22)

TEST_NAMES = {
    "area_quorum": gettext_lazy("参与表决的面积"),
    "head_quorum": gettext_lazy("参与表决的人数"),
    "area_consent": gettext_lazy("同意的面积（占参与者）"),
    "head_consent": gettext_lazy("同意的人数（占参与者）"),
}
ELECTORATES = {
    Electorate.ENTRANCE: gettext_lazy("本楼幢（门牌幢）全体业主"),
    Electorate.COMPOUND: gettext_lazy("整个小区全体业主"),
    Electorate.ASSEMBLY: gettext_lazy("业主大会"),
    Electorate.SHARERS: gettext_lazy("共用该部分的业主"),
    Electorate.COMMITTEE: gettext_lazy("业主委员会全体委员"),
    Electorate.RESIDENTS: gettext_lazy("居民会议（居民、户代表或小组代表）"),
}
CONTACTS_SHOWN = 30
FRACTIONS = {"2/3": gettext_lazy("三分之二"), "3/4": gettext_lazy("四分之三"), "1/2": gettext_lazy("二分之一")}

# The example: six floors of two flats, 54.36 m² and 61.08 m² each; eight came back, six of them agree.
SMALL, LARGE = 543_600, 610_800
EXAMPLE_LAW = Law(*(Threshold.parse(text) for text in (">=2/3", ">=2/3", ">=3/4", ">=3/4")))
EXAMPLE_HEADS = Sums(roll=12, agree=6, disagree=2)
EXAMPLE_AREAS = Sums(roll=6 * SMALL + 6 * LARGE, agree=2 * SMALL + 4 * LARGE, disagree=2 * SMALL)


def rules(request):
    context = {
        "title": _("表决规则：多少人同意才算通过"),
        "description": _("加装电梯要过哪几道线，谁来表决，依据是哪一条。"),
        "rules": [
            {"rule": rule, "electorate": ELECTORATES[rule.electorate], "thresholds": _thresholds(rule)}
            for rule in Rule.objects.all()
        ],
        "example": _example(),
        "checked_on": CHECKED_ON,
    }
    return render(request, "home/rules.html", context)


def about(request):
    context = {
        "title": _("关于本站：谁在办，怎样核实"),
        "description": _("谁公布这些信息，怎样核对是真是假。"),
        "contacts": Community.objects.order_by("pk")[:CONTACTS_SHOWN],
    }
    return render(request, "home/about.html", context)


def privacy(request):
    context = {
        "title": _("隐私：存了什么，存多久"),
        "description": _("网页上没有住户的姓名、电话和投票。后台存了什么、存多久、您有什么权利。"),
        "checked_on": CHECKED_ON,
    }
    return render(request, "home/privacy.html", context)


def accessibility(request):
    context = {
        "title": _("无障碍说明：试过什么，还差什么"),
        "description": _("字号、对比度、键盘和读屏，我们怎样测试，还有哪些不足。"),
        "checked_on": CHECKED_ON,
    }
    return render(request, "home/accessibility.html", context)


def subscribe(request):
    context = {
        "title": _("订阅通知，放到手机桌面"),
        "description": _("不用注册：订阅消息源，或把网页放到手机桌面。"),
        "contacts": Community.objects.order_by("pk")[:CONTACTS_SHOWN],
    }
    return render(request, "home/subscribe.html", context)


def in_words(threshold):
    """``>=2/3`` as 三分之二以上, ``>1/2`` as 超过二分之一."""
    digits = f"{threshold.numerator}/{threshold.denominator}"
    fraction = FRACTIONS.get(digits, digits)
    if threshold.strict:
        return _("超过%(fraction)s") % {"fraction": fraction}
    return _("%(fraction)s以上（含）") % {"fraction": fraction}


def _thresholds(rule):
    """(what is measured, words, exact sign) of the tests this rule asks."""
    asked = ((name, getattr(rule, name)) for name in TEST_NAMES)
    parsed = ((name, Threshold.parse(text)) for name, text in asked if text)
    return [
        {"name": _measured(name, rule.consent_of_roll), "words": in_words(threshold), "sign": _sign(threshold)}
        for name, threshold in parsed
    ]


def _measured(name, of_roll):
    if of_roll and name == "area_consent":
        return _("同意的面积（占全体）")
    if of_roll and name == "head_consent":
        return _("同意的人数（占全体）")
    return TEST_NAMES[name]


def _sign(threshold):
    return f"{'>' if threshold.strict else '≥'}{threshold.numerator}/{threshold.denominator}"


def _example():
    """The example's four tests, counted by the same code that counts real votes."""
    passed, tests = decide(EXAMPLE_LAW, EXAMPLE_HEADS, EXAMPLE_AREAS)
    lines = [
        {
            "name": TEST_NAMES[test.name],
            "is_area": test.name.startswith("area"),
            "part": test.numerator,
            "whole": test.denominator,
            "percent": percent(test.numerator, test.denominator),
            "required": in_words(test.required),
            "met": test.met,
        }
        for test in tests
    ]
    return {"passed": passed, "lines": lines}
