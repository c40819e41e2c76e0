"""A lift stands still and runs again: one outage at a time, judged by action and database; what residents are told."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from projects.models import Outage
from projects.upkeep import actions
from projects.upkeep.domain import Refused

from .conftest import DAY, HOUR, START, Shaft


def test_outage_is_open_until_it_runs_again(shaft):
    lift = shaft.lift()
    out = shaft.stop(lift, expected_at=shaft.now + 2 * HOUR)
    assert list(Outage.objects.open()) == [out]
    later = actions.expect(outage=out, expected_at=shaft.now + DAY, words="零件明天到", by=shaft.second)
    assert (later.words, later.expected_at) == ("零件明天到", shaft.now + DAY)
    over = actions.resume(outage=out, ends_at=shaft.now, outcome="换了门机皮带", by=shaft.second)
    assert (over.closed_by, over.ends_at) == (shaft.second, shaft.now)
    assert not Outage.objects.open().exists()
    with pytest.raises(Refused, match="已经结束"):
        actions.resume(outage=out, ends_at=shaft.now, by=shaft.first)
    with pytest.raises(Refused, match="已经结束"):
        actions.expect(outage=out, expected_at=None, words="再等", by=shaft.first)


def test_group_leader_tells_of_the_own_stairs_alone(shaft):
    lift, other = shaft.lift(), shaft.lift(stair=shaft.cast.stair2)
    assert shaft.stop(lift, by=shaft.cast.leader).entered_by == shaft.cast.leader
    for by in (shaft.cast.leader, shaft.cast.outsider):
        with pytest.raises(Refused, match="不在您负责的范围内"):
            shaft.stop(other, by=by)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"hours": -1}, "不能晚于现在"),
        ({"lasts": 9}, "恢复时间不能晚于现在"),
        ({"lasts": 0}, "恢复时间要晚于停用时间"),
        ({"cause": "ghost"}, "请选原因"),
        ({"words": " "}, "请写对居民说的话"),
        ({"words": "困了301室的人"}, "不写室号"),
        ({"starts_at": datetime.datetime(2020, 7, 5, tzinfo=datetime.UTC)}, "不能早于投入使用"),
        ({"starts_at": datetime.datetime(1999, 7, 5, tzinfo=datetime.UTC)}, "2000年到2100年"),
        ({"expected_at": datetime.datetime(2020, 8, 5, tzinfo=datetime.UTC)}, "预计恢复时间要晚于停用时间"),
    ],
)
def test_outage_that_cannot_be_is_refused_in_words(shaft, values, why):
    with pytest.raises(Refused, match=why):
        shaft.stop(shaft.lift(), **values)
    assert not Outage.objects.exists()


def test_outages_of_one_lift_never_overlap(shaft):
    lift, other = shaft.lift(), shaft.lift(stair=shaft.cast.stair2)
    shaft.stop(lift, hours=10, lasts=2)
    with pytest.raises(Refused, match=r"重叠.*恢复"):
        shaft.stop(lift, hours=9, lasts=3)
    shaft.stop(lift, hours=8, lasts=1)  # begins when the first ends
    still = shaft.stop(lift, hours=5)
    with pytest.raises(Refused, match="还没有恢复"):
        shaft.stop(lift, hours=4)
    shaft.stop(other, hours=9)
    actions.strike(row=still, reason="没有停", by=shaft.first)
    assert shaft.stop(lift, hours=4, lasts=1).pk
    assert lift.outages.standing().count() == 3


def test_moments_are_whole_minutes(shaft):
    moment = (timezone.now() - DAY).replace(second=42, microsecond=7)
    out = shaft.stop(shaft.lift(), starts_at=moment)
    assert out.starts_at == moment.replace(second=0, microsecond=0)
    assert [stop.starts_at for stop in Outage.objects.stops()] == [out.starts_at]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_one_lift_leave_one(cast):
    shaft = Shaft(cast)
    lift, start, refusals = shaft.lift(), threading.Barrier(2), []

    def write():
        """Past the action, so that only the trigger stands between."""
        now = timezone.now()
        try:
            start.wait(10)
            row = shaft.outage(lift)
            row.entered_at, row.entered_by = now, shaft.first
            row.save()
        except IntegrityError as error:
            refusals.append(str(error))
        finally:
            connections.close_all()

    for _ in range(5):
        both = [threading.Thread(target=write) for _ in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(20)
    assert Outage.objects.count() == 1
    assert len(refusals) == 9
    assert all("overlaps another" in text for text in refusals)


def test_first_day_of_use_counts(shaft):
    lift = shaft.lift()
    morning = timezone.make_aware(datetime.datetime.combine(START, datetime.time(8)))
    assert shaft.stop(lift, starts_at=morning, lasts=1).ends_at == morning + HOUR
    assert lift.outages.count() == 1
