"""The words of a vote's notices, complete: what began, what was counted, what stands, what no longer counts. Pure.

Simplified Chinese Markdown, since a notice is stored as such. What people typed is marked so that it stays plain text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from projects.consultations.domain import Threshold

from .figures import Gauge, gauges

_MARKS = re.compile(r"([\\*_\[\]<>|`])")
_MEASURES = {
    "area_quorum": "参与面积占全体面积",
    "head_quorum": "参与人数占全体人数",
    "area_consent": "同意面积占参与面积",
    "head_consent": "同意人数占参与人数",
}
_OF_ROLL = {"area_consent": "同意面积占全体面积", "head_consent": "同意人数占全体人数"}
_FRACTIONS = {"2/3": "三分之二", "3/4": "四分之三", "1/2": "二分之一"}
_MUST = {1: "这一项", 2: "两项都", 3: "三项都", 4: "四项都"}
HOW_TO_VOTE = (
    "填纸质票，签上名，交给居委会或者楼组长。可以请人代签，要有书面委托。打电话只算表示意向，不算投票。"
    "没有交回的票不算参加，也不算同意。弃权算参加，不算同意。"
)


@dataclass(frozen=True)
class Period:
    """公示期: the start day is not counted; ``number`` is which display this is, ``reason`` why it hangs again."""

    starts_on: date
    days: int
    ends_on: date
    number: int = 1
    reason: str = ""


@dataclass(frozen=True)
class Objections:
    received: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Counted:
    """A result: ``figures`` as a count prints them (design: consultation record), and papers that did not count."""

    figures: dict
    digest: str
    day: date
    invalid: int = 0
    pending: int = 0
    of_roll: bool = False

    @property
    def passed(self) -> bool:
        return self.figures["outcome"] == "passed"

    @property
    def gauges(self) -> list[Gauge]:
        return gauges(self.figures["tests"])


@dataclass(frozen=True)
class Subject:
    """What every announcement says of a vote; ``area`` is empty where only heads are counted."""

    number: int
    where: str
    question: str
    plain: str
    electorate: str
    heads: int
    area: str
    law: str
    page: str
    how_to_check: str
    office: str
    opens_at: datetime
    closes_at: datetime
    scheme: str = ""
    silence: str = ""


@dataclass(frozen=True)
class Announced:
    """Title, one sentence, body, and the sentence in English."""

    title: str
    summary: str
    body: str
    summary_en: str


def opening(subject: Subject, thresholds: dict[str, Threshold | None], *, of_roll: bool) -> Announced:
    """征询公告: what is asked of whom, by which rule, until when, and how to take part."""
    asked = {name: threshold for name, threshold in thresholds.items() if threshold is not None}
    lines = [f"- {_measure(name, of_roll)}：{_in_words(threshold)}" for name, threshold in asked.items()]
    body = _joined(
        f"现在就下面的事项征询{_plain(subject.where)}的意见。",
        _about(subject),
        f"**时间**：从{_moment(subject.opens_at)}起，到{_moment(subject.closes_at)}截止。到这一刻为止交回的票才算。",
        f"**怎样才算通过**：{_MUST[len(asked)]}达到。",
        "\n".join(lines),
        f"**怎样表决**：{HOW_TO_VOTE}",
        subject.silence
        and f"**没有交回的票**：按{_plain(subject.silence)}办，票已送到又没有交回的，跟多数意见算，但不算参加。",
        f"**到哪里交票、问谁**：{_plain(subject.office)}。",
        f"**到哪里看**：<{subject.page}> 公示以前只公布多少人参加，不公布多少人同意。",
    )
    until = subject.closes_at
    return Announced(
        f"{subject.where}意见征询：{until.month}月{until.day}日截止",
        subject.plain,
        body,
        f"A vote of the owners is open until {until:%H:%M}, {_english(until)}. Papers go to the residents' committee.",
    )


def first_count(subject: Subject, counted: Counted, period: Period) -> Announced:
    """首次计票结果公示: the four tests, the totals, the digest, how long it hangs and how to object."""
    again = period.number > 1
    body = _joined(
        f"{_plain(subject.where)}的意见征询已在{_day(counted.day)}计票，现在公示计票结果。",
        again and f"这是第{period.number}次公示，原因：{_plain(period.reason)}。",
        f"**计票结果**：{_outcome(counted)}。公示期满、异议都书面答复以后，才是最终结果。",
        _about(subject),
        _figures(counted),
        f"**公示期**：{_period(period)}。",
        "**有异议怎么办**：公示期里书面向居委会提出，写明事由和依据。每一条都书面答复并说明理由。"
        f"{_plain(subject.office)}。",
        _check(subject, counted),
    )
    ends = period.ends_on
    return Announced(
        f"{subject.where}征询计票结果公示：{_outcome(counted)}",
        f"{_said(counted)}。公示到{_day(ends)}为止，有异议请书面提出",
        body,
        f"{_outcome_en(counted)} at the first count; on public display until {_english(ends)}.",
    )


def final(subject: Subject, counted: Counted, periods: Iterable[Period], objections: Objections) -> Announced:
    """最终结果公告: what stands, after which display and which objections."""
    received = "没有收到异议"
    if objections.received:
        received = f"收到异议{objections.received}条，已全部书面答复"
    body = _joined(
        f"{_plain(subject.where)}的意见征询，公示期已满，{received}。现在公告最终结果。",
        f"**最终结果**：{_outcome(counted)}。",
        _about(subject),
        _figures(counted),
        "\n".join(f"**第{period.number}次公示**：{_period(period)}。" for period in periods),
        f"**问谁**：{_plain(subject.office)}。",
        _check(subject, counted),
    )
    return Announced(
        f"{subject.where}征询最终结果：{_outcome(counted)}",
        f"{_said(counted)}。公示期已满，{received}",
        body,
        f"Final result: {_outcome_en(counted).lower()}. The public display is over.",
    )


def annulled(subject: Subject, *, on: date, reason: str) -> Announced:
    """作废公告: since when it no longer counts, and why."""
    body = _joined(
        f"{_plain(subject.where)}的这次意见征询，{_day(on)}起作废，不再算数。",
        f"**原因**：{_plain(reason)}",
        _about(subject),
        "原来的名册、票和记录都照样保留，可以核对。要不要重新征询，另行公告。",
        f"**问谁**：{_plain(subject.office)}。",
        f"**到哪里看**：<{subject.page}>",
    )
    return Announced(
        f"{subject.where}意见征询作废",
        f"{_day(on)}起作废，不再算数",
        body,
        f"This vote was annulled on {_english(on)} and no longer counts.",
    )


def _about(subject):
    area = f"，面积合计{subject.area}平方米" if subject.area else ""
    return _joined(
        f"**表决事项**：{_plain(subject.question)}（第{subject.number}号征询）",
        f"**一句话看懂**：{_plain(subject.plain)}",
        subject.scheme and f"**方案**：{_plain(subject.scheme)}",
        f"**谁来表决**：{subject.electorate}，名册上一共{subject.heads}人{area}。",
        f"**依据**：{_plain(subject.law)}",
    )


def _figures(counted):
    """The four tests line by line (a table of four columns would leave a phone's screen), then who said what."""
    tests = "\n".join(_test(gauge, counted.of_roll) for gauge in counted.gauges)
    asks_area = any(gauge.is_area and gauge.required for gauge in counted.gauges)
    heads, areas = counted.figures["heads"], counted.figures["areas"]
    labels = {"agree": "同意", "disagree": "不同意", "abstain": "弃权", "took_part": "参加的合计"}
    labels |= {"silent": "没有交回，跟多数意见算"} if heads.get("silent") else {}
    labels |= {"roll": "名册上的全体"}
    totals = [
        f"- {label}：{heads[name]}人" + (f"，{areas[name]}平方米" if asks_area else "")
        for name, label in labels.items()
    ]
    aside = f"不计入的票：无效{counted.invalid}张，待核实{counted.pending}张。"
    return _joined(tests, "面积的单位是平方米。百分数后面的位数直接去掉，比的是分数。", "\n".join(totals), aside)


def _test(gauge, of_roll):
    name = _measure(gauge.name, of_roll)
    if gauge.required is None:
        return f"- {name}：不要求"
    met = "已达到" if gauge.met else f"没有达到，还差{gauge.missing}个百分点"
    share = f"{gauge.numerator}÷{gauge.denominator}={gauge.percent}%"
    return f"- {name}：{share}，要{_in_words(gauge.required)}，**{met}**"


def _check(subject, counted):
    return _joined(
        f"**表决记录的摘要**：{counted.digest}",
        f"拿到表决记录的人都可以自己再计一遍，算出来的摘要要和这一串一字不差。怎样核对：<{subject.how_to_check}>",
        f"**到哪里看**：<{subject.page}>",
    )


def _measure(name, of_roll):
    return _OF_ROLL.get(name, _MEASURES[name]) if of_roll else _MEASURES[name]


def _in_words(threshold):
    digits = f"{threshold.numerator}/{threshold.denominator}"
    fraction = _FRACTIONS.get(digits, digits)
    return f"超过{fraction}" if threshold.strict else f"{fraction}以上（含）"


def _outcome(counted):
    return "通过" if counted.passed else "没有通过"


def _outcome_en(counted):
    return "Passed" if counted.passed else "Not passed"


def _said(counted):
    heads = counted.figures["heads"]
    return f"同意{heads['agree']}人，不同意{heads['disagree']}人，弃权{heads['abstain']}人，名册上一共{heads['roll']}人"


def _period(period):
    return f"{_day(period.starts_on)}公布，共{period.days}天（公布当天不算），最后一天是{_day(period.ends_on)}"


def _day(on):
    return f"{on.year}年{on.month}月{on.day}日"


def _moment(at):
    return f"{_day(at)}{at:%H:%M}"


def _english(on):
    return f"{on.day} {on:%B %Y}"


def _plain(text):
    """What somebody typed, as the reader shall see it: no mark of Markdown, no line break."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _joined(*parts):
    return "\n\n".join(part for part in parts if part)
