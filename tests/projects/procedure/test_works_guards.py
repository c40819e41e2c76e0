"""What the database refuses by itself of the site."""

import datetime
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from projects.models import (
    Acceptance,
    Milestone,
    MilestoneChange,
    MilestoneKind,
    NoiseWindow,
    NoisyWork,
    Project,
    QuietDay,
    SafetyCheck,
    SitePhoto,
    StageChange,
)
from projects.procedure import actions

from .yard import BEGUN, CHECKED, at

FUTURE = date(2099, 1, 1)


@pytest.fixture
def early(yard):
    return yard.open(yard.cast.stair2)


def test_milestone_rows(yard, early, refused):
    row = yard.record(planned_on=date(2026, 3, 10), started_on=BEGUN)
    rows = Milestone.objects.filter(pk=row.pk)
    with refused("works_milestone_fixed"):
        rows.update(kind=yard.pile)
    with refused("works_milestone_on_site_insert"):
        Milestone.objects.create(project=early, kind=yard.pit)
    with refused("works_milestone_not_in_future_insert"):
        Milestone.objects.create(project=yard.project, kind=yard.pile, started_on=FUTURE)
    with refused("works_milestone_not_in_future_update"):
        rows.update(done_on=FUTURE)
    with refused("works_milestone_change_recorded"):
        rows.update(planned_on=date(2026, 3, 11))
    with refused("works_milestone_change_recorded"):
        rows.update(started_on=None)
    with refused("works_milestone_no_delete"):
        rows._raw_delete("default")
    with refused("works_milestone_once"):
        Milestone.objects.create(project=yard.project, kind=yard.pit)
    with refused("works_milestone_days_ordered"):
        rows.update(done_on=BEGUN - timedelta(days=1))
    MilestoneKind.objects.filter(pk=yard.pile.pk).update(project_kind="pipes")
    with refused("works_milestone_of_its_kind"):
        Milestone.objects.create(project=yard.project, kind=yard.pile)


def test_milestone_of_a_project_that_went_back(yard, refused):
    """Stages do not go back by any action; the guard stands should a stage ever be set by hand."""
    row = yard.record(planned_on=date(2026, 3, 10))
    StageChange.objects.create(
        project=yard.project, stage="not_started", on_day=date(2026, 3, 9), entered_at=timezone.now()
    )
    Project.objects.filter(pk=yard.project.pk).update(stage="not_started", stage_since=date(2026, 3, 9))
    with refused("works_milestone_on_site_update"):
        Milestone.objects.filter(pk=row.pk).update(started_on=BEGUN)


def test_changes_of_days_and_kinds(yard, refused):
    yard.record(planned_on=date(2026, 3, 10))
    actions.change_day(
        project=yard.project, kind=yard.pit, what="planned", to=date(2026, 3, 12), reason="下雨", by=yard.by
    )
    line = MilestoneChange.objects.get()
    rows = MilestoneChange.objects.filter(pk=line.pk)
    with refused("works_milestonechange_no_update"):
        rows.update(reason="别的")
    with refused("works_milestonechange_no_delete"):
        rows._raw_delete("default")
    plain = {"milestone": line.milestone, "what": "planned", "old_on": BEGUN, "entered_at": timezone.now()}
    with refused("works_change_explained"):
        MilestoneChange.objects.create(**plain, new_on=BEGUN, reason="下雨")
    with refused("works_change_explained"):
        MilestoneChange.objects.create(**plain, new_on=FUTURE, reason="")
    with refused("works_plan_is_moved_not_struck"):
        MilestoneChange.objects.create(**plain, reason="下雨")
    with refused("works_kind_days_sane"):
        MilestoneKind.objects.create(
            project_kind="lift", code="X", name="某", position=9, least_days=3, most_days=2, **CHECKED
        )


def test_acceptance_rows(yard, early, refused):
    plain = {"project": yard.project, "kind": "foundation", "on_day": BEGUN, "result": "passed"}
    plain |= {"owners_present": 2, "entered_at": timezone.now()}
    Acceptance.objects.create(**plain)
    with refused("works_acceptance_no_update"):
        Acceptance.objects.update(owners_present=9)
    with refused("works_acceptance_no_delete"):
        Acceptance.objects.all()._raw_delete("default")
    with refused("works_acceptance_on_site_insert"):
        Acceptance.objects.create(**{**plain, "project": early})
    with refused("works_acceptance_not_in_future"):
        Acceptance.objects.create(**{**plain, "kind": "structure", "on_day": FUTURE})
    with refused("works_acceptance_passed_once"):
        Acceptance.objects.create(**plain)
    with refused("works_acceptance_with_owners"):
        Acceptance.objects.create(**{**plain, "kind": "structure", "owners_present": 0})


def test_safety_rows(yard, refused):
    plain = {"project": yard.project, "item": yard.items[0], "checked_on": BEGUN, "entered_at": timezone.now()}
    SafetyCheck.objects.create(**plain, answer="yes")
    with refused("works_safetycheck_no_update"):
        SafetyCheck.objects.update(answer="no")
    with refused("works_safetycheck_no_delete"):
        SafetyCheck.objects.all()._raw_delete("default")
    with refused("works_safetycheck_not_in_future"):
        SafetyCheck.objects.create(**{**plain, "checked_on": FUTURE}, answer="yes")
    with refused("works_safetycheck_answer_known"):
        SafetyCheck.objects.create(**plain, answer="maybe")


