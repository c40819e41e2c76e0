"""Noise is announced ahead, and told neutrally when it came otherwise."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from communities import guards
from projects.models import Holiday, NoiseWindow, NoisyWork, QuietDay
from projects.procedure import actions
from projects.procedure.domain import Refused

from .yard import at


def workday(hour=8, ahead=7):
    """A moment of a Wednesday at least ``ahead`` days from now."""
    day = timezone.localdate() + timedelta(days=ahead)
    day += timedelta(days=(2 - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def test_usual_hours_are_announced_without_a_reason(yard):
    window = yard.announce(workday(8), workday(18))
    assert (window.exception, window.announced_by) == ("", yard.by)
    assert actions.notice_warning(window) == ""
    assert list(NoiseWindow.objects.ahead(timezone.now())) == [window]


def test_other_hours_take_a_reason_that_residents_read(yard):
    with pytest.raises(Refused, match="8:00～18:00"):
        yard.announce(workday(7), workday(18))
    with pytest.raises(Refused, match="夜间"):
        yard.announce(workday(20), workday(23))
    window = yard.announce(workday(7), workday(18), exception="混凝土要一次浇完")
    assert window.exception == "混凝土要一次浇完"


@pytest.mark.parametrize(("model", "said"), [(QuietDay, "安静日"), (Holiday, "法定休假日")])
def test_quiet_days_and_holidays_take_a_reason(yard, model, said):
    day = timezone.localdate(workday())
    more = {"citation": "通知", "checked_on": day} if model is QuietDay else {}
    model.objects.create(day=day, name="某日", **more)
    with pytest.raises(Refused, match=said):
        yard.announce(workday(8), workday(18))
    assert not NoiseWindow.objects.exists()


def test_short_notice_is_warned_and_the_past_refused(yard):
    soon = timezone.now() + timedelta(hours=2)
    window = yard.announce(soon, soon + timedelta(hours=1), exception="抢修")
    assert "不到一天" in actions.notice_warning(window)
    with pytest.raises(Refused, match="开始以前"):
        yard.announce(at(2, 8), at(2, 18))
    with pytest.raises(Refused, match="晚于"):
        yard.announce(workday(18), workday(8))
    with pytest.raises(Refused, match="24小时"):
        yard.announce(workday(8), workday(8) + timedelta(days=1))
    with pytest.raises(Refused, match="年份"):
        yard.announce(workday(8).replace(year=2999), workday(18).replace(year=2999))


def test_announced_noise_is_called_off_with_a_reason(yard):
    window = yard.announce(workday(8), workday(18))
    with pytest.raises(Refused, match="原因"):
        actions.cancel_noise(window=window, reason="", by=yard.by)
    actions.cancel_noise(window=window, reason="下雨", by=yard.by)
    assert not NoiseWindow.objects.ahead(timezone.now()).exists()
    with pytest.raises(Refused, match="已经取消"):
        actions.cancel_noise(window=window, reason="下雨", by=yard.by)


def _marks(work):
    return [name for name in ("is_unannounced", "is_night", "is_holiday", "is_quiet") if getattr(work, name)]


def _told(yard, starts_at, ends_at, **values):
    """As if announced in its time: the guard against announcing afterwards looks at the clock of today."""
    guards.remove(connection)
    plain = {"project": yard.project, "text": "打桩", "announced_at": starts_at - timedelta(days=2)}
    window = NoiseWindow.objects.create(starts_at=starts_at, ends_at=ends_at, **plain, **values)
    guards.install(connection)
    return window


def test_noise_within_an_announced_window_carries_no_mark(yard):
    _told(yard, at(3, 8), at(3, 18))
    assert _marks(yard.noisy(at(3, 8), at(3, 18))) == []
    assert _marks(yard.noisy(at(3, 17), at(3, 18, 1))) == ["is_unannounced"]
    assert [work.pk for work in NoisyWork.objects.marked()] == [NoisyWork.objects.latest("id").pk]


def test_window_called_off_or_told_late_covers_nothing(yard):
    _told(yard, at(4, 8), at(4, 18), cancelled_at=at(3, 12), cancel_reason="下雨")
    assert _marks(yard.noisy(at(4, 9), at(4, 10))) == ["is_unannounced"]


def test_night_holiday_and_quiet_day_are_marked(yard):
    Holiday.objects.create(day=date(2026, 3, 5), name="某节")
    QuietDay.objects.create(day=date(2026, 3, 6), name="考试", citation="通知", checked_on=date(2026, 3, 1))
    _told(yard, at(5, 0), at(6, 23))
    assert _marks(yard.noisy(at(5, 9), at(5, 10))) == ["is_holiday"]
    assert _marks(yard.noisy(at(6, 9), at(6, 10))) == ["is_quiet"]
    assert _marks(yard.noisy(at(5, 23), at(6, 5))) == ["is_night", "is_holiday", "is_quiet"]


def test_what_is_not_over_is_not_written_down(yard):
    now = timezone.now()
    with pytest.raises(Refused, match="还没有结束"):
        yard.noisy(now - timedelta(hours=1), now + timedelta(hours=1))
    work = yard.noisy(at(3, 9), at(3, 10))
    actions.withdraw_noise(work=work, reason="记错了楼", by=yard.by)
    assert not NoisyWork.objects.marked().exists()
    with pytest.raises(Refused, match="已经撤销"):
        actions.withdraw_noise(work=work, reason="记错了楼", by=yard.by)
