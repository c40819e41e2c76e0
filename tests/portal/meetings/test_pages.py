"""What residents read of meetings."""

import datetime

import pytest
import time_machine

from projects.deliberation import actions
from tests.projects.deliberation.conftest import DAY


def test_draft_is_nobodys_business(client, hall, text):
    draft = hall.draft()
    assert client.get(f"/c/jia/meetings/{draft.pk}/").status_code == 404
    page = text(client.get("/c/jia/meetings/"))
    assert "现在没有要开的会" in page
    assert "还没有会议记录" in page


def test_list_shows_the_next_meeting_first_and_then_the_past(client, hall, text):
    hall.held(title="上一次")
    hall.called(title="更晚的", starts_at=hall.now + 5 * DAY)
    hall.called(title="最近的", starts_at=hall.now + DAY)
    page = text(client.get("/c/jia/meetings/"))
    assert page.index("最近的") < page.index("更晚的") < page.index("开过的会议") < page.index("上一次")
    assert "协调会·议事厅" in page
    assert "分摊协调会" not in text(client.get("/c/yi/meetings/"))


def test_meeting_tells_when_where_and_about_what(client, hall, text):
    held = hall.held(starts_at=datetime.datetime(2025, 11, 22, 11, tzinfo=datetime.UTC))
    page = text(client.get(f"/c/jia/meetings/{held.pk}/"))
    assert "2025年11月22日（星期六）19:00～21:00" in page
    assert "在哪里议事厅" in page
    assert "怎样分摊60分钟" in page
    assert "谁召集甲居委会" in page
    assert "开过以后才登记" in page


def test_moved_and_cancelled_meeting_says_so(client, hall, text):
    called = hall.called()
    path = f"/c/jia/meetings/{called.pk}/"
    moved = hall.move(called, place="小区广场")
    page = text(client.get(path))
    assert "在哪里小区广场" in page
    assert "议事厅" in page.partition("改过时间或地点")[2]
    assert "原因：议事厅有别的活动" in page
    actions.cancel(meeting=moved, reason="图纸没出来", by=hall.first)
    assert "会议取消了。图纸没出来" in text(client.get(path))


def test_called_meeting_goes_on_by_the_clock(client, hall, text):
    called = hall.called()
    path = f"/c/jia/meetings/{called.pk}/"
    with time_machine.travel(called.starts_at + DAY / 48, tick=False):
        assert "正在开" in text(client.get(path))
    with time_machine.travel(called.ends_at, tick=False):
        assert "时间已过，还没有登记" in text(client.get(path))


def test_past_meetings_are_turned_over_page_by_page(client, hall, text):
    for number in range(21):
        hall.held(title=f"第{number}次会", starts_at=hall.now - (number + 3) * DAY)
    first = client.get("/c/jia/meetings/")
    assert "第19次会" in text(first)
    assert "第20次会" not in text(first)
    older = first.content.decode().partition('href="?after=')[2].partition('"')[0]
    second = text(client.get(f"/c/jia/meetings/?after={older}"))
    assert "第20次会" in second
    assert "第19次会" not in second
    assert client.get("/c/jia/meetings/?after=x").status_code == 400


def test_english_names_the_kind_in_english(client, hall):
    page = client.get(f"/en/c/jia/meetings/{hall.called().pk}/").content.decode()
    assert "Mediation meeting" in page
    assert '<span lang="zh-Hans">分摊协调会</span>' in page


@pytest.mark.parametrize("rows", (1, 30))
def test_pages_ask_the_same_whatever_there_is(hall, cold, rows):
    for _ in range(rows):
        called = hall.called(agenda=(1,) * min(rows, 12))
        hall.held(agenda=(1,))
    assert cold("/c/jia/meetings/")[1] == 5
    assert cold(f"/c/jia/meetings/{called.pk}/")[1] == 3
    hall.move(called)
    assert cold(f"/c/jia/meetings/{called.pk}/")[1] == 4
    assert cold("/c/jia/meetings/calendar.ics")[1] == 3


def test_stairs_and_community_lead_to_the_next_meeting(client, hall, text):
    hall.called(title="只给2号", building_group=hall.cast.stair2, starts_at=hall.now + DAY)
    hall.called(title="给大家", starts_at=hall.now + 2 * DAY)
    assert "只给2号" in text(client.get("/c/jia/"))
    assert "只给2号" in text(client.get("/c/jia/b/2/"))
    page = text(client.get("/c/jia/b/1/"))
    assert "给大家" in page
    assert "只给2号" not in page
    assert "下次会议" not in text(client.get("/c/yi/b/9/"))
