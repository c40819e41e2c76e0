"""A visit is two people on a day that has come; what was said is personal and ends on its day."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from projects.models import HomeVisit, PriorityHousehold, Stair, VisitConcern
from projects.outreach import actions
from projects.outreach.domain import Refused
from projects.retrofits.actions import open_project
from projects.retrofits.models import Project

from .conftest import DAY, copy


def test_visit_is_written_down_without_its_words_in_the_journal(round_):
    visit = round_.visit(concerns=("noise", "daylight", "noise"))
    assert [item.kind for item in visit.concerns.order_by("kind")] == ["daylight", "noise"]
    assert (visit.recorded_by, visit.expires_on) == (round_.by, round_.today + 730 * DAY)
    told = str(list(Entry.objects.filter(action__startswith="projects.homevisit").values("changes", "object_label")))
    for word in ("女儿", "undecided", "采光测算"):
        assert word not in told
    assert "'promise': 'personal'" in told


def test_corrected_visit_keeps_flat_and_recorder(round_):
    visit = round_.visit()
    visit.promise = "带样板来"
    actions.record_visit(visit=visit, concerns=["cost"], by=round_.cast.secretary)
    kept = HomeVisit.objects.get()
    assert (kept.promise, kept.recorded_by) == ("带样板来", round_.by)
    assert list(kept.concerns.values_list("kind", flat=True)) == ["cost"]


@pytest.mark.parametrize(
    ("values", "said"),
    (
        ({"second": None}, "两个人以上"),
        ({"on_day": timezone.localdate() + 2 * DAY}, "走访日期不能晚于今天"),
        ({"on_day": datetime.date(1999, 12, 31)}, "年份要在2000年以后"),
        ({"next_on": timezone.localdate() - 2 * DAY}, "下次的日期不能早于这次"),
        ({"is_reached": False}, "没有谈上，就不填"),
        ({"met": "字" * 41}, "谈的是谁最多40字"),
        ({"promise": "字" * 20_000}, "答应了什么最多300字，现在有20000字"),
        ({"expires_on": timezone.localdate() + 4000 * DAY}, "最长三年"),
    ),
)
def test_visit_that_cannot_be_is_refused(round_, values, said):
    with pytest.raises(Refused, match=said):
        round_.visit(**values)
    assert not HomeVisit.objects.exists()


def test_same_person_twice_or_unknown_worry_is_refused(round_):
    with pytest.raises(Refused, match="两位不同的人"):
        round_.visit(second=round_.ann)
    with pytest.raises(Refused, match="两位不同的人"):
        round_.visit(third=round_.ben)
    with pytest.raises(Refused, match="没有“ghosts”这一类"):
        round_.visit(concerns=["ghosts"])
    assert round_.visit(third=round_.cat).third == round_.cat


def test_leader_visits_the_own_stairs_alone(round_):
    assert round_.visit(by=round_.cast.leader).recorded_by == round_.cast.leader
    with pytest.raises(Refused, match="不在您负责的范围内"):
        round_.visit(by=round_.cast.outsider)
    with pytest.raises(Refused, match="不在您负责的范围内"):
        round_.visit(by=round_.cast.leader, unit=round_.cast.units["9", "101"])
    assert HomeVisit.objects.count() == 1


def test_database_refuses_what_no_visit_is(round_, refused):
    visit, tomorrow = round_.visit(), timezone.localdate() + 2 * DAY
    for name, values in {
        "outreach_visit_two_visitors": {"second_id": round_.ann.pk},
        "outreach_visit_next_after": {"next_on": visit.on_day - DAY},
        "outreach_visit_nobody_said": {"is_reached": False},
        "outreach_visit_expires_later": {"expires_on": visit.on_day},
        "outreach_visit_known_words": {"channel": "dream"},
        "outreach_visit_not_ahead_insert": {"on_day": tomorrow},
        "outreach_visit_home_insert": {"third_id": round_.far.pk},
    }.items():
        with refused(name):
            copy(visit, **values)
    rows = HomeVisit.objects.filter(pk=visit.pk)
    with refused("outreach_visit_not_ahead_update"):
        rows.update(on_day=tomorrow)
    with refused("outreach_visit_home_update"):
        rows.update(second=round_.far)
    with refused("outreach_visit_fixed"):
        rows.update(unit=round_.high)
    with refused("outreach_visit_no_delete"):
        VisitConcern.objects.all().delete()
        rows.delete()
    with refused("outreach_visitconcern_once"):
        VisitConcern.objects.create(visit=visit, kind="daylight")
    with refused("outreach_visitconcern_known"):
        VisitConcern.objects.create(visit=visit, kind="ghosts")


def test_marked_flat_says_why_and_stays_the_same_flat(round_, refused):
    mark = PriorityHousehold(unit=round_.high, reason="elderly_high", expires_on=round_.today + 90 * DAY)
    actions.mark(priority=mark, by=round_.by)
    assert "elderly" not in str(list(Entry.objects.values_list("changes", "object_label")))
    with pytest.raises(Refused, match="最长三年"):
        actions.mark(
            priority=PriorityHousehold(unit=round_.flat, reason="elderly_high", expires_on=round_.today), by=round_.by
        )
    with refused("outreach_priority_fixed"):
        PriorityHousehold.objects.update(unit=round_.flat)
    with refused("outreach_priority_reasoned"):
        PriorityHousehold.objects.update(reason="rich")


def test_coverage_counts_flats_reached_since_the_project_began(round_):
    def stair():
        return Stair.objects.with_coverage(round_.today).get(pk=round_.cast.stair1.pk)

    round_.visit(on_day=round_.today - 40 * DAY, next_on=round_.today - 30 * DAY)
    round_.visit(unit=round_.high, is_reached=False, met="", stance="", next_on=round_.today)
    assert (stair().since, stair().households, stair().reached, stair().overdue) == (None, 2, 1, 1)
    opened = Project(community=round_.cast.here, building_group=round_.cast.stair1, stage_since=round_.today - 20 * DAY)
    open_project(project=opened, by=None)
    assert (stair().since, stair().reached, stair().overdue) == (round_.today - 20 * DAY, 0, 1)
    round_.visit()
    round_.visit()
    assert (stair().reached, stair().overdue) == (1, 0)
    assert HomeVisit.objects.households_reached(round_.cast.here) == 1


def test_overdue_is_the_last_visit_of_a_flat_alone(round_):
    first = round_.visit(on_day=round_.today - 9 * DAY, next_on=round_.today - 3 * DAY)
    assert list(HomeVisit.objects.overdue(round_.today)) == [first]
    assert not HomeVisit.objects.overdue(round_.today - 3 * DAY).exists()
    round_.visit(on_day=round_.today - 9 * DAY, next_on=None)
    assert not HomeVisit.objects.overdue(round_.today).exists()


def test_households_of_a_stair_take_two_queries(round_, django_assert_num_queries):
    round_.visit(on_day=round_.today - DAY, next_on=round_.today + DAY)
    mark = PriorityHousehold(unit=round_.high, reason="hard_to_walk", expires_on=round_.today + 90 * DAY)
    actions.mark(priority=mark, by=round_.by)
    stair = Stair.objects.get(pk=round_.cast.stair1.pk)
    with django_assert_num_queries(2):
        homes = {home.room: home for home in stair.households_now()}
    assert (homes["101"].reached_on, homes["101"].is_priority) == (round_.today - DAY, False)
    assert (homes["601"].reached_on, homes["601"].is_priority) == (None, True)
