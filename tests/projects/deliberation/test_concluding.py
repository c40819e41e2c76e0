"""Attendance with its light, minutes of two people, resolutions with a day."""

import datetime

import pytest
from django.utils import timezone

from projects.deliberation import actions
from projects.deliberation.domain import Refused
from projects.models import Attendance, Minutes, Resolution

from .conftest import DAY


def test_light_follows_every_count(hall):
    called = hall.called(kind=hall.strict)
    few = actions.record_attendance(
        meeting=called, people_due=12, people_present=7, area_due_cm2=692_0000, area_present_cm2=500_0000, by=hall.first
    )
    assert [(light.measure, light.lacking) for light in few.lights] == [("people", 1), ("area", 0)]
    more = actions.record_attendance(
        meeting=called, people_due=12, people_present=8, area_due_cm2=692_0000, area_present_cm2=500_0000, by=hall.first
    )
    assert [light.met for light in more.lights] == [True, True]
    assert Attendance.objects.count() == 2
    with pytest.raises(Refused, match="实到不能多于应到"):
        actions.record_attendance(meeting=called, people_due=1, people_present=2, by=hall.first)
    with pytest.raises(Refused, match="准备中"):
        actions.record_attendance(meeting=hall.draft(), people_due=2, people_present=2, by=hall.first)


def test_minutes_are_checked_by_another_and_then_frozen(hall):
    held = hall.held()
    hall.count(held)
    minutes = hall.write(held)
    with pytest.raises(Refused, match="由另一位同事"):
        actions.check_minutes(meeting=held, by=hall.first)
    with pytest.raises(Refused, match="先由另一位同事核对"):
        actions.publish_minutes(meeting=held, by=hall.second)
    actions.check_minutes(meeting=held, by=hall.second)
    published = actions.publish_minutes(meeting=held, by=hall.first)
    assert (published.status, published.checker_duty) == ("published", "党总支书记")
    assert published.attendance.people_present == 8
    for act in (lambda: hall.write(held), lambda: hall.resolve(held), lambda: hall.count(held)):
        with pytest.raises(Refused, match="纪要已公布"):
            act()
    actions.add_to_minutes(meeting=held, text="地点写错了", by=hall.first)
    assert list(minutes.addenda.values_list("text", flat=True)) == ["地点写错了"]


def test_words_changed_after_the_check_are_checked_again(hall):
    held = hall.held()
    hall.write(held)
    actions.check_minutes(meeting=held, by=hall.second)
    hall.resolve(held)
    assert Minutes.objects.get().status == "draft"
    actions.check_minutes(meeting=held, by=hall.second)
    hall.write(held, text="改了")
    with pytest.raises(Refused, match="先由另一位同事核对"):
        actions.publish_minutes(meeting=held, by=hall.second)
    with pytest.raises(Refused, match="直接改纪要"):
        actions.add_to_minutes(meeting=held, text="补充", by=hall.first)
    assert Minutes.objects.get().checked_by is None


def test_minutes_need_words_a_held_meeting_and_a_person(hall):
    with pytest.raises(Refused, match="已通知"):
        hall.write(hall.called())
    held = hall.held()
    for values, said in (({"text": " "}, "请写各方意见"), ({"text": "字" * 20_000}, "最多5000字")):
        with pytest.raises(Refused, match=said):
            hall.write(held, **values)
    with pytest.raises(Refused, match="本人的账号"):
        hall.write(held, by=None)
    with pytest.raises(Refused, match="还没有写纪要"):
        actions.check_minutes(meeting=held, by=hall.second)


def test_resolutions_are_numbered_by_year_and_late_by_the_day(hall):
    held = hall.held(starts_at=datetime.datetime(2026, 3, 5, 11, tzinfo=datetime.UTC))
    first, second = hall.resolve(held), hall.resolve(held, due_on=datetime.date(2026, 3, 31))
    assert (first.number, second.number) == ("2026-01", "2026-02")
    assert not Resolution.objects.overdue(datetime.date(2026, 4, 1)).exists()
    hall.publish(held)
    assert list(Resolution.objects.overdue(datetime.date(2026, 4, 1))) == [second]
    assert not Resolution.objects.overdue(datetime.date(2026, 3, 31)).exists()
    done = actions.carry_out(resolution=second, done_on=datetime.date(2026, 4, 2), note="已贴出", by=hall.first)
    assert (done.done_on, done.done_note) == (datetime.date(2026, 4, 2), "已贴出")
    with pytest.raises(Refused, match="已登记办完"):
        actions.carry_out(resolution=second, done_on=datetime.date(2026, 4, 2), note="再办", by=hall.first)


def test_resolution_with_a_day_nobody_can_mean_is_refused(hall):
    held, today = hall.held(), timezone.localdate()
    with pytest.raises(Refused, match="年份不对"):
        hall.resolve(held, due_on=datetime.date(2222, 1, 1))
    with pytest.raises(Refused, match="不能早于开会那天"):
        hall.resolve(held, due_on=today - 9 * DAY)
    made = hall.resolve(held)
    with pytest.raises(Refused, match="不晚于今天"):
        actions.carry_out(resolution=made, done_on=today + DAY, note="早了", by=hall.first)
    with pytest.raises(Refused, match="不在您负责的范围内"):
        actions.carry_out(resolution=made, done_on=today, note="别人", by=hall.cast.outsider)
    assert Resolution.objects.get().done_on is None
