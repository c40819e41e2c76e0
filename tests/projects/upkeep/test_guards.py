"""What the database itself refuses of lifts in use, whoever asks."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from projects.models import Inspection, Lift, Outage, Report, Visit
from projects.upkeep import actions
from tests.projects.accounts.rows import copy, sql

from .conftest import DAY, HOUR, START, finished
from .test_inspecting import FIRST, photo

rows = Lift.objects.all


def test_lift_is_whole(shaft, refused):
    lift = shaft.lift(registration_no="梯11沪A00001(20)")
    second = finished(shaft.cast.stair2)
    for name, values in {
        "upkeep_lift_year_sane": {"in_use_on": datetime.date(1999, 1, 1)},
        "upkeep_warranty_after_use": {"warranty_until": START - DAY},
        "upkeep_next_inspection_known": {"next_inspection_on": START},
    }.items():
        with refused(name):
            rows().update(**values)
    with refused("upkeep_registration_once"):
        copy(lift, project_id=second.pk)
    with refused("upkeep_lift_fixed"):
        rows().update(project=second)
    with refused("upkeep_lift_no_delete"):
        sql("DELETE FROM projects_lift")


def test_lift_stands_in_a_finished_project_and_its_firms_at_home(shaft, refused):
    from projects.models import Project
    from projects.retrofits.actions import open_project

    lift = shaft.lift()
    begun = open_project(
        project=Project(community=shaft.cast.here, building_group=shaft.cast.stair2, stage_since=START), by=None
    )
    with refused("upkeep_lift_is_built"):
        copy(lift, project_id=begun.pk)
    second = finished(shaft.cast.stair3)
    with refused("upkeep_lift_manager_home_insert"):
        copy(lift, project_id=second.pk, manager_id=shaft.foreign.pk)
    with refused("upkeep_lift_maintainer_home_insert"):
        copy(lift, project_id=second.pk, maintainer_id=shaft.foreign.pk)
    with refused("upkeep_lift_manager_home_update"):
        rows().update(manager=shaft.foreign)
    with refused("upkeep_lift_maintainer_home_update"):
        rows().update(maintainer=shaft.foreign)


def test_review_stays_as_it_was_written(shaft, refused):
    lift = shaft.lift()
    made = actions.review(lift=lift, done_on=FIRST + 30 * DAY, findings="好", by=shaft.first)
    second = shaft.lift(stair=shaft.cast.stair2)
    with refused("upkeep_review_says_something"):
        copy(made, lift_id=second.pk, findings="")
    with refused("upkeep_review_no_update"):
        type(made).objects.update(findings="不好")
    with refused("upkeep_review_no_delete"):
        sql("DELETE FROM projects_review")


def test_inspection_is_whole_and_kept(shaft, refused):
    made = shaft.inspect(shaft.lift(), FIRST, upload=photo())
    struck = {"struck_at": timezone.now(), "struck_by_id": shaft.first.pk, "struck_reason": "写错"}
    with refused("upkeep_inspection_kind_known"):
        copy(made, kind="look", done_on=START)
    with refused("upkeep_inspection_once"):
        copy(made)
    with refused("upkeep_inspection_struck_with_reason"):
        copy(made, done_on=START, struck_at=timezone.now())
    with refused("upkeep_inspection_fixed"):
        Inspection.objects.update(done_on=START)
    with refused("upkeep_inspection_no_delete"):
        sql("DELETE FROM projects_inspection")
    Inspection.objects.update(**struck)
    with refused("upkeep_inspection_struck_once"):
        Inspection.objects.update(struck_reason="又写错")


def test_report_is_kept_and_public_only_as_a_picture(shaft, refused):
    made = shaft.inspect(shaft.lift(), FIRST, upload=photo())
    report = made.reports.get()
    with refused("upkeep_scrubbed_is_a_picture"):
        copy(report, is_scrubbed=True, kind="pdf", alt="结论页")
    with refused("upkeep_report_kind_known"):
        copy(report, kind="audio")
    with refused("upkeep_report_no_update"):
        Report.objects.update(is_scrubbed=True, alt="结论页")
    with refused("upkeep_report_no_delete"):
        sql("DELETE FROM projects_report")


def test_visit_is_whole_and_kept(shaft, refused):
    made = shaft.maintain(shaft.lift(), FIRST)
    with refused("upkeep_visit_says_what"):
        copy(made, done_on=START, words="")
    with refused("upkeep_visit_once"):
        copy(made)
    with refused("upkeep_visit_company_home"):
        copy(made, done_on=START, company_id=shaft.foreign.pk)
    with refused("upkeep_visit_struck_with_reason"):
        Visit.objects.update(struck_reason="写错")
    with refused("upkeep_visit_fixed"):
        Visit.objects.update(words="没做")
    with refused("upkeep_visit_no_delete"):
        sql("DELETE FROM projects_visit")
    actions.strike(row=made, reason="写错", by=shaft.first)
    with refused("upkeep_visit_struck_once"):
        Visit.objects.update(struck_reason="又写错")


def test_outage_is_whole(shaft, refused):
    open_, now = shaft.stop(shaft.lift(), hours=5), timezone.now()
    over = {"ends_at": open_.starts_at - HOUR, "closed_at": now, "closed_by_id": shaft.first.pk}
    with refused("upkeep_outage_ordered"):
        Outage.objects.update(**over)
    with refused("upkeep_outage_expected_later"):
        Outage.objects.update(expected_at=open_.starts_at)
    with refused("upkeep_outage_told"):
        Outage.objects.update(words="")
    with refused("upkeep_outage_closed_whole"):
        Outage.objects.update(ends_at=now)
    with refused("upkeep_outage_struck_with_reason"):
        Outage.objects.update(struck_at=now)
    with refused("upkeep_outage_fixed"):
        Outage.objects.update(cause="planned")
    with refused("upkeep_outage_no_delete"):
        sql("DELETE FROM projects_outage")


def test_outages_of_one_lift_are_kept_apart(shaft, refused):
    lift = shaft.lift()
    over = shaft.stop(lift, hours=10, lasts=2)
    for start, end in ((11, 9), (9, 8), (9.5, 8.5), (11, 7), (9, None), (11, None)):
        values = {"starts_at": shaft.now - start * HOUR, "ends_at": end and shaft.now - end * HOUR}
        if end is None:
            values |= {"closed_at": None, "closed_by_id": None}
        with refused("upkeep_outage_apart_insert"):
            copy(over, **values)
    later = copy(over, starts_at=shaft.now - 8 * HOUR, ends_at=shaft.now - 7 * HOUR)
    struck = {"struck_at": timezone.now(), "struck_by_id": shaft.first.pk, "struck_reason": "写错"}
    copy(over, **struck)
    with refused("upkeep_outage_apart_update"):
        Outage.objects.filter(pk=later.pk).update(starts_at=shaft.now - 9 * HOUR)
    with refused("upkeep_outage_over"):
        Outage.objects.filter(pk=over.pk).update(words="别的话")
    Outage.objects.filter(pk=later.pk).update(**struck)
    with refused("upkeep_outage_struck_once"):
        Outage.objects.filter(pk=later.pk).update(struck_at=None, struck_by=None, struck_reason="")
    assert lift.outages.standing().count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize("table", ("lift", "review", "inspection", "report", "visit", "outage"))
def test_tables_of_upkeep_are_not_emptied(shaft, refused, table):
    """By their whole names: upkeep_lift_no_truncate, upkeep_review_no_truncate, upkeep_inspection_no_truncate,
    upkeep_report_no_truncate, upkeep_visit_no_truncate, upkeep_outage_no_truncate.
    """
    with refused(f"upkeep_{table}_no_truncate"):
        sql(f"TRUNCATE projects_{table} CASCADE")
    assert Lift.objects.count() == 0
