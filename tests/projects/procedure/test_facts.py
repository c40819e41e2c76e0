"""What the other subjects say reaches the gates: votes, schemes with their signatures, the plan on display."""

import datetime

import pytest
from django.utils import timezone

from projects.consultations import actions as votes
from projects.models import Consultation, Holiday, Project
from projects.procedure import actions
from projects.procedure.domain import Refused
from projects.procedure.models import standings, walks
from projects.retrofits.actions import move
from tests.projects.consultations.conftest import Vote
from tests.projects.costs.conftest import Cost

from .conftest import PLAN, days

TODAY = timezone.localdate()


def facts(project, today=TODAY):
    (walk,) = walks(Project.objects.filter(pk=project.pk), today)
    return walk.facts


def test_vote_of_the_stair_tells_how_far_it_is(road):
    vote = Vote(road.cast)
    project = road.open_project(vote.group)
    road.begin(project=project)
    heard = [facts(project).votes]
    held = vote.displayed()
    heard.append(facts(project).votes)
    later = timezone.localdate() + datetime.timedelta(days=30)
    Consultation.objects.filter(pk=held.pk).update(status="annulled", annulled_at=timezone.now(), annul_reason="重来")
    heard.append(facts(project, later).votes)
    assert heard == [{}, {"LIFT_ENTRANCE": "displayed"}, {}]


def test_final_vote_opens_the_gate(road):
    vote = Vote(road.cast)
    held = vote.closed()
    vote.display(held, starts_on=TODAY - datetime.timedelta(days=9))
    votes.finalise(consultation=held, by=vote.second)
    project = road.open_project(vote.group)
    road.walked("VOTE", project=project)
    assert facts(project).votes == {"LIFT_ENTRANCE": "passed"}
    finished = actions.finish(step=road.step("VOTE", project), on=days(1), by=road.by)
    assert finished.status == "done"


def test_signatures_of_the_chosen_scheme_count(cast):
    cost = Cost(cast)
    actions.publish_procedure(values={**PLAN, "kind": "lift"}, by=None)
    actions.begin(project=cost.project, on=days(0), by=cost.by, at="ASK")
    heard = [(facts(cost.project).payers, facts(cost.project).signed)]
    scheme = cost.chosen()
    cost.sign(scheme, "201", "202")
    heard.append((facts(cost.project).payers, facts(cost.project).signed))
    assert heard == [(None, 0), (10, 2)]


def test_plan_on_display_and_opinions_hold_the_step(road):
    move(project=road.project, to="not_started", on=days(0), by=None)
    course = road.walked("SHOW")
    with pytest.raises(Refused, match="还缺：方案公示"):
        road.finish("SHOW", 20)
    posting = actions.post_plan(course=course, starts_on=days(0), place="门厅", by=road.by)
    remark = actions.note_remark(posting=posting, received_on=days(1), text="担心采光", by=road.by)
    assert facts(road.project).opinions_until == days(17)
    with pytest.raises(Refused, match="还缺：1条意见的答复"):
        road.finish("SHOW", 20)
    actions.answer_remark(remark=remark, text="改用玻璃井道", by=road.by)
    assert road.finish("SHOW", 20).done_on == days(20)
    new = actions.post_plan(course=course, starts_on=TODAY, place="门厅", reason="图改了", by=road.by)
    assert facts(road.project).opinions_until == new.opinions_until


def test_holiday_told_after_the_plan_was_posted_moves_the_last_day(road):
    move(project=road.project, to="not_started", on=days(0), by=None)
    course = road.walked("SHOW")
    starts_on = TODAY - datetime.timedelta(days=18)
    posting = actions.post_plan(course=course, starts_on=starts_on, place="门厅", by=road.by)
    assert (posting.opinions_until, posting.last_day()) == (TODAY - datetime.timedelta(days=1),) * 2
    Holiday.objects.get_or_create(day=posting.opinions_until, defaults={"name": "节日"})
    assert posting.last_day() == TODAY
    with pytest.raises(Refused, match="还缺：收意见期满"):
        actions.finish(step=road.step("SHOW"), on=TODAY, by=road.by)


def test_standing_tells_turn_days_and_reason(road):
    road.begin()
    road.open("ASK")
    actions.expect(step=road.step("ASK"), on=days(9), reason="等一户签字", by=road.by)
    (found,) = standings(Project.objects.all(), days(10)).values()
    assert (found.turn.state, found.turn.stop.code) == ("working", "ASK")
    assert [lack.code for lack in found.turn.lacks] == ["document"]
    assert (found.days_in_stage, found.days_in_step, found.days_late) == (10, 10, 1)
    assert (found.reason, found.is_stuck, found.percent) == ("等一户签字", True, 0)


def test_paused_project_is_stuck_with_the_reason_of_the_pause(road):
    road.begin()
    move(project=road.project, to="paused", on=days(1), by=None, reason="燃气管线要移位")
    (found,) = standings(Project.objects.all(), days(2)).values()
    assert (found.stage, found.reason, found.is_stuck) == ("paused", "燃气管线要移位", True)
    assert (found.turn.state, found.days_in_stage, found.days_in_step) == ("ready", 1, None)


@pytest.mark.parametrize("count", (1, 3))
def test_standings_take_four_queries_however_many_projects(road, django_assert_num_queries, count):
    for group in (road.cast.stair1, road.cast.stair2, road.cast.stair3)[:count]:
        project = road.project if group == road.cast.stair1 else road.open_project(group)
        road.begin(project=project)
    with django_assert_num_queries(4):
        found = standings(Project.objects.all(), TODAY)
    assert len(found) == count
