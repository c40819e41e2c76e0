"""A project walks its steps: in turn, with what they ask for, and its stage follows."""

import pytest

from communities.journal.models import Entry
from projects.procedure import actions
from projects.procedure.domain import Refused
from projects.procedure.models import Course, DateChange, Procedure, Step
from projects.retrofits.actions import move
from projects.retrofits.domain import WrongStage

from .conftest import PLAN, days


def test_project_begins_with_every_step_waiting(road):
    course = road.begin()
    assert list(course.steps.values_list("template__code", "status")) == [
        (row["code"], "waiting") for row in PLAN["step"]
    ]
    entry = Entry.objects.about(course).get()
    assert (entry.action, entry.actor) == ("projects.course.begin", f"user:{road.by.pk}")
    with pytest.raises(Refused, match="已经开始办理"):
        road.begin()


def test_kind_without_a_procedure_cannot_begin(road):
    with pytest.raises(Refused, match="“外墙修缮”还没有流程"):
        road.begin(project=road.open_project(road.cast.stair2, "facade"))
    with pytest.raises(Refused, match="日期不能晚于今天"):
        road.begin(on=days(9999))
    assert not Course.objects.exists()


def test_project_keeps_the_version_it_began_with(road):
    course = road.begin()
    actions.publish_procedure(values={**PLAN, "version": 2}, by=None)
    other = road.open_project(road.cast.stair2)
    later = road.begin(project=other)
    assert [course.procedure.version, later.procedure.version] == [1, 2]
    assert Procedure.objects.newest().first().version == 2


def test_step_is_done_only_with_its_documents(road):
    road.begin()
    opened = road.open("ASK")
    assert (opened.status, opened.opened_on, opened.expected_on) == ("open", days(0), days(7))
    with pytest.raises(Refused, match="“步骤ASK”还不能办完，还缺：材料“申请”"):
        road.finish("ASK")
    road.attach("ASK", "申请")
    with pytest.raises(Refused, match="办完日期不能早于开始日期2026年3月2日"):
        road.finish("ASK", -1)
    assert road.finish("ASK", 3).done_on == days(3)


def test_step_opened_out_of_turn_is_refused_naming_what_is_missing(road):
    road.begin()
    with pytest.raises(Refused, match="“步骤WORK”还不能开始，还缺：“步骤ASK”先要办完；“步骤VOTE”先要办完"):
        road.open("WORK")
    with pytest.raises(Refused, match="“步骤ASK”现在是“还没有开始”；这样做要在“正在办”的时候"):
        road.finish("ASK")
    assert not Step.objects.exclude(status="waiting").exists()


def test_step_cannot_open_before_the_one_before_it_was_done(road):
    road.begin()
    road.attach("ASK", "申请")
    road.open("ASK")
    road.finish("ASK", 5)
    with pytest.raises(Refused, match="开始日期不能早于“步骤ASK”办完的日期2026年3月7日"):
        road.open("VOTE", 4)
    with pytest.raises(Refused, match="预计办完日期不能早于开始日期"):
        road.open("VOTE", 6, expected_on=days(5))
    assert road.open("VOTE", 5).expected_on is None


def test_vote_gate_stands_before_the_end_of_its_step(road):
    road.walked("VOTE")
    with pytest.raises(Refused, match="还缺：征询表决（还没有开始）"):
        road.finish("VOTE", 1)
    assert road.step("VOTE").status == "open"


def test_only_what_is_optional_is_left_out_with_a_reason_and_in_turn(road):
    road.begin()
    skip = {"by": road.by, "reason": "不占公共的地"}
    with pytest.raises(Refused, match="“步骤ASK”先要办完"):
        actions.skip(step=road.step("LAND"), **skip)
    with pytest.raises(Refused, match="每个项目都要办"):
        actions.skip(step=road.step("ASK"), **skip)
    road.attach("ASK", "申请")
    road.open("ASK")
    road.finish("ASK")
    with pytest.raises(Refused, match="请写不用办的原因"):
        actions.skip(step=road.step("LAND"), by=road.by, reason=" ")
    assert actions.skip(step=road.step("LAND"), **skip).note == "不占公共的地"


def test_stage_of_the_project_follows_its_steps(road):
    move(project=road.project, to="not_started", on=days(0), by=None)
    road.walked("SHOW")
    Step.objects.filter(template__code="SHOW").update(status="done", done_on=days(1))
    road.open("WORK", 2)
    assert (road.stage(), road.project.started_on) == ("under_construction", days(2))
    road.finish("WORK", 9)
    assert (road.stage(), road.project.completed_on) == ("completed", days(9))
    road.open("RUN", 9)
    with pytest.raises(Refused, match="一直要办"):
        road.finish("RUN", 10)


