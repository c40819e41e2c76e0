"""The calendar as Apple and Google read it: parsed by the library, and measured in octets."""

import datetime

import icalendar
import pytest

from projects.deliberation import actions

PATH = "/c/jia/meetings/calendar.ics"


def read(client, path=PATH):
    reply = client.get(path)
    assert reply.status_code == 200
    return reply.content, icalendar.Calendar.from_ical(reply.content)


def test_called_meeting_is_an_event_at_its_shanghai_hours(client, hall):
    called = hall.called(mode="hybrid", how_to_join="向楼组长要会议号")
    raw, calendar = read(client)
    (event,) = calendar.events
    assert str(event["uid"]) == f"meeting-{called.pk}@127.0.0.1"
    assert event["dtstart"].dt == called.starts_at
    assert event["dtend"].dt == called.ends_at
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event["dtstamp"].dt == called.told_at.replace(microsecond=0)
    assert (str(event["summary"]), str(event["location"])) == ("分摊协调会", "议事厅")
    assert (str(event["status"]), int(event["sequence"])) == ("CONFIRMED", 0)
    assert "向楼组长要会议号" in str(event["description"])
    assert str(event["url"]) == f"http://127.0.0.1:8000/c/jia/meetings/{called.pk}/"
    assert b"DTSTAMP:" + called.told_at.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ").encode() in raw


def test_calendar_says_its_name_zone_and_how_often_to_ask(client, hall):
    hall.called()
    raw, calendar = read(client)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert "甲居民区会议" in str(calendar["name"])
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in raw
    (zone,) = calendar.walk("VTIMEZONE")
    (standard,) = zone.walk("STANDARD")
    assert str(zone["tzid"]) == "Asia/Shanghai"
    assert standard["tzoffsetto"].td == datetime.timedelta(hours=8)


def test_lines_are_at_most_75_octets_and_cut_no_character(client, hall):
    title = "甘" * 35 + "，；,;\\" + "梯" * 20
    hall.called(title=title, place="居" * 80)
    raw, calendar = read(client)
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(line.decode() is not None for line in lines)
    assert str(calendar.events[0]["summary"]) == title
    assert len(f"SUMMARY:{title}".encode()) > 75


def test_move_and_cancellation_reach_the_phone(client, hall):
    called = hall.called()
    uid = str(read(client)[1].events[0]["uid"])
    moved = hall.move(called)
    (event,) = read(client)[1].events
    assert (str(event["uid"]), int(event["sequence"]), event["dtstart"].dt) == (uid, 1, moved.starts_at)
    actions.cancel(meeting=moved, reason="图纸没出来", by=hall.first)
    (event,) = read(client)[1].events
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 2)
    assert str(event["summary"]) == "已取消：分摊协调会"
    assert "图纸没出来" in str(event["description"])


def test_calendar_is_told_once_until_something_changes(client, hall):
    hall.called()
    hall.draft(title="还没通知")
    first = client.get(PATH)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert client.get(PATH, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert "还没通知" not in first.content.decode()
    assert client.get("/c/nowhere/meetings/calendar.ics").status_code == 404


@pytest.mark.parametrize(("path", "name"), ((f"/zh-hant{PATH}", "甲居民区會議"), (f"/en{PATH}", "甲居民区")))
def test_calendar_speaks_the_language_of_its_address(client, hall, path, name):
    hall.called(title="分摊协调会")
    raw, calendar = read(client, path)
    assert name in str(calendar["name"])
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert "\ue000" not in raw.decode()


def test_empty_calendar_is_a_calendar(client, cast):
    _, calendar = read(client)
    assert calendar.events == []
    assert calendar.walk("VTIMEZONE")
