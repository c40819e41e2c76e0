"""A committee's way through a meeting by buttons alone, and what the front page says is next."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Committee
from projects.models import Meeting, Minutes, Resolution

from .conftest import DAY, HOUR

NONE = {"agenda-INITIAL_FORMS": "0", "agenda-MIN_NUM_FORMS": "0", "agenda-MAX_NUM_FORMS": "20"}


@pytest.fixture
def desk(client, hall):
    client.force_login(hall.first)
    return client


def form(hall, **values):
    plain = {
        "community": hall.cast.here.pk, "kind": hall.strict.pk, "body": hall.body.pk, "title": "装不装商量会",
        "mode": "on_site", "place": "议事厅", "starts_at_0": "2027-03-01", "starts_at_1": "19:00",
        "ends_at_0": "2027-03-01", "ends_at_1": "20:30", **NONE, "agenda-TOTAL_FORMS": "1",
        "agenda-0-position": "1", "agenda-0-text": "要不要装", "agenda-0-minutes": "60",
    }  # fmt: skip
    return {**plain, **values}


def press(desk, meeting, name, **values):
    """The page after the button; its text."""
    reply = desk.post(f"/admin/projects/meeting/{meeting.pk}/{name}/", values, follow=True)
    assert reply.status_code == 200
    return reply.content.decode()


def test_meeting_is_drafted_with_its_agenda_and_called(desk, hall):
    desk.post("/admin/projects/meeting/add/", form(hall))
    meeting = Meeting.objects.get()
    far = Committee.objects.create(community=hall.cast.there, kind="residents_committee", name="乙居委会")
    assert "乙居委会" not in desk.get("/admin/projects/meeting/add/").content.decode()
    assert desk.post("/admin/projects/meeting/add/", form(hall, body=far.pk)).status_code == 200
    assert [(item.text, item.minutes) for item in meeting.agenda.all()] == [("要不要装", 60)]
    assert "网页查看" not in desk.get("/admin/projects/meeting/").content.decode()
    page = press(desk, meeting, "call")
    assert "已通知，网页和日历马上有" in page
    assert f"/c/jia/meetings/{meeting.pk}/" in page
    desk.post(f"/admin/projects/meeting/{meeting.pk}/change/", form(hall, title="改了"))
    assert Meeting.objects.get().title == "装不装商量会"


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"starts_at_0": "0001-01-01"}, "年份不对"),
        ({"ends_at_1": "18:00"}, "结束时间要晚于开始时间"),
        ({"place": ""}, "要写地点"),
        ({"agenda-0-minutes": "0"}, "要写内容，时长在1到600分钟之间"),
        ({"title": "字" * 61}, "60"),
    ),
)
def test_bad_draft_is_said_on_the_form(desk, hall, values, said):
    reply = desk.post("/admin/projects/meeting/add/", form(hall, **values))
    assert reply.status_code == 200
    assert said in reply.content.decode()
    assert not Meeting.objects.exists()


def test_short_notice_is_said_before_the_button(desk, hall):
    draft = hall.draft(kind=hall.strict)
    page = desk.get(f"/admin/projects/meeting/{draft.pk}/call/").content.decode()
    assert "要提前15天通知（物业管理条例第十四条），按现在的时间还少5天" in page
    moved = hall.called()
    page = press(desk, moved, "move", starts_at_0="x")
    assert "错误" in page
    assert Meeting.objects.get(pk=moved.pk).sequence == 0


def test_meeting_is_counted_minuted_checked_and_published(desk, hall):
    held = hall.held(kind=hall.strict)
    count = {"people_due": 12, "people_present": 7, "area_due": "692.64", "area_present": "461.76"}
    page = press(desk, held, "attend", **count, households_due=0, households_present=0)
    assert "人数要&gt;=2/3：○ 没有达到，还差1人" in page
    assert "面积要&gt;=2/3：● 达到" in page
    assert "写不成" not in page
    assert "读不懂" not in press(desk, held, "attend", **{**count, "area_due": "六十"})
    said = {"chair": "居委会主任", "recorder": "居委会委员", "guests": "", "text": "担心采光"}
    assert "请另一位同事核对" in press(desk, held, "minutes", **said)
    day = timezone.localdate() + DAY
    assert "决议已编号" in press(desk, held, "resolve", text="请厂家报价", body=hall.body.pk, due_on=day.isoformat())
    assert "由另一位同事" in press(desk, held, "check")
    assert "纪要等您核对" not in desk.get("/admin/").content.decode()
    desk.force_login(hall.second)
    assert "1篇会议纪要等您核对" in desk.get("/admin/").content.decode()
    page = desk.get(f"/admin/projects/meeting/{held.pk}/check/").content.decode()
    assert "担心采光" in page
    assert "请厂家报价" in page
    assert "已核对" in press(desk, held, "check")
    assert "1篇会议纪要已核对，等公布" in desk.get("/admin/").content.decode()
    assert "以后只能补充说明" in press(desk, held, "publish")
    assert Minutes.objects.get().published_by == hall.second
    assert "已补充" in press(desk, held, "addendum", text="附图已贴出")


def test_overdue_resolution_is_on_the_front_page_until_done(desk, hall):
    held = hall.held(starts_at=hall.now - 40 * DAY)
    made = hall.resolve(held, due_on=timezone.localdate() - 5 * DAY)
    hall.publish(held)
    assert "1条决议过了期限还没有办完" in desk.get("/admin/").content.decode()
    assert made.number in desk.get("/admin/projects/resolution/?late=yes").content.decode()
    done = {"done_on": timezone.localdate().isoformat(), "note": "已贴出"}
    desk.post(f"/admin/projects/resolution/{made.pk}/done/", done)
    assert Resolution.objects.get().done_note == "已贴出"
    assert "过了期限" not in desk.get("/admin/").content.decode()


def test_sheet_to_sign_names_nobody(desk, hall):
    called = hall.called()
    page = desk.get(f"/admin/projects/meeting/{called.pk}/sheet/").content.decode()
    assert page.count('<th scope="row">') == 36
    assert "签到表：分摊协调会" in page
    assert "示例业主" not in page


def test_meeting_over_by_the_clock_is_to_be_written_down(desk, hall, monkeypatch):
    called = hall.called(starts_at=hall.now + HOUR)
    later = called.ends_at + datetime.timedelta(minutes=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert "1次会议时间已过，要登记已开或取消" in desk.get("/admin/").content.decode()
    assert "分摊协调会" in desk.get("/admin/projects/meeting/?waiting=hold").content.decode()
