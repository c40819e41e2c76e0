"""A lift enters the register once it is built; what waits is asked of the table; a year on it is reviewed."""

import datetime

import pytest

from communities.journal.models import Entry
from projects.costs import actions as costs
from projects.models import Lift, Review
from projects.retrofits.actions import open_project
from projects.retrofits.models import Project
from projects.upkeep import actions
from projects.upkeep.domain import Refused
from tests.projects.accounts.collecting import Collection, day

from .conftest import DAY, START, Shaft, walk


def test_register_reckons_the_first_inspection(shaft):
    lift = shaft.lift(registration_no="梯１１沪a00001（20）", registered_on=START + 20 * DAY)
    assert (lift.next_inspection_on, lift.next_inspection_kind) == (datetime.date(2021, 7, 6), "periodic")
    assert lift.registration_no == "梯11沪A00001(20)"
    assert Entry.objects.filter(action="projects.lift.register", community_id=shaft.cast.here.pk).count() == 1


def test_changed_day_of_first_use_moves_what_is_due(shaft):
    lift = shaft.lift()
    lift.in_use_on = datetime.date(2020, 8, 1)
    actions.register(lift=lift, by=shaft.second)
    assert Lift.objects.get().next_inspection_on == datetime.date(2021, 8, 1)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"registration_no": "12345"}, "梯11沪A00001"),
        ({"in_use_on": datetime.date(2020, 7, 3)}, "不能早于开工日期"),
        ({"in_use_on": datetime.date(2099, 1, 1)}, "不能晚于今天"),
        ({"in_use_on": None}, "请写投入使用日期"),
        ({"warranty_until": START - DAY}, "质保不能早于"),
        ({"warranty_until": datetime.date(9999, 1, 1)}, "2000年到2100年"),
    ],
)
def test_lift_that_cannot_be_is_refused_in_words(shaft, values, why):
    with pytest.raises(Refused, match=why):
        shaft.lift(**values)
    assert not Lift.objects.exists()


def test_lift_nobody_rides_yet_or_of_other_hands_is_refused(shaft):
    building = Project(community=shaft.cast.here, building_group=shaft.cast.stair2, stage_since=START)
    open_project(project=building, by=None)
    with pytest.raises(Refused, match="还没有完工"):
        shaft.lift(project=building)
    lift = shaft.unsaved()
    for by, why in ((shaft.cast.outsider, "不在您负责的范围内"), (shaft.cast.leader, "没有这项权限"), (None, "经办人")):
        with pytest.raises(Refused, match=why):
            actions.register(lift=lift, by=by)
    lift.maintainer = shaft.foreign
    with pytest.raises(Refused, match="单位不在这个居民区"):
        actions.register(lift=lift, by=shaft.first)


def test_what_waits_is_asked_of_the_table(shaft):
    lift = shaft.lift()
    rows, due = Lift.objects, datetime.date(2021, 7, 6)
    assert [rows.inspection_overdue(on).count() for on in (due, due + DAY)] == [0, 1]
    assert [rows.inspection_within(on, 60).count() for on in (due - 61 * DAY, due - 60 * DAY, due, due + DAY)] == [
        *(0, 1, 1, 0)
    ]
    assert [rows.maintenance_overdue(on).count() for on in (START + 15 * DAY, START + 16 * DAY)] == [0, 1]
    visit = shaft.maintain(lift, START + 10 * DAY)
    assert [rows.maintenance_overdue(on).count() for on in (START + 25 * DAY, START + 26 * DAY)] == [0, 1]
    actions.strike(row=visit, reason="登记错了电梯", by=shaft.first)
    assert rows.maintenance_overdue(START + 25 * DAY).count() == 1
    assert [rows.review_due(on).count() for on in (due - DAY, due)] == [0, 1]


def test_manager_is_missed_where_two_or_more_own_the_lift(cast):
    owned = Collection(cast)
    costs.enter_contributors(scheme=owned.scheme, on=day(3, 2), by=cast.member)
    shaft, project = Shaft(cast), walk(owned.cost.project)
    lift = shaft.lift(project=project, in_use_on=project.stage_since, manager=None)
    assert Lift.objects.with_owners(day(3, 2)).get().owners == 10
    assert [Lift.objects.without_manager(on).count() for on in (day(3, 1), day(3, 2))] == [0, 1]
    lift.manager = shaft.manager
    actions.register(lift=lift, by=shaft.first)
    assert Lift.objects.without_manager(day(3, 2)).count() == 0


def test_review_is_written_once_after_a_year(shaft):
    lift = shaft.lift()
    with pytest.raises(Refused, match="2021年7月6日"):
        actions.review(lift=lift, done_on=datetime.date(2021, 7, 5), findings="好", by=shaft.first)
    for findings in ("", "请打13900001234", "301室说好"):
        with pytest.raises(Refused):
            actions.review(lift=lift, done_on=datetime.date(2021, 7, 6), findings=findings, by=shaft.first)
    made = actions.review(lift=lift, done_on=datetime.date(2021, 7, 6), findings="好\n都会用", by=shaft.first)
    with pytest.raises(Refused, match="已经登记过"):
        actions.review(lift=lift, done_on=datetime.date(2021, 7, 7), findings="好", by=shaft.first)
    assert Review.objects.get() == made
    assert Lift.objects.review_due(shaft.today).count() == 0