def test_course_is_not_written_down_against_the_stage(road):
    with pytest.raises(Refused, match="项目现在是“征询中”，办到这一步应该是“在建”"):
        road.walked("WORK")
    with pytest.raises(Refused, match="请选现在办到哪一步"):
        road.walked("NOWHERE")
    assert not Course.objects.exists()


def test_stage_that_cannot_follow_stops_the_step(road):
    move(project=road.project, to="not_started", on=days(3), by=None)
    road.walked("SHOW")
    Step.objects.filter(template__code="SHOW").update(status="done", done_on=days(1))
    with pytest.raises(Refused, match="项目现在是“待开工”（2026年3月5日起），这一步会把它变成“在建”"):
        road.open("WORK", 2)
    assert (road.step("WORK").status, road.stage()) == ("waiting", "not_started")


def test_done_step_is_reopened_while_nothing_after_it_began(road):
    road.begin()
    road.attach("ASK", "申请")
    road.open("ASK")
    road.finish("ASK")
    again = {"by": road.by, "reason": "申请漏了一户"}
    held = actions.reopen(step=road.step("ASK"), **again)
    assert (held.status, held.opened_on, held.done_on, held.note) == ("open", days(0), None, "申请漏了一户")
    road.finish("ASK")
    road.open("VOTE")
    with pytest.raises(Refused, match="后面的“步骤VOTE”已经开始"):
        actions.reopen(step=road.step("ASK"), **again)


def test_another_expected_day_keeps_the_old_one_and_asks_why(road):
    road.begin()
    step = road.step("VOTE")
    assert actions.expect(step=step, on=days(20), by=road.by).expected_on == days(20)
    with pytest.raises(Refused, match="请写改日期的原因"):
        actions.expect(step=step, on=days(30), by=road.by)
    with pytest.raises(Refused, match="预计日期没有变"):
        actions.expect(step=step, on=days(20), by=road.by)
    with pytest.raises(Refused, match="年份不对"):
        actions.expect(step=step, on=days(20).replace(year=226), by=road.by)
    actions.expect(step=step, on=days(30), reason="图纸要改", by=road.by)
    assert list(DateChange.objects.values_list("old_on", "new_on", "reason")) == [(days(20), days(30), "图纸要改")]


def test_settled_step_has_no_expected_day_any_more(road):
    road.walked("VOTE")
    with pytest.raises(Refused, match="办完了，不用再改"):
        actions.expect(step=road.step("ASK"), on=days(30), by=road.by)
    with pytest.raises(Refused, match="不能早于开始日期"):
        actions.expect(step=road.step("VOTE"), on=days(-1), by=road.by)


#: Who asks, and what each hears before, during and after the step.
ROLES = (
    ("member", ["opened", "finished", "现在是“办完了”"]),
    ("secretary", ["opened", "finished", "现在是“办完了”"]),
    ("leader", ["没有这项权限"] * 3),
    ("outsider", ["不在您负责的范围内"] * 3),
)


@pytest.mark.parametrize("role, heard", ROLES, ids=[role for role, _ in ROLES])
def test_who_may_take_a_step_before_during_and_after(road, role, heard):
    road.begin()
    road.attach("ASK", "申请")
    by, found = getattr(road.cast, role), []
    for act, said in ((road.open, "opened"), (road.finish, "finished"), (road.finish, "again")):
        try:
            act("ASK", by=by)
            found.append(said)
        except Refused as refusal:
            found.append(str(refusal))
    assert len(found) == 3
    assert all(part in text for part, text in zip(heard, found, strict=True)), found


def test_stage_is_not_moved_by_hand_to_where_the_steps_have_not_come(road):
    road.begin()
    with pytest.raises(WrongStage, match="办理进度里“步骤SIGN”还没有办完"):
        move(project=road.project, to="not_started", on=days(1), by=road.by)
    paused = move(project=road.project, to="paused", on=days(1), by=road.by, reason="春节")
    assert (paused.stage, road.stage()) == ("paused", "paused")


def test_refused_move_is_said_on_the_form(road, client):
    road.begin()
    client.force_login(road.cast.member)
    form = {"to": "not_started", "on": "2026-03-03", "reason": ""}
    reply = client.post(f"/admin/projects/project/{road.project.pk}/move/", form)
    assert "请在“办理进度”里把这一步办完，阶段会跟着变" in reply.content.decode()
    assert road.stage() == "consulting"
