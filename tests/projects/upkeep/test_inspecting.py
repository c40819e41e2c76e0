"""Inspections move the cycle, reports are checked files, slips are struck out and reckoned without."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.journal.models import Entry
from projects.models import Inspection, Lift, Report, Visit
from projects.upkeep import actions
from projects.upkeep.domain import Refused
from projects.upkeep.models import upkeep_findings
from tests.portal.notices.samples import picture

from .conftest import DAY, START

FIRST = datetime.date(2021, 7, 1)


def photo():
    return SimpleUploadedFile("a.jpg", picture())


def next_of(lift):
    found = Lift.objects.get(pk=lift.pk)
    return found.next_inspection_on.isoformat(), found.next_inspection_kind


def test_passed_inspection_moves_the_cycle_and_a_failed_one_does_not(shaft):
    lift = shaft.lift()
    shaft.inspect(lift, FIRST, result="failed", words="制动器要调")
    assert next_of(lift) == ("2021-07-06", "periodic")
    shaft.inspect(lift, FIRST + DAY)
    assert next_of(lift) == ("2022-07-06", "self_test")
    shaft.inspect(lift, datetime.date(2022, 7, 1), kind="self_test")
    assert next_of(lift) == ("2023-07-06", "self_test")


def test_struck_inspection_is_reckoned_without_and_stays_to_be_read(shaft):
    lift = shaft.lift()
    made = shaft.inspect(lift, FIRST)
    actions.strike(row=made, reason="登记到别的电梯上了", by=shaft.second)
    assert next_of(lift) == ("2021-07-06", "periodic")
    assert Inspection.objects.get().struck_reason == "登记到别的电梯上了"
    with pytest.raises(Refused, match="已经划去"):
        actions.strike(row=made, reason="再来", by=shaft.second)
    with pytest.raises(Refused, match="已划去"):
        actions.attach(inspection=made, upload=photo(), by=shaft.first)
    assert shaft.inspect(lift, FIRST).pk != made.pk
    assert Entry.objects.filter(action="projects.inspection.strike").count() == 1


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"on": datetime.date(2020, 7, 5)}, "不能早于投入使用日期（2020年7月6日）"),
        ({"on": datetime.date(2099, 1, 1)}, "不能晚于今天"),
        ({"on": FIRST, "kind": "look"}, "请选哪一种"),
        ({"on": FIRST, "words": "找张师傅13900001234"}, "像电话"),
        ({"on": FIRST, "upload": SimpleUploadedFile("a.svg", b"<svg xmlns='x'/>")}, "不能上传这种文件"),
    ],
)
def test_inspection_that_cannot_be_saves_nothing(shaft, values, why):
    lift = shaft.lift()
    with pytest.raises(Refused, match=why):
        shaft.inspect(lift, values.pop("on"), **values)
    assert not Inspection.objects.exists()
    assert next_of(lift) == ("2021-07-06", "periodic")


def test_inspection_and_maintenance_are_entered_once(shaft):
    lift = shaft.lift()
    shaft.inspect(lift, FIRST)
    shaft.maintain(lift, FIRST)
    with pytest.raises(Refused, match="检验已经登记过"):
        shaft.inspect(lift, FIRST)
    with pytest.raises(Refused, match="保养已经登记过"):
        shaft.maintain(lift, FIRST)
    assert (Inspection.objects.count(), Visit.objects.get().company_id) == (1, shaft.maintainer.pk)


def test_maintenance_is_by_a_company_of_this_community(shaft):
    lift = shaft.lift(maintainer=None)
    with pytest.raises(Refused, match="请选维保单位"):
        shaft.maintain(lift, FIRST)
    with pytest.raises(Refused, match="同一个居民区"):
        shaft.maintain(lift, FIRST, company=shaft.foreign)
    assert shaft.maintain(lift, FIRST, company=shaft.maintainer).done_on == FIRST


def test_report_is_private_unless_marked_as_scrubbed(shaft):
    lift = shaft.lift()
    made = shaft.inspect(lift, FIRST, upload=photo())
    with pytest.raises(Refused, match="请写图片说明"):
        actions.attach(inspection=made, upload=photo(), by=shaft.first, is_scrubbed=True)
    public = actions.attach(
        inspection=made, upload=photo(), by=shaft.first, is_scrubbed=True, alt="2021年定期检验结论页"
    )
    assert list(Report.objects.public()) == [public]
    assert Report.objects.count() == 2
    actions.strike(row=made, reason="登记错了", by=shaft.first)
    assert not Report.objects.public().exists()


def test_outsiders_write_nothing(shaft):
    lift = shaft.lift()
    for act in (shaft.inspect, shaft.maintain):
        with pytest.raises(Refused, match="不在您负责的范围内"):
            act(lift, START, by=shaft.cast.outsider)
    with pytest.raises(Refused, match="没有这项权限"):
        shaft.inspect(lift, START, by=shaft.cast.leader)
    assert not Visit.objects.exists()


def test_next_inspection_that_does_not_follow_is_found(shaft):
    lift = shaft.lift()
    shaft.inspect(lift, FIRST)
    assert list(upkeep_findings()) == []
    Lift.objects.update(next_inspection_on=datetime.date(2030, 1, 1))
    assert list(upkeep_findings()) == [f"lift {lift.pk} says 2030-01-01, its records say 2022-07-06 (self_test)"]
