from datetime import UTC, date, datetime, timedelta

import pytest

from portal.notices.domain import Draft, box_from_row, changed_lines, obstacles, publicity_days

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
READY = {"title": "停水", "summary": "周三", "body": "正文", "publisher": "居委会", "at": AT, "day": AT.date()}


def test_obstacles_of_a_complete_draft_are_none():
    assert obstacles(Draft(**READY)) == []
    assert obstacles(Draft(**READY, valid_until=AT.date(), emergency_until=AT + timedelta(hours=1))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"title": " "}, "“标题”还没有写"),
        ({"body": "\n"}, "“正文”还没有写"),
        ({"publisher": ""}, "“发布人职务”还没有写"),
        ({"title": "【填：楼号】停水"}, "“标题”里还有空没填：楼号"),
        ({"summary": "【填：时间】"}, "“一句话看懂”里还有空没填：时间"),
        ({"body": "【填：时间】和【填：时间】"}, "“正文”里还有空没填：时间"),
        ({"body": "字" * 20001}, "正文最多20000字，现在有20001字"),
        ({"valid_until": AT.date() - timedelta(days=1)}, "“有效到”的日期已经过去"),
        ({"emergency_until": AT}, "“紧急通知显示到”要晚于公开的时间"),
        ({"images_without_alt": ("平面图",)}, "图片“平面图”还没有写图片说明"),
        ({"files_without_text": ("方案",)}, "文件“方案”还没有写文字内容"),
    ],
)
def test_obstacles_of_an_incomplete_draft_are_named(change, expected):
    assert obstacles(Draft(**(READY | change))) == [expected]


def test_publicity_days_start_day_not_counted():
    assert publicity_days(date(2026, 11, 22), date(2026, 11, 29)) == 7
    assert publicity_days(date(2026, 11, 22), date(2026, 11, 22)) == 0


def test_changed_lines_shows_only_what_differs():
    old = "# 时间\n\n9:00～11:00\n\n- **带水桶**\n"
    new = "# 时间\n\n10:00～11:00\n\n- **带水桶**\n\n另行通知"
    assert changed_lines(old, new) == (("9:00～11:00",), ("10:00～11:00", "另行通知"))
    assert changed_lines("", "# 新") == ((), ("新",))


@pytest.mark.parametrize(
    ("old", "at"),
    [
        ({"title": "停水"}, "2026-11-22T01:00:00+00:00"),
        ('{"title": "停水"}', "2026-11-22 01:00:00"),
    ],
)
def test_box_from_row_reads_both_databases(old, at):
    row = {"revision": 2, "at": at, "old": old, "new": {"title": "停电"}, "reason": "写错"}
    box = box_from_row(row, {"title": "标题", "body": "正文"})
    assert (box.revision, box.at, box.reason) == (2, AT, "写错")
    assert box.changes == (("标题", ("停水",), ("停电",)),)