def test_photo_rows(yard, early, refused):
    photo = yard.photo(is_clear=True)
    rows = SitePhoto.objects.filter(pk=photo.pk)
    plain = {"project": yard.project, "phase": "during", "taken_on": BEGUN, "alt": "围挡", "file": "works/x.jpg"}
    plain |= {"size": 1, "digest": "1" * 64, "width": 1, "height": 1, "added_at": timezone.now()}
    with refused("works_photo_fixed"):
        rows.update(alt="别的")
    with refused("works_photo_confirmed_for_good"):
        rows.update(confirmed_at=timezone.now())
    with refused("works_photo_no_delete"):
        rows._raw_delete("default")
    with refused("works_photo_withdrawn_with_reason"):
        rows.update(withdrawn_at=timezone.now())
    with refused("works_photo_once"):
        SitePhoto.objects.create(**{**plain, "digest": photo.digest})
    with refused("works_photo_told"):
        SitePhoto.objects.create(**{**plain, "alt": ""})
    with refused("works_photo_on_site_insert"):
        SitePhoto.objects.create(**{**plain, "project": early})
    with refused("works_photo_not_in_future"):
        SitePhoto.objects.create(**{**plain, "taken_on": FUTURE})
    other = yard.begun(yard.cast.stair3)
    with refused("works_photo_of_its_project"):
        SitePhoto.objects.create(**{**plain, "project": other, "milestone": yard.record(started_on=BEGUN)})
    actions.withdraw_photo(photo=photo, reason="照到了人", by=yard.by)
    with refused("works_photo_withdrawn_for_good"):
        rows.update(withdraw_reason="别的")


def test_noise_window_rows(yard, refused):
    soon = timezone.now() + timedelta(days=3)
    plain = {"project": yard.project, "text": "打桩", "announced_at": timezone.now()}
    plain |= {"starts_at": soon, "ends_at": soon + timedelta(hours=2)}
    window = NoiseWindow.objects.create(**plain)
    rows = NoiseWindow.objects.filter(pk=window.pk)
    with refused("works_noisewindow_fixed"):
        rows.update(text="别的")
    with refused("works_noisewindow_ahead"):
        NoiseWindow.objects.create(**{**plain, "starts_at": at(2, 8)})
    with refused("works_noisewindow_sane"):
        NoiseWindow.objects.create(**{**plain, "ends_at": soon})
    with refused("works_noisewindow_cancelled_with_reason"):
        rows.update(cancelled_at=timezone.now())
    with refused("works_noisewindow_no_delete"):
        rows._raw_delete("default")
    actions.cancel_noise(window=window, reason="下雨", by=yard.by)
    with refused("works_noisewindow_cancelled_for_good"):
        rows.update(cancel_reason="别的")


def test_noisy_work_rows(yard, early, refused):
    work = yard.noisy(at(3, 9), at(3, 10))
    rows = NoisyWork.objects.filter(pk=work.pk)
    plain = {name: getattr(work, name) for name in ("project", "starts_at", "ends_at", "text", "entered_at")}
    plain |= {"is_unannounced": False, "is_night": False, "is_holiday": False, "is_quiet": False}
    with refused("works_noisywork_fixed"):
        rows.update(is_unannounced=False)
    with refused("works_noisywork_on_site_insert"):
        NoisyWork.objects.create(**{**plain, "project": early})
    with refused("works_noisywork_over"):
        NoisyWork.objects.create(**{**plain, "ends_at": timezone.now() + datetime.timedelta(hours=1)})
    with refused("works_noisywork_sane"):
        NoisyWork.objects.create(**{**plain, "text": ""})
    with refused("works_noisywork_withdrawn_with_reason"):
        rows.update(withdrawn_at=timezone.now())
    with refused("works_noisywork_no_delete"):
        rows._raw_delete("default")
    actions.withdraw_noise(work=work, reason="记错了", by=yard.by)
    with refused("works_noisywork_withdrawn_for_good"):
        rows.update(withdraw_reason="别的")


def test_quiet_days(yard, refused):
    QuietDay.objects.create(day=BEGUN, name="考试", citation="通知", checked_on=BEGUN)
    with refused("works_quietday_once"):
        QuietDay.objects.create(day=BEGUN, name="又一个", citation="通知", checked_on=BEGUN)
    with refused("works_quietday_cited"):
        QuietDay.objects.create(day=FUTURE, name="考试", citation="", checked_on=BEGUN)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize(
    "guard, table",
    (
        ("works_milestone_no_truncate", "projects_milestone"),
        ("works_milestonechange_no_truncate", "projects_milestonechange"),
        ("works_acceptance_no_truncate", "projects_acceptance"),
        ("works_safetycheck_no_truncate", "projects_safetycheck"),
        ("works_photo_no_truncate", "projects_sitephoto"),
        ("works_noisewindow_no_truncate", "projects_noisewindow"),
        ("works_noisywork_no_truncate", "projects_noisywork"),
    ),
)
def test_nothing_of_a_site_is_truncated(db, refused, guard, table):
    with refused(guard), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
