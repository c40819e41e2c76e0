"""Noise is announced, sometimes called off, and written down when it was made."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.models import Holiday
from projects.procedure.domain import (
    HOLIDAY,
    NIGHT,
    OFF_HOURS,
    QUIET,
    UNANNOUNCED,
    WEEKEND,
    YEARS,
    Refused,
    Span,
    against,
    is_short_notice,
    marks,
)
from projects.procedure.models import AHEAD, NoiseWindow, NoisyWork, QuietDay

from .access import words
from .works import site

#: What speaks against announcing noise then, in words.
AGAINST = {
    NIGHT: "有一部分在夜间（22:00～6:00）",
    OFF_HOURS: "不全在通常的施工时间（8:00～18:00）里",
    HOLIDAY: "碰到法定休假日",
    WEEKEND: "碰到星期六或星期日",
    QUIET: "碰到安静日（如高考、中考）",
}


def announce(*, project, starts_at, ends_at, text, by, exception=""):
    """Tell residents ahead. Outside the usual hours of a working day it takes a reason, which they read too."""
    span, now = _span(starts_at, ends_at), timezone.now()
    if starts_at <= now:
        raise Refused("预告要在开始以前；已经做过的，请用“登记噪声施工”")
    found = against(span, *_calendar(span))
    if found and not (exception or "").strip():
        raise Refused(
            "；".join(AGAINST[name] for name in found) + "。请改时间，或者写明为什么一定要这个时间，居民会看到"
        )
    row = NoiseWindow(starts_at=starts_at, ends_at=ends_at, text=words(text, "是什么声音", 120), announced_by=by)
    row.exception = words(exception, "为什么在这个时间") if found else ""
    with transaction.atomic():
        row.project, row.announced_at = site(project, by, AHEAD), now
        journal.store(row, by=by)
    return row


def notice_warning(window):
    """What to say when residents have less than a day; "" when they have more."""
    if not is_short_notice(window.announced_at, window.starts_at):
        return ""
    return "离开始不到一天：请同时在楼道张贴、在群里告诉大家，下次早一点预告"


def cancel_noise(*, window, reason, by):
    """It will not be loud then; the page says no more of it, the record stays."""
    reason = words(reason, "取消的原因")
    with transaction.atomic():
        site(window.project, by, AHEAD)
        held = NoiseWindow.objects.select_for_update(of=("self",)).select_related("project").get(pk=window.pk)
        now = timezone.now()
        if held.cancelled_at is not None:
            raise Refused("这次预告已经取消")
        if held.ends_at <= now:
            raise Refused("时间已过，不能再取消")
        held.cancelled_at, held.cancelled_by, held.cancel_reason = now, by, reason
        journal.store(held, by=by, action="cancel")
    return held


def record_noise(*, project, starts_at, ends_at, text, by):
    """Write down that it was loud; what lay outside announced hours or in quiet times is marked for everybody."""
    span = _span(starts_at, ends_at)
    if ends_at > timezone.now():
        raise Refused("还没有结束：做完以后再登记")
    row = NoisyWork(starts_at=starts_at, ends_at=ends_at, text=words(text, "是什么声音", 120), entered_by=by)
    with transaction.atomic():
        row.project, row.entered_at = site(project, by), timezone.now()
        told = row.project.noise_windows.known_before(starts_at).filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
        found = marks(span, [window.span for window in told], *_calendar(span))
        row.is_unannounced, row.is_night = UNANNOUNCED in found, NIGHT in found
        row.is_holiday, row.is_quiet = HOLIDAY in found, QUIET in found
        journal.store(row, by=by)
    return row


def withdraw_noise(*, work, reason, by):
    """It was written down by mistake."""
    reason = words(reason, "撤销的原因")
    with transaction.atomic():
        site(work.project, by)
        held = NoisyWork.objects.select_for_update(of=("self",)).select_related("project").get(pk=work.pk)
        if held.withdrawn_at is not None:
            raise Refused("这条记录已经撤销")
        held.withdrawn_at, held.withdrawn_by, held.withdraw_reason = timezone.now(), by, reason
        journal.store(held, by=by, action="withdraw")
    return held


def _span(starts_at, ends_at):
    if starts_at.year not in YEARS or ends_at.year not in YEARS:
        raise Refused("年份不对，请核对")
    if ends_at <= starts_at:
        raise Refused("结束时间要晚于开始时间")
    if (ends_at - starts_at).days >= 1:
        raise Refused("一次最长24小时，几天的请一天一天登记")
    return Span(timezone.localtime(starts_at), timezone.localtime(ends_at))


def _calendar(span):
    """Holidays and quiet days among the days of the span."""
    days = span.days()
    return tuple(set(model.objects.filter(day__in=days).values_list("day", flat=True)) for model in (Holiday, QuietDay))
