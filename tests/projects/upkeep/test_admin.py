"""A committee's way with a lift by buttons, the lines of the desk, and who may not."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Reading
from projects.models import Inspection, Lift, Outage, Review, Visit
from projects.upkeep import actions

from .conftest import DAY, HOUR, START, finished
from .test_inspecting import photo

PAGE = "/admin/projects/lift/"


@pytest.fixture
def desk(client, shaft):
    client.force_login(shaft.first)
    return client


def text(reply):
    assert reply.status_code == 200
    return reply.content.decode()


def moment(name, at):
    at = timezone.localtime(at)
    return {f"{name}_0": at.date().isoformat(), f"{name}_1": at.strftime("%H:%M")}


def test_delivered_lift_is_registered_from_the_desk(desk, shaft):
    project = finished(shaft.cast.stair1)
    front = text(desk.get("/admin/"))
    assert "1台已交付的电梯还没有进电梯登记" in front
    assert f"/admin/projects/lift/add/?project={project.pk}&amp;in_use_on=2020-07-06" in front
    plain = {"project": project.pk, "in_use_on": "2020-07-06", "registration_no": "12345"}
    assert "梯11沪A00001(20)" in text(desk.post(f"{PAGE}add/", plain))
    assert not Lift.objects.exists()
    done = desk.post(f"{PAGE}add/", {**plain, "registration_no": "梯11沪A00001（20）", "manager": shaft.manager.pk})
    assert done.status_code == 302
    assert Lift.objects.get().next_inspection_on == datetime.date(2021, 7, 6)
    assert "还没有进电梯登记" not in text(desk.get("/admin/"))


def test_lift_of_another_community_or_firm_is_not_offered(desk, shaft):
    project = finished(shaft.cast.stair9)
    posted = {"project": project.pk, "in_use_on": "2020-07-06"}
    assert "errorlist" in text(desk.post(f"{PAGE}add/", posted))
    posted = {"project": finished(shaft.cast.stair1).pk, "in_use_on": "2020-07-06", "maintainer": shaft.foreign.pk}
    assert "errorlist" in text(desk.post(f"{PAGE}add/", posted))
    assert not Lift.objects.exists()
    assert "还没有完工" in text(desk.post(f"{PAGE}add/", {"project": unfinished(shaft).pk, "in_use_on": "2020-07-06"}))


def unfinished(shaft):
    from projects.models import Project
    from projects.retrofits.actions import open_project

    row = Project(community=shaft.cast.here, building_group=shaft.cast.stair2, stage_since=START)
    return open_project(project=row, by=None)


def test_everything_about_a_lift_is_written_from_its_page(desk, shaft):
    lift = shaft.lift()
    page = f"{PAGE}{lift.pk}/"
    shown = text(desk.get(f"{page}change/"))
    for words in ("登记停用", "登记检验", "登记保养", "一周年回访", "2021-07-06前，已过期"):
        assert words in shown
    said = {"kind": "periodic", "result": "passed", "done_on": "2021-07-01", "upload": photo()}
    assert "下次到期日已算好" in text(desk.post(f"{page}inspect/", said, follow=True))
    said.pop("upload")
    assert "这台电梯这一天的检验已经登记过" in text(desk.post(f"{page}inspect/", said))
    done = {"done_on": "2021-07-02", "words": "各项正常", "company": shaft.maintainer.pk}
    assert "保养已登记" in text(desk.post(f"{page}maintain/", done, follow=True))
    said = {"done_on": "2021-07-06", "findings": "大家用得惯"}
    assert "回访已登记" in text(desk.post(f"{page}review/", said, follow=True))
    assert "一周年回访</a>" not in text(desk.get(f"{page}change/"))
    assert (Inspection.objects.count(), Visit.objects.count(), Review.objects.count()) == (1, 1, 1)


def test_outage_takes_one_form_and_its_end_another(desk, shaft):
    lift = shaft.lift()
    form = text(desk.get(f"/admin/projects/outage/add/?lift={lift.pk}"))
    assert timezone.localdate().isoformat() in form.replace("/", "-")
    said = {"lift": lift.pk, "cause": "fault", "words": "门机坏了", **moment("starts_at", shaft.now - HOUR)}
    assert desk.post("/admin/projects/outage/add/", said).status_code == 302
    out = Outage.objects.get()
    assert f"{lift}" in text(desk.get("/admin/"))
    assert f'href="/admin/projects/outage/{out.pk}/resume/"' in text(desk.get("/admin/"))
    assert "和已登记的一次停用重叠" in text(desk.post("/admin/projects/outage/add/", said))
    tomorrow = {**moment("expected_at", shaft.now + DAY), "words": "零件明天到"}
    assert "已更新" in text(desk.post(f"/admin/projects/outage/{out.pk}/expect/", tomorrow, follow=True))
    over = {**moment("ends_at", shaft.now), "outcome": "换了皮带"}
    assert "已恢复" in text(desk.post(f"/admin/projects/outage/{out.pk}/resume/", over, follow=True))
    assert "起停用" not in text(desk.get("/admin/"))
    assert Outage.objects.get().closed_by == shaft.first


@pytest.mark.parametrize(
    "values", [{"starts_at_0": "9999-12-31"}, {"starts_at_0": "2099-12-31"}, {"words": "我是301室"}]
)
def test_outage_nobody_can_have_meant_is_refused_on_the_form(desk, shaft, values):
    lift = shaft.lift()
    said = {"lift": lift.pk, "cause": "fault", "words": "门机坏了", **moment("starts_at", shaft.now), **values}
    assert "errorlist" in text(desk.post("/admin/projects/outage/add/", said))
    assert not Outage.objects.exists()


def test_group_leader_tells_of_the_own_stairs(client, shaft):
    lift, other = shaft.lift(), shaft.lift(stair=shaft.cast.stair2)
    client.force_login(shaft.cast.leader)
    said = {"cause": "trapped", "words": "有人被困，已放出", **moment("starts_at", shaft.now - HOUR)}
    client.post("/admin/projects/outage/add/", {**said, "lift": other.pk})
    assert not Outage.objects.exists()
    client.post("/admin/projects/outage/add/", {**said, "lift": lift.pk})
    assert Outage.objects.get().lift == lift
    assert "起停用，恢复了请登记" in text(client.get("/admin/"))
    assert client.get(f"{PAGE}add/").status_code == 403


def test_desk_counts_what_waits_and_leads_to_it(desk, shaft):
    recent = shaft.today - 10 * DAY
    shaft.lift()
    shaft.lift(stair=shaft.cast.stair2, project=finished(shaft.cast.stair2, recent), in_use_on=recent)
    front = text(desk.get("/admin/"))
    lines = {
        "late": "1台电梯的检验已过期",
        "maintain": "1台电梯超过15天没有登记保养",
        "review": "1台电梯用满一年，还没有回访",
    }
    for what, words in lines.items():
        assert words in front
        rows = text(desk.get(f"{PAGE}?waiting={what}"))
        assert "东村1号" in rows
        assert "东村2号</a>" not in rows
    assert "60天内要检验" not in front
    assert desk.get(f"{PAGE}?waiting=soon").status_code == 200
    assert desk.get(f"{PAGE}?waiting=manager").status_code == 200


def test_slip_is_struck_out_with_its_reason(desk, shaft):
    made = shaft.inspect(shaft.lift(), datetime.date(2021, 7, 1))
    page = f"/admin/projects/inspection/{made.pk}/"
    assert "划去" in text(desk.get(f"{page}change/"))
    assert "errorlist" in text(desk.post(f"{page}strike/", {"reason": "  "}))
    assert "已划去" in text(desk.post(f"{page}strike/", {"reason": "登记到别的电梯上了"}, follow=True))
    assert "strike/" not in text(desk.get(f"{page}change/"))
    assert Lift.objects.get().next_inspection_on == datetime.date(2021, 7, 6)


def test_report_is_looked_at_by_staff_and_the_look_is_logged(desk, client, shaft):
    made = shaft.inspect(shaft.lift(), datetime.date(2021, 7, 1), upload=photo())
    report = made.reports.get()
    assert "只有工作人员看得到" in text(desk.get(f"/admin/projects/inspection/{made.pk}/change/"))
    answer = desk.get(f"/admin/projects/report/{report.pk}/file/")
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert Reading.objects.get().purpose == "查看检验报告原件"
    said = {"upload": photo(), "is_scrubbed": "on", "alt": "结论页"}
    assert "报告已上传" in text(desk.post(f"/admin/projects/inspection/{made.pk}/attach/", said, follow=True))
    client.force_login(shaft.cast.outsider)
    assert client.get(f"/admin/projects/report/{report.pk}/file/").status_code == 404


def test_lost_race_is_said_in_words(desk, shaft):
    out = shaft.stop(shaft.lift())
    actions.resume(outage=out, ends_at=shaft.now, by=shaft.second)
    over = {**moment("ends_at", shaft.now), "outcome": ""}
    assert "已经结束或划去" in text(desk.post(f"/admin/projects/outage/{out.pk}/resume/", over))
    assert Outage.objects.get().closed_by == shaft.second
