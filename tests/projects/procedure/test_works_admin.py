"""Somebody on the site with a phone: the list, the site, a button, a form."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.journal.models import Reading
from projects.models import Acceptance, Milestone, NoiseWindow, NoisyWork, QuietDay, SafetyCheck, SitePhoto
from tests.portal.notices.samples import picture

from .test_works_noise import workday
from .yard import BEGUN, at


@pytest.fixture
def desk(client, yard):
    client.force_login(yard.cast.leader)
    return client


def site(yard, name="change"):
    return f"/admin/projects/worksite/{yard.project.pk}/{name}/"


def press(desk, yard, name, **values):
    reply = desk.post(site(yard, name), values, follow=True)
    assert reply.status_code == 200
    return reply.content.decode()


def test_four_clicks_lead_from_the_menu_to_a_milestone(desk, yard):
    """工地, the site, 登记节点, 登记节点."""
    assert "/admin/projects/worksite/" in desk.get("/admin/").content.decode()
    listed = desk.get("/admin/projects/worksite/").content.decode()
    assert site(yard) in listed
    assert site(yard, "milestone") in desk.get(site(yard)).content.decode()
    page = press(desk, yard, "milestone", kind=yard.pit.pk, started_on="2026-03-02")
    assert "节点已登记" in page
    assert "基坑：开始2026-03-02" in page
    assert Milestone.objects.get().started_on == BEGUN


def test_refusals_are_said_on_the_form(desk, yard):
    assert "开始日期" in press(desk, yard, "milestone", kind=yard.pit.pk, done_on="2026-03-02")
    assert "至少写一个日期" in press(desk, yard, "milestone", kind=yard.pit.pk)
    assert "只能改到另一天" not in press(desk, yard, "redate", kind=yard.pit.pk, what="planned", to="", reason="下雨")
    assert not Milestone.objects.exists()


def test_day_is_changed_with_a_reason(desk, yard):
    yard.record(planned_on=BEGUN)
    assert "这个字段是必填项" in press(desk, yard, "redate", kind=yard.pit.pk, what="planned", to="2026-03-09")
    page = press(desk, yard, "redate", kind=yard.pit.pk, what="planned", to="2026-03-09", reason="下雨")
    assert "计划2026-03-09" in page


def test_photo_is_uploaded_looked_at_and_taken_down(desk, yard):
    upload = SimpleUploadedFile("a.jpg", picture())
    values = {"upload": upload, "phase": "during", "taken_on": "2026-03-02", "alt": "围挡已装好"}
    assert "照片已上传" in press(desk, yard, "photo", **values)
    photo = SitePhoto.objects.get()
    assert photo.confirmed_at is None
    own = f"/admin/projects/sitephoto/{photo.pk}"
    shown = desk.get(f"{own}/file/")
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert Reading.objects.filter(purpose__contains="没有公开的施工照片").count() == 1
    assert "已公开" in desk.post(f"{own}/confirm/", follow=True).content.decode()
    assert "已撤下" in desk.post(f"{own}/withdraw/", {"reason": "照到了人"}, follow=True).content.decode()
    assert not SitePhoto.objects.public().exists()


def test_svg_is_refused_on_the_form(desk, yard):
    upload = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")
    page = press(desk, yard, "photo", upload=upload, phase="during", taken_on="2026-03-02", alt="围挡")
    assert "不能上传这种文件" in page
    assert not SitePhoto.objects.exists()


def test_noise_is_announced_warned_and_called_off(desk, yard):
    day = timezone.localdate(workday()).isoformat()
    plain = {"day": day, "starts": "08:00", "ends": "18:00", "text": "打桩"}
    page = press(desk, yard, "announce", **plain)
    assert "已预告" in page
    assert "不到一天" not in page
    assert "为什么一定要这个时间" in press(desk, yard, "announce", **{**plain, "ends": "06:00"})
    assert "年份不对" in press(desk, yard, "announce", **{**plain, "day": "1026-03-02"})
    own = f"/admin/projects/noisewindow/{NoiseWindow.objects.get().pk}"
    assert "已取消" in desk.post(f"{own}/cancel/", {"reason": "下雨"}, follow=True).content.decode()


def test_short_notice_is_warned(desk, yard):
    soon = timezone.localtime() + datetime.timedelta(minutes=40)
    late = soon + datetime.timedelta(minutes=20)
    values = {
        "day": soon.date(),
        "starts": f"{soon:%H:%M}",
        "ends": f"{late:%H:%M}",
        "text": "抢修",
        "exception": "漏水",
    }
    assert "不到一天" in press(desk, yard, "announce", **values)


def test_noise_outside_the_windows_stands_on_the_site_and_on_the_desk(desk, yard):
    press(desk, yard, "noisy", day="2026-03-03", starts="09:00", ends="10:00", text="打桩")
    assert NoisyWork.objects.get().is_unannounced
    assert "在预告或允许的时间以外：2026-03-03 09:00～10:00 打桩" in desk.get(site(yard)).content.decode()
    listed = desk.get("/admin/projects/noisywork/?marked=yes").content.decode()
    assert "噪声施工" in listed
    own = f"/admin/projects/noisywork/{NoisyWork.objects.get().pk}"
    assert "已撤销" in desk.post(f"{own}/withdraw/", {"reason": "记错了"}, follow=True).content.decode()


def test_safety_list_shows_what_is_open(desk, yard):
    hoarding, signs, net = yard.items
    answers = {f"item{hoarding.pk}": "yes", f"item{signs.pk}": "no", f"item{net.pk}": "not_applicable"}
    page = press(desk, yard, "safety", on="2026-03-03", **answers)
    assert "2项，已落实1项" in page
    assert re.findall(r"○ 还没有落实：(\w+)", page) == ["警示标志"]
    assert SafetyCheck.objects.filter(entered_by=yard.cast.leader).count() == 3


def test_acceptance_asks_for_a_number_and_no_names(desk, yard):
    form = desk.get(site(yard, "accept")).content.decode()
    assert "姓名写在纸质验收记录上" in form
    values = {"kind": "foundation", "on": "2026-03-20", "result": "passed"}
    assert "大于或等于1" in press(desk, yard, "accept", **values, owners_present="0").replace(" ", "")
    page = press(desk, yard, "accept", **values, owners_present="3")
    assert "基础验收：2026-03-20通过，业主代表3人" in page
    assert Acceptance.objects.get().owners_present == 3


def test_project_still_talked_over_takes_photos_of_before_alone(desk, yard):
    early = yard.open(yard.cast.stair2)
    desk.force_login(yard.by)
    page = desk.get(f"/admin/projects/worksite/{early.pk}/change/").content.decode()
    assert f"/admin/projects/worksite/{early.pk}/photo/" in page
    assert f"/admin/projects/worksite/{early.pk}/milestone/" not in page
    yard.noisy(at(3, 9), at(3, 10))
    assert desk.get("/admin/projects/worksite/").status_code == 200


def test_committee_adds_a_quiet_day_and_a_leader_does_not(desk, yard):
    values = {"day": "2027-06-07", "name": "高考", "citation": "市教育考试院通知", "checked_on": "2027-03-01"}
    assert desk.post("/admin/projects/quietday/add/", values).status_code == 403
    desk.force_login(yard.by)
    assert desk.post("/admin/projects/quietday/add/", values).status_code == 302
    assert QuietDay.objects.get().name == "高考"


def test_front_page_says_what_waits_on_the_site(desk, yard):
    late = timezone.now() - datetime.timedelta(hours=3)
    yard.noisy(late, late + datetime.timedelta(hours=1))
    yard.photo()
    front = desk.get("/admin/").content.decode()
    assert "1次噪声施工在预告或允许的时间以外" in front
    assert "1张施工照片等确认能不能公开" in front
    assert "噪声施工" in desk.get("/admin/projects/noisywork/?marked=lately").content.decode()
    assert "施工照片" in desk.get("/admin/projects/sitephoto/?waiting=yes").content.decode()
