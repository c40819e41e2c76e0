"""From a draft to a meeting that was held, moved or cancelled; what is refused is said in words and changes nothing."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from projects.deliberation import actions
from projects.deliberation.domain import Refused
from projects.models import AgendaItem, Meeting, Rescheduling

from .conftest import DAY, HOUR


def test_called_meeting_is_told_and_frozen_with_its_agenda(hall):
    called = hall.called()
    assert (called.status, called.sequence, called.told_at) == ("called", 0, called.called_at)
    assert [item.minutes for item in called.agenda.all()] == [60, 30]
    assert Entry.objects.filter(action="projects.meeting.call").count() == 1
    with pytest.raises(Refused, match="现在是“已通知”"):
        actions.prepare(meeting=called, by=hall.first)
    with pytest.raises(Refused, match="现在是“已通知”"):
        actions.add_item(meeting=called, text="又一件", minutes=5, by=hall.first)


def test_agenda_longer_than_the_meeting_is_refused(hall):
    with pytest.raises(Refused, match="议程一共121分钟，会议只有120分钟，多了1分钟"):
        actions.call(meeting=hall.draft(agenda=(60, 61)), by=hall.first)
    with pytest.raises(Refused, match="还没有议程"):
        actions.call(meeting=hall.draft(agenda=()), by=hall.first)
    assert not Meeting.objects.public().exists()


def test_short_notice_is_warned_of_and_not_refused(hall):
    draft = hall.draft(kind=hall.strict)
    said = actions.notice_warning(draft, timezone.localdate())
    assert "业主大会会议要提前15天通知（物业管理条例第十四条），按现在的时间还少5天" in said
    assert actions.notice_warning(hall.draft(), timezone.localdate()) == ""
    assert actions.call(meeting=draft, by=hall.first).status == "called"


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"place": ""}, "到场的会议要写地点"),
        ({"mode": "online"}, "线上的会议要写怎样参加"),
        ({"title": "字" * 61}, "会议名称"),
        ({"title": ""}, "会议名称"),
        ({"starts_at": datetime.datetime(2222, 1, 1, tzinfo=datetime.UTC)}, "年份不对"),
        ({"ends_at": timezone.now() - DAY}, "结束时间要晚于开始时间"),
        ({"ends_at": timezone.now() + 12 * DAY}, "最长12小时"),
    ),
)
def test_draft_that_nobody_can_attend_is_refused(hall, values, said):
    with pytest.raises(Refused, match=said):
        hall.draft(**values)
    assert not Meeting.objects.exists()


def test_place_of_another_stair_or_community_is_refused(hall):
    with pytest.raises(Refused, match="所选的项目不是这个楼组的"):
        hall.draft(building_group=hall.cast.stair2, project=hall.project())
    with pytest.raises(Refused, match="同一个居民区"):
        hall.draft(building_group=hall.cast.stair9)
    assert not Meeting.objects.exists()


def test_meeting_in_the_past_is_written_down_as_such_only(hall):
    with pytest.raises(Refused, match="开始时间已过"):
        hall.called(starts_at=hall.now - DAY)
    with pytest.raises(Refused, match="补录只用于已经开过的会"):
        hall.called(is_transcript=True)
    assert hall.held().status == "held"


def test_moved_meeting_keeps_its_old_time_and_the_reason(hall):
    called = hall.called()
    moved = hall.move(called, place="小区广场")
    line = Rescheduling.objects.get()
    assert (line.old_starts_at, line.old_place, line.reason) == (called.starts_at, "议事厅", "议事厅有别的活动")
    assert (moved.starts_at, moved.place, moved.sequence) == (called.starts_at + DAY, "小区广场", 1)
    with pytest.raises(Refused, match="都没有变"):
        hall.move(moved, starts_at=moved.starts_at, ends_at=moved.ends_at)
    with pytest.raises(Refused, match="请写改期的原因"):
        hall.move(moved, reason=" ")
    with pytest.raises(Refused, match="议程一共90分钟"):
        hall.move(moved, ends_at=moved.starts_at + DAY + HOUR)
    with pytest.raises(Refused, match="开始时间已过"):
        hall.move(moved, starts_at=hall.now - DAY, ends_at=hall.now - DAY + 2 * HOUR)
    assert Rescheduling.objects.count() == 1


def test_cancelled_meeting_says_why_and_does_not_come_back(hall):
    cancelled = actions.cancel(meeting=hall.called(), reason="图纸没出来", by=hall.first)
    assert (cancelled.status, cancelled.cancel_reason, cancelled.sequence) == ("cancelled", "图纸没出来", 1)
    with pytest.raises(Refused, match="现在是“已取消”"):
        hall.move(cancelled)
    with pytest.raises(Refused, match="才开始，开了以后再登记"):
        actions.hold(meeting=hall.called(), by=hall.first)


def test_draft_is_thrown_away_with_its_agenda_and_a_called_one_is_kept(hall):
    actions.discard(meeting=hall.draft(), by=hall.first)
    assert not Meeting.objects.exists()
    assert not AgendaItem.objects.exists()
    with pytest.raises(Refused, match="准备中"):
        actions.discard(meeting=hall.called(), by=hall.first)


def test_others_may_not(hall):
    called = hall.called()
    with pytest.raises(Refused, match="不在您负责的范围内"):
        hall.move(called, by=hall.cast.outsider)
    with pytest.raises(Refused, match="没有这项权限"):
        actions.cancel(meeting=called, reason="不开", by=hall.cast.leader)
    assert Meeting.objects.get().status == "called"


def test_lists_show_what_comes_first_and_the_past_latest_first(hall):
    later, sooner = hall.called(starts_at=hall.now + 5 * DAY), hall.called(starts_at=hall.now + DAY)
    old, older = hall.held(), hall.held(starts_at=hall.now - 9 * DAY)
    hall.draft()
    rows = Meeting.objects.all()
    assert list(rows.coming(hall.now)) == [sooner, later]
    assert list(rows.past(hall.now)) == [old, older]
    assert list(rows.past(hall.now).after(old.pk)) == [older]
    assert list(rows.to_hold(hall.now + 6 * DAY)) == [later, sooner]
