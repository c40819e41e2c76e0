"""The committee's way along the steps, button by button."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.journal.models import Reading
from projects.procedure import actions
from projects.procedure.models import Course, DateChange, Remark, Step, StepDocument

from .conftest import PDF, days

COURSES = "/admin/projects/course"


@pytest.fixture
def desk(road, client):
    client.force_login(road.cast.member)
    return client


def shown(reply):
    return reply.content.decode()


def press(desk, course, name, **data):
    return desk.post(f"{COURSES}/{course.pk}/{name}/", data, follow=True)


def test_project_page_leads_to_its_course_and_to_what_can_be_done(road, desk):
    page = f"/admin/projects/project/{road.project.pk}/change/"
    assert f"{COURSES}/add/?project={road.project.pk}" in shown(desk.get(page))
    reply = desk.post(f"{COURSES}/add/", {"project": road.project.pk, "on": "2026-03-02", "at": ""}, follow=True)
    course = Course.objects.get()
    assert "已开始" in shown(reply)
    html = shown(desk.get(page))
    assert f"{COURSES}/{course.pk}/change/" in html
    assert f"{COURSES}/{course.pk}/open/?step={road.step('ASK').pk}" in html
    assert "开始办理" not in html


def test_course_begun_twice_or_against_its_stage_is_refused_in_words(road, desk):
    reply = desk.post(f"{COURSES}/add/", {"project": road.project.pk, "on": "2026-03-02", "at": "WORK"}, follow=True)
    assert "项目现在是“征询中”，办到这一步应该是“在建”" in shown(reply)
    assert not Course.objects.exists()
    road.begin()
    again = desk.post(f"{COURSES}/add/", {"project": road.project.pk, "on": "2026-03-02", "at": ""}, follow=True)
    assert "已" in shown(again)
    assert Course.objects.count() == 1


def test_step_is_taken_from_its_button_to_its_end(road, desk):
    course, step = road.begin(), road.step("ASK")
    page = shown(desk.get(f"{COURSES}/{course.pk}/open/?step={step.pk}"))
    assert f'value="{step.pk}" selected' in page
    press(desk, course, "open", step=step.pk, on="2026-03-02")
    reply = press(desk, course, "finish", step=step.pk, on="2026-03-03")
    assert "“步骤ASK”还不能办完，还缺：材料“申请”" in shown(reply)
    wanted = step.template.documents.get(name="申请")
    press(desk, course, "upload", wanted=wanted.pk, upload=SimpleUploadedFile("a.pdf", PDF))
    reply = press(desk, course, "finish", step=step.pk, on="2026-03-03")
    assert "已办完" in shown(reply)
    assert road.step("ASK").done_on == days(1)


def test_page_says_whose_turn_it_is_and_what_is_missing(road, desk):
    course = road.begin()
    html = shown(desk.get(f"{COURSES}/{course.pk}/change/"))
    assert "下一步轮到ASK的单位：步骤ASK。可以开始了。" in html
    assert "7步里0步" in html
    road.open("ASK")
    html = shown(desk.get(f"{COURSES}/{course.pk}/change/"))
    assert "现在轮到ASK的单位：步骤ASK。还缺：材料“申请”。" in html


def test_step_forced_open_is_refused_with_what_is_missing(road, desk):
    course = road.begin()
    reply = press(desk, course, "open", step=road.step("WORK").pk, on="2026-03-02")
    assert "“步骤WORK”还不能开始，还缺：“步骤ASK”先要办完" in shown(reply)
    assert road.step("WORK").status == "waiting"
    foreign = road.begin(project=road.open_project(road.cast.stair2)).steps.get(template__code="ASK")
    reply = press(desk, course, "open", step=foreign.pk, on="2026-03-02")
    assert Step.objects.filter(status="open").count() == 0
    assert desk.get(f"{COURSES}/{course.pk}/open/?step=x'1").status_code == 200


def test_date_is_changed_in_two_inputs(road, desk):
    course = road.begin()
    road.open("ASK")
    step = road.step("ASK")
    assert "请写改日期的原因" in shown(press(desk, course, "expect", step=step.pk, on="2026-04-01"))
    press(desk, course, "expect", step=step.pk, on="2026-04-01", reason="图纸要改")
    assert DateChange.objects.get().reason == "图纸要改"


def test_plan_is_posted_and_opinions_are_answered(road, desk):
    course = road.begin()
    assert "方案还没有公示" in shown(press(desk, course, "remark", received_on="2026-03-03", text="担心采光"))
    press(desk, course, "post", starts_on="2026-03-02", place="门厅", display_days=10, opinion_days=7)
    press(desk, course, "remark", received_on="2026-03-03", text="担心采光")
    remark = Remark.objects.get()
    assert "担心采光" in shown(desk.get(f"/admin/projects/remark/{remark.pk}/answer/"))
    desk.post(f"/admin/projects/remark/{remark.pk}/answer/", {"text": "改用玻璃井道"})
    remark.refresh_from_db()
    assert remark.answer == "改用玻璃井道"
    assert "对方案的意见1" not in shown(desk.get("/admin/projects/remark/?unanswered=yes"))


def test_document_is_downloaded_and_the_look_is_logged(road, desk):
    road.begin()
    document = road.attach("ASK", "申请")
    reply = desk.get(f"/admin/projects/stepdocument/{document.pk}/file/")
    assert b"".join(reply.streaming_content) == PDF
    assert reply["Cache-Control"].startswith("no-store")
    assert Reading.objects.get().purpose == "下载步骤材料"
    desk.post(f"/admin/projects/stepdocument/{document.pk}/withdraw/", {"reason": "传错了"})
    assert StepDocument.objects.get().withdraw_reason == "传错了"


def test_front_page_lists_late_steps_and_opinions_that_wait(road, desk):
    course = road.begin()
    road.open("ASK")
    posting = actions.post_plan(course=course, starts_on=days(0), place="门厅", by=road.by)
    actions.note_remark(posting=posting, received_on=days(1), text="担心采光", by=road.by)
    html = shown(desk.get("/admin/"))
    assert "1个项目有步骤过了预计日期" in html
    assert "1条对方案的意见还没有答复" in html
    assert f"{COURSES}/?late=yes" in html


def test_late_steps_are_found(road, desk):
    road.begin()
    road.open("ASK")
    actions.expect(step=road.step("ASK"), on=days(1), reason="提早", by=road.by)
    html = shown(desk.get(f"{COURSES}/?late=yes"))
    assert "步骤ASK" in html
    assert list(Course.objects.overdue(days(1))) == []


@pytest.mark.parametrize("count", (1, 3))
def test_list_of_courses_costs_the_same(road, desk, django_assert_num_queries, count):
    for group in (road.cast.stair1, road.cast.stair2, road.cast.stair3)[:count]:
        road.begin(project=road.project if group == road.cast.stair1 else road.open_project(group))
    desk.get(f"{COURSES}/")
    with django_assert_num_queries(6):
        reply = desk.get(f"{COURSES}/")
    assert shown(reply).count("7步里0步") == count
