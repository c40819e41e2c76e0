"""A consultation in a resident's words: where it stands, which tests were met, how papers came back."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.home.domain import spoken
from portal.home.views.words import in_words
from portal.votes import domain
from projects.consultations.domain import display_over, read_rule, square_metres, within
from projects.consultations.enums import BallotStatus, Channel, ConsultationStatus

MEASURES = {
    "area_quorum": gettext_lazy("参与面积"),
    "head_quorum": gettext_lazy("参与人数"),
    "area_consent": gettext_lazy("同意面积"),
    "head_consent": gettext_lazy("同意人数"),
}
BASES = {
    "area_quorum": gettext_lazy("占全体面积"),
    "head_quorum": gettext_lazy("占全体人数"),
    "area_consent": gettext_lazy("占参与面积"),
    "head_consent": gettext_lazy("占参与人数"),
}
BASES_OF_ROLL = {"area_consent": gettext_lazy("占全体面积"), "head_consent": gettext_lazy("占全体人数")}
STATES = {
    ConsultationStatus.OPEN: gettext_lazy("征询中"),
    ConsultationStatus.COUNTED: gettext_lazy("已计票，等核对"),
    ConsultationStatus.DISPLAYED: gettext_lazy("公示中"),
    ConsultationStatus.FINAL: gettext_lazy("最终结果"),
    ConsultationStatus.ANNULLED: gettext_lazy("已作废"),
}
TAGS = {
    ConsultationStatus.OPEN: "tag-now",
    ConsultationStatus.COUNTED: "tag-info",
    ConsultationStatus.DISPLAYED: "tag-info",
    ConsultationStatus.FINAL: "tag-info",
    ConsultationStatus.ANNULLED: "tag-stop",
}
CHANNELS = {
    Channel.ON_SITE: gettext_lazy("到场交回"),
    Channel.DOORSTEP: gettext_lazy("上门收回"),
    Channel.PHONE: gettext_lazy("电话"),
    Channel.VIDEO: gettext_lazy("视频，有见证人"),
    Channel.POST: gettext_lazy("邮寄"),
    Channel.ONLINE: gettext_lazy("线上"),
}
SET_ASIDE = {BallotStatus.INVALID: gettext_lazy("无效"), BallotStatus.PENDING: gettext_lazy("待核实")}
FIGURES = {
    "outcome": gettext_lazy("是否通过"),
    "tests": gettext_lazy("四项的数字"),
    "heads": gettext_lazy("人数"),
    "areas": gettext_lazy("面积"),
    "digest": gettext_lazy("记录摘要"),
}
MUST = {
    1: gettext_lazy("这一项达到才算通过"),
    2: gettext_lazy("两项都达到才算通过"),
    3: gettext_lazy("三项都达到才算通过"),
    4: gettext_lazy("四项都达到才算通过"),
}
DONE = {
    0: gettext_lazy("现在一项也没有达到"),
    1: gettext_lazy("现在一项已达到"),
    2: gettext_lazy("现在两项已达到"),
    3: gettext_lazy("现在三项已达到"),
}
ALL_DONE = {
    1: gettext_lazy("要求的一项已达到，通过。"),
    2: gettext_lazy("两项都已达到，通过。"),
    3: gettext_lazy("三项都已达到，通过。"),
    4: gettext_lazy("四项都已达到，通过。"),
}


@dataclass(frozen=True)
class Line:
    """A gauge with its words."""

    gauge: domain.Gauge
    name: str
    base: str
    required: str


@dataclass(frozen=True)
class Standing:
    """A vote in a few words: whose, how far, with which outcome (empty while there is none), and what still lacks."""

    where: str
    state: str
    outcome: str
    line: str


def standing_of(consultation, now):
    """Of rows ``with_display`` and ``with_turnout``, for the pages that lead to the vote."""
    state, outcome, line = state_of(consultation, now), "", lacking_words(consultation, now)
    if consultation.has_result and (result := consultation.public_result):
        of_roll = consultation.rule_frozen.get("consent_base") == "roll"
        outcome = _("通过") if result.passed else _("没有通过")
        line = headline(lines_of(result.counted["tests"], of_roll=of_roll))
    return Standing(where(consultation), state, outcome, line)


def where(consultation):
    """Whose vote it is: the stairs, the compound or the body."""
    group = consultation.building_group
    return f"{group.compound.name}{spoken(group.name)}" if group else consultation.place.name


def lines_of(tests, *, of_roll):
    """The four tests in words; ``tests`` as a count prints them."""
    bases = BASES | (BASES_OF_ROLL if of_roll else {})
    return [
        Line(gauge, MEASURES[gauge.name], bases[gauge.name], in_words(gauge.required) if gauge.required else "")
        for gauge in domain.gauges(tests)
    ]


def areas_asked(lines):
    """Whether area means anything here: where no test asks for it, heads may have none."""
    return any(line.gauge.is_area and line.required for line in lines)


def headline(lines):
    """四项都达到才算通过，现在三项已达到，同意人数还差1.7个百分点。"""
    asked = [line for line in lines if line.gauge.required is not None]
    short = [line for line in asked if not line.gauge.met]
    if not short:
        return ALL_DONE[len(asked)]
    missed = [
        _("%(measure)s还差%(points)s个百分点") % {"measure": line.name, "points": line.gauge.missing} for line in short
    ]
    comma = _("，")
    parts = [MUST[len(asked)], DONE[len(asked) - len(short)], *missed]
    return comma.join(str(part) for part in parts) + _("。")


def is_collecting(consultation, now):
    """Papers may come in: it was opened, its hour has come, and the last moment has not."""
    is_open = consultation.status == ConsultationStatus.OPEN
    return is_open and within(consultation.opens_at, consultation.closes_at, now)


def lacking_words(consultation, now):
    """参与人数还差4人，参与面积还差231.00平方米。 Of rows ``with_turnout``; empty where there is no turnout to tell."""
    if not is_collecting(consultation, now):
        return ""
    rule = read_rule(consultation.rule_frozen)
    parts = []
    if rule.head_quorum and (n := rule.head_quorum.lacking(consultation.heads_returned, consultation.roll_heads)):
        parts.append(ngettext("参与人数还差%(n)s人", "参与人数还差%(n)s人", n) % {"n": n})
    if rule.area_quorum and (n := rule.area_quorum.lacking(consultation.area_returned, consultation.roll_area_cm2)):
        parts.append(_("参与面积还差%(area)s平方米") % {"area": square_metres(domain.rounded_up(n))})
    if parts:
        return str(_("，")).join(parts) + _("。")
    return _("参加的已经够了。同意的够不够，要等计票。") if rule.head_quorum or rule.area_quorum else ""


def state_of(consultation, now):
    """Where it stands by the calendar, of rows ``with_display``: nothing is journalled when a day begins or ends."""
    if consultation.status == ConsultationStatus.DISPLAYED:
        return _display_state(consultation, timezone.localdate(now))
    if consultation.status == ConsultationStatus.OPEN and now < consultation.opens_at:
        return _("还没有开始")
    if consultation.status == ConsultationStatus.OPEN and now >= consultation.closes_at:
        return _("已截止，正在计票")
    return str(STATES[consultation.status])


def _display_state(consultation, today):
    if today < consultation.display_starts_on:
        return _("还没有开始公示")
    if display_over(today, consultation.display_ends_on):
        return _("公示期已满")
    return str(STATES[ConsultationStatus.DISPLAYED])


def counted_words(counts, words):
    """[(words, how many)] in the order of ``words``; what nobody used is left out."""
    return [(label, counts[key]) for key, label in words.items() if counts.get(key)]
