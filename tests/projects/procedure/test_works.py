"""Milestones, acceptances and the safety list, as somebody on the site writes them down."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from projects.models import Acceptance, Milestone, MilestoneChange, SafetyCheck
from projects.procedure import actions
from projects.procedure.domain import Refused
from projects.retrofits.actions import move

from .yard import BEGUN

D = datetime.date


def test_milestone_is_written_down_bit_by_bit(yard):
    yard.record(planned_on=D(2026, 3, 10))
    yard.record(started_on=BEGUN)
    found = yard.record(done_on=D(2026, 3, 12))
    assert (found.planned_on, found.started_on, found.done_on) == (D(2026, 3, 10), BEGUN, D(2026, 3, 12))
    assert Milestone.objects.count() == 1
    assert Entry.objects.filter(object_key=f"projects.milestone:{found.pk}").count() == 3


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, "至少写一个日期"),
        ({"done_on": BEGUN}, "开始日期"),
        ({"started_on": D(2026, 3, 5), "done_on": D(2026, 3, 4)}, "不能早于"),
        ({"started_on": D(2999, 1, 1)}, "年份"),
        ({"planned_on": D(1026, 1, 1)}, "年份"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(yard, days, said):
    with pytest.raises(Refused, match=said):
        yard.record(**days)
    assert not Milestone.objects.exists()


def test_tomorrow_is_no_actual_day(yard):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="今天"):
        yard.record(started_on=tomorrow)
    assert yard.record(planned_on=tomorrow).planned_on == tomorrow


@pytest.mark.parametrize("stage", ["consulting", "not_started"])
def test_milestone_waits_for_the_works(yard, stage):
    project = yard.open(yard.cast.stair2)
    if stage == "not_started":
        project = move(project=project, to=stage, on=D(2026, 2, 2), by=None)
    with pytest.raises(Refused, match="开工以后"):
        actions.record_milestone(project=project, kind=yard.pit, started_on=BEGUN, by=yard.by)
    assert not Milestone.objects.exists()


def test_changed_day_keeps_the_old_one_and_its_reason(yard):
    yard.record(planned_on=D(2026, 3, 10))
    with pytest.raises(Refused, match="改节点日期"):
        yard.record(planned_on=D(2026, 3, 12))
    change = {"project": yard.project, "kind": yard.pit, "what": "planned", "by": yard.by}
    with pytest.raises(Refused, match="原因"):
        actions.change_day(**change, to=D(2026, 3, 12), reason=" ")
    with pytest.raises(Refused, match="没有变"):
        actions.change_day(**change, to=D(2026, 3, 10), reason="下雨")
    with pytest.raises(Refused, match="另一天"):
        actions.change_day(**change, to=None, reason="下雨")
    actions.change_day(**change, to=D(2026, 3, 12), reason="连续下雨")
    line = MilestoneChange.objects.get()
    assert (line.old_on, line.new_on, line.reason) == (D(2026, 3, 10), D(2026, 3, 12), "连续下雨")
    assert Milestone.objects.get().planned_on == D(2026, 3, 12)


def test_done_by_mistake_is_struck_out_with_a_reason(yard):
    yard.record(started_on=BEGUN, done_on=D(2026, 3, 12))
    change = {"project": yard.project, "kind": yard.pit, "by": yard.by, "reason": "填错了节点"}
    actions.change_day(**change, what="done", to=None)
    assert Milestone.objects.get().done_on is None
    assert MilestoneChange.objects.get().new_on is None
    with pytest.raises(Refused, match="还没有登记"):
        actions.change_day(**change, what="done", to=D(2026, 3, 13))


def test_only_those_within_reach_write(yard):
    for by, may in ((yard.cast.leader, True), (yard.cast.secretary, True), (yard.cast.outsider, False)):
        write = {"project": yard.project, "kind": yard.pile, "planned_on": D(2026, 4, 1), "by": by}
        if may:
            assert actions.record_milestone(**write).pk
            continue
        with pytest.raises(Refused, match="范围"):
            actions.record_milestone(**write)
    other = yard.begun(yard.cast.stair2)
    with pytest.raises(Refused, match="范围"):
        actions.record_milestone(project=other, kind=yard.pit, started_on=BEGUN, by=yard.cast.leader)


def test_milestone_belongs_to_its_kind_of_project(yard):
    yard.pit.project_kind = "pipes"
    with pytest.raises(Refused, match="不是这种项目"):
        yard.record(started_on=BEGUN)
    assert not Milestone.objects.exists()


def test_acceptance_needs_an_owner_and_passes_once(yard):
    plain = {"project": yard.project, "kind": "foundation", "on": D(2026, 4, 1), "by": yard.by}
    with pytest.raises(Refused, match="至少1人"):
        actions.accept(**plain, result="passed", owners_present=0)
    actions.accept(**plain, result="failed", owners_present=2)
    row = actions.accept(**{**plain, "on": D(2026, 4, 8)}, result="passed", owners_present=3)
    with pytest.raises(Refused, match="已经登记通过"):
        actions.accept(**plain, result="passed", owners_present=3)
    with pytest.raises(Refused, match="没有保存"):
        actions.accept(**plain, result="failed", owners_present=501)
    with pytest.raises(Refused, match="今天"):
        actions.accept(**{**plain, "on": D(2099, 1, 1)}, result="failed", owners_present=1)
    assert (Acceptance.objects.count(), row.owners_present) == (2, 3)


def test_last_answer_to_a_safety_item_counts(yard):
    hoarding, signs, net = yard.items
    plain = {"project": yard.project, "on": BEGUN, "by": yard.by}
    assert actions.check_safety(**plain, answers={hoarding: "no", signs: "yes", net: ""}) == 2
    assert actions.check_safety(**plain, answers={hoarding: "yes", signs: "yes", net: ""}) == 1
    last = SafetyCheck.objects.latest_answers()
    assert set(last.values_list("item_id", "answer")) == {(hoarding.pk, "yes"), (signs.pk, "yes")}
    assert SafetyCheck.objects.count() == 3
    with pytest.raises(Refused, match="没有改动"):
        actions.check_safety(**plain, answers={hoarding: "yes"})
    with pytest.raises(Refused, match="今天"):
        actions.check_safety(**{**plain, "on": D(2099, 1, 1)}, answers={hoarding: "no"})


def test_whole_site_is_written_down_with_one_line_in_the_journal(yard):
    before = Entry.objects.count()
    written = actions.transcribe_works(
        project=yard.project,
        milestones=[(yard.pit, D(2026, 3, 9), BEGUN, D(2026, 3, 9)), (yard.pile, D(2026, 3, 20), D(2026, 3, 10), None)],
        acceptances=[("foundation", D(2026, 3, 15), "passed", 3)],
        answers={yard.items[0]: "yes"},
        checked_on=BEGUN,
        by=None,
    )
    assert (written, Milestone.objects.count(), Entry.objects.count() - before) == (4, 2, 1)
    assert Entry.objects.latest("seq").changes["milestones"]["PILE"] == ["2026-03-20", "2026-03-10", ""]
    with pytest.raises(Refused, match="已有节点"):
        actions.transcribe_works(
            project=yard.project, milestones=[], acceptances=[], answers={}, checked_on=BEGUN, by=None
        )
